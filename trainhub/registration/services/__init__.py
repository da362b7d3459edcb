"""What can be done with registrations."""

from .balance import Balance, Crowd, balance, crowd
from .clashes import busy, elsewhere
from .deciding import AT_ONCE, Outcome, decide, decide_later, run_decision
from .joining import (
    Application,
    add,
    answer,
    freeze_facts,
    needs_approval,
    own,
    register,
    why_closed,
    why_not,
    withdraw,
)
from .merging import follow, give_up, join
from .steps import OFFER, begins, has_begun, offer_end
from .strips import planned, strip
from .telling import concerned
from .waiting import end_late_offers, look_after, place_in_line, places_in_line, promote, rule

__all__ = [
    "AT_ONCE",
    "OFFER",
    "Application",
    "Balance",
    "Crowd",
    "Outcome",
    "add",
    "answer",
    "balance",
    "begins",
    "busy",
    "concerned",
    "crowd",
    "decide",
    "decide_later",
    "elsewhere",
    "end_late_offers",
    "follow",
    "freeze_facts",
    "give_up",
    "has_begun",
    "join",
    "look_after",
    "needs_approval",
    "offer_end",
    "own",
    "place_in_line",
    "places_in_line",
    "planned",
    "promote",
    "register",
    "rule",
    "run_decision",
    "strip",
    "why_closed",
    "why_not",
    "withdraw",
]
