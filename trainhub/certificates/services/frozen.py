"""The design that a certificate takes along: frozen into its facts at issue, read back for printing."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...kernel import files
from ...kernel.db import db
from ...kernel.pictures import measure
from ...people.models import Centre
from .. import pdf
from ..models import CertificateDesign
from ..pdf import Design, Logo, Picture, Signatory
from ..queries import designs as queries
from ..wording import STANDARD, own

Facts = dict[str, Any]
SIGNATURES = 2  # there is room for so many
ROLES = ("role_1", "role_2")  # slots of who signs, beside those of wording.own
_log = logging.getLogger(__name__)


def in_use(centre: Centre, kind: str) -> CertificateDesign | None:
    """Return the design that the next certificate of a kind gets, None for the shipped one."""
    return db.session.scalars(queries.designs_in_use(centre.id, {kind, ""})).first()


def freeze(centre: Centre, kind: str, design: CertificateDesign | None, titles: Mapping[str, str]) -> Facts:
    """Return what goes into the facts: words, pictures and who signs, as they are now.

    The words that a centre did not write itself are frozen, too: the shipped ones may be mended one day. `titles`
    is what a kind of the centre's own is called.
    """
    if design is None:
        texts = {code: _kept(own.shipped(code, kind, titles)) for code in STANDARD}
        return {"design": {"layout": "landscape", "texts": texts, "logos": []}}
    codes = dict.fromkeys(code for pair in design.pairs for code in pair.split("-"))
    texts = {code: _kept(own.shipped(code, kind, titles)) | design.texts.get(code, {}) for code in codes}
    held = {
        "id": design.public_id,
        "version": design.version,
        "layout": design.layout,
        "pairs": list(design.pairs),
        "texts": texts,
        "logos": [dict(one) for one in design.logos],
    }
    return {"design": held} | ({"signatories": _signatories(centre, design)} if _signs(centre, design) else {})


def _kept(shipped: Mapping[str, str]) -> dict[str, str]:
    return {slot: shipped[slot] for slot in own.KEPT}


def _signs(centre: Centre, design: CertificateDesign) -> bool:
    return bool(design.signatories or centre.signatories)


def _signatories(centre: Centre, design: CertificateDesign) -> list[dict[str, Any]]:
    """Return who signs: the design's, else the centre's; their roles in the design's words, else the centre's."""
    named = design.signatories or [{"name": one["name"]} for one in centre.signatories]
    roles = {str(one["name"]): one["roles"] for one in centre.signatories}
    told = []
    for slot, one in zip(ROLES, named[:SIGNATURES], strict=False):
        words = {code: said[slot] for code, said in design.texts.items() if said.get(slot)}
        told.append({**one, "roles": {**roles.get(str(one["name"]), {}), **words}})
    return told


def thaw_design(facts: Facts) -> Design:
    """Return the design of frozen facts; certificates of before there were any have the shipped one."""
    held = facts.get("design")
    if not held:
        return Design()
    logos = [(one, picture(one)) for one in held["logos"]]
    return Design(
        layout=held["layout"] if held["layout"] in pdf.LAYOUTS else "landscape",
        texts=held["texts"],
        logos=tuple(Logo(shown, {"en": one["name"]}, donor=one["donor"]) for one, shown in logos if shown),
    )


def thaw_signatories(facts: Facts) -> tuple[Signatory, ...]:
    return tuple(Signatory(one["name"], one["roles"], picture(one)) for one in facts["signatories"])


def picture(held: Mapping[str, Any]) -> Picture | None:
    """Return the picture of a logo or a signature. One whose file is lost is left out, and the log says so."""
    if not held.get("sha256"):
        return None
    try:
        data = Path(files.place_of(held["sha256"])).read_bytes()
    except OSError:
        _log.warning("the picture %s of a certificate is lost", held["sha256"])
        return None
    return Picture(data, measure(data).media_type)
