"""The public check: what it tells, what it hides, and how it answers those who guess."""

import logging
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from trainhub.certificates.models import Certificate
from trainhub.certificates.services import verify
from trainhub.kernel import clock
from trainhub.kernel.db import db
from trainhub.kernel.throttle import Attempt
from trainhub.kernel.types import Texts
from trainhub.testing.make import Make

MARKER = "Zümrüdquş"


def certificate(make: Make, name: str = "Nigar Əliyeva-Şıxlı", **values: Any) -> Certificate:
    title = Texts.of({"en": "Return of migrants", "az": "Miqrantların qayıdışı"})
    session = make.session(day=-7, slots=2, title=title, **values)
    return make.certificate(make.graduate(session, make.person(native=name, latin="ALIYEVA NIGAR")))


def closed(make: Make) -> Certificate:
    session = make.session(
        day=-7,
        slots=2,
        closed=True,
        title=Texts.of({"en": MARKER, "az": MARKER}),
        languages=["az"],
        description=Texts.of({"en": MARKER}),
        note=MARKER,
    )
    session.centre.city = Texts.of({"en": "Quba"})
    return make.certificate(make.graduate(session, make.person(category="ministry", native="Elçin Quliyev")))


def check(client: FlaskClient, code: str, **arguments: Any) -> str:
    db.session.flush()
    answer = client.get(f"/certificates/verify/{code}", **arguments)
    assert answer.status_code == 200
    return answer.text


def test_the_form_leads_to_the_answer(client: FlaskClient, make: Make) -> None:
    made = certificate(make)

    assert "twelve letters and digits" in client.get("/certificates/verify/").text
    answer = client.get("/certificates/verify/", query_string={"code": f" {made.printed_code.lower()} "})

    assert (answer.status_code, answer.location) == (303, f"/certificates/verify/{made.code}")


def test_a_valid_certificate_says_what_the_contract_allows(client: FlaskClient, make: Make) -> None:
    made = certificate(make)

    page = check(client, made.code)

    for told in (
        "This certificate is valid",
        "Return of migrants",
        "Miqrantların qayıdışı",
        "6 of 6 attended",
        "Baku",
        "23 February 2027",
        "2 March 2027",
        "Does not expire",
        "English",
        made.number,
        made.printed_code,
    ):
        assert told in page


@pytest.mark.parametrize(
    "write",
    [
        str.lower,
        lambda code: "-".join(code[i : i + 4] for i in (0, 4, 8)),
        lambda code: " ".join(code),
        lambda code: f"{code[:6]}—{code[6:]} ",
    ],
)
def test_codes_may_be_typed_as_people_type(client: FlaskClient, make: Make, write: Any) -> None:
    assert "This certificate is valid" in check(client, write(certificate(make).code))


def test_the_name_is_masked(client: FlaskClient, make: Make) -> None:
    page = check(client, certificate(make).code)

    assert "N. Ə." in page
    for hidden in ("Nigar", "Əliyeva", "NIGAR", "ALIYEVA"):
        assert hidden not in page


def test_search_engines_stay_out(client: FlaskClient, make: Make) -> None:
    made = certificate(make)
    db.session.flush()

    for place in ("", made.code, "WRONG"):
        assert client.get(f"/certificates/verify/{place}").headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Əliyeva", "Yes, this name"),
        ("aliyeva", "Yes, this name"),
        ("ELIYEVA", "Yes, this name"),
        ("Sixli", "Yes, this name"),
        ("Əliyeva-Şıxlı", "Yes, this name"),
        ("əliyeva şıxlı", "Yes, this name"),
        ("Nigar Əliyeva", "Yes, this name"),
        ("Məmmədova", "No, this name"),
        ("Əliyev", "No, this name"),
        ("N", "No, this name"),
        ("Əliyeva Leyla", "No, this name"),
        ("Aliyeva Sixli", "No, this name"),  # a word of each form is no name
    ],
)
def test_the_surname_answers_yes_or_no(client: FlaskClient, make: Make, typed: str, told: str) -> None:
    made = certificate(make)
    db.session.flush()

    answer = client.post(f"/certificates/verify/{made.code}", data={"surname": typed})

    assert answer.status_code == 200
    assert told in answer.text
    assert "Nigar" not in answer.text.replace(f'value="{typed}"', "")


def test_an_empty_surname_is_asked_again(client: FlaskClient, make: Make) -> None:
    made = certificate(make)
    db.session.flush()

    answer = client.post(f"/certificates/verify/{made.code}", data={"surname": " "})

    assert answer.status_code == 422
    assert "This is needed" in answer.text


def test_the_surname_is_not_written_down(client: FlaskClient, make: Make, caplog: pytest.LogCaptureFixture) -> None:
    made = certificate(make)
    db.session.flush()

    with caplog.at_level(logging.DEBUG):
        client.post(f"/certificates/verify/{made.code}", data={"surname": "Qarayeva"})

    assert "Qarayeva" not in caplog.text
    assert all("Qarayeva" not in row.key for row in db.session.query(Attempt))


def test_an_expired_one_says_since_when(client: FlaskClient, make: Make) -> None:
    made = certificate(make)
    made.expires_on = clock.today().replace(day=1)

    page = check(client, made.code)

    assert "This certificate has expired" in page
    assert "Until 1 March 2027 it was valid." in page
    assert "newer certificate" not in page


