"""What an import of persons asks, for many rows at once."""

from collections.abc import Collection

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import selectinload

from ..models import Affiliation, Organisation, Person


def persons_with_emails(emails: Collection[str]) -> Select[Person]:
    """Select who has one of some e-mail addresses, with where they work; tombstones do not count."""
    return _persons().where(Person.email.in_(emails))


def persons_called(names: Collection[str], organisation_ids: Collection[int]) -> Select[Person]:
    """Select who is called like one of some names and works, or worked, in one of some organisations."""
    called = or_(Person.native.in_(names), Person.latin.in_(names), Person.display.in_(names))
    there = select(Affiliation.person_id).where(Affiliation.organisation_id.in_(organisation_ids))
    return _persons().where(called, Person.id.in_(there))


def _persons() -> Select[Person]:
    places = selectinload(Person.affiliations).joinedload(Affiliation.organisation)
    return select(Person).where(Person.merged_into_id.is_(None), Person.erased_at.is_(None)).options(places)


def organisation_names() -> Select[Organisation]:
    """Select the organisations in use, all of them: their names are matched in memory."""
    return select(Organisation).where(Organisation.archived_at.is_(None)).order_by(Organisation.id)


def organisations_numbered(ids: Collection[int]) -> Select[Organisation]:
    return select(Organisation).where(Organisation.id.in_(ids))
