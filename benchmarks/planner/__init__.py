"""The planner's engine against public and planted problems."""
