"""What changed between two waves, and how good the questions of a test are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ...kernel.db import db
from .. import queries
from ..content import Item, Value, is_right
from ..figures import correlation, deviation, interval, mean
from ..models import Wave
from .results import Place, may_show
from .waves import content_of

FULL = 100.0  # points are told in per cent of what could be got
Given = dict[str, list[Value]]  # item -> its values, of one answer set


@dataclass(frozen=True, slots=True)
class Gain:
    """A difference of pairs, after minus before, with its 95 % interval (t); None where it cannot be said."""

    n: int = 0
    before: float | None = None
    after: float | None = None
    gain: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ItemAnalysis:
    """A test item: share of right answers, and how it goes with the rest of the test (corrected point-biserial)."""

    item: Item
    n: int
    difficulty: float | None
    discrimination: float | None


def pairs(before: Wave, after: Wave, *, items: Sequence[str] | None = None) -> Gain:
    """Return the gain of those who answered both waves of a series (or two named ones).

    It compares the questions that both have (or only `items`): those of a test by points, in per cent of what
    could be got, an unanswered one being wrong; else scales and scored choices by each person's mean over the
    questions that this person answered both times. Entered numbers count only where nothing has a scale.
    """
    both = paired(before, after, items=items)
    return Gain(hidden=True) if both is None else gain_of(both)


def paired(before: Wave, after: Wave, *, items: Sequence[str] | None = None) -> list[tuple[float, float]] | None:
    """Return the pairs behind `pairs`, the smallest first; None where they may not be shown."""
    if not (may_show(before) and may_show(after)):
        return None
    common = _common(before, after, items)
    first, second = _by_person(before, common), _by_person(after, common)
    both = [_pair(first[who], second[who], common) for who in first if who in second]
    whole = [pair for pair in both if pair is not None]
    fewest = max(wave.minimum if wave.sealed else 1 for wave in (before, after))
    return None if 0 < len(whole) < fewest else sorted(whole)


def gain_of(both: Sequence[tuple[float, float]]) -> Gain:
    """Return the gain of pairs (before, after)."""
    differences = [after - before for before, after in both]
    low, high = interval(differences) or (None, None)
    return Gain(
        len(both),
        mean([before for before, _after in both]),
        mean([after for _before, after in both]),
        mean(differences),
        deviation(differences),
        low,
        high,
    )


def analyse_items(wave: Wave) -> list[ItemAnalysis]:
    """Return the analysis of the test items of a wave that may be shown, in their order."""
    tested = [item for item in content_of(wave).items if item.correct]
    if not tested or not may_show(wave):
        return []
    sheets = list(_by_set(wave, tested).values())
    right = [{item.key: is_right(item, sheet.get(item.key, [])) for item in tested} for sheet in sheets]
    return [_analysed(item, tested, right) for item in tested]


def test_points(wave: Wave) -> list[float]:
    """Return what each answer of a test got, in per cent, the fewest first; nothing where it may not be shown."""
    tested = [item for item in content_of(wave).items if item.correct]
    if not tested or not may_show(wave):
        return []
    return sorted(_per_cent(sheet, tested) for sheet in _by_set(wave, tested).values())


def scores(wave: Wave) -> dict[int, tuple[float, float]]:
    """Return person id -> points got and possible, of a named test."""
    tested = [item for item in content_of(wave).items if item.correct]
    most = sum(item.points for item in tested)
    if wave.identity != "named":
        return {}
    sheets = _by_person(wave, tested) if tested else {}
    return {int(who): (_per_cent(sheet, tested) * most / FULL, most) for who, sheet in sheets.items()}


def _analysed(item: Item, tested: Sequence[Item], right: Sequence[dict[str, bool]]) -> ItemAnalysis:
    own = [float(sheet[item.key]) for sheet in right]
    rest = [sum(other.points for other in tested if other is not item and sheet[other.key]) for sheet in right]
    return ItemAnalysis(item, len(right), mean(own), correlation(own, rest))


def _common(before: Wave, after: Wave, items: Sequence[str] | None) -> list[Item]:
    """Return the questions of the later wave that the earlier one asks alike."""
    earlier = {item.key: item for item in content_of(before).items}
    common = [
        item
        for item in content_of(after).items
        if item.key in earlier
        and item.type == earlier[item.key].type
        and item.codes == earlier[item.key].codes
        and item.correct == earlier[item.key].correct
        and (items is None or item.key in items)
        and (item.correct or item.scores or item.type == "number")
    ]
    return [item for item in common if item.correct or item.scores] or common


def _pair(before: Given, after: Given, common: Sequence[Item]) -> tuple[float, float] | None:
    """Return what one person's answers were worth both times; None where nothing was answered both times."""
    tested = [item for item in common if item.correct]
    if tested:
        return _per_cent(before, tested), _per_cent(after, tested)
    one, other = _numbers(before, common), _numbers(after, common)
    both = one.keys() & other.keys()
    first, second = mean([one[place] for place in both]), mean([other[place] for place in both])
    return None if first is None or second is None else (first, second)


def _numbers(sheet: Given, common: Sequence[Item]) -> dict[Place, float]:
    """Return the number in each place that has one; of several choices their mean."""
    found: dict[Place, list[float]] = defaultdict(list)
    for item in common:
        for value in sheet.get(item.key, []):
            if value.number is not None:
                found[value.item, value.block, value.row].append(value.number)
    return {place: sum(numbers) / len(numbers) for place, numbers in found.items()}


def _per_cent(sheet: Given, tested: Sequence[Item]) -> float:
    got = sum(item.points for item in tested if is_right(item, sheet.get(item.key, [])))
    return FULL * got / sum(item.points for item in tested)


def _by_set(wave: Wave, items: Sequence[Item]) -> dict[str, Given]:
    """Return every answer set of a wave, also those without a value for these items."""
    found: dict[str, Given] = {row.id: defaultdict(list) for row in db.session.scalars(queries.answer_sets(wave.id))}
    for row in db.session.execute(queries.entries([wave.id], [item.key for item in items])):
        value = Value(row.item, row.block, row.row, row.choice, row.number, row.text)
        found[row.set_id][row.item].append(value)
    return found


def _by_person(wave: Wave, items: Sequence[Item]) -> dict[str, Given]:
    """Return pseudonym, or person id, -> answers; without paper forms, which have neither."""
    who = {row.id: row.pseudonym or row.person_id for row in db.session.scalars(queries.answer_sets(wave.id))}
    return {str(who[number]): sheet for number, sheet in _by_set(wave, items).items() if who[number] is not None}
