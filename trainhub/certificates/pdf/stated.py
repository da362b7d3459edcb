"""What one certificate states, as the printer wants it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Picture:
    """A raster picture that the press has accepted: a signature or a logo."""

    data: bytes
    media_type: str  # image/png image/jpeg


@dataclass(frozen=True, slots=True)
class Logo:
    """A partner's or donor's logo; `name` maps a language to what is read aloud in its place."""

    picture: Picture
    name: Mapping[str, str]
    donor: bool = True  # else a partner


@dataclass(frozen=True, slots=True)
class Design:
    """How a certificate looks: its layout, the centre's own words, whose logos stand under it.

    `texts` maps a language to its own words by slot (`wording.SLOTS`), in which placeholders in braces stand;
    what is not there is said in the shipped words.
    """

    layout: str = "landscape"  # a key of LAYOUTS
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    logos: tuple[Logo, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF, such as the Open Badge; `mime` is its media type."""

    name: str
    mime: str
    data: bytes
    about: str = ""  # what it is, for the list of attachments that viewers show


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: `roles` maps a language to the role, "Director of the Centre"."""

    name: str
    roles: Mapping[str, str]
    image: Picture | None = None  # the signature itself, above the line


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What one certificate states. A Mapping has one text per language code.

    A text that lacks a language of the page is shown in English, else in any language it has;
    only facts that are empty in all languages are left out. Days are calendar days at the place
    of the training, `hours` are training hours (18, 1.5).
    """

    number: str  # "RTCM-2026-004217"
    code: str  # as printed, "7KQ4-M2XV-9R3T"
    kind: str  # a key of Wording.kinds; one of the centre's own has its title in `kind_titles`
    name: str  # as it shall stand on the certificate, in any script
    name_lang: str  # BCP 47
    second_name: str  # the form in the passport, or ""
    titles: Mapping[str, str]
    place: Mapping[str, str]  # empty for a training held online
    first_day: date
    last_day: date
    hours: float
    modules: Mapping[str, tuple[str, ...]]  # "4 Human rights of migrants"
    format: Mapping[str, str]
    levels: Mapping[str, str]
    organisers: Mapping[str, tuple[str, ...]]  # the centre first, then co-organisers
    centre: Mapping[str, str]
    issued: date
    expires: date | None
    signatories: tuple[Signatory, ...]  # one or two
    verify_url: str  # as printed, without scheme
    qr_text: str  # an address; digits alone behind its # are put in the code as a number
    kind_titles: Mapping[str, str] = field(default_factory=dict)
    design: Design = Design()
    signed: bool = False  # print that the file is signed digitally
    attachments: tuple[Attachment, ...] = ()
