"""The processes of test_seats.py: each registers its people one after the other.

One interpreter loads the program and forks before it opens any database: loading it eight times takes longest.
"""

import json
import multiprocessing
import sys
from datetime import UTC, datetime
from typing import Any

from trainhub.app import create_app
from trainhub.kernel import clock, work
from trainhub.kernel.db import db, expect_writes
from trainhub.people.models import Person
from trainhub.registration import services
from trainhub.sessions.models import TrainingSession


def register(order: dict[str, Any], people: list[int], start: Any) -> None:
    app = create_app(order["config"])
    clock.stop(datetime(2027, 3, 2, 8, tzinfo=UTC))
    expect_writes(True)
    start.wait()  # all begin at once
    for person in people:
        with app.app_context():
            services.register(
                session=db.session.get_one(TrainingSession, order["session"]),
                person=db.session.get_one(Person, person),
                command=services.Application(),
                by=work.Actor(),
            )
            work.commit()


def main() -> None:
    """Read the order, and answer with the exit codes of all processes."""
    order = json.loads(sys.stdin.read())
    forking = multiprocessing.get_context("fork")
    start = forking.Barrier(len(order["shares"]), timeout=60)
    workers = [forking.Process(target=register, args=(order, share, start)) for share in order["shares"]]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(json.dumps([worker.exitcode for worker in workers]))


main()
