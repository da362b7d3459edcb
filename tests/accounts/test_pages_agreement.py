"""The agreement to the privacy notice: asked at the sign-in, taken back by who gave it, and on the record."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from trainhub.kernel.db import db
from trainhub.kernel.types import Texts
from trainhub.people.models import Consent, PrivacyNotice
from trainhub.testing.make.people import PASSWORD

PAGE = "/me/agreement"


def sign_in(client: FlaskClient, account: Any, target: str = "/me/certificates/") -> Any:
    return client.post("/sign-in", data={"email": account.login, "password": PASSWORD, "next": target})


def newer_notice() -> None:
    db.session.add(PrivacyNotice(version="2027-1", body=Texts.of({"en": "We keep **less** now."})))
    db.session.commit()


def test_who_has_agreed_is_not_asked(make: Any, client: FlaskClient) -> None:
    account = make.account()
    assert sign_in(client, account).location == "/me/certificates/"
    page = client.get(PAGE).text
    assert "given on 2 March 2027" in page
    assert "I agree" not in page


def test_a_new_version_asks_at_the_next_sign_in_and_leads_on(make: Any, client: FlaskClient) -> None:
    account = make.account()
    newer_notice()
    assert sign_in(client, account).location == f"{PAGE}?next=/me/certificates/"
    page = client.get(f"{PAGE}?next=/me/certificates/").text
    for text in ("have changed since you agreed", "<strong>less</strong>", "I agree", 'value="2027-1"'):
        assert text in page
    for path in ("/", "/me/", "/calendar/", "/me/profile"):
        assert client.get(path).location.startswith(f"{PAGE}?next=")
    assert client.post("/me/profile/names", data={}).location == PAGE
    for path in ("/me/data", "/privacy", "/sign-out", "/health"):
        assert client.get(path).status_code == 200
    answer = client.post(PAGE, data={"notice": "2026-1", "next": "/me/"})  # the page was open since before
    assert (answer.status_code, answer.location) == (303, f"{PAGE}?next=/me/")
    assert client.post(PAGE, data={"notice": "2027-1", "terms": "2026-1", "next": "//evil.org/"}).location == "/"
    assert client.get("/me/").status_code == 200
    given = db.session.query(Consent).filter_by(person_id=account.person_id).count()
    client.post("/sign-out")
    assert (given, sign_in(client, account).location) == (3, "/me/certificates/")


def test_who_never_agreed_is_asked_first(make: Any, client: FlaskClient) -> None:
    sign_in(client, make.account("administrator", agreed=False))
    page = client.get(PAGE).text
    assert "Before you go on" in page
    assert "Take my agreement back" not in page


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_agreement_is_taken_back_and_staff_see_when(make: Any, client: FlaskClient, language: str) -> None:
    account, staff = make.account(), make.staff()
    sign_in(client, account)
    assert "Take my agreement back" in client.get("/me/profile").text
    assert "nothing else" in client.get(f"{PAGE}/take-back").text
    assert client.post(f"{PAGE}/take-back").location == PAGE
    page = client.get(PAGE).text
    assert "You took your agreement back on 2 March 2027" in page
    assert client.get("/me/").location.startswith(PAGE)
    assert 'data-l="Taken back"><bdi>2 Mar 2027' in client.get("/me/data").text
    assert client.post(f"{PAGE}/take-back").location == PAGE  # nothing is left to take back
    client.post("/sign-out")
    sign_in(client, staff)
    page = client.get(f"/people/{account.person.public_id}/history?lang={language}").text
    said = {"en": ("Agreement to the privacy notice", "Taken back"), "ru": ("Согласие", "Отозвано")}[language]
    for text in said:
        assert text in page
    client.post("/sign-out")
    sign_in(client, account)
    client.post(PAGE, data={"notice": "2026-1", "terms": "2026-1"})
    assert client.get("/me/").status_code == 200
    rows = db.session.query(Consent).filter_by(person_id=account.person_id).order_by(Consent.id).all()
    assert [row.withdrawn_at is None for row in rows] == [False, False, True, True]
