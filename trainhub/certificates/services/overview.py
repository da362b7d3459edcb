"""Where everybody of a session stands: has one, has earned one, or what is lacking."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from flask import current_app
from sqlalchemy import Select

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.types import Texts
from ...registration.models import Registration
from ...sessions.models import TrainingSession
from .. import queries
from ..models import Certificate, CertificateHold
from .rule import Verdict, verdicts

Numbered = Select[str, Texts, date | None, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a session: the verdict of the rule, the newest certificate, and why it is held back."""

    registration: Registration
    verdict: Verdict
    certificate: Certificate | None
    hold: CertificateHold | None

    @property
    def has_valid(self) -> bool:
        return self.certificate is not None and self.certificate.revoked_at is None

    @property
    def can_issue(self) -> bool:
        return self.verdict.earned and not self.has_valid

    @property
    def due(self) -> bool:
        """Say whether the job issues it; whose certificate was revoked gets another by hand only."""
        return self.verdict.earned and self.certificate is None

    @property
    def state(self) -> str:
        """Return issued, revoked, held, earned or lacking."""
        if self.certificate is not None:
            return "issued" if self.has_valid else "revoked"
        if not self.verdict.earned:
            return "lacking"
        return "held" if self.hold is not None else "earned"


def overview(session: TrainingSession) -> dict[int, Line]:
    """Return registration id -> line for everybody with a confirmed place or a certificate, in four queries."""
    rows = [(row[0], row[1]) for row in db.session.execute(queries.with_holds(session.id))]
    found = verdicts(session, [registration for registration, _hold in rows])
    newest = {each.registration_id: each for each in db.session.scalars(queries.of_session(session.id))}
    return {each.id: Line(each, found[each.id], newest.get(each.id), hold) for each, hold in rows}


def find_registration(public_id: str, session: TrainingSession) -> Registration:
    """Return a registration of this session; raises NotFound."""
    found = db.session.scalar(queries.registration(public_id))
    if found is None or found.session_id != session.id:
        raise NotFound
    return found


def to_do(centres: set[int] | None) -> tuple[Numbered, Numbered]:
    """Return what selects sessions of these centres with how many certificates are held back, and can be issued."""
    share = float(current_app.config["CERTIFICATE_SHARE"])
    return queries.told(queries.held(centres)), queries.told(queries.to_issue(centres, share, clock.now()))


def numbers_of(registration_ids: Collection[int]) -> dict[int, str]:
    """Return registration id -> number of the certificate that holds."""
    rows = db.session.execute(queries.numbers_of(registration_ids)).all()
    return {number: printed for number, printed in rows if number is not None}
