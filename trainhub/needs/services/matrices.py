"""The matrix of a round: topics down, countries across, and what each cell says."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ...curriculum import queries as curriculum
from ...curriculum.models import Version
from ...kernel import i18n
from ...kernel.db import db
from ...kernel.types import Texts
from ...people.services import choices
from .. import queries
from ..matrix import CellValue, Override, Said, Scale, Summary, cell, summary
from ..models import Round, RoundCountry, Topic
from ..policies import Sight
from ..vocabulary import State

EVERYTHING = Sight(None, None)


@dataclass(frozen=True, slots=True)
class Row:
    """A topic with its cells, by country, and its sum."""

    topic: Topic
    title: Texts
    cells: dict[str, CellValue]
    sum: Summary
    depth: int = 0

    @property
    def number(self) -> int | None:
        return self.topic.module.number if self.topic.module else None


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole of a round as a viewer sees it: `countries` in the order of the reader's alphabet."""

    round: Round
    scale: Scale
    countries: list[str]
    rows: list[Row]
    answered: dict[str, int] = field(default_factory=dict)  # institutions that answered, by country

    def row(self, topic_id: int) -> Row | None:
        return next((row for row in self.rows if row.topic.id == topic_id), None)


def scale_of(found: Round) -> Scale:
    return Scale(found.lowest, found.highest, found.high_is_urgent)


def alphabetical(codes: Iterable[str]) -> list[str]:
    """Return countries in the order of the reader's alphabet: no other order is used for countries."""
    return [code for code, _name in choices.alphabetically((code, i18n.country_name(code)) for code in codes)]


def matrix(found: Round, sight: Sight = EVERYTHING, *, titled: bool = True) -> Matrix:
    """Compute the matrix of a round: four statements whatever its size, three without the titles of modules."""
    topics = list(db.session.scalars(queries.topics(found.id)))
    columns = {each.country_code: each for each in found.countries}
    said, asked = _said(found.id)
    over = {
        (each.country_code, each.topic_id): Override(each.value, each.reason, each.note)
        for each in db.session.scalars(queries.cells(found.id))
    }
    countries = alphabetical([code for code in columns if sight.country(code)])
    titles, scale, rows = module_titles() if titled else {}, scale_of(found), []
    for topic, depth in ordered(topics):
        cells = {
            code: cell(
                said.get((code, topic.id), []),
                asked=asked[code],
                column=True,
                rule=found.rule,
                scale=scale,
                override=over.get((code, topic.id)),
                firm=is_firm(found, columns[code]),
            )
            for code in countries
        }
        rows.append(Row(topic, title_of(topic, titles), cells, summary(cells.values(), scale), depth))
    return Matrix(found, scale, countries, rows, {code: asked[code] for code in countries})


def _said(round_id: int) -> tuple[dict[tuple[str, int], list[Said]], Counter[str]]:
    """Return what was said by country and topic, and how many institutions of each country answered."""
    found: dict[tuple[str, int], list[Said]] = defaultdict(list)
    who: dict[int, str] = {}
    for response_id, country, topic_id, state, value in db.session.execute(queries.said(round_id)):
        who[response_id] = country
        if topic_id is not None:
            found[country, topic_id].append(Said(State(state), value))
    return found, Counter(who.values())


def ordered(topics: list[Topic]) -> Iterator[tuple[Topic, int]]:
    """Yield topics with their depth: sub-needs follow the topic they are part of."""
    beneath: dict[int | None, list[Topic]] = defaultdict(list)
    for topic in topics:
        beneath[topic.parent_id].append(topic)

    def walk(parent: int | None, depth: int) -> Iterator[tuple[Topic, int]]:
        for topic in beneath.get(parent, []):
            yield topic, depth
            yield from walk(topic.id, depth + 1)

    return walk(None, 0)


def is_firm(found: Round, column: RoundCountry) -> bool:
    """Say whether a country's values are final: nothing is to be re-validated, or it has been (R-057)."""
    wanted = column.revalidate_by or found.revalidate_by
    return wanted is None or column.revalidated_on is not None


def module_titles() -> dict[int, Texts]:
    """Return the titles of modules by number, as the version in force has them."""
    found: dict[int, Texts] = {}
    for number, title in db.session.execute(queries.module_titles()):
        found.setdefault(number, title)
    return found


def version_in_force() -> Version | None:
    return db.session.scalar(curriculum.version_in_force())


def title_of(topic: Topic, titles: dict[int, Texts]) -> Texts:
    """Return what a topic is called: its own title, or its module's."""
    if topic.title:
        return topic.title
    number = topic.module.number if topic.module else 0
    return titles.get(number, Texts.of({"en": str(number)}))
