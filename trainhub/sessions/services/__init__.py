"""What can be done with sessions."""

from .audiences import government_only, union
from .conflicts import BLOCK, INFO, WARN, Conflict, blocks, conflicts
from .formats import ensure_formats
from .keeping import keep, renew
from .notices import tell_also, who_is_told
from .planning import check, edit, schedule
from .plans import AudiencePlan, PartPlan, SessionPlan, SlotPlan
from .reading import plan_of
from .sight import Eligibility, Moved, eligible, find, find_to_edit
from .slots import add_slot, cancel_slot, find_slot, move_half_days, move_slot
from .states import cancel, clone, complete, default_clone_day, publish
from .versions import version_for

__all__ = [
    "BLOCK", "INFO", "WARN", "AudiencePlan", "Conflict", "Eligibility", "Moved", "PartPlan", "SessionPlan", "SlotPlan",
    "add_slot", "blocks", "cancel", "cancel_slot", "check", "clone", "complete", "conflicts", "default_clone_day",
    "edit", "eligible", "ensure_formats", "find", "find_slot", "find_to_edit", "government_only", "keep",
    "move_half_days", "move_slot", "plan_of", "publish", "renew", "schedule", "tell_also", "union", "version_for",
    "who_is_told",
]
