"""What an assessment says of one country: who answered, priorities, findings, what was trained, gaps (R-060)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ...accounts import queries as accounts
from ...curriculum.models import ActivityText
from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.types import Texts
from ...people import reference
from ...people.models import Category, Person
from .. import queries
from ..matrix import CellValue, Scale
from ..models import (
    Finding,
    LeadBody,
    OtherTraining,
    PolicyDocument,
    Recommendation,
    RegisterEntry,
    Response,
    Round,
    RoundCountry,
)
from ..policies import Sight
from ..vocabulary import State
from .gaps import is_pressing, years_before
from .matrices import Matrix, alphabetical, is_firm, matrix
from .rates import Rate, Rates, count
from .reading import Given, deliveries, summed


@dataclass(frozen=True, slots=True)
class Priority:
    """A topic as the country sees it, with what its people were given in the last years."""

    title: Texts
    number: int | None
    depth: int
    cell: CellValue
    pressing: bool
    given: Given | None = None
    others: int = 0
    activities: int = 0

    @property
    def blind(self) -> bool:
        """Say whether it is pressing and nobody trained anybody (R-065)."""
        return self.pressing and self.number is not None and self.given is None and not self.others


@dataclass(frozen=True, slots=True)
class Advice:
    """A recommendation that touches the country: the pressing modules it belongs to, and the activities answering."""

    recommendation: Recommendation
    modules: tuple[int, ...]
    activities: tuple[ActivityText, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked and who answered: the country, its categories, its institutions as far as a viewer reads them."""

    rates: Rates
    own: Rate
    categories: Sequence[tuple[Category | None, Rate]]
    institutions: Sequence[Response]


@dataclass(frozen=True, slots=True)
class Report:
    """The report of a country. Without a round, or where it was not asked, it still tells what else is known."""

    code: str
    since: date
    round: Round | None = None
    column: RoundCountry | None = None
    scale: Scale = field(default_factory=Scale)
    asked: Asked | None = None
    priorities: Sequence[Priority] = ()
    advice: Sequence[Advice] = ()
    own_findings: Sequence[Finding] = ()
    regional_findings: Sequence[Finding] = ()
    others: Sequence[OtherTraining] = ()

    @property
    def invented(self) -> bool:
        """Say whether values of the round are made up; what is made up elsewhere says so by itself."""
        return self.round is not None and self.round.assessment.invented

    @property
    def revalidate_by(self) -> date | None:
        """Return until when the country's values are to be looked at again; None: they stand."""
        if self.round is None or self.column is None or is_firm(self.round, self.column):
            return None
        return self.column.revalidate_by or self.round.revalidate_by

    @property
    def counts(self) -> Mapping[State, int]:
        """Return how many topics have which state: states stay apart."""
        return Counter(each.cell.state for each in self.priorities)

    @property
    def blind(self) -> list[Priority]:
        return [each for each in self.priorities if each.blind]

    @property
    def unanswered(self) -> list[Priority]:
        """Return the pressing topics for which there is no activity to give."""
        return [each for each in self.priorities if each.pressing and not each.activities]

    @property
    def trained(self) -> list[Priority]:
        return [each for each in self.priorities if each.given]


def report(code: str, sight: Sight, found: Round | None) -> Report:
    """Return the report of a country from a round, or without one; raises NotFound where a viewer sees it not."""
    _check(code, sight)
    since = years_before(clock.today())
    texts = list(db.session.scalars(queries.activities_in_force()))
    others = list(db.session.scalars(queries.other_trainings_of(code, since.year)))
    priorities = _priorities(code, found, since, others, texts)
    own, regional = _findings(code, sight)
    column = next((each for each in found.countries if each.country_code == code), None) if found else None
    return Report(
        code,
        since,
        found,
        column,
        Scale(found.lowest, found.highest, found.high_is_urgent) if found else Scale(),
        _asked(code, found, sight) if found else None,
        priorities,
        _advice(priorities, texts),
        own,
        regional,
        others,
    )


def _priorities(
    code: str, found: Round | None, since: date, others: Sequence[OtherTraining], texts: Sequence[ActivityText]
) -> list[Priority]:
    if found is None:
        return []
    whole = matrix(found, Sight(None, frozenset([code])))
    given = summed(deliveries(), since, clock.today()).by_country
    elsewhere = Counter(each.module.number for each in others if each.module)
    offered = Counter(text.module_text.number for text in texts)
    rows = []
    for row in whole.rows:
        number, cell = row.number, row.cells.get(code) or CellValue(State.NOT_ASKED)
        rows.append(
            Priority(
                row.title,
                number,
                row.depth,
                cell,
                is_pressing(cell, whole.scale),
                given.get((code, number)) if number else None,
                elsewhere[number] if number else 0,
                offered[number] if number else 0,
            )
        )
    return rows


