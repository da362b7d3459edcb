"""The public programme: what approved plans let out. Nothing that is closed is named."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ...kernel import clock, i18n
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...sessions.models import MODES
from ...web.access import public
from ...web.tables import Column, Few, Filter
from ...web.templating import words
from .. import queries
from ..models import PlanLine

blueprint = Blueprint("programme", __name__, url_prefix="/programme")


def when(line: PlanLine) -> str:
    """Return when a line is to be held: exact once there is a published session, else the month."""
    if line.session is not None and line.session.state in {"published", "completed"} and line.session.first_day:
        return i18n.day(line.session.first_day)
    return i18n.day(line.starts_on, "month") if line.starts_on else _("not decided")


def known_session(line: PlanLine) -> bool:
    """Say whether there is a session that everybody may see."""
    return line.session is not None and line.session.state in {"published", "completed"} and not line.session.closed


def month(line: PlanLine) -> date | None:
    """Return the first day of the month in which a line is to be held."""
    day = _day(line)
    return day.replace(day=1) if day else None


def _day(line: PlanLine) -> date | None:
    """Return the day on which a line begins: that of its session, where everybody knows that, else the planned one."""
    session = line.session
    known = session is not None and session.state in {"published", "completed"}
    return (session.first_day if session is not None and known else None) or line.starts_on


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    """Show what is planned month by month, narrowed by format, way of meeting, language and month."""
    columns = [
        Column("title", _("Training"), lambda row: words(row.title)),
        Column("when", _("When"), when),
        Column("format", _("Format"), _format),
        Column("mode", _("Way of meeting"), lambda row: MODES[row.mode]),
        Column("half_days", _("Half-days"), lambda row: row.half_days, numeric=True),
        Column("languages", _("Languages"), _languages),
        Column("centre", _("Centre"), lambda row: words(row.plan.centre.short)),
    ]
    found = list(db.session.scalars(queries.public_lines(clock.today())))
    found.sort(key=lambda row: (_day(row) or date.max, row.id))
    table = Few(found, columns, name="programme", per_page=200, filters=_filters(found))
    return table.export() or render_template(
        "planner/programme.html",
        table=table,
        months=_by_month(table.rows),
        when=when,
        format_of=_format,
        languages_of=_languages,
        modes=MODES,
        known_session=known_session,
        any=bool(found),
    )


def _by_month(rows: Iterable[PlanLine]) -> list[tuple[date | None, list[PlanLine]]]:
    return [(first, list(own)) for first, own in groupby(rows, key=month)]


def _filters(found: Sequence[PlanLine]) -> list[Filter]:
    return [
        _filter("month", _("Month"), found, lambda row: [_key(month(row))], _month_name),
        _filter("kind", _("Format"), found, lambda row: [row.format.key if row.format else ""], _names(found)),
        _filter("mode", _("Way of meeting"), found, lambda row: [row.mode], lambda key: str(MODES[key])),
        _filter("language", _("Language"), found, lambda row: row.languages, i18n.language_name),
    ]


def _filter(
    key: str,
    label: str,
    found: Sequence[PlanLine],
    of: Callable[[PlanLine], Sequence[str]],
    name: Callable[[str], str],
) -> Filter:
    """Return a filter that offers what the programme has."""
    keys = list(dict.fromkeys(each for row in found for each in of(row) if each))

    def apply(rows: Sequence[PlanLine], value: str) -> list[PlanLine]:
        return [row for row in rows if value in of(row)]

    return Filter(key, label, apply, lambda: [(each, name(each)) for each in keys])


def _key(first: date | None) -> str:
    return f"{first:%Y-%m}" if first else ""


def _month_name(key: str) -> str:
    return i18n.day(date.fromisoformat(f"{key}-01"), "month")


def _names(found: Sequence[PlanLine]) -> Callable[[str], str]:
    titles = {row.format.key: words(row.format.title) for row in found if row.format}
    return lambda key: titles[key]


def _format(line: PlanLine) -> str:
    return words(line.format.title) if line.format else _("not decided")


def _languages(line: PlanLine) -> str:
    return ", ".join(i18n.language_name(code) for code in line.languages)
