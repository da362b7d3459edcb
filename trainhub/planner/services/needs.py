"""What the needs assessment says to planning: the one place of the planner that knows where needs come from."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ...curriculum.models import ActivityText
from ...kernel import clock
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...needs import policies as needs_policies
from ...needs import queries as needs_queries
from ...needs.services import concluding, linking, reading
from ...needs.services.matrices import module_titles as module_titles
from ...needs.vocabulary import WORDS
from ...web.access import Viewer
from .. import queries
from ..models import Plan, PlanLine
from ..policies import Sight
from .topics import Topics

LATELY = 3  # years back in which what others gave still counts
PRESSING = 0.5  # of the scale: what is more urgent than that presses
AHEAD = 4  # plans that the gaps lead to


@dataclass(frozen=True, slots=True)
class Needs:
    """Needs of the newest round, read once for a page."""

    table: reading.NeedTable

    @property
    def invented(self) -> bool:
        return self.table.invented

    @property
    def round(self) -> Texts | None:
        """Return the title of the round that is read; None where there is none."""
        return self.table.title

    def of_line(self, line: PlanLine, known: Topics) -> int | None:
        """Return the need that a line answers now, from 0 to 100; None where nobody knows it."""
        value, _sure = self.need(known.numbers(row.activity_id for row in line.activities), line.countries)
        return None if value is None else round(value)

    def need(self, modules: Iterable[int], countries: Iterable[str] = ()) -> tuple[float | None, float]:
        """Return how urgent modules are for countries, 0 to 100, and how sure that is, 0 to 1.

        A value nobody gave does not lower the need; it lowers how sure one is (US-02).
        """
        asked = list(countries) or self.table.countries
        cells = [self.table.of(code, number) for number in modules for code in asked]
        known = [100 * self.table.urgency(each.value) for each in cells if each.value is not None]
        sure = sum(each.confidence for each in cells) / len(cells) if cells else 0.0
        return (sum(known) / len(known) if known else None), sure

    def of(self, country: str, module: int) -> reading.Need:
        """Return the need of a country for a module, which may be that nobody asked."""
        return self.table.of(country, module)

    def urgency(self, need: reading.Need) -> float | None:
        """Return how urgent a need is, 0 to 1; None where nobody knows it."""
        return None if need.value is None else self.table.urgency(need.value)


def told(need: reading.Need) -> int | str:
    """Return a need as a file says it: the priority, or the word for why there is none."""
    return need.value if need.value is not None else str(WORDS[need.state])


def read() -> Needs:
    """Read the needs."""
    return Needs(reading.need_table())


@dataclass(frozen=True, slots=True)
class Change:
    """A line whose need is another one now than what is noted on it; None is unknown."""

    line: PlanLine
    now: int | None

    @property
    def was(self) -> int | None:
        return self.line.need


def changed(said: Needs, lines: Iterable[PlanLine], known: Topics) -> list[Change]:
    """Return the lines of which the needs say something else by now; a round that says nothing takes nothing back."""
    found = [Change(line, said.of_line(line, known)) for line in lines]
    return [each for each in found if each.now is not None and each.now != each.was]


def invented() -> bool:
    """Say whether the needs noted on lines are invented, which every page that shows them must say."""
    return bool(db.session.scalar(queries.invented()))


def given_by_others() -> dict[int, int]:
    """Return how many trainings other providers gave of late, by the number of the module (R-091)."""
    found: dict[int, int] = {}
    for _country, number, times, _last in db.session.execute(needs_queries.others_given(clock.today().year - LATELY)):
        found[number] = found.get(number, 0) + times
    return found


def shown_to(who: Viewer, codes: Iterable[str]) -> frozenset[str]:
    """Return the countries of which a viewer reads the needs: a focal point those of the own ones only."""
    sees = needs_policies.sight(who)
    return frozenset(code for code in codes if sees.country(code))


# --- recommendations ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Advice:
    """The recommendations there are, read once for a ranking."""

    links: linking.Links

    def open(self, text: ActivityText) -> int | None:
        """Return how many open recommendations an activity answers; None where none are kept at all."""
        return self.links.open(text) if self.links.states else None


def advice() -> Advice:
    """Read which recommendations are open, and which activities answer them."""
    return Advice(linking.read())


def wrong_codes(said: Iterable[str], before: Collection[str] = ()) -> str:
    """Say which codes are of no recommendation; empty where all are. What stood there `before` may stay."""
    asked = {code for code in said if code} - set(before)
    unknown = asked - set(concluding.known(asked))
    if not unknown:
        return ""
    return _(
        "There is no recommendation %(codes)s. Write a code of the list of recommendations, or none.",
        codes=", ".join(sorted(unknown)),
    )


def lines_answering(found: concluding.Answered, sees: Sight) -> list[PlanLine]:
    """Return the lines that answer a recommendation by a part or an activity, and exist for a viewer."""
    query = queries.lines_answering(found.recommendation.code, found.activity_ids, sees)
    return [line for line in db.session.scalars(query).unique() if sees.line(line.plan, line.countries)]


def plans_ahead(sees: Sight) -> list[Plan]:
    """Return the plans that are not over yet, the next first."""
    return list(db.session.scalars(queries.plans_ahead(sees, clock.today()).limit(AHEAD)))


# --- what was held ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Held:
    """What a centre held in a period, by country and module: which sessions, with how many confirmed people, and how
    many of them came for a half-day at least."""

    given: Mapping[tuple[str, int], reading.Given]
    sessions: Mapping[tuple[str, int], tuple[int, ...]]
    came: Mapping[tuple[str, int], int]


def held(centre_id: int, since: date, until: date) -> Held:
    """Return what a centre held between two days, as far as it is over: two statements."""
    last = min(until, clock.today())
    found = [each for each in reading.deliveries(centre_id) if each.held(since, last)]
    came = reading.came(centre_id) if found else {}
    sessions: dict[tuple[str, int], dict[int, None]] = {}
    for each in found:
        for country in each.people:
            sessions.setdefault((country, each.module), {})[each.session_id] = None
    return Held(
        reading.summed(found, since, last).by_country,
        {key: tuple(ids) for key, ids in sessions.items()},
        {
            (country, module): sum(came.get((id_, country), 0) for id_ in ids)
            for (country, module), ids in sessions.items()
        },
    )
