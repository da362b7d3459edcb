"""Pages of countries: reports, registers, documents, leading bodies, findings with history, names, consultations."""

import csv
import io

import pytest

from trainhub.kernel import jobs, work
from trainhub.kernel.db import db
from trainhub.kernel.types import Texts
from trainhub.needs import services
from trainhub.needs.models import Consultation, Contributor, Finding, LeadBody, PolicyDocument, Register, RegisterEntry
from trainhub.questionnaires.models import WaveMember


@pytest.fixture
def asked(make, clock):
    clock.set("2027-03-02T08:00")
    found = make.needs_round(countries=("AZ", "GE"), modules=(4, 7), invented=True)
    make.said(found, "AZ", {4: 4, 7: "zero"})
    make.said(found, "GE", {4: "not_available", 7: 3}, name="Georgian service", behalf="IOM")
    services.loading.load_registers()
    work.commit()
    return found


def lines(answer):
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def register(key):
    return db.session.query(Register).filter_by(key=key).one().public_id


def test_a_country_has_a_report_for_staff_and_its_own_focal_point(make, asked, sign_in):
    staff = sign_in(make.staff(asked.assessment.centre))
    page = staff.get("/needs/countries/").text
    assert page.index("Azerbaijan") < page.index("Georgia") < page.index("Ukraine")
    assert "Invented for the demonstration" in page
    assert len(lines(staff.get("/needs/countries/?format=csv"))) == 14
    page = staff.get("/needs/countries/GE/").text
    for words in (
        "Invented for the demonstration",
        "1 of 1 institution answered. One voice does not speak for a country.",
        "Georgian service",
        "answered on its behalf by IOM",
        "Value not available",
        "2 of 2 institutions answered",
    ):
        assert words in page, words
    page = staff.get("/needs/countries/GE/known").text
    assert "Migration Strategy" in page
    assert "Convention on Stateless Persons" in page
    focal = sign_in(make.account("focal_point", scope=("country", "GE")))
    assert "Georgian service" in focal.get("/needs/countries/GE/").text
    assert "Azerbaijan" not in focal.get("/needs/countries/").text.partition("<main")[2].partition("<table")[2]
    for path in ("AZ/", "AZ/known", "AZ/report.pdf", "XX/"):
        assert focal.get(f"/needs/countries/{path}").status_code == 404, path
    for language in ("az", "ru", "tk", "en"):
        printed = focal.get(f"/needs/countries/GE/report.pdf?lang={language}")
        assert (printed.mimetype, printed.data[:5]) == ("application/pdf", b"%PDF-")
        assert f"needs-GE-{language}.pdf" in printed.headers["Content-Disposition"]
    observer = sign_in(make.account("observer", scope=("country", "GE")))
    page = observer.get("/needs/countries/GE/").text
    assert "Value not available" in page
    assert "Georgian service" not in page
    assert observer.get("/needs/countries/AZ/").status_code == 404


