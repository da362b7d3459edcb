"""Coming to a training: who may, when, what is frozen, and the waiting list that moves by itself."""

from datetime import date, timedelta

import pytest
from sqlalchemy import inspect

from trainhub.kernel import clock as time
from trainhub.kernel import jobs
from trainhub.kernel.db import db
from trainhub.kernel.errors import Refused
from trainhub.kernel.work import Actor
from trainhub.messages.models import Message
from trainhub.people import services as people
from trainhub.registration import services
from trainhub.registration.models import RegistrationEvent
from trainhub.registration.services import Application
from trainhub.sessions import services as sessions

BY = Actor(None, "Somebody")


def register(session, person, **command):
    return services.register(session=session, person=person, command=Application(**command), by=BY)


@pytest.fixture
def official(make):
    """Give a function that makes somebody from a confirmed ministry."""
    return lambda **values: make.person(category="ministry", **values)


def mails(registration):
    rows = db.session.query(Message).filter_by(person_id=registration.person_id).order_by(Message.id)
    return [row.kind for row in rows]


def run_job(*rows):
    """Run what is queued as a worker does, and return the rows anew: a worker works in sessions of its own."""
    db.session.commit()
    jobs.drain()
    return [db.session.get(type(row), inspect(row).identity[0]) for row in rows]


class TestRegistering:
    def test_with_approval_it_is_an_application(self, make, official):
        registration = register(make.session(approval=True), official(), motivation="My work")
        assert (registration.state, registration.origin) == ("applied", "application")
        assert registration.motivation == "My work"
        assert registration.session.taken == 0
        assert mails(registration) == ["registration_received"]

    def test_without_approval_a_free_seat_is_given_at_once(self, make, official):
        registration = register(make.session(approval=False), official())
        assert (registration.state, registration.session.taken) == ("confirmed", 1)
        assert mails(registration) == ["registration_confirmed"]

    def test_without_approval_and_seats_one_waits(self, make, official):
        session = make.session(approval=False, seats=1)
        register(session, official())
        second, third = register(session, official()), register(session, official())
        assert (second.state, third.state) == ("waiting", "waiting")
        assert services.Known(session, services.terms(session), dict).line == {second.id: 1, third.id: 2}
        assert services.place_in_line(third) == 2
        assert mails(third) == ["registration_waiting"]

    @pytest.mark.parametrize(("setting", "state"), [(True, "applied"), (False, "confirmed")])
    def test_a_silent_session_follows_the_installation(self, app, make, official, monkeypatch, setting, state):
        monkeypatch.setitem(app.config, "APPROVAL", setting)
        assert register(make.session(), official()).state == state

    def test_a_newcomer_does_not_overtake_the_waiting_list(self, make, official):
        session = make.session(approval=False, seats=1)
        register(session, official())
        waiting = register(session, official())
        session.seats = 2  # staff found another chair, and nobody has moved up yet
        newcomer = register(session, official())
        assert (waiting.state, newcomer.state) == ("offered", "waiting")

    def test_twice_is_refused(self, make, official):
        session, person = make.session(), official()
        register(session, person)
        with pytest.raises(Refused, match="already"):
            register(session, person)

    @pytest.mark.parametrize("state", ["withdrawn", "declined"])
    def test_who_withdrew_or_was_declined_comes_again_in_the_same_row(self, make, official, clock, state):
        session, person = make.session(approval=False), official()
        first = make.registration(session, person, state=state)
        clock.set("2027-03-03 08:00")
        again = register(session, person)
        assert again.id == first.id
        assert again.created_at == time.now()  # last in line again
        steps = db.session.query(RegistrationEvent).filter_by(registration_id=first.id).order_by(RegistrationEvent.id)
        assert [step.after for step in steps] == [state, "confirmed"]

    @pytest.mark.parametrize("state", ["draft", "cancelled", "completed"])
    def test_only_a_published_session_takes_people(self, make, official, state):
        with pytest.raises(Refused):
            register(make.session(state=state), official())

    def test_the_deadline_holds_to_the_end_of_its_day_where_the_session_is(self, make, official, clock):
        session = make.session(register_until=date(2027, 3, 4))
        clock.set("2027-03-04 19:59")  # 23:59 in Baku
        register(session, official())
        clock.set("2027-03-04 20:00")
        with pytest.raises(Refused, match="until"):
            register(session, official())

    def test_a_training_that_has_begun_takes_nobody(self, make, official, clock):
        session = make.session(day=date(2027, 3, 9))
        clock.set("2027-03-09 06:00")  # 10:00 in Baku
        with pytest.raises(Refused, match="begun"):
            register(session, official())

    def test_a_session_without_dates_takes_nobody(self, make, official):
        with pytest.raises(Refused):
            register(make.session(slots=0), official())

    def test_the_audience_decides_and_says_why(self, make):
        session = make.session(audience=("ministry",))
        with pytest.raises(Refused, match="other kinds"):
            register(session, make.person(category="ngo"))
        assert not db.session.query(Message).all()

    def test_an_unconfirmed_ministry_opens_no_closed_session(self, make):
        session = make.session(audience=("government",), closed=True)
        with pytest.raises(Refused):
            register(session, make.person(category="ministry", confirmed=False))
        assert session.taken == 0


