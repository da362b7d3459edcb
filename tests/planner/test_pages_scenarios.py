"""Pages of scenarios: made with a click, every part side by side, searched for, taken over."""

from tests.planner.scene import MONDAY, text
from trainhub.kernel.db import db
from trainhub.planner.models import Plan, PlanLine, PlanRun
from trainhub.planner.services.timetable import running
from trainhub.sessions.models import Donor, ProjectDonor

PARTS = ("figures", "countries", "modules", "needs", "trainers", "donors", "lines")


def fill(scene):
    donor = Donor(title=text("Donor B"))
    db.session.add(donor)
    db.session.flush()
    db.session.add(ProjectDonor(project_id=scene.project.id, donor_id=donor.id))
    scene.line("Theirs", on=MONDAY, activities=(scene.rights.activity_id,), funds=((scene.budget.id, 1.0),))
    scene.line("Ours", activities=(scene.borders.activity_id,))
    db.session.commit()
    return donor


def test_with_one_click_beside_the_plan_searched_and_taken_over(scene, sign_in, monkeypatch):
    donor, client, where = fill(scene), sign_in(scene.staff), scene.where
    page = client.get(f"{where}compare/").text
    assert "Without Donor B" in page
    assert client.post(f"{where}scenario", data={"donor": "nobody"}).status_code == 404
    assert client.post(f"{where}scenario", data={"donor": donor.public_id}).location == f"{where}compare/"
    client.post(f"{where}scenario")
    made = db.session.query(Plan).filter(Plan.scenario_of_id.is_not(None)).order_by(Plan.id).all()
    assert [plan.title.text("en") for plan in made] == ["Without Donor B", "Online only"]
    assert "only in the plan" in client.get(f"{where}compare/?part=lines").text
    assert "Online instead of In the room" in client.get(f"{where}compare/?part=lines&format=csv").text
    own = f"/plan/{made[0].public_id}/"
    answer = client.post(f"{own}solve")
    assert answer.location.startswith(f"{own}timetable/")
    assert "is going on" in client.get(client.post(f"{own}solve").location).text
    assert db.session.query(PlanRun).one().plan_id == made[0].id
    page = client.get(f"{own}take").text
    assert "taken out" in page
    assert "Theirs" in page
    assert client.post(f"{own}take").location == where
    assert [str(line.title) for line in db.session.query(PlanLine).filter_by(plan_id=scene.plan.id)] == ["Ours"]
    assert "1 line was taken out." in client.get(where).text
    assert "Taken over on" in client.get(f"{where}compare/").text
    assert client.get(f"{where}take").status_code == 303, "a plan is no scenario"


def test_an_approved_plan_asks_why_it_changes(scene, sign_in):
    fill(scene)
    scene.plan.state = "approved"
    db.session.commit()
    client = sign_in(scene.staff)
    client.post(f"{scene.where}scenario")
    made = db.session.query(Plan).filter(Plan.scenario_of_id.is_not(None)).one()
    own = f"/plan/{made.public_id}/take"
    page = client.post(own, data={"reason": "No hall"})
    assert page.status_code == 422
    assert "who approved that" in page.text
    assert 'value="No hall"' in page.text
    assert client.post(own, data={"reason": "No hall", "by": "The director"}).status_code == 303
    assert {line.mode for line in db.session.query(PlanLine).filter_by(plan_id=scene.plan.id)} == {"online"}
    assert "No hall" in client.get(f"{scene.where}history").text


def test_the_comparison_asks_the_same_for_one_and_three_scenarios(scene, sign_in, queries):
    fill(scene)
    client, where, counts = sign_in(scene.staff), scene.where, {}
    client.post(f"{where}scenario")
    for part in PARTS:
        with queries(12) as seen:
            assert client.get(f"{where}compare/?part={part}").status_code == 200
        counts[part] = len(seen)
    for _number in range(2):
        client.post(f"{where}scenario")
    for part in PARTS:
        with queries(12) as seen:
            assert client.get(f"{where}compare/?part={part}").status_code == 200
        assert len(seen) <= counts[part], "\n".join([part, *seen])


def test_who_does_not_keep_the_plan_makes_and_takes_no_scenario(scene, make, sign_in):
    fill(scene)
    sign_in(scene.staff).post(f"{scene.where}scenario")
    made = db.session.query(Plan).filter(Plan.scenario_of_id.is_not(None)).one()
    own, client = f"/plan/{made.public_id}/", sign_in(make.staff(make.centre("nakhchivan")))
    for address in (f"{scene.where}scenario", f"{own}solve", f"{own}take", f"{own}discard"):
        assert client.post(address).status_code in {403, 404}, address
    assert db.session.query(Plan).count() == 2


def test_without_the_engine_scenarios_say_what_to_install(scene, sign_in, monkeypatch):
    fill(scene)
    client, where = sign_in(scene.staff), scene.where
    client.post(f"{where}scenario")
    monkeypatch.setattr(running, "ENGINE", ("nothing_of_this_name",))
    page = client.get(f"{where}compare/").text
    assert ("pip install" in page, ">Search a timetable<" in page) == (True, False)
    monkeypatch.undo()
    assert "pip install" not in client.get(f"{where}compare/").text