def test_registers_are_read_as_tables_and_entered_country_by_country(make, asked, sign_in):
    office = make.staff(asked.assessment.centre)
    staff = sign_in(office)
    assert "Data systems" in staff.get("/needs/registers/").text
    home = f"/needs/registers/{register('data')}"
    page = staff.get(home).text
    assert "Migration profile" in page
    assert "annual, quarterly" in page  # a footnote of a cell
    heads, *rows = lines(staff.get(f"{home}?format=csv"))
    assert heads[1] == "Unit for collection and analysis"
    assert len(rows) == 13
    assert "Some elements" in next(row for row in rows if row[0] == "Iran")
    listed = lines(staff.get(f"{home}/entries/?country=IR&format=csv"))
    assert {row[1] for row in listed[1:]} >= {"Data by gender"}
    focal = sign_in(make.account("focal_point", scope=("country", "GE")))
    assert "Iran" not in focal.get(home).text
    assert focal.get(f"{home}/countries/IR").status_code == 404
    form = focal.get(f"{home}/countries/GE").text
    assert "Nothing known" in form
    items = {item.key: item.id for item in db.session.query(Register).filter_by(key="data").one().items}
    sent = {f"state{number}": "" for number in items.values()}
    sent |= {f"state{items['unit']}": "no", f"note{items['unit']}": "Closed in 2026"}
    assert focal.post(f"{home}/countries/GE", data=sent | {f"state{items['unit']}": "ratified"}).status_code == 422
    assert focal.post(f"{home}/countries/GE", data=sent).status_code == 303
    [entry] = (
        db.session.query(RegisterEntry)
        .filter_by(country_code="GE")
        .join(RegisterEntry.item)
        .filter_by(register_id=db.session.query(Register).filter_by(key="data").one().id)
    )
    assert (entry.state, entry.note) == ("no", "Closed in 2026")
    assert focal.get(f"{home}/edit").status_code == 403
    staff = sign_in(office)
    assert staff.get(f"{home}/countries/IR").status_code == 200
    assert staff.post("/needs/registers/new", data={"title-en": ""}).status_code == 422
    made = staff.post("/needs/registers/new", data={"title-en": "Bali Process"}).location
    assert staff.post(f"{made}/items/new", data={"title-en": "Member", "kind": "yesno"}).status_code == 303
    assert "Member" in staff.get(made).text
    assert staff.post(f"{made}/edit", data={"title-en": "Bali Process, 2002"}).status_code == 303
    text = "Country,Item,State,Since\nGeorgia,Member,yes,\nUkraine,Member,perhaps,\n"
    start = f"/imports/new/need-register/?subject={made.rpartition('/')[2]}"
    record = staff.post(start, data={"file": (io.BytesIO(text.encode()), "register.csv")}).location
    jobs.drain()
    assert "Nothing is guessed" in staff.get(f"{record}lines/3").text
    mended = {"country": "Ukraine", "item": "Member", "state": "no", "day": "", "note": ""}
    assert staff.post(f"{record}lines/3", data=mended).status_code == 303
    jobs.drain()
    staff.post(f"{record}start")
    jobs.drain()
    assert sorted(row[0] for row in lines(staff.get(f"{made}/entries/?format=csv"))[1:]) == ["Georgia", "Ukraine"]


def test_documents_and_leading_bodies_are_kept_by_staff_and_focal_points(make, asked, sign_in):
    office = make.staff(asked.assessment.centre)
    staff = sign_in(office)
    page = staff.get("/needs/documents/").text
    assert "its years are over" in page
    assert len(lines(staff.get("/needs/documents/?country=MD&format=csv"))) == 4
    focal = sign_in(make.account("focal_point", scope=("country", "GE")))
    assert "Diaspora-2025" not in focal.get("/needs/documents/").text
    strategy = {"country": "GE", "title-en": "Data strategy", "state": "approval", "first_year": "2027", "goals": "99"}
    assert focal.post("/needs/documents/new", data=strategy).status_code == 422
    assert "Data strategy" in focal.post("/needs/documents/new", data=strategy).text  # nothing typed is lost
    assert focal.post("/needs/documents/new", data=strategy | {"goals": "10, 17.18"}).status_code == 303
    assert focal.post("/needs/documents/new", data=strategy | {"goals": "", "country": "AZ"}).status_code == 422
    kept = db.session.query(PolicyDocument).filter(PolicyDocument.search.contains("data strategy")).one()
    assert kept.goals == ["10", "17.18"]
    theirs = db.session.query(PolicyDocument).filter_by(country_code="UA").first().public_id
    assert focal.get(f"/needs/documents/{theirs}").status_code == 404
    assert focal.post(f"/needs/documents/{theirs}/remove").status_code == 404
    assert focal.post(f"/needs/documents/{kept.public_id}/remove").status_code == 303
    body = make.organisation(country_code="GE", title=Texts.of({"en": "Commission"}))
    work.commit()
    new = {"country": "GE", "title-en": "New commission", "organisation": body.slug, "since": "2027-01-01"}
    assert focal.post("/needs/bodies/new", data=new).status_code == 303
    lead = db.session.query(LeadBody).filter_by(organisation_id=body.id).one()
    before = db.session.query(LeadBody).filter(LeadBody.country_code == "GE", LeadBody.id != lead.id).one()
    was = {"country": "GE", "title-en": str(before.title), "until": "2026-12-31"}
    assert focal.post(f"/needs/bodies/{before.public_id}", data=was).status_code == 303
    assert focal.get("/imports/new/lead-bodies/?subject=all").status_code == 404
    staff = sign_in(office)
    page = staff.get("/needs/bodies/?country=GE").text
    assert "led before" in page
    assert "New commission" in staff.get("/needs/bodies/?now=yes&country=GE").text
    text = "Country,Title,Since\nUzbekistan,Agency for Migration,2026-05-01\n"
    record = staff.post(
        "/imports/new/lead-bodies/?subject=all", data={"file": (io.BytesIO(text.encode()), "bodies.csv")}
    ).location
    jobs.drain()
    staff.post(f"{record}start")
    jobs.drain()
    assert "Agency for Migration" in staff.get("/needs/bodies/?country=UZ").text


