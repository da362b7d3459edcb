"""One's own trainings, and one's own calendar."""

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from ...accounts import services as accounts
from ...accounts.login import SignedIn
from ...kernel import clock, i18n, work
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...sessions import calendar
from ...sessions import services as sessions
from ...sessions.models import Slot, TrainingSession
from ...web.access import Viewer, by_token, signed_in, viewer
from ...web.forms import PlainForm
from ...web.tables import Column, Table
from ...web.templating import words
from .. import queries, services
from ..models import STATES, Registration
from ..services import Terms
from .finding import person_of

blueprint = Blueprint("mine", __name__, url_prefix="/me")
SHOWN_ONCE = "calendar_token"


@blueprint.get("/")
@signed_in
def index() -> ResponseReturnValue:
    """Show what one has to do next, what is coming and what is behind one."""
    table = _table()
    exported = table.export()
    if exported is not None:
        return exported
    groups = _groups(table.rows)
    held = services.terms_of([each.session for each in table.rows if each.state in {"waiting", "confirmed"}])
    waits = {each.session_id for each in groups["asked"] if each.state == "waiting"}
    return render_template(
        "registration/mine.html",
        button=PlainForm(),
        table=table,
        trainings=groups,
        rules={number: services.rule(each) for number, each in held.items() if number in waits},
        asks={each.id for each in table.rows if _asks(each, held)},
        today=clock.today(i18n.viewer_zone()),
        planned=services.planned,
        hours_of=_hours,
    )


def _asks(registration: Registration, held: Mapping[int, Terms]) -> bool:
    """Say whether a training asks the reader what they need there."""
    return registration.state == "confirmed" and not services.why_no_needs(registration, held[registration.session_id])


def _table() -> Table:
    today = clock.today(i18n.viewer_zone())
    columns = (
        Column("title", _("Title"), lambda row: row.session.title, TrainingSession.search),
        Column("first", _("First day"), lambda row: row.session.first_day, TrainingSession.first_day),
        Column("last", _("Last day"), lambda row: row.session.last_day, TrainingSession.last_day),
        Column("where", _("Where"), _place),
        Column("state", _("Your registration"), lambda row: STATES[row.state], Registration.state),
        Column("hours", _("Hours"), lambda row: row.session.hours, TrainingSession.hours, numeric=True),
    )
    return Table(queries.mine(person_of(viewer()).id, _visible(viewer()), today), columns, name="my-trainings")


def _place(registration: Registration) -> str:
    session = registration.session
    rooms = dict.fromkeys(words(slot.room.title) for slot in session.standing if slot.room is not None)
    if session.mode == "online":
        return _("Online")
    return ", ".join(rooms) or words(session.centre.city)


@blueprint.get("/calendar/")
@signed_in
def calendar_page() -> ResponseReturnValue:
    """Explain the own calendar; a new address is shown here once."""
    who = viewer()
    assert isinstance(who, SignedIn)
    token = cookie.pop(SHOWN_ONCE, "")
    address = url_for(".feed", token=token, _external=True) if token else ""
    return render_template("registration/calendar.html", address=address, has_one=who.account.calendar_hash is not None)


@blueprint.post("/calendar/new")
@signed_in
def make_address() -> ResponseReturnValue:
    who = viewer()
    assert isinstance(who, SignedIn)
    cookie[SHOWN_ONCE] = accounts.make_calendar_token(who.account)
    work.commit()
    return redirect(url_for(".calendar_page"), 303)


@blueprint.post("/calendar/revoke")
@signed_in
def revoke_address() -> ResponseReturnValue:
    who = viewer()
    assert isinstance(who, SignedIn)
    accounts.drop_calendar_token(who.account)
    work.commit()
    flash(_("Your calendar address does not work any more."), "ok")
    return redirect(url_for(".calendar_page"), 303)


@blueprint.get("/calendar/<token>.ics")
@by_token
def feed(token: str) -> ResponseReturnValue:
    """Return the calendar of whoever the secret belongs to; calendar programs come without a sign-in."""
    account = accounts.account_of_calendar_token(token)
    if account is None:
        raise NotFound
    query = queries.feed_slots(account.person_id, _visible(SignedIn(account)), calendar.since())
    with i18n.speaking(account.person.language):
        text = calendar.calendar_text(db.session.scalars(query).unique(), _("My trainings"), joined=True)
    answer = Response(text, content_type="text/calendar; method=PUBLISH; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(calendar.etag(text))
    return answer.make_conditional(request)


def _visible(who: Viewer) -> Select[TrainingSession]:
    """Select the sessions this person may know of: a place in one that was closed since opens nothing."""
    return sessions.visible_to(who)


def _hours(slot: Slot) -> str:
    """Return a slot's hours where the reader is, and where it takes place if clocks differ."""
    here = ZoneInfo(i18n.viewer_zone())
    first, last = (moment.astimezone(here) for moment in (slot.utc_start, slot.utc_end))
    own = f"{i18n.hour(first.time())}–{i18n.hour(last.time())}"
    if first.time() == slot.local_start:
        return own
    return _(
        "%(hours)s your time, %(there)s in %(place)s",
        hours=own,
        there=i18n.hour(slot.local_start),
        place=i18n.city(slot.zone),
    )


def _groups(found: Iterable[Registration]) -> dict[str, list[Registration]]:
    """Sort one's registrations by what they ask of one: offers, today, coming, asked for, past."""
    groups: dict[str, list[Registration]] = {name: [] for name in ("offers", "today", "coming", "asked", "past")}
    for each in found:
        groups.setdefault(_group(each), []).append(each)
    for name in ("offers", "today", "coming", "asked"):  # found the latest first
        groups[name].reverse()
    return groups


def _group(registration: Registration) -> str:
    session = registration.session
    over = session.state in ("completed", "cancelled") or session.phase == "over"
    if over and registration.state == "confirmed":
        return "past"
    if registration.state == "offered":
        return "offers"
    if registration.state != "confirmed":
        return "asked"
    today = clock.today(session.zone)
    return "today" if any(slot.local_date == today for slot in session.standing) else "coming"
