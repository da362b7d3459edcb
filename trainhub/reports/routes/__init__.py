"""Pages of reports: the explorer, exports, and the head-counts of a session."""

from . import explorer, exporting, headcounts
from .blueprint import blueprint, heads

BLUEPRINTS = (blueprint, heads)
__all__ = ["BLUEPRINTS", "explorer", "exporting", "headcounts"]
