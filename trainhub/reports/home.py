"""The start page: for visitors what is coming, for everybody else what waits for them."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import Select

from ..accounts.login import SignedIn
from ..curriculum import queries as curriculum
from ..kernel import clock, i18n
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..people import policies as people_policies
from ..people import services as people
from ..sessions import queries as sessions
from ..sessions import services as session_services
from ..sessions.models import Slot, TrainingSession
from ..web.access import public, viewer
from ..web.kept import kept_for_visitors
from . import queries, waiting

blueprint = Blueprint("home", __name__)
SHOWN = 6  # trainings on the public page
WEEKS = 8
WORKDAYS = 5


@blueprint.get("/")
@kept_for_visitors
@public
def start() -> ResponseReturnValue:
    who = viewer()
    if not isinstance(who, SignedIn):
        return _visitor()
    visible = session_services.visible_to(who)
    things = waiting.drawn(who, visible)
    page = "home/staff.html" if who.may("sessions.view") else "home/person.html"
    return render_template(
        page,
        greeting=_greeting(who),
        things=len(things),
        waiting=Markup("").join(things),
        today=_today(),
        **_at_a_glance(who, visible),
    )


def _visitor() -> ResponseReturnValue:
    visible = sessions.visible(viewer(), people.standing(None))
    coming = (
        db.session.scalars(queries.with_row_parts(queries.coming(visible, _today())).limit(SHOWN + 1)).unique().all()
    )
    first = _today() - timedelta(days=_today().weekday())
    version = db.session.scalar(curriculum.version_in_force())
    return render_template(
        "home/visitor.html",
        coming=coming[:SHOWN],
        more=len(coming) > SHOWN,
        version=version,
        week_names=[i18n.day(first + timedelta(days=each), "weekday") for each in range(WORKDAYS)],
        weeks=list(_weeks(first)),
        today=_today(),
    )


def _weeks(first: date) -> Iterator[tuple[str, int, list[str]]]:
    """Yield the next eight weeks as month, day and ten half-days each: what public slots there are.

    The month is told where it begins.
    """
    zone = ZoneInfo(str(current_app.config["ZONE"]))
    begin = datetime.combine(first, time(), zone)
    visible = sessions.visible(viewer(), people.standing(None))
    slots = db.session.scalars(queries.half_days(visible, begin, begin + timedelta(weeks=WEEKS))).all()
    cells = {(slot.local_date, slot.half): _cell(slot) for slot in sorted(slots, key=lambda slot: not slot.online)}
    for week in range(WEEKS):
        monday = first + timedelta(weeks=week)
        days = [monday + timedelta(days=number) for number in range(WORKDAYS)]
        month = i18n.day(monday, "LLL") if week == 0 or monday.day <= 7 else ""
        yield month, monday.day, [cells.get((day, half), "") for day in days for half in (0, 1)]


def _cell(slot: Slot) -> str:
    if slot.local_date == _today():
        return "now"
    return "net" if slot.online else "on"


def _at_a_glance(who: SignedIn, visible: Select[TrainingSession]) -> dict[str, Any]:
    """Return what is coming, which work runs, and (for the office) the month in figures."""
    if not who.may("sessions.view"):
        own = queries.own_sessions(visible, who.person_id)
        coming = db.session.scalars(queries.with_row_parts(queries.coming(own, _today()))).unique().all()
        return {"coming": coming}
    week = queries.coming(visible, _today(), days=6 - _today().weekday())
    first = _today().replace(day=1)
    until = (first + timedelta(days=32)).replace(day=1)
    query = queries.month_figures(visible, first, until, people_policies.reach(who))
    counted, held, free, unconfirmed = db.session.execute(query).one()
    return {
        "coming": _rows(week),
        "jobs": db.session.scalars(queries.jobs_of(who.account_id)).all(),
        "month": i18n.day(first, "month"),
        "figures": {"sessions": counted, "held": held, "free": free},
        "unconfirmed": unconfirmed,
    }


def _rows(query: Any) -> list[TrainingSession]:
    return list(db.session.scalars(queries.with_row_parts(query)).unique())


def _today() -> date:
    return clock.today(i18n.viewer_zone())


def _greeting(who: SignedIn) -> str:
    hour = clock.now().astimezone(ZoneInfo(i18n.viewer_zone())).hour
    name = who.person.display.split()[0]
    if hour < 12:
        return _("Good morning, %(name)s", name=name)
    return _("Good afternoon, %(name)s", name=name) if hour < 18 else _("Good evening, %(name)s", name=name)
