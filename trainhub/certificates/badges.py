"""A certificate as an Open Badge 3.0, which is a W3C Verifiable Credential 2.0; and what is published to check it.

The proof is eddsa-rdfc-2022 (W3C vc-di-eddsa) by the centre's badge key, under a did:web that lists all of its keys,
retired ones too; the status is the centre's list as a W3C Bitstring Status List. Badges are made when they are asked
for, from the frozen facts: the same certificate gives the same badge as long as the key stands.
"""

import json
import textwrap
import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import current_app

from ..kernel import clock
from ..kernel.errors import NotFound, Refused
from ..kernel.i18n import gettext as _
from ..kernel.i18n import number, speaking
from ..people.models import Centre
from . import keys
from .models import Certificate, SigningKey

FRESH = timedelta(days=30)  # after which a status list at hand is too old to say that nothing was revoked
MEDIA_TYPE = "application/vc+ld+json"
ISSUER = "/certificates/centres/{slug}/"
LANGUAGE = "en"  # in which a badge is told; Open Badges 3.0 has one
WIDTH, LINES = 26, 4  # letters in a line of the picture, and lines
NAMES = uuid.UUID("7d0b9f2e-6f3c-4a55-9d4b-3e1f0a6c2b11")  # of ids that follow from ours


def issue_badge(certificate: Certificate) -> dict[str, Any]:
    """Return the signed credential of a certificate.

    Raises Refused for a revoked certificate, or one from before there were status lists; KeyMissing without the key.
    """
    if certificate.revoked_at is not None:
        raise Refused(_("This certificate was revoked, so it is no badge any more."))
    if certificate.status_index is None:
        raise Refused(_("This certificate is older than the badges. Replace it by a new one to get a badge."))
    from openbadgeslib.ob3 import ldp  # slow import

    signer = _signer(certificate.centre)
    made = ldp.OB3LdpSigner(signer.private, _method(certificate.centre, signer.key_id))
    signed: dict[str, Any] = made.sign(_credential(certificate), created=certificate.created_at)
    return signed


def baked(certificate: Certificate, picture: str) -> bytes:
    """Return an SVG picture that carries the badge (Open Badges 3.0, 5.3). Raises like issue_badge."""
    from openbadgeslib import baking  # slow import

    text = json.dumps(issue_badge(certificate), sort_keys=True)
    return baking.bake_svg(
        picture.encode(), text, element=baking.SVG_ELEMENT_OB3, namespace=baking.SVG_NS_OB3, as_text=True
    )


def drawn(certificate: Certificate) -> dict[str, Any]:
    """Return what the picture of a badge says: kind, title on few lines, hours and year, number."""
    stated = certificate.facts
    with speaking(LANGUAGE):
        lines = textwrap.wrap(_title(certificate), WIDTH, max_lines=LINES, placeholder=" …")
        hours = _("%(hours)s training hours", hours=number(stated["hours"]))
    return {
        "label": _title(certificate),
        "kind": certificate.of_kind.title.text(LANGUAGE),
        "lines": lines,
        "facts": f"{hours}, {certificate.issued_on.year}",
        "number": certificate.number,
    }


def did_of(centre: Centre) -> str:
    """Return the name under which a centre issues badges: did:web, which leads to `did_document`."""
    address = urlsplit(str(current_app.config["BASE_URL"]).rstrip("/") + ISSUER.format(slug=centre.slug))
    return ":".join(["did:web", quote(address.netloc, safe=""), *filter(None, address.path.split("/"))])


