"""Registers on the page: one tap, no script needed, and only for those who teach."""

import pytest

from trainhub.attendance.models import Attendance, Register
from trainhub.kernel.db import db
from trainhub.registration.models import Registration


def page(answer, status=200):
    assert answer.status_code == status, answer.get_data(as_text=True)[-3000:]
    return answer.get_data(as_text=True)


@pytest.fixture
def trainer(make):
    return make.account("trainer")


@pytest.fixture
def training(make, trainer):
    session = make.session(day=0, slots=2, trainer=trainer.person)
    for _ in range(3):
        make.registration(session)
    return session


def sheet(session, number=0):
    return f"/sessions/{session.slug}/attendance/{session.slots[number].public_id}/"


def someone(session):
    return db.session.query(Registration).filter_by(session_id=session.id).first()


class TestTheRegister:
    def test_everybody_is_present_until_a_tap(self, sign_in, training, trainer):
        text = page(sign_in(trainer).get(sheet(training)))
        assert text.count('class="mark "') == 3
        assert "Close the register" in text
        assert db.session.query(Attendance).count() == 0

    def test_a_tap_without_script_saves_and_comes_back_to_the_row(self, sign_in, training, trainer):
        row = someone(training)
        answer = sign_in(trainer).post(f"{sheet(training)}mark/{row.public_id}", data={"status": "absent"})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{sheet(training)}#r-{row.public_id}")
        assert db.session.query(Attendance).one().status == "absent"
        assert 'class="mark absent"' in page(sign_in(trainer).get(sheet(training)))

    @pytest.mark.parametrize(
        "sent",
        [
            {"status": "late", "missed": "999"},
            {"status": "asleep"},
            {"status": ""},
            {"status": "late", "missed": "many"},
        ],
    )
    def test_what_cannot_be_used_is_told(self, sign_in, training, trainer, sent):
        page(sign_in(trainer).post(f"{sheet(training)}mark/{someone(training).public_id}", data=sent), 422)
        assert db.session.query(Attendance).count() == 0

    def test_closing(self, sign_in, training, trainer):
        assert sign_in(trainer).post(f"{sheet(training)}close").status_code == 303
        assert db.session.query(Attendance).filter_by(status="present").count() == 3
        text = page(sign_in(trainer).get(sheet(training)))
        assert "Close the register" not in text
        assert "A tap corrects it" in text

    def test_a_day_that_has_not_come(self, make, sign_in, trainer):
        session = make.session(day=3, trainer=trainer.person)
        row = make.registration(session)
        text = page(sign_in(trainer).get(sheet(session)))
        assert "This register opens on" in text
        assert 'class="mark' not in text
        assert sign_in(trainer).post(f"{sheet(session)}close").status_code == 409
        assert (
            sign_in(trainer).post(f"{sheet(session)}mark/{row.public_id}", data={"status": "absent"}).status_code == 422
        )
        assert db.session.query(Register).count() == 0

    def test_a_slot_or_a_person_of_another_session_is_not_there(self, make, sign_in, training, trainer):
        other = make.session(day=0, trainer=trainer.person)
        stranger = make.registration(other)
        client = sign_in(trainer)
        wrong = f"/sessions/{training.slug}/attendance/{other.slots[0].public_id}/"
        assert client.get(wrong).status_code == 404
        assert client.post(f"{wrong}close").status_code == 404
        assert client.post(f"{sheet(training)}mark/{stranger.public_id}", data={"status": "absent"}).status_code == 404

    def test_it_does_not_cost_more_with_more_people(self, make, sign_in, training, trainer, queries):
        costs = []
        for _ in range(2):
            client, address = sign_in(trainer), sheet(training)
            db.session.expire_all()
            with queries(16) as seen:
                page(client.get(address))
            costs.append(len(seen))
            for _ in range(3):
                make.registration(training, make.person(category="ministry"))
        assert costs[0] == costs[1]


