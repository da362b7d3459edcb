"""What holders are told of their certificates."""

from typing import Any

from ...kernel import i18n
from ...messages import services as messages
from ..models import REASONS, Certificate
from .facts import verify_url

OWN = "/me/certificates/"


def issued(certificate: Certificate) -> None:
    _tell("certificate_issued", certificate, url=OWN, verify_url=verify_url(certificate))


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
            session=certificate.registration.session,
            number=certificate.number,
            **context,
        )
