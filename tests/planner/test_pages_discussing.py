"""Pages around the discussion of a plan: comments, approvals, what came of it, countries' plans, many lines at once."""

from datetime import date

from tests.planner.scene import MONDAY, text
from trainhub.kernel.db import db
from trainhub.planner import services
from trainhub.planner.models import CountryPlan
from trainhub.planner.services import approving, money, national, publishing


def test_comments_are_seen_where_staff_look_and_focal_points_find_the_plan_on_their_start_page(scene, make, sign_in):
    line = scene.line("Event", on=MONDAY)
    scene.line("Quiet")
    approving.discuss(plan=scene.plan)
    georgia = make.account("focal_point", scope=("country", "GE"))
    client = sign_in(georgia)
    assert "Comment on the plan “Plan 2028”" in client.get("/").text
    where = f"{scene.where}lines/{line.public_id}/"
    client.post(f"{where}comment", data={"text": "Invite border guards"})
    assert "Comment on the plan" not in client.get("/").text
    assert "1 new comment" not in client.get(scene.where).text, "who reads is the centre"
    client = sign_in(scene.staff)
    assert "1 new comment on “Plan 2028”" in client.get("/").text
    assert f"{scene.where}lines/?comments=new" in client.get(scene.where).text
    page = client.get(f"{scene.where}lines/?comments=new").text
    assert ("Event" in page, "Quiet" in page, "1 new" in page) == (True, False, True)
    assert "New comments" in client.get(f"{scene.where}lines/?format=csv").text
    assert "We have read them" in client.get(where).text
    client.post(f"{where}act", data={"act": "noted"})
    assert "We have read them" not in client.get(where).text
    assert "new comment" not in client.get("/").text
    assert "No line fits this filter" in client.get(f"{scene.where}lines/?comments=new").text
    assert "Read by the centre on" in client.get(f"{scene.where}history").text
    assert "Quiet" not in client.get(f"{scene.where}lines/?comments=any").text


def test_pages_say_what_a_change_does_to_the_approvals_given(scene, sign_in):
    line = scene.line("Event", on=MONDAY)
    row = approving.add_party(plan=scene.plan, party="Council")
    approving.discuss(plan=scene.plan)
    approving.enter_approval(plan=scene.plan, row=row, on=date(2027, 3, 1))
    db.session.commit()
    client, where = sign_in(scene.staff), f"{scene.where}lines/{line.public_id}/"
    for page in (scene.where, f"{scene.where}lines/", where, f"{where}edit"):
        assert "Approved already by: Council." in client.get(page).text, page
    assert "the approvals given are withdrawn" in client.get(f"{scene.where}approval/").text
    client.post(f"{where}move", data={"months": "1"})
    page = client.get(scene.where).text
    assert "Approvals were withdrawn: Council." in page
    assert "“Event” was changed, added or taken out" in page
    assert "Given before, and withdrawn on" in client.get(f"{scene.where}approval/").text
    assert "The approvals of Council were withdrawn" in client.get(f"{scene.where}history").text
    assert (
        "Not yet approved by: Council."
        in client.post(f"{scene.where}step", data={"act": "freeze"}, follow_redirects=True).text
    )


def test_what_came_of_a_plan_is_read_and_taken_away_as_a_file(scene, make, sign_in, queries):
    lines = [scene.line(f"Event {no}", on=MONDAY, trainers=(), funds=((scene.budget.id, 1.0),)) for no in range(3)]
    row = approving.add_party(plan=scene.plan, party="Council")
    approving.discuss(plan=scene.plan)
    approving.enter_approval(plan=scene.plan, row=row, on=date(2027, 3, 1))
    approving.freeze(plan=scene.plan)
    services.remove_line(line=lines[2])
    scene.line("For Tajikistan", countries=("TJ",), fast_reason="Now", fast_by="Council")
    counts, client, where = [], sign_in(scene.staff), f"{scene.where}actual/"
    for line in lines[:2]:
        training = publishing.make_session(line=line)
        training.state = "completed"
        for place in (make.registration(training), make.registration(training)):
            make.mark(place, training.slots[0])
        money.book(line=line, said={scene.budget.public_id: (0.0, 500.0)})
        db.session.commit()
        with queries(12) as seen:
            page = client.get(where).text
        counts.append(len(seen))
    assert counts[0] == counts[1], "\n".join(seen)
    assert "4 were there" in page
    assert "250 EUR" in page
    assert "dropped" in page
    assert "For Tajikistan" in page
    file = client.get(f"{where}?format=csv").text
    assert "Event 0,2028-02-07,2028-02-07,2028-02-07,20,2,2," in file
    assert "250 EUR" in client.get(f"{scene.where}money/").text
    with queries(12):
        client.get(f"{scene.where}money/")
    focal = sign_in(make.account("focal_point", scope=("country", "GE")))
    assert "For Tajikistan" not in focal.get(where).text
    for page in ("candidates/approved/", "candidates/"):
        assert "as approved on" in focal.get(f"{scene.where}{page}").text
    assert "Gender component" in focal.get(f"{scene.where}candidates/approved/").text


