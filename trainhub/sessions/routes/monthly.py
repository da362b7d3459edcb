"""The sessions of a month as a list: its columns, its filters, and the days of those that nobody may know more of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from flask import current_app

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...people import queries as people_queries
from ...people.models import Centre
from ...web.access import Viewer
from ...web.tables import Column, Filter, Table
from ...web.templating import words
from .. import month, queries, services
from ..models import STATES, Slot, TrainingSession
from . import shown


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day on which something takes place that the reader may know no more of."""

    day: date


def table(who: Viewer, first: date) -> Table:
    """Return what takes place in the month that begins on a day, as far as somebody may know."""
    last = month.next_month(first) - timedelta(days=1)
    closed = sorted({slot.local_date for slot in hidden(who, first, last)})
    name = f"calendar-{first:%Y-%m}"
    return Table(_between(who, first, last), columns(), filters(), name=name, after=[ClosedDay(day) for day in closed])


def in_grid(who: Viewer, first: date) -> list[TrainingSession]:
    """Return what the grid of a month shows: the days around the month belong to it."""
    return Table(_between(who, *month.grid(first)), columns(), filters()).whole()


def within(sessions: list[TrainingSession], first: date) -> list[TrainingSession]:
    """Return those of the grid that have a day in the month itself."""
    last = month.next_month(first) - timedelta(days=1)
    spans = [(each, each.first_day, each.last_day) for each in sessions]
    return [each for each, begins, ends in spans if begins and ends and begins <= last and ends >= first]


def hidden(who: Viewer, first: date, last: date) -> list[Slot]:
    """Return the slots of closed sessions of which somebody may know the day, where the setting says so."""
    if not current_app.config["SHOW_CLOSED"]:
        return []
    return list(db.session.scalars(queries.closed_days(first, last, services.visible_to(who))).unique())


def _between(who: Viewer, first: date, last: date) -> Any:
    return queries.between(services.visible_to(who), first, last).options(*queries.for_list())


def columns() -> list[Column]:
    return [
        Column("title", _l("Title"), _title, TrainingSession.search),
        Column("modules", _l("Modules"), _of(lambda row: ", ".join(str(each) for each in shown.modules(row)))),
        Column("when", _l("When"), _when, TrainingSession.first_day),
        Column("where", _l("Where"), _of(lambda row: ", ".join(shown.rooms(row)))),
        Column("languages", _l("Languages"), _of(lambda row: ", ".join(map(i18n.language_name, row.languages)))),
        Column("state", _l("State"), _of(lambda row: STATES[row.state]), TrainingSession.state),
        Column("free", _l("Free places"), _of(lambda row: row.free), numeric=True),
        Column("centre", _l("Centre"), _of(lambda row: row.centre.title), shown=False),
    ]


def _title(row: TrainingSession | ClosedDay) -> Any:
    return _("Closed") if isinstance(row, ClosedDay) else row.title


def _when(row: TrainingSession | ClosedDay) -> str:
    if isinstance(row, ClosedDay):
        return i18n.dates(row.day, row.day)
    return i18n.dates(row.first_day, row.last_day or row.first_day) if row.first_day else ""


def _of(value: Callable[[TrainingSession], Any]) -> Callable[[TrainingSession | ClosedDay], Any]:
    """Return a column that says nothing of a day that may only be known as closed."""
    return lambda row: None if isinstance(row, ClosedDay) else value(row)


def filters() -> list[Filter]:
    """Return the filters; those of centres and of their countries read the centres once."""
    centres = cache(lambda: list(db.session.scalars(people_queries.centres())))
    return [
        Filter("module", _l("Module"), queries.of_module, _modules),
        Filter("country", _l("Country"), queries.of_country, lambda: _countries(centres())),
        Filter("centre", _l("Centre"), queries.of_centre, lambda: _names(centres())),
    ]


def _modules() -> Sequence[tuple[str, str]]:
    return [(str(number), str(number)) for number in db.session.scalars(queries.module_numbers())]


def _countries(centres: Sequence[Centre]) -> Sequence[tuple[str, str]]:
    codes = {centre.country_code for centre in centres}
    return sorted(((code, i18n.country_name(code)) for code in codes), key=lambda pair: pair[1])


def _names(centres: Sequence[Centre]) -> Sequence[tuple[str, str]]:
    return [(centre.slug, words(centre.title)) for centre in centres]
