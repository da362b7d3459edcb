"""Sessions, for plugins: the tables to read and join, and how to find one that a viewer may see."""

from ..sessions.models import (
    Assignment,
    Donor,
    Format,
    Project,
    SessionActivity,
    SessionProject,
    Slot,
    TrainingSession,
)
from ..sessions.policies import TEACHING, is_assigned
from ..sessions.queries import for_frame
from ..sessions.services import find, find_in_office, find_to_edit, visible_to

__all__ = [
    "TEACHING",
    "Assignment",
    "Donor",
    "Format",
    "Project",
    "SessionActivity",
    "SessionProject",
    "Slot",
    "TrainingSession",
    "find",
    "find_in_office",
    "find_to_edit",
    "for_frame",
    "is_assigned",
    "visible_to",
]
