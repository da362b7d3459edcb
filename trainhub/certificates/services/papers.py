"""Finding certificates for somebody, and printing them from their frozen facts."""

import json
from collections.abc import Collection
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

Pair = tuple[str, ...]  # one language or two
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


def picked(public_ids: Collection[str], who: Viewer) -> list[Certificate]:
    """Return those of some certificates that this viewer may revoke, by number."""
    found = db.session.scalars(queries.by_public_ids(public_ids)).all()
    return [each for each in found if policies.may_revoke(who, each)]


def pairs(certificate: Certificate) -> list[Pair]:
    """Return the languages a certificate is offered in: those of its design, else any two of the interface's."""
    own = certificate.facts.get("design", {}).get("pairs")
    return [tuple(pair.split("-")) for pair in own] if own else list(combinations(LANGUAGES, 2))


def read_pair(certificate: Certificate, text: str) -> Pair:
    """Return the languages of a text such as az-en; raises NotFound for what the certificate is not offered in."""
    asked, offered = tuple(text.split("-")), pairs(certificate)
    free = "pairs" not in certificate.facts.get("design", {})  # then either of the two may lead
    if asked in offered or (free and asked[::-1] in offered):
        return asked
    raise NotFound


def default_pair(certificate: Certificate) -> Pair:
    """Return the holder's language and English, or what comes nearest to it; English and Azerbaijani for English."""
    spoken = certificate.person.language if certificate.person else "en"
    if "pairs" in certificate.facts.get("design", {}):
        return min(pairs(certificate), key=lambda pair: (pair[0] != spoken, spoken not in pair))
    return (spoken, "en") if spoken in LANGUAGES and spoken != "en" else ("en", "az")


def document(certificate: Certificate, languages: Pair) -> bytes:
    """Return the PDF of a certificate, to be signed when it is handed out; the same facts give the same bytes.

    Raises Refused for a revoked one, and where it cannot be printed in these languages.
    """
    if certificate.revoked_at is not None:
        raise Refused(_("This certificate was revoked, so it is not printed any more."))
    stated = facts.thaw(certificate, signed=_signer(certificate) is not None)
    return _printed(replace(stated, attachments=stated.attachments + _badge(certificate)), languages)


def try_print(certificate: Certificate) -> None:
    """Raise Refused where a certificate cannot be printed: better now than in its holder's hands."""
    _printed(facts.thaw(certificate), default_pair(certificate))


def _printed(stated: pdf.CertificateFacts, languages: Pair) -> bytes:
    try:
        return pdf.render(stated, languages)
    except pdf.MissingGlyph as error:
        raise Refused(
            _(
                "“%(text)s” has a letter that certificates cannot print. "
                "Enter the name in Latin letters, as in the passport.",
                text=error.text,
            )
        ) from error
    except pdf.DoesNotFit as error:
        raise Refused(_("The certificate does not fit on its page. Shorten the title of the session.")) from error


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
