"""Forms of the planner."""

from .lines import LineForm, Offered, data_of_line
from .plans import (
    ApprovalForm,
    CommentForm,
    ManyForm,
    MoveForm,
    PartyForm,
    PlanForm,
    RankForm,
    ScenarioForm,
    TakeForm,
    WeightForm,
    data_of_place,
    data_of_plan,
)
from .records import (
    BudgetForm,
    CountryMoneyForm,
    NationalForm,
    RateForm,
    data_of_budget,
    data_of_country_money,
    data_of_national,
    data_of_rate,
)
from .timetable import SearchForm, wishes_form

__all__ = [
    "ApprovalForm",
    "BudgetForm",
    "CommentForm",
    "CountryMoneyForm",
    "LineForm",
    "ManyForm",
    "MoveForm",
    "NationalForm",
    "Offered",
    "PartyForm",
    "PlanForm",
    "RankForm",
    "RateForm",
    "ScenarioForm",
    "SearchForm",
    "TakeForm",
    "WeightForm",
    "data_of_budget",
    "data_of_country_money",
    "data_of_line",
    "data_of_national",
    "data_of_place",
    "data_of_plan",
    "data_of_rate",
    "wishes_form",
]
