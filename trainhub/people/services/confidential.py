"""What only a few may read: encrypted, kept for a time and a purpose, and every look is noted.

What is told for all trainings (no subject) is kept as long as its kind is. What is told for one subject, such as a
registration, goes soon after the last day on which that needs it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app

from ...kernel import clock, keys, work
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...web.access import Viewer
from .. import policies, queries
from ..models import Confidential, ConfidentialAccess, Person

LIMIT = 2000  # characters


@dataclass(frozen=True, slots=True)
class Kind:
    """One confidential attribute: what it is called, what it is for, how many days it is kept."""

    label: str
    purpose: str
    days: int
    code: str  # of the purpose, as stored


KINDS: dict[str, Kind] = {
    "access": Kind(_l("Access needs"), _l("Used to choose rooms and materials of a training."), 365, "rooms"),
    "diet": Kind(_l("Diet"), _l("Used to order the meals of a training."), 365, "meals"),
    "travel": Kind(_l("Travel"), _l("Used to book the journey and to meet people on arrival."), 90, "journey"),
    "accommodation": Kind(_l("Accommodation"), _l("Used to book rooms for the nights."), 90, "nights"),
    "passport": Kind(_l("Passport"), _l("Used to ask for a visa and to book the journey."), 90, "journey"),
}


def save_confidential(
    person: Person, attribute: str, value: str, *, subject: str = "", until: date | None = None
) -> None:
    """Keep a value in confidence until a day, else from today for as long as its kind is; an empty one erases it.

    Raises NotFound for an attribute there is none of, Invalid when the value is too long.
    """
    kind = _kind(attribute)
    if not value.strip():
        erase_confidential(person, attribute, subject)
        return
    if len(value) > LIMIT:
        raise Invalid({attribute: _("This is too long: %(max)d characters at the most.", max=LIMIT)})
    row = db.session.scalar(queries.confidential_value(person.id, attribute, subject))
    if row is None:
        row = Confidential(person_id=person.id, attribute=attribute, subject=subject)
        db.session.add(row)
    row.value, row.purpose = _cipher().encrypt(value.strip().encode()), kind.code
    row.expires_on = until or end_after(attribute)
    db.session.flush()


def end_after(attribute: str, last_day: date | None = None) -> date:
    """Return until when a value is kept that is needed up to a day: the setting's days more, its kind's at the most.

    Without a day it is kept from today for as long as its kind is.
    """
    days = _kind(attribute).days
    if last_day is None:
        return clock.today() + timedelta(days=days)
    return last_day + timedelta(days=min(days, int(current_app.config["NEEDS_DAYS"])))


def told_for(subjects: Collection[str]) -> list[Confidential]:
    """Return what was told for these subjects, run out or not; the values stay closed."""
    return list(db.session.scalars(queries.confidential_of(subjects)))


def save_needs(person: Person, values: Mapping[str, str]) -> None:
    """Keep what a person wrote on the own page; what was not changed keeps its day of expiry."""
    held = own_confidential(person)
    for attribute, value in values.items():
        if value.strip() != held.get(attribute, ""):
            save_confidential(person, attribute, value)


def erase_confidential(person: Person, attribute: str, subject: str = "") -> None:
    """Forget a value at once."""
    row = db.session.scalar(queries.confidential_value(person.id, attribute, subject))
    if row is not None:
        db.session.delete(row)
        db.session.flush()


def kept_confidential(person: Person, subject: str = "") -> dict[str, Confidential]:
    """Return attribute -> row, to say that something is kept and until when; the values stay closed."""
    return {row.attribute: row for row in db.session.scalars(queries.confidential(person.id, subject))}


def accesses(person: Person) -> list[ConfidentialAccess]:
    """Return who read what of a person and why, the latest first."""
    return list(db.session.scalars(queries.accesses(person.id)))


def own_confidential(person: Person) -> dict[str, str]:
    """Return attribute -> value, for the person's own page only: that look is not noted."""
    return opened(kept_confidential(person))


def opened(kept: Mapping[str, Confidential]) -> dict[str, str]:
    """Return the values of rows that are the viewer's own."""
    return {attribute: _open(row) for attribute, row in kept.items()}


def read_confidential(person: Person, attribute: str, by: Viewer, reason: str, subject: str = "") -> str:
    """Return a value and note who read it and why; the caller commits, or nobody has read it.

    Raises Refused without the permission, Invalid without a reason, NotFound when nothing is kept.
    """
    if not by.may(policies.PEOPLE_CONFIDENTIAL):
        raise Refused(_("Confidential data is not open to your account."))
    if not reason.strip():
        raise Invalid({"reason": _("Say what you need it for. It is noted beside your name.")})
    row = db.session.scalar(queries.confidential_value(person.id, attribute, subject))
    if row is None or row.expires_on < clock.today():
        raise NotFound
    value = _open(row)
    db.session.add(
        ConfidentialAccess(
            person_id=person.id,
            attribute=attribute,
            account_id=by.account_id,
            actor=work.actor().name,
            reason=reason.strip()[:300],
        )
    )
    db.session.flush()
    return value


def _kind(attribute: str) -> Kind:
    if attribute not in KINDS:
        raise NotFound
    return KINDS[attribute]


def _cipher() -> Fernet:
    return keys.fernet(Path(current_app.config["DATA"]))


def _open(row: Confidential) -> str:
    try:
        return _cipher().decrypt(row.value).decode()
    except InvalidToken as error:
        raise Refused(_("The key that opens this value is gone. Ask the person for it again.")) from error
