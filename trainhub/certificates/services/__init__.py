"""What can be done with certificates. The rule that earns one is in rule.py."""

from . import badges, designs, facts, frozen, page, status, trying, verify
from .batch import issue_for_session, job_of, look_again, queue, queue_completed
from .conditions import add_condition
from .conditions import known as known_conditions
from .facts import kind_title, verify_url
from .invariants import INVARIANTS
from .issue import NotDue, attempt, issue
from .kinds import KindPlan, carry_over, ensure_kinds, find_kind, give, given, narrow, save_kind
from .merging import keep_part
from .overview import Line, find_assignment, find_registration, numbers_of, overview, to_do
from .papers import default_pair, document, find, find_to_print, pairs, picked, read_pair, sign
from .renewal import ending, remind
from .revoke import reissue, revoke, revoke_many
from .rule import Lacks, Offer, Verdict, completed, offer_of, offers, share_needed, verdict, verdicts

__all__ = [
    "INVARIANTS",
    "KindPlan",
    "Lacks",
    "Line",
    "NotDue",
    "Offer",
    "Verdict",
    "add_condition",
    "attempt",
    "badges",
    "carry_over",
    "completed",
    "default_pair",
    "designs",
    "document",
    "ending",
    "ensure_kinds",
    "facts",
    "find",
    "find_assignment",
    "find_kind",
    "find_registration",
    "find_to_print",
    "frozen",
    "give",
    "given",
    "issue",
    "issue_for_session",
    "job_of",
    "keep_part",
    "kind_title",
    "known_conditions",
    "look_again",
    "narrow",
    "numbers_of",
    "offer_of",
    "offers",
    "overview",
    "page",
    "pairs",
    "picked",
    "queue",
    "queue_completed",
    "read_pair",
    "reissue",
    "remind",
    "revoke",
    "revoke_many",
    "save_kind",
    "share_needed",
    "sign",
    "status",
    "to_do",
    "trying",
    "verdict",
    "verdicts",
    "verify",
    "verify_url",
]
