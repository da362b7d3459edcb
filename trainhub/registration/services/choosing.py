"""What staff must say when they choose under a call: a reason, and why a target share of women is missed (R-124)."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app

from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...kernel.work import Actor
from .. import queries
from ..models import HOLDING, Call, CallEvent, Registration, RegistrationFact
from .balance import Crowd
from .terms import Terms

STEP = 0.05  # a share is told rounded to this, so that one tick more does not tell somebody's gender


@dataclass(frozen=True, slots=True)
class Women:
    """The share of women among those who hold a seat and those chosen, as far as they said.

    `share` is rounded, and None where fewer than SMALL_CELL people said. `met` is None where no target is set.
    """

    share: float | None
    stated: int
    people: int
    target: float | None
    met: bool | None


def women(held: Terms, facts: Sequence[RegistrationFact]) -> Women:
    """Return the share of women among people, against the target of the call."""
    return _women(held, [each.gender for each in facts])


def _women(held: Terms, genders: Sequence[str]) -> Women:
    said = [each for each in genders if each in {"f", "m", "other"}]
    target = held.call.women_target if held.call else None
    enough = len(said) >= int(current_app.config["SMALL_CELL"])
    share = sum(each == "f" for each in said) / len(said) if enough else None
    met = None if target is None or share is None else share >= target
    return Women(None if share is None else round(share / STEP) * STEP, len(said), len(genders), target, met)


def among_chosen(session_id: int, held: Terms, chosen: Sequence[Registration]) -> Women:
    """Return the share of women as it would be if the chosen got seats."""
    holding = db.session.scalars(queries.holders(session_id, HOLDING)).all()
    ids = {each.id for each in holding}
    return _women(held, [each.facts.gender for each in (*holding, *(one for one in chosen if one.id not in ids))])


def women_with(held: Terms, among: Crowd, chosen: Sequence[Registration] = ()) -> Women:
    """Return the same of a crowd that is counted already."""
    holding = [row.gender for row in among.rows if row.state in HOLDING for _one in range(row.number)]
    return _women(held, [*holding, *(each.facts.gender for each in chosen if not each.holds_seat)])


def women_by_stage(held: Terms, among: Crowd) -> dict[str, Women]:
    """Return the share of women among all who came in, and among those who hold a seat."""
    everybody = [row.gender for row in among.rows for _one in range(row.number)]
    return {"all": _women(held, everybody), "holding": women_with(held, among)}


def check_reasons(held: Terms, chosen: Sequence[Registration], after: str, reason: str, missed: str, by: Actor) -> None:
    """Raise Invalid where the call asks for a reason that is not given; keep why the target is missed."""
    if held.call is None:
        return
    if not reason.strip():
        raise Invalid({"reason": _("Say why. The reason stays with the decision.")})
    if after in HOLDING and among_chosen(held.call.session_id, held, chosen).met is False:
        _check_missed(held.call, missed, by)


def _check_missed(call: Call, missed: str, by: Actor) -> None:
    if missed.strip():
        event = CallEvent(
            call_id=call.id,
            what="target-missed",
            reason=missed.strip()[:500],
            account_id=by.account_id,
            actor=by.name,
        )
        db.session.add(event)
        db.session.flush()
    elif db.session.scalars(queries.call_events(call.id, "target-missed")).first() is None:
        sentence = _("The target share of women is missed with this choice. Choose otherwise, or say why.")
        raise Invalid({"missed": sentence})