def did_document(centre: Centre, rows: list[SigningKey]) -> dict[str, Any]:
    """Return the document that a centre's name leads to, with its badge keys, retired ones too (W3C DID Core)."""
    from openbadgeslib.ob3 import did as dids  # slow import

    did = did_of(centre)
    methods = [
        {
            "id": _method(centre, row.key_id),
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": dids.multikey_from_pem(_pem(row)),
        }
        for row in rows
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def status_credential(centre: Centre, revoked: list[int], size: int) -> dict[str, Any]:
    """Return a centre's status list as a signed BitstringStatusListCredential of `size` bits. Raises KeyMissing."""
    from openbadgeslib.ob3 import ldp, status_list  # slow import

    now = clock.now()
    listed = status_list.build_status_list_credential(
        did_of(centre), _list_url(centre), "revocation", revoked, size, issued=now, valid_until=now + FRESH
    )
    signer = _signer(centre)
    return ldp.add_data_integrity_proof(listed, signer.private, _method(centre, signer.key_id), created=now)


def _signer(centre: Centre) -> keys.Signer:
    """Return the badge key of a centre; it was made with the first certificate. Raises NotFound, KeyMissing."""
    found = keys.standing(centre, "badge")
    if found is None:
        raise NotFound
    return found


def _credential(certificate: Certificate) -> Any:
    from openbadgeslib.ob3 import credential, status_list  # slow import

    stated, centre = certificate.facts, certificate.centre
    with speaking(LANGUAGE):
        achievement = _achievement(certificate)
    index = certificate.status_index or 0
    return credential.OpenBadgeCredential(
        issuer=credential.Issuer(
            id=did_of(centre),
            name=_in(stated["centre"]),
            url=str(current_app.config["BASE_URL"]),
            email=centre.email or None,
        ),
        recipient_id=None,
        achievement=achievement,
        id=f"urn:uuid:{uuid.uuid5(NAMES, certificate.public_id)}",
        issuance_date=_moment(certificate.issued_on),
        expiration_date=_moment(certificate.expires_on + timedelta(days=1)) if certificate.expires_on else None,
        credential_status=[status_list.status_entry(_list_url(centre), "revocation", index)],
        credits_earned=stated["hours"],
        identifiers=_identities(certificate),
    )


def _achievement(certificate: Certificate) -> Any:
    """Return what was achieved. A closed session is not named: all of a centre's look the same."""
    from openbadgeslib.ob3 import credential  # slow import

    stated = certificate.facts
    closed, title = _closed(certificate), _title(certificate)
    what = f"{certificate.centre_id}:closed" if closed else certificate.session.public_id
    days = "" if closed else f" {stated['first_day']} – {stated['last_day']}."
    return credential.Achievement(
        id=f"urn:uuid:{uuid.uuid5(NAMES, f'{what}:{certificate.kind}')}",
        name=title,
        description=f"{certificate.of_kind.title.text(LANGUAGE)}: {title}.{days}",
        criteria_narrative=_(
            "%(attended)s of %(planned)s training hours attended; at least %(share)s %% are needed.",
            attended=number(stated["hours"]),
            planned=number(stated["planned"]),
            share=number(round(100 * stated["share"])),
        ),
        achievement_type="Certificate",
        tags=[] if closed else [f"module {each}" for each in stated["module_numbers"]],
    )


def _closed(certificate: Certificate) -> bool:
    return bool(certificate.facts["closed"] or certificate.session.closed)


def _title(certificate: Certificate) -> str:
    return _("Closed training of the centre") if _closed(certificate) else _in(certificate.facts["titles"])


def _identities(certificate: Certificate) -> list[Any]:
    """Return who holds it: the name that is printed, and the address as a hash that only its owner can match."""
    from openbadgeslib.ob3 import credential  # slow import

    name, person = certificate.facts["name"], certificate.person
    found = [credential.IdentityObject(name, "name", hashed=False)] if name else []
    if person is not None and person.email:
        found.append(credential.IdentityObject.create(person.email, salt=certificate.public_id))
    return found


def _in(texts: dict[str, str]) -> str:
    return texts.get(LANGUAGE) or next(iter(texts.values()), "")


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _method(centre: Centre, key_id: str) -> str:
    return f"{did_of(centre)}#{key_id}"


def _list_url(centre: Centre) -> str:
    return f"{str(current_app.config['BASE_URL']).rstrip('/')}{ISSUER.format(slug=centre.slug)}status.json"


def _pem(row: SigningKey) -> bytes:
    public = ed25519.Ed25519PublicKey.from_public_bytes(row.public)
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
