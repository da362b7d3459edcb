"""What is asked of the tables of people."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Exists,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    column,
    exists,
    false,
    func,
    null,
    or_,
    select,
    table,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from ..kernel import clock
from ..kernel.db import collation
from ..kernel.files import File
from ..kernel.text import fold
from .models import (
    Affiliation,
    Category,
    Centre,
    Confidential,
    ConfidentialAccess,
    Consent,
    Country,
    CountryGroup,
    Organisation,
    OrganisationSlug,
    Person,
    PersonColumn,
    PrivacyNotice,
    Statistic,
)
from .policies import Reach

# --- reference data -----------------------------------------------------------------------------


def country_codes() -> Select[str]:
    return select(Country.code)


def group_codes() -> Select[str]:
    return select(CountryGroup.code)


def category_codes() -> Select[str]:
    return select(Category.code)


def categories() -> Select[Category]:
    return select(Category).order_by(Category.order)


def category_parents() -> Select[str, str | None]:
    return select(Category.code, Category.parent_code)


def categories_under(code: str) -> Select[str]:
    """Select a category's code and the codes of all that belong to it."""
    tree = select(Category.code).where(Category.code == code).cte("categories_under", recursive=True)
    tree = tree.union(select(Category.code).join(tree, Category.parent_code == tree.c.code))
    return select(tree.c.code)


def centres(ids: set[int] | None = None) -> Select[Centre]:
    """Select the centres (all, or some by row number), the eldest first: it gives the installation its name."""
    query = select(Centre).order_by(Centre.id)
    return query if ids is None else query.where(Centre.id.in_(ids))


def centre(slug: str) -> Select[Centre]:
    return select(Centre).where(Centre.slug == slug)


def centre_slugs() -> Select[str]:
    return select(Centre.slug)


def centre_prefixes() -> Select[str]:
    return select(Centre.prefix)


# --- affiliations and what they count for -------------------------------------------------------


def current() -> ColumnElement[bool]:
    """Say that an affiliation has begun and not ended."""
    today = clock.today()
    return and_(
        or_(Affiliation.since.is_(None), Affiliation.since <= today),
        or_(Affiliation.until.is_(None), Affiliation.until >= today),
    )


def standing_rows(person_id: int) -> Select[str | None, int, str, str]:
    """Select country, organisation_id, category_code, level: a row for each confirmed, current affiliation.

    The latest confirmed stands first. A person without one gives a row with the country only.
    """
    confirmed = and_(Affiliation.person_id == Person.id, Affiliation.confirmed_at.is_not(None), current())
    return (
        select(Person.country_code, Affiliation.organisation_id, Organisation.category_code, Affiliation.level)
        .select_from(Person)
        .outerjoin(Affiliation, confirmed)
        .outerjoin(Organisation, Organisation.id == Affiliation.organisation_id)
        .where(Person.id == person_id)
        .order_by(Affiliation.confirmed_at.desc(), Affiliation.id.desc())
    )


def standing_trees(organisation_ids: Collection[int]) -> Select[int | None, str | None, str | None]:
    """Select organisations with all bodies they are part of, and every category with what it belongs to.

    Rows of the first kind have an id alone, the others code and parent_code: one statement for both.
    """
    start = select(Organisation.id, Organisation.parent_id).where(Organisation.id.in_(organisation_ids))
    tree = start.cte("with_parents", recursive=True)
    tree = tree.union(select(Organisation.id, Organisation.parent_id).join(tree, Organisation.id == tree.c.parent_id))
    no_id, no_code = cast(null(), Integer), cast(null(), String)
    bodies = select(tree.c.id, no_code.label("code"), no_code.label("parent_code"))
    both = bodies.union_all(select(no_id, Category.code, Category.parent_code)).subquery()
    return select(both.c.id, both.c.code, both.c.parent_code)


def with_departments(organisation_ids: Collection[int]) -> Select[int]:
    """Select the ids of organisations and of all bodies that are part of them."""
    tree = select(Organisation.id).where(Organisation.id.in_(organisation_ids)).cte(recursive=True)
    tree = tree.union(select(Organisation.id).join(tree, Organisation.parent_id == tree.c.id))
    return select(tree.c.id)


