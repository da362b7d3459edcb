"""Tables of sessions: the delivery itself, its timetable, its people, and who pays."""

from .delivery import (
    FORMAT_SWITCHES,
    MODES,
    RULES,
    STATES,
    Format,
    SessionActivity,
    SessionAudience,
    SessionSlug,
    TrainingSession,
)
from .funding import Donor, Project, ProjectDonor, SessionProject
from .staffing import (
    ASSIGNMENT_ROLES,
    EXPERT_KINDS,
    EXPERTISE_LEVELS,
    ORGANISER_ROLES,
    Assignment,
    Expert,
    Expertise,
    SessionOrganiser,
)
from .timetable import Part, Room, Slot

__all__ = [
    "ASSIGNMENT_ROLES",
    "EXPERTISE_LEVELS",
    "EXPERT_KINDS",
    "FORMAT_SWITCHES",
    "MODES",
    "ORGANISER_ROLES",
    "RULES",
    "STATES",
    "Assignment",
    "Donor",
    "Expert",
    "Expertise",
    "Format",
    "Part",
    "Project",
    "ProjectDonor",
    "Room",
    "SessionActivity",
    "SessionAudience",
    "SessionOrganiser",
    "SessionProject",
    "SessionSlug",
    "Slot",
    "TrainingSession",
]
