"""The story of one module: what was needed, taught, learned, done otherwise at work, and what migrants have of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select

from trainhub.plugin_api import NotFound, db
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.reports import (
    PARTICIPATIONS,
    Chart,
    Gather,
    Indicator,
    breakdown,
    indicator,
    indicators,
    tabulated,
    trend,
)
from trainhub.plugin_api.sessions import TrainingSession
from trainhub.plugin_api.texts import number, percent

from .. import queries, spans
from ..vocabulary import SERVICES, WORK
from . import framework, readings
from .readings import Reading, View

MOST_SESSIONS = 8
TAUGHT = ("core.sessions", "core.participations", "core.persons", "core.hours", "core.completion_rate")
LEARNING, BEHAVIOUR, SERVICE = (1, 2), (3,), (4,)  # levels of Kirkpatrick


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of a chapter."""

    title: str
    text: str
    n: str = ""  # how many it is made of, where it is a mean
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One station on the way from need to service; without facts and readings nothing is recorded yet."""

    key: str
    title: str
    facts: tuple[Fact, ...] = ()
    readings: tuple[Reading, ...] = ()
    empty: str = ""

    @property
    def told(self) -> bool:
        return bool(self.facts or self.readings)


@dataclass(frozen=True, slots=True)
class Story:
    """A module from need to service."""

    number: int
    title: str
    chapters: tuple[Chapter, ...]
    sessions: tuple[TrainingSession, ...]
    more_sessions: int
    chart: Chart | None


def modules() -> dict[int, str]:
    """Return the modules that are taught, by number, with their names."""
    found = breakdown("module").labels([str(number) for number in range(1, 100)])
    return {int(code): str(title) for code, title in sorted(found.items(), key=lambda each: int(each[0]))}


def story(view: View) -> Story:
    """Tell the story of the view's module; raises NotFound for one that is not there."""
    titles = modules()
    if view.module not in titles:
        raise NotFound
    found = list(db.session.scalars(_sessions(view)))
    ours = _readings(view)
    chapters = (
        _chapter("needs", _("Needs"), view, _needs(), _("Needs are not recorded yet.")),
        _chapter("sessions", _("Training"), view, _named(TAUGHT), _("No session of this module in this period.")),
        _chapter("learning", _("Learning"), view, _of_levels(LEARNING), _not_measured(LEARNING)),
        _with(_chapter("behaviour", _("At work"), view, _of_levels(BEHAVIOUR), _not_measured(BEHAVIOUR)), ours, WORK),
        _with(_chapter("service", _("Services"), view, _of_levels(SERVICE), _not_linked()), ours, SERVICES),
    )
    kept = tuple(found[:MOST_SESSIONS])
    return Story(view.module, titles[view.module], chapters, kept, len(found) - len(kept), _chart(view))


# --- inside ---------------------------------------------------------------------------------------------


def _sessions(view: View) -> Select[TrainingSession]:
    assert view.module is not None
    return queries.sessions_of_module(view.module, view.centre.id, view.period.first, view.period.until)


def _needs() -> list[Indicator]:
    """Return what a feature that records needs counts, as soon as there is one."""
    return [each for key, each in indicators().items() if key.partition(".")[0] == "needs"]


def _named(keys: Iterable[str]) -> list[Indicator]:
    return [indicator(key) for key in keys]


def _of_levels(levels: Sequence[int]) -> list[Indicator]:
    return [each for each in indicators().values() if each.level in levels]


def _not_measured(levels: Sequence[int]) -> str:
    if _of_levels(levels):
        return _("Nothing was measured in this period.")
    return _("No plugin measures this at present; evaluation does.")


def _not_linked() -> str:
    return _("No indicator of services names this module.")


def _chapter(key: str, title: str, view: View, measured: Sequence[Indicator], empty: str) -> Chapter:
    facts = tuple(fact for each in measured if (fact := _fact(each, view)))
    return Chapter(key, title, facts, (), empty)


def _fact(measured: Indicator, view: View) -> Fact | None:
    """Return a figure of the module; None where there is nothing to tell, or it does not know sessions."""
    if not {"session", "module"} & measured.splits:
        return None
    table = tabulated(measured, (), view.scope)
    if table is None or not table.total.n or table.total.value is None:
        return None
    value, mean = table.total.value, measured.gather in {Gather.MEAN, Gather.SHARE}
    text = percent(value) if measured.gather is Gather.SHARE else number(value)
    return Fact(str(measured.title), text, number(table.total.n) if mean else "", str(measured.definition))


def _readings(view: View) -> list[Reading]:
    """Return the framework's indicators that name the module, for the centre as a whole."""
    theirs = [each for each in framework.tracked(view.centre) if view.module in each.sheet.modules]
    return readings.dashboard(View(view.centre, view.period), theirs)


def _with(chapter: Chapter, ours: Sequence[Reading], family: str) -> Chapter:
    more = tuple(each for each in ours if each.tracked.family == family)
    return Chapter(chapter.key, chapter.title, chapter.facts, more, chapter.empty)


def _chart(view: View) -> Chart | None:
    """Return the participations in the module over the years or quarters up to the period."""
    around = spans.steps(view.period)
    if not around:
        return None
    step = breakdown("year" if view.period.years else "quarter")
    scope = readings.narrowed(view, view.period).scope
    scope = type(scope)(around[0].first, around[-1].until, centre_id=scope.centre_id, module=scope.module)
    counted = indicator(PARTICIPATIONS)
    table = tabulated(counted, (step,), scope)
    return trend(table, str(counted.title)) if table and table.axes[0].codes else None
