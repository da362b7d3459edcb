"""Results: how many answered, and what was answered in each place. What may not be shown is not counted.

A closed question of a sealed wave counts where the wave has its minimum of answers there; what lies below is left
out of sums over blocks and waves too, so that no difference of two results brings it back.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...kernel.db import db
from .. import queries
from ..content import UNSURE, Blocks, Content, Field, Item
from ..figures import deviation, mean
from ..models import Wave
from .waves import blocks_of, content_of

Place = tuple[str, str, str]  # item, block, row
OPEN = ("text", "date")  # types whose values are words, not counts


@dataclass(frozen=True, slots=True)
class Rate:
    """How many were asked and answered; `paper` forms tick nobody off."""

    asked: int = 0
    ticked: int = 0
    paper: int = 0

    @property
    def answers(self) -> int:
        return self.ticked + self.paper

    @property
    def share(self) -> float | None:
        """Return the response rate from 0 to 1; None where nobody was asked."""
        return min(1.0, self.answers / self.asked) if self.asked else None


@dataclass(frozen=True, slots=True)
class Distribution:
    """What was answered in one place: item, block ("" for all), row.

    `counts` has every code in its order, zeros too. `n` answered, `unsure` of them "do not know"; mean and
    sd are of those with a number (`scored`). `hidden`: too few to be shown, then nothing else is filled in.
    """

    item: Item
    block: str = ""
    row: str = ""
    n: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    unsure: int = 0
    scored: int = 0
    mean: float | None = None
    sd: float | None = None
    hidden: bool = False

    def share(self, code: str) -> float | None:
        """Return the share of a code among those who answered, from 0 to 1."""
        return self.counts.get(code, 0) / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Text:
    """One free text (or day): its place is stable, so that it can be coded by themes."""

    wave_id: int
    set_id: str
    item: str
    block: str
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that may be shown of waves taken together: `n` answers of `waves`, place by place.

    `waves` are those that may be shown; `hidden` says that none may. `content` is that of the newest version.
    """

    waves: tuple[Wave, ...]
    n: int
    hidden: bool
    content: Content
    blocks: Blocks
    distributions: tuple[Distribution, ...] = ()

    def of(self, item: str, block: str = "", row: str = "") -> Distribution | None:
        """Return the distribution of one place."""
        here = (item, block, row)
        return next((each for each in self.distributions if (each.item.key, each.block, each.row) == here), None)


def may_show(wave: Wave) -> bool:
    """Say whether answers of a wave may be shown: named ones, and closed ones that had enough."""
    return not wave.sealed or (wave.state == "closed" and wave.kept)


def rate(wave: Wave) -> Rate:
    """Return how many were asked and answered; also of an open wave."""
    return rates([wave])[wave.id]


def rates(waves: Sequence[Wave]) -> dict[int, Rate]:
    """Return wave id -> rate, in one query."""
    found = {row.id: row for row in db.session.execute(queries.counts([wave.id for wave in waves]))}
    return {wave.id: _rate(wave, found[wave.id].asked, found[wave.id].ticked, found[wave.id]) for wave in waves}


def results(waves: Sequence[Wave]) -> Result:
    """Return what may be shown of waves that have questions in common, in the order of the newest version.

    Sealed waves count when they are closed and have their minimum of answers; others are left out.
    """
    shown = _shown(waves)
    content = content_of(max(waves, key=lambda wave: wave.version_id)) if waves else Content()
    blocks = _all_blocks(shown)
    if not shown:
        return Result((), 0, True, content, blocks)
    counted = _Counted(shown, [item.key for item in content.items])
    places = tuple(counted.distribution(each) for each in content.fields(blocks))
    n = sum(each.answers for each in rates(shown).values())
    return Result(tuple(shown), n, False, content, blocks, places)


def distribution(waves: Sequence[Wave], item: str, *, block: str = "", row: str = "") -> Distribution | None:
    """Return one item's distribution over waves, for one block or (empty) over all; None if nobody asks it."""
    newest = sorted(waves, key=lambda wave: wave.version_id, reverse=True)
    home = next((each for wave in newest if (each := content_of(wave)).item(item)), None)
    asked, section = (home.item(item), home.section_of(item)) if home else (None, None)
    if asked is None or section is None:
        return None
    shown = _shown(waves)
    place = Field(section, asked, block, row)
    if not shown:
        return Distribution(asked, block, row, hidden=True)
    return _Counted(shown, [item]).distribution(place, over_all=bool(section.repeat) and not block)


def apart(waves: Sequence[Wave], items: Collection[str]) -> dict[int, tuple[Distribution, ...]]:
    """Return what may be shown of some questions in each of some waves by itself, place by place, by its number.

    However many waves there are, they are read at once.
    """
    shown = _shown(waves)
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in _tallied(shown, sorted(items), _by_item(shown)):
        rows[row.wave_id].append(row)
    return {wave.id: _places(wave, items, rows[wave.id]) for wave in shown}


