"""Pages of the paper path and the desk: who may open them, what they show, and that they work without a script."""

import io
import re

import pytest

from trainhub.attendance import services
from trainhub.attendance.models import Attendance, SheetScan, SignInSheet
from trainhub.kernel.db import db
from trainhub.kernel.text import fold
from trainhub.kernel.work import Actor

HTMX = {"HX-Request": "true"}


def page(answer, status=200):
    assert answer.status_code == status, answer.get_data(as_text=True)[-3000:]
    return answer.get_data(as_text=True)


@pytest.fixture
def trainer(make):
    return make.account("trainer")


@pytest.fixture
def training(make, trainer, clock):
    clock.set("2027-03-02 06:00")  # 10:00 in Baku, when the first half-day begins
    session = make.session(day=0, slots=2, trainer=trainer.person, languages=["az", "ru"])
    for name in ("Gülçöhrə İsmayılzadə", "Ольга Щербакова", "Rəşad Əliyev"):
        make.registration(session, make.person(native=name, display=name, search=fold(name)))
    return session


def home(session):
    return f"/sessions/{session.slug}/attendance/"


def half(session, number=0):
    return f"{home(session)}{session.slots[number].public_id}/"


def people(session):
    return services.on_register(session)


def code(session, person):
    return {number: code for code, number in services.codes_of(session).items()}[person.id]


class TestSheets:
    def test_made_printed_and_found_by_the_code_on_the_paper(self, sign_in, training, trainer):
        client = sign_in(trainer)
        text = page(client.get(f"{home(training)}sheets/"))
        assert "3 people are on it" in text
        assert re.search(r'<option selected value="az">', text)
        answer = client.post(f"{home(training)}sheets/", data={"day": "", "language": "az", "second": "ru"})
        sheet = db.session.query(SignInSheet).one()
        assert answer.headers["Location"] == f"{home(training)}sheets/{sheet.public_id}"
        assert sheet.languages == ["az", "ru"]
        assert "Print (PDF)" in page(client.get(answer.headers["Location"]))
        pdf = client.get(f"{home(training)}sheets/{sheet.public_id}/sheet.pdf")
        assert (pdf.mimetype, pdf.headers["Cache-Control"]) == ("application/pdf", "private, no-store")
        assert pdf.data.startswith(b"%PDF-")
        by_code = client.get(f"/sheets/{sheet.public_id}/1")
        assert by_code.headers["Location"] == answer.headers["Location"]
        assert client.get(f"{home(training)}badges.pdf?team=1&language=ru").data.startswith(b"%PDF-")

    def test_not_for_people_on_it_nor_for_trainers_of_others(self, make, sign_in, training, trainer):
        sheet = services.make_sheet(session=training, day=None, languages=["en"], by=Actor())
        for account in (make.account("trainer"), make.account(person=people(training)[0].person)):
            client = sign_in(account)
            for path in ("sheets/", "badges.pdf", "scans/", "desk", f"sheets/{sheet.public_id}/sheet.pdf"):
                assert client.get(f"{home(training)}{path}").status_code == 404, path
            assert client.get(f"/sheets/{sheet.public_id}/1").status_code == 404
        other = make.session(day=0, trainer=trainer.person)
        assert sign_in(trainer).get(f"{home(other)}sheets/{sheet.public_id}").status_code == 404

    def test_it_does_not_cost_more_with_more_people(self, make, sign_in, training, trainer, queries):
        sheet = services.make_sheet(session=training, day=None, languages=["en"], by=Actor())
        costs = []
        for _ in range(2):
            client = sign_in(trainer)
            db.session.expire_all()
            with queries(50) as seen:
                page(client.get(f"{home(training)}sheets/{sheet.public_id}"))
                assert client.get(f"{home(training)}sheets/{sheet.public_id}/sheet.pdf").status_code == 200
                assert client.get(f"{home(training)}badges.pdf?team=1").status_code == 200
                page(client.get(f"{half(training)}desk"))
                page(client.post(f"{half(training)}codes", data={"codes": "2222", "others": "stay", "act": "look"}))
            costs.append(len(seen))
            for _ in range(3):
                person = make.registration(training, make.person(category="ministry"))
                sheet.people = [*sheet.people, person.id]
                make.mark(person, training.slots[0], source="desk")
        assert costs[0] == costs[1]


class TestCodes:
    def test_looked_at_then_saved(self, sign_in, training, trainer):
        first, second, third = people(training)
        client = sign_in(trainer)
        typed = f"{code(training, first)}, {code(training, second).lower()} 9MK4"
        text = page(client.post(f"{half(training)}codes", data={"codes": typed, "others": "absent", "act": "look"}))
        assert "2 people signed" in text
        assert "9MK4" in text
        assert text.count('name="pick"') == 3
        assert db.session.query(Attendance).count() == 0
        picks = [each.public_id for each in (first, second, third)]
        sent = {"codes": typed, "others": "absent", "act": "save", "pick": picks, "close": "y"}
        answer = client.post(f"{half(training)}codes", data=sent)
        assert answer.headers["Location"] == home(training)
        found = {row.registration_id: (row.status, row.source) for row in db.session.query(Attendance)}
        assert found == {
            first.id: ("present", "sheet"),
            second.id: ("present", "sheet"),
            third.id: ("absent", "sheet"),
        }

    def test_what_cannot_be_used_is_told(self, sign_in, training, trainer):
        client = sign_in(trainer)
        page(client.post(f"{half(training)}codes", data={"codes": " ", "others": "absent", "act": "look"}), 422)
        page(client.post(f"{half(training)}codes", data={"codes": ".,", "others": "absent", "act": "save"}), 422)
        page(client.post(f"{half(training)}codes", data={"codes": "9MK3", "others": "gone", "act": "look"}), 422)


