"""Letters for somebody with a place, as PDF: in the person's language and in English, a page each.

What a letter says is put together here, `layout/letter.typ` sets it. It is printed when it is asked for and kept
nowhere; the passport is in the letter for a visa only.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from ..kernel import i18n
from ..kernel.errors import Refused
from ..kernel.i18n import gettext as _
from ..kernel.press import Press, unprintable
from ..kernel.types import Texts
from ..people.models import Centre, Person
from ..sessions.models import TrainingSession
from .models import LETTERS, Registration

LAYOUT = Path(__file__).resolve().parent / "layout" / "letter.typ"
Said = dict[str, str]  # a text and the language it is in


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What one letter states. `costs` says who pays what, `passport` is empty but for a visa."""

    kind: str  # of LETTERS
    registration: Registration
    person: Person
    costs: Texts = field(default_factory=Texts)
    passport: str = ""
    number: str = ""
    day: date | None = None


def languages(person: Person) -> list[str]:
    """Return in which languages a letter is written: the person's, where the interface has it, and English."""
    return list(dict.fromkeys(code for code in (person.language, "en") if code in (*i18n.languages(), "en")))


def content(facts: LetterFacts) -> dict[str, Any]:
    """Return what layout/letter.typ reads, each page spoken in its language."""
    sheets = []
    for code in languages(facts.person):
        with i18n.speaking(code):
            sheets.append(_sheet(facts, code))
    return {
        "title": f"{sheets[0]['title']} {facts.number}",
        "author": sheets[0]["centre"]["text"],
        "pages": sheets,
    }


def print_letter(facts: LetterFacts) -> bytes:
    """Return the letter, PDF/A-3b and PDF/UA-1 in one file. Raises Refused where a letter is in no font of ours."""
    assert facts.day is not None  # a letter that is printed has its day
    try:
        return _press().print(content(facts), datetime.combine(facts.day, time(), UTC))
    except typst.TypstError as error:
        if not (text := unprintable(error)):
            raise
        said = _("“%(text)s” has a sign that letters cannot print. Write it in other letters.", text=text)
        raise Refused(said) from error


@cache
def _press() -> Press:
    return Press(LAYOUT)


def in_latin(name: str) -> bool:
    """Say whether all letters of a name are Latin ones."""
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in name if letter.isalpha())


def _sheet(facts: LetterFacts, code: str) -> dict[str, Any]:
    centre = facts.registration.session.centre
    visa = facts.kind == "visa"
    return {
        "lang": code,
        "rtl": i18n.direction(code) == "rtl",
        "centre": _said(centre.title, code),
        "address": " · ".join(filter(None, [_where(centre, code), centre.email])),
        "number": _("No. %(number)s", number=facts.number),
        "day": i18n.day(facts.day) if facts.day else "",
        "title": str(LETTERS[facts.kind]),
        "to": _("To whom it may concern") if visa else "",
        "opening": _opening(visa),
        "facts": [{"label": label, "value": value} for label, value in _rows(facts, code)],
        "closing": list(_closing(facts, code)),
        "signatory": _signatory(centre, code),
        "sign": _("Signature and stamp"),
    }


def _opening(visa: bool) -> list[str]:
    if visa:
        return [
            _("The person named below has a confirmed place in the training described here, which our centre holds."),
            _(
                "We kindly ask you to issue the visa that this person needs to take part, for the days of the training "
                "and the days of travel before and after it."
            ),
        ]
    return [_("We invite the person named below to the training described here. A place is confirmed.")]


def _rows(facts: LetterFacts, code: str) -> Iterator[tuple[str, Said]]:
    """Yield label and value of what is stated; what is not known is left out."""
    person, session = facts.person, facts.registration.session
    native = person.native or person.display
    yield _("Name"), {"text": native, "lang": person.native_lang.split("-")[0] or code}
    if person.latin and person.latin != native:
        yield _("Name as in the passport"), {"text": person.latin, "lang": "en"}
    if facts.kind == "visa":
        if person.nationality_code:
            yield _("Nationality"), _own(i18n.country_name(person.nationality_code), code)
        yield _("Passport"), _own(" ".join(facts.passport.split()), code)
    if facts.registration.facts.organisation is not None:
        yield _("Organisation"), _said(facts.registration.facts.organisation.title, code)
    yield _("Training"), _said(session.title, code)
    if session.first_day and session.last_day:
        yield _("Days"), _own(i18n.dates(session.first_day, session.last_day), code)
    yield _("Place"), _own(_place(session, code), code)


def _closing(facts: LetterFacts, code: str) -> Iterator[Said]:
    if any(facts.costs.values.values()):
        yield _said(facts.costs, code)
    if facts.kind == "visa":
        yield _own(_("The data of the passport is used for this letter only."), code)
    if email := facts.registration.session.centre.email:
        yield _own(_("For questions please write to %(email)s and give the number of this letter.", email=email), code)


def _place(session: TrainingSession, code: str) -> str:
    if session.mode == "online":
        return _("Online")
    rooms = dict.fromkeys(slot.room.title.text(code) for slot in session.standing if slot.room is not None)
    return ", ".join([*rooms, _where(session.centre, code)])


def _where(centre: Centre, code: str) -> str:
    return ", ".join(filter(None, [centre.city.text(code), i18n.country_name(centre.country_code)]))


def _signatory(centre: Centre, code: str) -> dict[str, Any]:
    """Return who signs: the first of the centre's, else a line for the centre."""
    if not centre.signatories:
        return {"name": "", "role": _own(_("For the centre"), code)}
    first = centre.signatories[0]
    return {"name": str(first["name"]), "role": _said(Texts.of(first["roles"]), code)}


def _said(texts: Texts, code: str) -> Said:
    """Return a text in a language, else in the one it falls back to, and which that is."""
    return {"text": texts.text(code), "lang": texts.language(code)}


def _own(text: str, code: str) -> Said:
    return {"text": text, "lang": code}
