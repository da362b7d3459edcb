"""What pages show of indicators: the value of a period, its target, how it went before, and why one is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from trainhub.plugin_api import db
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.people import Centre
from trainhub.plugin_api.reports import ALL, Axis, Chart, Period, Scope, Tabulation, charts, periods
from trainhub.plugin_api.sessions import Project, TrainingSession
from trainhub.plugin_api.texts import day, language

from .. import queries, spans
from ..models import Entry, Result, Sheet, Target, Tracked, Value
from ..vocabulary import PERCENT
from . import entries, figures, framework
from .figures import Figure


@dataclass(frozen=True, slots=True)
class View:
    """What a page is about: a centre and period, and what narrows it."""

    centre: Centre
    period: Period
    country: str | None = None
    module: int | None = None
    project: Project | None = None

    @property
    def narrowed(self) -> bool:
        return bool(self.country or self.module or self.project)

    @property
    def scope(self) -> Scope:
        return Scope(
            self.period.first,
            self.period.until,
            centre_id=self.centre.id,
            country=self.country,
            module=self.module,
            project_id=self.project.id if self.project else None,
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One period of a trend, with the definition it was measured by: of a locked one that of its lock."""

    period: Period
    sheet: Sheet
    figure: Figure
    target: float | None
    locked: Value | None


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator in a period."""

    tracked: Tracked
    sheet: Sheet  # the definition the value was measured by
    figure: Figure
    target: float | None
    locked: Value | None
    steps: tuple[Step, ...]

    @property
    def standing(self) -> str:
        """Return how the value stands to its target."""
        return framework.standing(self.sheet, self.figure.value, self.target)

    @property
    def text(self) -> str:
        return self.sheet.text(self.figure.value)

    @property
    def target_text(self) -> str:
        return self.sheet.text(self.target)

    @property
    def trend(self) -> Chart | None:
        """Return the line of the periods before, with at least two values that were measured in the same unit."""
        alike = [each.sheet.shape == self.sheet.shape for each in self.steps]
        values = [each.figure.value if same else None for each, same in zip(self.steps, alike, strict=True)]
        if sum(value is not None for value in values) < 2:
            return None
        names = [_under(each.period, first=place == 0) for place, each in enumerate(self.steps)]
        percent = self.sheet.shape == PERCENT
        title = self.sheet.title.text(language())
        return charts.line(title, list(zip(names, values, strict=True)), percent=percent, wide=True)


def dashboard(view: View, tracked: Sequence[Tracked] | None = None) -> list[Reading]:
    """Return every indicator of a centre as it stands in a period."""
    shown = framework.tracked(view.centre) if tracked is None else list(tracked)
    return list(_Desk(view, shown).readings())


def one(view: View, tracked: Tracked) -> Reading:
    """Return one indicator as it stands in a period."""
    return dashboard(view, [tracked])[0]


def by_result(readings: Iterable[Reading], results: Sequence[Result]) -> list[tuple[Result, list[Reading]]]:
    """Return readings under what they belong to, in the order of the tree; results without one stay as headings."""
    found: dict[int, list[Reading]] = {}
    for each in readings:
        found.setdefault(each.tracked.result_id, []).append(each)
    return [(result, found.get(result.id, [])) for result in results]


@dataclass(frozen=True, slots=True)
class Record:
    """A session that a value is made of."""

    session: TrainingSession
    n: int
    value: float | None


def records(view: View, tracked: Tracked) -> list[Record] | None:
    """Return the sessions a computed value is made of; None where its figure does not know sessions."""
    sheet = tracked.sheet
    table = figures.split(sheet, view.scope, "session")
    if table is None or isinstance(table, Figure):
        return None
    codes = table.axes[-1].codes
    cells = {code: figures.cell_of(table, sheet.numerator_filters, code) for code in codes}
    there = db.session.scalars(queries.sessions_by_slug([code for code in codes if cells[code].n]))
    return [Record(each, cells[each.slug].n, cells[each.slug].value) for each in there]


@dataclass(frozen=True, slots=True)
class SplitLine:
    """One line of a value split: its name, what it counts, and whether it is the sum."""

    label: str
    n: int
    value: float | None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class SplitTable:
    """An indicator split as its sheet says: its value in each part, or only its numerator (`whole` is false).

    Where `tells_n`, a line's n says what its value is worth: what a ratio is divided by, or how many a mean is of.
    """

    title: str
    lines: tuple[SplitLine, ...]
    whole: bool = True
    tells_n: bool = False


def splits(view: View, tracked: Tracked) -> list[SplitTable]:
    """Return an indicator split by what its sheet names, countries by the alphabet."""
    found = []
    for key in tracked.sheet.by:
        table = figures.split(tracked.sheet, view.scope, key)
        if table is not None and not isinstance(table, Figure):
            below = figures.split_below(tracked.sheet, view.scope, key)
            found.append(_ratios(tracked.sheet, table, below) if below else _numerators(tracked.sheet, table))
    return found


def narrowed(view: View, period: Period) -> View:
    """Return the same view of another period."""
    return replace(view, period=period)


# --- inside ---------------------------------------------------------------------------------------------


def _numerators(sheet: Sheet, table: Tabulation) -> SplitTable:
    axis, filters = table.axes[-1], sheet.numerator_filters
    cells = [(code, figures.cell_of(table, filters, code)) for code in (*axis.codes, ALL)]
    lines = tuple(_split_line(axis, code, cell.n, cell.value) for code, cell in cells)
    return SplitTable(axis.title, lines, whole=not sheet.denominator, tells_n=figures.is_mean(sheet))


def _ratios(sheet: Sheet, upper: Tabulation, lower: Tabulation) -> SplitTable:
    """Divide line by line: whoever is in the denominator alone has a line, too."""
    axis, above, below = lower.axes[-1], sheet.numerator_filters, sheet.denominator_filters
    lines = []
    for code in (*axis.codes, ALL):
        part, whole = figures.cell_of(upper, above, code), figures.cell_of(lower, below, code)
        lines.append(_split_line(axis, code, round(whole.value or 0), figures.divided(part, whole)))
    return SplitTable(axis.title, tuple(lines), tells_n=True)


def _split_line(axis: Axis, code: str, n: int, value: float | None) -> SplitLine:
    return SplitLine(_("All") if code == ALL else axis.label(code), n, value, code == ALL)


class _Desk:
    """Everything that readings of one view need, read once."""

    def __init__(self, view: View, tracked: list[Tracked]) -> None:
        self.view, self.tracked = view, tracked
        self.spans = spans.steps(view.period) or [view.period]
        if view.period not in self.spans:
            self.spans = [view.period]
        ids = [each.id for each in tracked]
        first, until = self.spans[0].first, self.spans[-1].until
        locked = () if view.narrowed else db.session.scalars(queries.locked(ids, first, until))
        self.locked: dict[tuple[int, Period], Value] = {
            (each.indicator_id, each.lock.period): each for each in locked
        }  # the newest version comes last
        self.entries = self._entries(ids, first, until)
        project = view.project.id if view.project else None
        self.targets: dict[tuple[int, Period], Target] = {
            (each.indicator_id, each.period): each
            for each in framework.targets(tracked)
            if each.project_id == project and not (view.country or view.module)
        }

    def _entries(self, ids: list[int], first: date, until: date) -> dict[tuple[int, Period], list[Entry]]:
        found: dict[tuple[int, Period], list[Entry]] = {}
        for each in db.session.scalars(queries.entries(ids, first, until, self.view.country)):
            found.setdefault((each.indicator_id, each.period), []).append(each)
        return found

    def readings(self) -> Iterable[Reading]:
        for tracked in self.tracked:
            steps = tuple(self._steps(tracked))
            here = next(each for each in steps if each.period == self.view.period)
            sheet = here.sheet
            yield Reading(tracked, sheet, here.figure, here.target, here.locked, steps if len(steps) > 1 else ())

    def _steps(self, tracked: Tracked) -> Iterable[Step]:
        fresh = self._fresh(tracked)
        for span, figure in zip(self.spans, fresh, strict=True):
            value = self.locked.get((tracked.id, span))
            target = self.targets.get((tracked.id, span))
            shown = _of_lock(value) if value else figure
            sheet = value.sheet if value else tracked.sheet
            yield Step(span, sheet, shown, value.target if value else target.value if target else None, value)

    def _fresh(self, tracked: Tracked) -> list[Figure]:
        if figures.is_computed(tracked.sheet):
            return figures.series(tracked.sheet, self.view.scope, self.spans)
        if self.view.module or self.view.project:
            return [Figure(why=_("What is entered is not split by module or project."))] * len(self.spans)
        return [entries.together(tracked.sheet, self.entries.get((tracked.id, span), [])) for span in self.spans]


def _under(period: Period, *, first: bool) -> str:
    """Return what stands under a point: the year with its first quarter and the first point only."""
    if period.years or first or period.first.month == 1:
        return periods.short_name_of(spans.step_code(period))
    return day(period.first, "QQQ")


def _of_lock(value: Value) -> Figure:
    return Figure(value.state, value.value, value.numerator, value.denominator, value.n)
