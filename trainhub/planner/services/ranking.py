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
from ...sessions.models import Format
from .. import queries
from ..models import Plan, PlanLine, RankOverride
from . import money, needs, topics
from .halfdays import halves

COMPONENTS: dict[str, str] = {
    "need": _l("Need"),
    "recommendation": _l("Recommendations"),
    "gender": _l("Gender component"),
    "readiness": _l("Readiness"),
    "given": _l("Not held lately"),
    "cost": _l("Low cost"),
}
EXPLAINED: dict[str, str] = {
    "need": _l("How urgent the countries call its module; 100 is the most urgent value of the scale."),
    "recommendation": _l("How many recommendations it answers that are still open; three give 100."),
    "gender": _l("100 where it has a gender component, else 0."),
    "readiness": _l("How much of it is settled: format, levels, audience, hours, lead, and that it is confirmed."),
    "given": _l("How long ago it was last held; two years give 100."),
    "cost": _l(
        "What a usual event of it costs by the rates of the centre; the dearest activity has 0. "
        "Without rates it is not known."
    ),
}
DEFAULTS = {"need": 40, "recommendation": 20, "gender": 10, "readiness": 10, "given": 10, "cost": 10}
ENOUGH = 3  # recommendations that give the whole part of the score
MONTHS = 24  # after which an activity counts as not held lately
SEATS = 20  # of a usual event, by which its cost is estimated


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
    cost: float | None = None  # of a usual event, in the currency of the plan; None without rates

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
    said, advice = said or needs.read(), needs.advice()
    rows = db.session.execute(queries.candidates(plan.id, clock.today())).unique().all()
    costs = _costs(plan, [text for text, *_rest in rows])
    dearest = max(costs.values(), default=0.0)
    scored = []
    for text, last, times, made in rows:
        cost = costs.get(text.activity_id)
        parts, sure = _parts(text, said, last, advice.open(text), _cheap(cost, dearest))
        scored.append((_score(parts, weights(plan)), text, parts, sure, last, times, made, cost))
    scored.sort(key=lambda each: (-each[0], each[1].key))
    placed = {each[1].activity_id: each[6] for each in scored if each[6] is not None}
    order = _ordered([each[1].activity_id for each in scored], placed)
    found = [
        Candidate(text, parts, score, sure, number, order[text.activity_id], times, made, last, cost)
        for number, (score, text, parts, sure, last, times, made, cost) in enumerate(scored, 1)
    ]
    return sorted(found, key=lambda each: each.rank)


def _ordered(ids: Sequence[int], made: Mapping[int, RankOverride]) -> dict[int, int]:
    """Return the place of every activity: those with a place of their own there, the others around them."""
    rest = [each for each in ids if each not in made]
    for row in sorted((row for key, row in made.items() if key in ids), key=lambda row: row.rank):
        rest.insert(row.rank - 1, row.activity_id)
    return {each: number for number, each in enumerate(rest, 1)}


def _costs(plan: Plan, texts: Sequence[ActivityText]) -> dict[int, float]:
    """Return what a usual event of each activity costs by the rates of the centre; nothing where it has none."""
    rates = money.read_rates(plan.centre_id)
    if not rates.rows:
        return {}
    kinds = {each.key: each for each in db.session.scalars(queries.formats())}
    members, host = list(db.session.scalars(queries.countries())), plan.centre.country_code
    return {
        text.activity_id: money.estimate(_usual(text, kinds.get(text.format or "")), rates, members, host).total
        for text in texts
    }


def _usual(text: ActivityText, kind: Format | None) -> PlanLine:
    """Return a line for an activity that is of no plan: for all countries, in a room, once."""
    return PlanLine(
        half_days=usual_length(text, kind),
        seats=SEATS,
        format_id=kind.id if kind else None,
        mode="room",
        countries=[],
        times_a_year=1,
    )


def usual_length(text: ActivityText, kind: Format | None) -> int:
    """Return the usual half-days of an activity: its own hours, else those of its format, else one day."""
    hours = text.hours or (kind.default_hours if kind else None)
    return halves(hours) if hours else 2


def _cheap(cost: float | None, dearest: float) -> float | None:
    return None if cost is None or not dearest else 100 - 100 * cost / dearest


def _parts(
    text: ActivityText, said: needs.Needs, last: date | None, recommended: int | None, cheap: float | None
) -> tuple[dict[str, float | None], float]:
    need, sure = said.need((text.module_text.number,))
    ready = (text.format, text.levels, text.audience, text.hours, text.lead, text.state == "confirmed")
    months = MONTHS if last is None else (clock.today() - last).days / 30
    parts = {
        "need": need,
        "recommendation": None if recommended is None else 100 * min(recommended, ENOUGH) / ENOUGH,
        "gender": 100.0 if text.gender or "gender" in text.themes else 0.0,
        "readiness": 100 * sum(map(bool, ready)) / len(ready),
        "given": max(0.0, min(100.0, 100 * months / MONTHS)),
        "cost": cheap,
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
