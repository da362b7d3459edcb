"""What no plan can hold is told in words: amounts that are none, days of other ages, numbers without end."""

import re
from datetime import date, time, timedelta

import pytest

from tests.planner.scene import MONDAY, text
from trainhub.kernel import clock
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, Refused
from trainhub.planner import services
from trainhub.planner.models import BudgetLine, CostRate, LineFund, Plan, PlanRun
from trainhub.planner.services import approving, coverage, money, ranking
from trainhub.planner.services.halfdays import next_month
from trainhub.planner.services.situation import touched
from trainhub.planner.services.timetable import running

BUDGET = {
    "title-en": "Hall",
    "source": "state",
    "opens_on": "2028-01-01",
    "closes_on": "2028-12-31",
    "amount": "900",
    "currency": "EUR",
}
COMMAND = services.PlanCommand(text("Other"), date(2028, 1, 1), date(2028, 6, 30))
ENDLESS = "9" * 5000  # longer than Python turns into a number


def test_amounts_have_an_end_and_currencies_three_letters(scene, sign_in):
    client = sign_in(scene.staff)
    for wrong in ("inf", "nan", "1e308", "-1", ENDLESS):
        page = client.post("/budgets/new", data=BUDGET | {"amount": wrong})
        assert page.status_code == 422, wrong
        assert "Write a number" in page.text
        rate = {"travel": "1", "daily": wrong, "fixed": "1"}
        assert client.post("/rates/new", data=rate).status_code == 422, wrong
    for wrong in ("<b>", "€€€", "   ", "EURO"):
        assert client.post("/budgets/new", data=BUDGET | {"currency": wrong}).status_code == 422, wrong
    assert db.session.query(BudgetLine).count() == 1
    assert db.session.query(CostRate).count() == 0


def test_what_was_paid_is_a_number_and_is_shown_whole(scene, sign_in):
    line = scene.line("Paid", funds=((scene.budget.id, 1.0),))
    where, key = f"{scene.where}lines/{line.public_id}/", scene.budget.public_id
    db.session.commit()
    client = sign_in(scene.staff)
    for wrong in ("nan", "inf", "-1", "1e400", "a lot", ENDLESS):
        assert client.post(f"{where}book", data={f"spent-{key}": wrong}).status_code == 303
        assert "Write amounts as numbers from 0 on" in client.get(where).text, wrong
    assert db.session.query(LineFund).one().spent == 0
    client.post(f"{where}book", data={f"spent-{key}": "1 234 567,89"})
    assert 'value="1234567.89"' in client.get(where).text
    assert client.get(f"{scene.where}money/").status_code == 200


def test_a_plan_and_its_lines_stay_in_our_age(scene, sign_in):
    line = scene.line("Event", on=MONDAY)
    db.session.commit()
    plan = {"title-en": "P", "kind": "annual", "month_load": "24", "currency": "EUR", "reach": "1"}
    plan |= {f"weight-{name}": "1" for name in ranking.DEFAULTS}
    client = sign_in(scene.staff)
    for year in ("0001", "1899", "9999"):
        days = {"starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31"}
        assert client.post("/plan/new", data=plan | days).status_code == 422, year
    move = f"{scene.where}lines/{line.public_id}/move"
    for said in ({"start": "9999-12-31", "half": "0"}, {"start": "0001-01-01", "half": "1"}, {"month": "9999-12"}):
        assert client.post(move, data=said).status_code == (422 if "start" in said else 303)  # forms know our age
    for said in ({"month": "0001-01"}, {"months": "--9"}, {"months": "999"}, {"months": "-99"}):
        assert client.post(move, data=said).status_code == 303
    db.session.expire_all()
    assert line.starts_on.year == 2028
    assert client.get(scene.where).status_code == 200
    assert next_month(date(9999, 12, 1)) == date(9999, 12, 1)
    with pytest.raises(Refused, match="far outside"):
        services.move_to(line=line, start=scene.plan.ends_on + timedelta(days=500))


def test_numbers_without_end_are_no_page_and_no_repair(scene, sign_in):
    run = PlanRun(plan=scene.plan, state="stuck", reasons={"repairs": []})
    db.session.add(run)
    db.session.commit()
    client, where = sign_in(scene.staff), scene.where
    assert client.get(f"{where}history?page={ENDLESS[:30]}").status_code == 200
    for choice in (ENDLESS, "-1", "0", "first"):
        assert client.post(f"{where}timetable/{run.public_id}/take", data={"repair": choice}).status_code == 303
    assert run.applied_at is None


def test_a_scenario_has_a_title_and_grows_only_by_what_it_loses(scene, session):
    other = scene.fund("Other")
    scene.line("Half paid", funds=((scene.budget.id, 0.6),))
    with pytest.raises(Invalid, match="title"):
        coverage.scenario(plan=scene.plan, title=text(""))
    made = coverage.scenario(plan=scene.plan, title=text("Without the other"), budget_id=other.id)
    assert [row.share for line in made.lines for row in line.funds] == [0.6]


