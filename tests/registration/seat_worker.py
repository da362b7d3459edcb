"""One of the processes of test_seats.py: registers its people one after the other, and says how many."""

import json
import sys
from datetime import UTC, datetime

from trainhub.app import create_app
from trainhub.kernel import clock, work
from trainhub.kernel.db import db, expect_writes
from trainhub.people.models import Person
from trainhub.registration import services
from trainhub.sessions.models import TrainingSession


def main() -> None:
    order = json.loads(sys.stdin.readline())
    app = create_app(order["config"])
    clock.stop(datetime(2027, 3, 2, 8, tzinfo=UTC))
    print("ready", flush=True)
    sys.stdin.readline()
    expect_writes(True)
    done = 0
    for person in order["people"]:
        with app.app_context():
            services.register(
                session=db.session.get_one(TrainingSession, order["session"]),
                person=db.session.get_one(Person, person),
                command=services.Application(),
                by=work.Actor(),
            )
            work.commit()
            done += 1
    print(json.dumps(done))


main()
