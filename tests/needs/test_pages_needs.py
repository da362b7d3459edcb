"""The pages of needs: the matrix and what lies beneath, a focal point's own country, gaps, recommendations, files."""

import csv
import io

import pytest

from trainhub.kernel import jobs, work
from trainhub.kernel.db import db
from trainhub.needs import services
from trainhub.needs.models import Assessment, Cell, NeedAnswer, Recommendation, Remark, Response, Round, Topic
from trainhub.needs.services.rounds import CountryCommand


@pytest.fixture
def asked(make, clock):
    clock.set("2027-03-02T08:00")
    found = make.needs_round(countries=("AZ", "GE", "MD"), modules=(4, 7), invented=True)
    make.said(found, "AZ", {4: 4, 7: "zero"})
    make.said(found, "AZ", {4: 3}, name="A second institution")
    make.said(found, "GE", {4: "not_available", 7: 3}, name="Georgian service")
    work.commit()
    return found


def where(asked, rest=""):
    return f"/needs/rounds/{asked.public_id}/{rest}"


def lines(answer):
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_matrix_shows_every_state_by_its_own_word_and_says_that_it_is_invented(make, asked, sign_in):
    client = sign_in(make.staff(asked.assessment.centre))
    page = client.get(where(asked, "matrix")).text
    assert "Invented for the demonstration" in page
    assert "3 of 3 institutions answered, from 2 of 3 countries." in page
    assert "67% of all answers come from Azerbaijan" not in page  # no more than twice an equal share
    assert page.index("Azerbaijan") < page.index("Georgia") < page.index("Moldova")
    heads, rights, violence = lines(client.get(where(asked, "matrix?format=csv")))
    assert heads[2:5] == ["Azerbaijan", "Georgia", "Moldova"]
    assert rights[2:] == ["4", "Value not available", "No answer", "1", "1", "Invented for the demonstration"]
    assert violence[2:5] == ["0 (nought)", "3", "No answer"]
    for path in ("", "analysis", "institutions/"):
        assert "Invented for the demonstration" in client.get(where(asked, path)).text
    assert "Invented for the demonstration" in client.get("/needs/gaps").text
    for path in ("/needs/gaps", where(asked, "answers.csv"), where(asked, "analysis"), where(asked, "institutions/")):
        assert "Invented for the demonstration" in lines(client.get(f"{path}?format=csv"))[1]
    db.session.query(Assessment).one().invented = False
    work.commit()
    assert "Invented" not in client.get(where(asked, "matrix")).text
    assert "Invented" not in client.get(where(asked, "matrix?format=csv")).text


def test_a_cell_opens_on_its_answers_and_editors_set_it_with_a_reason(make, asked, sign_in):
    client = sign_in(make.staff(asked.assessment.centre))
    topic = db.session.query(Topic).order_by(Topic.id).first()
    cell = where(asked, f"cells/AZ/{topic.public_id}")
    page = client.get(cell).text
    assert "Ministry of AZ" in page
    assert "A second institution" in page
    assert client.post(cell, data={"cell-value": "2", "cell-reason": ""}).status_code == 422
    assert (
        client.post(cell, data={"cell-value": "2", "cell-reason": "Interviews", "cell-note": "5 or 6"}).status_code
        == 303
    )
    [row] = db.session.query(Cell)
    assert (row.value, row.reason, row.note) == (2, "Interviews", "5 or 6")
    page = client.get(cell).text
    assert "The answers alone give 4." in page
    assert db.session.query(NeedAnswer).count() == 5


