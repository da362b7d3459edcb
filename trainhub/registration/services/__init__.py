"""What can be done with registrations."""

from .balance import Balance, Crowd, balance, crowd
from .choosing import Women, among_chosen, women
from .clashes import busy, elsewhere
from .deciding import AT_ONCE, Outcome, decide, decide_later, run_decision
from .joining import (
    Application,
    add,
    answer,
    freeze_facts,
    invite,
    own,
    register,
    why_closed,
    why_not,
    why_not_now,
    withdraw,
)
from .links import find_place, place_token
from .merging import follow, give_up, join
from .nominating import (
    Left,
    endorse,
    nominate,
    places_left,
    reorder,
    substitute,
    take_back,
    why_no_nominations,
    why_not_them,
)
from .steps import begins, has_begun, offer_end
from .strips import planned, strip
from .telling import concerned
from .terms import (
    Terms,
    last_day_to_withdraw,
    needs_approval,
    rule,
    terms,
    terms_of,
    why_call_closed,
    why_no_withdrawal,
)
from .waiting import end_late_offers, look_after, next_in_line, place_in_line, places_in_line, promote

__all__ = [
    "AT_ONCE",
    "Application",
    "Balance",
    "Crowd",
    "Left",
    "Outcome",
    "Terms",
    "Women",
    "add",
    "among_chosen",
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
    "endorse",
    "find_place",
    "follow",
    "freeze_facts",
    "give_up",
    "has_begun",
    "invite",
    "join",
    "last_day_to_withdraw",
    "look_after",
    "needs_approval",
    "next_in_line",
    "nominate",
    "offer_end",
    "own",
    "place_in_line",
    "place_token",
    "places_in_line",
    "places_left",
    "planned",
    "promote",
    "register",
    "reorder",
    "rule",
    "run_decision",
    "strip",
    "substitute",
    "take_back",
    "terms",
    "terms_of",
    "why_call_closed",
    "why_closed",
    "why_no_nominations",
    "why_no_withdrawal",
    "why_not",
    "why_not_now",
    "why_not_them",
    "withdraw",
    "women",
]
