"""The start page: what visitors find, and what waits for everybody else."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient

from trainhub.accounts.models import Account
from trainhub.kernel import jobs, work
from trainhub.kernel.db import db
from trainhub.kernel.types import Texts
from trainhub.people import services as people
from trainhub.sessions.models import TrainingSession
from trainhub.testing import Clock
from trainhub.testing.make import Make

SignIn = Callable[[Account], FlaskClient]
Queries = Callable[[int], AbstractContextManager[list[str]]]
MOST_QUERIES = 8  # one of them asks all features and plugins what waits


def called(title: str) -> Texts:
    return Texts.of({"en": title})


def home(client: FlaskClient) -> str:
    answer = client.get("/")
    assert answer.status_code == 200, answer.text[-3000:]
    return answer.text


def cells(text: str) -> set[str]:
    """Return the classes of the half-days in the figure of the next eight weeks."""
    return set(re.findall(r'<rect class="(\w+)" [^>]*width="18"', text))  # those of the legend are smaller


class TestVisitors:
    def test_they_find_what_is_coming_and_how_to_take_part(self, make: Make, client: FlaskClient) -> None:
        session = make.session(title=called("Borders and rights"), seats=3)
        make.registration(session)
        text = home(client)
        assert f'href="/sessions/{session.slug}/"' in text
        assert "Borders and rights" in text
        assert "2 places left" in text
        assert 'href="/sign-up"' in text
        assert 'action="/certificates/verify/"' in text

    @pytest.mark.parametrize(
        "values", [{"closed": True}, {"state": "draft"}, {"state": "cancelled"}, {"state": "completed"}, {"day": -7}]
    )
    def test_what_is_closed_drafted_cancelled_or_over_is_not_there(
        self, make: Make, client: FlaskClient, values: dict[str, object]
    ) -> None:
        session = make.session(title=called("Not for you"), **values)
        text = home(client)
        assert session.slug not in text
        assert "Not for you" not in text
        assert "No training is announced at the moment" in text

    def test_the_eight_weeks_show_slots_of_open_sessions_only(self, make: Make, client: FlaskClient) -> None:
        assert not cells(home(client)) & {"on", "net", "now"}
        make.session(closed=True, audience=("government",))
        assert not cells(home(client)) & {"on", "net", "now"}
        make.session(slots=2)
        assert "on" in cells(home(client))

    def test_six_are_shown_the_next_first(self, make: Make, client: FlaskClient) -> None:
        for day in (9, 3, 5, 4, 6, 8, 7):
            make.session(day=day, title=called(f"In {day} days"))
        text = home(client)
        places = [text.find(f"In {day} days") for day in range(3, 9)]
        assert places == sorted(places)
        assert min(places) > 0
        assert "In 9 days" not in text


class TestGreeting:
    @pytest.mark.parametrize(
        ("moment", "words"),
        [("03:30", "Good morning"), ("08:00", "Good afternoon"), ("14:30", "Good evening")],  # 7:30, 12:00, 18:30
    )
    def test_it_goes_by_the_clock_of_the_reader(
        self, make: Make, sign_in: SignIn, clock: Clock, moment: str, words: str
    ) -> None:
        clock.set(f"2027-03-02 {moment}")
        account = make.account(person=make.person(display="Aysel Məmmədova"))
        text = home(sign_in(account))
        assert f"{words}, Aysel" in text
        assert "Məmmədova</h1>" not in text


class TestParticipants:
    def test_nothing_waits_and_nothing_comes(self, make: Make, sign_in: SignIn) -> None:
        make.session(title=called("Of others"))
        text = home(sign_in(make.account()))
        assert "Nothing waits for you." in text
        assert "No training is coming for you" in text
        assert "Of others" not in text

    def test_places_and_offers_stand_there_wishes_do_not(self, make: Make, sign_in: SignIn) -> None:
        account = make.account()
        for state in ("confirmed", "offered", "applied", "waiting"):
            make.registration(make.session(title=called(f"As {state}")), account.person, state=state)
        text = home(sign_in(account))
        assert "1 thing waits for you." in text
        assert "A place is offered to you: As offered" in text
        assert "As confirmed" in text
        assert "As applied" not in text
        assert "As waiting" not in text

    def test_an_offer_in_a_session_that_was_closed_since_is_not_told(self, make: Make, sign_in: SignIn) -> None:
        official, guest = (make.account(person=make.person(category=each)) for each in ("ministry", "ngo"))
        session = make.session(title=called("Behind doors"), closed=True, audience=("government",))
        for account in (official, guest):
            make.registration(session, account.person, state="offered")
        assert "A place is offered to you: Behind doors" in home(sign_in(official))
        assert "A place is offered to you" not in home(sign_in(guest))


class TestTrainers:
    def test_their_open_registers_and_their_sessions(self, make: Make, sign_in: SignIn) -> None:
        trainer = make.account("trainer")
        today = make.session(day=0, trainer=trainer.person, title=called("Today's"))
        make.session(day=0, title=called("Of a colleague"))
        text = home(sign_in(trainer))
        assert f"/sessions/{today.slug}/attendance/{today.slots[0].public_id}/" in text
        assert "Today&#39;s" in text
        assert "Of a colleague" not in text

    def test_a_session_without_materials(self, make: Make, sign_in: SignIn) -> None:
        trainer = make.account("trainer")
        make.session(day=7, trainer=trainer.person, title=called("Bare"))
        assert "No materials yet: Bare" in home(sign_in(trainer))


class TestStaff:
    def test_empty(self, make: Make, sign_in: SignIn) -> None:
        text = home(sign_in(make.staff()))
        assert "Nothing waits for you." in text
        assert "No session this week" in text
        assert "Running jobs" not in text

    def test_what_waits_in_their_centre_and_nowhere_else(self, make: Make, sign_in: SignIn) -> None:
        there = make.centre("shamakhi")
        for centre, name in ((make.centre(), "Here"), (there, "There")):
            applied = make.session(title=called(f"{name} to come"), centre=centre)
            make.registration(applied, state="applied")
            make.registration(applied, state="nominated")
            over = make.session(day=-1, title=called(f"{name} past"), centre=centre)
            make.registration(over)
        text = home(sign_in(make.staff()))
        assert "2 things wait for you." in text
        assert "2 applications to decide" in text
        assert "register missing" in text
        assert "Here past" in text
        assert "There past" not in text
        assert "There to come" not in text

    def test_a_register_of_their_own_is_asked_for_once(self, make: Make, sign_in: SignIn) -> None:
        staff = make.staff()
        session = make.session(day=-1, trainer=staff.person)
        text = home(sign_in(staff))
        assert text.count(f"/sessions/{session.slug}/attendance/") == 1
        assert "1 thing waits for you." in text

    def test_one_who_interprets_is_asked_for_no_register(self, make: Make, sign_in: SignIn) -> None:
        staff = make.staff()
        session = make.session(day=-1, trainer=staff.person)
        session.assignments[0].role = "interpreter"
        assert "Nothing waits for you." in home(sign_in(staff))

    def test_the_week_closed_sessions_of_their_centre_included(self, make: Make, sign_in: SignIn) -> None:
        make.session(day=2, closed=True, title=called("For ministries"))
        make.session(day=2, closed=True, title=called("Elsewhere"), centre=make.centre("shamakhi"))
        make.session(day=9, title=called("Next week"))
        text = home(sign_in(make.staff()))
        assert "For ministries" in text
        assert "Elsewhere" not in text
        assert "Next week" not in text

    def test_the_month_in_figures(self, make: Make, sign_in: SignIn) -> None:
        session = make.session(day=2, seats=10)
        make.registration(session)
        make.registration(session, state="offered")
        make.session(day=60, seats=30)
        text = home(sign_in(make.staff()))
        for label, number in (("Session", 1), ("Participants", 2), ("Places still free", 8)):
            assert f"<dt>{label}</dt><dd>{number}</dd>" in text

    def test_the_work_they_started(self, make: Make, sign_in: SignIn) -> None:
        staff, other = make.staff(), make.staff()
        for account in (staff, other):
            work.act_as(work.Actor(account.id, account.person.display))
            jobs.enqueue("registration.decide", account_id=account.id)
        assert home(sign_in(staff)).count("Background work") == 1


def busy(make: Make, session: TrainingSession) -> None:
    """Make another session like one, with all that makes somebody wait for something."""
    for state in ("applied", "nominated", "confirmed"):
        make.registration(session, state=state)


@pytest.mark.parametrize("role", ["visitor", "participant", "trainer", "staff"])
def test_it_asks_as_often_for_three_as_for_one(
    make: Make, client: FlaskClient, sign_in: SignIn, queries: Queries, role: str
) -> None:
    person = make.person(category="ministry")
    scope = ("centre", make.centre().id) if role == "staff" else None
    if role != "visitor":
        sign_in(make.account(role, person=person, scope=scope))
    costs = []
    for number in (1, 2):
        for _each in range(number):
            for day in (-1, 0, 2):
                busy(make, make.session(day=day, slots=2, room=make.room(), trainer=person))
            make.registration(make.session(day=3, room=make.room()), person, state="offered")
            make.graduate(make.session(day=-7, slots=2))
        db.session.commit()
        db.session.expire_all()
        with queries(MOST_QUERIES) as seen:
            home(client)
        costs.append(len(seen))
    assert costs[0] == costs[1]


class TestConfirmations:
    def unconfirmed(self, make: Make, country: str) -> None:
        body = make.organisation(country_code=country)
        person = make.person(country_code=country)
        people.add_affiliation(person=person, command=people.AffiliationCommand(organisation=body.slug))

    def test_a_focal_point_is_told_who_waits_in_the_own_country(self, make: Make, sign_in: SignIn) -> None:
        self.unconfirmed(make, "GE")
        self.unconfirmed(make, "KZ")
        text = home(sign_in(make.account("focal_point", scope=("country", "GE"))))
        assert "1 person waits for a confirmation" in text
        assert "/people/?unconfirmed=yes" in text

    def test_staff_are_told_of_everybody(self, make: Make, sign_in: SignIn) -> None:
        self.unconfirmed(make, "GE")
        self.unconfirmed(make, "KZ")
        assert "2 places of work to confirm" in home(sign_in(make.staff(make.centre())))

    @pytest.mark.parametrize("role", ["observer", "trainer"])
    def test_others_hear_nothing(self, make: Make, sign_in: SignIn, role: str) -> None:
        self.unconfirmed(make, "GE")
        assert "confirmation" not in home(sign_in(make.account(role)))