def test_a_finding_is_changed_by_those_who_keep_it_and_has_a_history(make, sign_in, clock):
    clock.set("2027-03-02T08:00")
    make.shipped_curriculum("rtcm-migration")
    services.loading.load_shipped()
    work.commit()
    mine, other = make.centre(), make.centre("dushanbe", country_code="TJ")
    staff = sign_in(make.staff(mine))
    new = {"text-en": "No unit", "kind": "practice", "section": "data", "severity": "low", "confidence": "firm"}
    new |= {"body": "Ministry", "reusable": "adapted", "countries": ["GE"]}
    assert staff.post("/needs/findings/new", data=new).status_code == 303
    found = db.session.query(Finding).filter_by(centre_id=mine.id).one()
    home = f"/needs/findings/{found.public_id}"
    assert staff.post(f"{home}/edit", data=new | {"text-en": "A unit of analysts", "shared": "y"}).status_code == 303
    page = staff.get(home).text
    assert "History" in page
    assert "No unit" in page.partition("History")[2]
    assert "Adapted" in page
    assert len(lines(staff.get("/needs/findings/?country=GE&kind=practice&format=csv"))) == 2
    shipped = db.session.query(Finding).filter_by(kind="legislation").first().public_id
    assert staff.get(f"/needs/findings/{shipped}/edit").status_code == 404
    elsewhere = sign_in(make.staff(other))
    assert "A unit of analysts" in elsewhere.get(home).text
    assert "History" not in elsewhere.get(home).text
    assert elsewhere.get(f"{home}/edit").status_code == 404
    assert sign_in(make.account("administrator")).get(f"/needs/findings/{shipped}/edit").status_code == 200
    focal = sign_in(make.account("focal_point", scope=("country", "UZ")))
    assert "A unit of analysts" in focal.get("/needs/findings/").text  # the country agreed
    assert focal.get(f"{home}/edit").status_code == 403


def test_names_behind_an_answer_are_for_the_staff_of_the_centre_alone(make, asked, sign_in):
    office = make.staff(asked.assessment.centre)
    staff = sign_in(office)
    row = services.rates.queries.answers_of_round(asked.id)
    response = db.session.scalars(row).all()[-1].public_id
    home = f"/needs/rounds/{asked.public_id}/institutions/{response}"
    assert f"{home}/people" in staff.get(home).text
    assert staff.post(f"{home}/people", data={"name": "", "until": "2028-01-01"}).status_code == 422
    sent = {"name": "Ketevan Example", "position": "Head of unit", "until": "2028-01-01"}
    assert staff.post(f"{home}/people", data=sent).status_code == 303
    assert "Ketevan Example" in staff.get(f"{home}/people").text
    focal = sign_in(make.account("focal_point", scope=("country", "GE")))
    assert focal.get(f"{home}/people").status_code == 403
    for path in (home, f"{home.rpartition('/')[0]}/?format=csv", "/needs/countries/GE/"):
        assert "Ketevan" not in focal.get(path).text, path
    other = sign_in(make.staff(make.centre("dushanbe", country_code="TJ")))
    assert other.get(f"{home}/people").status_code == 404
    staff = sign_in(office)
    assert "Ketevan" not in staff.get(f"/needs/rounds/{asked.public_id}/answers.csv").text
    person = db.session.query(Contributor).one().public_id
    assert staff.post(f"{home}/people/{person}/remove").status_code == 303
    assert db.session.query(Contributor).count() == 0


