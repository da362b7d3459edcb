"""Every column that points at a person says what merge and erasure do with it, and the database knows."""

from trainhub.kernel.db import db
from trainhub.people import services as people
from trainhub.people.models import PersonColumn


def test_every_column_that_points_at_a_person_is_declared():
    columns = people.person_columns()
    assert ("affiliation", "person_id") in columns
    assert ("registration", "person_id") in columns
    assert [place for place, policy in columns.items() if policy is None] == []


def test_the_declarations_are_stored(session):
    stored = {(row.table, row.column): row.policy for row in db.session.query(PersonColumn).filter_by(via="")}
    declared = {place: policy.value for place, policy in people.person_columns().items() if policy}
    assert declared.items() <= stored.items()


def test_a_changed_declaration_is_stored_at_the_next_upgrade(session):
    row = db.session.get(PersonColumn, ("affiliation", "person_id", ""))
    row.policy = "keep"
    db.session.flush()
    people.register_person_columns()
    assert row.policy == "erase"
