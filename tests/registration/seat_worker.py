"""The processes of test_seats.py: each does its share of acts one after the other.

One interpreter loads the program and forks before it opens any database: loading it eight times takes longest.
An act is a verb and a person: apply, nominate, confirm (what is offered), withdraw, decide (staff offer a seat).
"""

import json
import multiprocessing
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from trainhub.app import create_app
from trainhub.kernel import clock, work
from trainhub.kernel.db import db, expect_writes
from trainhub.kernel.errors import Refused
from trainhub.people.models import Person
from trainhub.registration import services
from trainhub.registration.models import Registration
from trainhub.sessions.models import TrainingSession

BY = work.Actor(1, "Somebody")


def apply(session: TrainingSession, person: Person) -> None:
    services.register(session=session, person=person, command=services.Application(), by=BY)


def nominate(session: TrainingSession, person: Person) -> None:
    services.nominate(session=session, person=person, by=BY)


def decide(session: TrainingSession, person: Person) -> None:
    services.decide(registrations=[_row(session, person)], verb="offer", by=BY, reason="Fits")


def confirm(session: TrainingSession, person: Person) -> None:
    services.answer(registration=_row(session, person), coming=True, by=BY)


def withdraw(session: TrainingSession, person: Person) -> None:
    services.withdraw(registration=_row(session, person), by=BY)


ACTS: dict[str, Callable[[TrainingSession, Person], None]] = {
    each.__name__: each for each in (apply, nominate, decide, confirm, withdraw)
}


def _row(session: TrainingSession, person: Person) -> Registration:
    row = services.own(session, person.id)
    if row is None:
        raise Refused("not there")
    return row


def run(order: dict[str, Any], acts: list[tuple[str, int]], start: Any, done: Any) -> None:
    app = create_app(order["config"])
    clock.stop(datetime(2027, 3, 2, 8, tzinfo=UTC))
    expect_writes(True)
    told: Counter[str] = Counter()
    start.wait()  # all begin at once
    for verb, person in acts:
        with app.app_context():
            session = db.session.get_one(TrainingSession, order["session"])
            try:
                ACTS[verb](session, db.session.get_one(Person, person))
                work.commit()
                told[f"{verb} done"] += 1
            except Refused:  # what a page would tell; anything else ends the process with an error
                work.rollback()
                told[f"{verb} refused"] += 1
    done.put(dict(told))


def main() -> None:
    """Read the order, and answer with the exit codes of all processes and what became of the acts."""
    order = json.loads(sys.stdin.read())
    forking = multiprocessing.get_context("fork")
    start, done = forking.Barrier(len(order["shares"]), timeout=60), forking.Queue()
    workers = [forking.Process(target=run, args=(order, share, start, done)) for share in order["shares"]]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    told: Counter[str] = Counter()
    while not done.empty():
        told.update(done.get())
    print(json.dumps({"codes": [worker.exitcode for worker in workers], "told": told}))


main()
