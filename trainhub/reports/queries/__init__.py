"""What is asked of the tables that reports are made of: functions that return a select()."""

from . import facts, figures, measures, splitting, tabulating
from .dashboards import coming, half_days, jobs_of, month_figures, own_sessions, with_row_parts

__all__ = [
    "coming",
    "facts",
    "figures",
    "half_days",
    "jobs_of",
    "measures",
    "month_figures",
    "own_sessions",
    "splitting",
    "tabulating",
    "with_row_parts",
]
