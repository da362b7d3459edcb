"""Taking certificates back, one or many, with or without another in its place."""

from collections.abc import Collection

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...kernel.work import Actor, acting
from ..models import REASONS, Certificate
from . import mails
from .issue import issue
from .rule import offer_of

CORRECTED = "corrected"


def revoke(certificate: Certificate, *, reason: str, by: Actor, note: str = "") -> None:
    """Revoke a certificate for one of REASONS; the note is for the history only.

    Raises Invalid for another reason, Refused when it was revoked before.
    """
    if reason not in REASONS:
        raise Invalid({"reason": _("Choose a reason.")})
    if certificate.revoked_at is not None:
        raise Refused(_("This certificate was revoked before."))
    with acting(by, note):
        certificate.revoked_at, certificate.revoked_reason = clock.now(), reason
    if reason != CORRECTED:
        mails.revoked(certificate)


def revoke_many(certificates: Collection[Certificate], *, reason: str, by: Actor, note: str = "") -> int:
    """Revoke those of some certificates that still stand, and say how many; raises Invalid as `revoke` does."""
    standing = [each for each in certificates if each.revoked_at is None]
    for each in standing:
        revoke(each, reason=reason, by=by, note=note)
    return len(standing)


def reissue(certificate: Certificate, *, by: Actor, note: str = "") -> Certificate:
    """Replace a certificate by one that states the facts as they are now. Raises like `revoke` and `issue`."""
    with db.session.begin_nested():
        revoke(certificate, reason=CORRECTED, by=by, note=note)
        offer = offer_of(certificate.session, certificate.of_kind, anyhow=True)
        return issue(certificate.ground, by, offer=offer)
