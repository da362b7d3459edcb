"""Results of a session, level by level: what was answered, against the centre's mean, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from trainhub.plugin_api import db
from trainhub.plugin_api.questionnaires import (
    Distribution,
    Gain,
    Item,
    ItemAnalysis,
    Rate,
    Result,
    Wave,
    analyse_items,
    content_of,
    distribution,
    may_show,
    pairs,
    rates,
    results,
)
from trainhub.plugin_api.sessions import TrainingSession

from ..models import SessionWave
from ..queries import reading as queries
from ..words import LEVEL_OF
from . import measuring, planning

EASY, HARD = 0.9, 0.2  # shares of right answers beyond which a test item tells little
WEAK = 0.2  # discrimination below which an item does not tell who knows more
TELLING = 10  # answers; of fewer, chance alone makes an item look weak


@dataclass(frozen=True, slots=True)
class Line:
    """One wave of a session as its page lists it."""

    row: SessionWave
    rate: Rate | None

    @property
    def shown(self) -> bool:
        return self.row.wave is not None and self.row.wave.state == "closed" and may_show(self.row.wave)

    @property
    def level(self) -> int:
        return LEVEL_OF[self.row.instrument.purpose]


@dataclass(frozen=True, slots=True)
class Compared:
    """What a wave says, and the centre's other trainings with the same questions; None where there are none."""

    result: Result
    others: Result | None


@dataclass(frozen=True, slots=True)
class Flagged:
    """A test item with what is odd about it: easy, hard, weak."""

    analysis: ItemAnalysis
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A question asked before and afterwards: both means, each of those who answered that time."""

    item: Item
    before: Distribution
    after: Distribution


@dataclass(frozen=True, slots=True)
class Summary:
    """The few figures of a session that stand on top."""

    satisfaction: float | None = None
    satisfaction_n: int = 0
    learning: Gain | None = None
    practice: Gain | None = None
    practice_days: int = 0


def lines(session: TrainingSession) -> list[Line]:
    """Return the waves of a session in the order of time, with how many answered."""
    rows = planning.waves_of(session)
    found = rates([row.wave for row in rows if row.wave is not None])
    return [Line(row, found.get(row.wave_id) if row.wave_id is not None else None) for row in rows]


def compared(row: SessionWave) -> Compared:
    """Return a wave's results beside those of the centre's other closed waves of the same questionnaire."""
    assert row.wave is not None
    others = [wave for wave in alike(row) if wave.id != row.wave_id]
    return Compared(results([row.wave]), results(others) if others else None)


def alike(row: SessionWave) -> list[Wave]:
    """Return the closed waves of the centre in which the same questionnaire was answered by enough."""
    return list(db.session.scalars(queries.closed_alike(*_kind(row)))) if row.wave is not None else []


def alike_ids(row: SessionWave) -> tuple[int, ...]:
    """Return the numbers of those waves, this one among them."""
    return tuple(db.session.scalars(queries.closed_alike_ids(*_kind(row)))) if row.wave is not None else ()


def _kind(row: SessionWave) -> tuple[int, int | None, str]:
    assert row.wave is not None
    return row.wave.version.questionnaire_id, row.wave.centre_id, row.instrument.purpose


def summary(found: Sequence[Line]) -> Summary:
    """Return the figures on top of a session's page, from waves that may be shown."""
    shown = {line.row.instrument.purpose: line.row for line in found if line.shown}  # the latest of each purpose
    satisfaction, number = _satisfaction(shown.get("reaction"))
    last = shown.get("follow_up")
    return Summary(
        satisfaction,
        number,
        gain(shown.get("post"), "pre"),
        gain(last, "baseline"),
        last.instrument.offset_days if last else 0,
    )


def gain(row: SessionWave | None, purpose: str) -> Gain | None:
    """Return what changed from the wave of a purpose to this one; None where there is no such pair."""
    before = measuring.partner(row, purpose) if row is not None else None
    if row is None or row.wave is None or before is None:
        return None
    return pairs(before, row.wave)


def dumbbells(row: SessionWave, purpose: str) -> list[Change]:
    """Return question by question the means before and now, of questions that both ask on a scale."""
    before = measuring.partner(row, purpose)
    if before is None or row.wave is None:
        return []
    earlier = {item.key for item in content_of(before).items}
    items = [item for item in content_of(row.wave).items if item.key in earlier and item.scores and not item.correct]
    found = [
        Change(item, first, then)
        for item in items
        if (first := distribution([before], item.key)) and (then := distribution([row.wave], item.key))
    ]
    return [each for each in found if each.before.mean is not None and each.after.mean is not None]


def test_items(wave: Wave) -> list[Flagged]:
    """Return how difficult each test item was and how well it tells who knows more, with what is odd."""
    return [Flagged(each, tuple(_flags(each))) for each in analyse_items(wave)]


def _flags(each: ItemAnalysis) -> list[str]:
    found = []
    if each.difficulty is not None and each.difficulty > EASY:
        found.append("easy")
    if each.difficulty is not None and each.difficulty < HARD:
        found.append("hard")
    if each.n >= TELLING and each.discrimination is not None and each.discrimination < WEAK:
        found.append("weak")
    return found


def _satisfaction(row: SessionWave | None) -> tuple[float | None, int]:
    """Return the mean of what was measured when the wave closed, and of how many answers."""
    if row is None or row.wave_id is None:
        return None, 0
    found = db.session.execute(queries.mean_of(row.wave_id, "satisfaction")).one()
    return (None if found.mean is None else float(found.mean)), int(found.n)
