"""Issuing all certificates of a session as a job; and those that further conditions held up, every night."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache, partial

from flask import current_app

from ...accounts import queries as accounts
from ...kernel import clock, jobs
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.work import Actor
from ...sessions.models import TrainingSession
from .. import queries
from ..models import CertificateHold, Ground
from ..queries import ISSUE_JOB
from . import facts, rule
from .facts import Facts
from .issue import NotDue, attempt
from .rule import Offer, Verdict

CHECKPOINT = 10  # certificates between two commits of the job
AGAIN = timedelta(minutes=10)  # after which a postponed certificate is tried again, then each time twice as long
TRIES = 6
Chunk = tuple[Offer, list[int]]


def queue(session: TrainingSession, *, account_id: int | None = None) -> str | None:
    """Queue the job that issues all certificates of a session; return its public id, None if one waits already."""
    if not session.format.certifies:
        return None
    return jobs.enqueue(ISSUE_JOB, key=f"{ISSUE_JOB}:{session.id}", account_id=account_id, session_id=session.id)


def queue_completed(session_id: int) -> None:
    """Queue it for a session that was completed just now: certificates come by rule, not by a click."""
    session = db.session.scalar(queries.session(session_id))
    if session is not None:
        queue(session)


def look_again(running: jobs.Running) -> None:
    """The nightly job: what further conditions held up may be earned by now, a roll-out delivered, a test passed."""
    share = float(current_app.config["CERTIFICATE_SHARE"])
    for number in db.session.scalars(queries.conditional(share, clock.now())).all():
        jobs.enqueue(ISSUE_JOB, key=f"{ISSUE_JOB}:{number}:further", session_id=number, further=True)
        running.checkpoint()


def issue_for_session(running: jobs.Running, session_id: int, again: int = 0, further: bool = False) -> None:
    """The job: issue all that was earned, of all kinds; what was postponed is tried again later.

    With `further` only kinds that have further conditions are looked at: what else a format gives since the session
    was completed, its staff issue, for nobody waits for it.
    """
    session = db.session.scalar(queries.session(session_id))
    if session is None:
        raise NotFound
    by, common, kinds = _actor(running.account_id), facts.of_session(session), cache(partial(_of_kind, session))
    chunks = [each for each in _chunks(session) if each[0].kind.needs or not further]
    total, done, postponed = sum(len(ids) for _offer, ids in chunks), 0, False
    for offer, ids in chunks:
        running.checkpoint(done, total)
        postponed |= _attempt_some(session, offer, ids, by, {**common, **kinds(offer)})
        done += len(ids)
    running.checkpoint(total, total)
    if postponed and again < TRIES:
        jobs.enqueue(
            ISSUE_JOB,
            run_at=clock.now() + AGAIN * 2**again,
            key=f"{ISSUE_JOB}:{session_id}:{'further:' if further else ''}later",
            account_id=running.account_id,
            session_id=session_id,
            again=again + 1,
            **({"further": True} if further else {}),
        )


def _chunks(session: TrainingSession) -> Iterator[Chunk]:
    """Yield who waits for which kind, a few at a time."""
    for offer in rule.offers(session):
        ids = list(db.session.scalars(queries.waiting(session.id, offer.kind))) if offer.given else []
        for start in range(0, len(ids), CHECKPOINT):
            yield offer, ids[start : start + CHECKPOINT]


def _of_kind(session: TrainingSession, offer: Offer) -> Facts:
    return facts.of_kind(offer.kind, session)


def _attempt_some(session: TrainingSession, offer: Offer, ids: list[int], by: Actor, common: Facts) -> bool:
    """Try some of many; say whether one was postponed."""
    grounds: list[Ground] = list(db.session.scalars(queries.grounds(offer.kind.basis, ids)))
    found = rule.verdicts(session, grounds, offer)
    by_id = {each.id: each for each in grounds}
    tried = [_attempt_one(by_id[number], by, common, offer, found[number]) for number in ids if number in by_id]
    return any(tried)


def _attempt_one(ground: Ground, by: Actor, common: Facts, offer: Offer, found: Verdict) -> bool:
    try:
        made = attempt(ground, by, common, offer=offer, found=found)
    except NotDue:
        return False
    return isinstance(made, CertificateHold) and not made.refused


def _actor(account_id: int | None) -> Actor:
    account = db.session.scalar(accounts.account(account_id)) if account_id is not None else None
    return Actor(account.id, account.person.display) if account is not None else Actor()


def job_of(session: TrainingSession) -> jobs.JobRow | None:
    """Return the work that issues a session's certificates now, or that was given up; None if all is quiet."""
    return db.session.scalar(queries.job_of_session(session.id))
