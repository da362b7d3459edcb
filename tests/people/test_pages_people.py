"""The pages of persons: list, record, changes, confirmation, confidence."""

import csv
import io

import pytest

from trainhub.kernel import clock as kernel_clock
from trainhub.kernel.db import db
from trainhub.people import services as people
from trainhub.people.models import Affiliation, ConfidentialAccess, Person

NEW = {
    "native": "Айгерім Сейітқали",
    "native_lang": "kk",
    "latin": "AIGERIM SEIITKALI",
    "language": "ru",
    "country_code": "KZ",
    "zone": "Asia/Almaty",
    "email": "aigerim@example.org",
}


@pytest.fixture
def staff(make, sign_in):
    return sign_in(make.staff())


def rows(client, address):
    answer = client.get(f"{address}{'&' if '?' in address else '?'}format=csv")
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))


def test_staff_add_a_person_and_find_the_record(staff):
    answer = staff.post("/people/new", data=NEW)
    assert answer.status_code == 303
    page = staff.get(answer.location).get_data(as_text=True)
    assert "Айгерім Сейітқали" in page
    assert "Kazakhstan" in page


def test_a_form_that_cannot_be_used_comes_back_with_all_that_was_typed(staff):
    answer = staff.post("/people/new", data=NEW | {"latin": "Айгерім", "email": "nobody"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Айгерім Сейітқали" in page
    assert "nobody" in page
    assert db.session.query(Person).filter_by(latin="Айгерім").count() == 0


def test_the_list_is_filtered_and_exported_as_shown(staff, make):
    make.person(display="Оксана", latin="OKSANA", category="ngo", country_code="UA")
    make.person(display="Nino", category="ministry", country_code="GE", confirmed=False)
    make.person(display="Merged", merged_into_id=make.person(display="Last").id)
    everybody = {row["Name"] for row in rows(staff, "/people/")}
    assert {"Оксана", "Nino", "Last"} <= everybody
    assert "Merged" not in everybody
    assert [row["Name"] for row in rows(staff, "/people/?category=csos")] == ["Оксана"]
    assert [row["Name"] for row in rows(staff, "/people/?country=GE")] == ["Nino"]
    assert [row["Name"] for row in rows(staff, "/people/?unconfirmed=yes")] == ["Nino"]
    only = rows(staff, "/people/?country=GE")[0]
    assert (only["Country"], only["Category"], only["Confirmed"]) == ("Georgia", "Ministry", "Not yet")


def test_both_names_stand_in_one_cell_and_in_two_columns_of_a_file(staff, make):
    make.person(display="Нино", latin="NINO BERIDZE", country_code="TM", language="ru")
    page = staff.get("/people/?country=TM").get_data(as_text=True)
    cell = page[page.index('<th scope="row"') :]
    assert "NINO BERIDZE" in cell[: cell.index("</th>")]
    assert page.count("NINO BERIDZE") == 1
    assert "Name as in the passport" not in page[page.index("<thead") : page.index("</thead>")]
    row = rows(staff, "/people/?country=TM")[0]
    assert (row["Name"], row["Name as in the passport"]) == ("Нино", "NINO BERIDZE")
    assert "Language" not in row
    asked = "/people/?country=TM&columns=name,latin,language"
    assert staff.get(asked).get_data(as_text=True).count("NINO BERIDZE") == 1
    assert rows(staff, asked)[0]["Language"] == "Russian"


def test_a_search_for_nothing_says_what_to_do(staff):
    page = staff.get("/people/?q=nobody-at-all").get_data(as_text=True)
    assert "Nobody fits these filters" in page


def test_a_formula_in_a_name_is_disarmed_in_the_export(staff, make):
    make.person(display="=HYPERLINK(1)", country_code="TM")
    assert [row["Name"] for row in rows(staff, "/people/?country=TM")] == ["'=HYPERLINK(1)"]


def test_markup_in_names_stays_text(staff, make):
    evil = "<script>alert(1)</script>"
    body = make.organisation(native=evil)
    person = make.person(display=evil, native=evil, latin=evil, organisation=body)
    body.title = body.title.put("en", evil)
    db.session.flush()
    for address in (
        "/people/",
        f"/people/{person.public_id}/",
        f"/people/{person.public_id}/edit",
        f"/people/{person.public_id}/history",
        f"/people/{person.public_id}/confidential/",
        "/organisations/",
        f"/organisations/{body.slug}/",
        f"/organisations/{body.slug}/edit",
    ):
        answer = staff.get(address)
        assert answer.status_code == 200, address
        assert "<script>alert" not in answer.get_data(as_text=True), address
        assert "&lt;script&gt;alert" in answer.get_data(as_text=True), address


def test_a_merged_person_redirects_to_the_one_that_stayed(staff, make):
    stayed = make.person()
    gone = make.person(merged_into_id=stayed.id)
    answer = staff.get(f"/people/{gone.public_id}/")
    assert (answer.status_code, answer.location) == (301, f"/people/{stayed.public_id}/")


def test_a_change_stands_in_the_history(make, sign_in):
    account = make.staff()
    client, person = sign_in(account), make.person(email="old@example.org")
    assert client.post(f"/people/{person.public_id}/edit", data=NEW).status_code == 303
    page = client.get(f"/people/{person.public_id}/history").get_data(as_text=True)
    assert account.person.display in page
    assert "AIGERIM SEIITKALI" in page
    assert "old@example.org" not in page


# --- where somebody works -----------------------------------------------------------------------


def test_staff_note_an_organisation_confirm_it_and_set_the_last_day(staff, make):
    person, body = make.person(), make.organisation(category_code="agency")
    here = f"/people/{person.public_id}"
    noted = {"organisation": body.slug, "position": "Inspector", "level": "practitioners", "since": "2026-01-01"}
    assert staff.post(f"{here}/affiliations/new", data=noted).status_code == 303
    affiliation = db.session.query(Affiliation).filter_by(person_id=person.id).one()
    assert not affiliation.counts
    assert staff.post(f"{here}/affiliations/{affiliation.public_id}/confirm").status_code == 303
    assert people.standing(person.id).levels == {"practitioners"}
    wrong = staff.post(f"{here}/affiliations/{affiliation.public_id}/end", data={"until": "2025-01-01"})
    assert wrong.status_code == 422
    last = {"until": "2027-03-01"}
    assert staff.post(f"{here}/affiliations/{affiliation.public_id}/end", data=last).status_code == 303
    assert people.standing(person.id).levels == frozenset()


def test_a_focal_point_confirms_the_own_people_and_meets_no_others(make, sign_in):
    ours, theirs = make.organisation(country_code="GE"), make.organisation(country_code="UA")
    mine = make.person(organisation=ours, confirmed=False, country_code="GE")
    other = make.person(organisation=theirs, confirmed=False, country_code="UA", display="Somebody else")
    client = sign_in(make.account("focal_point", scope=("organisation", ours.id), country_code="TJ"))
    page = client.get(f"/people/{mine.public_id}/").get_data(as_text=True)
    assert "Confirm" in page
    assert mine.email not in page
    assert {row["Name"] for row in rows(client, "/people/")} == {mine.display}
    assert {row["Name"] for row in rows(client, "/organisations/")} == {str(ours.title)}
    for address in (f"/people/{other.public_id}/", f"/organisations/{theirs.slug}/"):
        assert client.get(address).status_code == 404
    foreign = f"/people/{other.public_id}/affiliations/{other.affiliations[0].public_id}/confirm"
    assert client.post(foreign).status_code == 404
    crossed = f"/people/{mine.public_id}/affiliations/{other.affiliations[0].public_id}/confirm"
    assert client.post(crossed).status_code == 404
    own = f"/people/{mine.public_id}/affiliations/{mine.affiliations[0].public_id}/confirm"
    assert client.post(own).status_code == 303
    assert mine.affiliations[0].confirmed_at == kernel_clock.now()


@pytest.mark.parametrize(
    "address",
    [
        "/people/{id}/edit",
        "/people/{id}/history",
        "/people/new",
        "/people/{id}/confidential/",
        "/people/{id}/affiliations/new",
        "/organisations/new",
        "/centres/",
    ],
)
def test_a_focal_point_changes_nothing(make, sign_in, address):
    person = make.person(country_code="GE")
    client = sign_in(make.account("focal_point", scope=("country", "GE")))
    assert client.get(address.format(id=person.public_id)).status_code == 403


@pytest.mark.parametrize("role", ["trainer", "observer", "participant"])
def test_other_roles_see_neither_persons_nor_organisations(make, sign_in, role):
    person, body = make.person(), make.organisation()
    client = sign_in(make.account(role))
    for address in ("/people/", f"/people/{person.public_id}/", "/organisations/", f"/organisations/{body.slug}/"):
        assert client.get(address).status_code == 403


def test_a_visitor_is_sent_to_sign_in(client):
    answer = client.get("/people/")
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")


# --- in confidence ------------------------------------------------------------------------------


def test_a_value_is_shown_once_with_a_reason_and_the_look_is_noted(make, sign_in):
    account = make.staff()
    client, person = sign_in(account), make.person()
    people.save_confidential(person, "access", "ground floor only")
    here = f"/people/{person.public_id}/confidential/"
    assert "kept until" in client.get(f"/people/{person.public_id}/").get_data(as_text=True)
    assert "ground floor only" not in client.get(here).get_data(as_text=True)
    silent = client.post(f"{here}access/read", data={"access-reason": ""})
    assert silent.status_code == 422
    assert "ground floor only" not in silent.get_data(as_text=True)
    told = client.post(f"{here}access/read", data={"access-reason": "Room for 9 March"})
    assert "ground floor only" in told.get_data(as_text=True)
    assert told.headers["Cache-Control"] == "no-store"
    look = db.session.query(ConfidentialAccess).one()
    assert (look.account_id, look.reason) == (account.id, "Room for 9 March")
    page = client.get(here).get_data(as_text=True)
    assert "ground floor only" not in page
    assert "Room for 9 March" in page


def test_staff_lock_away_and_erase(staff, make):
    person = make.person()
    here = f"/people/{person.public_id}/confidential/"
    assert staff.post(here, data={"attribute": "passport", "value": "C01234567"}).status_code == 303
    assert people.own_confidential(person) == {"passport": "C01234567"}
    assert staff.post(f"{here}passport/erase").status_code == 303
    assert people.own_confidential(person) == {}
    assert staff.post(here, data={"attribute": "religion", "value": "x"}).status_code == 422


# --- queries ------------------------------------------------------------------------------------


def asked(client, queries, address):
    """Return how often a page asks the database, nothing being remembered from before."""
    db.session.flush()
    db.session.expire_all()
    with queries(11) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_pages_ask_the_database_as_often_for_three_as_for_one(staff, make, queries):
    body = make.organisation(country_code="TM")
    person = make.person(country_code="TM", organisation=body)
    make.organisation(country_code="TM", parent_id=body.id)
    pages = (
        "/people/?country=TM",
        "/organisations/?country=TM",
        f"/organisations/{body.slug}/",
        f"/people/{person.public_id}/",
    )
    staff.get(pages[0])
    before = [asked(staff, queries, page) for page in pages]
    for _ in range(2):
        department = make.organisation(country_code="TM", parent_id=body.id)
        make.affiliation(make.person(country_code="TM", organisation=body), department)
        make.affiliation(person, department)
    assert [asked(staff, queries, page) for page in pages] == before
