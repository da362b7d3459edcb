"""A country's simplified value from the answers of its institutions, and what the matrix shows. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from .vocabulary import SAYING, State

_AFTER_VALUES = (State.PARTIAL, State.ZERO, State.NO, State.NOT_AVAILABLE)  # which word stands for several


@dataclass(frozen=True, slots=True)
class Scale:
    """From which to which number priorities go, and which end is urgent."""

    lowest: int = 1
    highest: int = 4
    high_is_urgent: bool = True

    @property
    def urgent(self) -> int:
        return self.highest if self.high_is_urgent else self.lowest

    def urgency(self, value: int) -> float:
        """Return 0 for the least urgent value, 1 for the most urgent one."""
        share = (value - self.lowest) / (self.highest - self.lowest)
        return share if self.high_is_urgent else 1 - share

    def values(self) -> list[int]:
        """Return the values, the most urgent one first."""
        found = list(range(self.lowest, self.highest + 1))
        return found[::-1] if self.high_is_urgent else found


@dataclass(frozen=True, slots=True)
class Said:
    """What one institution says of a topic: a state, and a number with State.VALUE only."""

    state: State
    value: int | None = None

    def __post_init__(self) -> None:
        if (self.state is State.VALUE) != (self.value is not None):
            raise ValueError("only a priority has a number")


@dataclass(frozen=True, slots=True)
class CellValue:
    """A cell as it is shown. `value` only with State.VALUE; `computed` is what the answers alone would give."""

    state: State
    value: int | None = None
    answers: int = 0  # institutions that said something of the topic
    asked: int = 0  # institutions of the country that answered at all
    spread: int = 0  # between the highest and the lowest number beneath
    lifted: bool = False
    reason: str = ""
    note: str = ""
    computed: Said = Said(State.NOT_ASKED)
    firm: bool = True  # not to be re-validated
    mixed: bool = False  # words and numbers lie beneath

    @property
    def confidence(self) -> float:
        """Return from 0 to 1 how much stands behind it: nothing known is 0, one voice counts half, discord less."""
        if self.state not in SAYING:
            return 0.0
        base = 0.5 if self.answers <= 1 and not self.lifted else 1.0
        return round(base * (0.75 if self.spread >= 2 else 1.0) * (1.0 if self.firm else 0.8), 2)


def simplified(said: Sequence[Said], rule: str, scale: Scale) -> Said:
    """Return one value for several answers. Words become no numbers: numbers decide where there are some."""
    numbers = [each.value for each in said if each.value is not None]
    if numbers:
        return _of_numbers(numbers, said, rule, scale)
    words = {each.state for each in said}
    if rule == "consensus" and len(words & set(SAYING)) > 1:
        return Said(State.PARTIAL)
    return Said(next((state for state in _AFTER_VALUES if state in words), State.NO_ANSWER))


def _of_numbers(numbers: Sequence[int], said: Sequence[Said], rule: str, scale: Scale) -> Said:
    urgent = max if scale.high_is_urgent else min
    if rule == "highest":
        return Said(State.VALUE, urgent(numbers))
    if rule == "consensus":
        agreed = len(set(numbers)) == 1 and all(each.state in (State.VALUE, State.NOT_AVAILABLE) for each in said)
        return Said(State.VALUE, numbers[0]) if agreed else Said(State.PARTIAL)
    middle = median(numbers)
    return Said(State.VALUE, _rounded(middle, scale))


def _rounded(middle: float, scale: Scale) -> int:
    """Return a half as the more urgent of its two neighbours."""
    if middle == int(middle):
        return int(middle)
    return int(middle) + 1 if scale.high_is_urgent else int(middle)


@dataclass(frozen=True, slots=True)
class Override:
    """What editors set over a cell."""

    value: int | None = None
    reason: str = ""
    note: str = ""


def cell(
    said: Sequence[Said],
    *,
    asked: int,
    column: bool,
    rule: str,
    scale: Scale,
    override: Override | None = None,
    firm: bool = True,
) -> CellValue:
    """Return a cell: `column` says whether the country is asked at all, `asked` how many institutions answered."""
    over = override or Override()
    found = simplified(said, rule, scale) if column else Said(State.NOT_ASKED)
    numbers = [each.value for each in said if each.value is not None]
    shown = found if over.value is None else Said(State.VALUE, over.value)
    return CellValue(
        shown.state,
        shown.value,
        len(said),
        asked,
        max(numbers) - min(numbers) if numbers else 0,
        over.value is not None,
        over.reason,
        over.note,
        found,
        firm,
        bool(numbers) and any(each.value is None for each in said),
    )


@dataclass(frozen=True, slots=True)
class Summary:
    """What a row of the matrix says over all its countries (R-043). Only numbers enter `mean`."""

    urgent: int  # how often the most urgent value
    numbers: int  # countries with a number
    counts: Mapping[State, int]
    mean: float | None
    lowest: int | None
    highest: int | None


def summary(cells: Iterable[CellValue], scale: Scale) -> Summary:
    """Sum up a row."""
    found = list(cells)
    numbers = [each.value for each in found if each.value is not None]
    counts: dict[State, int] = {}
    for each in found:
        counts[each.state] = counts.get(each.state, 0) + 1
    return Summary(
        sum(1 for number in numbers if number == scale.urgent),
        len(numbers),
        counts,
        sum(numbers) / len(numbers) if numbers else None,
        min(numbers, default=None),
        max(numbers, default=None),
    )
