"""Issuing one certificate, or noting why it is held back."""

from calendar import monthrange
from datetime import date

from sqlalchemy.exc import IntegrityError

from ...hooks.events import CertificateIssued
from ...hooks.host import host
from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Postponed, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import random_code
from ...kernel.work import Actor, acting, emit
from ...people.models import Person
from ...registration.models import Registration
from .. import queries
from ..models import Certificate, CertificateHold, CertificateKind, Ground
from . import facts, mails, papers, rule
from .facts import Facts
from .rule import Lacks, Offer, Verdict
from .seal import seal

CODE_LENGTH = 12  # characters of kernel.types.ALPHABET: 59 random bits


class NotDue(Refused):
    """There is nothing to issue: it was not earned, or it is there already. Not a case for holding back."""


def issue(
    ground: Ground,
    by: Actor,
    common: Facts | None = None,
    *,
    offer: Offer | None = None,
    found: Verdict | None = None,
) -> Certificate:
    """Issue the certificate that a registration, or an assignment, has earned, and tell its holder.

    Raises NotDue where the rule says no or a valid one is there, Refused where a plugin or the printer
    says no, Postponed where a plugin could not decide. `offer` is the kind, else participation; for those who
    issue many, `common` is what `facts.of_session` and `facts.of_kind` returned, and `found` the verdict.
    """
    offer = offer or rule.offer_of(ground.session)
    found = found or rule.verdict(ground, offer)
    if found.lacks == Lacks.UNDECIDED:
        raise Postponed(found.reason)
    if not found.earned or ground.person is None:
        raise NotDue(found.reason)
    if db.session.scalar(queries.valid_of(ground, offer.kind.key)) is not None:
        raise _there_already()
    if isinstance(ground, Registration):
        host().check("check_certificate", registration=ground, kind=offer.kind)
    common = common or {**facts.of_session(ground.session), **facts.of_kind(offer.kind, ground.session)}
    stated = {**common, **facts.of_person(ground, ground.person, found.hours)}
    with acting(by):
        return _write(ground, ground.person, offer.kind, stated)


def attempt(
    ground: Ground,
    by: Actor,
    common: Facts | None = None,
    *,
    offer: Offer | None = None,
    found: Verdict | None = None,
) -> Certificate | CertificateHold:
    """Issue what was earned, or note for staff why it is held back. Raises NotDue."""
    offer = offer or rule.offer_of(ground.session)
    try:
        return issue(ground, by, common, offer=offer, found=found)
    except NotDue:
        raise
    except (Refused, Postponed) as reason:
        return _hold(ground, offer.kind.key, reason)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _hold(ground: Ground, kind: str, reason: Exception) -> CertificateHold:
    hold = db.session.scalar(queries.hold_of(ground, kind))
    if hold is None:
        hold = CertificateHold(**_pointer(ground), kind=kind)
        db.session.add(hold)
    hold.refused, hold.reason, hold.at = isinstance(reason, Refused), str(reason), clock.now()
    return hold


def _pointer(ground: Ground) -> dict[str, int]:
    return {"registration_id" if isinstance(ground, Registration) else "assignment_id": ground.id}


def _write(ground: Ground, person: Person, kind: CertificateKind, stated: Facts) -> Certificate:
    centre = ground.session.centre
    today = clock.today(centre.zone)
    try:
        with db.session.begin_nested():
            certificate = Certificate(
                number=_next_number(centre.id, centre.prefix, today.year),
                code=random_code(CODE_LENGTH),
                session=ground.session,
                person=person,
                centre=centre,
                kind=kind.key,
                of_kind=kind,
                facts=stated,
                issued_on=today,
                expires_on=months_after(today, kind.valid_months) if kind.valid_months else None,
                **_pointer(ground),
            )
            seal(certificate)
            db.session.add(certificate)
            db.session.flush()
            papers.try_print(certificate)
    except IntegrityError as error:
        raise _there_already() from error
    _forget_hold(ground, kind.key)
    emit(CertificateIssued(certificate_id=certificate.id, registration_id=certificate.registration_id))
    mails.issued(certificate)
    return certificate


def _next_number(centre_id: int, prefix: str, year: int) -> str:
    last = db.session.scalar(queries.next_number(db.engine.dialect.name, centre_id, year))
    return f"{prefix}-{year}-{last:06}"


def _forget_hold(ground: Ground, kind: str) -> None:
    hold = db.session.scalar(queries.hold_of(ground, kind))
    if hold is not None:
        db.session.delete(hold)


def _there_already() -> NotDue:
    return NotDue(_("A valid certificate is there already."))
