"""Jobs: queued with their fact, run at least once, given up in the end, shown while they run."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from trainhub.kernel import clock as kernel_clock
from trainhub.kernel import jobs, work
from trainhub.kernel.db import db
from trainhub.kernel.jobs import Job, JobRow, Running
from trainhub.people.models import Person


@pytest.fixture
def kind(app: Flask, session: Any) -> Any:
    """Give a function that registers a kind of work for one test."""
    registry, added = app.extensions["jobs"], []

    def add(name: str, run: Any, **values: Any) -> None:
        registry.add(Job(name, run, **values))
        added.append(name)

    yield add
    for name in added:
        registry.pop(name)


def row(name: str) -> JobRow:
    return db.session.scalars(select(JobRow).where(JobRow.name == name)).one()


def test_what_is_rolled_back_is_never_run(kind: Any) -> None:
    ran: list[int] = []
    kind("test.note", lambda running, number: ran.append(number))
    jobs.enqueue("test.note", number=1)
    work.rollback()
    jobs.enqueue("test.note", number=2)
    work.commit()
    jobs.drain()
    assert ran == [2]


def test_a_job_that_fails_comes_again_later_and_is_given_up_in_the_end(kind: Any, clock: Any) -> None:
    def fail(running: Running) -> None:
        raise ValueError("no")

    kind("test.fail", fail)
    jobs.enqueue("test.fail")
    work.commit()
    for _ in range(jobs.TRIES):
        assert jobs.work_once()
        assert not jobs.work_once()  # not before its time
        clock.set(kernel_clock.now() + timedelta(hours=2))
    found = row("test.fail")
    assert (found.state, found.attempts, found.error) == ("dead", jobs.TRIES, "ValueError: no")


def test_a_worker_that_died_leaves_its_job_to_another(kind: Any, clock: Any) -> None:
    ran: list[int] = []
    kind("test.slow", lambda running: ran.append(1))
    jobs.enqueue("test.slow")
    work.commit()
    assert jobs.claim() is not None  # claimed, and then the power went
    assert jobs.claim() is None
    clock.set(kernel_clock.now() + jobs.LEASE + timedelta(seconds=1))
    assert jobs.drain() == 1
    assert ran == [1]


def test_a_worker_that_lost_its_lease_commits_nothing(kind: Any, make: Any) -> None:
    number = make.person(display="before").id

    def late(running: Running) -> None:
        person = db.session.get_one(Person, number)
        person.display = "after"
        db.session.flush()
        thief = JobRow.__table__.update().where(JobRow.id == running.id).values(token="thief")
        db.session.execute(thief)

    kind("test.late", late)
    jobs.enqueue("test.late")
    work.commit()
    jobs.drain()
    assert db.session.get_one(Person, number).display == "before"


def test_progress_is_seen_while_it_runs(kind: Any) -> None:
    seen: list[tuple[int, int]] = []

    def steps(running: Running) -> None:
        running.checkpoint(2, 5)
        found = row("test.steps")
        seen.append((found.done, found.total))

    kind("test.steps", steps)
    jobs.enqueue("test.steps")
    work.commit()
    jobs.drain()
    assert seen == [(2, 5)]


def test_a_periodic_job_is_queued_once_a_period(kind: Any, clock: Any) -> None:
    ran: list[int] = []
    kind("test.daily", lambda running: ran.append(1), every=timedelta(days=1))
    for _ in range(3):
        jobs.schedule()
    jobs.drain()
    assert ran == [1]
    clock.set(kernel_clock.now() + timedelta(days=1))
    jobs.schedule()
    jobs.drain()
    assert ran == [1, 1]
