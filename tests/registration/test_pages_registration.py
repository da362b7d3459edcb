"""Registration as people see it: registering, answering, deciding, and what nobody else may see."""

import io
import re
import zipfile

import pytest

from trainhub.kernel.db import db
from trainhub.kernel.jobs import JobRow
from trainhub.people import services as people
from trainhub.people.models import Person
from trainhub.registration.models import Registration
from trainhub.sessions.models import TrainingSession


@pytest.fixture
def official(make):
    return make.account(person=make.person(category="ministry"))


def page(answer, status=200):
    assert answer.status_code == status, answer.get_data(as_text=True)[-3000:]
    return answer.get_data(as_text=True)


def row_of(session, account):
    return db.session.query(Registration).filter_by(session_id=session.id, person_id=account.person_id).one_or_none()


class TestRegistering:
    def test_the_page_says_who_may_come_and_asks_gender_last(self, make, sign_in, official):
        session = make.session(approval=True)
        text = page(sign_in(official).get(f"/sessions/{session.slug}/register"))
        assert official.person.display in text
        assert "You may come" in text
        assert text.index('name="motivation"') < text.index('name="gender"')
        assert "I prefer not to say" in text
        assert "never about fewer than 5" in text

    def test_registering_keeps_what_was_said(self, make, sign_in, official):
        session = make.session(approval=True)
        address = f"/sessions/{session.slug}/register"
        answer = sign_in(official).post(address, data={"motivation": "I draft the strategy.", "gender": "undisclosed"})
        assert (answer.status_code, answer.headers["Location"]) == (303, address)
        row = row_of(session, official)
        assert (row.state, row.motivation, row.facts.gender) == ("applied", "I draft the strategy.", "undisclosed")
        assert "Your application is with the centre" in page(sign_in(official).get(address))

    def test_the_gender_question_may_stay_open(self, make, sign_in, official):
        session = make.session(approval=False)
        assert sign_in(official).post(f"/sessions/{session.slug}/register", data={}).status_code == 303
        assert row_of(session, official).facts.gender == ""

    @pytest.mark.parametrize(
        "sent", [{"motivation": ""}, {"motivation": "x" * 2001}, {"motivation": "So.", "gender": "none of them"}]
    )
    def test_what_cannot_be_used_loses_nothing(self, make, sign_in, official, sent):
        session = make.session(approval=True)
        text = page(sign_in(official).post(f"/sessions/{session.slug}/register", data=sent), 422)
        assert sent["motivation"] in text
        assert row_of(session, official) is None

    def test_who_may_not_come_reads_why_and_has_no_form(self, make, sign_in):
        session = make.session(audience=("ministry",))
        account = make.account(person=make.person(category="ngo"))
        text = page(sign_in(account).get(f"/sessions/{session.slug}/register"))
        assert "other kinds of organisations" in text
        assert 'name="motivation"' not in text
        page(sign_in(account).post(f"/sessions/{session.slug}/register", data={"motivation": "Let me"}), 422)
        assert row_of(session, account) is None

    def test_a_closed_session_does_not_exist_for_others(self, make, sign_in):
        session = make.session(closed=True, audience=("government",))
        account = make.account(person=make.person(category="ministry", confirmed=False))
        assert sign_in(account).get(f"/sessions/{session.slug}/register").status_code == 404
        assert sign_in(account).post(f"/sessions/{session.slug}/register", data={}).status_code == 404

    def test_a_visitor_is_sent_to_sign_in(self, make, client):
        session = make.session()
        answer = client.get(f"/sessions/{session.slug}/register")
        assert (answer.status_code, "/sign-in" in answer.headers["Location"]) == (303, True)

    def test_without_its_token_nothing_is_written(self, app, make, sign_in, official, monkeypatch):
        monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
        session = make.session(approval=False)
        registration = make.registration(session, state="applied")
        slot = make.session(day=0, trainer=official.person).slots[0]
        client = sign_in(official)
        for address in (
            f"/sessions/{session.slug}/register",
            f"/registrations/{registration.public_id}/withdraw",
            f"/registrations/{registration.public_id}/answer/yes",
            "/me/calendar/new",
            f"/sessions/{slot.session.slug}/attendance/{slot.public_id}/close",
        ):
            assert client.post(address, data={}).status_code == 400, address
        assert row_of(session, official) is None


