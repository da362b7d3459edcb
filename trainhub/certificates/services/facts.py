"""What a certificate states: gathered at issue in all languages, frozen as JSON, and read back for printing."""

import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask import current_app

from ...attendance import services as attendance
from ...attendance.services import Hours
from ...curriculum import vocabulary
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.i18n import speaking
from ...kernel.types import Texts
from ...people.models import Centre, Person
from ...registration.models import Registration
from ...sessions.models import TrainingSession
from .. import payload, queries
from ..models import Certificate, CertificateKind, Ground
from ..pdf import Attachment, CertificateFacts
from ..wording import STANDARD
from . import frozen
from .frozen import SIGNATURES
from .rule import share_needed

LANGUAGES = STANDARD  # without a design of the centre, a certificate can be printed in any two of these
ORGANISERS = ("host", "co-organiser", "partner")  # donors are thanked elsewhere
Facts = dict[str, Any]  # what Certificate.facts holds


def of_session(session: TrainingSession) -> Facts:
    """Return what all certificates of a session state."""
    modules = db.session.scalars(queries.modules(session)).all()
    hosts = [row.organisation.title for row in db.session.scalars(queries.organisers(session.id, ORGANISERS))]
    centre, first, last = session.centre, session.first_day, session.last_day
    if first is None or last is None:
        raise ValueError("a session without days gives no certificates")
    return {
        "titles": _texts(session.title),
        "place": {} if session.mode == "online" else _texts(centre.city),
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "modules": _each(lambda code: [f"{module.number} {module.title.text(code)}" for module in modules]),
        "module_numbers": [module.number for module in modules],
        "format": _texts(session.format.title),
        "levels": _each(lambda code: _levels(session, code)),
        "organisers": _each(lambda code: [title.text(code) for title in (centre.title, *hosts)]),
        "centre": _texts(centre.title),
        "signatories": signatories(centre),
        "languages": list(session.languages),
        "closed": session.closed,
        "share": share_needed(session.format),
    }


def of_kind(kind: CertificateKind, session: TrainingSession) -> Facts:
    """Return what all certificates of one kind state in a session, beside what is common to all: with the design."""
    titles, centre = _texts(kind.title), session.centre
    return {
        "kind_titles": titles,
        "basis": kind.basis,
        "share": share_needed(session.format, kind),
        "valid_months": kind.valid_months,
        **frozen.freeze(centre, kind.key, frozen.in_use(centre, kind.key), titles),
    }


def of_person(ground: Ground, person: Person, hours: Hours) -> Facts:
    """Return what is one person's own: name, hours, and the half-days they were there, of those who took part."""
    return {
        **names_of(person),
        "passport": person.latin,  # not printed where the script is the same; the public check compares with it
        "hours": hours.attended,
        "planned": hours.planned,
        "strip": _strip(ground),
    }


def names_of(person: Person) -> Facts:
    """Return how a person is called on a certificate: in the own script, and as in the passport where that differs."""
    name = person.native or person.display
    other = bool(person.latin) and script(person.latin) != script(name)
    return {"name": name, "name_lang": person.native_lang, "second_name": person.latin if other else ""}


def _strip(ground: Ground) -> list[list[str]]:
    if not isinstance(ground, Registration):
        return []
    return attendance.strip(ground.session.standing, attendance.marks_of([ground.id]), ground.id)


def thaw(certificate: Certificate, *, signed: bool = True) -> CertificateFacts:
    """Return what the printer wants of a certificate; `signed` says that the file will be signed."""
    facts = certificate.facts
    place = verify_url(certificate)
    return CertificateFacts(
        number=certificate.number,
        code=certificate.printed_code,
        kind=certificate.kind,
        name=facts["name"],
        name_lang=facts["name_lang"],
        second_name=facts["second_name"],
        titles=facts["titles"],
        place=facts["place"],
        first_day=date.fromisoformat(facts["first_day"]),
        last_day=date.fromisoformat(facts["last_day"]),
        hours=facts["hours"],
        modules=_tuples(facts["modules"]),
        format=facts["format"],
        levels=facts["levels"],
        organisers=_tuples(facts["organisers"]),
        centre=facts["centre"],
        issued=certificate.issued_on,
        expires=certificate.expires_on,
        signatories=frozen.thaw_signatories(facts),
        verify_url=place.partition("://")[2].rpartition("/")[0],
        qr_text=qr_text(certificate),
        kind_titles=facts.get("kind_titles", {}),
        signed=signed,
        attachments=_attachments(certificate),
        design=frozen.thaw_design(facts),
    )


def verify_url(certificate: Certificate) -> str:
    """Return the address at which everybody can check a certificate, as it is printed for people."""
    base = str(current_app.config["BASE_URL"]).rstrip("/")
    return f"{base}/certificates/verify/{certificate.code}"


def qr_text(certificate: Certificate) -> str:
    """Return what the code square holds: the payload behind an address that needs no server to read it.

    Without one, and where the session was closed after the issue, it is the address of the public check.
    """
    if certificate.payload is None or (certificate.session.closed and not certificate.facts["closed"]):
        return verify_url(certificate)
    base = str(current_app.config["BASE_URL"]).rstrip("/")
    return f"{base}/v#{payload.text_of(certificate.payload)}"


def _attachments(certificate: Certificate) -> tuple[Attachment, ...]:
    """Return what travels inside the file: the text of the code, so that a file can be checked like a paper."""
    if certificate.payload is None:
        return ()
    return (Attachment(payload.FILE, "text/plain", qr_text(certificate).encode(), "Code of this certificate"),)


def texts(facts: Facts, key: str) -> Texts:
    """Return a frozen text for a page."""
    return Texts.of(facts[key])


def kind_title(certificate: Certificate) -> Texts:
    """Return what a certificate is called: as it was at issue, where that was noted."""
    frozen = certificate.facts.get("kind_titles")
    return Texts.of(frozen) if frozen else certificate.of_kind.title


def script(name: str) -> str:
    """Return the script of a name's first letter: LATIN, CYRILLIC, GEORGIAN, ARABIC …"""
    letter = next((each for each in name if each.isalpha()), "a")
    return unicodedata.name(letter, "LATIN").split()[0]


def _texts(value: Texts) -> dict[str, str]:
    """Return a text with its source language first, which is what another language falls back to after English."""
    return {code: value.values[code] for code in (value.source, *value.values) if code in value.values}


def _each(tell: Callable[[str], Any]) -> dict[str, Any]:
    """Ask for something in every language of certificates."""
    told = {}
    for code in LANGUAGES:
        with speaking(code):
            told[code] = tell(code)
    return told


def _levels(session: TrainingSession, code: str) -> str:
    """Return the levels in words; called while that language is spoken."""
    known = [str(vocabulary.LEVELS[level]) for level in session.levels if level in vocabulary.LEVELS]
    return ", ".join(known)


def signatories(centre: Centre) -> list[dict[str, Any]]:
    """Return who signs; a centre that named nobody gets a line to sign on."""
    named = [{"name": str(one["name"]), "roles": one["roles"]} for one in centre.signatories[:SIGNATURES]]
    return named or [{"name": "", "roles": _each(lambda code: _("For the centre"))}]


def _tuples(lists: dict[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {code: tuple(entries) for code, entries in lists.items()}
