"""What a timetable keeps to and what it wishes for: the numbers of one settings screen, each with its words."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar

from ....kernel.i18n import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Wishes:
    """Bounds that are kept, and points that a broken wish costs; versioned with every run by being kept in it."""

    lead_room: int = 45
    lead_online: int = 14
    freeze: int = 0
    guests: int = 2
    trainer_month: int = 16
    travel_rest: int = 1
    interpreters: int = 2
    earliest: int = 7
    latest: int = 20
    dropped: int = 200
    need: int = 10
    reach: int = 2
    holiday: int = 3
    weekend: int = 1
    hour: int = 2
    week: int = 20
    repeat: int = 60
    interpreter: int = 25
    stranger: int = 2
    abroad: int = 5
    load: int = 1
    moved: int = 10
    moved_told: int = 40
    changed: int = 4

    BOUNDS: ClassVar[dict[str, str]] = {
        "lead_room": _l("Days of preparation before an event that people travel to"),
        "lead_online": _l("Days of preparation before an online event"),
        "freeze": _l("Days before it begins in which an event stays as it is; 0 is its own day"),
        "guests": _l("Events to which a country can send people at the same time"),
        "trainer_month": _l("Most half-days that a trainer teaches in a month"),
        "travel_rest": _l("Half-days kept free before and after for a trainer from abroad"),
        "interpreters": _l("Interpreters of a language at the same time, where the roster names none"),
        "earliest": _l("Online events begin for nobody before this hour"),
        "latest": _l("Online events end for nobody after this hour"),
    }
    WEIGHTS: ClassVar[dict[str, str]] = {
        "dropped": _l("An event is left out"),
        "need": _l("Each tenth of the need of an event that is left out"),
        "reach": _l("Each place missing for a country with an urgent need, times the need"),
        "holiday": _l("A day is a holiday in an invited country"),
        "weekend": _l("A half-day is weekend in an invited country"),
        "hour": _l("An hour of an online event before nine or after half past four for a country"),
        "week": _l("An event goes on after a weekend"),
        "repeat": _l("The same activity twice within three months"),
        "interpreter": _l("An interpreter is needed"),
        "stranger": _l("A trainer other than the one whom staff had in mind"),
        "abroad": _l("A trainer comes from abroad"),
        "load": _l("Each half-day of a trainer over a fair share"),
        "moved": _l("Planning again: an event gets another day"),
        "moved_told": _l("Planning again: an event that was made public gets another day"),
        "changed": _l("Planning again: an event gets another room or other people"),
    }


def read(kept: dict[str, Any]) -> Wishes:
    """Return the wishes of kept numbers; what is not kept is as the centre begins."""
    known = {field.name for field in fields(Wishes)}
    return Wishes(**{name: int(value) for name, value in kept.items() if name in known})
