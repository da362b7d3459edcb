"""The list of participants: its columns and filters. Gender is no column: it is counted, never shown."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import g
from sqlalchemy import Select

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...people import queries as people_queries
from ...people.models import Category, Person
from ...people.services import choices
from ...sessions.models import TrainingSession
from ...web.tables import Column, Filter, Table
from .. import queries, services
from ..models import DIMENSIONS, STATES, Registration, RegistrationFact
from ..services import Crowd, Known
from . import selection


def participants_table(session: TrainingSession, crowd: Crowd, known: Known, *, deciding: bool) -> Table:
    """Return everybody who has a row in a session; those who decide may also see e-mail and what they choose by."""
    titles = category_titles()
    countries = choices.alphabetically((code, i18n.country_name(code)) for code in crowd.countries)
    return Table(
        queries.participants(session.id),
        _columns(titles, countries, known, deciding=deciding),
        [*_filters(crowd, titles, countries), *(selection.filters(known) if deciding else ())],
        order="since",
        name=f"{session.slug}-participants",
    )


def _columns(titles: dict[str, str], countries: choices.Choices, known: Known, *, deciding: bool) -> list[Column]:
    plain = known.held.call is None or not deciding  # what one chooses by under a call stands in its stead
    by_country = people_queries.by_country(RegistrationFact.country_code, countries)
    columns = [
        Column("name", _("Name"), lambda row: row.display or "—", people_queries.by_name(i18n.language())),
        Column("latin", _("Name as in the passport"), lambda row: row.latin or "", Person.latin, shown=False),
        Column("organisation", _("Organisation"), lambda row: row.organisation or ""),
        Column("country", _("Country"), _country, by_country),
        Column("category", _("Category"), lambda row: titles.get(row.category_code or "", ""), shown=plain),
        Column("state", _("State"), lambda row: STATES[row.state], Registration.state),
        *(selection.columns(known) if deciding else ()),
        Column("since", _("Since"), lambda row: row.created_at.date(), Registration.created_at, shown=plain),
    ]
    if deciding:
        columns.append(Column("email", _("E-mail"), lambda row: row.email or "", shown=False))
    return columns


def category_titles() -> dict[str, str]:
    """Return category code -> title in the page's language, once a request."""
    return {each.code: choices.category_title(each) for each in _categories()}


def category_parents() -> dict[str, str | None]:
    """Return category code -> what it belongs to, once a request."""
    return {each.code: each.parent_code for each in _categories()}


def _categories() -> list[Category]:
    if "categories" not in g:
        g.categories = list(db.session.scalars(people_queries.categories()))
    found: list[Category] = g.categories
    return found


def told_balance(
    session: TrainingSession, crowd: Crowd, known: Known, chosen: Sequence[Registration] = ()
) -> dict[str, Any]:
    """Return the balance with what its template needs: the countries as equals, in the reader's alphabet."""
    found, held = services.balance(session, crowd, chosen), known.held
    names = choices.alphabetically((code, i18n.country_name(code)) for code in found.countries if code)
    targeted = held.call is not None and held.call.women_target is not None
    return {
        "balance": found,
        "countries": [(code, name, found.countries[code]) for code, name in names],
        "titles": category_titles(),
        "shares": _in_order(services.shares(known.quotas, chosen)) if held.call else {},
        "women": services.women_with(held, crowd, chosen) if targeted else None,
        "dimensions": DIMENSIONS,
    }


def _in_order(shares: Sequence[services.Share]) -> dict[str, list[services.Share]]:
    """Return dimension -> its quotas in the reader's alphabet, everybody else at the end."""
    found: dict[str, list[services.Share]] = {}
    for dimension in DIMENSIONS:
        mine = {str(place): each for place, each in enumerate(shares) if each.dimension == dimension}
        order = choices.alphabetically((key, each.whom) for key, each in mine.items())
        if order:
            found[dimension] = sorted((mine[key] for key, _name in order), key=lambda each: each.others)
    return found


def _filters(crowd: Crowd, titles: dict[str, str], countries: choices.Choices) -> list[Filter]:
    return [
        Filter("q", _("Name"), lambda query, words: query.where(people_queries.person_matches(words))),
        Filter(
            "state",
            _("State"),
            lambda query, state: query.where(Registration.state == state),
            lambda: list(STATES.items()),
        ),
        Filter(
            "country",
            _("Country"),
            partial(_by, "country_code"),
            lambda: countries,
        ),
        Filter(
            "category",
            _("Category"),
            partial(_by, "category_code"),
            lambda: choices.alphabetically((code, titles.get(code, code)) for code in crowd.categories),
        ),
    ]


def _by(column: str, query: Select[Registration], value: str) -> Select[Registration]:
    return query.where(getattr(RegistrationFact, column) == value)


def _country(row: Any) -> str:
    return i18n.country_name(row.country_code) if row.country_code else ""
