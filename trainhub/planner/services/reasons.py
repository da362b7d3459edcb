"""Why a line stands where it does, or has no day: kept as a key with values, said in the reader's language."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from ...kernel import i18n
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.i18n import ngettext
from ..models import PlanLine
from .timetable import keys
from .timetable.keys import Names

SEARCH = "search"
LEFT: dict[str, str] = {  # why the search is not given a line at all
    "condition": _l("Its condition is not met."),
    "begun": _l("It has begun already."),
    "fixed-outside": _l("It is fixed on a day on which the centre does not work or which is over."),
    "no-time": _l("What is left of the plan’s period is shorter than it is."),
}
STANDS: dict[str, str] = {
    "free": _l("The first day on which room, trainers and countries are free."),
    "session": _l("It stands where its session stands."),
}
MOMENT: dict[str, str] = {  # parts of what a day costs
    "holiday": _l("holidays of invited countries"),
    "weekend": _l("weekends of invited countries"),
    "week": _l("a weekend in between"),
    "hour": _l("early or late hours of invited countries"),
}


def searched(
    parts: Iterable[Sequence[Any]],
    *,
    placed: bool,
    left: str = "",
    against: Iterable[str] = (),
    extra: int | None = None,
    names: Names | None = None,
) -> str:
    """Return why the search puts a line where it does, or leaves it without a day.

    `parts` are wishes and points; `against` are keys of rules that leave it no day, `extra` the points that it costs
    to place it all the same; `names` knows whom they speak of.
    """
    if left:
        return str(LEFT.get(left, left))
    if not placed:
        said = _("Other events are worth more of the days, people and money there are.")
        return " ".join([said, *(keys.sentence(key, names or Names({})) for key in against), *_price(extra)])
    costs = ", ".join(str(MOMENT.get(kind, kind)) for kind, _points in parts)
    if not costs:
        return _("Nothing speaks against this day.")
    return _("The best day that was found, in spite of: %(names)s.", names=costs)


def _price(extra: int | None) -> Iterator[str]:
    if extra is not None and extra > 0:
        yield ngettext(
            "To hold it all the same makes the plan worse by %(num)s point.",
            "To hold it all the same makes the plan worse by %(num)s points.",
            extra,
        )


def why(line: PlanLine, *, staff: bool) -> str:
    """Return in words why a line stands where it does, or why it does not stand anywhere.

    The rules that leave it no day say who is away and which other lines there are: they are for the centre's staff.
    """
    key, values = _kept(line)
    if line.pinned:
        return _("Fixed by hand.")
    if key == "hand" and line.starts_on:
        return _("Put here by %(name)s.", name=values.get("by", ""))
    if key == "taken" and not line.starts_on:
        said = values.get("reason", "")
        return said or _("Taken off the board by %(name)s.", name=values.get("by", ""))
    if key == "cancelled" and not line.starts_on:
        return _cancelled(values, staff=staff)
    if key == SEARCH:
        return searched(
            values.get("parts", []),
            placed=line.starts_on is not None,
            left=str(values.get("left", "")),
            against=values.get("against", []) if staff else (),
            extra=values.get("extra"),
            names=Names.kept(values.get("names", {})),
        )
    if key in STANDS and line.starts_on:
        return str(STANDS[key])
    if line.starts_on:
        return ""
    return _not_yet(line)


def _cancelled(values: dict[str, Any], *, staff: bool) -> str:
    day = str(values.get("day", ""))
    said = _("Its session was cancelled.")
    if day:
        said = _("Its session on %(day)s was cancelled.", day=i18n.day(date.fromisoformat(day)))
    return f"{said} {values.get('reason', '')}".strip() if staff else said


def _not_yet(line: PlanLine) -> str:
    if line.condition and not line.condition_met:
        return _("Only if: %(condition)s", condition=line.condition)
    if line.format_id is None:
        return _("The format is not decided.")
    if line.mode != "online" and line.room_id is None:
        return _("No room is chosen.")
    if not line.trainers:
        return _("No trainer is chosen.")
    return _("Nobody has chosen a day yet.")


def _kept(line: PlanLine) -> tuple[str, dict[str, Any]]:
    key, values = (*line.why, "", {})[:2] if line.why else ("", {})
    return str(key), dict(values) if isinstance(values, dict) else {}
