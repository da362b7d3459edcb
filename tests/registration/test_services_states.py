"""The table of states: every step it has can be taken, no other, and the seats are right after each."""

import pytest

from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, Refused
from trainhub.kernel.work import Actor, EventRow
from trainhub.registration import services
from trainhub.registration.models import HOLDING, STATES, Registration, RegistrationEvent
from trainhub.registration.policies import MOVES, VERBS, Mover

STAFF_MAY = {  # written out by hand: what the desk can do, whatever the table says
    "invited": {"offered", "confirmed", "waiting", "withdrawn"},
    "nominated": {"offered", "confirmed", "waiting", "declined", "withdrawn"},
    "applied": {"offered", "confirmed", "waiting", "declined", "withdrawn"},
    "waiting": {"offered", "confirmed", "declined", "withdrawn"},
    "offered": {"confirmed", "declined", "withdrawn"},
    "confirmed": {"declined", "withdrawn"},
    "declined": {"offered", "confirmed", "waiting"},
    "withdrawn": set(),
}
BY = Actor(None, "Desk")


def held(session):
    return sum(row.holds_seat for row in db.session.query(Registration).filter_by(session_id=session.id))


def test_every_state_has_its_row():
    assert set(MOVES) == {"", *STATES}
    assert {after for row in MOVES.values() for after in row} <= set(STATES)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", STATES)
def test_a_decision_follows_the_table(make, state, verb):
    full = verb == "wait"  # nobody waits while a place is free
    session = make.session(seats=1 if full else 3)
    if full:
        make.registration(session, state="confirmed")
        session.seats = 2 if state in HOLDING else 1
    registration = make.registration(session, state=state)
    if VERBS[verb] in STAFF_MAY[state]:
        services.decide(registrations=[registration], verb=verb, by=BY, reason="as agreed")
        assert registration.state == VERBS[verb]
        steps = db.session.query(RegistrationEvent).filter_by(registration_id=registration.id)
        step = steps.order_by(RegistrationEvent.id).all()[-1]
        assert (step.before, step.after, step.actor, step.reason) == (state, VERBS[verb], "Desk", "as agreed")
        told = db.session.query(EventRow).filter_by(subject=f"registration:{registration.id}").one()
        assert told.payload["after"] == VERBS[verb]
    else:
        with pytest.raises(Refused):
            services.decide(registrations=[registration], verb=verb, by=BY)
        assert registration.state == state
    assert session.taken == held(session)


@pytest.mark.parametrize("state", STATES)
def test_a_person_withdraws_from_whatever_is_open(make, state):
    registration = make.registration(state=state)
    if state in {"declined", "withdrawn"}:
        with pytest.raises(Refused):
            services.withdraw(registration=registration, by=BY)
        assert registration.state == state
    else:
        services.withdraw(registration=registration, by=BY)
        assert registration.state == "withdrawn"
    assert registration.session.taken == 0


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("coming", [True, False])
def test_only_an_offer_or_an_invitation_can_be_answered(make, state, coming):
    registration = make.registration(state=state)
    if state in {"offered", "invited"}:
        services.answer(registration=registration, coming=coming, by=BY)
        assert registration.state == ("confirmed" if coming else "withdrawn")
        assert registration.session.taken == int(coming)
    else:
        with pytest.raises(Refused):
            services.answer(registration=registration, coming=coming, by=BY)
        assert registration.state == state


def test_the_program_moves_only_people_on_the_list_and_late_offers():
    moves = {(before, after) for before, row in MOVES.items() for after, who in row.items() if Mover.PROGRAM in who}
    assert moves == {("waiting", "offered"), ("offered", "withdrawn")}


def test_deciding_about_nobody_or_with_an_unknown_verb_is_told(make):
    registration = make.registration(state="applied")
    with pytest.raises(Invalid):
        services.decide(registrations=[], verb="confirm", by=BY)
    with pytest.raises(Invalid):
        services.decide(registrations=[registration], verb="marry", by=BY)


def test_a_decision_about_many_stops_at_the_last_seat_and_names_the_others(make):
    session = make.session(seats=2)
    people = [make.registration(session, state="applied") for _ in range(3)]
    outcome = services.decide(registrations=people, verb="confirm", by=BY)
    assert outcome.changed == 2
    assert [name for name, _ in outcome.refused] == [people[2].person.display]
    assert [each.state for each in people] == ["confirmed", "confirmed", "applied"]


def test_nobody_is_put_on_the_list_while_a_place_is_free(make):
    registration = make.registration(make.session(seats=5), state="applied")
    with pytest.raises(Refused, match="place is free"):
        services.decide(registrations=[registration], verb="wait", by=BY)
