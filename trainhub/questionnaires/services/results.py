"""Results: distributions, means, paired gains, item analysis. What a wave may not show is not computed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..content import Item
from ..models import Wave


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
    """Everything that may be shown of waves taken together: `n` answers of `waves`, item by item."""

    waves: tuple[Wave, ...]
    n: int
    hidden: bool
    distributions: tuple[Distribution, ...] = ()


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


def rate(wave: Wave) -> Rate:
    """Return how many were asked and answered; also of an open wave."""
    raise NotImplementedError


def rates(waves: Sequence[Wave]) -> dict[int, Rate]:
    """Return wave id -> rate, in one query."""
    raise NotImplementedError


def results(waves: Sequence[Wave]) -> Result:
    """Return what may be shown of waves of one questionnaire (any versions), in the order of the newest version.

    Sealed waves count when they are closed and have their minimum of answers; others are left out.
    """
    raise NotImplementedError


def distribution(waves: Sequence[Wave], item: str, *, block: str = "", row: str = "") -> Distribution | None:
    """Return one item's distribution over waves, for one block or (empty) over all; None if nobody asks it."""
    raise NotImplementedError


def texts_of(waves: Sequence[Wave], item: str | None = None) -> list[Text]:
    """Return the free texts of waves (of one item), in an order that is nobody's."""
    raise NotImplementedError


def pairs(before: Wave, after: Wave, *, items: Sequence[str] | None = None) -> Gain:
    """Return the gain between two waves of a series (or two named ones): points of tests in per cent of what the
    common items can give, else the mean of the common scored items. `items` limits it."""
    raise NotImplementedError


def analyse_items(wave: Wave) -> list[ItemAnalysis]:
    """Return the analysis of the test items of a wave."""
    raise NotImplementedError


def scores(wave: Wave) -> dict[int, tuple[float, float]]:
    """Return person id -> points got and possible, of a named test."""
    raise NotImplementedError
