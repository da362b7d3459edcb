"""The register's further doors: what a device brings, several at once, one person's page, what marks may say."""

import json
from uuid import uuid4

import pytest

from trainhub.accounts.login import SignedIn
from trainhub.attendance.models import Attendance, Conflict, Status
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
    session = make.session(day=0, slots=3, hours=9, trainer=trainer.person)
    for _ in range(3):
        make.registration(session)
    return session


def people(session):
    return db.session.query(Registration).filter_by(session_id=session.id).order_by(Registration.id).all()


def sheet(session, number=0):
    return f"/sessions/{session.slug}/attendance/{session.slots[number].public_id}/"


def message(account, *marks):
    return {"account": SignedIn(account).mark, "marks": list(marks)}


def mark(person, status="absent", **values):
    return {"id": str(uuid4()), "registration": person.public_id, "status": status, "seen": 0} | values


class TestADevice:
    def test_it_brings_marks_and_hears_of_each(self, sign_in, training, trainer):
        first, second, third = people(training)
        db.session.add(Attendance(registration=third, slot=training.slots[0], status="late", minutes=100))
        db.session.flush()
        sent = message(trainer, mark(first), mark(second, "asleep"), mark(third), {"id": 5}, "nonsense")
        client = sign_in(trainer)
        receipts = client.post(f"{sheet(training)}sync", json=sent).get_json()["receipts"]
        assert [each["outcome"] for each in receipts] == ["applied", "refused", "conflict"]
        assert receipts[1]["reason"] == "Choose how this person was there."
        assert "Two marks that disagree" in page(client.get(sheet(training)))
        assert "1 mark is to be decided" in page(client.get(f"/sessions/{training.slug}/attendance/"))
        conflict = db.session.query(Conflict).one()
        address = f"{sheet(training)}conflicts/{conflict.public_id}"
        assert client.post(address, data={"act": "take"}).status_code == 303
        assert page(client.post(address, data={"act": "keep"}), 422).count("in the meantime") == 1
        assert {each.status for each in db.session.query(Attendance)} == {"absent"}
        told = page(client.get(f"{sheet(training)}people/{third.public_id}"))
        assert "The mark of the other device was taken" in told

    def test_what_disagrees_waits_on_the_start_page_of_who_decides(self, make, sign_in, training, trainer):
        first, second, _third = people(training)
        for each in (first, second):
            make.mark(each, training.slots[0], "late", minutes=100)
        body = message(trainer, mark(first), mark(second))
        assert sign_in(trainer).post(f"{sheet(training)}sync", json=body).status_code == 200
        deciding = (trainer, make.staff())
        for account in deciding:
            text = page(sign_in(account).get("/"))
            assert (text.count("2 marks are to be decided"), f'href="{sheet(training)}"' in text) == (1, True)
        for account in (
            make.staff(make.centre("shamakhi")),
            make.account("trainer"),
            make.account(person=first.person),
        ):
            assert "to be decided" not in page(sign_in(account).get("/"))
        for conflict in db.session.query(Conflict).all():
            sign_in(trainer).post(f"{sheet(training)}conflicts/{conflict.public_id}", data={"act": "keep"})
        assert all("to be decided" not in page(sign_in(each).get("/")) for each in deciding)

    def test_marks_of_another_account_and_messages_that_are_none_change_nothing(self, make, sign_in, training, trainer):
        client, other = sign_in(trainer), make.staff()
        assert client.post(f"{sheet(training)}sync", json=message(other, mark(people(training)[0]))).status_code == 409
        for body in ("", "[]", "{", json.dumps({"account": SignedIn(trainer).mark, "marks": "all"})):
            answer = client.post(f"{sheet(training)}sync", data=body, content_type="application/json")
            assert answer.status_code in (200, 409)
        stranger = sign_in(make.account("trainer"))
        assert stranger.post(f"{sheet(training)}sync", json=message(other)).status_code == 404
        assert db.session.query(Attendance).count() == 0

    def test_what_no_database_keeps_is_left_out_and_stops_nothing(self, sign_in, training, trainer):
        """JSON lets through halves of letters, NUL, days of another age, and brackets without end."""
        first, second, third = people(training)
        odd = (
            mark(first, comment="Ill\ud800\x00", at="0001-01-01T00:00:00+23:59"),
            mark(second, id="\ud800" * 9),
            mark(second, id="12345678\x00"),
            mark(third, after="\ud800" * 9, at="9999-12-31T23:59:59-23:59", registration=third.public_id),
        )
        client = sign_in(trainer)
        receipts = client.post(f"{sheet(training)}sync", json=message(trainer, *odd)).get_json()["receipts"]
        assert [each["outcome"] for each in receipts] == ["applied", "applied"]
        marks = {each.registration_id: each for each in db.session.query(Attendance)}
        assert (marks[first.id].comment, marks[first.id].made_at, second.id in marks) == ("Ill", None, False)
        deep = client.post(f"{sheet(training)}sync", data="[" * 100_000, content_type="application/json")
        assert deep.status_code == 409

    def test_the_page_says_whose_it_is_and_the_worker_is_never_kept(self, sign_in, training, trainer, client):
        answer = sign_in(trainer).get(sheet(training))
        assert answer.headers["X-Kept-For"] == SignedIn(trainer).mark
        client.delete_cookie("session")
        worker = client.get("/attendance-worker.js")
        assert (worker.status_code, worker.headers["Cache-Control"]) == (200, "no-cache")
        assert worker.mimetype == "text/javascript"


