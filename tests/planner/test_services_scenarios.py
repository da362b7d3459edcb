"""Scenarios: with one click, beside the plan, searched for with their own money, and taken over."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.planner.scene import MONDAY, text
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.planner import queries, services
from trainhub.planner.models import BaselineLine, Plan, PlanLine
from trainhub.planner.services import approving, comparing, coverage, money, publishing, scenarios
from trainhub.planner.services.timetable import facts
from trainhub.planner.services.timetable.wishes import Wishes
from trainhub.sessions.models import Donor, ProjectDonor


@pytest.fixture
def giver(scene: Any) -> Donor:
    donor = Donor(title=text("Donor B"))
    db.session.add(donor)
    db.session.flush()
    db.session.add(ProjectDonor(project_id=scene.project.id, donor_id=donor.id))
    db.session.commit()
    return donor


def budgets(scene: Any) -> list[Any]:
    return list(db.session.scalars(queries.budget_lines([scene.centre.id], donors=True)))


def lines(plan: Plan) -> dict[str, PlanLine]:
    return {str(line.title): line for line in db.session.scalars(queries.lines(plan.id))}


def test_without_a_donor_their_money_and_what_only_they_pay_for_is_gone(scene, giver):
    own = scene.fund("Own money")
    scene.line("Theirs", funds=((scene.budget.id, 1.0),))
    scene.line("Shared", funds=((scene.budget.id, 0.5), (own.id, 0.5)))
    scene.line("Ours", funds=((own.id, 1.0),))
    made = scenarios.without_donor(plan=scene.plan, key=giver.public_id, budgets=budgets(scene))
    assert (made.title.text("en"), made.title.text("ru")) == ("Without Donor B", "Без: Donor B")
    assert made.without == [scene.budget.id]
    there = lines(made)
    assert set(there) == {"Shared", "Ours"}
    assert [(row.budget_line_id, row.share) for row in there["Shared"].funds] == [(own.id, 1.0)]
    assert [row.id for row in facts.read(made, Wishes()).budgets] == [own.id], "a search does not find it again"
    with pytest.raises(NotFound):
        scenarios.without_donor(plan=scene.plan, key="nobody", budgets=budgets(scene))


def test_a_scenario_stands_for_its_plan_and_does_not_stand_in_its_own_way(scene):
    scene.line("Held", on=MONDAY, half_days=2, funds=((scene.budget.id, 1.0),))
    money.save_rate(command=money.RateCommand(fixed=400.0), centre_id=scene.centre.id)
    scene.plan.state = "approved"
    publishing.make_session(line=lines(scene.plan)["Held"])
    made = scenarios.online_only(plan=scene.plan)
    copy = lines(made)["Held"]
    assert (copy.mode, copy.pinned, copy.copy_of) == ("room", True, lines(scene.plan)["Held"].public_id)
    assert services.look(copy).conflicts == ()
    assert facts.read(made, Wishes()).spent == {}, "the plan's own use of the money is the scenario's"


def test_side_by_side_by_country_module_trainer_donor_and_line(scene, giver):
    money.save_rate(command=money.RateCommand(fixed=100.0), centre_id=scene.centre.id)
    rights = scene.line("Rights", on=MONDAY, activities=(scene.rights.activity_id,), funds=((scene.budget.id, 1.0),))
    scene.line("Borders", on=MONDAY + timedelta(days=1), activities=(scene.borders.activity_id,), half_days=4)
    made = coverage.scenario(plan=scene.plan, title=text("Other"))
    there = lines(made)
    services.move_to(line=there["Rights"], start=date(2028, 3, 6), staffing=services.Staffing(None, (scene.bek.id,)))
    services.remove_line(line=there["Borders"])
    scene.line("New", plan=made)
    found = comparing.read(scene.plan, budgets(scene))
    assert {row.title: row.numbers for row in comparing.countries(found)}.get("Georgia", (2, 2)) == (2, 2)
    assert [(row.plate, row.numbers) for row in comparing.modules(found) if row.differs] == [(11, (1, 0))]
    assert {row.title: row.numbers for row in comparing.trainers(found)} == {
        scene.ana.display: (6, 2),
        scene.bek.display: (0, 2),
    }
    paid = {str(row.title): row.numbers for row in comparing.donors(found)}
    assert paid == {"Donor B": (200, 200), "Nobody pays for it yet": (400, 200)}
    said = {str(each.line.title): (each.kind, each.sentences) for each in comparing.differences(found)}
    assert said["Rights"] == (
        "other",
        ("6 March 2028 instead of 7 February 2028.", f"No room instead of {rights.room.title}.", "Other trainers."),
    )
    assert (said["Borders"][0], said["New"][0]) == ("gone", "new")


def test_taken_over_the_plan_is_what_the_scenario_is(scene):
    moved = scene.line("Moved", on=MONDAY, funds=((scene.budget.id, 1.0),))
    gone, fixed = scene.line("Gone"), scene.line("Fixed since", on=MONDAY + timedelta(days=2))
    scene.plan.state = "discussed"
    party = approving.add_party(plan=scene.plan, party="The agency")
    approving.enter_approval(plan=scene.plan, row=party, on=date(2027, 3, 1))
    made = coverage.scenario(plan=scene.plan, title=text("Better"))
    there = lines(made)
    services.move_to(line=there["Moved"], start=date(2028, 3, 6), staffing=services.Staffing(None, (scene.bek.id,)))
    services.move_to(line=there["Fixed since"], start=date(2028, 5, 1))
    services.remove_line(line=there["Gone"])
    scene.line("New", plan=made, on=date(2028, 4, 3))
    services.pin(line=fixed, fixed=True)
    taken = scenarios.take(scenario=made)
    assert taken == scenarios.Taken(changed=1, added=1, removed=1, kept=1)
    now = lines(scene.plan)
    assert set(now) == {"Moved", "Fixed since", "New"}
    assert (now["Moved"].id, now["Moved"].starts_on, now["Moved"].room_id) == (moved.id, date(2028, 3, 6), None)
    assert [row.person_id for row in now["Moved"].trainers] == [scene.bek.id]
    assert now["Fixed since"].starts_on == MONDAY + timedelta(days=2)
    assert party.approved_on is None, "they approved another plan"
    assert db.session.query(AuditEntry).filter_by(subject_kind="plan", subject_id=scene.plan.id).count() > 4
    with pytest.raises(Refused):
        scenarios.take(scenario=made)
    assert gone.public_id not in {line.public_id for line in now.values()}


def test_what_was_paid_stays_whatever_a_scenario_says(scene, giver):
    own = scene.fund("Own money")
    theirs = scene.line("Theirs", on=MONDAY, funds=((scene.budget.id, 1.0),))
    shared = scene.line("Shared", funds=((scene.budget.id, 0.5), (own.id, 0.5)))
    for line in (theirs, shared):
        line.funds[0].spent = 5_000.0
    db.session.commit()
    made = scenarios.without_donor(plan=scene.plan, key=giver.public_id, budgets=budgets(scene))
    taken = scenarios.take(scenario=made)
    db.session.commit()
    assert (taken.removed, taken.kept) == (0, 1)
    now = lines(scene.plan)
    assert [row.spent for row in now["Theirs"].funds] == [5_000.0]
    assert sorted((row.share, row.spent) for row in now["Shared"].funds) == [(0.5, 0.0), (0.5, 5_000.0)]
    with pytest.raises(Refused):
        services.remove_line(line=now["Theirs"])


def test_what_was_approved_stays_frozen_and_asks_why(scene):
    kept = scene.line("A session already", on=MONDAY, format_id=scene.make.format().id)
    moved = scene.line("Moved", on=MONDAY + timedelta(days=2))
    scene.plan.state = "discussed"
    party = approving.add_party(plan=scene.plan, party="The agency")
    approving.enter_approval(plan=scene.plan, row=party, on=date(2027, 3, 1))
    approving.freeze(plan=scene.plan)
    publishing.make_session(line=kept)
    frozen = {row.line_key: row.facts for row in db.session.query(BaselineLine)}
    made = coverage.scenario(plan=scene.plan, title=text("Later"))
    there = lines(made)
    services.move_to(line=there["Moved"], start=date(2028, 3, 6))
    services.remove_line(line=there["A session already"])
    new = services.LineCommand(title=text("New"), trainers_wanted=0)
    services.add_line(plan=made, command=new)
    with pytest.raises(Invalid):
        scenarios.take(scenario=made, reason="The donor is late")
    assert scenarios.take(scenario=made, reason="The donor is late", by="The director").kept == 1
    assert {row.line_key: row.facts for row in db.session.query(BaselineLine)} == frozen
    assert party.approved_on == date(2027, 3, 1)
    kinds = {str(each.title): each.kind for each in approving.differences(scene.plan)}
    assert kinds == {"A session already": "same", "Moved": "changed", "New": "added"}
    assert lines(scene.plan)["New"].fast_by == "The director"
    assert moved.starts_on == date(2028, 3, 6)
    scene.plan.state = "closed"
    other = coverage.scenario(plan=scene.plan, title=text("Too late"))
    with pytest.raises(Refused):
        scenarios.take(scenario=other, reason="x", by="y")
    with pytest.raises(Refused):
        scenarios.take(scenario=scene.plan)
