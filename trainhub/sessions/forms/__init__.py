"""Forms of sessions: the editor, what happens to a session, trainers, rooms, formats and projects."""

from .acts import CancelForm, CloneForm, CompleteForm
from .editor import SessionForm
from .office import ClosingForm, DonorForm, FormatForm, ProjectForm, RoomForm

__all__ = [
    "CancelForm",
    "CloneForm",
    "ClosingForm",
    "CompleteForm",
    "DonorForm",
    "FormatForm",
    "ProjectForm",
    "RoomForm",
    "SessionForm",
]
