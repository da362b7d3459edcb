"""Registers of what is known of countries: read as a table, filled in country by country (R-048 to R-051)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...people.reference import MEMBERS
from .. import queries
from ..models import Register, RegisterEntry, RegisterItem
from ..policies import Sight
from ..vocabulary import HELD, ITEM_KINDS, ITEM_WORDS
from .matrices import alphabetical

LONGEST = 500  # characters of a footnote


@dataclass(frozen=True, slots=True)
class Said:
    """What is entered of an item in a country; an empty state takes it away."""

    state: str = ""
    day: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A register as a viewer sees it: items across, countries down in the reader's alphabet; nothing known is None."""

    register: Register
    items: Sequence[RegisterItem]
    countries: Sequence[str]
    cells: Mapping[tuple[str, int], RegisterEntry] = field(default_factory=dict)

    def of(self, code: str, item: RegisterItem) -> RegisterEntry | None:
        return self.cells.get((code, item.id))

    def held(self, item: RegisterItem) -> int:
        """Return in how many of the countries shown it is so."""
        return sum(1 for code in self.countries if (found := self.of(code, item)) and found.state in HELD)

    def known(self, item: RegisterItem) -> int:
        """Return of how many countries something is known, be it a no."""
        told = [self.of(code, item) for code in self.countries]
        return sum(1 for each in told if each is not None and each.state != "not_available")

    def held_in(self, code: str) -> int:
        """Return how many items are so in a country."""
        return sum(1 for item in self.items if (found := self.of(code, item)) and found.state in HELD)

    @property
    def invented(self) -> bool:
        return any(each.invented for each in self.cells.values())


def find(public_id: str) -> Register:
    """Return a register with its items, or raise NotFound."""
    found = db.session.scalar(queries.register(public_id))
    if found is None:
        raise NotFound
    return found


def find_item(register: Register, public_id: str) -> RegisterItem:
    """Return an item of a register, or raise NotFound."""
    item = next((each for each in register.items if each.public_id == public_id), None)
    if item is None:
        raise NotFound
    return item


def grid(register: Register, sight: Sight) -> Grid:
    """Return a register with the countries of the region and all others it tells of: one statement."""
    found = {(each.country_code, each.item_id): each for each in db.session.scalars(queries.entries(register.id))}
    codes = {*MEMBERS, *(code for code, _item in found)}
    shown = [code for code in alphabetical(codes) if sight.country(code)]
    return Grid(register, register.items, shown, {key: each for key, each in found.items() if key[0] in shown})


def keep_country(*, register: Register, code: str, said: Mapping[int, Said]) -> None:
    """Write down what is known of a country; raises Invalid where a word is none of an item's."""
    known = {item.id: item for item in register.items}
    wrong = {f"state{key}": _("Choose one of the list.") for key, each in said.items() if not _fits(known, key, each)}
    if wrong:
        raise Invalid(wrong)
    whole = db.session.scalars(queries.entries(register.id))
    there = {each.item_id: each for each in whole if each.country_code == code}
    for key, each in said.items():
        put(there.get(key), known[key], code, each)
    db.session.flush()


def _fits(known: Mapping[int, RegisterItem], key: int, said: Said) -> bool:
    return key in known and (not said.state or said.state in ITEM_WORDS[known[key].kind])


def put(entry: RegisterEntry | None, item: RegisterItem, code: str, said: Said) -> bool:
    """Put one entry in its place, or take it away; say whether anything changed. What was changed is not made up."""
    if not said.state:
        if entry is not None:
            db.session.delete(entry)
        return entry is not None
    if entry is None:
        db.session.add(RegisterEntry(item=item, country_code=code, state=said.state, day=said.day, note=said.note))
        return True
    changed = (entry.state, entry.day, entry.note) != (said.state, said.day, said.note)
    entry.state, entry.day, entry.note = said.state, said.day, said.note
    entry.invented = entry.invented and not changed
    return changed


def keep_register(*, title: Texts, about: Texts, register: Register | None = None) -> Register:
    """Begin a register of yes and no, or change what one is called."""
    if not str(title).strip():
        raise Invalid({"title": _("This is needed. Fill it in.")})
    row = register or Register(items=[])
    row.title, row.about = title, about or None
    db.session.add(row)
    db.session.flush()
    return row


def keep_item(*, register: Register, title: Texts, kind: str, item: RegisterItem | None = None) -> RegisterItem:
    """Add an item, or change it; by which words it is answered stays once somebody did."""
    if not str(title).strip():
        raise Invalid({"title": _("This is needed. Fill it in.")})
    if kind not in ITEM_KINDS:
        raise Invalid({"kind": _("Choose one of the list.")})
    if item is not None and kind != item.kind and _used(register, item):
        raise Invalid({"kind": _("There are entries in these words already. Add another item instead.")})
    row = item or RegisterItem(register=register, place=len(register.items) + 1)
    row.title, row.kind = title, kind
    db.session.add(row)
    db.session.flush()
    return row


def _used(register: Register, item: RegisterItem) -> bool:
    return any(each.item_id == item.id for each in db.session.scalars(queries.entries(register.id)))