def test_an_expired_one_says_that_the_holder_has_a_newer_one(client: FlaskClient, make: Make) -> None:
    made = certificate(make)
    made.expires_on = clock.today().replace(day=1)
    again = make.graduate(make.session(day=-3, slots=2), made.person)
    newer = make.certificate(again, expires_on=clock.today())
    told = "The holder has a newer certificate of this kind"

    assert told in check(client, made.code)
    assert newer.code not in check(client, made.code)
    newer.revoked_at, newer.revoked_reason = clock.now(), "mistake"
    assert told not in check(client, made.code)
    newer.revoked_at, newer.expires_on = None, clock.today().replace(day=1)
    assert told not in check(client, made.code)
    newer.expires_on, made.expires_on = None, None
    assert told not in check(client, made.code)


def test_a_revoked_one_says_since_when_and_why(client: FlaskClient, make: Make) -> None:
    made = certificate(make)
    made.revoked_at, made.revoked_reason = clock.ago(days=2), "attendance"

    page = check(client, made.code)

    assert "This certificate was revoked" in page
    assert "Since 28 February 2027 it is not valid any more." in page
    assert "The attendance was corrected" in page
    assert "This certificate is valid" not in page
    assert "replaces it" not in page


def test_a_replaced_one_says_so(client: FlaskClient, make: Make) -> None:
    made = certificate(make)
    made.revoked_at, made.revoked_reason = clock.now(), "corrected"
    newer = make.certificate(made.registration)

    page = check(client, made.code)

    assert "A newer certificate replaces it." in page
    assert newer.number not in page
    assert newer.code not in page


def test_a_closed_session_tells_the_year_only(client: FlaskClient, make: Make) -> None:
    made = closed(make)

    page = check(client, made.code)

    assert "Closed training of the centre" in page
    assert "2027" in page
    assert "E. Q." in page
    for hidden in (MARKER, "Quba", "February", "Module", "Elçin", "Quliyev"):
        assert hidden not in page.replace("Checked just now", "")


@pytest.mark.parametrize("state", ["revoked", "expired"])
def test_a_closed_session_stays_closed_whatever_became_of_it(client: FlaskClient, make: Make, state: str) -> None:
    made = closed(make)
    made.revoked_at = clock.now() if state == "revoked" else None
    made.revoked_reason = "mistake" if state == "revoked" else ""
    made.expires_on = clock.today().replace(day=1)

    page = check(client, made.code)

    assert "Closed training of the centre" in page
    assert MARKER not in page
    assert "Until 1 March" not in page


def test_a_session_closed_after_issue_is_hidden_as_well(client: FlaskClient, make: Make) -> None:
    made = certificate(make)
    made.registration.session.closed = True

    assert "Return of migrants" not in check(client, made.code)


WRONG = ["QQQ", "AAAA-AAAA-AAAA", "222222222222", "2222222222222", "0OIL1U000000", "x" * 300, "ЖЖЖЖЖЖЖЖЖЖЖЖ"]


def test_wrong_and_short_codes_answer_alike(client: FlaskClient, make: Make) -> None:
    """The bytes are the same but for what was typed, also for one letter beside a true code."""
    made = certificate(make)
    db.session.flush()
    nearly = made.code[:-1] + ("2" if made.code[-1] != "2" else "3")
    pages = set()

    for typed in (*WRONG, nearly, made.code[:-1]):
        answer = client.get(f"/certificates/verify/{typed}")
        assert answer.status_code == 404
        pages.add(answer.text.replace(typed, "…").replace(quote(typed), "…"))

    assert len(pages) == 1
    assert "There is no certificate with this code" in pages.pop()


def test_what_was_typed_is_shown_as_text(client: FlaskClient) -> None:
    page = client.get("/certificates/verify/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E").text

    assert "<script>alert" not in page


def test_asking_a_surname_of_a_wrong_code_tells_nothing_more(client: FlaskClient) -> None:
    asked = client.post("/certificates/verify/222", data={"surname": "Əliyeva"})

    assert asked.status_code == 404
    assert "There is no certificate with this code" in asked.text
    assert "Əliyeva" not in asked.text


def test_trying_is_slowed_down(client: FlaskClient, make: Make, clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(client.application.config, "VERIFY_TRIES", 3)
    made = certificate(make)
    db.session.flush()

    codes = ("A", "B", made.code, made.code, "C")
    statuses = [client.get(f"/certificates/verify/{code}").status_code for code in codes]
    assert statuses == [404, 404, 200, 429, 429]
    assert client.post(f"/certificates/verify/{made.code}", data={"surname": "x"}).status_code == 429
    assert client.get("/certificates/verify/").status_code == 200

    other = client.get(f"/certificates/verify/{made.code}", environ_base={"REMOTE_ADDR": "10.1.1.1"})
    assert other.status_code == 200
    clock.set("2027-03-02 08:16")
    assert client.get(f"/certificates/verify/{made.code}").status_code == 200


def test_looking_at_the_form_counts_nothing(client: FlaskClient) -> None:
    client.get("/certificates/verify/")

    assert db.session.query(Attempt).count() == 0


@pytest.mark.parametrize(("language", "told"), [("az", "Miqrantların qayıdışı"), ("ru", "Return of migrants")])
def test_the_page_speaks_the_readers_language(client: FlaskClient, make: Make, language: str, told: str) -> None:
    page = check(client, certificate(make).code, query_string={"lang": language})

    assert f'<html lang="{language}"' in page
    assert told in page


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Əliyeva-Şıxlı Nigar", ["eliyeva", "sixli", "nigar"]),
        ("O‘ktam G‘ulomov", ["oktam", "gulomov"]),
        ("1 /", []),
    ],
)
def test_names_are_compared_by_their_letters(name: str, words: list[str]) -> None:
    assert verify.words(name) == words
