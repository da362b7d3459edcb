"""Who may be one person twice: the same key of a name or the same e-mail, in countries that do not differ."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    Insert,
    Select,
    Subquery,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    union,
)
from sqlalchemy.orm import aliased

from ..models import NotSame, Person, PersonKey
from .persons import with_affiliations

One, Other = aliased(Person, name="one"), aliased(Person, name="other")


def drop_keys(person_ids: Collection[int]) -> Delete:
    return delete(PersonKey).where(PersonKey.person_id.in_(person_ids))


def add_keys() -> Insert:
    return insert(PersonKey)


def without_keys(after: int, limit: int) -> Select[Person]:
    """Select living persons without any key, in the order of their numbers."""
    keyed = exists().where(PersonKey.person_id == Person.id)
    alive = Person.merged_into_id.is_(None), Person.erased_at.is_(None), Person.id > after
    return select(Person).where(*alive, ~keyed).order_by(Person.id).limit(limit)


def pairs() -> Select[*tuple[Any, ...]]:
    """Select pairs of living persons who may be one and of whom nobody said that they are not."""
    found = _candidates()
    apart = exists().where(NotSame.one_id == found.c.one_id, NotSame.other_id == found.c.other_id)
    return (
        select(One, Other)
        .select_from(found)
        .join(One, One.id == found.c.one_id)
        .join(Other, Other.id == found.c.other_id)
        .where(_alive(One), _alive(Other), _near(), ~apart)
        .order_by(One.id, Other.id)
    )


def alike(person_id: int) -> Select[Person]:
    """Select who may be the same as one person; asked for each record, so it begins with that one's keys."""
    me, mine = aliased(Person), PersonKey.person_id == person_id
    spelled = select(PersonKey.key).where(mine, ~PersonKey.key.startswith("~"))
    crossed = [_turned("=", "~").where(mine), _turned("~", "=").where(mine)]
    wanted = union(spelled, *crossed).subquery()
    found = select(PersonKey.person_id).where(PersonKey.key.in_(select(wanted.c.key)))
    apart = or_(
        exists().where(NotSame.one_id == Person.id, NotSame.other_id == person_id),
        exists().where(NotSame.one_id == person_id, NotSame.other_id == Person.id),
    )
    near = or_(me.country_code.is_(None), Person.country_code.is_(None), me.country_code == Person.country_code)
    same = or_(and_(Person.id.in_(found), near), me.email == Person.email)
    return (
        select(Person)
        .join(me, me.id == person_id)
        .where(Person.id != person_id, _alive(Person), same, ~apart)
        .options(*with_affiliations())
        .order_by(Person.id)
    )


def _turned(mark: str, other: str) -> Select[str]:
    """Select keys of one kind as they would be of the other."""
    return select((literal(other) + func.substr(PersonKey.key, 2)).label("key")).where(PersonKey.key.startswith(mark))


def not_same_as(person_id: int) -> Select[NotSame]:
    return select(NotSame).where(or_(NotSame.one_id == person_id, NotSame.other_id == person_id))


def _candidates() -> Subquery:
    """Select pairs of numbers, the smaller first."""
    a, b = aliased(PersonKey), aliased(PersonKey)
    spelled = select(a.person_id.label("one_id"), b.person_id.label("other_id")).where(
        a.key == b.key, a.person_id < b.person_id, ~a.key.startswith("~")
    )
    c, d = aliased(PersonKey), aliased(PersonKey)
    crossed = select(
        _less(c.person_id, d.person_id).label("one_id"),
        _more(c.person_id, d.person_id).label("other_id"),
    ).where(c.key.startswith("="), d.key == "~" + func.substr(c.key, 2), c.person_id != d.person_id)
    e, f = aliased(Person), aliased(Person)
    mailed = select(e.id.label("one_id"), f.id.label("other_id")).where(e.email == f.email, e.id < f.id)
    return union(spelled, crossed, mailed).subquery()


def _less(one: Any, other: Any) -> ColumnElement[int]:
    return case((one < other, one), else_=other)


def _more(one: Any, other: Any) -> ColumnElement[int]:
    return case((one < other, other), else_=one)


def _alive(person: Any) -> ColumnElement[bool]:
    return and_(person.merged_into_id.is_(None), person.erased_at.is_(None))


def _near() -> ColumnElement[bool]:
    """Say that two countries are the same, or one is not known; the same e-mail is enough by itself."""
    unknown = or_(One.country_code.is_(None), Other.country_code.is_(None))
    return or_(unknown, One.country_code == Other.country_code, One.email == Other.email)
