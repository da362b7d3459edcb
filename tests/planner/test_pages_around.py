"""Pages around plans: what the public reads, what countries plan themselves, budget lines, holidays."""

import re
from datetime import date

from tests.planner.scene import MONDAY
from trainhub.holidays.models import HolidayDecision
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.people.models import Country
from trainhub.planner import services
from trainhub.planner.models import BudgetLine, CountryPlan

FIRST_HALF = "?from=2028-01"


def test_a_country_keeps_its_plan(make, scene, sign_in):
    client = sign_in(make.account("focal_point", scope=("country", "GE")))
    data = {
        "country": "GE",
        "title": "Plan of Georgia",
        "starts_on": "2028-01-01",
        "ends_on": "2028-12-31",
        "state": "approved",
        "modules": ["4"],
        "human_rights": "y",
    }
    assert client.post("/plan/countries/new", data=data).status_code == 422
    assert client.post("/plan/countries/new", data=data | {"country": "TJ", "checked": "y"}).status_code == 422
    answer = client.post("/plan/countries/new", data=data | {"checked": "y"})
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "Modules left out" in page
    assert client.post(f"{answer.location}edit", data=data | {"checked": "y", "shared": "y"}).status_code == 303
    assert db.session.query(CountryPlan).one().shared
    other = sign_in(make.account("focal_point", scope=("country", "TJ")))
    assert other.get(answer.location).status_code == 200
    assert other.post(f"{answer.location}remove").status_code == 404
    assert sign_in(scene.staff).post(f"{answer.location}remove").status_code == 303


def test_the_public_programme_names_nothing_closed(scene, client):
    scene.line("Open to all", on=MONDAY, public=True)
    scene.line("Secret dialogue", on=MONDAY, public=True, closed=True)
    scene.line("Not let out", on=MONDAY)
    db.session.commit()
    assert "not published yet" in client.get("/programme/").text
    scene.plan.state = "approved"
    db.session.commit()
    page = client.get("/programme/").text
    assert "Open to all" in page
    assert "February 2028" in page
    assert "Secret dialogue" not in page
    assert "Not let out" not in page
    assert "Open to all" in client.get("/programme/?format=csv").text


def test_the_public_programme_follows_the_sessions(scene, client):
    lines = [scene.line(name, on=MONDAY, public=True, trainers=()) for name in ("Held", "Called off", "Closed since")]
    scene.plan.state = "approved"
    sessions = [services.publishing.make_session(line=line) for line in lines]
    sessions[1].state, sessions[2].closed = "cancelled", True
    db.session.commit()
    page = client.get("/programme/").text
    assert "Held" in page
    assert "Called off" not in page
    assert "Closed since" not in page


def test_the_programme_stands_where_visitors_look_month_by_month(scene, client):
    scene.line("In February", on=MONDAY, public=True)
    scene.line("In May online", on=date(2028, 5, 2), public=True, mode="online", languages=("ru",))
    scene.line("Some day", public=True)
    scene.plan.state = "approved"
    db.session.commit()
    home = client.get("/").text
    assert home.count('href="/programme/"') >= 3, "menu, home and footer"
    page = client.get("/programme/").text
    assert (
        page.index('id="m2028-02"') < page.index("In February") < page.index('id="m2028-05"') < page.index("Some day")
    )
    assert "Month still open" in page
    for narrowed, there in (("mode=online", "In May"), ("language=ru", "In May"), ("month=2028-02", "In February")):
        found = client.get(f"/programme/?{narrowed}").text
        assert (there in found, "Some day" in found) == (True, False), narrowed
    assert "Nothing in the programme is like this" in client.get("/programme/?mode=hybrid").text


def test_holidays_are_read_by_all_and_decided_by_their_country(make, sign_in):
    client = sign_in(make.account("focal_point", scope=("country", "GE")))
    assert "Georgia" in client.get("/holidays/").text
    page = client.get("/holidays/GE/?year=2027").text
    assert "Enter a decision" in page
    data = {"kind": "added", "day": "2027-10-04", "title": "Elections", "source": "Decree 8"}
    assert client.post("/holidays/GE/?year=2027", data=data | {"source": ""}).status_code == 422
    assert client.post("/holidays/GE/?year=2027", data=data).status_code == 303
    row = db.session.query(HolidayDecision).one()
    assert "Decree 8" in client.get("/holidays/GE/?year=2027").text
    assert client.post("/holidays/TJ/", data=data).status_code == 403
    assert "Enter a decision" not in client.get("/holidays/TJ/").text
    assert "estimated" in client.get("/holidays/TM/?year=2027").text
    assert client.post(f"/holidays/GE/decisions/{row.public_id}/remove").status_code == 303
    assert client.get("/holidays/XX/").status_code == 404
    assert "No public holiday is known" in client.get("/holidays/UA/?year=2027").text


def test_a_budget_line_has_its_history_and_goes_when_nothing_speaks_of_it(scene, make, sign_in):
    used, idle = scene.budget.public_id, scene.fund("Idle").public_id
    scene.line("Paid", funds=((scene.budget.id, 1.0),))
    db.session.commit()
    client = sign_in(scene.staff)
    client.post(f"/budgets/{used}/edit", data={"amount": "7"})
    assert "Budget line" in client.get(f"/budgets/{used}/history").text
    assert client.post(f"/budgets/{used}/remove").location == f"/budgets/{used}/edit"
    assert "Plan 2028" in client.get(f"/budgets/{used}/edit").text
    assert client.post(f"/budgets/{idle}/remove").location == "/budgets/"
    assert [row.public_id for row in db.session.query(BudgetLine)] == [used]
    assert db.session.query(AuditEntry).filter_by(kind="budget_line", action="removed").count() == 1
    other = sign_in(make.staff(make.centre("nakhchivan")))
    assert other.get(f"/budgets/{used}/history").status_code == 404
    assert other.post(f"/budgets/{used}/remove").status_code == 404


def test_a_budget_line_says_whom_and_what_it_may_pay_for(scene, sign_in):
    db.session.merge(Country(code="GE", zone="Asia/Tbilisi", member=True))
    db.session.commit()
    client, where = sign_in(scene.staff), f"/budgets/{scene.budget.public_id}/edit"
    said = {
        "title-en": "Travel",
        "source": "project",
        "opens_on": "2028-01-01",
        "closes_on": "2028-12-31",
        "amount": "900",
        "currency": "EUR",
        "countries": ["GE"],
        "modules": ["4"],
    }
    for wrong in ({"amount": "much"}, {"modules": ["4", "99"]}):
        page = client.post(where, data=said | wrong)
        assert page.status_code == 422
        assert re.search(r'checked[^>]*value="GE"', page.text), "nothing ticked is lost"
    assert client.post(where, data=said).status_code == 303
    budget = db.session.query(BudgetLine).one()
    assert (budget.countries, budget.modules) == (["GE"], [4])
    page = client.get(where).text
    assert all(re.search(rf'checked[^>]*value="{value}"', page) for value in ("GE", "4"))
    assert "Georgia" in client.get(f"/budgets/{budget.public_id}/history").text
