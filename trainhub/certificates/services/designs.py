"""Designs of a centre's certificates: drafts that staff change, the one in use, the ones of before."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from ...kernel import files, i18n
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.pictures import measure
from ...people.models import Centre
from ...web.access import Viewer
from .. import pdf, policies
from ..models import LAYOUTS, PARTICIPATION, CertificateDesign
from ..pdf import Picture
from ..queries import designs as queries
from ..wording import WORDINGS, own
from . import trying
from .frozen import ROLES, SIGNATURES

PICTURE = files.FilePolicy("certificate", ("png", "jpg"), largest=150)  # no SVG: a drawing may hold scripts
MOST_PIXELS = 2_000_000
MOST_PAIRS, MOST_LOGOS = 12, 4
FIRST_PAIRS = ("az-en", "ru-en", "tk-en")
SLOTS = (*own.SLOTS, *ROLES)
_PAIR = re.compile(r"[a-z]{2}(-[a-z]{2})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a design is called, what it is for, its layout and languages."""

    name: str
    kind: str
    layout: str
    pairs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A picture on its way in."""

    stream: BinaryIO
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs, and the signature as a picture; without one that which is there stays, unless it is dropped."""

    name: str
    image: Upload | None = None
    drop: bool = False


def find(public_id: str, who: Viewer) -> CertificateDesign:
    """Return a design of a centre whose certificates the viewer designs; raises NotFound."""
    found = db.session.scalar(queries.design(public_id))
    if found is None or not policies.may_design(who, found.centre_id):
        raise NotFound
    return found


def kinds() -> dict[str, str]:
    """Return what a design can be for: the kinds of certificates with their titles, and "" for all others."""
    told = {each.key: each.title.text(i18n.language()) for each in db.session.scalars(queries.kinds())}
    return {"": _("All that have no design of their own"), **told}


def centres(who: Viewer) -> list[Centre]:
    """Return the centres whose certificates the viewer designs; raises NotFound where there is none."""
    found = list(db.session.scalars(queries.centres(who.centres(policies.DESIGN))))
    if not found:
        raise NotFound
    return found


def create(centre: Centre, look: Look) -> CertificateDesign:
    """Begin a design. Raises Invalid for what does not fit."""
    _check(look)
    design = CertificateDesign(centre=centre, texts={}, logos=[], signatories=[])
    _take(design, look)
    db.session.add(design)
    db.session.flush()
    return design


def change(design: CertificateDesign, look: Look) -> None:
    """Change a draft. Raises Invalid, or Refused for what is no draft."""
    _only_draft(design)
    _check(look)
    _take(design, look)
    db.session.flush()


def _take(design: CertificateDesign, look: Look) -> None:
    design.name, design.kind, design.layout = look.name.strip(), look.kind, look.layout
    design.pairs = list(dict.fromkeys(look.pairs))


def _check(look: Look) -> None:
    wrong = {}
    if look.layout not in LAYOUTS:
        wrong["layout"] = _("Choose one of the list.")
    if look.kind not in kinds():
        wrong["kind"] = _("Choose one of the list.")
    if not look.pairs:
        wrong["pairs"] = _("Choose at least one language.")
    elif len(look.pairs) > MOST_PAIRS or not all(_is_pair(pair) for pair in look.pairs):
        wrong["pairs"] = _("Choose two different languages, or one that stands alone.")
    if wrong:
        raise Invalid(wrong)


def _is_pair(pair: str) -> bool:
    codes = pair.split("-")
    return bool(_PAIR.fullmatch(pair)) and set(codes) <= set(WORDINGS) and len(set(codes)) == len(codes)


def languages(design: CertificateDesign) -> list[str]:
    """Return the languages that a design speaks, in the order of its pairs."""
    return list(dict.fromkeys(code for pair in design.pairs for code in pair.split("-")))


# --- words ----------------------------------------------------------------------------------------


def shipped(design: CertificateDesign, language: str) -> dict[str, str]:
    """Return the shipped words of a language by slot, and the roles that the centre has in it."""
    told = own.shipped(language, design.kind or PARTICIPATION, trying.titles(design))
    signs = design.centre.signatories[:SIGNATURES]
    return told | {slot: str(one["roles"].get(language, "")) for slot, one in zip(ROLES, signs, strict=False)}


