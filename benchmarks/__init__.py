"""Speed and size, measured as ratios within one run (docs/budgets.md)."""
