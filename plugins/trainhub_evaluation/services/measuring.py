"""What a closed wave says in a few numbers, written once: nothing of it ever changes.

The values of `Measured` belong to nobody: they are sorted, carry no person and no pseudonym, and questions that too
few answered are left out, as in all results.
"""

from collections import defaultdict
from collections.abc import Callable

from trainhub.plugin_api import clock, db
from trainhub.plugin_api.questionnaires import Wave, may_show, paired, results

from ..models import Measured, SessionWave
from ..queries import planning, reading

POINTS = 100.0
Values = dict[str, list[float]]


def measure(row: SessionWave) -> None:
    """Keep the values of a closed wave; twice gives the same."""
    assert row.wave is not None
    db.session.execute(planning.drop_measured(row.wave.id))
    for name, values in _MEASURES.get(row.instrument.purpose, _nothing)(row).items():
        fields = {"session_id": row.session_id, "wave_id": row.wave.id, "measure": name}
        db.session.add_all(Measured(**fields, value=value) for value in sorted(values))
    row.measured_at = clock.now()
    db.session.flush()


def satisfaction_of(wave: Wave) -> list[float]:
    """Return, of each answer, how far up its scales lie: 0 is the lowest step of all, 1 the highest.

    Only scales asked once count, because not everybody answers for each trainer or module.
    """
    if not may_show(wave):
        return []
    shown = {
        each.item.key: each.item.scale
        for each in results([wave]).distributions
        if each.item.type == "scale" and each.item.scale and not each.block and not each.hidden
    }
    found: dict[str, list[float]] = defaultdict(list)
    for line in db.session.execute(reading.values_of([wave.id], list(shown))):
        scale = shown[line.item]
        if scale is not None and line.number is not None:
            found[line.set_id].append((line.number - scale.minimum) / (scale.maximum - scale.minimum))
    return [sum(each) / len(each) for each in found.values()]


def gains_of(before: Wave, after: Wave) -> list[float]:
    """Return after minus before of everybody who answered both; nothing where it may not be shown."""
    return [second - first for first, second in paired(before, after) or []]


def partner(row: SessionWave, purpose: str) -> Wave | None:
    """Return the closed wave of another purpose in the same session, with which this one pairs."""
    rows = db.session.scalars(planning.waves_of(row.session_id))
    found = [each.wave for each in rows if each.instrument.purpose == purpose and each.wave is not None]
    return next((wave for wave in found if wave.state == "closed" and _pairs(wave, row.wave)), None)


def _pairs(one: Wave, other: Wave | None) -> bool:
    if other is None:
        return False
    return one.series == other.series if one.series else one.identity == other.identity == "named"


def _nothing(_row: SessionWave) -> Values:
    return {}


def _satisfaction(row: SessionWave) -> Values:
    assert row.wave is not None
    return {"satisfaction": satisfaction_of(row.wave)}


def _gain(measure: str, purpose: str) -> Callable[[SessionWave], Values]:
    def of(row: SessionWave) -> Values:
        before = partner(row, purpose)
        return {measure: gains_of(before, row.wave)} if before is not None and row.wave is not None else {}

    return of


def _institution(row: SessionWave) -> Values:
    assert row.wave is not None
    return {"institution": satisfaction_of(row.wave)}


_MEASURES: dict[str, Callable[[SessionWave], Values]] = {
    "reaction": _satisfaction,
    "post": _gain("learning_gain", "pre"),
    "follow_up": _gain("behaviour", "baseline"),
    "institution": _institution,
}