def test_a_focal_point_fills_and_comments_in_the_own_country_only(make, asked, sign_in):
    client = sign_in(make.account("focal_point", scope=("country", "GE")))
    assert "Needs" in client.get("/").text
    page = client.get(where(asked, "matrix")).text
    assert "Georgia" in page
    assert "Azerbaijan" not in page.replace("Regional", "")
    assert "Ministry of AZ" not in client.get(where(asked, "institutions/")).text
    topic = db.session.query(Topic).order_by(Topic.id).first()
    assert client.get(where(asked, f"cells/AZ/{topic.public_id}")).status_code == 404
    theirs, own = (db.session.query(Response).filter_by(country_code=code).first() for code in ("AZ", "GE"))
    assert client.get(where(asked, f"institutions/{theirs.public_id}")).status_code == 404
    sheet = {"name": "Ombudsman", "country": "GE", "source": "interview", "state": "answered", "category": "government"}
    fresh = where(asked, "institutions/new")
    assert client.post(fresh, data=sheet | {f"t{topic.id}": "4"}).status_code == 303
    assert client.post(fresh, data=sheet | {"country": "AZ"}).status_code == 422
    assert db.session.query(Response).filter_by(name="Ombudsman").one().answers[0].value == 4
    cell = where(asked, f"cells/GE/{topic.public_id}")
    assert client.post(cell, data={"remark-text": "Since the new law"}).status_code == 303
    assert db.session.query(Remark).one().text == "Since the new law"
    assert client.post(cell, data={"cell-value": "1", "cell-reason": "No"}).status_code == 404
    services.rounds.close(db.session.query(Round).one())
    work.commit()
    own_sheet = where(asked, f"institutions/{own.public_id}")
    assert client.post(own_sheet, data=sheet).status_code == 404
    assert client.get(own_sheet).status_code == 200
    again = CountryCommand("answering", asked.last_day.replace(month=3, day=20), "Asked for more time")
    services.rounds.set_country(found=db.session.query(Round).one(), code="GE", command=again)
    work.commit()
    assert client.post(own_sheet, data=sheet).status_code == 303
    other = sign_in(make.account("focal_point", scope=("country", "MD")))
    assert other.post(own_sheet, data=sheet).status_code == 404
    assert other.post(where(asked, "countries/GE/confirm")).status_code == 404


def test_an_observer_reads_values_without_the_institutions(make, asked, sign_in):
    client = sign_in(make.account("observer", scope=("country", "AZ")))
    page = client.get(where(asked, "matrix")).text
    assert "Azerbaijan" in page
    assert "cells/" not in page
    assert client.get(where(asked, "institutions/")).status_code == 404
    assert client.get(where(asked, "answers.csv")).status_code == 404
    assert client.get(where(asked, "edit")).status_code == 403


def test_staff_run_a_round_from_its_beginning_to_its_milestones(make, sign_in, clock):
    clock.set("2027-03-02T08:00")
    make.module(4)
    client = sign_in(make.staff(make.centre()))
    form = {"title-en": "Second look", "first_day": "2027-03-01", "last_day": "2027-04-01", "rule": "median"}
    form |= {"lowest": "1", "highest": "4", "high_is_urgent": "y"}
    assert client.post("/needs/rounds/new", data=form).status_code == 422
    assert client.post("/needs/rounds/new", data=form | {"countries": ["AZ", "GE"]}).status_code == 303
    found = db.session.query(Round).one()
    assert found.assessment.invented is False
    assert client.post(where(found, "state"), data={"to": "running"}).status_code == 303
    for kind, values in (
        ("approval", {"what": "Method", "approver": "Service", "day": "2027-02-01"}),
        ("milestone", {"title": "Draft", "due": "2027-04-10"}),
        ("risk", {"text": "Few answers", "severity": "high"}),
        ("instrument", {"title-en": "Guide", "kind": "interview", "category": "csos"}),
        ("annex", {"title": "Terms", "sight": "partners", "file": (io.BytesIO(b"%PDF-1.7 terms"), "terms.pdf")}),
    ):
        answer = client.post(where(found, f"add/{kind}"), data=values)
        assert answer.status_code == 303, kind
    page = client.get(where(found)).text
    assert all(word in page for word in ("Method", "Draft", "Few answers", "Guide", "Terms"))
    milestone = services.keeping.parts(found, services.matrices.EVERYTHING).milestones[0]
    moved = where(found, f"milestones/{milestone.public_id}")
    assert client.post(moved, data={"due": "2027-05-01", "reason": ""}).status_code == 422
    assert client.post(moved, data={"due": "2027-05-01", "reason": "Late answers"}).status_code == 303
    assert "Late answers" in client.get(where(found)).text
    assert client.post(where(found, "topics/new"), data={"title-en": "Ethics"}).status_code == 303
    assert "Ethics" in client.get(where(found, "analysis")).text
    assert client.get(where(found, "edit")).status_code == 200
    assert client.get(where(found, "countries/GE")).status_code == 200


