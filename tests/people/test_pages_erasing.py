"""Pages of duplicates, merging, erasure and its requests; profiles taken over by a link; what ends in time."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from trainhub.accounts import services as accounts
from trainhub.accounts.models import Account, RoleGrant
from trainhub.accounts.services.accounts import put_password
from trainhub.kernel import clock as kernel_clock
from trainhub.kernel import jobs
from trainhub.kernel.db import db
from trainhub.messages.models import Message
from trainhub.people import services as people
from trainhub.people.models import ConfidentialAccess, ErasureRequest, Person


@pytest.fixture
def as_(app: Flask, make: Any) -> Callable[..., FlaskClient]:
    """Give a function that signs somebody in: each with a browser of their own."""

    def enter(role: str, **values: Any) -> FlaskClient:
        account, client = make.account(role, **values), app.test_client()
        db.session.flush()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = f"{account.id}:{account.stamp}", True
        return client

    return enter


def later(clock: Any, **span: int) -> None:
    clock.set(kernel_clock.now() + timedelta(**span))


def test_staff_find_compare_and_merge_two_records(make: Any, as_: Any) -> None:
    one = make.person(native="Əliyev Rəşad", display="Əliyev Rəşad", latin="", email=None)
    other = make.person(native="Рашад Алиев", display="Рашад Алиев", latin="ALIYEV RASHAD", nationality_code="GE")
    third = make.person(native="Rashad Aliyev", display="Rashad Aliyev", latin="")
    staff = as_("staff")
    assert "2 others may be the same person" in staff.get(f"/people/{one.public_id}/").text
    page = staff.get("/people/duplicates/").text
    assert page.count("Compare and merge") == 3
    staff.post(f"/people/{one.public_id}/not-same/{third.public_id}?back=list")
    assert staff.get("/people/duplicates/").text.count("Compare and merge") == 2
    address = f"/people/{one.public_id}/merge/{other.public_id}"
    page = staff.get(address).text
    assert "is taken over" in page
    assert staff.post(address, data={"take-display": "other"}).status_code == 422  # not sure
    answer = staff.post(address, data={"take-display": "other", "sure": "y"})
    assert answer.status_code == 303
    assert (one.display, one.native, one.latin) == ("Рашад Алиев", "Əliyev Rəşad", "ALIYEV RASHAD")
    assert (one.nationality_code, one.email) == ("GE", other.email or one.email)
    assert staff.get(f"/people/{other.public_id}/").location == f"/people/{one.public_id}/"
    focal = as_("focal_point", scope=("country", "AZ"))
    assert focal.get("/people/duplicates/").status_code == 403
    assert focal.post(address, data={"sure": "y"}).status_code == 403


def test_a_person_asks_and_staff_erase(make: Any, as_: Any, clock: Any) -> None:
    person = make.person(native="Vəliyeva Gülnarə", display="Vəliyeva Gülnarə", latin="", email="gv@example.org")
    me, staff = as_("participant", person=person), as_("staff")
    assert "Ask to be erased" in me.get("/me/data").text
    assert me.post("/me/data/erase", data={}).status_code == 422
    assert me.post("/me/data/erase", data={"note": "Please", "sure": "y"}).status_code == 303
    assert "The centre has not decided yet" in me.get("/me/data/erase").text
    request = db.session.query(ErasureRequest).one()
    assert "1 person asks to be erased" in staff.get("/").text
    address = f"/people/erasures/{request.public_id}/"
    assert "Please" in staff.get(address).text
    assert "Vəliyeva" in staff.get("/people/erasures/?state=asked").text
    assert staff.post(address, data={"verdict": "refuse"}).status_code == 422
    assert staff.post(address, data={"verdict": "erase"}).status_code == 303
    assert db.session.query(Message).filter_by(kind="erasure_accepted").one().address == "gv@example.org"
    number, public_id = person.id, person.public_id
    jobs.drain()
    assert db.session.get(Person, number).erased_at is None  # the mail goes first
    later(clock, hours=1, minutes=1)
    jobs.drain()
    person, request = db.session.get(Person, number), db.session.query(ErasureRequest).one()
    assert (person.display, person.email, request.state) == ("—", None, "done")
    assert db.session.query(Account).filter_by(person_id=number).count() == 0
    assert "was erased on" in staff.get(f"/people/{public_id}/").text


def test_staff_erase_by_themselves_with_a_reason(make: Any, as_: Any) -> None:
    person, staff = make.person(native="Kərimov Anar", display="Kərimov Anar", latin=""), as_("staff")
    address = f"/people/{person.public_id}/erase"
    assert "cannot be undone" in staff.get(address).text
    assert staff.post(address, data={"reason": "letter of today"}).status_code == 422
    assert staff.post(address, data={"reason": "letter of today", "sure": "y"}).status_code == 303
    number = person.id
    jobs.drain()
    assert db.session.get(Person, number).display == "—"


def test_a_profile_is_taken_over_by_its_link(make: Any, as_: Any, client: FlaskClient) -> None:
    person = make.person(native="Həsənov Tural", display="Həsənov Tural", email="tural@example.org")
    staff = as_("staff")
    assert "Send a claim link" in staff.get(f"/people/{person.public_id}/").text
    assert staff.post(f"/people/{person.public_id}/claim").status_code == 303
    mail = db.session.query(Message).filter_by(kind="claim_profile").one()
    old = re.search(r"/claim/\S+", mail.body)
    path = accounts.claim_url(person)
    assert old is not None
    assert client.get(old[0]).status_code == 404  # the newer one counts
    assert "Həsənov Tural" in client.get(path).text
    data = {"password": "four words that nobody knows", "agree": "y", "notice": "2026-1", "terms": "2026-1"}
    assert client.post(path, data=data | {"agree": ""}).status_code == 422
    assert client.post(path, data=data | {"password": "short"}).status_code == 422
    assert client.post(path, data=data).location == "/sign-in"
    account = db.session.query(Account).filter_by(person_id=person.id).one()
    assert (account.state, people.has_agreed(person)) == ("open", True)
    assert client.post(path, data=data).status_code == 404
    assert "Send a claim link" not in staff.get(f"/people/{person.public_id}/").text


def test_the_terms_of_use_stand_on_a_page_of_their_own(client: FlaskClient, as_: Any) -> None:
    assert "A registration is a request" in client.get("/terms/").text
    assert client.get("/terms/?version=1999-1").status_code == 404
    assert "Qeydiyyat müraciətdir" in client.get("/terms/?lang=az").text
    assert 'href="/terms/"' in client.get("/").text


def test_what_is_kept_for_a_time_goes_on_the_day_it_ends(make: Any, session: Any, clock: Any) -> None:
    fresh = make.person(native="Yeni Şəxs Bir")
    made = Account(person=fresh, login="new@example.org", password_hash="x", created_at=fresh.created_at)
    known = make.person(native="Tanış Şəxs İki", created_at=kernel_clock.now() - timedelta(days=400))
    waits = Account(person=known, login="waits@example.org")
    request = ErasureRequest(person=known, state="refused", decided_at=kernel_clock.now())
    session.add_all([made, waits, request, ConfidentialAccess(person_id=known.id, attribute="diet", reason="meal")])
    session.flush()
    number, other = fresh.id, known.id

    def left() -> tuple[int, int, int, bool]:
        jobs.schedule()
        jobs.drain()
        counts = [session.query(each).count() for each in (Account, ErasureRequest, ConfidentialAccess)]
        return counts[0], counts[1], counts[2], session.get(Person, number).erased_at is not None

    later(clock, days=29, hours=23)
    assert left() == (2, 1, 1, False)
    later(clock, days=1, hours=1)
    assert left() == (0, 1, 1, True)
    later(clock, days=2 * 365 - 32)
    assert left() == (0, 1, 1, True)
    later(clock, days=2)
    assert left() == (0, 0, 1, True)
    later(clock, days=366)
    assert left() == (0, 0, 0, True)
    assert session.get(Person, other).erased_at is None


def test_pages_show_no_button_for_what_is_refused(make: Any, as_: Any) -> None:
    chief, twin = make.account("administrator").person, make.person()
    staff = as_("staff", scope=("centre", make.centre().id))
    address = f"/people/{twin.public_id}/merge/{chief.public_id}"
    assert "Merge them" not in staff.get(address).text
    assert staff.post(address, data={"sure": "y"}).status_code == 422
    assert f"/people/{chief.public_id}/erase" not in staff.get(f"/people/{chief.public_id}/").text
    address = f"/people/{chief.public_id}/erase"
    assert 'name="sure"' not in staff.get(address).text
    assert "Ask an administrator" in staff.post(address, data={"reason": "no", "sure": "y"}).text
    assert chief.merged_into_id is None


def test_a_link_to_a_profile_is_over_once_the_account_is_used_or_the_e_mail_is_mended(make: Any, as_: Any) -> None:
    data = {"password": "four words that nobody knows", "agree": "y", "notice": "2026-1", "terms": "2026-1"}
    person, staff = make.person(email="wrong@example.org"), as_("staff", scope=("centre", make.centre().id))
    old = accounts.claim_url(person)
    account = db.session.query(Account).filter_by(person_id=person.id).one()
    form = {"native": "Tural", "native_lang": "az", "language": "en", "email": "right@example.org"}
    assert staff.post(f"/people/{person.public_id}/edit", data=form).status_code == 303
    db.session.refresh(account)
    assert account.login == "right@example.org"
    assert staff.get(old).status_code == 404
    taken = make.account(email="taken@example.org")
    taken.person.email = None
    db.session.flush()
    answer = staff.post(f"/people/{person.public_id}/edit", data=form | {"email": "taken@example.org"})
    assert (answer.status_code, "There is an account with this e-mail already" in answer.text) == (422, True)
    db.session.refresh(account)
    path = accounts.claim_url(person)
    account.password_hash = "of a stranger who signed up with this e-mail"
    db.session.flush()
    assert staff.get(path).status_code == 200
    account.confirmed_at = kernel_clock.now()  # by the link of a sign-up of their own
    db.session.flush()
    assert staff.get(path).status_code == 404
    assert staff.post(path, data=data).status_code == 404
    account.confirmed_at = account.password_hash = None
    path = accounts.claim_url(person)
    put_password(account, "another phrase of some words")
    db.session.flush()
    assert staff.get(path).status_code == 404
    account.password_hash = None
    db.session.add(RoleGrant(account=account, role="administrator"))
    db.session.flush()
    db.session.refresh(account)
    answer = staff.post(f"/people/{person.public_id}/edit", data=form | {"email": "mine@example.org"})
    assert (answer.status_code, account.login) == (422, "right@example.org")
