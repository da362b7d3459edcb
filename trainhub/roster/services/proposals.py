"""From trainee to trainer: who completes a training of trainers is proposed, agrees, and is taken in by staff."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from ...kernel import clock, i18n, jobs
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...messages.services import post
from ...people.models import Person
from ...sessions.models import EXPERT_KINDS, Expert, TrainingSession
from .. import queries
from ..models import RosterProposal
from . import entries

FORMAT = "training-of-trainers"
JOB = "roster.propose"
LEVEL = "practitioner"
Completed = Callable[[TrainingSession], Iterable[Person]]
_who: list[Completed] = []


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person says who agrees to be on the roster."""

    kind: str
    languages: tuple[str, ...] = ()


def who_completed(completed: Completed) -> Completed:
    """Register the function that names who completed a session: a higher feature knows registers and rules."""
    if completed not in _who:
        _who.append(completed)
    return completed


def queue(session_id: int) -> None:
    """Queue proposals for a session that was completed just now."""
    session = db.session.get(TrainingSession, session_id)
    if session is not None and session.format.key == FORMAT:
        jobs.enqueue(JOB, key=f"{JOB}:{session_id}", session_id=session_id)


def propose_for_session(_running: jobs.Running, session_id: int) -> None:
    """The job: propose everybody who completed a training of trainers."""
    session = db.session.get(TrainingSession, session_id)
    if session is not None:
        propose(session, [person for completed in _who for person in completed(session)])


def propose(session: TrainingSession, persons: Collection[Person]) -> list[RosterProposal]:
    """Propose persons for the roster and ask for their consent; nobody twice for one session."""
    have = set(db.session.scalars(queries.proposed_in(session.id)))
    numbers = sorted({int(row.activity.key[1:3]) for row in session.activities})
    made = []
    for person in {each.id: each for each in persons}.values():
        if person.id in have or person.erased_at is not None:
            continue
        row = RosterProposal(person=person, session=session, modules=numbers)
        db.session.add(row)
        db.session.flush()
        _tell(row, "roster_proposed")
        made.append(row)
    return made


def find_proposal(public_id: str, centres: set[int] | None) -> RosterProposal:
    """Return a proposal from a session of some centres (None: of all); raises NotFound."""
    row = db.session.scalar(queries.proposal(public_id))
    if row is None or (centres is not None and row.session.centre_id not in centres):
        raise NotFound
    return row


def own_proposal(public_id: str, person: Person) -> RosterProposal:
    """Return a person's own proposal; raises NotFound."""
    row = db.session.scalar(queries.proposal(public_id))
    if row is None or row.person_id != person.id:
        raise NotFound
    return row


def own_proposals(person_id: int) -> list[RosterProposal]:
    return list(db.session.scalars(queries.proposals_of(person_id)))


def consent(*, proposal: RosterProposal, given: Consent | None) -> None:
    """Note that a person agrees to be on the roster, or (None) does not want to; may be changed until staff decide."""
    if proposal.state not in {"proposed", "agreed", "declined"}:
        raise Refused(_("The centre has decided already. Write to it if you want to change this."))
    if given is not None and given.kind not in EXPERT_KINDS:
        raise Invalid({"kind": _("Say where you come from as an expert.")})
    proposal.state = "declined" if given is None else "agreed"
    if given is not None:
        proposal.kind, proposal.languages = given.kind, list(given.languages)
    proposal.answered_at = clock.now()
    db.session.flush()


def take_in(proposal: RosterProposal) -> Expert:
    """Put a person who agreed on the roster, or add the modules to their entry."""
    _check_agreed(proposal)
    expert = entries.own_entry(proposal.person_id)
    if expert is None:
        expert = Expert(person=proposal.person, kind=proposal.kind, languages=list(proposal.languages))
        db.session.add(expert)
        db.session.flush()
    day = proposal.session.last_day
    with i18n.speaking(proposal.person.language):
        evidence = " · ".join(filter(None, (str(proposal.session), i18n.day(day) if day else "")))
    entries.add_modules(expert, proposal.modules, LEVEL, evidence)
    proposal.state, proposal.decided_at = "taken", clock.now()
    db.session.flush()
    _tell(proposal, "roster_taken")
    return expert


def refuse(*, proposal: RosterProposal, reason: str) -> None:
    """Decide that a person is not taken in; raises Invalid without a reason."""
    _check_agreed(proposal)
    if not reason.strip():
        raise Invalid({"reason": _("Say why. The person reads it.")})
    proposal.state, proposal.reason, proposal.decided_at = "refused", reason.strip(), clock.now()
    db.session.flush()
    _tell(proposal, "roster_refused")


def _check_agreed(proposal: RosterProposal) -> None:
    if proposal.state != "agreed":
        raise Refused(_("Only who has agreed can be taken in, and only once."))


def _tell(proposal: RosterProposal, kind: str) -> None:
    post(
        kind,
        proposal.person,
        key=f"{kind}:p{proposal.id}",
        centre_id=proposal.session.centre_id,
        session=proposal.session,
        reason=proposal.reason,
        url="/me/expert/",
    )
