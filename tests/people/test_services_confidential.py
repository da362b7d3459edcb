"""What is told in confidence lies encrypted, is read with a reason only, and goes when its time is over."""

from pathlib import Path

import pytest
from sqlalchemy import text

from trainhub.accounts.login import SignedIn
from trainhub.kernel import jobs, work
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.people import services as people
from trainhub.people.models import Confidential, ConfidentialAccess

SECRET = "wheelchair and an interpreter"


@pytest.fixture
def person(make):
    person = make.person()
    people.save_confidential(person, "access", SECRET)
    return person


def test_the_value_is_not_in_the_database_in_clear(person):
    raw = db.session.execute(text("SELECT value, purpose FROM confidential")).all()
    assert len(raw) == 1
    assert b"wheelchair" not in bytes(raw[0].value)
    assert people.own_confidential(person) == {"access": SECRET}
    logged = "".join(str(entry.changes) for entry in db.session.query(AuditEntry))
    assert "wheelchair" not in logged


def test_the_key_lies_outside_the_database_and_only_its_owner_reads_it(app, person):
    key = Path(app.config["DATA"]) / "confidential.key"
    assert key.stat().st_mode & 0o077 == 0


def test_reading_is_noted_with_name_and_reason(make, person, as_actor):
    staff = make.staff()
    as_actor(staff)
    assert people.read_confidential(person, "access", SignedIn(staff), "Room for 9 March") == SECRET
    work.commit()
    look = db.session.query(ConfidentialAccess).one()
    assert (look.person_id, look.attribute, look.account_id, look.actor, look.reason) == (
        person.id,
        "access",
        staff.id,
        staff.person.display,
        "Room for 9 March",
    )


@pytest.mark.parametrize("role", ["trainer", "observer", "participant", "focal_point"])
def test_reading_without_the_permission_is_refused(make, person, role):
    with pytest.raises(Refused):
        people.read_confidential(person, "access", SignedIn(make.account(role)), "curious")
    assert db.session.query(ConfidentialAccess).count() == 0


def test_reading_needs_a_reason(make, person):
    with pytest.raises(Invalid) as error:
        people.read_confidential(person, "access", SignedIn(make.staff()), "  ")
    assert "reason" in error.value.fields
    assert db.session.query(ConfidentialAccess).count() == 0


def test_there_is_nothing_to_read_where_nothing_is_kept(make, person):
    with pytest.raises(NotFound):
        people.read_confidential(person, "diet", SignedIn(make.staff()), "Meals")
    with pytest.raises(NotFound):
        people.save_confidential(person, "religion", "none of our business")


def test_an_expired_value_is_closed_at_once_and_purged_by_the_job(make, person, clock):
    people.save_confidential(person, "passport", "C01234567")
    clock.set("2027-06-01 08:00")  # 91 days later: passports are kept 90
    with pytest.raises(NotFound):
        people.read_confidential(person, "passport", SignedIn(make.staff()), "Visa")
    assert set(people.own_confidential(person)) == {"access"}
    jobs.enqueue("people.purge")
    jobs.drain()
    assert [row.attribute for row in db.session.query(Confidential)] == ["access"]


def test_saving_again_starts_the_time_anew_and_an_empty_value_erases(person, clock):
    clock.set("2027-05-01 08:00")
    people.save_needs(person, {"access": SECRET, "diet": "no nuts"})
    kept = people.kept_confidential(person)
    assert kept["access"].expires_on.isoformat() == "2028-03-01"  # unchanged: its time runs on
    assert kept["diet"].expires_on.isoformat() == "2028-04-30"
    people.save_needs(person, {"access": "", "diet": "no nuts"})
    assert set(people.own_confidential(person)) == {"diet"}
