"""What can be done with certificates. The rule that earns one is in rule.py."""

from . import badges, designs, facts, frozen, page, status, trying, verify
from .facts import verify_url
from .issue import (
    NotDue,
    attempt,
    issue,
    issue_for_session,
    job_of,
    queue,
    queue_completed,
)
from .kinds import ensure_kinds
from .overview import Line, find_registration, numbers_of, overview, to_do
from .papers import default_pair, document, find, find_to_print, pairs, read_pair, sign
from .revoke import reissue, revoke
from .rule import Lacks, Verdict, completed, share_needed, verdict, verdicts

__all__ = [
    "Lacks",
    "Line",
    "NotDue",
    "Verdict",
    "attempt",
    "badges",
    "completed",
    "default_pair",
    "designs",
    "document",
    "ensure_kinds",
    "facts",
    "find",
    "find_registration",
    "find_to_print",
    "frozen",
    "issue",
    "issue_for_session",
    "job_of",
    "numbers_of",
    "overview",
    "page",
    "pairs",
    "queue",
    "queue_completed",
    "read_pair",
    "reissue",
    "revoke",
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
