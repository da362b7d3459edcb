"""Tables of sessions: the delivery itself, its timetable, its people, and who pays."""

from .delivery import (
    FORMAT_SWITCHES,
    MODES,
    STATES,
    Format,
    SessionActivity,
    SessionAudience,
    SessionSlug,
    TrainingSession,
)
from .funding import Donor, Project, ProjectDonor, SessionProject
from .staffing import Assignment, Expert, Expertise, SessionOrganiser
from .timetable import Part, Room, Slot

__all__ = [
    "FORMAT_SWITCHES", "MODES", "STATES", "Assignment", "Donor", "Expert", "Expertise", "Format", "Part", "Project",
    "ProjectDonor", "Room", "SessionActivity", "SessionAudience", "SessionOrganiser", "SessionProject", "SessionSlug",
    "Slot", "TrainingSession",
]
