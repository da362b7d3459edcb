"""Why a line stands where it does, or has no day: kept as a key with values, said in the reader's language."""

from typing import Any

from ...kernel.i18n import gettext as _
from ..models import PlanLine


def why(line: PlanLine) -> str:
    """Return in words why a line stands where it does, or why it does not stand anywhere."""
    key, values = _kept(line)
    if line.pinned:
        return _("Fixed by hand.")
    if key == "hand" and line.starts_on:
        return _("Put here by %(name)s.", name=values.get("by", ""))
    if key == "taken" and not line.starts_on:
        said = values.get("reason", "")
        return said or _("Taken off the board by %(name)s.", name=values.get("by", ""))
    if key == "free" and line.starts_on:
        return _("The first day on which room, trainers and countries are free.")
    if line.starts_on:
        return ""
    return _not_yet(line)


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