class TestFacts:
    def test_they_are_frozen_at_registration(self, make):
        body = make.organisation(category_code="ministry")
        person = make.person(organisation=body, country_code="GE")
        people.save_statistic(person, gender="m", age_band="35-44")
        registration = register(make.session(), person, gender="f")
        facts = registration.facts
        assert (facts.gender, facts.age_band, facts.country_code) == ("f", "35-44", "GE")
        assert (facts.category_code, facts.organisation_id, facts.level) == ("ministry", body.id, "policy-makers")
        assert people.own_statistic(person).gender == "f"
        people.save_statistic(person, gender="undisclosed")
        person.country_code = "AM"
        db.session.flush()
        db.session.refresh(facts)
        assert (facts.gender, facts.country_code) == ("f", "GE")

    def test_an_answer_left_open_is_kept_as_open_and_none_leaves_what_was_said(self, make, official):
        person = official()
        people.save_statistic(person, gender="f")
        assert register(make.session(), person).facts.gender == "f"
        assert register(make.session(), person, gender="").facts.gender == ""

    def test_first_timer(self, make, official):
        person = official()
        first = register(make.session(approval=False), person)
        second = register(make.session(approval=False, day=14), person)
        assert (first.facts.first_timer, second.facts.first_timer) == (True, False)

    def test_an_unconfirmed_affiliation_is_no_fact(self, make):
        person = make.person(category="ministry", confirmed=False)
        registration = services.add(session=make.session(), person=person, by=BY)
        assert (registration.facts.category_code, registration.facts.organisation_id) == (None, None)


