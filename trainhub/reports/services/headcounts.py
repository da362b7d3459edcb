"""Counting heads: who came to an information session, as somebody saw and reported it."""

from dataclasses import dataclass
from datetime import date

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...sessions.models import TrainingSession
from .. import policies, queries
from ..models import HEAD_GENDERS, HEADS, Headcount

MOST = 100_000


@dataclass(frozen=True, slots=True)
class HeadcountCommand:
    """What is reported: so many people of one kind; empty words mean that it was not stated."""

    number: int
    reported_by: str
    reported_on: date
    heads: str = ""
    gender: str = ""
    note: str = ""


def headcounts(session: TrainingSession) -> list[Headcount]:
    """Return the head-counts of a session that stand."""
    return list(db.session.scalars(queries.figures.headcounts_of(session.id)))


def find_headcount(session: TrainingSession, public_id: str) -> Headcount:
    """Return a head-count of this session; raises NotFound."""
    found = db.session.scalar(queries.figures.headcount(session.id, public_id))
    if found is None:
        raise NotFound
    return found


def save_headcount(
    *, session: TrainingSession, command: HeadcountCommand, headcount: Headcount | None = None
) -> Headcount:
    """Add a head-count, or correct one.

    Raises Refused where people are not counted by heads or the session has not begun, Invalid under the fields.
    """
    _check_open(session)
    _check(session, command)
    if headcount is None:
        headcount = Headcount(session_id=session.id, session=session)
        db.session.add(headcount)
    for name in ("number", "reported_by", "reported_on", "heads", "gender", "note"):
        setattr(headcount, name, getattr(command, name))
    db.session.flush()
    return headcount


def remove_headcount(headcount: Headcount) -> None:
    """Take a head-count out of all figures; the history keeps it."""
    headcount.removed_at = headcount.removed_at or clock.now()
    db.session.flush()


def _check_open(session: TrainingSession) -> None:
    if not policies.counts_heads(session):
        raise Refused(_("Participants of this session are registered. Heads are counted where they are not."))
    if not policies.is_countable(session):
        raise Refused(_("This session has not begun. Heads are counted from its first day on."))


def _check(session: TrainingSession, command: HeadcountCommand) -> None:
    wrong: dict[str, str] = {}
    if not 0 < command.number <= MOST:
        wrong["number"] = _("Write how many people there were: one at least.")
    if not command.reported_by.strip():
        wrong["reported_by"] = _("Say who counted.")
    if command.heads and command.heads not in HEADS:
        wrong["heads"] = _("Choose one of the list.")
    if command.gender not in HEAD_GENDERS:
        wrong["gender"] = _("Choose one of the list.")
    if command.reported_on > clock.today(session.zone):
        wrong["reported_on"] = _("This day is still to come.")
    if wrong:
        raise Invalid(wrong)
