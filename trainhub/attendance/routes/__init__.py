"""Pages of attendance: a session's registers and hours, the register of one slot, what marks may say, sheets with their
codes and scans, the desk at the door, and logs of online meetings."""

from . import codes, desk, excuses, meetings, overview, register, scans, selfcheck, sheets, syncing
from . import statuses as statuses_pages
from .excuses import own_excuses
from .finding import blueprint, statuses, worker
from .selfcheck import checkin
from .sheets import found

BLUEPRINTS = (blueprint, statuses, worker, found, checkin, own_excuses)
__all__ = [
    "BLUEPRINTS",
    "blueprint",
    "codes",
    "desk",
    "excuses",
    "meetings",
    "overview",
    "register",
    "scans",
    "selfcheck",
    "sheets",
    "statuses_pages",
    "syncing",
]
