"""Tables of plans."""

from .lines import (
    AUDIENCE_STATES,
    SCOPES,
    LineActivity,
    LinePart,
    LineTrainer,
    PlanComment,
    PlanLine,
)
from .money import SOURCES, BudgetLine, CostRate, LineFund
from .national import CountryPlan
from .plans import KINDS, STATES, BaselineLine, Plan, PlanApproval, PlanMove, RankOverride
from .timetable import RUN_STATES, PlanRun, TimetableWishes

__all__ = [
    "AUDIENCE_STATES",
    "KINDS",
    "RUN_STATES",
    "SCOPES",
    "SOURCES",
    "STATES",
    "BaselineLine",
    "BudgetLine",
    "CostRate",
    "CountryPlan",
    "LineActivity",
    "LineFund",
    "LinePart",
    "LineTrainer",
    "Plan",
    "PlanApproval",
    "PlanComment",
    "PlanLine",
    "PlanMove",
    "PlanRun",
    "RankOverride",
    "TimetableWishes",
]