def affiliation(person_id: int, public_id: str) -> Select[Affiliation]:
    return (
        select(Affiliation)
        .where(Affiliation.person_id == person_id, Affiliation.public_id == public_id)
        .options(joinedload(Affiliation.organisation), joinedload(Affiliation.person))
    )


def affiliations_in(person_id: int, reach: Reach) -> Select[int]:
    """Select the ids of a person's affiliations with organisations that a viewer may know of."""
    place = select(Affiliation.id).join(Organisation, Organisation.id == Affiliation.organisation_id)
    return place.where(Affiliation.person_id == person_id, organisation_in(reach))


# --- organisations ------------------------------------------------------------------------------


def organisation(slug: str) -> Select[Organisation]:
    """Select an organisation by its present or a former address."""
    former = select(OrganisationSlug.organisation_id).where(OrganisationSlug.slug == slug)
    return select(Organisation).where(or_(Organisation.slug == slug, Organisation.id.in_(former)))


def logo(public_id: str) -> Select[File]:
    """Select a file by its id, if it is the logo of an organisation."""
    return select(File).join(Organisation, Organisation.logo_id == File.id).where(File.public_id == public_id)


def former_slug(slug: str) -> Select[OrganisationSlug]:
    return select(OrganisationSlug).where(OrganisationSlug.slug == slug)


def slugs_like(slug: str) -> Select[str]:
    """Select present and former addresses that begin like one."""
    former = select(OrganisationSlug.slug).where(OrganisationSlug.slug.startswith(slug, autoescape=True))
    return select(Organisation.slug).where(Organisation.slug.startswith(slug, autoescape=True)).union_all(former)  # type: ignore[return-value]


def organisations(reach: Reach) -> Select[Organisation]:
    """Select the organisations a viewer may know of, archived ones too."""
    shown = joinedload(Organisation.category), joinedload(Organisation.parent)
    return select(Organisation).where(organisation_in(reach)).options(*shown).order_by(Organisation.id)


def organisation_in(reach: Reach) -> ColumnElement[bool]:
    """Say that an organisation is one that a viewer may know of."""
    if reach.everything:
        return true()
    places: list[ColumnElement[bool]] = [false()]
    if reach.countries:
        places.append(Organisation.country_code.in_(reach.countries))
    if reach.organisation_ids:
        places.append(Organisation.id.in_(with_departments(reach.organisation_ids)))
    return or_(*places)


def organisation_matches(words: str) -> ColumnElement[bool]:
    return and_(true(), *(Organisation.search.contains(word, autoescape=True) for word in fold(words).split()))


def organisation_in_category(code: str) -> ColumnElement[bool]:
    return Organisation.category_code.in_(categories_under(code))


def organisation_is(state: str) -> ColumnElement[bool]:
    """Say that an organisation is "archived", or that it is in use and still "unchecked"."""
    if state == "archived":
        return Organisation.archived_at.is_not(None)
    return and_(Organisation.archived_at.is_(None), Organisation.verified_at.is_(None))


def departments(organisation_id: int, language: str) -> Select[Organisation]:
    """Select what is directly part of an organisation, in the order of a language's alphabet."""
    return (
        select(Organisation)
        .where(Organisation.parent_id == organisation_id, Organisation.archived_at.is_(None))
        .options(joinedload(Organisation.category))
        .order_by(by_title(language))
    )


def open_organisations(*, checked: bool) -> Select[Organisation]:
    """Select the organisations in use; with `checked` those only that the centre has looked at."""
    query = select(Organisation).where(Organisation.archived_at.is_(None))
    return query.where(Organisation.verified_at.is_not(None)) if checked else query


def by_title(language: str) -> ColumnElement[str]:
    return by_text(Organisation.title, language, Organisation.native)


def by_text(column: Any, language: str, *else_: Any) -> ColumnElement[str]:
    """Return what sorts rows by a translated text, by the alphabet of a language.

    A translation is stored as [text, digest], the source as text; where the language is missing, English stands in.
    """
    stored = type_coerce(column, JSON)
    texts = (stored[(language, 0)], stored[language], stored[("en", 0)], stored["en"])
    return func.coalesce(*(each.as_string() for each in texts), *else_).collate(collation(language))