def _asked(code: str, found: Round, sight: Sight) -> Asked:
    rows = [response for response, _told in db.session.execute(queries.responses(found.id))]
    rates = count(found, rows)
    own = [each for each in rows if each.country_code == code]
    by_category: dict[str, tuple[Category | None, Rate]] = {}
    for each in own:
        by_category.setdefault(each.category_code or "", (each.category, Rate()))[1].add(each)
    shown = own if sight.beneath(found) else []
    return Asked(rates, rates.countries.get(code, Rate()), [by_category[key] for key in sorted(by_category)], shown)


def _advice(priorities: Sequence[Priority], texts: Sequence[ActivityText]) -> list[Advice]:
    """Return the recommendations of modules that the country calls pressing; those already done come last."""
    pressing = {each.number for each in priorities if each.pressing and each.number}
    if not pressing:
        return []
    found = []
    for each in db.session.scalars(queries.recommendations_with_modules()).unique():
        numbers = tuple(module.number for module in each.modules if module.number in pressing)
        if numbers:
            answering = tuple(
                text for text in texts if each.code in text.recommendations or text.key in each.answered_by
            )
            found.append(Advice(each, numbers, answering))
    return sorted(found, key=_order)


def _order(advice: Advice) -> tuple[bool, int, str]:
    """Sort what is done last, and what belongs to few modules before what belongs to all."""
    row = advice.recommendation
    return row.state == "done", len(row.modules), row.code


def _findings(code: str, sight: Sight) -> tuple[list[Finding], list[Finding]]:
    """Return the findings about the country, and those about the whole region."""
    seen = list(db.session.scalars(queries.told_findings(sight)))
    return [each for each in seen if code in each.countries], [each for each in seen if not each.countries]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a country beside its needs; who speaks for it, as far as a viewer is staff."""

    code: str
    entries: Sequence[RegisterEntry] = ()
    documents: Sequence[PolicyDocument] = ()
    leads: Sequence[LeadBody] = ()
    focal_points: Sequence[Person] = ()


def profile(code: str, sight: Sight) -> Profile:
    """Return what is known of a country; raises NotFound where a viewer sees it not."""
    _check(code, sight)
    return Profile(
        code,
        list(db.session.scalars(queries.entries_of_country(code))),
        list(db.session.scalars(queries.documents().where(PolicyDocument.country_code == code))),
        list(db.session.scalars(queries.lead_bodies().where(LeadBody.country_code == code))),
        _focal_points(code) if sight.centres != frozenset() else (),
    )


def _check(code: str, sight: Sight) -> None:
    known = code in reference.MEMBERS or code in reference.OTHERS
    if not known or not sight.country(code) or not (sight.countries is None or sight.countries):
        raise NotFound


def _focal_points(code: str) -> list[Person]:
    grants = db.session.scalars(accounts.focal_grants([("country", code)])).unique()
    return list({grant.account.person.id: grant.account.person for grant in grants}.values())


@dataclass(frozen=True, slots=True)
class Line:
    """A country in the list: how it takes part, who answered, how much presses."""

    code: str
    column: RoundCountry | None = None
    rate: Rate = field(default_factory=Rate)
    pressing: int = 0
    known: int = 0  # topics with a number
    lead: LeadBody | None = None


def lines(found: Round | None, sight: Sight, codes: Collection[str]) -> list[Line]:
    """Return the countries that a viewer sees, in the reader's alphabet and in no other order."""
    columns = {each.country_code: each for each in found.countries} if found else {}
    whole = matrix(found, sight) if found else None
    rates = count(found, [row[0] for row in db.session.execute(queries.responses(found.id))]) if found else None
    leads: dict[str, LeadBody] = {}
    for body in db.session.scalars(queries.lead_bodies()):
        if body.until is None:
            leads.setdefault(body.country_code, body)
    return [
        Line(
            code,
            columns.get(code),
            rates.countries.get(code, Rate()) if rates else Rate(),
            *_pressing(whole, code),
            lead=leads.get(code),
        )
        for code in alphabetical({*columns, *codes})
        if sight.country(code)
    ]


def _pressing(whole: Matrix | None, code: str) -> tuple[int, int]:
    """Return how many topics press in a country, and how many have a number."""
    if whole is None:
        return 0, 0
    cells = [row.cells[code] for row in whole.rows if code in row.cells]
    return sum(is_pressing(cell, whole.scale) for cell in cells), sum(cell.value is not None for cell in cells)
