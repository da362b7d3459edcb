"""Every collection of a record stands in one order, whichever way the database reads it."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import RelationshipProperty

from tests.contract.orders import total
from trainhub.kernel.db import Model
from trainhub.people.models import Organisation, Person
from trainhub.sessions.models import Slot

# collections in no order, and why
NO_ORDER = {
    "ModuleText.activities": "by their keys, which are unique in the version that a module is of",
    "ModuleText.references": "by their entries, which are unique in the version that a module is of",
}


def name(relation: "RelationshipProperty[object]") -> str:
    return f"{relation.parent.class_.__name__}.{relation.key}"


def test_every_collection_of_a_record_stands_in_one_order(app: Flask) -> None:
    mappers = [each for each in Model.registry.mappers if each.class_.__module__.startswith("trainhub")]
    many = [relation for mapper in mappers for relation in mapper.relationships if relation.uselist]
    wrong = {name(each) for each in many if not total(each.order_by or (), each.remote_side)}
    assert len(many) > 40
    assert sorted(wrong - NO_ORDER.keys()) == [], 'say order_by="….id" at the relationship'
    assert NO_ORDER.keys() <= wrong


def test_what_is_an_order() -> None:
    """The control: what is told apart, and what is not."""
    assert total(select(Person).order_by(Person.display, Person.id.desc())._order_by_clauses)
    assert total((Organisation.slug,)), "a unique column"
    assert not total((Person.display,))
    assert not total((Slot.utc_start,), [Slot.session_id]), "two parts of a day may begin at once"
    assert not total(())
