"""Pages of attendance: a session's registers and hours, the register of one slot, sheets with their codes and scans,
and the desk at the door."""

from . import codes, desk, overview, register, scans, selfcheck, sheets
from .finding import blueprint
from .selfcheck import checkin
from .sheets import found

BLUEPRINTS = (blueprint, found, checkin)
__all__ = ["BLUEPRINTS", "blueprint", "codes", "desk", "overview", "register", "scans", "selfcheck", "sheets"]
