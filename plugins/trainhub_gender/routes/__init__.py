"""Pages under /x/gender/: the staff's figures, and annual statistics for everybody."""

from . import annual, staff
from .blueprint import blueprint

__all__ = ["annual", "blueprint", "staff"]