def test_a_closed_plan_stays_as_it_is(scene, session):
    line = scene.line("Paid", funds=((scene.budget.id, 1.0),))
    scene.plan.state = "closed"
    session.flush()
    acts = (
        lambda: services.save_plan(command=COMMAND, centre=scene.centre, plan=scene.plan),
        lambda: ranking.override(plan=scene.plan, key="m04-a02", rank=1, reason="Urgent"),
        lambda: money.book(line=line, said={scene.budget.public_id: (1.0, 1.0)}),
    )
    for act in acts:
        with pytest.raises(Refused, match="closed"):
            act()
    assert session.query(Plan).count() == 1


def test_a_session_of_a_whole_day_takes_both_halves(scene, make, session):
    held = make.session(centre=scene.centre, room=scene.room, trainer=scene.ana, day=MONDAY)
    held.slots[0].local_start, held.slots[0].local_end = time(9), time(17)
    session.flush()
    found = services.situation.read(scene.plan)
    assert found.rooms[scene.room.id] == found.persons[scene.ana.id] == {(MONDAY, 0), (MONDAY, 1)}
    halves = [touched(time(10), time(13, 30)), touched(time(13), time(14)), touched(time(18), time(20))]
    assert halves == [(0,), (1,), (1,)]


def test_who_approved_a_plan_is_asked_again_when_it_was_a_draft_again(scene, session):
    scene.line("Event", on=MONDAY)
    row = approving.add_party(plan=scene.plan, party="Council")
    approving.discuss(plan=scene.plan)
    approving.enter_approval(plan=scene.plan, row=row, on=clock.today())
    approving.back_to_draft(plan=scene.plan)
    scene.line("Put in afterwards")
    approving.discuss(plan=scene.plan)
    with pytest.raises(Refused, match="Council"):
        approving.freeze(plan=scene.plan)


def test_a_budget_line_without_a_share_is_told_not_dropped(scene, sign_in):
    other = scene.fund("Other")
    db.session.commit()
    said = {
        "title-en": "Event",
        "mode": "room",
        "scope": "regional",
        "half_days": "2",
        "seats": "9",
        "times_a_year": "1",
    }
    said |= {"trainers_wanted": "1", "fund_1": scene.budget.public_id, "share_1": "100", "fund_2": other.public_id}
    client = sign_in(scene.staff)
    page = client.post(f"{scene.where}lines/new", data=said)
    assert page.status_code == 422
    assert "leave nothing for one of the budget lines" in page.text
    assert client.post(f"{scene.where}lines/new", data=said | {"share_1": "60"}).status_code == 303
    assert sorted(row.share for row in db.session.query(LineFund)) == [0.4, 0.6]


def test_nobody_overwrites_unawares_what_another_one_saved(scene, sign_in):
    """Two have the same form open; the second is told, keeps what was typed, and may save once more."""
    line = scene.line("Event")
    db.session.commit()
    client = sign_in(scene.staff)
    line_said = {"mode": "room", "scope": "regional", "half_days": "2", "seats": "9", "times_a_year": "1"}
    line_said |= {"trainers_wanted": "1", "note": ""}
    numbers = dict.fromkeys(running.wishes_of(scene.centre.id).__dataclass_fields__, "7")
    forms = (
        (f"{scene.where}lines/{line.public_id}/edit", line_said, "title-en"),
        (f"/budgets/{scene.budget.public_id}/edit", BUDGET, "title-en"),
        (f"{scene.where}rules/", numbers, "holiday"),
    )
    for where, said, name in forms:
        drawn = client.get(where)
        seen = re.search(r'name="seen"[^>]*value="(\w+)"', drawn.text)[1]
        assert client.post(where, data=said | {name: "11", "seen": seen}).status_code == 303, where
        late = client.post(where, data=said | {name: "22", "seen": seen})
        assert late.status_code == 422, where
        assert "Somebody saved this while you had it open" in late.text
        assert 'value="22"' in late.text
        again = re.search(r'name="seen"[^>]*value="(\w+)"', late.text)[1]
        assert client.post(where, data=said | {name: "22", "seen": again}).status_code == 303, where


def test_what_belongs_to_another_plan_is_not_at_this_address(scene, sign_in):
    other = scene.make_plan(title=text("Another plan"))
    line, run = scene.line("Of another plan", plan=other), PlanRun(plan=other, state="done")
    db.session.add(run)
    db.session.commit()
    client, where = sign_in(scene.staff), scene.where
    assert client.get(f"{where}timetable/{run.public_id}/").status_code == 404
    for page in ("", "edit"):
        assert client.get(f"{where}lines/{line.public_id}/{page}").status_code == 404
    for act in ("move", "act", "remove", "book", "comment"):
        assert client.post(f"{where}lines/{line.public_id}/{act}", data={"months": "1"}).status_code == 404, act