def test_staff_ask_organisations_before_a_training(make, sign_in, clock):
    clock.set("2027-03-02T08:00")
    training = make.session(day=30, state="draft")
    make.person(organisation=make.organisation(category_code="ngo"), email="ngo@example.org")
    work.commit()
    staff = sign_in(make.staff(training.centre))
    home = f"/needs/consultations/{training.slug}/"
    assert home in staff.get(f"/sessions/{training.slug}/").text
    assert "Nobody was asked yet" in staff.get(home).text
    sent = {"question-en": "What must be said of COVID-19?", "categories": ["media"], "last_day": "2027-03-16"}
    refused = staff.post(f"{home}new", data=sent)
    assert refused.status_code == 422
    assert "What must be said of COVID-19?" in refused.text
    assert staff.post(f"{home}new", data=sent | {"categories": ["csos"]}).status_code == 303
    assert db.session.query(WaveMember).count() == 1
    found = db.session.query(Consultation).one()
    assert "What must be said of COVID-19?" in staff.get(home).text
    assert staff.post(f"{home}{found.public_id}", data={"outcome": ""}).status_code == 422
    assert staff.post(f"{home}{found.public_id}", data={"outcome": "More on health"}).status_code == 303
    assert "More on health" in staff.get(home).text
    other = sign_in(make.staff(make.centre("dushanbe", country_code="TJ")))
    assert other.get(home).status_code == 404
    assert other.post(f"{home}{found.public_id}", data={"outcome": "No"}).status_code == 404


def test_how_many_answered_stands_beside_each_statement_on_the_region(make, sign_in, clock):
    clock.set("2027-03-02T08:00")
    asked = make.needs_round(countries=("AZ", "GE", "MD", "TM", "UA"), modules=(4,))
    for number in range(4):
        make.said(asked, "AZ", {4: 4}, name=f"Institution {number}")
    make.said(asked, "GE", {4: 3}, state="answered")
    make.said(asked, "MD", {}, state="invited")
    work.commit()
    staff = sign_in(make.staff(asked.assessment.centre))
    host = "80% of all answers come from Azerbaijan"
    for path in ("matrix", "analysis", ""):
        assert host in staff.get(f"/needs/rounds/{asked.public_id}/{path}").text, path
    page = staff.get("/needs/gaps").text
    assert host in page
    assert page.count("Behind this: 5 of 6 institutions. 80% of the answers: Azerbaijan.") == 3
    assert "Institutions that answered" in page
    assert "Institutions that answered" in staff.get(f"/needs/rounds/{asked.public_id}/matrix").text


@pytest.mark.parametrize(
    "path", ["countries/", "countries/GE/", "countries/GE/known", "registers/", "documents/", "bodies/", "findings/"]
)
def test_these_pages_ask_no_more_for_more_rows(make, clock, sign_in, queries, path):
    clock.set("2027-03-02T08:00")
    counted = []
    client = sign_in(make.staff(make.centre()))
    for countries in (("GE",), ("AZ", "GE", "MD")):
        asked = make.needs_round(countries=countries, modules=(4, 7))
        for code in countries:
            make.said(asked, code, {4: 4, 7: 4})
            make.registration(make.session(day=-9), make.person(country_code=code))
            title = Texts.of({"en": f"Of {code}"})
            services.records.keep_document(command=services.records.DocumentCommand(code, title))
            services.records.keep_lead(command=services.records.LeadCommand(code, title))
            db.session.add(Finding(text=title, section="data", countries=["GE"], modules=[]))
        services.registers.keep_register(title=Texts.of({"en": "One more"}), about=Texts())
        work.commit()
        target = f"/needs/{path}"
        assert client.get(target).status_code == 200
        with queries(20) as seen:
            assert client.get(target).status_code == 200
        counted.append(len(seen))
    assert counted[0] == counted[1], counted
    assert counted[1] <= 12, "\n".join(seen)