class TestOwnPlace:
    @pytest.mark.parametrize(("word", "state"), [("yes", "confirmed"), ("no", "withdrawn")])
    def test_an_offer_is_answered(self, make, sign_in, official, word, state):
        row = make.registration(make.session(), official.person, state="offered")
        answer = sign_in(official).post(f"/registrations/{row.public_id}/answer/{word}")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/me/")
        assert row.state == state

    def test_an_offer_that_is_gone_is_told(self, make, sign_in, official):
        row = make.registration(make.session(), official.person, state="declined")
        assert "not kept for you" in page(sign_in(official).post(f"/registrations/{row.public_id}/answer/yes"), 409)

    def test_withdrawing_is_asked_once(self, make, sign_in, official):
        row = make.registration(make.session(), official.person)
        address = f"/registrations/{row.public_id}/withdraw"
        assert "Withdraw from this training?" in page(sign_in(official).get(address))
        assert row.state == "confirmed"
        assert sign_in(official).post(address, data={"reason": "Ill"}).status_code == 303
        assert (row.state, row.events[-1].reason) == ("withdrawn", "Ill")

    def test_what_belongs_to_another_is_not_there(self, make, sign_in, official):
        row = make.registration(state="offered")
        client = sign_in(official)
        for call, address in ((client.get, "withdraw"), (client.post, "withdraw"), (client.post, "answer/yes")):
            assert call(f"/registrations/{row.public_id}/{address}").status_code == 404
        assert client.get(f"/registrations/{row.public_id}/").status_code == 404
        assert row.state == "offered"

    def test_my_trainings_begin_with_what_i_have_to_do(self, make, sign_in, official):
        offer = make.registration(make.session(), official.person, state="offered")
        offer.offered_until = offer.session.slots[0].utc_start
        coming = make.registration(make.session(day=14, join_url="https://meet.example/x"), official.person)
        past = make.registration(make.session(day=-7, state="completed"), official.person)
        make.mark(past, past.session.slots[0])
        text = page(sign_in(official).get("/me/"))
        places = [
            text.index(word)
            for word in ("Confirm your place by", coming.session.title.text("en"), past.session.title.text("en"))
        ]
        assert places == sorted(places)
        assert "https://meet.example/x" in text
        assert "3 of 3 hours" in text

    def test_my_trainings_do_not_cost_more_with_more_of_them(self, make, sign_in, official, queries):
        costs = []
        for number in (1, 2):
            for _ in range(number):
                make.registration(make.session(day=10 + number), official.person)
                past = make.registration(make.session(day=-10, state="completed"), official.person)
                running = make.registration(make.session(day=0, slots=4), official.person)
                make.mark(past, past.session.slots[0])
                make.mark(running, running.session.slots[0])
            client = sign_in(official)
            client.get("/me/")
            db.session.expire_all()
            db.session.info.clear()
            with queries(11) as seen:
                page(client.get("/me/"))
            costs.append(len(seen))
        assert costs[0] == costs[1]


