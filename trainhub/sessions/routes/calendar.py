"""The calendar: a month or a list, drawn by the server, and the public feed."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import clock, i18n
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...web.access import public, viewer
from ...web.forms import YEARS
from ...web.kept import kept_for_visitors
from ...web.tables import Table
from ...web.templating import capital, with_args, words
from .. import calendar as ics
from .. import month, policies, queries
from ..models import TrainingSession
from . import monthly, shown
from .feeds import answer

blueprint = Blueprint("calendar", __name__)


@blueprint.get("/calendar/")
@kept_for_visitors
@public
def show() -> ResponseReturnValue:
    first, view = _month(), "list" if request.args.get("view") == "list" else "month"
    table = monthly.table(viewer(), first)
    return table.export() or _page(table, first, view)


def _page(table: Table, first: date, view: str) -> str:
    today = clock.today(i18n.viewer_zone())
    sessions = table.rows if view == "list" else monthly.in_grid(viewer(), first)
    clashing = _clashing(sessions)
    weeks: list[month.Week] = []
    if view == "month":
        hidden = monthly.hidden(viewer(), *month.grid(first))
        weeks = month.weeks(first, today, sessions, hidden, shown.kind, clashing)
    return render_template(
        "sessions/calendar.html",
        first=first,
        view=view,
        today=today,
        table=table,
        sessions=sessions if view == "list" else monthly.within(sessions, first),
        weeks=_weeks(weeks, first),
        names=[i18n.day(date(2024, 1, number), "weekday") for number in range(1, 8)],
        clashing=clashing,
        closed_days=[each.day for each in table.after] if view == "month" or table.last_page else [],
        before=_step(month.month_before(first)),
        after=_step(month.next_month(first)),
        views=_views(view),
        today_url=with_args(month=None, page=None),
        feed_url=_feed_url(),
        may_schedule=viewer().may(policies.EDIT),
    )


def _month() -> date:
    asked = request.args.get("month", "")
    today = clock.today(i18n.viewer_zone()).replace(day=1)
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError:
        return today
    return first if first.year in YEARS else today


def _clashing(sessions: list[TrainingSession]) -> set[int]:
    """Return clashing slots among the sessions whose office the viewer is; others are not told."""
    centres = viewer().centres(policies.VIEW)
    return month.clashes(each for each in sessions if centres is None or each.centre_id in centres)


def _weeks(weeks: list[month.Week], first: date) -> list[dict[str, Any]]:
    """Return weeks as the calendar macro wants them; the first bar of a session is the one to come back to."""
    known: set[int] = set()
    drawn = []
    for week in weeks:
        events = [_event(bar, first, anchor=bar.session.id not in known) for bar in week.bars]
        known |= {bar.session.id for bar in week.bars}
        drawn.append({"days": week.days, "sessions": events})
    return drawn


def _event(bar: month.Bar, first: date, *, anchor: bool) -> dict[str, Any]:
    place = {"start": bar.start, "span": bar.span, "lane": bar.lane, "cells": bar.cells, "clash": bar.clash}
    if bar.hidden:
        return place | {
            "url": "",
            "title": _("Closed"),
            "number": "",
            "icon": "restricted",
            "state": "",
            "words": i18n.day(bar.slots[0].local_date, "week"),
        }
    session, numbers = bar.session, shown.modules(bar.session)
    state = {"draft": "draft", "cancelled": "cancel"}.get(session.state, "")
    return place | {
        "id": _anchor(session) if anchor else "",
        "url": url_for("sessions.show", slug=session.slug),
        "move_url": _move_url(session, first) if policies.may_move(viewer(), session) else "",
        "title": words(session.short_title or session.title),
        "number": numbers[0] if numbers else "",
        "icon": shown.icon(session),
        "state": state,
        "words": shown.said(bar.slots),
    }


def _anchor(session: TrainingSession) -> str:
    return f"session-{session.slug}"


def _move_url(session: TrainingSession, first: date) -> str:
    """Return where a session is moved from here; the month and its filters lead back."""
    return url_for("sessions.move", slug=session.slug, by=0, month=f"{first:%Y-%m}", **_narrowed())


def place_of(session: TrainingSession) -> str:
    """Return the month that the address names, at a session's bar; if it is not in it, the session's own month."""
    first = _month()
    monday, sunday = month.grid(first)
    if session.first_day and not any(monday <= slot.local_date <= sunday for slot in month.shown_slots(session)):
        first = session.first_day
    return url_for("calendar.show", month=f"{first:%Y-%m}", **_narrowed(), _anchor=_anchor(session))


def _narrowed() -> dict[str, Any]:
    return {each.key: value for each in monthly.filters() if (value := request.args.get(each.key))}


def _step(first: date) -> tuple[str, str]:
    return capital(i18n.day(first, "month")), with_args(month=f"{first:%Y-%m}", page=None)


def _views(view: str) -> list[tuple[str, str, bool]]:
    names = (("month", _("Month"), None), ("list", _("List"), "list"))
    return [(label, with_args(view=value, page=None), view == key) for key, label, value in names]


def _feed_url() -> str:
    return f"{str(current_app.config['BASE_URL']).rstrip('/')}{url_for('calendar.feed')}"


@blueprint.get("/calendar.ics")
@kept_for_visitors
@public
def feed() -> Response:
    """Give the slots of all open sessions, from two months ago on, to calendar programs."""
    rows = db.session.execute(queries.public_events(ics.since())).all()
    name = _("Trainings")
    text = ics.feed([row.vevent for row in rows], {row.zone for row in rows}, name)
    return answer(text, max((row.modified_at for row in rows), default=None))
