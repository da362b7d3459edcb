"""Where everybody of a session stands, kind by kind: has one, has earned one, or what is lacking."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
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
from ..models import Certificate, CertificateHold, CertificateKind, Ground
from .rule import Judge, Offer, Verdict, offers

Numbered = Select[str, Texts, date | None, int]
Place = tuple[bool, int, str]  # is it an assignment, its id, key of the kind


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a session and one kind: the verdict of the rule, the newest certificate, why it is held back."""

    ground: Ground
    offer: Offer
    verdict: Verdict
    certificate: Certificate | None
    hold: CertificateHold | None

    @property
    def kind(self) -> CertificateKind:
        return self.offer.kind

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


def overview(session: TrainingSession, offered: list[Offer] | None = None) -> list[Line]:
    """Return a line for everybody who took part or taught and every kind that is given, or was issued to them.

    It asks as often for one person as for all.
    """
    judge, newest = Judge(session), _newest(session)
    held = {_place(each): each for each in db.session.scalars(queries.holds(session.id))}
    offered = offered or offers(session)
    lines: list[Line] = []
    for teaches, ask in ((False, queries.registrations), (True, queries.taught)):
        mine = [each for each in offered if each.kind.teaches is teaches]
        keys = {each.kind.key for each in mine}
        wanted = any(each.given for each in mine) or any(place[2] in keys for place in newest)
        people: Iterable[Ground] = db.session.scalars(ask(session.id)).all() if wanted else ()
        lines += _lines(judge, list(people), mine, newest, held)
    return lines


def _lines(
    judge: Judge,
    grounds: list[Ground],
    offered: list[Offer],
    newest: Mapping[Place, Certificate],
    held: Mapping[Place, CertificateHold],
) -> list[Line]:
    found: dict[int, list[Line]] = defaultdict(list)
    for offer in offered:
        key = offer.kind.key
        shown = [each for each in grounds if offer.given or _at(each, key) in newest]
        said = judge.verdicts(shown, offer) if shown else {}
        for each in shown:
            place = _at(each, key)
            found[each.id].append(Line(each, offer, said[each.id], newest.get(place), held.get(place)))
    return [line for each in grounds for line in found[each.id]]


def _newest(session: TrainingSession) -> dict[Place, Certificate]:
    """Return the newest certificate of each; one that was not revoked goes before those that were."""
    every = db.session.scalars(queries.of_session(session.id)).all()
    ordered = sorted(every, key=lambda each: (each.revoked_at is None, each.id))
    return {_place(each): each for each in ordered}


def _place(row: Certificate | CertificateHold) -> Place:
    return row.registration_id is None, row.registration_id or row.assignment_id or 0, row.kind


def _at(ground: Ground, kind: str) -> Place:
    return not isinstance(ground, Registration), ground.id, kind


def find_registration(public_id: str, session: TrainingSession) -> Registration:
    """Return a registration of this session; raises NotFound."""
    found = db.session.scalar(queries.registration(public_id))
    if found is None or found.session_id != session.id:
        raise NotFound
    return found


def find_assignment(number: int, session: TrainingSession) -> Ground:
    """Return somebody's part in this session; raises NotFound."""
    found = db.session.scalar(queries.assignment(session.id, number))
    if found is None:
        raise NotFound
    return found


def to_do(centres: set[int] | None) -> tuple[Numbered, Numbered]:
    """Return what selects sessions of these centres with how many certificates are held back, and can be issued."""
    share = float(current_app.config["CERTIFICATE_SHARE"])
    return queries.told(queries.held(centres)), queries.told(queries.to_issue(centres, share, clock.now()))


def numbers_of(registration_ids: Collection[int]) -> dict[int, str]:
    """Return registration id -> numbers of the certificates that hold."""
    found: dict[int, list[str]] = defaultdict(list)
    for number, printed in db.session.execute(queries.numbers_of(registration_ids)):
        if number is not None:
            found[number].append(printed)
    return {number: ", ".join(printed) for number, printed in found.items()}
