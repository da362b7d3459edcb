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
from .national import FIRST_SHOWN, PARTS, CountryMoney, CountryPlan
from .plans import KINDS, STATES, BaselineLine, Plan, PlanApproval, PlanMove, RankOverride
from .timetable import RUN_STATES, PlanRun, TimetableWishes

__all__ = [
    "AUDIENCE_STATES",
    "FIRST_SHOWN",
    "KINDS",
    "PARTS",
    "RUN_STATES",
    "SCOPES",
    "SOURCES",
    "STATES",
    "BaselineLine",
    "BudgetLine",
    "CostRate",
    "CountryMoney",
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
