"""Sessions, for plugins: the tables to read and join, and how to find one that a viewer may see."""

from ..sessions.models import Assignment, Donor, Project, SessionActivity, SessionProject, Slot, TrainingSession
from ..sessions.services import find, find_in_office, find_to_edit, visible_to

__all__ = [
    "Assignment",
    "Donor",
    "Project",
    "SessionActivity",
    "SessionProject",
    "Slot",
    "TrainingSession",
    "find",
    "find_in_office",
    "find_to_edit",
    "visible_to",
]
