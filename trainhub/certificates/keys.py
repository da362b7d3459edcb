"""The keys by which a centre signs: Ed25519 for QR codes, the status list and badges, P-256 with a certificate for PDF.

The public half is a row, published and never deleted; the private half is DATA/signing/<key id>.pem, readable by its
owner only and in no database. A retired key signs nothing more, and what it signed stays true.
"""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID
from flask import current_app
from sqlalchemy.exc import IntegrityError

from ..kernel import clock, keys
from ..kernel.db import db
from ..kernel.errors import Postponed
from ..people import queries as people
from ..people.models import Centre
from . import queries
from .models import KEY_USES, SigningKey
from .payload import key_id

Private = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey
YEARS = 25  # that the certificate of a PDF key is good for: paper is asked about long after
COMMON_NAME = 64  # most characters that X.509 gives a name


class KeyMissing(Postponed):
    """The private half of a key is not where it belongs; the message is for staff."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A key at work: its row and its private half."""

    row: SigningKey
    private: Private

    @property
    def key_id(self) -> str:
        return self.row.key_id

    @property
    def public(self) -> bytes:
        """Return the 32 bytes of an Ed25519 key, the SubjectPublicKeyInfo of another."""
        return self.row.public

    @property
    def elliptic(self) -> ec.EllipticCurvePrivateKey:
        """Return the private half of a key that signs PDF files."""
        assert isinstance(self.private, ec.EllipticCurvePrivateKey)
        return self.private

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of an Ed25519 signature; for a PDF key an ECDSA one over SHA-256, DER."""
        if isinstance(self.private, ed25519.Ed25519PrivateKey):
            return self.private.sign(data)
        return self.private.sign(data, ec.ECDSA(hashes.SHA256()))


def current(centre: Centre, use: str) -> Signer:
    """Return the key by which a centre signs now, one of KEY_USES; made at first use.

    Whoever calls it before there is a key must be in a transaction that writes. Raises KeyMissing.
    """
    found = standing(centre, use)
    return found if found is not None else _make(centre, use)


def standing(centre: Centre, use: str) -> Signer | None:
    """Return the same key, None where there is none yet. Raises KeyMissing."""
    row = db.session.scalar(queries.signing_key(centre.id, use))
    return None if row is None else Signer(row, _private(row))


def ensure(centres: Iterable[Centre] | None = None) -> None:
    """Make the keys that these centres (None: all) lack."""
    have = {(row.centre_id, row.use) for row in db.session.scalars(queries.signing_keys(standing=True))}
    for centre in db.session.scalars(people.centres()) if centres is None else centres:
        for use in KEY_USES:
            if (centre.id, use) not in have:
                _make(centre, use)


def rotate(centre: Centre, use: str) -> tuple[SigningKey | None, Signer]:
    """Retire the key of a centre and make another; return both. After the commit call `destroy` with the old one."""
    old = db.session.scalar(queries.signing_key(centre.id, use))
    if old is not None:
        old.retired_at = clock.now()
        db.session.flush()
    return old, _make(centre, use)


def destroy(row: SigningKey) -> None:
    """Delete the private half of a retired key: nobody shall sign with it any more."""
    if row.retired_at is None:
        raise ValueError("this key still signs")
    place_of(row.key_id).unlink(missing_ok=True)


def published() -> dict[str, Any]:
    """Return the public halves of all keys, retired ones too, as JSON for whoever checks what was signed."""
    return {
        "format": "trainhub-keys-1",
        "issuer": str(current_app.config["BASE_URL"]).rstrip("/"),
        "at": clock.now().isoformat(),
        "keys": [_told(row) for row in db.session.scalars(queries.signing_keys())],
    }


def faults() -> list[tuple[str, str]]:
    """Return what is wrong with private halves: key and sentence, for the operator."""
    found = []
    for row in db.session.scalars(queries.signing_keys(standing=True)):
        try:
            _private(row)
        except KeyMissing as error:
            found.append((row.key_id, str(error)))
            continue
        if place_of(row.key_id).stat().st_mode & 0o077:
            found.append((row.key_id, f"others may read {place_of(row.key_id)}."))
    return found


def place_of(key_id: str) -> Path:
    """Return the file of a private half."""
    return Path(current_app.config["DATA"]) / "signing" / f"{key_id}.pem"


def publish() -> Path:
    """Write what is published beside the private halves, for checks on this machine; call it after the commit."""
    place = place_of("keys").with_suffix(".json")
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = place.with_suffix(f".{os.getpid()}")
    beside.write_text(json.dumps(published(), ensure_ascii=False, indent=1) + "\n")
    beside.replace(place)
    return place


def _told(row: SigningKey) -> dict[str, Any]:
    told = {
        "id": row.key_id,
        "use": row.use,
        "algorithm": "ES256" if row.use == "pdf" else "Ed25519",
        "public": row.public.hex(),
        "centre": {"key": row.centre.slug, "title": dict(row.centre.title.values)},
        "since": row.since.isoformat(),
        "retired": row.retired_at.isoformat() if row.retired_at else None,
    }
    return told | ({"x509": row.x509} if row.x509 else {})


def _private(row: SigningKey) -> Private:
    """Return the private half that belongs to a row."""
    place = place_of(row.key_id)
    try:
        private = load_pem_private_key(place.read_bytes(), None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyMissing(f"the private half of key {row.key_id} cannot be read from {place}.") from error
    if (
        not isinstance(private, ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey)
        or _public(private) != row.public
    ):
        raise KeyMissing(f"{place} holds another key than {row.key_id}.")
    return private


def _make(centre: Centre, use: str) -> Signer:
    """Make a key; of two processes that make the first one at once the second takes that of the first."""
    private: Private = ec.generate_private_key(ec.SECP256R1()) if use == "pdf" else ed25519.Ed25519PrivateKey.generate()
    public = _public(private)
    row = SigningKey(
        centre=centre,
        use=use,
        key_id=key_id(public),
        public=public,
        x509=_certificate(private, centre) if isinstance(private, ec.EllipticCurvePrivateKey) else "",
    )
    keys.keep(place_of(row.key_id), private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError:
        place_of(row.key_id).unlink()
        first = standing(centre, use)
        if first is None:
            raise
        return first
    return Signer(row, private)


def _public(private: Private) -> bytes:
    public = private.public_key()
    if isinstance(public, ed25519.Ed25519PublicKey):
        return public.public_bytes_raw()
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _certificate(private: ec.EllipticCurvePrivateKey, centre: Centre) -> str:
    """Return a certificate by which the centre vouches for its own key: it signs documents and nothing else."""
    title = centre.title.text("en")
    subject = [
        x509.NameAttribute(NameOID.COMMON_NAME, title[:COMMON_NAME]),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, title[:COMMON_NAME]),
    ]
    with suppress(ValueError):  # a code of two letters, or none
        subject.append(x509.NameAttribute(NameOID.COUNTRY_NAME, centre.country_code))
    name, now = x509.Name(subject), clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365.25 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signs_documents(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .sign(private, hashes.SHA256())
    )
    return made.public_bytes(Encoding.PEM).decode()


def _signs_documents() -> x509.KeyUsage:
    others = ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign")
    rest = dict.fromkeys((*others, "encipher_only", "decipher_only"), False)
    return x509.KeyUsage(digital_signature=True, content_commitment=True, **rest)
