"""From a database that holds nothing but an administrator and a curriculum to a published session, by pages only."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.people.models import Centre
from trainhub.testing import PASSWORD

from .reading import form_of

CENTRE = {
    "title-en": "Regional Training Centre on Migration",
    "title-az": "Miqrasiya üzrə Regional Təlim Mərkəzi",
    "short-en": "RTCM",
    "city-en": "Baku",
    "country_code": "AZ",
    "prefix": "rtcm",
    "email": "Office@Centre.example",
}
LINK = 'href="/centres/new"'


@pytest.fixture
def boss(make: Any, client: FlaskClient) -> FlaskClient:
    """Give an administrator's client, signed in by the form, of an installation without a centre."""
    make.shipped_curriculum()
    account = make.account("administrator", display="Nigar Əliyeva")
    assert db.session.query(Centre).count() == 0
    assert client.post("/sign-in", data={"email": account.login, "password": PASSWORD}).status_code == 303
    return client


def send(client: FlaskClient, path: str, **values: str) -> str:
    """Fill in the first form of a page and send it; return where it leads."""
    answer = client.post(path, data=form_of(client.get(path).text, next(iter(values))) | values)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_from_nothing_to_a_published_session(boss: FlaskClient) -> None:
    assert LINK in boss.get("/").text
    assert send(boss, "/centres/new", **CENTRE) == "/centres/rtcm/edit"
    assert LINK not in boss.get("/").text
    room = send(boss, "/rooms/new", **{"title-en": "Hall A", "seats": "40"})
    entered = {
        "title-en": "Rights of migrants",
        "activities-0": "m04-a02",
        "slots-0-day": "2027-03-09",
        "slots-0-start": "10:00",
        "slots-0-end": "13:00",
        "slots-0-room": room.strip("/").rpartition("/")[2],
        "audience-0-category": "government",
        "audience-0-rule": "in",
        "act": "publish",
    }
    page = send(boss, "/sessions/new", **entered)
    assert "Rights of migrants" in boss.get(page).text
    visitor = boss.application.test_client()
    assert "Rights of migrants" in visitor.get("/calendar/?month=2027-03").text
    assert "RTCM" in visitor.get("/").text


def test_every_menu_item_of_an_empty_installation_opens(boss: FlaskClient) -> None:
    paths = set(re.findall(r'href="(/[a-z/-]*)"', boss.get("/").text))
    assert {"/centres/", "/rooms/", "/sessions/", "/formats/"} <= paths
    assert {path: status for path in paths if (status := boss.get(path).status_code) not in {200, 302, 303, 409}} == {}


@pytest.mark.parametrize("path", ["/sessions/new", "/rooms/new", "/projects/new"])
def test_what_needs_a_centre_says_so_and_leads_there(boss: FlaskClient, path: str) -> None:
    answer = boss.get(path)
    assert answer.status_code == 409
    assert "There is no centre yet" in answer.text
    assert LINK in answer.text


def test_the_list_of_centres_is_no_dead_end(boss: FlaskClient) -> None:
    assert LINK in boss.get("/centres/").text
    send(boss, "/centres/new", **CENTRE)
    send(boss, "/centres/new", **CENTRE | {"short-en": "RC", "prefix": "RC", "country_code": "TJ", "parent": "rtcm"})
    page = boss.get("/centres/").text
    assert page.count("/edit") == 2
    assert LINK in page
    history = boss.get("/centres/rc/history").text
    for told in ("Asia/Dushanbe", "Tajikistan", "Nigar Əliyeva", "Part of the centre"):
        assert told in history
    assert db.session.query(AuditEntry).filter_by(kind="centre", action="created").count() == 2


def test_staff_without_a_centre_are_told_who_helps(make: Any, sign_in: Any) -> None:
    staff = sign_in(make.account("staff", scope=("country", "AZ")))
    answer = staff.get("/rooms/new")
    assert answer.status_code == 409
    assert "An administrator gives staff their centre." in answer.text
    assert LINK not in answer.text
    assert staff.get("/centres/new").status_code == 403
