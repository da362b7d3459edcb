"""Candidates for a plan: the curriculum's activities, ranked by a score whose every part is shown (R-072, US-02)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...curriculum import services as curriculum
from ...curriculum.models import ActivityText
from ...kernel import clock, work
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts
from .. import queries
from ..models import Plan, RankOverride
from . import needs, topics

COMPONENTS: dict[str, str] = {
    "need": _l("Need"),
    "recommendation": _l("Recommendations"),
    "gender": _l("Gender component"),
    "readiness": _l("Readiness"),
    "given": _l("Not held lately"),
    "cost": _l("Low cost"),
}
DEFAULTS = {"need": 40, "recommendation": 20, "gender": 10, "readiness": 10, "given": 10, "cost": 10}
ENOUGH = 3  # recommendations that give the whole part of the score
MONTHS = 24  # after which an activity counts as not held lately
USUAL = 4  # half-days of an activity that gives no hours
LONGEST = 12  # half-days that leave nothing of the part for low cost


@dataclass(frozen=True, slots=True)
class Candidate:
    """An activity with its score; a part that nobody knows is None, and lowers `sure`, not the score."""

    text: ActivityText
    parts: Mapping[str, float | None]
    score: float
    sure: float
    calculated: int
    rank: int
    planned: int
    override: RankOverride | None = None
    last: date | None = None

    @property
    def key(self) -> str:
        return self.text.key

    @property
    def module(self) -> int:
        return self.text.module_text.number


def weights(plan: Plan) -> dict[str, int]:
    return {key: int(plan.weights.get(key, DEFAULTS[key])) for key in COMPONENTS}


def candidates(plan: Plan, said: needs.Needs | None = None) -> list[Candidate]:
    """Return all activities of the curriculum in force, the first ones first; `said` are the needs, if read before."""
    said = said or needs.read()
    held = {row.activity_id: row.last for row in db.session.execute(queries.given(clock.today()))}
    made = {row.activity_id: row for row in db.session.scalars(queries.overrides(plan.id))}
    planned = {row.activity_id: row.times for row in db.session.execute(queries.planned(plan.id))}
    scored = []
    for text in db.session.scalars(queries.activity_texts()).unique():
        parts, sure = _parts(text, said, held.get(text.activity_id))
        scored.append((text, parts, _score(parts, weights(plan)), sure))
    scored.sort(key=lambda each: (-each[2], each[0].key))
    order = _ordered([text.activity_id for text, *_rest in scored], made)
    found = [
        Candidate(
            text, parts, score, sure, number, order[text.activity_id], planned.get(text.activity_id, 0),
            made.get(text.activity_id), held.get(text.activity_id),
        )
        for number, (text, parts, score, sure) in enumerate(scored, 1)
    ]  # fmt: skip
    return sorted(found, key=lambda each: each.rank)


def _ordered(ids: Sequence[int], made: Mapping[int, RankOverride]) -> dict[int, int]:
    """Return the place of every activity: those with a place of their own there, the others around them."""
    rest = [each for each in ids if each not in made]
    for row in sorted((row for key, row in made.items() if key in ids), key=lambda row: row.rank):
        rest.insert(row.rank - 1, row.activity_id)
    return {each: number for number, each in enumerate(rest, 1)}


def _parts(text: ActivityText, said: needs.Needs, last: date | None) -> tuple[dict[str, float | None], float]:
    need, sure = said.need((text.module_text.number,))
    halves = (text.hours or USUAL * 3) / 3
    ready = (text.format, text.levels, text.audience, text.hours, text.lead, text.state == "confirmed")
    months = MONTHS if last is None else (clock.today() - last).days / 30
    parts = {
        "need": need,
        "recommendation": 100 * min(said.recommended(text.recommendations), ENOUGH) / ENOUGH,
        "gender": 100.0 if text.gender or "gender" in text.themes else 0.0,
        "readiness": 100 * sum(map(bool, ready)) / len(ready),
        "given": max(0.0, min(100.0, 100 * months / MONTHS)),
        "cost": max(0.0, 100 - 100 * halves / LONGEST),
    }
    return parts, sure


def _score(parts: Mapping[str, float | None], weight: Mapping[str, int]) -> float:
    known = {key: value for key, value in parts.items() if value is not None}
    whole = sum(weight[key] for key in known)
    return sum(weight[key] * value for key, value in known.items()) / whole if whole else 0.0


def find_text(key: str) -> ActivityText:
    """Return an activity of the curriculum in force; raises NotFound."""
    return curriculum.activity(key)


def override(*, plan: Plan, key: str, rank: int | None, reason: str) -> None:
    """Put an activity on another place, or back where it was calculated. Raises Invalid without a reason."""
    if plan.state == "closed":
        raise Refused(_("This plan is closed."))
    text = find_text(key)
    row = next(
        (each for each in db.session.scalars(queries.overrides(plan.id)) if each.activity_id == text.activity_id), None
    )
    if rank is None:
        if row is None:
            raise NotFound
        db.session.delete(row)
        db.session.flush()
        return
    wrong = {}
    if not reason.strip():
        wrong["reason"] = _("Say why, so that others can follow.")
    if rank < 1:
        wrong["rank"] = _("The first place is 1.")
    if wrong:
        raise Invalid(wrong)
    place = next(each.calculated for each in candidates(plan) if each.text.activity_id == text.activity_id)
    row = row or RankOverride(plan_id=plan.id, activity_id=text.activity_id)
    row.rank, row.calculated, row.reason = rank, place, reason.strip()
    row.by, row.at = work.actor().name, clock.now()
    db.session.add(row)
    db.session.flush()


def titles() -> dict[str, Texts]:
    """Return the titles of the curriculum's activities by their keys."""
    return {each.key: each.title for each in topics.read().by_id.values()}


def frozen(plan: Plan) -> list[dict[str, Any]]:
    """Return the ranking as it is kept when a plan is approved."""
    return [_kept(each) for each in candidates(plan)]


def _kept(each: Candidate) -> dict[str, Any]:
    parts = {key: None if value is None else round(value) for key, value in each.parts.items()}
    return {
        "rank": each.rank,
        "calculated": each.calculated,
        "key": each.key,
        "score": round(each.score, 1),
        "parts": parts,
        "reason": each.override.reason if each.override else "",
    }