class TestSeveral:
    def test_some_for_the_day_then_everybody_here(self, sign_in, training, trainer):
        first, second, _third = people(training)
        client = sign_in(trainer)
        assert 'name="scope"' in page(client.get(f"{sheet(training)}?several=1"))
        sent = {"pick": [first.public_id, second.public_id], "status": "late", "missed": "30", "scope": "day"}
        assert client.post(f"{sheet(training)}several", data=sent).status_code == 303
        marks = db.session.query(Attendance)
        assert marks.filter_by(status="late", minutes=150).count() == 4
        client.post(f"{sheet(training)}several", data={"everybody": "1", "status": "present"})
        assert marks.filter_by(status="present", slot_id=training.slots[0].id).count() == 3

    def test_nobody_chosen_a_stranger_or_too_many_minutes(self, make, sign_in, training, trainer):
        client = sign_in(trainer)
        assert "at least one person" in page(client.post(f"{sheet(training)}several", data={"status": "late"}), 422)
        stranger = make.registration(make.session(day=0)).public_id
        assert client.post(f"{sheet(training)}several", data={"pick": stranger, "status": "late"}).status_code == 404
        sent = {"everybody": "1", "status": "late", "missed": "400"}
        assert "180 minutes" in page(client.post(f"{sheet(training)}several", data=sent), 422)
        assert db.session.query(Attendance).count() == 0


class TestOnePerson:
    def test_history_in_words_and_what_can_still_be_reached(self, make, sign_in, training, trainer):
        person = people(training)[0]
        client, address = sign_in(trainer), f"{sheet(training)}mark/{person.public_id}"
        client.post(address, data={"status": "absent"})
        client.post(address, data={"status": "excused", "comment": "At the embassy"})
        text = page(client.get(f"{sheet(training)}people/{person.public_id}"))
        assert "Excused, before: Absent. The comment was changed." in text
        assert "At the embassy" in text
        assert "at most 6 can still be reached" in text  # 7.2 of 9 are needed
        assert "Passing is no longer possible" in page(client.get(sheet(training)))
        assert "1 person can no longer pass" in page(client.get(f"/sessions/{training.slug}/attendance/"))
        own = sign_in(make.account(person=person.person))
        assert "Passing is no longer possible" in page(own.get("/me/"))


class TestTheList:
    def test_an_administrator_adds_a_status_and_it_is_offered(self, make, sign_in, training, trainer):
        client = sign_in(make.account("administrator"))
        page(client.post("/settings/attendance/new", data={"title-en": "", "counts": "present"}), 422)
        sent = {"title-en": "On mission", "title-az": "Ezamiyyətdə", "counts": "excused"}
        assert client.post("/settings/attendance/new", data=sent).status_code == 303
        status = db.session.query(Status).filter_by(counts="excused").order_by(Status.id.desc()).first()
        assert "On mission" in page(client.get("/settings/attendance/"))
        assert "On mission" in client.get("/settings/attendance/?format=csv").text
        assert "On mission" in page(client.get(f"/settings/attendance/{status.key}/history"))
        person = people(training)[0]
        desk = sign_in(trainer)
        assert f'value="{status.key}"' in page(desk.get(sheet(training)))
        desk.post(f"{sheet(training)}mark/{person.public_id}", data={"status": status.key})
        assert "Ezamiyyətdə" in page(desk.get(f"{sheet(training)}?lang=az"))
        assert "On mission" in page(sign_in(make.staff()).get(f"/sessions/{training.slug}/history?lang=en"))
        client = sign_in(make.account("administrator"))
        changed = client.post(f"/settings/attendance/{status.key}/edit", data=sent | {"counts": "absent"})
        assert "cannot change any more" in page(changed, 422)
        assert client.post("/settings/attendance/late/edit", data={"title-en": "Came late"}).status_code == 303

    def test_staff_of_one_centre_only_read_it(self, make, sign_in):
        client = sign_in(make.staff())
        assert "Add a status" not in page(client.get("/settings/attendance/"))
        assert client.post("/settings/attendance/new", data={"title-en": "Mine"}).status_code == 403
