"""Finding certificates for somebody, and printing them from their frozen facts."""

import json
from dataclasses import replace
from itertools import combinations

from ...kernel.db import db
from ...kernel.errors import NotFound, Refused
from ...kernel.i18n import gettext as _
from ...web.access import Viewer
from .. import badges, keys, pdf, policies, queries
from ..models import Certificate
from ..wording import WORDINGS
from . import facts
from .facts import LANGUAGES

Pair = tuple[str, str]
BADGE = "open-badge.json"  # the name of the badge inside the PDF


def find(public_id: str, who: Viewer) -> Certificate:
    """Return a certificate whose record this viewer may see; raises NotFound."""
    found = db.session.scalar(queries.by_public_id(public_id))
    if found is None or not policies.may_see_record(who, found):
        raise NotFound
    return found


def find_to_print(public_id: str, who: Viewer) -> Certificate:
    """Return a certificate that this viewer may print; raises NotFound."""
    found = db.session.scalar(queries.by_public_id(public_id))
    if found is None or not policies.may_print(who, found):
        raise NotFound
    return found


def pairs() -> list[Pair]:
    """Return the pairs of languages a certificate is offered in."""
    return list(combinations(LANGUAGES, 2))


def read_pair(text: str) -> Pair:
    """Return the two languages of a text such as az-en; raises NotFound for anything else."""
    first, _dash, second = text.partition("-")
    if first == second or not {first, second} <= set(LANGUAGES):
        raise NotFound
    return first, second


def default_pair(certificate: Certificate) -> Pair:
    """Return the holder's language and English; for English, English and Azerbaijani."""
    spoken = certificate.person.language if certificate.person else "en"
    return (spoken, "en") if spoken in LANGUAGES and spoken != "en" else ("en", "az")


def document(certificate: Certificate, languages: Pair) -> bytes:
    """Return the PDF of a certificate, to be signed when it is handed out; the same facts give the same bytes.

    Raises Refused for a revoked one.
    """
    if certificate.revoked_at is not None:
        raise Refused(_("This certificate was revoked, so it is not printed any more."))
    stated = facts.thaw(certificate, signed=_signer(certificate) is not None)
    return pdf.render(replace(stated, attachments=stated.attachments + _badge(certificate)), languages)


def _badge(certificate: Certificate) -> tuple[pdf.Attachment, ...]:
    """Return what goes into the PDF beside the code: the same record as an Open Badge, where it can be one."""
    try:
        badge = badges.issue_badge(certificate)
    except (Refused, NotFound, keys.KeyMissing):
        return ()
    text = json.dumps(badge, ensure_ascii=False, sort_keys=True)
    return (pdf.Attachment(BADGE, badges.MEDIA_TYPE, text.encode(), "Open Badges 3.0"),)


def sign(certificate: Certificate, printed: bytes, languages: Pair) -> bytes:
    """Return what `document` printed with the centre's signature; as it is, where the centre's key is not at hand."""
    signer = _signer(certificate)
    if signer is None:
        return printed
    from .. import signing  # slow import: pyhanko

    return signing.sign(printed, signer.elliptic, signer.row.x509, WORDINGS[languages[0]].signed)


def _signer(certificate: Certificate) -> keys.Signer | None:
    """Return the key that signs files. Without it they are handed out unsigned, and do not say otherwise."""
    try:
        return keys.standing(certificate.centre, "pdf")
    except keys.KeyMissing:
        return None  # `trainhub doctor` tells the operator