def texts_of(waves: Sequence[Wave], item: str | None = None) -> list[Text]:
    """Return the free texts (and days) of waves, of one item or of all, in an order that is nobody's."""
    shown = _shown(waves)
    keys = {each.key for wave in shown for each in content_of(wave).items if each.type in OPEN}
    keys = keys if item is None else keys & {item}
    if not shown or not keys:
        return []
    return [Text(*row) for row in db.session.execute(queries.words([wave.id for wave in shown], keys))]


class _Counted:
    """The answers of waves counted by place, without those that are too few in their wave."""

    def __init__(self, waves: Sequence[Wave], items: Sequence[str], rows: Iterable[Any] | None = None) -> None:
        self.waves = waves
        self.numbers = [wave.id for wave in waves]
        self.items = items
        self.counts: dict[Place, Counter[str]] = defaultdict(Counter)
        self.n: Counter[Place] = Counter()
        self.left_out: set[Place] = set()
        self.entered: dict[Place, list[float]] = defaultdict(list)
        kinds = _by_item(waves)
        self._count(kinds, _tallied(waves, items, kinds) if rows is None else rows)

    def _count(self, kinds: dict[str, str], rows: Iterable[Any]) -> None:
        fewest = {wave.id: wave.minimum if wave.sealed else 1 for wave in self.waves}
        by_wave: dict[tuple[int, Place], Counter[str]] = defaultdict(Counter)
        for wave, item, block, row, choice, n in rows:
            by_wave[wave, (item, block, row)][choice] = n
        kept: set[tuple[int, Place]] = set()
        for (wave, place), counts in by_wave.items():
            n = counts.pop("") if kinds.get(place[0]) == "multiple" else sum(counts.values())
            if n < fewest[wave] and kinds.get(place[0]) not in OPEN:
                self.left_out.add(place)
                continue
            kept.add((wave, place))
            self.counts[place].update(counts)
            self.n[place] += n
        self._enter([key for key in self.items if kinds.get(key) == "number"], kept)

    def _enter(self, keys: list[str], kept: set[tuple[int, Place]]) -> None:
        """Note the numbers that were entered; they are not many, and sums of squares would lose them."""
        for row in db.session.execute(queries.entries(self.numbers, keys)) if keys else ():
            place = (row.item, row.block, row.row)
            if (row.wave_id, place) in kept:
                self.entered[place].append(row.number)

    def distribution(self, where: Field, *, over_all: bool = False) -> Distribution:
        """Return what was counted in a place, or over all blocks of its item."""
        places = [
            place
            for place in {*self.n, *self.left_out}
            if place[0] == where.item.key and place[2] == where.row and (over_all or place[1] == where.block)
        ]
        counts: Counter[str] = sum((self.counts[place] for place in places if place in self.n), Counter())
        n = sum(self.n[place] for place in places)
        if n == 0 and any(place in self.left_out for place in places):
            return Distribution(where.item, where.block, where.row, hidden=True)
        values = [value for place in places for value in self.entered.get(place, ())]
        values = values if where.item.type == "number" else _scored(where.item, counts)
        codes = where.item.codes
        return Distribution(
            where.item,
            where.block,
            where.row,
            n,
            {code: counts.get(code, 0) for code in [*codes, *(code for code in counts if code and code not in codes)]},
            counts.get(UNSURE, 0),
            len(values),
            mean(values),
            deviation(values),
        )


def _tallied(waves: Sequence[Wave], items: Sequence[str], kinds: dict[str, str]) -> Iterator[Any]:
    """Yield wave_id, item, block, row, choice, n: as kept for closed waves, counted for open ones."""
    closed = [wave.id for wave in waves if wave.state == "closed"]
    running = [wave.id for wave in waves if wave.state != "closed"]
    if closed:
        yield from db.session.execute(queries.kept_tallies(closed, items))
    if running:
        for query in queries.tallies(running, [key for key in items if kinds.get(key) == "multiple"]):
            yield from db.session.execute(query)


def _places(wave: Wave, items: Collection[str], rows: Iterable[Any]) -> tuple[Distribution, ...]:
    counted = _Counted([wave], sorted(items), rows)
    fields = content_of(wave).fields(blocks_of(wave))
    return tuple(counted.distribution(each) for each in fields if each.item.key in items)


def _scored(item: Item, counts: Counter[str]) -> list[float]:
    return [number for code, number in item.scores.items() for _each in range(counts.get(code, 0))]


def _rate(wave: Wave, asked: int, ticked: int, row: object) -> Rate:
    sets, sealed = int(row.sets), int(row.sealed)  # type: ignore[attr-defined]
    came = wave.counted if wave.counted is not None and wave.sealed else sets + sealed
    return Rate(asked, ticked, max(0, came - ticked))


def _shown(waves: Iterable[Wave]) -> list[Wave]:
    return [wave for wave in waves if may_show(wave)]


def _by_item(waves: Sequence[Wave]) -> dict[str, str]:
    return {item.key: item.type for wave in waves for item in content_of(wave).items}


def _all_blocks(waves: Sequence[Wave]) -> Blocks:
    """Return the trainers and modules of all waves together, each once."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for wave in waves:
        for kind, rows in blocks_of(wave).items():
            for code, name in rows:
                found[kind].setdefault(code, name)
    return {kind: list(names.items()) for kind, names in found.items()}
