"""Pages of attendance: a session's registers and hours, the register of one slot, sheets with their codes and scans,
and the desk at the door."""

from . import codes, desk, overview, register, scans, sheets
from .finding import blueprint
from .sheets import found

BLUEPRINTS = (blueprint, found)
__all__ = ["BLUEPRINTS", "blueprint", "codes", "desk", "overview", "register", "scans", "sheets"]