class TestTheDesk:
    @pytest.fixture
    def training(self, make) -> TrainingSession:
        return make.session(seats=3)

    def test_the_list_shows_names_in_their_script_and_no_gender(self, make, sign_in, training):
        person = make.person(
            category="ministry",
            native="ნინო ბერიძე",
            native_lang="ka",
            display="ნინო ბერიძე",
            latin="NINO BERIDZE",
            country_code="GE",
        )
        people.save_statistic(person, gender="f")
        make.registration(training, person, state="applied")
        text = page(sign_in(make.staff()).get(f"/sessions/{training.slug}/participants/"))
        assert '<bdi lang="ka">ნინო ბერიძე</bdi>' in text
        assert "NINO BERIDZE" in text
        assert "Georgia" in text
        assert "Woman" not in text

    def test_filters_and_export_give_what_is_shown(self, make, sign_in, training):
        make.registration(training, make.person(category="ministry", display="Alpha", search="alpha"), state="applied")
        make.registration(training, make.person(category="ngo", display="Beta", search="beta"), state="waiting")
        client, address = sign_in(make.staff()), f"/sessions/{training.slug}/participants/"
        for query, shown in (
            ("state=applied", "Alpha"),
            ("category=ngo", "Beta"),
            ("q=bet", "Beta"),
            ("country=AZ&state=waiting", "Beta"),
        ):
            exported = client.get(f"{address}?{query}&format=csv").get_data(as_text=True)
            assert [line.split(",")[0] for line in exported.splitlines()[1:]] == [shown], query
        assert "Gender" not in exported
        book = client.get(f"{address}?format=xlsx").get_data()
        assert "Alpha" in zipfile.ZipFile(io.BytesIO(book)).read("xl/sharedStrings.xml").decode()

    def test_many_are_decided_after_one_question(self, make, sign_in, training):
        rows = [make.registration(training, state="applied") for _ in range(2)]
        client, address = sign_in(make.staff()), f"/sessions/{training.slug}/participants/decide"
        data = {"verb": "confirm", "pick": [row.public_id for row in rows]}
        assert "Confirm 2 people?" in page(client.get(address, query_string=data))
        assert {row.state for row in rows} == {"applied"}
        assert client.post(address, data=data | {"reason": ""}).status_code == 303
        assert {row.state for row in rows} == {"confirmed"}

    def test_more_than_twenty_become_a_job(self, make, sign_in):
        session = make.session(seats=30)
        rows = [make.registration(session, state="applied") for _ in range(21)]
        client = sign_in(make.staff())
        answer = client.post(
            f"/sessions/{session.slug}/participants/decide",
            data={"verb": "confirm", "pick": [row.public_id for row in rows]},
        )
        assert answer.headers["Location"].startswith("/jobs/")
        assert {row.state for row in rows} == {"applied"}
        db.session.query(JobRow).filter_by(name="registration.decide").one().said = ["Ann stays as before."]
        db.session.commit()
        assert "Ann stays as before." in page(client.get(answer.headers["Location"]))

    def test_people_of_another_session_are_not_decided_along(self, make, sign_in, training):
        other = make.registration(make.session(), state="applied")
        answer = sign_in(make.staff()).post(
            f"/sessions/{training.slug}/participants/decide", data={"verb": "confirm", "pick": [other.public_id]}
        )
        assert (answer.status_code, other.state) == (422, "applied")

    def test_one_is_decided_on_the_record_which_tells_what_happened(self, make, sign_in, training):
        row = make.registration(training, state="applied", motivation="<b>So</b>")
        client = sign_in(make.staff())
        assert "&lt;b&gt;So" in page(client.get(f"/registrations/{row.public_id}/"))
        answer = client.post(f"/registrations/{row.public_id}/decide", data={"verb": "decline", "reason": "Too many"})
        assert (answer.status_code, row.state) == (303, "declined")
        text = page(client.get(f"/registrations/{row.public_id}/"))
        assert "Too many" in text
        assert make.staff().person.display[:5] in text
        page(client.post(f"/registrations/{row.public_id}/decide", data={"verb": "decline"}), 422)

    def test_somebody_new_is_added_at_the_door(self, make, sign_in, training):
        client, address = sign_in(make.staff()), f"/sessions/{training.slug}/participants/add"
        assert client.post(address, data={"native": "Aygün Məmmədova", "country_code": "AZ"}).status_code == 303
        row = db.session.query(Registration).filter_by(session_id=training.id).one()
        assert (row.person.display, row.state, row.origin) == ("Aygün Məmmədova", "confirmed", "walk-in")
        page(client.post(address, data={"native": ""}), 422)

    def test_somebody_known_is_found_and_added(self, make, sign_in, training):
        person = make.person(display="Elena Rusu", native="Elena Rusu", search="elena rusu")
        client, address = sign_in(make.staff()), f"/sessions/{training.slug}/participants/add"
        assert "Elena Rusu" in page(client.get(f"{address}?q=elena"))
        assert client.post(f"{address}/{person.public_id}").status_code == 303
        assert "Nobody who is not here" in page(client.get(f"{address}?q=elena"))

    def test_a_full_session_adds_nobody_and_keeps_no_half_made_person(self, make, sign_in):
        session = make.session(seats=0)
        address = f"/sessions/{session.slug}/participants/add"
        page(sign_in(make.staff()).post(address, data={"native": "Late Comer"}), 422)
        assert db.session.query(Person).filter_by(native="Late Comer").count() == 0

    def test_the_list_does_not_cost_more_with_more_rows(self, make, sign_in, training, queries):
        staff, costs = make.staff(), []
        for _ in (1, 3):
            for state in ("applied", "waiting", "confirmed")[: 2 + len(costs)]:
                make.registration(training, make.person(category="ministry"), state=state)
            client, address = sign_in(staff), f"/sessions/{training.slug}/participants/"
            db.session.expire_all()
            with queries(11) as seen:
                page(client.get(address))
            costs.append(len(seen))
        assert costs[0] == costs[1]


