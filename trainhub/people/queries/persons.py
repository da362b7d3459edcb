"""What is asked of persons."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Exists, Select, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from ...kernel.db import collation
from ...kernel.text import search_words
from ..models import Affiliation, Organisation, Person
from ..policies import Reach
from .affiliations import current
from .organisations import organisation_in, with_departments
from .reference import categories_under


def person(public_id: str) -> Select[Person]:
    return select(Person).where(Person.public_id == public_id)


def person_of_email(email: str) -> Select[Person]:
    """Select the person who has an e-mail address; tombstones do not count."""
    return select(Person).where(Person.email == email, *_alive())


def person_in(reach: Reach) -> ColumnElement[bool]:
    """Say that a person is one that a viewer may know of.

    Country and current affiliations decide, unconfirmed ones too: a focal point is asked to confirm them.
    """
    if reach.everything:
        return true()
    return and_(or_(Person.country_code.in_(reach.countries), _works_in(organisation_in(reach))), *_alive())


def by_name(language: str) -> ColumnElement[str]:
    """Return what sorts persons by the name shown, by a language's alphabet."""
    return Person.display.collate(collation(language))


def by_country(column: InstrumentedAttribute[str | None], names: Sequence[tuple[str, str]]) -> ColumnElement[int]:
    """Return what sorts by country in the order of `names` (code, name); without a country comes last."""
    places = {code: number for number, (code, _) in enumerate(names)}
    return case(places, value=column, else_=len(places))


def persons(reach: Reach) -> Select[Person]:
    """Select the persons a viewer may know of, without those merged or erased."""
    return select(Person).where(person_in(reach), *_alive()).options(*with_affiliations()).order_by(Person.id)


def person_itself(number: int) -> Select[Person]:
    """Select a person by row number, with where that person works, in one query: ask for unique rows."""
    place = joinedload(Person.affiliations).joinedload(Affiliation.organisation)
    return select(Person).where(Person.id == number).options(place.joinedload(Organisation.category))


def person_seen(person_id: int, reach: Reach) -> Select[Person]:
    """Select a person, if it is one that a viewer may know of."""
    return select(Person).where(Person.id == person_id, person_in(reach)).options(*with_affiliations())


def persons_at(organisation_id: int, reach: Reach, language: str) -> Select[Person]:
    """Select who works in an organisation or in one of its departments, in the order of a language's alphabet."""
    here = Organisation.id.in_(with_departments({organisation_id}))
    return persons(reach).where(_works_in(here)).order_by(None).order_by(by_name(language), Person.id)


def with_affiliations() -> tuple[ORMOption, ...]:
    """Return what loads persons with where they work: one query for all rows."""
    place = selectinload(Person.affiliations).joinedload(Affiliation.organisation)
    return (place.joinedload(Organisation.category),)


def person_matches(words: str) -> ColumnElement[bool]:
    return and_(true(), *(Person.search.contains(word, autoescape=True) for word in search_words(words)))


def person_in_category(code: str) -> ColumnElement[bool]:
    """Say that a person works, confirmed or not, in a body of a category or one that belongs to it."""
    return _works_in(Organisation.category_code.in_(categories_under(code)))


def to_confirm(reach: Reach, *, but_not: int | None) -> Select[int]:
    """Count the persons in reach whose place of work nobody has confirmed; nobody vouches for oneself."""
    number = func.count(Person.id).label("number")
    return select(number).where(unconfirmed(), person_in(reach), *_alive(), Person.id != (but_not or 0))


def unconfirmed() -> ColumnElement[bool]:
    """Say that a person has a current affiliation that nobody has confirmed."""
    return Person.affiliations.any(and_(Affiliation.confirmed_at.is_(None), current()))


def _works_in(place: ColumnElement[bool]) -> Exists:
    here = Affiliation.person_id == Person.id, Affiliation.organisation_id == Organisation.id
    return exists().where(*here, current(), place).correlate(Person)


def _alive() -> tuple[ColumnElement[bool], ...]:
    return Person.merged_into_id.is_(None), Person.erased_at.is_(None)
