"""The calendar: a month or a list, drawn by the server, and the public feed."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import clock, i18n
from ...kernel.db import db
from ...kernel.i18n import country_name
from ...kernel.i18n import gettext as _
from ...people import queries as people_queries
from ...people.models import Centre
from ...web.access import Viewer, public, viewer
from ...web.kept import kept_for_visitors
from ...web.templating import capital, with_args, words
from .. import calendar as ics
from .. import month, policies, queries, services
from ..models import Slot, TrainingSession
from . import shown
from .feeds import answer

blueprint = Blueprint("calendar", __name__)
FILTERS = {"module": queries.of_module, "country": queries.of_country, "centre": queries.of_centre}


@blueprint.get("/calendar/")
@kept_for_visitors
@public
def show() -> ResponseReturnValue:
    first, view = _month(), "list" if request.args.get("view") == "list" else "month"
    today = clock.today(i18n.viewer_zone())
    monday, sunday = month.grid(first) if view == "month" else (first, month.next_month(first) - timedelta(days=1))
    sessions = _sessions(viewer(), monday, sunday)
    hidden = _hidden(monday, sunday)
    clashing = _clashing(sessions)
    weeks = month.weeks(first, today, sessions, hidden, shown.kind, clashing) if view == "month" else []
    return render_template(
        "sessions/calendar.html",
        first=first,
        view=view,
        today=today,
        sessions=_in_month(sessions, first),
        weeks=_weeks(weeks, first),
        names=[i18n.day(date(2024, 1, number), "weekday") for number in range(1, 8)],
        clashing=clashing,
        closed_days=sorted({slot.local_date for slot in hidden if slot.local_date.month == first.month}),
        before=_step(month.month_before(first)),
        after=_step(month.next_month(first)),
        views=_views(view),
        today_url=with_args(month=None),
        filters=_filters(),
        feed_url=_feed_url(),
        may_schedule=viewer().may(policies.EDIT),
    )


def _month() -> date:
    asked = request.args.get("month", "")
    try:
        return date.fromisoformat(f"{asked}-01")
    except ValueError:
        return clock.today(i18n.viewer_zone()).replace(day=1)


def _sessions(who: Viewer, first: date, last: date) -> list[TrainingSession]:
    query = queries.between(services.visible_to(who), first, last)
    for name, narrow in FILTERS.items():
        if request.args.get(name):
            query = narrow(query, request.args[name])
    return list(db.session.scalars(query.options(*queries.for_list())).unique())


def _hidden(first: date, last: date) -> list[Slot]:
    """Return the slots of closed sessions whose days visitors may see, where the setting says so."""
    if viewer().is_authenticated or not current_app.config["SHOW_CLOSED"]:
        return []
    return list(db.session.scalars(queries.closed_days(first, last)).unique())


def _clashing(sessions: list[TrainingSession]) -> set[int]:
    """Return clashing slots among the sessions whose office the viewer is; others are not told."""
    centres = viewer().centres(policies.VIEW)
    return month.clashes(each for each in sessions if centres is None or each.centre_id in centres)


def _in_month(sessions: list[TrainingSession], first: date) -> list[TrainingSession]:
    last = month.next_month(first) - timedelta(days=1)
    return [
        each
        for each in sessions
        if each.first_day and each.last_day and each.first_day <= last and each.last_day >= first
    ]


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
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


def _step(first: date) -> tuple[str, str]:
    return capital(i18n.day(first, "month")), with_args(month=f"{first:%Y-%m}")


def _views(view: str) -> list[tuple[str, str, bool]]:
    return [(_("Month"), with_args(view=None), view == "month"), (_("List"), with_args(view="list"), view == "list")]


def _filters() -> list[dict[str, Any]]:
    """Return the filters with their choices, the one in force and the address without it."""
    centres = list(db.session.scalars(people_queries.centres()))
    offered = {
        "module": (
            _("Module"),
            [(str(number), str(number)) for number in db.session.scalars(queries.module_numbers())],
        ),
        "country": (_("Country"), _countries(centres)),
        "centre": (_("Centre"), [(centre.slug, words(centre.title)) for centre in centres]),
    }
    return [
        {
            "key": key,
            "label": label,
            "choices": choices,
            "value": request.args.get(key, ""),
            "said": dict(choices).get(request.args.get(key, ""), request.args.get(key, "")),
            "remove_url": with_args(**{key: None}),
        }
        for key, (label, choices) in offered.items()
    ]


def _countries(centres: list[Centre]) -> list[tuple[str, str]]:
    codes = {centre.country_code for centre in centres}
    return sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1])


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
