"""What can be done with sessions."""

from .formats import ensure_formats
from .sight import Eligibility, Moved, eligible, find, find_to_edit

__all__ = ["Eligibility", "Moved", "eligible", "ensure_formats", "find", "find_to_edit"]
