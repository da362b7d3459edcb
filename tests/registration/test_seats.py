"""The last seat under pressure: 8 processes, real databases, nothing shared but them."""

import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from trainhub.app import create_app
from trainhub.kernel import work
from trainhub.kernel.db import db, expect_writes
from trainhub.registration import services
from trainhub.registration.models import Quota, QuotaPlace, Registration, RegistrationEvent
from trainhub.sessions.models import TrainingSession
from trainhub.testing.make import Make
from trainhub.testing.prepared import prepare

PEOPLE, SEATS, PROCESSES, ACTS = 200, 20, 8, 500
COUNTRIES = ("AZ", "GE", "KZ", "KG", "MD")
WORKER = Path(__file__).with_name("seat_worker.py")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """Give the address of a database that other processes can reach too."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_server")()
    return f"sqlite:///{tmp_path / 'seats.sqlite'}"


def config(url, data):
    return {"DATA": str(data), "DATABASE_URL": url, "STRICT": True, "APPROVAL": False, "LOG_LEVEL": "ERROR"}


@pytest.fixture
def make(url, tmp_path, clock):
    """Give factories over a database that is really written, and put everything away afterwards."""
    app = create_app(config(url, tmp_path))
    clock.set("2027-03-02 08:00")  # create_app lets it run
    expect_writes(True)
    with app.app_context():
        prepare(app)
        yield Make()
        db.session.remove()
        db.engine.dispose()


def run(url, data, session, acts):
    """Let the processes do their shares of the acts at once; return what became of them."""
    work.commit()
    db.session.remove()
    share = len(acts) // PROCESSES
    shares = [acts[number * share : (number + 1) * share] for number in range(PROCESSES)]
    shares[-1] += acts[PROCESSES * share :]
    order = {"config": config(url, data), "session": session, "shares": shares}
    done = subprocess.run(
        [sys.executable, str(WORKER)], input=json.dumps(order), capture_output=True, text=True, timeout=150, check=False
    )
    found = json.loads(done.stdout)
    assert found["codes"] == [0] * PROCESSES, done.stderr[-3000:]
    return found["told"]


def test_200_registrations_from_8_processes_hold_exactly_20_seats(url, tmp_path, make):
    session = make.session(seats=SEATS, day=7)
    body, number = make.organisation(), session.id
    run(url, tmp_path, number, [("apply", make.person(organisation=body).id) for _ in range(PEOPLE)])
    states = [row.state for row in db.session.query(Registration).filter_by(session_id=number)]
    assert (states.count("confirmed"), states.count("waiting"), len(states)) == (SEATS, PEOPLE - SEATS, PEOPLE)
    assert db.session.get(TrainingSession, number).taken == SEATS
    assert db.session.query(RegistrationEvent).count() == PEOPLE
    line = db.session.query(Registration).filter_by(session_id=number, state="waiting").order_by(Registration.id)
    holders = db.session.query(Registration).filter_by(session_id=number, state="confirmed")
    assert max(each.id for each in holders) < min(each.id for each in line)  # nobody overtook the list


def test_500_applications_confirmations_and_withdrawals_never_break_a_quota(url, tmp_path, make):
    session, dice = make.session(seats=SEATS, day=7), random.Random(20)
    make.call(
        session,
        apply=True,
        select=False,
        quotas={("country", code): 5 for code in COUNTRIES[:4]}
        | {
            ("country", "*"): 3,
            ("category", "government"): 18,
        },
    )
    number, bodies = session.id, {code: make.organisation(country_code=code) for code in COUNTRIES}
    people = [make.person(organisation=bodies[code], country_code=code).id for code in COUNTRIES for _ in range(30)]
    dice.shuffle(people)
    acts = [("apply", each) for each in people]
    acts += [(dice.choice(("confirm", "withdraw", "apply")), dice.choice(people)) for _ in range(ACTS - len(acts))]
    head, tail = acts[:100], acts[100:]
    dice.shuffle(tail)
    told = run(url, tmp_path, number, head + tail)
    assert sum(told.values()) == ACTS
    assert min(told.get("apply done", 0), told.get("withdraw done", 0), told.get("confirm done", 0)) > 0, told
    check(db.session.get(TrainingSession, number))


def check(session):
    """Check seats, quotas and the waiting list against the rows."""
    rows = db.session.query(Registration).filter_by(session_id=session.id).all()
    holding = [row for row in rows if row.holds_seat]
    assert session.taken == len(holding) <= SEATS
    places = Counter(each.quota_id for each in db.session.query(QuotaPlace))
    for quota in db.session.query(Quota):
        assert quota.taken == places[quota.id] <= quota.seats
    assert {each.registration_id for each in db.session.query(QuotaPlace)} == {row.id for row in holding}
    line = services.Known(session, services.terms(session), dict).line
    assert sorted(line.values()) == list(range(1, len(line) + 1))
    assert set(line) == {row.id for row in rows if row.state == "waiting"}
    assert services.next_in_line(session, services.terms(session)) is None or session.free == 0  # nobody waits in vain
