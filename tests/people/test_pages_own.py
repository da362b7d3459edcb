"""One's own data, and the privacy notice."""

import pytest

from trainhub.accounts.login import SignedIn
from trainhub.kernel.db import db
from trainhub.people import services as people
from trainhub.people.models import Affiliation, Organisation

NAMES = {
    "native": "Maral Annaýewa",
    "native_lang": "tk",
    "latin": "MARAL ANNAYEVA",
    "language": "tk",
    "country_code": "TM",
}


@pytest.fixture
def account(make):
    return make.account()


@pytest.fixture
def me(account, sign_in):
    return sign_in(account)


def test_the_own_names_are_changed_and_the_mail_is_not(me, account):
    before = account.person.email
    assert me.post("/me/profile/names", data=NAMES | {"email": "other@example.org"}).status_code == 303
    assert (account.person.display, account.person.language) == ("Maral Annaýewa", "tk")
    assert account.person.email == before
    wrong = me.post("/me/profile/names", data=NAMES | {"latin": "Марал"})
    assert wrong.status_code == 422
    assert "Марал" in wrong.get_data(as_text=True)


def test_where_one_works_waits_for_confirmation(me, account, make):
    body = make.organisation(category_code="ministry")
    assert me.post("/me/profile/work", data={"organisation": body.slug, "position": "Adviser"}).status_code == 303
    assert people.standing(account.person_id).categories == frozenset()
    assert "Waits for confirmation" in me.get("/me/profile").get_data(as_text=True)
    assert me.post("/me/profile/work", data={"organisation": body.slug}).status_code == 422
    place = db.session.query(Affiliation).filter_by(person_id=account.person_id).one()
    assert me.post(f"/me/profile/work/{place.public_id}/leave").status_code == 303
    assert db.session.query(Affiliation).filter_by(person_id=account.person_id).count() == 0


def test_an_organisation_that_is_missing_is_proposed_and_offered_to_nobody_yet(me):
    data = {"name": "New association", "category_code": "ngo", "place": "TM"}
    assert me.post("/me/profile/work", data=data).status_code == 303
    proposed = db.session.query(Organisation).filter_by(native="New association").one()
    assert (proposed.verified_at, proposed.country_code) == (None, "TM")
    assert f'value="{proposed.slug}"' not in me.get("/me/profile").get_data(as_text=True)


def test_nobody_ends_the_work_of_another(me, make):
    other = make.person(category="ngo")
    assert me.post(f"/me/profile/work/{other.affiliations[0].public_id}/leave").status_code == 404
    assert other.affiliations[0].until is None


def test_gender_and_age_are_asked_with_the_reason_and_may_stay_open(me, account):
    page = me.get("/me/profile").get_data(as_text=True)
    assert "You need not answer" in page
    assert "I prefer not to say" in page
    assert me.post("/me/profile/statistics", data={"gender": "undisclosed", "age_band": ""}).status_code == 303
    assert people.own_statistic(account.person) == people.Answers("undisclosed", "")
    assert me.post("/me/profile/statistics", data={}).status_code == 303
    assert people.own_statistic(account.person) == people.Answers()


def test_needs_are_shown_to_oneself_and_erased(me, account):
    assert me.post("/me/profile/needs", data={"access": "ramp", "diet": "no nuts"}).status_code == 303
    page = me.get("/me/profile").get_data(as_text=True)
    assert "ramp" in page
    assert "no nuts" in page
    assert me.post("/me/profile/needs/access/erase").status_code == 303
    assert people.own_confidential(account.person) == {"diet": "no nuts"}
    assert "ramp" not in me.get("/me/profile").get_data(as_text=True)


def test_one_sees_who_looked(me, account, make, as_actor, sign_in):
    staff = make.staff()
    people.save_confidential(account.person, "diet", "no nuts")
    as_actor(staff)
    people.read_confidential(account.person, "diet", SignedIn(staff), "Lunch on 9 March")
    page = me.get("/me/profile").get_data(as_text=True)
    assert "Lunch on 9 March" in page
    assert staff.person.display in page


def test_the_page_stays_within_its_queries(me, queries):
    me.get("/me/profile")
    db.session.expire_all()
    with queries(12):
        assert me.get("/me/profile").status_code == 200


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "What we keep"), ("az", "Nəyi saxlayırıq"), ("ru", "Что мы храним"), ("tk", "Nämäni saklaýarys")],
)
def test_the_notice_is_public_in_every_language(client, language, words):
    page = client.get(f"/privacy?lang={language}").get_data(as_text=True)
    assert words in page
    assert "2026-1" in page


def test_a_version_that_never_was_is_not_found(client):
    assert client.get("/privacy?version=2026-1").status_code == 200
    assert client.get("/privacy?version=1999-9").status_code == 404


def test_a_visitor_has_no_own_page(client):
    assert client.get("/me/profile").status_code == 303
