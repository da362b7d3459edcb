"""The last seat under pressure: 8 processes, 200 people, 20 seats, real databases, nothing shared but them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from trainhub import seed
from trainhub.app import create_app
from trainhub.kernel import work
from trainhub.kernel.db import db, expect_writes
from trainhub.registration.models import Registration, RegistrationEvent
from trainhub.sessions.models import TrainingSession
from trainhub.testing.make import Make

PEOPLE, SEATS, PROCESSES = 200, 20, 8
WORKER = Path(__file__).with_name("seat_worker.py")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """Give the address of a database that other processes can reach too."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_server")()
    return f"sqlite:///{tmp_path / 'seats.sqlite'}"


def config(url, data):
    return {"DATA": str(data), "DATABASE_URL": url, "STRICT": True, "APPROVAL": False, "LOG_LEVEL": "ERROR"}


def test_200_registrations_from_8_processes_hold_exactly_20_seats(url, tmp_path, clock):
    settings = config(url, tmp_path)
    app = create_app(settings)
    clock.set("2027-03-02 08:00")  # create_app lets it run
    expect_writes(True)
    with app.app_context():
        seed.prepare(app)
        make = Make()
        session = make.session(seats=SEATS, day=7)
        body = make.organisation()
        people = [make.person(organisation=body).id for _ in range(PEOPLE)]
        number = session.id
        work.commit()
        db.session.remove()
        share = PEOPLE // PROCESSES
        order = {
            "config": settings,
            "session": number,
            "shares": [people[first : first + share] for first in range(0, PEOPLE, share)],
        }
        done = subprocess.run(
            [sys.executable, str(WORKER)],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            timeout=150,
            check=False,
        )
        assert json.loads(done.stdout) == [0] * PROCESSES, done.stderr[-3000:]

        states = [row.state for row in db.session.query(Registration).filter_by(session_id=number)]
        assert (states.count("confirmed"), states.count("waiting"), len(states)) == (SEATS, PEOPLE - SEATS, PEOPLE)
        assert db.session.get(TrainingSession, number).taken == SEATS
        assert db.session.query(RegistrationEvent).count() == PEOPLE
        line = db.session.query(Registration).filter_by(session_id=number, state="waiting").order_by(Registration.id)
        holders = db.session.query(Registration).filter_by(session_id=number, state="confirmed")
        assert max(each.id for each in holders) < min(each.id for each in line)  # nobody overtook the list
        db.session.remove()
        db.engine.dispose()
