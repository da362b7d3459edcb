"""What becomes of certificates when two registrations, or two records of somebody who teaches, become one."""

from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...people.models import Person
from ...registration.models import Registration
from ...sessions.models import Assignment
from .. import queries
from ..models import Ground


def join(goes: Registration, stays: Registration) -> None:
    """Move the certificates of the registration that goes; a second valid one of a kind stays where it is."""
    _move(goes, stays)


def join_taught(person: Person, into: Person) -> None:
    """Before a merge: where both taught in one session in one role, what the one has for it goes to the other."""
    kept = {(row.session_id, row.role): row for row in db.session.scalars(queries.assignments_of(into.id))}
    for row in db.session.scalars(queries.assignments_of(person.id)).all():
        twin = kept.get((row.session_id, row.role))
        if twin is not None:
            _move(row, twin)


def keep_part(part: Assignment) -> None:
    """Refuse that a part is taken away for which there is a certificate, valid or revoked."""
    if db.session.scalar(queries.for_part(part.id).limit(1)) is not None:
        name = part.person.display
        raise Refused(_("%(name)s has a certificate for teaching in this session, so the part stays.", name=name))
    for hold in db.session.scalars(queries.holds_on(part)).all():
        db.session.delete(hold)


def _move(goes: Ground, stays: Ground) -> None:
    pointer = "registration" if isinstance(stays, Registration) else "assignment"
    kinds = {each.kind for each in db.session.scalars(queries.valid_of(stays))}
    for certificate in db.session.scalars(queries.valid_of(goes)).all():
        if certificate.kind not in kinds:
            setattr(certificate, pointer, stays)
    for hold in db.session.scalars(queries.holds_on(goes)).all():  # the next look says anew what stands in the way
        db.session.delete(hold)
    db.session.flush()
