"""What a round needs besides answers: approvals, milestones, risks, annexes, instruments."""

from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, TypeVar

from ...kernel import files
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...questionnaires.models import Wave
from .. import queries
from ..models import Annex, Approval, Instrument, Milestone, MilestoneMove, Risk, Round
from ..policies import Sight

Part = TypeVar("Part")
POLICY = files.FilePolicy("needs", ("pdf", "docx", "xlsx", "csv"), largest=20 << 10)
KINDS: dict[str, type[Any]] = {"approval": Approval, "milestone": Milestone, "risk": Risk, "annex": Annex}


@dataclass(frozen=True, slots=True)
class Parts:
    """All that a round needs besides answers, as far as a viewer sees it."""

    approvals: list[Approval]
    milestones: list[Milestone]
    risks: list[Risk]
    annexes: list[Annex]
    instruments: list[Instrument]


def parts(found: Round, sight: Sight) -> Parts:
    """Return what stands beside the answers of a round."""

    def of(model: type[Any]) -> list[Any]:
        return list(db.session.scalars(queries.part_of(model, found.id)))

    annexes = [annex for annex in of(Annex) if sight.annex(annex)]
    if not sight.office(found):
        return Parts([], [], [], annexes, of(Instrument))
    return Parts(of(Approval), sorted(of(Milestone), key=lambda each: each.due), of(Risk), annexes, of(Instrument))


def approve(*, found: Round, what: str, approver: str, day: date) -> Approval:
    """Note that a body approved something (R-067)."""
    row = Approval(round_id=found.id, what=what, approver=approver, day=day)
    return _kept(row)


def add_milestone(*, found: Round, title: str, due: date) -> Milestone:
    return _kept(Milestone(round_id=found.id, title=title, due=due))


def move_milestone(*, milestone: Milestone, due: date, reason: str, done: bool) -> None:
    """Move a date, which needs its reason, or say that it is done (R-063)."""
    if due != milestone.due:
        if not reason.strip():
            raise Invalid({"reason": _("Say why the date moves.")})
        milestone.moves.append(MilestoneMove(before=milestone.due, after=due, reason=reason.strip()))
        milestone.due = due
    milestone.state = "done" if done else "open"
    db.session.flush()


def add_risk(*, found: Round, text: str, mitigation: str, severity: str) -> Risk:
    return _kept(Risk(round_id=found.id, text=text, mitigation=mitigation, severity=severity))


def add_annex(*, found: Round, title: str, sight: str, stream: BinaryIO, name: str) -> Annex:
    """Keep a document of a round (R-062)."""
    file = files.store(stream, name, POLICY)
    db.session.flush()
    return _kept(Annex(round_id=found.id, file_id=file.id, title=title, sight=sight))


def add_instrument(
    *, found: Round, kind: str, title: Texts, category_code: str | None, wave_id: int | None
) -> Instrument:
    """Add the way in which a category is asked; a questionnaire runs as a wave (R-027)."""
    if wave_id is not None and db.session.get(Wave, wave_id) is None:
        raise Invalid({"wave": _("Choose one of the list.")})
    row = Instrument(round_id=found.id, kind=kind, title=title, category_code=category_code, wave_id=wave_id)
    return _kept(row)


def remove(found: Round, kind: str, public_id: str) -> None:
    """Take an approval, a milestone, a risk or an annex away."""
    row = find_part(found, kind, public_id)
    file = row.file if kind == "annex" else None
    db.session.delete(row)
    db.session.flush()
    if file is not None:
        files.remove(file)


def find_part(found: Round, kind: str, public_id: str) -> Any:
    """Return one of a round's KINDS, or raise NotFound."""
    model = KINDS.get(kind)
    rows = db.session.scalars(queries.part_of(model, found.id)) if model else ()
    row = next((each for each in rows if each.public_id == public_id), None)
    if row is None:
        raise NotFound
    return row


def find_annex(public_id: str, sight: Sight) -> Annex:
    """Return an annex that a viewer sees, or raise NotFound."""
    annex = db.session.scalar(queries.annex(public_id))
    if annex is None or not sight.annex(annex):
        raise NotFound
    return annex


def _kept(row: Part) -> Part:
    db.session.add(row)
    db.session.flush()
    return row
