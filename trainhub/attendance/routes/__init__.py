"""Pages of attendance: a session's registers and hours, and the register of one slot for a phone."""

from . import overview, register
from .finding import blueprint

BLUEPRINTS = (blueprint,)
__all__ = ["BLUEPRINTS", "blueprint", "overview", "register"]