def test_the_pages_of_a_discussed_plan_ask_few_questions(scene, make, sign_in, queries):
    above = scene.make_plan(title=text("Perspective"), kind="perspective", ends_on=date(2031, 12, 31))
    wide = scene.line("Wide", plan=above)
    scene.plan.parent_id = above.id
    counts: dict[str, int] = {}
    row = approving.add_party(plan=scene.plan, party="Council")
    georgia = scene.signed(make.account("focal_point", scope=("country", "GE")))
    first = scene.line("Event 0", on=MONDAY, up_id=wide.id)
    approving.discuss(plan=scene.plan)
    client = sign_in(scene.staff)
    pages = (scene.where, f"{scene.where}lines/", f"{scene.where}lines/{first.public_id}/", f"{scene.where}approval/")
    pages += (f"/plan/{above.public_id}/", f"/plan/{above.public_id}/lines/{wide.public_id}/")
    for number in range(1, 4):
        line = scene.line(f"Event {number}", up_id=wide.id)
        national.comment(line=line, by=georgia, text="Yes")
        approving.enter_approval(plan=scene.plan, row=row, on=date(2027, 3, 1))
        db.session.commit()
        for page in pages:
            db.session.expire_all()
            with queries(12) as seen:
                assert client.get(page).status_code == 200
            assert len(seen) <= counts.setdefault(page, len(seen)), "\n".join([page, *seen])
    assert "Perspective" in client.get(pages[2]).text
    page = client.get(pages[5]).text
    assert "What came of it" in page
    assert "Event 3" in page
    assert "Plans under it:" in client.get(pages[4]).text


def test_a_country_shows_its_plan_in_part_beside_the_plan_of_the_centre(scene, make, sign_in, queries):
    body = make.organisation(country_code="GE", title=text("Migration Service of Georgia"))
    scene.line("Rights", activities=(scene.rights.activity_id,))
    scene.line("Borders", activities=(scene.borders.activity_id,))
    scene.plan.state = "discussed"
    georgia, other = (make.account("focal_point", scope=("country", code)) for code in ("GE", "TJ"))
    client = sign_in(georgia)
    assert "Migration Service of Georgia" in client.get("/plan/countries/new").text
    data = {"country": "GE", "title": "Plan of Georgia", "state": "approved", "modules": ["4"], "checked": "y"}
    data |= {"starts_on": "2028-01-01", "ends_on": "2028-12-31", "shared": "y", "parts": ["modules"], "note": "Secret"}
    where = client.post("/plan/countries/new", data=data | {"organisation": body.slug}).location
    plan = db.session.query(CountryPlan).one()
    edit = client.get(f"{where}edit").text
    assert f'<option selected value="{body.slug}">' in edit, "saving keeps it"
    client.post(f"{where}edit", data=data | {"organisation": body.slug, "has_budget": "y"})
    assert plan.organisation is body
    fund = {
        "title": "Courses",
        "source": "state",
        "amount": "1000",
        "committed": "400",
        "spent": "250",
        "currency": "gel",
    }
    assert client.post(f"{where}money/new", data=fund | {"amount": "-5"}).status_code == 422
    assert client.post(f"{where}money/new", data=fund).location == where
    page = client.get(where).text
    assert "1,000 GEL, committed 400, spent 250, left 600" in page
    [row] = plan.money
    client.post(f"{where}money/{row.public_id}/edit", data=fund | {"spent": "450"})
    assert db.session.get(type(row), row.id).spent == 450.0
    with queries(12):
        page = client.get(f"{where}beside/").text
    assert "Beside “Plan 2028”" in page
    assert "both" in page
    assert "the centre alone" in page
    assert "the centre alone" in client.get(f"{where}beside/?format=csv").text
    assert "Plan of Georgia" in client.get(f"{where}history").text
    client = sign_in(other)
    page = client.get(where).text
    assert ("Modules in the plan" in page, "GEL" in page, "Secret" in page) == (True, False, False)
    assert "not shown" in client.get("/plan/countries/").text
    assert client.get(f"{where}beside/").status_code == 200
    for hidden in ("history", "money/new", f"money/{row.public_id}/edit"):
        assert client.get(f"{where}{hidden}").status_code == 404
    assert client.post(f"{where}money/{row.public_id}/remove").status_code == 404
    plan.parts = []
    db.session.commit()
    assert client.get(f"{where}beside/").status_code == 404
    sign_in(georgia).post(f"{where}money/{row.public_id}/remove")
    assert "No budget line is entered." in client.get(where).text


def test_many_lines_are_let_into_the_programme_with_one_form(scene, sign_in):
    first, second = scene.line("One"), scene.line("Two", countries=("TJ",))
    db.session.commit()
    client, where = sign_in(scene.staff), f"{scene.where}lines/"
    picked = {"pick": [first.public_id, second.public_id]}
    page = client.post(f"{where}many", data=picked).text
    assert "In the public programme" in page
    said = {"public": "yes", "whom": "also", "countries": ["AZ"], "languages": ["ru"], "seats": "30"}
    assert client.post(f"{where}say", data=picked | said | {"whom": ""}).status_code == 422
    answer = client.post(f"{where}say", data=picked | said | {"seats": "many"})
    assert answer.status_code == 422
    assert "Write a whole number." in answer.text
    assert 'checked id="countries-0"' in answer.text or answer.text.count("checked") >= 2, "nothing typed is lost"
    assert client.post(f"{where}say", data=picked | said).status_code == 303
    for line, countries in ((first, ["AZ", "GE"]), (second, ["AZ", "TJ"])):
        db.session.refresh(line)
        assert (line.public, line.countries, line.languages, line.seats) == (True, countries, ["ru"], 30)
