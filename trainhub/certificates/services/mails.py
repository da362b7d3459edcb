"""What holders are told of their certificates."""

from typing import Any

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...messages import services as messages
from ...messages.models import Message
from ...sessions import services as sessions
from .. import queries
from ..models import REASONS, Certificate
from .facts import kind_title, verify_url

OWN = "/me/certificates/"


def issued(certificate: Certificate) -> None:
    _tell("certificate_issued", certificate, url=OWN, verify_url=verify_url(certificate))


def expiring(certificate: Certificate) -> None:
    """Tell a holder in time that a certificate ends; the same certificate is told of once."""
    if certificate.person is not None and certificate.expires_on is not None:
        with i18n.speaking(certificate.person.language):
            until, kind = i18n.day(certificate.expires_on), kind_title(certificate).text(i18n.language())
        _tell(queries.REMINDER, certificate, url=OWN, until=until, kind_title=kind)


def revoked(certificate: Certificate) -> None:
    if certificate.person is not None:
        with i18n.speaking(certificate.person.language):
            reason = str(REASONS[certificate.revoked_reason])
        _tell("certificate_revoked", certificate, url=OWN, reason=reason)


def _tell(kind: str, certificate: Certificate, **context: Any) -> None:
    """Queue one mail to the holder; the training is told in the words of the session's page."""
    if certificate.person is not None:
        messages.post(
            kind,
            certificate.person,
            key=f"{kind}:{certificate.number}",
            centre_id=certificate.centre_id,
            session=certificate.session,
            topic=sessions.topic(certificate.session),
            check=f"certificate:{certificate.public_id}:{kind}",
            number=certificate.number,
            **context,
        )


def still_true(_message: Message, argument: str) -> str:
    """Say why a mail about a certificate is no longer true: one that was revoked meanwhile is not announced."""
    public_id, _colon, kind = argument.partition(":")
    certificate = db.session.scalar(queries.by_public_id(public_id))
    if certificate is None:
        return _("The certificate is not there any more.")
    if kind == "certificate_issued" and certificate.revoked_at is not None:
        return _("The certificate was revoked.")
    if kind == queries.REMINDER and not _ends(certificate):
        return _("The certificate does not end, or there is a newer one.")
    return ""


def _ends(certificate: Certificate) -> bool:
    return certificate.state == "valid" and not db.session.scalar(queries.is_renewed(certificate.id))


messages.register_check("certificate", still_true)