# --- persons ------------------------------------------------------------------------------------


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
    return persons(reach).where(_works_in(here)).order_by(None).order_by(by_name(language))


def with_affiliations() -> tuple[ORMOption, ...]:
    """Return what loads persons with where they work: one query for all rows."""
    place = selectinload(Person.affiliations).joinedload(Affiliation.organisation)
    return (place.joinedload(Organisation.category),)


def person_matches(words: str) -> ColumnElement[bool]:
    return and_(true(), *(Person.search.contains(word, autoescape=True) for word in fold(words).split()))


def person_in_category(code: str) -> ColumnElement[bool]:
    """Say that a person works, confirmed or not, in a body of a category or one that belongs to it."""
    return _works_in(Organisation.category_code.in_(categories_under(code)))


def to_confirm(reach: Reach, *, but_not: int | None) -> Select[int]:
    """Count the persons in reach whose place of work nobody has confirmed; nobody vouches for oneself."""
    return select(func.count(Person.id)).where(unconfirmed(), person_in(reach), *_alive(), Person.id != (but_not or 0))


def unconfirmed() -> ColumnElement[bool]:
    """Say that a person has a current affiliation that nobody has confirmed."""
    return Person.affiliations.any(and_(Affiliation.confirmed_at.is_(None), current()))


def _works_in(place: ColumnElement[bool]) -> Exists:
    here = Affiliation.person_id == Person.id, Affiliation.organisation_id == Organisation.id
    return exists().where(*here, current(), place).correlate(Person)


def _alive() -> tuple[ColumnElement[bool], ...]:
    return Person.merged_into_id.is_(None), Person.erased_at.is_(None)


# --- what is kept with care ---------------------------------------------------------------------


def statistic(person_id: int) -> Select[Statistic]:
    return select(Statistic).where(Statistic.person_id == person_id)


def confidential(person_id: int) -> Select[Confidential]:
    """Select what is kept of a person in confidence and has not run out."""
    alive = Confidential.expires_on >= clock.today()
    return select(Confidential).where(Confidential.person_id == person_id, alive).order_by(Confidential.attribute)


def confidential_value(person_id: int, attribute: str) -> Select[Confidential]:
    return select(Confidential).where(Confidential.person_id == person_id, Confidential.attribute == attribute)


def expired() -> Select[Confidential]:
    return select(Confidential).where(Confidential.expires_on < clock.today())


def accesses(person_id: int) -> Select[ConfidentialAccess]:
    """Select who looked at what of a person, the latest first."""
    mine = ConfidentialAccess.person_id == person_id
    return select(ConfidentialAccess).where(mine).order_by(ConfidentialAccess.id.desc())


def notice(version: str) -> Select[PrivacyNotice]:
    return select(PrivacyNotice).where(PrivacyNotice.version == version)


def notices() -> Select[PrivacyNotice]:
    """Select the published versions of the notice, the present one first."""
    published = PrivacyNotice.published_at <= clock.now()
    return select(PrivacyNotice).where(published).order_by(PrivacyNotice.published_at.desc(), PrivacyNotice.id.desc())


def consents(person_id: int) -> Select[Consent]:
    """Select what a person ever agreed to, the latest first."""
    given = Consent.person_id == person_id
    return select(Consent).where(given).options(joinedload(Consent.notice)).order_by(Consent.id.desc())


# --- everything about a person --------------------------------------------------------------------


def person_columns() -> Select[PersonColumn]:
    """Select every column of any table that points at a person, plugins' too."""
    return select(PersonColumn).order_by(PersonColumn.table, PersonColumn.column)


def rows_about(person_id: int, columns: Collection[tuple[str, str]]) -> Select[int]:
    """Count the rows that point at a person in some columns (table, column)."""
    counts = [
        select(func.count().label("n")).select_from(table(name, column(pointer))).where(column(pointer) == person_id)
        for name, pointer in columns
    ]
    parts = union_all(*counts).subquery()
    return select(func.sum(parts.c.n))
