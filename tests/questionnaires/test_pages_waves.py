"""The wave's page for the office, the start page of who is asked, and paper: printed, and typed in."""

import io
from collections.abc import Callable
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from trainhub.accounts.models import Account
from trainhub.kernel import clock, jobs, work
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.messages.models import Message
from trainhub.questionnaires import services
from trainhub.questionnaires.models import AnswerSet, SealedAnswer, Wave
from trainhub.testing.make import Make

from .sample import close, entered, send, t

Open = Callable[..., Wave]
SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def staff(make: Make, sign_in: SignIn) -> FlaskClient:
    return sign_in(make.account("administrator"))


def address(wave: Wave, rest: str = "") -> str:
    db.session.flush()
    return f"/questionnaires/waves/{wave.public_id}/{rest}"


def test_staff_open_remind_and_close_a_wave_and_take_the_answers(staff: FlaskClient, wave: Open, make: Make) -> None:
    planned = services.plan_wave(
        version=wave().version,
        identity="anonymous",
        title=t("Border guards"),
        opens_at=clock.now().replace(day=4),
        closes_at=clock.now().replace(day=20),
        minimum=3,
    )
    tokens = [services.invite(planned, make.person()) for _each in range(4)]
    services.invite(planned, make.person(), "supervisor")

    page = staff.get(address(planned)).text
    assert "Planned" in page
    assert "0 of 5" in page
    assert "Everybody invited gets a mail" in staff.get(address(planned, "open")).text
    assert staff.get(address(planned, "close")).status_code == 303  # not yet
    assert staff.post(address(planned, "open")).status_code == 303
    assert db.session.query(Message).filter_by(kind="questionnaire_invited").count() == 5
    assert staff.post(address(planned, "open")).status_code == 409

    for token in tokens:
        send(token, useful="4", again="yes")
    page = " ".join(staff.get(address(planned)).text.split())
    assert "4 of 5 · 80%" in page
    assert 'Supervisor</span><span class="num strong">0 of 1' in page
    assert "They are sealed until the wave closes." in page
    assert "Remind 1 person" in page
    assert staff.get(address(planned, "answers")).status_code == 409  # nothing can be read yet
    assert staff.post(address(planned, "remind")).status_code == 303
    assert "4 of 5 have answered" in staff.get(address(planned, "close")).text
    assert staff.post(address(planned, "close")).status_code == 303
    assert "Being closed" in staff.get(address(planned)).text
    public_id = planned.public_id
    work.commit()
    jobs.drain()
    planned = services.find_wave(public_id)

    page = staff.get(address(planned)).text
    assert "Workbook with codebook" in page
    answers = staff.get(address(planned, "answers?format=csv"))
    assert answers.text.count("\r\n") == 5
    assert answers.headers["Content-Type"].startswith("text/csv")
    book = staff.get(address(planned, "answers?format=xlsx"))
    assert len([name for name in ZipFile(io.BytesIO(book.data)).namelist() if "worksheets/sheet" in name]) == 3
    assert staff.get(address(planned, "answers?format=csv&part=persons")).status_code == 404
    assert db.session.query(AuditEntry).filter_by(kind="wave", action="exported").count() == 2
    assert "Exported" in staff.get(address(planned)).text


def test_too_few_answers_show_nothing(staff: FlaskClient, wave: Open, make: Make) -> None:
    few = wave()
    send(services.invite(few, make.person()), again="no", why="the only one")
    assert "There are fewer than 5 answers" in staff.get(address(few, "close")).text
    few = close(few)

    page = staff.get(address(few)).text
    assert "Fewer than 5 answers came." in page
    assert "the only one" not in page
    assert staff.get(address(few, "answers")).status_code == 409


def test_a_wave_is_its_centres(wave: Open, make: Make, sign_in: SignIn) -> None:
    here, there = make.centre(), make.centre("kyiv")
    ours = wave(centre_id=here.id)

    assert sign_in(make.staff(here)).get(address(ours)).status_code == 200
    other = sign_in(make.staff(there))
    assert [other.get(address(ours, rest)).status_code for rest in ("", "close", "answers", "paper", "paper.pdf")] == [
        404
    ] * 5
    assert other.post(address(ours, "close")).status_code == 404
    assert sign_in(make.account()).get(address(ours)).status_code == 403


def test_a_trainer_types_in_paper_forms_and_sees_no_answer(wave: Open, make: Make, sign_in: SignIn) -> None:
    blocks = {"trainer": [("t1", "Nino Beridze")]}
    ours, trainer = wave(blocks=blocks), make.account("trainer", scope=("centre", make.centre().id))
    client = sign_in(trainer)
    assert client.get(address(ours, "paper")).status_code == 404
    services.set_keepers(ours, [trainer.person])

    page = client.get(address(ours, "paper")).text
    assert "0 sheets are typed in" in page
    assert "nobody can look at it again, not even you" in page
    wrong = client.post(address(ours, "paper"), data=entered({"hours": "lots", "useful": "2"}))
    assert wrong.status_code == 422
    assert 'value="lots"' in wrong.text
    kept = client.post(address(ours, "paper"), data=entered({"useful": "2", "why": "seen by nobody"}))
    assert kept.status_code == 303
    page = client.get(address(ours, "paper")).text
    assert "1 sheet is typed in" in page
    assert "seen by nobody" not in page
    assert " checked" not in page
    assert db.session.query(SealedAnswer).count() == 1
    assert client.get(address(ours)).status_code == 403  # the wave's page is the office's

    services.close_wave(ours)
    assert "Sheets can be typed in only while it is open" in client.get(address(ours, "paper")).text
    assert client.post(address(ours, "paper"), data=entered({"useful": "2"})).status_code == 409


def test_a_sheet_of_a_named_wave_carries_no_name(staff: FlaskClient, wave: Open) -> None:
    assert staff.post(address(named := wave(identity="named"), "paper"), data={"again": "yes"}).status_code == 303
    assert db.session.query(AnswerSet).one().person is None
    assert services.rate(named).paper == 1


def test_the_form_is_printed_in_a_chosen_language(staff: FlaskClient, wave: Open) -> None:
    ours = wave(blocks={"trainer": [("t1", "ნინო ბერიძე"), ("t2", "#eval(1) <b>")]}, title=t("Rights *of* migrants"))

    made = staff.get(address(ours, "paper.pdf?language=az"))

    assert made.mimetype == "application/pdf"
    assert made.data.startswith(b"%PDF")
    assert b"/Lang (az)" in made.data or b"/Lang(az)" in made.data.replace(b" ", b"")
    assert staff.get(address(ours, "paper.pdf?language=xx")).status_code == 404
    unusual = wave(title=t("\U0001f9ff\U00012000"))
    refused = staff.get(address(unusual, "paper.pdf"))
    assert refused.status_code == 409
    assert "in no font of ours" in refused.text


def test_the_start_page_tells_what_waits_for_an_answer(make: Make, sign_in: SignIn, wave: Open) -> None:
    asked = make.account()
    token = services.invite(wave(), asked.person)
    db.session.flush()
    client = sign_in(asked)

    assert f'href="/answer/{token}"' in client.get("/").text
    send(token, again="yes")
    assert "/answer/" not in client.get("/").text
    assert "/answer/" not in sign_in(make.account()).get("/").text
