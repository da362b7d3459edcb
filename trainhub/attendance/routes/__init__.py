"""Pages of attendance: a session's registers and hours, the register of one slot, what marks may say, sheets with their
codes and scans, and the desk at the door."""

from . import codes, desk, overview, register, scans, selfcheck, sheets, syncing
from . import statuses as statuses_pages
from .finding import blueprint, statuses, worker
from .selfcheck import checkin
from .sheets import found

BLUEPRINTS = (blueprint, statuses, worker, found, checkin)
__all__ = [
    "BLUEPRINTS",
    "blueprint",
    "codes",
    "desk",
    "overview",
    "register",
    "scans",
    "selfcheck",
    "sheets",
    "statuses_pages",
    "syncing",
]
