"""The slot strip of somebody's own part in a session: a pair of half-days for each day."""

from collections.abc import Callable, Iterable

from ...sessions.models import Slot

NOON, AFTERNOON = 13, 14  # a slot that begins before and ends after fills both halves of its day


def strip(slots: Iterable[Slot], cell: Callable[[Slot], str]) -> list[list[str]]:
    """Return for each day what is drawn for its morning and its afternoon: on, net, plan, miss or nothing."""
    days: dict[object, list[str]] = {}
    for slot in slots:
        halves = days.setdefault(slot.local_date, ["", ""])
        for half in _covers(slot):
            halves[half] = cell(slot)
    return list(days.values())


def planned(slots: Iterable[Slot]) -> list[list[str]]:
    """Return the strip of what is still to come."""
    return strip(slots, lambda slot: "net" if slot.online else "plan")


def _covers(slot: Slot) -> tuple[int, ...]:
    return (0, 1) if slot.local_start.hour < NOON and slot.local_end.hour >= AFTERNOON else (slot.half,)
