"""The public programme: what approved plans let out. Nothing that is closed is named."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ...kernel import clock, i18n
from ...kernel.i18n import gettext as _
from ...sessions.models import MODES
from ...web.access import public
from ...web.tables import Column, Table
from ...web.templating import words
from .. import queries
from ..models import PlanLine

blueprint = Blueprint("programme", __name__, url_prefix="/programme")


def when(line: PlanLine) -> str:
    """Return when a line is to be held: exact once there is a published session, else the month."""
    if line.session is not None and line.session.state in {"published", "completed"} and line.session.first_day:
        return i18n.day(line.session.first_day)
    return i18n.day(line.starts_on, "month") if line.starts_on else _("open")


def known_session(line: PlanLine) -> bool:
    """Say whether there is a session that everybody may see."""
    return line.session is not None and line.session.state in {"published", "completed"} and not line.session.closed


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    columns = [
        Column("title", _("Training"), lambda row: words(row.title)),
        Column("when", _("When"), when),
        Column("format", _("Format"), lambda row: words(row.format.title) if row.format else _("open")),
        Column("mode", _("Way of meeting"), lambda row: MODES[row.mode]),
        Column("half_days", _("Half-days"), lambda row: row.half_days, numeric=True),
        Column("languages", _("Languages"), _languages),
        Column("centre", _("Centre"), lambda row: words(row.plan.centre.short)),
    ]
    table = Table(queries.public_lines(clock.today()), columns, name="programme", per_page=100)
    return table.export() or render_template(
        "planner/programme.html",
        table=table,
        when=when,
        languages_of=_languages,
        modes=MODES,
        known_session=known_session,
    )


def _languages(line: PlanLine) -> str:
    return ", ".join(i18n.language_name(code) for code in line.languages)