class TestWhoSeesTheList:
    ADDRESSES = ("participants/", "participants/?format=csv", "participants/?format=xlsx")
    DESK = ("participants/add", "participants/balance", "participants/decide?verb=confirm&pick=x")

    def test_staff_of_another_centre_meet_nothing(self, make, sign_in):
        session = make.session()
        row = make.registration(session, state="applied")
        client = sign_in(make.staff(make.centre("shamakhi")))
        for address in (*self.ADDRESSES, *self.DESK):
            assert client.get(f"/sessions/{session.slug}/{address}").status_code == 404, address
        assert client.get(f"/registrations/{row.public_id}/").status_code == 404
        assert client.post(f"/registrations/{row.public_id}/decide", data={"verb": "confirm"}).status_code == 404
        assert (
            client.post(
                f"/sessions/{session.slug}/participants/decide", data={"verb": "confirm", "pick": [row.public_id]}
            ).status_code
            == 404
        )
        assert row.state == "applied"

    def test_its_trainer_reads_without_mail_and_decides_nothing(self, make, sign_in):
        trainer = make.account("trainer")
        session = make.session(trainer=trainer.person)
        row = make.registration(session, make.person(email="secret@example.org"), state="applied")
        client = sign_in(trainer)
        for address in self.ADDRESSES:
            text = client.get(
                f"/sessions/{session.slug}/{address}&columns=name,email"
                if "?" in address
                else f"/sessions/{session.slug}/{address}?columns=name,email"
            )
            assert text.status_code == 200
            assert b"secret@example.org" not in text.data
        for address in self.DESK:
            assert client.get(f"/sessions/{session.slug}/{address}").status_code == 404, address
        assert client.get(f"/registrations/{row.public_id}/").status_code == 404

    @pytest.mark.parametrize("role", ["participant", "trainer", "observer", "focal_point"])
    def test_nobody_else_has_a_list(self, make, sign_in, role):
        session = make.session()
        client = sign_in(make.account(role))
        for address in (*self.ADDRESSES, *self.DESK):
            assert client.get(f"/sessions/{session.slug}/{address}").status_code == 404, address

    def test_staff_may_choose_the_mail_column(self, make, sign_in):
        session = make.session()
        make.registration(session, make.person(email="known@example.org"))
        client = sign_in(make.staff())
        assert b"known@example.org" not in client.get(f"/sessions/{session.slug}/participants/?format=csv").data
        chosen = client.get(f"/sessions/{session.slug}/participants/?format=csv&columns=name,email").data
        assert b"known@example.org" in chosen


