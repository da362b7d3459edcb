"""What the centre reports: dashboards, plugins page, history, figures."""
