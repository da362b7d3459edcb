"""What follows from a session and is kept with it: days, hours, search words, address, calendar texts."""

from collections.abc import Callable

from flask import current_app

from ...kernel import clock, i18n
from ...kernel.db import db
from ...kernel.text import fold, slugify
from ...kernel.types import Texts
from .. import calendar, queries
from ..models import SessionSlug, Slot, TrainingSession

TAKEN_WORDS = {"new", "check"}  # addresses under /sessions/ that are not sessions


Follow = Callable[[TrainingSession], None]
_followers: list[Follow] = []
_witnesses: list[Follow] = []


def ends_also(act: Follow) -> Follow:
    """Let a later feature follow a session whose days or hours moved or that was cancelled."""
    if act not in _followers:
        _followers.append(act)
    return act


def kept_also(act: Follow) -> Follow:
    """Let a later feature look at a session whenever something of it was written: days, rooms, people, state."""
    if act not in _witnesses:
        _witnesses.append(act)
    return act


def keep(session: TrainingSession) -> None:
    """Bring everything that follows from a session up to date; every service that writes ends here."""
    db.session.flush()
    db.session.expire(session, ["slots"])
    slots = session.standing or session.slots
    known = session.first_day, session.last_day, session.hours
    session.first_day = min((slot.local_date for slot in slots), default=None)
    session.last_day = max((slot.local_date for slot in slots), default=None)
    session.hours = round(sum(slot.hours for slot in slots), 2)
    titles = [*session.title.values.values(), *(session.short_title.values.values() if session.short_title else ())]
    session.search = " ".join(fold(title) for title in titles)
    moved = renew(session) or known != (session.first_day, session.last_day, session.hours)
    db.session.flush()
    for act in (*_witnesses, *(_followers if moved or session.state == "cancelled" else ())):
        act(session)


def renew(session: TrainingSession) -> bool:
    """Write the VEVENTs of a session anew, and only where something in them changed; say whether something had."""
    changed = False
    for slot in session.slots:
        if slot.vevent != _vevent(slot):
            slot.modified_at = clock.now()
            slot.vevent, changed = _vevent(slot), True
    return changed


def _vevent(slot: Slot) -> str:
    return calendar.vevent(slot, current_app.config["BASE_URL"], i18n.languages()[0])


def address(session: TrainingSession) -> None:
    """Give a session the address of its title; the one it had redirects."""
    wanted = slugify(session.title.text(session.title.source))
    owners = {row.slug: row.id for row in db.session.execute(queries.addresses_like(wanted))}
    number, slug = 1, wanted
    while slug in TAKEN_WORDS or owners.get(slug, session.id) != session.id:
        number += 1
        slug = f"{wanted}-{number}"
    if session.slug and session.slug != slug:
        db.session.add(SessionSlug(slug=session.slug, session_id=session.id))
    for former in db.session.scalars(queries.former_address(slug)):
        db.session.delete(former)  # the session takes its old name back
    session.slug = slug


def same_words(one: Texts | None, other: Texts | None) -> bool:
    """Say whether the source texts are the same, whatever their translations."""
    return (one.text(one.source) if one else "") == (other.text(other.source) if other else "")