def test_a_wrong_row_is_mended_in_the_preview(make, asked, sign_in):
    client = sign_in(make.staff(asked.assessment.centre))
    text = "Country,Module,Priority\nMoldova,4,4\nMoldova,7,lost\n"
    start = f"/imports/new/needs/?subject={asked.public_id}"
    answer = client.post(start, data={"file": (io.BytesIO(text.encode()), "needs.csv")})
    record = answer.location
    jobs.drain()
    page = client.get(record).text
    assert f"{record}lines/3" in page
    assert client.get(f"{record}lines/2").status_code == 404
    assert "lost" in client.get(f"{record}lines/3").text
    assert (
        client.post(f"{record}lines/3", data={"country": "Moldova", "topic": "7", "value": "lost"}).status_code == 422
    )
    assert client.post(f"{record}lines/3", data={"country": "Moldova", "topic": "7", "value": "0"}).status_code == 303
    jobs.drain()
    assert "Take in 2 rows" in client.get(record).text
    assert client.post(f"{record}start").status_code == 303
    jobs.drain()
    [response] = db.session.query(Response).filter_by(country_code="MD")
    assert sorted((each.state, each.value) for each in response.answers) == [("value", 4), ("zero", None)]
    raw = client.get(where(asked, "answers.csv")).data
    again = client.post(start, data={"file": (io.BytesIO(raw), "needs.csv")})
    jobs.drain()
    assert "There is nothing to take in." in client.get(again.location).text  # what is exported can be imported


def test_recommendations_and_findings_are_lists_with_their_activities(make, sign_in):
    make.shipped_curriculum("rtcm-migration")
    services.loading.load_shipped()
    client = sign_in(make.staff(make.centre()))
    assert "m02-a03" in client.get("/needs/recommendations/?q=Review+Forum").text
    found = lines(client.get("/needs/recommendations/?flag=gender&format=csv"))
    assert len(found) == 21
    assert len(lines(client.get("/needs/recommendations/?type=presentation&format=csv"))) == 6
    assert (
        client.post("/needs/recommendations/REC-P1-01", data={"state": "planned", "remark": "May"}).status_code == 303
    )
    assert db.session.query(Recommendation).filter_by(code="REC-P1-01").one().state == "planned"
    assert len(lines(client.get("/needs/findings/?kind=legislation&format=csv"))) == 14
    new = {"text-en": "No unit for data", "kind": "gap", "section": "data", "severity": "high", "confidence": "firm"}
    assert client.post("/needs/findings/new", data=new | {"countries": ["GE"], "modules": ["8"]}).status_code == 303
    assert "No unit for data" in client.get("/needs/findings/?module=8").text
    assert "Train on risk analysis" in client.get("/curriculum/recommendations/").text
    assert "Present and discuss the results" in client.get("/curriculum/activities/m02-a03/").text
    focal = sign_in(make.account("focal_point", scope=("country", "GE")))
    assert focal.get("/needs/recommendations/REC-P1-01").status_code == 200
    assert focal.post("/needs/recommendations/REC-P1-01", data={"state": "done"}).status_code == 404


def test_trainings_of_others_come_from_a_file(make, sign_in, clock):
    clock.set("2027-03-02T08:00")
    make.module(4)
    centre = make.centre()
    client = sign_in(make.staff(centre))
    text = "Country,Topic,Provider,Year,Module,People\nGeorgia,Rights,A university,2026,4,\n"
    start = f"/imports/new/training-history/?subject={centre.slug}"
    record = client.post(start, data={"file": (io.BytesIO(text.encode()), "history.csv")}).location
    jobs.drain()
    client.post(f"{record}start")
    jobs.drain()
    page = client.get("/needs/history/").text
    assert "A university" in page
    assert "not known" in page  # which is not nought


