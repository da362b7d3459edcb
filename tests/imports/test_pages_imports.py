"""The pages of imports: bring a file, see what would become of each row, take it in."""

import io

import pytest

from trainhub.accounts.models import Account
from trainhub.imports.models import ImportRun
from trainhub.kernel import jobs, work
from trainhub.kernel.db import db
from trainhub.people.models import Person
from trainhub.web.sheets import XLSX

LIST = "Name;E-mail;Country\nLeyla Əliyeva;leyla@example.org;Azerbaijan\nJohn;nobody;Azerbaijan\n"


@pytest.fixture
def staff(make, sign_in):
    return sign_in(make.staff())


def bring(client, text=LIST, name="list.csv", **more):
    data = {"file": (io.BytesIO(text.encode()), name), **more}
    return client.post("/imports/new/people/", data=data, content_type="multipart/form-data")


def test_staff_bring_a_list_and_take_it_in(staff):
    assert "/imports/new/people/" in staff.get("/people/").text
    assert "Name in own script" in staff.get("/imports/new/people/").text
    answer = bring(staff)
    assert answer.status_code == 303
    page = staff.get(answer.location).text
    assert "Every row is being tried" in page
    assert "hx-get" in page
    jobs.drain()
    page = staff.get(answer.location).text
    assert "Tried: nothing has changed yet." in page
    assert "Take in 1 row" in page
    assert "E-mail: This does not look like an e-mail address." in page
    assert db.session.query(Person).filter_by(email="leyla@example.org").count() == 0
    only = staff.get(f"{answer.location}?outcome=rejected").text
    assert "Leyla" not in only[only.index("<table") :]
    file = staff.get(f"{answer.location}rejected.xlsx")
    assert (file.status_code, file.mimetype) == (200, XLSX)
    assert staff.get(f"{answer.location}?format=csv").get_data().decode("utf-8-sig").splitlines()[0] == (
        "Line,Outcome,Name,Remark"
    )
    assert staff.post(f"{answer.location}start").status_code == 303
    jobs.drain()
    assert "Taken in." in staff.get(answer.location).text
    assert staff.post(f"{answer.location}start").status_code == 409
    assert db.session.query(Person).filter_by(email="leyla@example.org").one().display == "Leyla Əliyeva"
    assert "list.csv" in staff.get("/imports/new/people/").text


def test_columns_are_named_on_a_page(staff):
    answer = bring(staff, "Teilnehmer;Adresse\nLeyla;leyla@example.org\n")
    assert answer.location.endswith("/columns")
    page = staff.get(answer.location).text
    assert "Teilnehmer" in page
    wrong = staff.post(answer.location, data={"email": "Adresse"})
    assert (wrong.status_code, "Say which column is this one" in wrong.text) == (422, True)
    record = staff.post(answer.location, data={"native": "Teilnehmer", "email": "Adresse"}).location
    jobs.drain()
    assert "Take in 1 row" in staff.get(record).text


def test_files_that_cannot_be_read_are_said_at_the_field(staff):
    assert "This is needed" in staff.post("/imports/new/people/").text
    for text, name, said in (
        ("x", "list.pdf", "These are: csv, xlsx"),
        ("x", "list.xlsx", "does not fit its name"),
        ("\x00\x01\x02", "list.csv", "no table that can be read"),
        ("Name;E-mail", "list.csv", ""),
    ):
        answer = bring(staff, text, name)
        if said:
            assert (answer.status_code, said in answer.text) == (422, True), name
        else:
            assert answer.status_code == 303
    assert db.session.query(ImportRun).count() == 1


def test_a_job_that_was_given_up_is_said(staff, monkeypatch):
    location = bring(staff).location
    row = db.session.query(jobs.JobRow).filter_by(name="imports.check").one()
    row.state, row.error = "dead", "KeyError"
    work.commit()
    assert "The work was given up." in staff.get(location).text


def test_the_pattern_says_what_may_stand_where(staff):
    answer = staff.get("/imports/new/people/pattern.xlsx")
    assert (answer.status_code, answer.mimetype) == (200, XLSX)


def test_others_find_nothing(staff, make, sign_in, client):
    location = bring(staff).location
    for account in (make.staff(), make.account("focal_point", scope=("country", "AZ")), make.account("trainer")):
        sign_in(account)
        assert client.get(location).status_code == 404
        assert client.post(f"{location}start").status_code == 404
        assert client.get(f"{location}rejected.xlsx").status_code == 404
        assert client.get(f"{location}columns").status_code == 404
    assert client.get("/imports/new/people/").status_code == 404
    assert bring(client).status_code == 404
    assert client.get("/imports/new/no-such/").status_code == 404


def test_own_data_tells_of_lists(staff, make, sign_in, client):
    number = make.account(email="leyla@example.org", native="Leyla Əliyeva", display="Leyla Əliyeva").id
    work.commit()
    location = bring(staff).location
    jobs.drain()
    staff.post(f"{location}start")
    jobs.drain()
    sign_in(db.session.get(Account, number))
    page = client.get("/me/data").text
    assert "Lists you stood in" in page
    assert "Lists are erased 30 days after they came." in page
