"""Pages of reports: the explorer, exports, and the head-counts of a session."""

from . import explorer, exporting, headcounts
from .blueprint import blueprint

__all__ = ["blueprint", "explorer", "exporting", "headcounts"]
