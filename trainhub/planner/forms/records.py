"""Forms of budget lines, rates, and the countries' own plans."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from ...kernel.i18n import lazy_gettext as _l
from ...web.forms import REQUIRED, Guarded, TextsField, optional, required
from ..models import SOURCES, STATES, BudgetLine, CostRate, CountryMoney, CountryPlan
from ..services.money import HIGHEST_RATE, BudgetCommand, RateCommand
from ..services.national import MoneyCommand, NationalCommand
from .shared import CURRENCY, money, offers, texts, ticks


class BudgetForm(Guarded):
    """A budget line."""

    title = TextsField(_l("Title"), validators=required())
    project = SelectField(_l("Project"), optional(), choices=[], default="")
    source = SelectField(_l("Source"), required(), choices=offers(SOURCES.items()), default="project")
    opens_on = DateField(_l("Can be spent from"), [InputRequired(message=REQUIRED)])
    closes_on = DateField(_l("Can be spent until"), [InputRequired(message=REQUIRED)])
    amount = money(_l("Amount"))
    currency = StringField(_l("Currency"), CURRENCY, default="EUR")
    countries = ticks(_l("Countries it may pay for"), description=_l("None ticked: it pays for all."))
    modules = ticks(_l("Modules it may pay for"), description=_l("None ticked: it pays for all."))

    def command(self, projects: Mapping[str, int]) -> BudgetCommand:
        assert self.opens_on.data is not None
        assert self.closes_on.data is not None
        return BudgetCommand(
            texts(self.title),
            self.opens_on.data,
            self.closes_on.data,
            self.amount.data or 0.0,
            (self.currency.data or "EUR").upper(),
            self.source.data or "project",
            projects.get(self.project.data or ""),
            tuple(self.countries.data or ()),
            tuple(map(int, self.modules.data or ())),
        )


def data_of_budget(budget: BudgetLine) -> dict[str, Any]:
    names = ("title", "source", "opens_on", "closes_on", "amount", "currency", "countries")
    return {name: getattr(budget, name) for name in names} | {
        "project": budget.project.public_id if budget.project else "",
        "modules": [str(each) for each in budget.modules],
    }


class RateForm(Guarded):
    """What people from a country cost in a format."""

    country = SelectField(_l("Country"), optional(), choices=[], default="")
    format = SelectField(_l("Format"), optional(), choices=[], default="")
    travel = money(_l("Travel, each person"), most=HIGHEST_RATE, default=0)
    daily = money(_l("Each person and day"), most=HIGHEST_RATE, default=0)
    fixed = money(_l("Each half-day of the event"), most=HIGHEST_RATE, default=0)

    def command(self, formats: Mapping[str, int]) -> RateCommand:
        money = (self.travel.data or 0.0, self.daily.data or 0.0, self.fixed.data or 0.0)
        return RateCommand(self.country.data or None, formats.get(self.format.data or ""), *money)


def data_of_rate(rate: CostRate) -> dict[str, Any]:
    return {
        "country": rate.country_code or "",
        "format": rate.format.key if rate.format else "",
        "travel": rate.travel,
        "daily": rate.daily,
        "fixed": rate.fixed,
    }


class CountryMoneyForm(Guarded):
    """A budget line of a country's own plan."""

    title = StringField(_l("Title"), required(200))
    source = SelectField(_l("Source"), required(), choices=offers(SOURCES.items()), default="state")
    amount = money(_l("Amount"))
    committed = money(_l("Committed"), default=0)
    spent = money(_l("Spent"), default=0)
    currency = StringField(_l("Currency"), CURRENCY, default="EUR")

    def command(self) -> MoneyCommand:
        amounts = (self.amount.data or 0.0, self.committed.data or 0.0, self.spent.data or 0.0)
        currency = (self.currency.data or "EUR").upper()
        return MoneyCommand(self.title.data or "", self.source.data or "state", *amounts, currency)


def data_of_country_money(row: CountryMoney) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("title", "source", "amount", "committed", "spent", "currency")}


class NationalForm(Guarded):
    """A country's own training plan."""

    country = SelectField(_l("Country"), choices=[], validators=required())
    organisation = SelectField(_l("Institution"), optional(), choices=[], default="")
    title = StringField(_l("Title"), required(200))
    starts_on = DateField(_l("First day"), [InputRequired(message=REQUIRED)])
    ends_on = DateField(_l("Last day"), [InputRequired(message=REQUIRED)])
    state = SelectField(_l("State"), choices=offers(STATES.items()))
    modules = ticks(_l("Modules"))
    human_rights = BooleanField(_l("Includes human rights"))
    gender = BooleanField(_l("Includes gender"))
    checked = BooleanField(_l("The plan was looked at for human rights and gender"))
    has_budget = BooleanField(_l("Has a budget of its own"))
    shared = BooleanField(_l("Shown to the other focal points"))
    parts = ticks(_l("Parts that are shown"))
    note = TextAreaField(_l("Note"), optional(1000))

    def command(self) -> NationalCommand:
        first, last = self.starts_on.data or date.min, self.ends_on.data or date.min
        return NationalCommand(
            self.country.data or "",
            self.title.data or "",
            first,
            last,
            self.state.data or "draft",
            self.organisation.data or "",
            human_rights=bool(self.human_rights.data),
            gender=bool(self.gender.data),
            checked=bool(self.checked.data),
            has_budget=bool(self.has_budget.data),
            modules=tuple(map(int, self.modules.data or ())),
            shared=bool(self.shared.data),
            parts=tuple(self.parts.data or ()),
            note=self.note.data or "",
        )


def data_of_national(plan: CountryPlan) -> dict[str, Any]:
    names = (
        "title",
        "starts_on",
        "ends_on",
        "state",
        "human_rights",
        "gender",
        "has_budget",
        "shared",
        "parts",
        "note",
    )
    return {name: getattr(plan, name) for name in names} | {
        "country": plan.country_code,
        "organisation": plan.organisation.slug if plan.organisation else "",
        "modules": [str(each) for each in plan.modules],
        "checked": True,
    }
