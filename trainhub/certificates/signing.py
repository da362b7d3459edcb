"""PAdES: the centre's signature on a PDF, in a field that nobody sees, and its validation. Pure: no Flask, no database.

The field is hidden, so that PDF/UA asks for no form structure; a printed line says that the file is signed.
"""

import asyncio
import logging
import zlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from typing import Any

from asn1crypto import algos, cms, pem
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "Signature"
DEPTH = 8
for each in ("pyhanko", "pyhanko_certvalidator"):  # they log broken files with a traceback; callers say it in words
    logging.getLogger(each).setLevel(logging.CRITICAL)
# what the libraries raise for files that are none, or that somebody has broken on purpose
FAULTS = (PdfError, SignatureValidationError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError)
UNEXPECTED = (AssertionError, RecursionError, OverflowError, NotImplementedError, zlib.error)
ROOM = 6144  # hexadecimal digits kept free for signature and certificate


class Sealed(StrEnum):
    """What is known of a file's signature."""

    GOOD = "good"
    NONE = "none"
    BROKEN = "broken"
    UNKNOWN = "unknown"  # it is whole, but no key of the centre made it


class _Signer(signers.Signer):
    """Signs with a private key that was read already: reading it anew for each file costs most of the time."""

    def __init__(self, private: ec.EllipticCurvePrivateKey, certificate: asn1.Certificate) -> None:
        self._private = private
        super().__init__(
            signing_cert=certificate,
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
        )

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return bytes(72) if dry_run else self._private.sign(data, ec.ECDSA(hashes.SHA256()))


def sign(pdf: bytes, private: ec.EllipticCurvePrivateKey, x509: str, label: str) -> bytes:
    """Return a PDF with the signature appended; `label` is what a screen reader says of its field."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    field = fields.SigFieldSpec(
        FIELD,
        readable_field_name=label,
        invis_sig_settings=fields.InvisSigSettings(set_hidden_flag=True, set_print_flag=False),
    )
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    made = signers.PdfSigner(meta, _Signer(private, _certificate(x509)), new_field_spec=field)
    out = _apart(lambda: made.sign_pdf(writer, bytes_reserved=ROOM))
    return bytes(out.getbuffer())


def examine(pdf: bytes, certificates: Iterable[str], at: datetime) -> tuple[Sealed, str, datetime | None]:
    """Look at the signature of a file: what it is worth, which of the certificates made it, and the moment it claims.

    Anything that was added to the file after it was signed breaks the signature, too.
    """
    known = {_certificate(each).dump(): each for each in certificates}
    try:
        found = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
        if not found:
            return Sealed.NONE, "", None
        made_by = known.get(found[0].signer_cert.dump(), "")
        roots = [_certificate(made_by)] if made_by else []
        trust = ValidationContext(trust_roots=roots, moment=at, allow_fetching=False, revocation_mode="soft-fail")
        status = _apart(lambda: validate_pdf_signature(found[0], trust))
    except (*FAULTS, *UNEXPECTED):
        return Sealed.BROKEN, "", None
    whole = status.intact and status.valid and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    if len(found) > 1 or not whole:
        return Sealed.BROKEN, "", None
    if not made_by:
        return Sealed.UNKNOWN, "", None
    good = status.trusted and _plainly_written(pdf, found[0], _certificate(made_by))
    return (Sealed.GOOD if good else Sealed.BROKEN), made_by, status.signer_reported_dt


def _plainly_written(pdf: bytes, signature: EmbeddedPdfSignature, certificate: asn1.Certificate) -> bool:
    """Say whether the only bytes that a signature cannot cover, its own, are written in the one way that `sign` has."""
    _start, length, end, _rest = (int(each) for each in signature.byte_range)
    plain = _message(signature.signer_info, certificate)
    room = (end - length) // 2 - 1
    return pdf[length:end] == b"<" + plain.ljust(room, b"\0").hex().upper().encode() + b">"


def _message(signer: cms.SignerInfo, certificate: asn1.Certificate) -> bytes:
    """Return the CMS message with this signer's attributes and signature as `sign` writes it."""
    sha256 = {"algorithm": "sha256"}
    named = cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number})
    info = {
        "version": "v1",
        "sid": cms.SignerIdentifier("issuer_and_serial_number", named),
        "digest_algorithm": sha256,
        "signed_attrs": signer["signed_attrs"],
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": signer["signature"],
    }
    data = {
        "version": "v1",
        "digest_algorithms": [sha256],
        "encap_content_info": {"content_type": "data"},
        "certificates": [certificate],
        "signer_infos": [info],
    }
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(data)}).dump())


def attached(pdf: bytes, name: str) -> bytes | None:
    """Return a file inside a PDF by its name; None where there is none."""
    try:
        reader = PdfFileReader(BytesIO(pdf))
        return _attached(reader.root["/Names"]["/EmbeddedFiles"], name)
    except (*FAULTS, *UNEXPECTED):
        return None


def _attached(tree: Any, name: str, depth: int = 0) -> bytes | None:
    """Look for a name in a tree of names, which nests no deeper than trees that programs write."""
    names = list(tree.get("/Names", []))
    for found, specification in zip(names[::2], names[1::2], strict=True):
        if str(found).rpartition("/")[2] == name:
            return bytes(specification.get_object()["/EF"]["/F"].data)
    if depth < DEPTH:
        for child in tree.get("/Kids", []):
            inside = _attached(child.get_object(), name, depth + 1)
            if inside is not None:
                return inside
    return None


def _apart(act: Callable[[], Any]) -> Any:
    """Do what begins an event loop of its own, in a thread of its own where one is running in this one already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return act()
    with ThreadPoolExecutor(1) as other:
        return other.submit(act).result()


@lru_cache(maxsize=64)
def _certificate(x509: str) -> asn1.Certificate:
    _type, _headers, der = pem.unarmor(x509.encode())
    return asn1.Certificate.load(der)
