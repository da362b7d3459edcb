"""The unit of work: audit rows carry before and after, events and jobs arrive with the commit."""

from datetime import timedelta

from sqlalchemy import select

from trainhub.kernel import jobs, work
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.clock import now
from trainhub.kernel.db import db


def test_a_change_is_logged_with_before_and_after(make, as_actor):
    staff = make.staff()
    session = make.session(seats=20)
    as_actor(staff)
    session.seats = 25
    work.commit()
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.kind, entry.row_id) == ("changed", "training_session", session.id)
    assert entry.changes == {"seats": [20, 25]}
    assert entry.actor == staff.person.display


def test_rows_that_go_are_logged_also_those_only_their_collection_let_go_of(make, as_actor):
    room, session = make.room(), make.session(trainer=make.expert().person)
    work.commit()
    as_actor(make.staff())
    session.assignments.clear()
    db.session.delete(room)
    work.commit()
    gone = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "removed").order_by(AuditEntry.kind)).all()
    assert [(entry.kind, entry.subject_kind) for entry in gone] == [
        ("assignment", "training_session"),
        ("room", "room"),
    ]
    assert gone[0].subject_id == session.id


def test_a_job_queued_twice_waits_once(session):
    assert jobs.enqueue("jobs.purge", unless_queued=True)
    assert jobs.enqueue("jobs.purge", unless_queued=True) is None
    assert jobs.drain() == 1


def test_what_a_job_said_of_people_is_forgotten_before_the_job(session):
    for days, state in ((0, "done"), (8, "dead"), (8, "done"), (40, "done")):
        made = now() - timedelta(days=days)
        db.session.add(jobs.JobRow(name="x", key=f"{days}{state}", state=state, said=["Ann stays."], created_at=made))
    db.session.commit()
    assert jobs.enqueue("jobs.purge")
    jobs.drain()
    kept = db.session.query(jobs.JobRow).filter_by(name="x").order_by(jobs.JobRow.id)
    assert [(row.state, row.said) for row in kept] == [("done", ["Ann stays."]), ("dead", []), ("done", [])]
