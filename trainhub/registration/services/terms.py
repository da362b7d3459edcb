"""What holds for the places of a session: its call says so, else the settings of the installation."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app

from ...kernel import clock
from ...kernel.db import db
from ...kernel.i18n import day, moment, ngettext
from ...kernel.i18n import gettext as _
from ...people import services as people
from ...sessions.models import TrainingSession
from .. import queries
from ..models import Call, Registration

CONFIRM_HOURS = 72  # how long somebody may think about an offered place, where no call says otherwise
ASKED = ("access", "diet")  # asked where no call says otherwise; trainings online have no meals


@dataclass(frozen=True, slots=True)
class Terms:
    """How the places of a session are given. `call` is None where it has none."""

    call: Call | None = None
    nominate: bool = False
    apply: bool = True
    endorse: bool = False
    select: bool = True  # staff decide; else a free place is given at once
    confirm: bool = True  # whom staff choose is asked once more
    deadline: datetime | None = None
    confirm_hours: int = CONFIRM_HOURS
    cancel_days: int = 0
    ranked: bool = False  # the waiting list goes by rank, not by arrival
    needs: tuple[str, ...] = ()  # what is asked in confidence of those who have a place


def terms(session: TrainingSession) -> Terms:
    """Return what holds for a session, in one query."""
    return terms_under(session, db.session.scalars(queries.call_of(session.id)).unique().one_or_none())


def terms_and_own(session: TrainingSession, person_id: int | None) -> tuple[Terms, Registration | None]:
    """Return what holds for a session, and the row a person has for it, in one query."""
    call, mine = db.session.execute(queries.call_and_own(session.id, person_id)).unique().one()
    return terms_under(session, call), mine


def terms_of(sessions: Collection[TrainingSession]) -> dict[int, Terms]:
    """Return session id -> what holds for it, in one query for all of them."""
    found = db.session.scalars(queries.calls_of({each.id for each in sessions})).unique()
    calls = {call.session_id: call for call in found}
    return {each.id: terms_under(each, calls.get(each.id)) for each in sessions}


def terms_under(session: TrainingSession, call: Call | None) -> Terms:
    """Return what holds for a session whose call is known."""
    if call is None:
        return Terms(select=needs_approval(session), needs=ASKED if session.mode != "online" else ASKED[:1])
    return Terms(
        call,
        nominate=call.nominate,
        apply=call.apply,
        endorse=call.endorse,
        select=call.select,
        confirm=call.confirm,
        deadline=call.deadline,
        confirm_hours=call.confirm_hours,
        cancel_days=call.cancel_days,
        ranked=call.rule == "ranking",
        needs=tuple(kind for kind in people.KINDS if kind in call.needs),
    )


def needs_approval(session: TrainingSession) -> bool:
    """Say whether staff approve registrations where there is no call: the session decides, else the installation."""
    return bool(current_app.config["APPROVAL"]) if session.approval is None else session.approval


def why_call_closed(held: Terms) -> str:
    """Return the sentence that says why nobody can come in through the call now, or ""."""
    if held.call is None:
        return ""
    if held.call.state == "draft":
        return _("The call for this training is not open yet.")
    if held.call.state == "closed":
        return _("The call for this training is closed.")
    if held.deadline is not None and held.deadline < clock.now():
        return _("The call for this training was open until %(moment)s.", moment=moment(held.deadline))
    return ""


def last_day_to_withdraw(session: TrainingSession, held: Terms) -> date | None:
    """Return the last day on which people give a place back themselves, or None where the beginning ends it."""
    if not held.cancel_days or session.first_day is None:
        return None
    return session.first_day - timedelta(days=held.cancel_days)


def why_no_withdrawal(session: TrainingSession, held: Terms) -> str:
    """Return the sentence that says why a held place is given back through the centre now, or ""."""
    last = last_day_to_withdraw(session, held)
    if last is None or clock.today(session.zone) <= last:
        return ""
    return _("Places could be given back here until %(day)s. Please write to the centre.", day=day(last))


def rule(held: Terms) -> str:
    """Return the rule of the waiting list as everybody on it may read it."""
    if held.ranked:
        first = _("When a place becomes free, it is offered to whoever stands first in the ranking of the centre.")
    else:
        first = _("When a place becomes free, it is offered to whoever registered first.")
    if held.call is not None and held.call.quotas:
        first += " " + _("Places set aside for a country, an organisation or a kind of organisation go to those.")
    return first + " " + _time(held.confirm_hours)


def _time(hours: int) -> str:
    return ngettext(
        "The offer holds for %(num)s hour, then it goes to the next.",
        "The offer holds for %(num)s hours, then it goes to the next.",
        hours,
    )