class TestWaitingList:
    @pytest.fixture
    def full(self, make):
        session = make.session(approval=False, seats=1)
        holder = make.registration(session, state="confirmed")
        line = [
            make.registration(session, state="waiting", created_at=time.now() - timedelta(hours=hours))
            for hours in (1, 3, 2)
        ]
        return session, holder, line

    def test_withdrawing_promotes_who_came_first(self, full):
        session, holder, (last, first, middle) = full
        services.withdraw(registration=holder, by=BY)
        assert [each.state for each in (first, middle, last)] == ["offered", "waiting", "waiting"]
        assert first.offered_until == time.now() + timedelta(hours=72)
        assert session.taken == 1
        assert mails(first) == ["place_offered"]

    def test_declining_promotes_too(self, full):
        session, holder, (_, first, _) = full
        services.decide(registrations=[holder], verb="decline", by=BY)
        assert (first.state, session.taken) == ("offered", 1)

    def test_promoting_twice_does_no_harm(self, full):
        session, holder, line = full
        services.withdraw(registration=holder, by=BY)
        assert services.promote(session) == 0
        assert sorted(each.state for each in line) == ["offered", "waiting", "waiting"]

    def test_leaving_an_offer_passes_it_on(self, full):
        session, holder, (_, first, middle) = full
        services.withdraw(registration=holder, by=BY)
        services.answer(registration=first, coming=False, by=BY)
        assert (first.state, middle.state, session.taken) == ("withdrawn", "offered", 1)

    def test_an_offer_runs_out_and_goes_to_the_next(self, full, clock):
        session, holder, (_, first, middle) = full
        services.withdraw(registration=holder, by=BY)
        clock.set("2027-03-05 08:00")
        jobs.enqueue("registration.look_after")
        session, first, middle = run_job(session, first, middle)
        assert first.state == "offered"  # to the very end
        clock.set("2027-03-05 08:01")
        with pytest.raises(Refused):
            services.answer(registration=first, coming=True, by=BY)
        jobs.enqueue("registration.look_after")
        session, first, middle = run_job(session, first, middle)
        assert (first.state, middle.state, session.taken) == ("withdrawn", "offered", 1)
        assert mails(first) == ["place_offered", "offer_ended"]

    def test_an_offer_never_holds_past_the_beginning(self, make):
        session = make.session(approval=False, seats=1, day=1)
        holder, waiting = make.registration(session), make.registration(session, state="waiting")
        services.withdraw(registration=holder, by=BY)
        assert waiting.offered_until == session.slots[0].utc_start

    def test_nobody_moves_up_once_it_has_begun(self, full, clock):
        _, holder, line = full
        clock.set("2027-03-09 07:00")
        services.decide(registrations=[holder], verb="withdraw", by=BY)
        assert {each.state for each in line} == {"waiting"}

    def test_more_seats_are_filled_by_the_job(self, full):
        session, _, line = full
        session.seats = 3
        jobs.enqueue("registration.look_after")
        session, *line = run_job(session, *line)
        assert sorted(each.state for each in line) == ["offered", "offered", "waiting"]
        assert session.taken == 3

    def test_who_takes_part_cannot_withdraw_any_more(self, full, clock):
        _, holder, _ = full
        clock.set("2027-03-09 07:00")
        with pytest.raises(Refused, match="begun"):
            services.withdraw(registration=holder, by=BY)


class TestAdding:
    def test_staff_add_past_deadline_and_audience(self, make):
        session = make.session(audience=("ministry",), register_until=date(2027, 2, 1))
        added = services.add(session=session, person=make.person(email=None), by=BY, origin="walk-in")
        assert (added.state, added.origin, session.taken) == ("confirmed", "walk-in", 1)

    def test_not_past_the_seats(self, make):
        session = make.session(seats=0)
        with pytest.raises(Refused, match="places are taken"):
            services.add(session=session, person=make.person(), by=BY)

    def test_not_past_a_closed_door(self, make):
        session = make.session(closed=True, audience=("government",))
        with pytest.raises(Refused, match="government"):
            services.add(session=session, person=make.person(category="ngo"), by=BY)

    def test_not_into_a_completed_session(self, make):
        with pytest.raises(Refused):
            services.add(session=make.session(state="completed"), person=make.person(), by=BY)


def test_a_decision_about_many_runs_as_a_job_with_progress(make):
    session = make.session(seats=50)
    people_ = [make.registration(session, state="applied") for _ in range(25)]
    job = services.decide_later(
        session=session, public_ids=[each.public_id for each in people_], verb="confirm", by=Actor(None, "Desk")
    )
    [session] = run_job(session)
    row = db.session.query(jobs.JobRow).filter_by(public_id=job).one()
    assert (row.state, row.done, row.total) == ("done", 25, 25)
    assert session.taken == 25
    assert {step.actor for step in db.session.query(RegistrationEvent).filter_by(after="confirmed")} == {"Desk"}


def test_everybody_who_has_or_wants_a_place_is_told_of_changes(make):
    session = make.session()
    inside = [make.registration(session, state=state) for state in ("applied", "waiting", "offered", "confirmed")]
    for state in ("declined", "withdrawn"):
        make.registration(session, state=state)
    assert {person.id for person in sessions.who_is_told(session)} == {each.person_id for each in inside}