class TestSmallFigures:
    def holders(self, make, session, **numbers):
        for gender, number in numbers.items():
            for _ in range(number):
                make.registration(session, gender=gender)

    def test_gender_is_counted_when_no_figure_is_small(self, make, sign_in):
        session = make.session(seats=30)
        self.holders(make, session, f=6, m=5)
        text = page(sign_in(make.staff()).get(f"/sessions/{session.slug}/participants/"))
        assert "6 of 11" in text

    @pytest.mark.parametrize(
        "numbers", [{"f": 6, "m": 4}, {"f": 1}, {"f": 6, "m": 6, "other": 1}, {"f": 6, "m": 6, "undisclosed": 2}]
    )
    def test_one_small_figure_hides_all(self, make, sign_in, numbers):
        session = make.session(seats=30)
        self.holders(make, session, **numbers)
        text = page(sign_in(make.staff()).get(f"/sessions/{session.slug}/participants/"))
        assert "Shown when each figure is about 5 people or more." in text
        assert f"{numbers['f']} of {sum(numbers.values())}" not in text

    def test_ticking_somebody_changes_places_and_countries_never_gender(self, make, sign_in):
        session = make.session(seats=30)
        self.holders(make, session, f=6, m=5)
        new = make.registration(session, make.person(country_code="UZ"), state="applied", gender="f")
        text = page(sign_in(make.staff()).get(f"/sessions/{session.slug}/participants/balance?pick={new.public_id}"))
        assert "12 of 30" in text
        assert 'class="new"' in text
        assert "6 of 11" in text


class TestOwnCalendar:
    def token(self, client):
        assert client.post("/me/calendar/new").status_code == 303
        text = page(client.get("/me/calendar/"))
        assert ".ics" not in page(client.get("/me/calendar/"))  # shown once
        return re.search(r'value="[^"]*/me/calendar/([^"/]+)\.ics"', text).group(1)

    def test_it_holds_my_places_with_the_join_link(self, make, sign_in, official):
        mine = make.session(join_url="https://meet.example/mine")
        other = make.session(join_url="https://meet.example/other")
        for session in (mine, other):
            for slot in session.slots:
                slot.vevent = f"BEGIN:VEVENT\r\nUID:{slot.uid}\r\nDTSTART:20270309T060000Z\r\nEND:VEVENT\r\n"
        make.registration(mine, official.person)
        make.registration(other, official.person, state="waiting")
        client = sign_in(official)
        token = self.token(client)
        client.delete_cookie("session")
        answer = client.get(f"/me/calendar/{token}.ics")
        text = page(answer)
        assert answer.mimetype == "text/calendar"
        assert mine.slots[0].uid in text
        assert "meet.example/mine" in text
        assert other.slots[0].uid not in text
        again = client.get(f"/me/calendar/{token}.ics", headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")

    def test_a_wrong_or_revoked_address_is_not_there(self, sign_in, official):
        client = sign_in(official)
        token = self.token(client)
        assert client.get(f"/me/calendar/{token}x.ics").status_code == 404
        assert client.post("/me/calendar/revoke").status_code == 303
        assert client.get(f"/me/calendar/{token}.ics").status_code == 404

    def test_a_session_that_closed_leaves_the_calendar(self, make, sign_in):
        account = make.account(person=make.person(category="ngo"))
        session = make.session(audience=("government",))
        make.registration(session, account.person)
        client = sign_in(account)
        token = self.token(client)
        session.closed = True
        assert session.slots[0].uid not in page(client.get(f"/me/calendar/{token}.ics"))
        assert session.title.text("en") not in page(client.get("/me/"))


class TestElsewhere:
    def test_the_join_link_is_for_those_who_are_in(self, make, sign_in, official, client):
        session = make.session(join_url="https://meet.example/room", trainer=make.person())
        address = f"/sessions/{session.slug}/"
        assert "meet.example" not in page(client.get(address))
        assert "meet.example" not in page(sign_in(official).get(address))
        row = make.registration(session, official.person, state="offered")
        assert "meet.example" not in page(sign_in(official).get(address))
        row.state = "confirmed"
        assert "meet.example" in page(sign_in(official).get(address))
        assert "meet.example" in page(sign_in(make.staff()).get(address))

    def test_home_tells_staff_what_to_decide_and_people_what_is_offered(self, make, sign_in, official):
        session = make.session()
        for state in ("applied", "nominated", "waiting"):
            make.registration(session, state=state)
        make.registration(session, official.person, state="offered")
        assert "2 applications to decide" in page(sign_in(make.staff()).get("/"))
        assert "2 applications to decide" not in page(sign_in(make.staff(make.centre("shamakhi"))).get("/"))
        assert "A place is offered to you" in page(sign_in(official).get("/"))
