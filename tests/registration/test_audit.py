"""`trainhub audit`: quiet where all is right, and each planted fault is found and named."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, update

from trainhub.cli import trainhub
from trainhub.kernel import clock as time
from trainhub.kernel import files, invariants
from trainhub.kernel.db import db
from trainhub.kernel.work import Actor
from trainhub.registration import services
from trainhub.registration.models import (
    Quota,
    QuotaPlace,
    Registration,
    RegistrationDocument,
    RegistrationFact,
)
from trainhub.registration.services import Application
from trainhub.sessions.models import TrainingSession

BY = Actor(1, "Staff")


@pytest.fixture
def training(make):
    """Give a session of two seats, one of them for Georgia, with one confirmed and one who waits rightly."""
    session = make.session(seats=2)
    make.call(session, apply=True, select=False, quotas={("country", "GE"): 1, ("country", "KZ"): 1})
    for _ in range(2):
        person = make.person(country_code="GE", category="ministry")
        services.register(session=session, person=person, command=Application(), by=BY)
    db.session.flush()
    return session


def rows(session):
    return db.session.query(Registration).filter_by(session_id=session.id).order_by(Registration.id).all()


def seats(session):
    db.session.execute(update(TrainingSession).where(TrainingSession.id == session.id).values(taken=2))


def quota(session):
    db.session.execute(update(Quota).where(Quota.value == "KZ").values(taken=1))


def place(session):
    other = db.session.query(Quota).filter_by(value="KZ").one()
    db.session.add(QuotaPlace(registration_id=rows(session)[1].id, quota_id=other.id))
    other.taken = 1


def in_vain(session):
    db.session.execute(update(Quota).where(Quota.value == "GE").values(seats=2))


def endless(session):
    rows(session)[0].state = "offered"


def late(session):
    rows(session)[0].state, rows(session)[0].offered_until = "offered", time.now() - timedelta(hours=2)


def factless(session):
    db.session.execute(delete(RegistrationFact).where(RegistrationFact.registration_id == rows(session)[1].id))


def nobody(session):
    rows(session)[1].person_id = None


def fileless(session):
    file = files.File(sha256="0" * 64, size=1, name="a.pdf", media_type="application/pdf", policy="registration")
    db.session.add(RegistrationDocument(registration_id=rows(session)[0].id, key="cv", file=file))


@pytest.mark.parametrize(
    ("plant", "name", "words"),
    [
        (seats, "seats", "2 seats are counted as taken, 1 registrations"),
        (quota, "quotas", "country KZ counts 1 taken, 0 places"),
        (place, "quotas", "without a seat"),
        (in_vain, "waiting lists", "waits though a seat is free"),
        (endless, "offers", "has no end"),
        (late, "offers", "ended"),
        (factless, "registrations", "no facts"),
        (nobody, "registrations", "no person"),
        (fileless, "registrations", "is missing"),
    ],
)
def test_each_fault_is_found(training, plant, name, words):
    assert list(invariants.audit()) == []
    plant(training)
    db.session.flush()
    found = list(invariants.audit())
    assert any(each == name and words in line for each, line in found), found


def test_the_command_says_so_and_exits_by_it(app, training):
    db.session.commit()
    good = CliRunner().invoke(trainhub, ["audit"], obj=app)
    assert (good.exit_code, "0 faults" in good.stderr) == (0, True)
    seats(training)
    db.session.commit()
    bad = CliRunner().invoke(trainhub, ["audit"], obj=app)
    assert bad.exit_code == 1
    assert f"seats: {training.slug}" in bad.stdout


def test_erasure_takes_documents_along_and_leaves_nothing_wrong(make, training):
    row = rows(training)[0]
    make_file = files.File(sha256="1" * 64, size=1, name="a.pdf", media_type="application/pdf", policy="registration")
    db.session.add(RegistrationDocument(registration_id=row.id, key="cv", file=make_file))
    db.session.flush()
    for forget in (services.forget_documents, services.give_up):
        forget(row.person, ())
    assert db.session.query(RegistrationDocument).count() == 0
    assert db.session.query(files.File).filter_by(sha256="1" * 64).count() == 0
    assert list(invariants.audit()) == []
