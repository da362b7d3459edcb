"""The facts follow the records: by events, by a look now and then, and made anew as a whole."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from trainhub.attendance import services as attendance
from trainhub.attendance.services import Mark
from trainhub.certificates import services as certificates
from trainhub.kernel import clock as kernel_clock
from trainhub.kernel import jobs, work
from trainhub.kernel.db import db
from trainhub.kernel.work import Actor
from trainhub.registration import services as registration
from trainhub.registration.models import RegistrationEvent
from trainhub.reports import cli
from trainhub.reports.models import FactsVersion, Participation
from trainhub.reports.services import facts
from trainhub.sessions import services as sessions
from trainhub.sessions.models import SessionActivity

STAFF = Actor(None, "Leyla")


def fact(row: Any) -> Participation:
    db.session.expire_all()
    return db.session.get(Participation, row.id)


def mark() -> str:
    db.session.expire_all()
    return db.session.get_one(FactsVersion, 1).mark


@pytest.fixture
def official(make):
    return make.person(category="ministry", country_code="GE")


def settle(*rows: Any) -> list[Any]:
    """Commit and let the jobs run, which ends the database session; return the rows anew."""
    places = [(type(row), row.id) for row in rows]
    work.commit()
    jobs.drain()
    return [db.session.get_one(kind, number) for kind, number in places]


def test_a_journey_leaves_its_traces_step_by_step(make, official, clock):
    session = make.session(slots=2, seats=5, approval=True, day=1)
    row = registration.register(
        session=session, person=official, command=registration.Application(gender="f"), by=STAFF
    )
    session, row = settle(session, row)
    known = fact(row)
    assert (known.gender, known.country, known.category, known.level) == ("f", "GE", "ministry", "policy-makers")
    assert (known.day, known.month, known.quarter, known.year) == (session.first_day, 202703, 20271, 2027)
    assert (known.applied, known.selected, known.attended, known.module) == (True, False, False, "4")

    registration.decide(registrations=[row], verb="confirm", by=STAFF)
    session, row = settle(session, row)
    assert (fact(row).selected, fact(row).attended) == (True, False)

    clock.set("2027-03-03 15:00")
    first, second = session.standing
    attendance.save(slot=first, marks={}, by=STAFF)
    attendance.save(slot=second, marks={row.id: Mark("late", missed=30)}, by=STAFF)
    session, row = settle(session, row)
    assert (fact(row).attended, fact(row).slots, fact(row).minutes, fact(row).completed) == (True, 2, 330, False)

    sessions.complete(session, {})
    session, row = settle(session, row)
    assert (fact(row).completed, fact(row).final, fact(row).certified) == (True, True, True)


def test_absent_people_did_not_attend_and_too_few_hours_do_not_complete(make):
    session = make.session(day=-7, slots=2, state="completed")
    absent = make.graduate(session, marks=("absent", "excused"))
    half = make.graduate(session, marks=("present", "absent"))
    whole = make.graduate(session)
    facts.refresh([session.id])
    told = [(fact(row).attended, fact(row).slots, fact(row).completed) for row in (absent, half, whole)]
    assert told == [(False, 0, False), (True, 1, False), (True, 2, True)]


def test_the_facts_and_the_certificates_rule_agree_on_who_completed(make):
    session = make.session(day=-7, slots=4, state="completed")
    rows = [
        make.graduate(session, marks=marks)
        for marks in (
            ("present",) * 4,
            ("present", "present", "present", "absent"),
            ("present", "present", "absent", "absent"),
            ("absent",) * 4,
        )
    ]
    facts.refresh([session.id])
    for row in rows:
        assert fact(row).completed == certificates.rule.verdict(row).earned, row.id


def test_drafts_and_cancelled_sessions_have_no_facts(make):
    running, draft = make.session(), make.session(state="draft")
    rows = [make.registration(session) for session in (running, draft)]
    facts.rebuild()
    assert [fact(row) is not None for row in rows] == [True, False]
    sessions.cancel(running, "The hosts asked for it.")
    facts.catch_up()
    assert fact(rows[0]) is None


def test_a_look_finds_what_is_no_event(make, clock):
    session = make.session(day=-30, state="completed")
    certificate = make.certificate(make.graduate(session))
    facts.rebuild()
    row = certificate.registration
    assert fact(row).certified
    clock.set("2027-03-02 12:00")
    facts.catch_up()
    before = mark()
    certificate.revoked_at = kernel_clock.now()
    facts.catch_up()
    assert not fact(row).certified
    assert mark() != before


def test_a_look_that_finds_nothing_leaves_the_mark(make, clock):
    make.registration(make.session())
    facts.rebuild()
    clock.set(kernel_clock.now() + timedelta(hours=1))
    facts.catch_up()
    before = mark()
    clock.set(kernel_clock.now() + timedelta(hours=1))
    facts.catch_up()
    assert mark() == before


def test_several_modules_stand_in_order_and_once(make):
    session = make.session(activity="m12-a01")
    for key in ("m04-a02", "m04-a03"):
        db.session.add(SessionActivity(session_id=session.id, activity_id=make.activity(key).activity_id))
    row = make.registration(session)
    facts.refresh([session.id])
    assert fact(row).module == "4,12"


def test_states_that_were_passed_stay_known(make):
    session = make.session()
    row = make.registration(session, state="withdrawn", origin="nomination")
    db.session.add(RegistrationEvent(registration_id=row.id, before="nominated", after="offered"))
    facts.refresh([session.id])
    known = fact(row)
    assert (known.invited, known.nominated, known.applied, known.selected) == (False, True, False, True)


def test_an_erased_person_leaves_anonymous_facts(make):
    row = make.graduate(gender="m")
    facts.refresh([row.session_id])
    assert fact(row).person_id == row.person_id
    row.person_id = None
    facts.refresh([row.session_id])
    assert (fact(row).person_id, fact(row).gender) == (None, "m")


def test_the_cost_does_not_grow_with_the_rows(make, queries):
    small, large = make.session(seats=50), make.session(seats=50)
    for session, number in ((small, 1), (large, 3)):
        for _ in range(number):
            make.registration(session)
    counted = []
    for session in (small, large):
        with queries(20) as seen:
            facts.refresh([session.id])
        counted.append(len(seen))
    assert counted[0] == counted[1]
    assert db.session.scalar(select(func.count()).select_from(Participation)) == 4


def test_the_program_makes_all_facts_anew(make, app):
    make.graduate()
    db.session.query(Participation).delete()
    answer = app.test_cli_runner().invoke(cli.reports, ["rebuild"])
    assert answer.exit_code == 0, answer.output
    assert db.session.query(Participation).count() == 1
