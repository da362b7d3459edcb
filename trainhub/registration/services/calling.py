"""The call of a session: planned, agreed with the focal points where that was begun, opened and closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts, new_public_id
from ...kernel.work import Actor
from ...people import services as people
from ...questionnaires.models import QuestionnaireVersion
from ...sessions.models import TrainingSession
from .. import queries
from ..models import RULES, Call, CallEvent
from .allotting import QuotaPlan, allot
from .asking import open_questions, set_questions
from .steps import begins, lock
from .waiting import promote

NEXT_AGREEMENT = {"": "proposed", "proposed": "consulted", "consulted": "agreed", "agreed": ""}


@dataclass(frozen=True, slots=True)
class CallPlan:
    """All that staff say of a call."""

    nominate: bool = True
    apply: bool = False
    endorse: bool = False
    select: bool = True
    confirm: bool = True
    deadline: datetime | None = None
    confirm_hours: int = 72
    cancel_days: int = 0
    rule: str = "order"
    decide_on: date | None = None
    women_target: float | None = None
    note: Texts | None = None
    documents: tuple[tuple[str, Texts], ...] = ()  # key ("" for a new one), title
    needs: tuple[str, ...] = ()
    version: QuestionnaireVersion | None = None
    quotas: tuple[QuotaPlan, ...] = ()


PLAIN = (
    "nominate",
    "apply",
    "endorse",
    "select",
    "confirm",
    "deadline",
    "confirm_hours",
    "cancel_days",
    "rule",
    "decide_on",
    "women_target",
    "note",
)


def save(*, session: TrainingSession, plan: CallPlan, by: Actor) -> Call:
    """Make the call of a session, or change it; whoever waits moves up where a quota grew.

    Raises Invalid with sentences for the fields.
    """
    lock(session)
    call = find(session)
    _check(session, call, plan)
    if call is None:
        call = Call(session=session, session_id=session.id)
        db.session.add(call)
    for name in PLAIN:
        setattr(call, name, getattr(plan, name))
    call.documents = _documents(call, plan.documents)
    call.needs = [key for key in people.KINDS if key in plan.needs]
    db.session.flush()
    set_questions(call, plan.version)
    allot(call, plan.quotas)
    if call.state == "open":
        promote(session)
    return call


def find(session: TrainingSession) -> Call | None:
    """Return the call of a session with its quotas, or None."""
    return db.session.scalar(queries.call_of(session.id))


def open_call(call: Call, *, by: Actor) -> None:
    """Open a call, or open it again. Raises Refused while something stands against it."""
    lock(call.session)
    db.session.refresh(call, ["state", "agreement"])
    if sentence := why_not_open(call):
        raise Refused(sentence)
    call.state = "open"
    note(call, "opened", by)
    open_questions(call)


def close_call(call: Call, *, by: Actor) -> None:
    """Let nobody else in through the call; what came in stays."""
    lock(call.session)
    db.session.refresh(call, ["state"])
    if call.state != "open":
        raise Refused(_("Only an open call can be closed."))
    call.state = "closed"
    note(call, "closed", by)


def why_not_open(call: Call) -> str:
    """Return the sentence that keeps a call from being opened now, or ""."""
    session = call.session
    if call.state == "open":
        return _("This call is open already.")
    if call.agreement in {"proposed", "consulted"}:
        return _("The audience was proposed to the focal points and is not agreed yet. Agree on it first.")
    if session.state != "published":
        return _("The session is not published. Publish it first.")
    if call.deadline is not None and call.deadline <= clock.now():
        return _("The deadline has passed. Give a later one first.")
    start = begins(session)
    return _("The session has begun.") if start is not None and start <= clock.now() else ""


def agree(call: Call, step: str, *, by: Actor, reason: str = "") -> None:
    """Take the next step of the agreement on the audience: proposed, consulted, agreed (R-077).

    A new proposal may follow an agreement. Raises Refused for a step out of turn.
    """
    lock(call.session)
    db.session.refresh(call, ["agreement"])
    again = step == "proposed" and call.agreement == "agreed"
    if not again and (step not in NEXT_AGREEMENT.values() or NEXT_AGREEMENT[call.agreement] != step):
        raise Refused(_("This step is not possible any more. Reload the page and look at the state."))
    call.agreement = step
    note(call, step, by, reason)


def note(call: Call, what: str, by: Actor, reason: str = "") -> None:
    """Keep a step of a call with its date, author and reason."""
    event = CallEvent(call_id=call.id, what=what, account_id=by.account_id, actor=by.name, reason=reason.strip()[:500])
    db.session.add(event)
    db.session.flush()
    db.session.expire(call, ["events"])


def _check(session: TrainingSession, call: Call | None, plan: CallPlan) -> None:
    wrong: dict[str, str] = {}
    start = begins(session)
    if not plan.nominate and not plan.apply:
        wrong["nominate"] = _("Nobody could come in. Let focal points nominate, people apply, or both.")
    if plan.deadline is not None and start is not None and plan.deadline > start:
        wrong["deadline_day"] = _("The deadline lies after the beginning of the session.")
    elif plan.deadline is not None and plan.deadline <= clock.now() and (call is None or call.state != "closed"):
        changed = call is None or call.deadline != plan.deadline
        wrong |= {"deadline_day": _("The deadline has passed already.")} if changed else {}
    if plan.decide_on is not None and session.first_day is not None and plan.decide_on >= session.first_day:
        wrong["decide_on"] = _("Decide before the first day, so that people can still be told.")
    if plan.rule not in RULES:
        wrong["rule"] = _("Choose one of the list.")
    if any(not title for _key, title in plan.documents):
        wrong["documents"] = _("Give every document a name in one language at least.")
    if wrong:
        raise Invalid(wrong)


def _documents(call: Call, wanted: Sequence[tuple[str, Texts]]) -> list[dict[str, object]]:
    """Return the documents as they are kept; a new one gets a key of its own."""
    known = {each["key"] for each in call.documents or ()}
    return [
        {
            "key": key if key in known else new_public_id(),
            "source": title.source,
            "title": dict(title.values),
        }
        for key, title in wanted
    ]


def document_titles(call: Call | None) -> dict[str, Texts]:
    """Return the documents that a call asks for: key -> title."""
    return {each["key"]: Texts.of(each["title"], each.get("source", "en")) for each in (call.documents if call else ())}
