"""Done when 8: what staff change stands in the session's history, and the second centre's staff find nothing at all."""

import csv
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.journeys.reading import form_of, rows_of
from trainhub.accounts.models import Account
from trainhub.kernel.db import db
from trainhub.sessions.models import TrainingSession
from trainhub.testing import Clock
from trainhub.testing.make import Make

SignIn = Callable[[Account], FlaskClient]
BEFORE, AFTER = "Borders and rights", "Rights at the border"
NEW = "/sessions/rights-at-the-border"  # the address follows the title
WORDS = {  # in each language: what a reader of the history sees
    "en": {"title": "Title", "seats": "Seats", "when": "2 Mar 2027, 15:30", "changed": "Changed"},
    "ru": {"title": "Название", "seats": "Места", "when": "2 мар. 2027 г., 15:30", "changed": "Изменено"},
}


@pytest.fixture
def training(make: Make) -> TrainingSession:
    return make.session(
        title=make.texts(BEFORE, ru="Границы и права"),
        slug="borders",
        seats=20,
        room=make.room(),
        trainer=make.expert().person,
    )


@pytest.fixture
def changed(make: Make, training: TrainingSession, sign_in: SignIn, clock: Clock) -> Account:
    """Let staff of the Baku centre change title and seats by the page, at half past three in Baku."""
    clock.set("2027-03-02 11:30")
    staff = make.staff()
    client = sign_in(staff)
    sent: dict[str, Any] = form_of(client.get("/sessions/borders/edit").text, "title-en")
    assert (sent["title-en"], sent["title-ru"], sent["seats"]) == ([BEFORE], ["Границы и права"], ["20"])
    sent |= {"title-en": AFTER, "title-ru": "Права на границе", "seats": "24", "act": "save"}
    answer = client.post("/sessions/borders/edit", data=sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{NEW}/"), answer.text
    return staff


@pytest.mark.parametrize("language", WORDS)
def test_the_history_shows_who_when_before_and_after(changed: Account, sign_in: SignIn, language: str) -> None:
    words = WORDS[language]
    page = sign_in(changed).get(f"{NEW}/history?lang={language}").text
    assert f'<html lang="{language}"' in page
    rows = rows_of(page, "history")
    start = next(number for number, row in enumerate(rows) if words["when"] in row[0])
    when, who, what, *_values = rows[start]
    assert words["changed"] in what
    assert (words["when"], changed.person.display) == (when, who)
    lines = [row[-3:] for row in rows[start : start + 6]]
    told = {line[0].removeprefix(words["changed"]).strip(" ·"): (line[1], line[2]) for line in lines}
    assert (BEFORE, AFTER) in told.values()
    assert ("Границы и права", "Права на границе") in told.values()
    label, values = next((label, values) for label, values in told.items() if words["seats"] in label)
    assert values == ("20", "24")
    assert any(words["title"] in label for label in told), (label, told)


def test_it_is_given_as_a_file(changed: Account, sign_in: SignIn) -> None:
    client = sign_in(changed)
    told = client.get(f"{NEW}/history?format=csv&lang=en")
    lines = list(csv.DictReader(told.data.decode("utf-8-sig").splitlines()))
    seats = next(line for line in lines if line["Field"] == "Seats" and line["What"] == "Changed")
    assert (seats["When"], seats["Who"]) == ("2027-03-02 15:30", changed.person.display)
    assert (seats["Before"], seats["After"]) == ("20", "24")
    assert client.get(f"{NEW}/history?format=xlsx").data[:2] == b"PK"
    assert f"{NEW}/history?format=csv" in client.get(f"{NEW}/history").text


def test_what_was_not_changed_is_not_told(changed: Account, sign_in: SignIn) -> None:
    rows = rows_of(sign_in(changed).get(f"{NEW}/history").text, "history")
    of_the_act = [row for row in rows[1:] if row[-2] != "—"]  # a created row had nothing before
    assert len(of_the_act) <= 4, of_the_act
    assert not any("Minimum" in cell or "Zone" in cell for row in of_the_act for cell in row)


@pytest.mark.parametrize(
    "path",
    [
        "edit",
        "history",
        "participants/",
        "participants/add",
        "certificates/",
        "attendance/",
        "slots/",
        "move",
        "cancel",
        "clone",
        "complete",
    ],
)
def test_staff_of_the_second_centre_find_nothing(make: Make, changed: Account, sign_in: SignIn, path: str) -> None:
    second = make.staff(make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe"))
    assert sign_in(changed).get(f"{NEW}/{path}").status_code == 200
    assert sign_in(second).get(f"{NEW}/{path}").status_code == 404


def test_nor_by_the_old_address(make: Make, changed: Account, sign_in: SignIn) -> None:
    second = make.staff(make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe"))
    for path in ("edit", "history"):
        assert sign_in(second).get(f"/sessions/borders/{path}", follow_redirects=True).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "edit",
        "publish",
        "cancel",
        "clone",
        "complete",
        "move",
        "participants/decide",
        "participants/add",
        "certificates/",
        "materials/",
        "slots/{slot}/move",
        "slots/{slot}/cancel",
        "attendance/{slot}/close",
    ],
)
def test_nor_can_they_change_it(
    make: Make, training: TrainingSession, changed: Account, sign_in: SignIn, path: str
) -> None:
    second = make.staff(make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe"))
    sent: dict[str, Any] = form_of(sign_in(changed).get(f"{NEW}/edit").text, "title-en")
    sent |= {
        "title-en": "Taken over",
        "act": "save",
        "reason": "Mine now",
        "verb": "confirm",
        "first_day": "2027-05-03",
    }
    address = f"{NEW}/{path.format(slot=training.slots[0].public_id)}"
    assert sign_in(second).post(address, data=sent).status_code == 404
    db.session.refresh(training)
    assert (training.title.text("en"), training.state) == (AFTER, "published")
