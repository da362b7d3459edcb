"""Trying a design before it is used: with the longest names and title of the centre, in all its languages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...people.models import Person
from .. import pdf
from ..models import PARTICIPATION, Certificate, CertificateDesign, told_pair
from ..pdf import CertificateFacts
from ..queries import designs as queries
from . import facts, frozen
from .facts import Facts

NAMES = 5  # of the longest that are tried
NO_NAME = "Gülçöhrə Əliağa qızı İsmayılzadə-Konstantinopolskaya"  # where the centre knows nobody yet
NO_CODE = "0" * 12  # no certificate has it
_TITLE = {
    "en": "Identification and Referral of Vulnerable Migrants",
    "az": "Həssas vəziyyətdə olan miqrantların müəyyən edilməsi və yönləndirilməsi",
    "ru": "Выявление уязвимых мигрантов и их перенаправление",
    "tk": "Gowşak ýagdaýdaky migrantlary ýüze çykarmak we ugrukdyrmak",
}  # where the centre has held nothing yet
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Named:
    """A name to try, and in which language it is; `second` is its passport form in another script."""

    text: str
    lang: str
    second: str = ""


def names(design: CertificateDesign) -> list[Named]:
    """Return the longest names of the centre's people."""
    found = db.session.scalars(queries.longest_names(design.centre_id, NAMES)).all()
    return [_named(person) for person in found] or [Named(NO_NAME, "az")]


def _named(person: Person) -> Named:
    held = facts.names_of(person)
    return Named(held["name"], held["name_lang"], held["second_name"])


def faults(design: CertificateDesign) -> list[str]:
    """Return what stands in the way of using a design, in sentences; nothing is printed that would show a box."""
    stated, known = _stated(design), names(design)
    tries = [(pair, known[0]) for pair in design.pairs] + [(design.pairs[0], name) for name in known[1:]]
    found = [_fault(design, stated, pair, name) for pair, name in tries]
    return list(dict.fromkeys(fault for fault in found if fault))


def fault(design: CertificateDesign, pair: str, name: Named) -> str:
    """Return why a page cannot be printed, "" if it can."""
    return _fault(design, _stated(design), pair, name)


def preview(design: CertificateDesign, pair: str, name: Named) -> bytes:
    """Return the page as PDF; raises Refused."""
    return _made(pdf.render, _sample(design, _stated(design), name), pair)


def picture(design: CertificateDesign, pair: str, name: Named) -> bytes:
    """Return the page as PNG; raises Refused."""
    return _made(pdf.picture, _sample(design, _stated(design), name), pair)


def _fault(design: CertificateDesign, stated: Facts, pair: str, name: Named) -> str:
    try:
        _made(pdf.render, _sample(design, stated, name), pair)
    except Refused as refused:
        return str(refused)
    return ""


def _made(make: Callable[[CertificateFacts, tuple[str, ...]], Made], sample: CertificateFacts, pair: str) -> Made:
    """Print, or say in words of this page why not."""
    try:
        return make(sample, tuple(pair.split("-")))
    except pdf.MissingGlyph as error:
        raise Refused(
            _(
                "%(languages)s: no font of certificates has the letter %(letter)s of “%(text)s”. "
                "Write it in other letters.",
                languages=told_pair(pair),
                letter=error.text,
                text=_whole(sample, pair, error.text),
            )
        ) from error
    except pdf.DoesNotFit as error:
        raise Refused(
            _(
                "%(languages)s: it does not fit on one page with “%(name)s”. Shorten your words or take a logo away.",
                languages=told_pair(pair),
                name=sample.name,
            )
        ) from error


def _whole(sample: CertificateFacts, pair: str, letter: str) -> str:
    """Return the text that a letter stands in."""
    texts = [sample.name, sample.second_name, *(one.name for one in sample.signatories)]
    texts += [words for code in pair.split("-") for words in pdf.texts_of(sample, code)]
    return next((text for text in texts if letter in text), letter)


def _sample(design: CertificateDesign, stated: Facts, name: Named) -> CertificateFacts:
    """Return facts that no certificate has: the design's, around a name."""
    today = clock.today(design.centre.zone)
    certificate = Certificate(
        number=f"{design.centre.prefix}-{today.year}-000000",
        code=NO_CODE,
        kind=design.kind or PARTICIPATION,
        facts=stated | {"name": name.text, "name_lang": name.lang, "second_name": name.second},
        issued_on=today,
    )
    return replace(facts.thaw(certificate), expires=date(today.year + 3, today.month, 1), signed=True)


def _stated(design: CertificateDesign) -> Facts:
    """Return the facts of the session with the longest title, in this design."""
    session = db.session.scalar(queries.hardest_session(design.centre_id))
    common: Mapping[str, Any] = facts.of_session(session) if session is not None else _invented(design)
    held = frozen.freeze(design.centre, design.kind or PARTICIPATION, design, titles(design))
    return {**common, **held, "hours": 18, "planned": 18, "strip": [], "passport": ""}


def titles(design: CertificateDesign) -> Mapping[str, str]:
    """Return what the kind of a design is called, by language."""
    kind = next((each for each in db.session.scalars(queries.kinds()) if each.key == design.kind), None)
    return kind.title.values if kind else {}


def _invented(design: CertificateDesign) -> Facts:
    today, centre = clock.today(design.centre.zone), design.centre
    title = {code: centre.title.text(code) for code in facts.LANGUAGES}
    return {
        "titles": _TITLE,
        "place": {code: centre.city.text(code) for code in facts.LANGUAGES},
        "first_day": today.isoformat(),
        "last_day": today.isoformat(),
        "modules": {},
        "format": {},
        "levels": {},
        "organisers": {code: [text] for code, text in title.items()},
        "centre": title,
        "signatories": facts.signatories(centre),
    }