def write(design: CertificateDesign, language: str, words: Mapping[str, str]) -> None:
    """Say the words of a language in the centre's own; empty ones and those as shipped are not kept.

    Raises Invalid where braces hold what is no placeholder, NotFound for a language that the design does not speak.
    """
    _only_draft(design)
    if language not in languages(design):
        raise NotFound
    beside = shipped(design, language)
    wrong = {}
    kept = {}
    for slot in SLOTS:
        text = " ".join(words.get(slot, "").split())
        if unknown := own.unknown(text):
            wrong[slot] = _(
                "Certificates know no {%(word)s}. They know: %(known)s.",
                word=unknown[0],
                known=", ".join(f"{{{each}}}" for each in own.PLACES),
            )
        if text and text != beside.get(slot):
            kept[slot] = text
    if wrong:
        raise Invalid(wrong)
    others = {code: said for code, said in design.texts.items() if code != language}
    design.texts = {**others, language: kept} if kept else others
    db.session.flush()


# --- pictures -------------------------------------------------------------------------------------


def add_logo(design: CertificateDesign, upload: Upload, name: str, *, donor: bool) -> None:
    """Put a logo under the page. Raises Invalid for what is no picture, Refused where there are enough."""
    _only_draft(design)
    if len(design.logos) >= MOST_LOGOS:
        raise Refused(_("There is room for %(num)s logos. Take one away first.", num=MOST_LOGOS))
    held = _store(upload, "logo")
    design.logos = [*design.logos, {**held, "name": name.strip(), "donor": donor}]
    db.session.flush()


def remove_logo(design: CertificateDesign, file: str) -> None:
    """Take a logo away; its file stays, because certificates may carry it."""
    _only_draft(design)
    design.logos = [one for one in design.logos if one["file"] != file]
    db.session.flush()


def set_signers(design: CertificateDesign, signers: list[Signer]) -> None:
    """Say who signs; nobody: those of the centre. Raises Invalid under name_1, image_1 and so on."""
    _only_draft(design)
    before = {str(one["name"]): one for one in design.signatories}
    told = []
    for number, one in enumerate(signers[:SIGNATURES], start=1):
        name = " ".join(one.name.split())
        if not name and one.image is not None:
            raise Invalid({f"name_{number}": _("A signature stands without the name of the person who signs.")})
        if name:
            old = {} if one.drop else {key: value for key, value in before.get(name, {}).items() if key != "name"}
            told.append({**old, **(_store(one.image, f"image_{number}") if one.image else {}), "name": name})
    design.signatories = told
    db.session.flush()


def find_picture(design: CertificateDesign, file: str) -> files.File:
    """Return a picture of a design; raises NotFound."""
    known = {one.get("file") for one in (*design.logos, *design.signatories)}
    found = db.session.scalar(queries.file(file)) if file in known else None
    if found is None:
        raise NotFound
    return found


def _store(upload: Upload, field: str) -> dict[str, Any]:
    """Keep a picture that the press accepts; raises Invalid under the field."""
    try:
        row = files.store(upload.stream, upload.name, PICTURE)
        data = files.path(row).read_bytes()
        sides = measure(data)
        if sides.width * sides.height > MOST_PIXELS:
            raise Invalid(_("This picture has too many pixels. 1,600 across are enough for print."))
        pdf.accept(Picture(data, sides.media_type))
    except Invalid as error:
        raise Invalid({field: str(error)}) from error
    except ValueError as error:
        raise Invalid({field: _("This picture cannot be read. Save it again as PNG and upload that.")}) from error
    db.session.flush()
    return {"file": row.public_id, "sha256": row.sha256}


# --- states -----------------------------------------------------------------------------------------


def put_to_use(design: CertificateDesign) -> None:
    """Issue with a draft from now on; what was in use for its kind is archived. Raises Refused if it cannot print."""
    _only_draft(design)
    if faults := trying.faults(design):
        raise Refused(faults[0])
    for other in db.session.scalars(queries.designs_in_use(design.centre_id, {design.kind})).all():
        other.state = "archived"
    db.session.flush()
    design.state = "active"
    db.session.flush()


def begin_next(design: CertificateDesign) -> CertificateDesign:
    """Return a draft of the next version, made from one that is or was in use."""
    if design.state == "draft":
        raise Refused(_("This is a draft already: change it."))
    draft = CertificateDesign(
        centre=design.centre,
        name=design.name,
        kind=design.kind,
        layout=design.layout,
        pairs=list(design.pairs),
        texts=dict(design.texts),
        logos=list(design.logos),
        signatories=list(design.signatories),
        version=design.version + 1,
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def archive(design: CertificateDesign) -> None:
    """Use a design no longer: certificates of its kind look as shipped, or as the design for all kinds says."""
    design.state = "archived"
    db.session.flush()


def drop(design: CertificateDesign) -> None:
    """Throw a draft away."""
    _only_draft(design)
    db.session.delete(design)
    db.session.flush()


def _only_draft(design: CertificateDesign) -> None:
    if design.state != "draft":
        raise Refused(_("Only a draft changes. Begin the next version of this design."))
