"""What becomes of certificates when two registrations of one person become one."""

from ...kernel.db import db
from ...registration.models import Registration
from .. import queries


def join(goes: Registration, stays: Registration) -> None:
    """Move the certificates of the registration that goes; a second valid one of a kind stays where it is."""
    kinds = {each.kind for each in db.session.scalars(queries.valid_of(stays))}
    for certificate in db.session.scalars(queries.valid_of(goes)).all():
        if certificate.kind not in kinds:
            certificate.registration = stays
    db.session.flush()
