"""What can be done with sessions."""

from .audiences import activity_texts, government_codes, government_only, union
from .audiences import texts as texts_of
from .choices import Choices, choices
from .conflicts import BLOCK, INFO, WARN, Conflict, blocks, busy_also, conflicts, level
from .drafts import Draft, drafts, publish_all
from .formats import FormatPlan, ensure_formats, find_format, save_format
from .impact import Impact, impact
from .invitations import topic
from .keeping import ends_also, keep, kept_also, renew
from .notices import Group, slot_lines, tell_also, who_is_told
from .planning import before_leaving, check, edit, schedule
from .plans import AudiencePlan, PartPlan, SessionPlan, SlotPlan
from .projects import (
    DonorPlan,
    ProjectPlan,
    ensure_donors,
    find_donor,
    find_project,
    followers,
    save_donor,
    save_project,
)
from .readiness import Check, readiness
from .reading import plan_of
from .rooms import RoomPlan, close_room, closings, find_room, open_room, save_room
from .sight import Eligibility, Moved, eligible, find, find_in_office, find_to_edit, visible_to
from .slots import add_slot, cancel_slot, find_slot, in_the_way, move_all, move_half_days, move_slot, moved
from .states import cancel, clone, complete, default_clone_day, publish
from .versions import version_for

__all__ = [
    "BLOCK",
    "INFO",
    "WARN",
    "AudiencePlan",
    "Check",
    "Choices",
    "Conflict",
    "DonorPlan",
    "Draft",
    "Eligibility",
    "FormatPlan",
    "Group",
    "Impact",
    "Moved",
    "PartPlan",
    "ProjectPlan",
    "RoomPlan",
    "SessionPlan",
    "SlotPlan",
    "activity_texts",
    "add_slot",
    "before_leaving",
    "blocks",
    "busy_also",
    "cancel",
    "cancel_slot",
    "check",
    "choices",
    "clone",
    "close_room",
    "closings",
    "complete",
    "conflicts",
    "default_clone_day",
    "drafts",
    "edit",
    "eligible",
    "ends_also",
    "ensure_donors",
    "ensure_formats",
    "find",
    "find_donor",
    "find_format",
    "find_in_office",
    "find_project",
    "find_room",
    "find_slot",
    "find_to_edit",
    "followers",
    "government_codes",
    "government_only",
    "impact",
    "in_the_way",
    "keep",
    "kept_also",
    "level",
    "move_all",
    "move_half_days",
    "move_slot",
    "moved",
    "open_room",
    "plan_of",
    "publish",
    "publish_all",
    "readiness",
    "renew",
    "save_donor",
    "save_format",
    "save_project",
    "save_room",
    "schedule",
    "slot_lines",
    "tell_also",
    "texts_of",
    "topic",
    "union",
    "version_for",
    "visible_to",
    "who_is_told",
]
