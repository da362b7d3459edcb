"""Days off of countries: filled in from the library, read for a span of days, put right by decisions."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from ..kernel import clock, i18n
from ..kernel.db import db
from ..kernel.errors import Invalid, NotFound
from ..kernel.i18n import gettext as _
from ..kernel.types import Texts
from ..people.models import Country
from . import library, queries
from .models import KINDS, Holiday, HolidayDecision, HolidayYear

THURSDAY = 3
AHEAD = range(-1, 4)  # years around this one that are kept filled in


@dataclass(frozen=True, slots=True)
class DayOff:
    """A public holiday of a country, as it stands after all decisions."""

    country_code: str
    day: date
    title: Texts
    estimated: bool = False
    decided: HolidayDecision | None = None


@dataclass(frozen=True, slots=True)
class DaysOff:
    """The days on which some countries rest: asked for once, then answered without the database."""

    weekends: dict[str, frozenset[int]] = field(default_factory=dict)
    holidays: dict[tuple[str, date], DayOff] = field(default_factory=dict)
    members: set[str] = field(default_factory=set)  # of the centre, where they were asked for

    def holiday(self, country: str, day: date) -> DayOff | None:
        return self.holidays.get((country, day))

    def weekend(self, country: str, day: date, half: int = 1) -> bool:
        """Say whether a half-day is of the weekend; where Thursday is half a working day, only its afternoon is."""
        weekday = day.weekday()
        return weekday in self.weekends.get(country, frozenset((5, 6))) and (weekday != THURSDAY or half == 1)


def fill(years: Iterable[int]) -> None:
    """Fill in the holidays of years that are not there yet."""
    there = set(db.session.scalars(queries.years()))
    for year in sorted(set(years) - there):
        for each in library.known(year):
            db.session.add(
                Holiday(country_code=each.country_code, day=each.day, title=each.title, estimated=each.estimated)
            )
        db.session.add(HolidayYear(year=year, source=library.source()))
    db.session.flush()


def years_known() -> range:
    """Return the years that are kept filled in."""
    this = clock.today().year
    return range(this + AHEAD[0], this + AHEAD[-1] + 1)


def fill_ahead(_running: object = None) -> None:
    """Fill in the years around this one; a job repeats it."""
    fill(years_known())


def days_off(codes: Collection[str], first: date, last: date, *, members: bool = False) -> DaysOff:
    """Return on which days countries rest (with `members`, those of the centre, too); asks twice in all."""
    off = DaysOff()
    for row in db.session.execute(queries.calendar(codes, first, last, members=members)):
        off.weekends[row.code] = frozenset(row.weekend)
        if row.member:
            off.members.add(row.code)
        if row.day is not None:
            off.holidays[row.code, row.day] = DayOff(row.code, row.day, row.title, row.estimated)
    for decision in db.session.scalars(queries.decisions(first, last)):
        day, code = decision.moved_to or decision.day, decision.country_code
        if code in off.weekends and decision.kind != "cancelled" and first <= day <= last:
            off.holidays[code, day] = DayOff(
                code, day, Texts.of({decision.language: decision.title}, decision.language), decided=decision
            )
    return off


def listed(codes: Collection[str], first: date, last: date) -> list[DayOff]:
    """Return the public holidays of countries in a span, by day."""
    found = days_off(codes, first, last).holidays.values()
    return sorted(found, key=lambda each: (each.day, each.country_code))


def find_country(code: str) -> Country:
    """Return one of the centre's countries; raises NotFound."""
    found = db.session.scalar(queries.country(code.upper()))
    if found is None:
        raise NotFound
    return found


def find_decision(public_id: str, country_code: str) -> HolidayDecision:
    """Return a decision about a country's holidays; raises NotFound."""
    found = db.session.scalar(queries.decision(public_id))
    if found is None or found.country_code != country_code:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about a day."""

    day: date
    kind: str
    source: str
    moved_to: date | None = None
    title: str = ""


def decide(*, country: Country, said: Decision) -> HolidayDecision:
    """Enter an official decision. Raises Invalid under the fields of `said`."""
    there = db.session.scalar(queries.holiday(country.code, said.day))
    wrong = dict(_wrong(said, there))
    if db.session.scalar(queries.decision_on(country.code, said.day)) is not None:
        wrong["day"] = _("A decision about this day is entered already. Remove it first.")
    if wrong:
        raise Invalid(wrong)
    name = said.title or (there.title.text("en") if there else "")
    row = HolidayDecision(
        country_code=country.code,
        day=said.day,
        kind=said.kind,
        moved_to=said.moved_to if said.kind == "moved" else None,
        title=name,
        language=i18n.language() if said.title else "en",
        source=said.source,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _wrong(said: Decision, there: Holiday | None) -> Iterator[tuple[str, str]]:
    if said.kind not in KINDS:
        yield "kind", _("Choose one of the list.")
    if not said.source.strip():
        yield "source", _("Say which decision it was: its number and day.")
    if said.kind == "added" and there is not None:
        yield "day", _("This day is a holiday already.")
    if said.kind == "added" and not said.title.strip():
        yield "title", _("Say what the day is called.")
    if said.kind in {"moved", "cancelled"} and there is None:
        yield "day", _("There is no holiday on this day.")
    if said.kind == "moved" and (said.moved_to is None or said.moved_to == said.day):
        yield "moved_to", _("Say to which day it was moved.")


def withdraw(decision: HolidayDecision) -> None:
    """Take a decision back: the day is again what the library says."""
    db.session.delete(decision)
    db.session.flush()
