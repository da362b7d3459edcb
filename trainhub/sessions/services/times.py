"""From what was agreed (local day, hours, zone) to UTC, and back to words where a clock change is in the way."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ...kernel import clock
from ...kernel.errors import Invalid
from ...kernel.i18n import city, hour
from ...kernel.i18n import gettext as _

NOON = time(13)  # what begins before is a morning
MORNING, AFTERNOON = time(10), time(14)


def zone_of(name: str) -> ZoneInfo:
    """Return a zone by its IANA name; raises Invalid on `zone`."""
    if name not in clock.zones():
        raise Invalid({"zone": _("%(zone)s is not the name of a time zone. Choose one from the list.", zone=name)})
    return ZoneInfo(name)


def to_utc(day: date, at: time, zone: str) -> datetime:
    """Return the moment of a local time; of one that comes twice, the earlier.

    Raises Invalid when clocks skip it on that day.
    """
    local = datetime.combine(day, at, zone_of(zone))
    if skipped(day, at, zone):
        raise Invalid(
            _(
                "%(time)s does not exist in %(place)s on that day: clocks go forward. Choose a later hour.",
                time=hour(at),
                place=city(zone),
            )
        )
    return local.astimezone(UTC)


def skipped(day: date, at: time, zone: str) -> bool:
    """Say whether clocks jump over this local time."""
    local = datetime.combine(day, at, zone_of(zone))
    return local.astimezone(UTC).astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None)


def twice(day: date, at: time, zone: str) -> bool:
    """Say whether this local time comes twice, before and after clocks go back."""
    local = datetime.combine(day, at, zone_of(zone))
    return not skipped(day, at, zone) and local.utcoffset() != local.replace(fold=1).utcoffset()


def half_days_on(day: date, start: time, end: time, steps: int) -> tuple[date, time, time]:
    """Return a slot's day and hours moved by half-days; it keeps its length.

    Raises Invalid when it would reach past midnight.
    """
    cell = int(start >= NOON) + steps
    length = datetime.combine(day, end) - datetime.combine(day, start)
    new_day = day + timedelta(days=cell // 2)
    begin = _start(start, cell % 2)
    finish = datetime.combine(new_day, begin) + length
    if finish.date() != new_day:
        raise Invalid(_("Moved there, the slot would reach past midnight. Make it shorter first."))
    return new_day, begin, finish.time()


def _start(start: time, half: int) -> time:
    """Return when a slot begins in the other half of a day; in the same half it keeps its hour."""
    return start if int(start >= NOON) == half else (MORNING, AFTERNOON)[half]
