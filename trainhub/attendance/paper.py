"""Sign-in sheets and badges as PDF: facts for `layout/sheet.typ` and `layout/badges.typ`.

A page of a sheet has 25 people and four half-days at the most; a longer session has more pages, its days kept together.
Names stand in their own scripts; nothing else of a person is on a sheet that lies on a table but the institution.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import typst

from ..kernel import i18n, qr
from ..kernel.errors import Refused
from ..kernel.i18n import gettext as _
from ..kernel.i18n import ngettext
from ..kernel.press import Press, unprintable
from ..kernel.types import Texts
from ..people.models import Organisation, Person
from ..sessions.models import ASSIGNMENT_ROLES, Slot, TrainingSession
from ..sessions.policies import TEACHING

LAYOUT = Path(__file__).resolve().parent / "layout"
PER_PAGE = 25  # people
COLUMNS = 4  # half-days
BLANK = 3  # lines for whoever is not on the list, where the last page has room
Said = dict[str, str]  # a text and the language it is in


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a sheet: whose it is, and the code beside it."""

    person: Person
    organisation: Organisation | None
    code: str


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a sign-in sheet is printed from. `address` gives the address that the code of a page leads to."""

    session: TrainingSession
    slots: Sequence[Slot]
    entries: Sequence[Entry]
    languages: Sequence[str]  # one or two
    name: str
    address: Callable[[int], str]
    kept: int  # years


@dataclass(frozen=True, slots=True)
class Badge:
    """One badge; who has no registration has no number."""

    person: Person
    organisation: Organisation | None
    number: str = ""
    role: str = ""  # of ASSIGNMENT_ROLES


def print_sheet(facts: SheetFacts, at: datetime) -> bytes:
    """Return a sign-in sheet, PDF/A-3b and PDF/UA-1 in one file. Raises Refused where a sign is in no font of ours."""
    with i18n.speaking(facts.languages[0]):
        page = _sheet(facts)
    return _printed("sheet.typ", page, at)


def print_badges(session: TrainingSession, badges: Iterable[Badge], code: str, at: datetime) -> bytes:
    """Return badges, eight a page, their words in a language of ours. Raises Refused as `print_sheet` does."""
    with i18n.speaking(code):
        page = {
            **_document(session, code, _("Badges")),
            "centre": _said(session.centre.title, code),
            "days": i18n.dates(session.first_day, session.last_day) if session.first_day and session.last_day else "",
            "alt": _("The number of this badge, for checking in"),
            "badges": [_badge(each, code) for each in badges],
        }
    return _printed("badges.typ", page, at)


def pages_of(slots: Sequence[Slot], people: int) -> int:
    """Return how many pages a sheet has."""
    return len(list(_columns(slots))) * max(1, -(-people // PER_PAGE))


def _printed(layout: str, page: dict[str, Any], at: datetime) -> bytes:
    try:
        return _press(layout).print(page, at)
    except typst.TypstError as error:
        if not (text := unprintable(error)):
            raise
        said = _("“%(text)s” has a sign that our fonts cannot print. Write it in other letters.", text=text)
        raise Refused(said) from error


@cache
def _press(layout: str) -> Press:
    return Press(LAYOUT / layout)


# --- the sheet ----------------------------------------------------------------------------------------


def _sheet(facts: SheetFacts) -> dict[str, Any]:
    session, code = facts.session, facts.languages[0]
    second = facts.languages[1] if len(facts.languages) > 1 else ""
    pages = list(_pages(facts))
    return {
        **_document(session, code, _("Sign-in sheet")),
        "title": _said(session.title, code),
        "second": _said(session.title, second) if second and second in session.title.values else None,
        "label": _in_each(facts.languages, lambda: _("Sign-in sheet")),
        "facts": " · ".join(_facts(facts)),
        "heads": {
            "no": _own(_("No."), code),
            "name": _in_each(facts.languages, lambda: _("Name")),
            "code": [_own(_("Code"), code)],
        },
        "alt": _("Address of this sheet, for whoever keeps it"),
        "pages": [page | {"number": f"{number} / {len(pages)}"} for number, page in enumerate(pages, 1)],
        "trainers": [_own(f"{_('Trainer')}: {name}", code) for name in _teaching(session)],
        "blank": _("Not on the list? Write your name and institution on an empty line and tell the organisers."),
        "foot": _foot(facts.kept),
        "sheet": _("Sheet %(name)s", name=facts.name),
    }


def _facts(facts: SheetFacts) -> Iterator[str]:
    session, slots, code = facts.session, facts.slots, facts.languages[0]
    rooms = dict.fromkeys(slot.room.title.text(code) for slot in slots if slot.room is not None)
    place = ", ".join([session.centre.city.text(code), *rooms]) if session.mode != "online" else _("Online")
    yield place
    yield i18n.dates(slots[0].local_date, slots[-1].local_date)
    yield ngettext("%(num)s participant", "%(num)s participants", len(facts.entries))
    yield _("Sign once for each half-day")


def _pages(facts: SheetFacts) -> Iterator[dict[str, Any]]:
    code = facts.languages[0]
    lines = [_line(number, entry, code) for number, entry in enumerate(facts.entries, 1)]
    chunks = [lines[start : start + PER_PAGE] for start in range(0, len(lines), PER_PAGE)] or [[]]
    number = 0
    for slots in _columns(facts.slots):
        for chunk in chunks:
            number += 1
            yield {
                "days": [_day(day, list(held)) for day, held in groupby(slots, lambda slot: slot.local_date)],
                "rows": chunk,
                "blank": min(BLANK, PER_PAGE - len(chunk)) if chunk is chunks[-1] else 0,
                "qr": qr.draw(facts.address(number)).svg,
            }


def _columns(slots: Sequence[Slot]) -> Iterator[list[Slot]]:
    """Yield the half-days of one page after the other; a day is cut only where it alone is too long."""
    page: list[Slot] = []
    for _day_of, held in groupby(slots, lambda slot: slot.local_date):
        day = list(held)
        if page and len(page) + len(day) > COLUMNS:
            yield page
            page = []
        page += day
        while len(page) > COLUMNS:
            yield page[:COLUMNS]
            page = page[COLUMNS:]
    if page:
        yield page


def _day(day: Any, slots: Sequence[Slot]) -> dict[str, Any]:
    code = i18n.language()
    name = i18n.day(day, "full" if len(slots) > 1 else "week")
    times = [f"{i18n.hour(slot.local_start)}–{i18n.hour(slot.local_end)}" for slot in slots]
    return {"name": _own(name, code), "slots": times}


def _line(number: int, entry: Entry, code: str) -> dict[str, Any]:
    return {
        "no": str(number),
        "name": _name(entry.person),
        "body": _body(entry.organisation, code),
        "code": entry.code,
    }


def _foot(years: int) -> str:
    code = _("The code of a row is the person's attendance number for this session only.")
    kept = ngettext("Kept for %(num)s year as evidence.", "Kept for %(num)s years as evidence.", years)
    return f"{code} {kept}"


def _teaching(session: TrainingSession) -> list[str]:
    found = [each.person.native or each.person.display for each in session.assignments if each.role in TEACHING]
    return list(dict.fromkeys(found))[:4]


# --- badges -------------------------------------------------------------------------------------------


def _badge(badge: Badge, code: str) -> dict[str, Any]:
    person = badge.person
    name = _name(person)
    return {
        "name": name,
        "latin": person.latin if person.latin and person.latin != name["text"] else "",
        "body": _body(badge.organisation, code),
        "country": i18n.country_name(person.country_code) if person.country_code else "",
        "role": _own(str(ASSIGNMENT_ROLES[badge.role]), code) if badge.role else None,
        "qr": qr.draw(badge.number).svg if badge.number else "",
    }


# --- both ---------------------------------------------------------------------------------------------


def _document(session: TrainingSession, code: str, what: str) -> dict[str, Any]:
    return {
        "document": f"{what}: {session.title.text(code)}",
        "author": session.centre.title.text(code),
        "lang": code,
    }


def _name(person: Person) -> Said:
    return {"text": person.native or person.display, "lang": (person.native_lang or "en").split("-")[0]}


def _body(organisation: Organisation | None, code: str) -> Said | None:
    if organisation is None:
        return None
    if organisation.native:
        return {"text": organisation.native, "lang": organisation.native_lang.split("-")[0]}
    return _said(organisation.title, code)


def _in_each(languages: Sequence[str], say: Callable[[], str]) -> list[Said]:
    """Return a text of ours in each language, once where they say the same."""
    found: dict[str, Said] = {}
    for code in languages:
        with i18n.speaking(code):
            text = say()
        found.setdefault(text, _own(text, code))
    return list(found.values())


def _said(texts: Texts, code: str) -> Said:
    """Return a text in a language, else in the one it falls back to, and which that is."""
    return {"text": texts.text(code), "lang": texts.language(code)}


def _own(text: str, code: str) -> Said:
    return {"text": text, "lang": code}