class TestTheSession:
    def test_registers_hours_and_strips(self, make, sign_in, training, trainer):
        row = someone(training)
        make.mark(row, training.slots[0])
        make.mark(row, training.slots[1], "absent")
        text = page(sign_in(trainer).get(f"/sessions/{training.slug}/attendance/"))
        assert "3 of 6" in text
        assert "50%" in text
        assert 'class="miss"' in text
        assert text.count("Take attendance") == 2

    def test_export_gives_what_is_shown_and_each_slot_by_choice(self, make, sign_in, training, trainer):
        row = someone(training)
        make.mark(row, training.slots[0], "late", minutes=90)
        client, address = sign_in(trainer), f"/sessions/{training.slug}/attendance/?format=csv"
        lines = client.get(address).get_data(as_text=True).splitlines()
        assert lines[0].lstrip("\ufeff") == "Name,Half-days,Hours,Share,Passing"
        assert any(line.startswith(row.person.display) and "Late; –,1.5,0.25," in line for line in lines)
        chosen = client.get(f"{address}&columns=name,{training.slots[0].public_id}").get_data(as_text=True).splitlines()
        assert f"{row.person.display},Late" in chosen
        assert client.get(f"/sessions/{training.slug}/attendance/?format=xlsx").data[:2] == b"PK"

    def test_it_does_not_cost_more_with_more_people(self, make, sign_in, training, trainer, queries):
        costs = []
        for _ in range(2):
            client, address = sign_in(trainer), f"/sessions/{training.slug}/attendance/"
            db.session.expire_all()
            with queries(16) as seen:
                page(client.get(address))
            costs.append(len(seen))
            for _ in range(3):
                make.mark(make.registration(training, make.person(category="ministry")), training.slots[0])
        assert costs[0] == costs[1]


class TestWhoMay:
    def addresses(self, session):
        whole = f"/sessions/{session.slug}/attendance/"
        return whole, f"{whole}?format=csv", sheet(session)

    def test_staff_of_the_centre_may(self, make, sign_in, training):
        for address in self.addresses(training):
            page(sign_in(make.staff()).get(address))

    def test_all_others_meet_nothing(self, make, sign_in, training):
        participant = make.account(person=someone(training).person)
        others = [make.staff(make.centre("shamakhi")), make.account("trainer"), make.account("observer"), participant]
        for account in others:
            client = sign_in(account)
            for address in self.addresses(training):
                assert client.get(address).status_code == 404, (account.login, address)
            assert client.post(f"{sheet(training)}close").status_code == 404
            assert (
                client.post(
                    f"{sheet(training)}mark/{someone(training).public_id}", data={"status": "absent"}
                ).status_code
                == 404
            )
        assert db.session.query(Attendance).count() == 0

    def test_a_completed_session_is_corrected_by_staff_only(self, make, sign_in, training, trainer):
        training.state = "completed"
        address = f"{sheet(training)}mark/{someone(training).public_id}"
        assert "completed" in page(sign_in(trainer).get(sheet(training)))
        assert sign_in(trainer).post(address, data={"status": "absent"}).status_code == 422
        assert sign_in(make.staff()).post(address, data={"status": "absent"}).status_code == 303


class TestElsewhere:
    def test_home_tells_trainers_of_today_and_staff_of_what_is_missing(self, make, sign_in, training, trainer, clock):
        assert page(sign_in(trainer).get("/")).count("Take attendance") == 2
        assert "Take attendance" not in page(sign_in(make.staff()).get("/"))
        clock.set("2027-03-02 10:00")  # 14:00 in Baku: the morning is over
        assert page(sign_in(make.staff()).get("/")).count("register missing") == 1
        assert "register missing" not in page(sign_in(make.staff(make.centre("shamakhi"))).get("/"))
        sign_in(trainer).post(f"{sheet(training)}close")
        assert "register missing" not in page(sign_in(make.staff()).get("/"))
        assert page(sign_in(trainer).get("/")).count("Take attendance") == 1

    def test_the_tab_is_there_for_those_who_take_it(self, make, sign_in, training, trainer, client):
        link = f'href="/sessions/{training.slug}/attendance/"'
        assert link in page(sign_in(trainer).get(f"/sessions/{training.slug}/"))
        client.delete_cookie("session")
        assert link not in page(client.get(f"/sessions/{training.slug}/"))
