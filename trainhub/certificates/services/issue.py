"""Issuing: one certificate, all of a session as a job, and what was held back."""

from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from ...accounts import queries as accounts
from ...hooks.events import CertificateIssued
from ...hooks.host import host
from ...kernel import clock, jobs
from ...kernel.db import db
from ...kernel.errors import NotFound, Postponed, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import random_code
from ...kernel.work import Actor, acting, emit
from ...people.models import Person
from ...registration.models import Registration
from ...sessions.models import TrainingSession
from .. import queries
from ..models import PARTICIPATION, Certificate, CertificateHold
from ..queries import ISSUE_JOB
from . import facts, mails, papers, rule
from .facts import Facts
from .seal import seal

CODE_LENGTH = 12  # characters of kernel.types.ALPHABET: 59 random bits
CHECKPOINT = 10  # certificates between two commits of the job
AGAIN = timedelta(minutes=10)  # after which a postponed certificate is tried again, then each time twice as long
TRIES = 6


class NotDue(Refused):
    """There is nothing to issue: it was not earned, or it is there already. Not a case for holding back."""


def issue(registration: Registration, by: Actor, common: Facts | None = None) -> Certificate:
    """Issue the certificate that a registration has earned, and tell its holder.

    Raises NotDue where the rule says no or a valid one is there, Refused where a plugin or the printer
    says no, Postponed where a plugin could not decide. `common` is what `facts.of_session` returned,
    for those who issue many.
    """
    found = rule.verdict(registration)
    if not found.earned or registration.person is None:
        raise NotDue(found.reason)
    if db.session.scalar(queries.valid_of(registration)) is not None:
        raise _there_already()
    host().check("check_certificate", registration=registration)
    stated = {
        **(common or facts.of_session(registration.session)),
        **facts.of_person(registration, registration.person, found.hours),
    }
    with acting(by):
        return _write(registration, registration.person, stated)


def attempt(registration: Registration, by: Actor, common: Facts | None = None) -> Certificate | CertificateHold:
    """Issue what was earned, or note for staff why it is held back. Raises NotDue."""
    try:
        return issue(registration, by, common)
    except NotDue:
        raise
    except (Refused, Postponed) as reason:
        return _hold(registration, PARTICIPATION, reason)


def _hold(registration: Registration, kind: str, reason: Exception) -> CertificateHold:
    hold = db.session.scalar(queries.hold_of(registration, kind))
    if hold is None:
        hold = CertificateHold(registration_id=registration.id, kind=kind)
        db.session.add(hold)
    hold.refused, hold.reason, hold.at = isinstance(reason, Refused), str(reason), clock.now()
    return hold


def _write(registration: Registration, person: Person, stated: Facts) -> Certificate:
    centre = registration.session.centre
    today = clock.today(centre.zone)
    try:
        with db.session.begin_nested():
            certificate = Certificate(
                number=_next_number(centre.id, centre.prefix, today.year),
                code=random_code(CODE_LENGTH),
                session=registration.session,
                registration=registration,
                person=person,
                centre=centre,
                facts=stated,
                issued_on=today,
            )
            seal(certificate)
            db.session.add(certificate)
            db.session.flush()
            papers.try_print(certificate)
    except IntegrityError as error:
        raise _there_already() from error
    _forget_hold(registration)
    emit(CertificateIssued(certificate_id=certificate.id, registration_id=registration.id))
    mails.issued(certificate)
    return certificate


def _next_number(centre_id: int, prefix: str, year: int) -> str:
    last = db.session.scalar(queries.next_number(db.engine.dialect.name, centre_id, year))
    return f"{prefix}-{year}-{last:06}"


def _forget_hold(registration: Registration) -> None:
    hold = db.session.scalar(queries.hold_of(registration, PARTICIPATION))
    if hold is not None:
        db.session.delete(hold)


def _there_already() -> NotDue:
    return NotDue(_("A valid certificate is there already."))


# --- all of a session ---------------------------------------------------------------------------


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


def issue_for_session(running: jobs.Running, session_id: int, again: int = 0) -> None:
    """The job: issue all that was earned; what was postponed is tried again later."""
    session = db.session.scalar(queries.session(session_id))
    if session is None:
        raise NotFound
    by, common = _actor(running.account_id), facts.of_session(session)
    waiting = list(db.session.scalars(queries.without_certificate(session_id)))
    postponed = False
    for done, number in enumerate(waiting):
        if done % CHECKPOINT == 0:
            running.checkpoint(done, len(waiting))
        postponed |= _attempt_one(number, by, common)
    running.checkpoint(len(waiting), len(waiting))
    if postponed and again < TRIES:
        jobs.enqueue(
            ISSUE_JOB,
            run_at=clock.now() + AGAIN * 2**again,
            key=f"{ISSUE_JOB}:{session_id}:later",
            account_id=running.account_id,
            session_id=session_id,
            again=again + 1,
        )


def _attempt_one(registration_id: int, by: Actor, common: Facts) -> bool:
    """Try one of many; say whether it was postponed."""
    registration = db.session.scalars(queries.registration_by_id(registration_id)).one()
    try:
        made = attempt(registration, by, common)
    except NotDue:
        return False
    return isinstance(made, CertificateHold) and not made.refused


def _actor(account_id: int | None) -> Actor:
    account = db.session.scalar(accounts.account(account_id)) if account_id is not None else None
    return Actor(account.id, account.person.display) if account is not None else Actor()


def job_of(session: TrainingSession) -> jobs.JobRow | None:
    """Return the work that issues a session's certificates now, or that was given up; None if all is quiet."""
    return db.session.scalar(queries.job_of_session(session.id))
