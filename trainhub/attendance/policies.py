"""Who may take a register, and when. Pure."""

from collections.abc import Sequence

from ..kernel import clock
from ..kernel.i18n import lazy_gettext as _l
from ..registration import policies as registration
from ..sessions import policies as sessions
from ..sessions.models import Slot, TrainingSession
from ..web.access import Viewer

STATES_WITH_REGISTERS = ("published", "completed")
SCOPES: dict[str, str] = {  # how far one act of marking reaches
    "slot": _l("This register"),
    "half": _l("This half of the day"),
    "day": _l("The whole day"),
}


def may_take(who: Viewer, session: TrainingSession) -> bool:
    """Say whether the viewer takes this session's registers: its trainers, and staff of its centre."""
    return sessions.may_teach(who, session) and session.state in STATES_WITH_REGISTERS


def may_correct(who: Viewer, session: TrainingSession) -> bool:
    """Say whether the viewer may still change the registers of a completed session."""
    return registration.may_decide(who, session)


def may_remove_scan(who: Viewer, session: TrainingSession) -> bool:
    """Say whether the viewer may take evidence away: staff of its centre."""
    return sessions.may_edit(who, session)


def is_due(slot: Slot) -> bool:
    """Say whether a slot's day has come where it takes place."""
    return slot.cancelled_at is None and slot.local_date <= clock.today(slot.zone)


def met_online(slot: Slot) -> bool:
    """Say whether a meeting's log may tell who was there: the slot is online, or its session partly is."""
    return slot.online or slot.session.mode != "room"


def is_all_online(slot: Slot) -> bool:
    """Say whether nobody could be there in a room: who is not in the meeting's log was absent."""
    return slot.session.mode == "online" or (slot.online and slot.room_id is None)


def reach(slot: Slot, standing: Sequence[Slot], scope: str) -> list[Slot]:
    """Return the slots that an act reaches: this one, or the others of its half of the day, or of its day, too."""
    if scope not in ("half", "day"):
        return [slot]
    same_day = [each for each in standing if each.local_date == slot.local_date]
    return [each for each in same_day if scope == "day" or each.half == slot.half]


def scopes(slot: Slot, standing: Sequence[Slot]) -> dict[str, str]:
    """Return the scopes that reach different slots here."""
    sizes = {scope: len(reach(slot, standing, scope)) for scope in SCOPES}
    if sizes["day"] == 1:
        return {}
    useless = {"half"} if sizes["half"] in (1, sizes["day"]) else set()
    return {scope: words for scope, words in SCOPES.items() if scope not in useless}
