"""Taking a certificate back, with or without another in its place."""

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...kernel.work import Actor, acting
from ..models import REASONS, Certificate
from . import mails
from .issue import issue

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


def reissue(certificate: Certificate, *, by: Actor, note: str = "") -> Certificate:
    """Replace a certificate by one that states the facts as they are now. Raises like `revoke` and `issue`."""
    with db.session.begin_nested():
        revoke(certificate, reason=CORRECTED, by=by, note=note)
        return issue(certificate.ground, by)  # type: ignore[arg-type]