@pytest.mark.parametrize("path", ["", "matrix", "analysis", "institutions/", "gaps"])
def test_pages_ask_no_more_for_more_rows(make, clock, sign_in, queries, path):
    clock.set("2027-03-02T08:00")
    counted = []
    client = sign_in(make.staff(make.centre()))
    for countries, modules in ((("AZ",), (4,)), (("AZ", "GE", "MD"), (4, 7, 9))):
        asked = make.needs_round(countries=countries, modules=modules)
        for code in countries:
            make.said(asked, code, dict.fromkeys(modules, 3))
            make.registration(make.session(day=-9), make.person(country_code=code))
        work.commit()
        target = f"/needs/gaps?round={asked.public_id}" if path == "gaps" else where(asked, path)
        assert client.get(target).status_code == 200
        with queries(16) as seen:
            assert client.get(target).status_code == 200
        counted.append(len(seen))
    assert counted[0] == counted[1], counted
    assert counted[1] <= 12, "\n".join(seen)


def test_recommendations_are_loaded_added_and_changed_by_forms(make, sign_in):
    make.activity("m04-a02")
    client = sign_in(make.staff(make.centre()))
    assert "Load those that are shipped" in client.get("/needs/recommendations/").text
    assert client.post("/needs/recommendations/shipped").status_code == 303
    assert "111 recommendations were added." in client.get("/needs/recommendations/").text
    client.post("/needs/recommendations/shipped")
    assert "0 recommendations were added." in client.get("/needs/recommendations/").text
    client.post("/needs/registers/shipped")
    assert "entries were added." in client.get("/needs/registers/").text
    new = {"code": "rec-2027-01", "text-en": "Teach returning migrants", "section": "data", "types": ["training"]}
    new |= {"modules": ["4"], "activities": ["m04-a02"], "source": "Round of 2027", "explicit": "y"}
    for wrong, told in (({"code": "!"}, "Two to twenty letters"), ({"code": "REC-P1-01"}, "with this code already")):
        page = client.post("/needs/recommendations/new", data=new | wrong)
        assert (page.status_code, told in page.text, "Teach returning migrants" in page.text) == (422, True, True)
    assert client.post("/needs/recommendations/new", data=new | {"text-en": ""}).status_code == 422
    where = client.post("/needs/recommendations/new", data=new).location
    assert where == "/needs/recommendations/REC-2027-01"
    page = client.get(where).text
    assert all(each in page for each in ("Teach returning migrants", "m04-a02", "Round of 2027", "Modules: 4"))
    assert "REC-2027-01" in client.get("/needs/recommendations/?module=4&q=returning").text
    assert "m04-a02" in client.get("/needs/recommendations/?q=returning").text
    assert "Teach returning migrants" in client.get("/curriculum/activities/m04-a02/").text
    edit = f"{where}/edit"
    assert client.post(edit, data=new | {"text-en": "Teach those who return", "activities": []}).status_code == 303
    page = client.get(where).text
    assert "Teach those who return" in page
    assert "No activity of the curriculum answers it." in page
    shipped = db.session.query(Recommendation).filter_by(code="REC-P1-01").one()
    before = dict(shipped.source)
    same = {"text-en": str(shipped.text), "section": shipped.section, "source": "Mine"}
    assert client.post("/needs/recommendations/REC-P1-01/edit", data=same).status_code == 303
    assert db.session.query(Recommendation).filter_by(code="REC-P1-01").one().source == before
    focal = sign_in(make.account("focal_point", scope=("country", "GE")))
    assert focal.post(edit, data=new).status_code == 403
    assert focal.post("/needs/recommendations/shipped").status_code == 403
    assert "Load those that are shipped" not in focal.get("/needs/recommendations/").text