class TestScans:
    def test_brought_listed_handed_out_and_taken_away_by_staff(self, make, sign_in, training, trainer):
        sheet = services.make_sheet(session=training, day=None, languages=["en"], by=Actor())
        files = [(io.BytesIO(b"%PDF-1.7 one"), "one.pdf"), (io.BytesIO(b"\xff\xd8\xff\xe0 two"), "two.jpeg")]
        client = sign_in(trainer)
        sent = {"of": f"sheet:{sheet.public_id}", "files": files}
        assert client.post(f"{home(training)}scans/", data=sent).status_code == 303
        text = page(client.get(f"{home(training)}scans/"))
        assert "one.pdf" in text
        assert "two.jpeg" in text
        assert "Take away" not in text  # a trainer does not take evidence away
        scan = services.scans_of(training.id)[0]
        answer = client.get(f"{home(training)}scans/{scan.public_id}")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert client.post(f"{home(training)}scans/{scan.public_id}/remove").status_code == 404
        assert "one.pdf" in page(client.get(f"{home(training)}scans/?format=csv"))
        client = sign_in(make.staff())
        assert "Take this scan away?" in page(client.get(f"{home(training)}scans/{scan.public_id}/remove"))
        assert client.post(f"{home(training)}scans/{scan.public_id}/remove").status_code == 303
        assert db.session.query(SheetScan).count() == 1

    def test_what_is_no_scan_is_not_taken(self, make, sign_in, training, trainer):
        client = sign_in(trainer)
        of = f"slot:{training.slots[0].public_id}"
        for name, content in (("a.pdf", b"<html>"), ("a.svg", b"<svg/>"), ("a.png", b"")):
            text = page(
                client.post(f"{home(training)}scans/", data={"of": of, "files": (io.BytesIO(content), name)}), 422
            )
            assert name in text
        other = make.session(day=0, trainer=trainer.person)
        page(
            client.post(
                f"{home(training)}scans/",
                data={"of": f"slot:{other.slots[0].public_id}", "files": (io.BytesIO(b"%PDF-"), "a.pdf")},
            ),
            422,
        )
        assert db.session.query(SheetScan).count() == 0


class TestTheDesk:
    def test_it_opens_for_the_half_day_of_now_and_the_camera_there_alone(self, sign_in, training, trainer):
        client = sign_in(trainer)
        answer = client.get(f"{home(training)}desk")
        assert answer.headers["Location"] == f"{half(training)}desk"
        desk = client.get(answer.headers["Location"])
        assert "camera=(self)" in desk.headers["Permissions-Policy"]
        assert "camera=()" in client.get(home(training)).headers["Permissions-Policy"]
        assert "0 of 3 are there" in page(desk)

    def test_a_badge_marks_at_once_and_is_undone(self, sign_in, training, trainer):
        person, client = people(training)[0], sign_in(trainer)
        badge = services.badge_of(training, person.public_id)
        text = page(client.post(f"{half(training)}desk", data={"text": badge}, headers=HTMX))
        assert "<html" not in text
        assert person.person.display in text
        assert "1 of 3 are there" in text
        assert db.session.query(Attendance).one().source == "desk"
        again = page(client.post(f"{half(training)}desk", data={"text": badge}))
        assert "Was checked in already" in again
        undone = page(client.post(f"{half(training)}desk/undo/{person.public_id}", data={"status": ""}, headers=HTMX))
        assert "marked as before" in undone
        assert db.session.query(Attendance).count() == 0

    def test_a_name_shows_who_has_it_and_a_button_marks(self, sign_in, training, trainer):
        client = sign_in(trainer)
        text = page(client.post(f"{half(training)}desk", data={"text": "shcher щерб"}))
        assert "Nobody on the list has" in text
        text = page(client.post(f"{half(training)}desk", data={"text": "Щерб"}))
        [found] = re.findall(r"/desk/in/(\w+)", text)[:1]
        assert "Ольга Щербакова" in page(client.post(f"{half(training)}desk/in/{found}"))
        assert db.session.query(Attendance).one().registration.public_id == found

    def test_what_is_refused_is_said_with_and_without_script(self, make, sign_in, training, trainer):
        other = make.session(day=0)
        badge = services.badge_of(other, make.registration(other).public_id)
        client = sign_in(trainer)
        assert "not of this session" in page(client.post(f"{half(training)}desk", data={"text": badge}), 409)
        assert "not of this session" in page(
            client.post(f"{half(training)}desk", data={"text": badge}, headers=HTMX), 200
        )
        page(client.post(f"{half(training)}desk", data={"text": " "}), 422)
        stranger = make.registration(other)
        assert client.post(f"{half(training)}desk/in/{stranger.public_id}").status_code == 404

    def test_walk_ins_are_for_staff(self, make, sign_in, training, trainer):
        add = f"/sessions/{training.slug}/participants/add"
        assert add not in page(sign_in(trainer).get(f"{half(training)}desk"))
        text = page(sign_in(make.staff()).post(f"{half(training)}desk", data={"text": "Zzz"}))
        assert f"{add}?q=Zzz" in text

    def test_the_end_asks_how_many_are_missing(self, sign_in, training, trainer):
        client = sign_in(trainer)
        client.post(f"{half(training)}desk/in/{people(training)[0].public_id}")
        assert "Mark 2 people absent and close" in page(client.get(f"{half(training)}desk/finish"))
        assert client.post(f"{half(training)}desk/finish").status_code == 303
        assert db.session.query(Attendance).filter_by(status="absent").count() == 2
