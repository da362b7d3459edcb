"""Planning again, and in the middle of a year: what stands, what is near, what is a session, what is spent already."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.planner.scene import MONDAY, text
from trainhub.curriculum.models import Prerequisite
from trainhub.engine import solving
from trainhub.engine.exact.replan import replan
from trainhub.engine.language import Keep, Order, Problem, Resource
from trainhub.kernel.db import db
from trainhub.kernel.errors import Refused
from trainhub.messages.models import Message
from trainhub.planner.models import LineFund, PlanLine, PlanMove, PlanRun
from trainhub.planner.services import counting, money, publishing
from trainhub.planner.services.timetable import facts, proposals, running, telling
from trainhub.planner.services.timetable.compiling import Compiled, compile_plan
from trainhub.planner.services.timetable.wishes import Wishes
from trainhub.sessions.models import Unavailability

FRIDAY = MONDAY + timedelta(days=4)
WEEK = timedelta(days=7)


def compiled(scene: Any, *, again: bool = False, **wishes: int) -> Compiled:
    db.session.commit()
    return compile_plan(facts.read(scene.plan, Wishes(**wishes)), again=again)


def mended(scene: Any, **wishes: int) -> dict[str, Any]:
    """Plan again, and return what a run would keep."""
    found = compiled(scene, again=True, **wishes)
    again = replan(found.problem, found.present, frozen=found.frozen, near=running.NEAR)
    told = proposals.told(found, again.plan, again.score)
    assert told["broken"] == []
    return told | {"changes": again.changes}


def away(scene: Any, since: date = MONDAY, until: date = FRIDAY) -> None:
    db.session.add(Unavailability(person_id=scene.ana.id, since=since, until=until))


def run_of(scene: Any, told: dict[str, Any], kind: str = "again") -> PlanRun:
    run = PlanRun(plan=scene.plan, kind=kind, state="done", proposal=told)
    db.session.add(run)
    db.session.flush()
    return run


def session_of(scene: Any, line: PlanLine, state: str = "draft") -> Any:
    """Make a session of a line, in an approved plan."""
    scene.plan.state = "approved"
    session = publishing.make_session(line=line)
    session.state = state
    db.session.commit()
    return session


def resource(problem: Problem, key: str) -> Resource:
    return next(each for each in problem.resources if each.key == key)


def test_what_is_near_stands_and_is_not_pushed_away_by_its_days_of_preparation(scene, clock):
    clock.set("2028-01-24 08:00")
    where = {"trainers": (scene.bek.id,), "room_id": scene.other_room.id}
    near = scene.line("Near", on=MONDAY, half_days=2, trainers_wanted=2, **where)
    odd = scene.line("From noon", on=MONDAY + WEEK, half=1, half_days=2, **where)
    hit = scene.line("Hers", on=MONDAY, half_days=2)
    away(scene)
    told = mended(scene)
    starts = {key: each["start"] for key, each in told["lines"].items()}
    assert starts[near.public_id] == MONDAY.isoformat()
    assert starts[odd.public_id] == (MONDAY + WEEK).isoformat(), "staff put it there"
    assert starts[hit.public_id] >= "2028-03-09", "another day is 45 days ahead"
    assert told["changes"] == 1


def test_planning_again_hears_a_stop_and_what_is_left_out_has_its_reasons(scene):
    scene.line("Hers", on=MONDAY, half_days=2)
    for person in (scene.ana, scene.bek):
        db.session.add(Unavailability(person_id=person.id, since=date(2027, 1, 1), until=date(2029, 1, 1)))
    found = compiled(scene, again=True)
    seen = running.Watched(stop=True)
    running._search("again", 1, 0, found, seen)
    assert seen.found["proposal"]["broken"], "told to stop, it left all as it was"
    seen = running.Watched()
    running._search("again", 1, 0, found, seen)
    (told,) = seen.found["proposal"]["lines"].values()
    assert told["start"] is None, told
    assert any(str(scene.ana.id) in key for key in told["against"])


def test_what_begins_soon_stays_and_what_speaks_against_it_is_told(scene, clock):
    clock.set("2028-01-24 08:00")
    line = scene.line("Hers", on=MONDAY, half_days=2)
    away(scene)
    told = mended(scene, freeze=14)
    assert told["lines"][line.public_id]["start"] == MONDAY.isoformat()
    assert told["hits"] == {line.public_id: [f"away:{scene.ana.id}:2028-02-07"]}
    assert told["changes"] == 0
    ((shown, sentences),) = telling.told(scene.plan, run_of(scene, told)).hits
    assert (shown, len(sentences)) == (line, 1)
    assert scene.ana.display in sentences[0]
    assert mended(scene, freeze=13)["lines"][line.public_id]["start"] != MONDAY.isoformat()


def test_drafts_and_published_sessions_move_with_their_lines_and_people_are_told(scene):
    draft, told_of, other = (
        scene.line(title, on=MONDAY + number * timedelta(days=1), half_days=2, room_id=scene.other_room.id)
        for number, title in enumerate(("Draft", "Published", "Line"))
    )
    first, second = session_of(scene, draft), session_of(scene, told_of, "published")
    slots = [slot.public_id for slot in second.slots]
    moves = db.session.query(PlanMove).count()
    away(scene)
    keeps = {rule.event: rule.moved for rule in compiled(scene, again=True).problem.rules if isinstance(rule, Keep)}
    assert keeps == {0: 10, 1: 40, 2: 10}
    assert counting.hit(counting.counted(scene.ana.id, None)) == [scene.plan]
    told = mended(scene)
    run = run_of(scene, told)
    assert telling.told(scene.plan, run).sessions == 2
    assert proposals.apply(run=run) == 3
    db.session.commit()
    for line, session in ((draft, first), (told_of, second)):
        assert not MONDAY <= line.starts_on <= FRIDAY
        assert (session.first_day, line.session) == (line.starts_on, session)
        assert {slot.room_id for slot in session.standing} == {line.room_id}
        assert [row.person_id for row in session.assignments] == [scene.ana.id]
    assert [slot.public_id for slot in second.standing] == slots, "calendars know them"
    mail = db.session.query(Message).filter_by(kind="session_changed").one()
    assert mail.person == scene.ana
    assert db.session.query(PlanMove).count() == moves + 1, "no button takes back what people were told"
    assert not MONDAY <= other.starts_on <= FRIDAY


def test_a_search_for_the_best_leaves_sessions_and_says_what_speaks_against_them(scene):
    line = scene.line("Session", on=MONDAY, half_days=2)
    session = session_of(scene, line)
    away(scene)
    found = compiled(scene)
    assert found.frozen == {0}
    assert found.hits == {line.public_id: (f"away:{scene.ana.id}:2028-02-07",)}
    told = {"lines": {line.public_id: {"start": None}}, "hits": {}}
    assert proposals.apply(run=run_of(scene, told, "solve")) == 0
    assert (line.starts_on, session.first_day) == (MONDAY, MONDAY)


def test_a_session_that_does_not_stand_as_its_line_says_is_moved_by_hand(scene):
    line = scene.line("Session", on=MONDAY, half_days=2)
    session = session_of(scene, line, "published")
    session.slots[0].room_id = scene.other_room.id
    away(scene)
    found = compiled(scene, again=True)
    assert found.frozen == {0}
    assert list(found.hits) == [line.public_id]
    later = {"start": "2028-03-06", "half": 0, "room": scene.room.id, "people": [scene.ana.id], "funds": []}
    with pytest.raises(Refused, match="changed by hand"):
        proposals.apply(run=run_of(scene, {"lines": {line.public_id: later}}))


def test_two_sessions_change_places_only_where_one_can_go_first(scene):
    """One in the way of another is moved first; where that does not help, nothing is changed, and it is said why."""
    first, second = (scene.line(title, on=MONDAY + days) for title, days in (("First", 0 * WEEK), ("Second", WEEK)))
    for line in (first, second):
        session_of(scene, line, "published")

    def asked(**days: date) -> PlanRun:
        lines = {}
        for line in (first, second):
            day = days.get(str(line.title).lower())
            said = {"half": 0, "room": scene.room.id, "people": [scene.ana.id], "funds": []}
            lines |= {line.public_id: said | {"start": day.isoformat()}} if day else {}
        return run_of(scene, {"lines": lines})

    assert proposals.apply(run=asked(first=MONDAY + WEEK, second=MONDAY + 2 * WEEK)) == 2
    db.session.commit()
    assert [line.session.first_day for line in (first, second)] == [MONDAY + WEEK, MONDAY + 2 * WEEK]
    with pytest.raises(Refused, match=r"The session of “First” cannot be moved: .* is taken"):
        proposals.apply(run=asked(first=MONDAY + 2 * WEEK, second=MONDAY + WEEK))


def test_what_has_begun_takes_its_money_its_month_its_room_and_its_trainer(scene, clock):
    money.save_rate(command=money.RateCommand(fixed=400.0), centre_id=scene.centre.id)
    begun = scene.line("Begun", on=MONDAY, half_days=6, funds=((scene.budget.id, 0.5),))
    begun.funds[0].spent = 1300.0
    waits = scene.line("Waits", condition="if it rains", funds=((scene.budget.id, 1.0),))
    waits.funds[0].committed = 100.0
    scene.line("Next", funds=((scene.budget.id, 1.0),)).funds[0].committed = 900.0
    clock.set("2028-02-08 08:00")
    found = compiled(scene)
    assert found.left == {begun.public_id: "begun", waits.public_id: "condition"}
    problem, now = found.problem, set(range(4))  # Tuesday and Wednesday
    assert resource(problem, f"fund:{scene.budget.id}").stock == 50_000 - 1300 - 100
    limits = {limit.key: limit.most for limit in resource(problem, "centre").limits}
    assert (limits["load:2028-02"], limits["load:2028-03"]) == (24 - 6, 24)
    own = resource(problem, f"person:{scene.ana.id}")
    assert {limit.key: limit.most for limit in own.limits}[f"month:{scene.ana.id}:2028-02"] == 16 - 6
    assert [set(bar.refused) for bar in own.bars] == [now]
    assert [set(bar.refused) for bar in resource(problem, f"room:{scene.room.id}").bars] == [now]
    fund = next(role for role in problem.events[0].roles if role.key.startswith("fund:"))
    assert fund.uses == (900,), "more was promised than it is thought to cost"


def test_what_is_fixed_takes_all_there_is_and_leaves_nothing_to_others(scene):
    money.save_rate(command=money.RateCommand(fixed=400.0), centre_id=scene.centre.id)
    scene.budget.amount = 1000.0
    for number in range(2):
        line = scene.line(f"Fixed {number}", on=MONDAY + number * WEEK, funds=((scene.budget.id, 1.0),))
        line.pinned = True
    found = compiled(scene)
    assert resource(found.problem, f"fund:{scene.budget.id}").stock == 1600
    assert list(found.hits.values()) == [(f"stock:fund:{scene.budget.id}",)]


def test_the_money_of_a_closed_plan_is_spent(scene):
    money.save_rate(command=money.RateCommand(fixed=100.0), centre_id=scene.centre.id)
    last = scene.make_plan(title=text("Plan 2027"), starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    rows: list[LineFund] = []
    for day in (date(2027, 5, 3), date(2027, 5, 10), None):
        line = scene.line("Held", plan=last, on=day, half_days=2, funds=((scene.budget.id, 1.0),))
        rows += line.funds
    rows[0].spent, rows[0].committed = 150.0, 400.0

    def spent() -> float:
        db.session.commit()
        return facts.read(scene.plan, Wishes()).spent.get(scene.budget.id, 0.0)

    assert spent() == 0, "of a draft nothing counts"
    last.state = "approved"
    assert spent() == 400 + 200 + 200
    last.state = "closed"
    assert spent() == 150 + 200, "what was paid; where nobody entered it, what an event that had its day was to cost"
    line = scene.line("Now", funds=((scene.budget.id, 1.0),))
    line.funds[0].committed = 1000.0
    costs = {line.id: money.Estimate({}, 0.0, 300.0, 20)}
    (own,) = money.sums([scene.budget], scene.plan, [line], costs, others={scene.budget.id: 350.0})
    assert (own.planned, own.others, own.left) == (300, 350, 50_000 - 1000 - 350)
    assert own.warnings == () or "Together with other plans" not in own.warnings[0]
    (own,) = money.sums([scene.budget], scene.plan, [line], costs, others={scene.budget.id: 49_500.0})
    assert any("Together with other plans" in each for each in own.warnings)


def test_runs_are_paired_for_each_country_and_what_has_begun_counts(scene, clock):
    db.session.add(Prerequisite(activity_text_id=scene.borders.id, before_id=scene.rights.activity_id))
    rights, borders = (scene.rights.activity_id,), (scene.borders.activity_id,)
    early = scene.line("Rights, early", on=MONDAY, activities=rights, countries=("GE", "TR"))
    late = scene.line("Rights, late", activities=rights, window_from=date(2028, 9, 1))
    again = scene.line("Borders, late", activities=borders, window_from=date(2028, 9, 1))
    first = scene.line("Borders, early", activities=borders)
    scene.line("Borders for others", activities=borders, countries=("KZ",))
    both = scene.line("Both", activities=(*rights, *borders), window_from=date(2028, 10, 1))
    third = scene.line("Borders for Turkey", activities=borders, countries=("TR",), window_from=date(2028, 11, 1))

    def order() -> set[str]:
        return {rule.key for rule in compiled(scene).problem.rules if isinstance(rule, Order)}

    wanted = {(early, first), (late, again), (early, third)}
    assert order() == {f"order:{before.id}:{after.id}" for before, after in wanted}
    assert both.id
    clock.set("2028-02-09 08:00")
    assert order() == {f"order:{late.id}:{again.id}"}


def test_who_comes_from_abroad_rests_also_where_others_could_come_from_nearby(scene):
    scene.ana.country_code = "TR"
    two_days = {"window_from": MONDAY, "window_to": MONDAY + timedelta(days=1), "trainers": (), "half_days": 1}
    for title, room in (("First", scene.room), ("Second", scene.other_room)):
        scene.line(title, room_id=room.id, **two_days)
    found = compiled(scene, travel_rest=1)
    trainers = [role for event in found.problem.events for role in event.roles if role.key == "trainer"]
    keys = [found.problem.resources[number].key for number in trainers[0].candidates]
    assert {role.rests for role in trainers} == {tuple(int(key == f"person:{scene.ana.id}") for key in keys)}
    db.session.add(Unavailability(person_id=scene.bek.id, since=MONDAY, until=FRIDAY))
    found = compiled(scene, travel_rest=1)
    outcome = solving.solve(found.problem, seeds=(1,), steps=100_000)
    told = proposals.told(found, outcome.plan, outcome.score)
    (one, two) = sorted((each["start"], each["half"]) for each in told["lines"].values())
    assert (one, two) == (("2028-02-07", 0), ("2028-02-08", 1)), "a half-day after the one, another before the other"


def test_the_search_takes_money_only_for_whom_and_what_it_may_pay_for(scene):
    money.save_rate(command=money.RateCommand(fixed=400.0), centre_id=scene.centre.id)
    scene.budget.countries, scene.budget.modules = ["GE", "TR"], [11]
    fees = scene.fund("Fees")
    for title, activity, countries in (
        ("Both", scene.borders, ("GE",)),
        ("Another module", scene.rights, ("GE",)),
        ("Another country", scene.borders, ("GE", "KZ")),
    ):
        scene.line(title, activities=(activity.activity_id,), countries=countries)
    found = compiled(scene)
    funds = [next(role for role in event.roles if role.key == "fund") for event in found.problem.events]
    refused = [{found.problem.resources[no].key for bar in role.bars for no in bar.refused} for role in funds]
    assert refused == [set(), {f"fund:{scene.budget.id}"}, {f"fund:{scene.budget.id}"}]
    line = scene.line("By hand", countries=("KZ",), funds=((scene.budget.id, 0.5), (fees.id, 0.5)))
    costs = {line.id: money.Estimate({}, 0.0, 300.0, 20)}
    own, other = money.sums([scene.budget, fees], scene.plan, [line], costs)
    assert any("other countries than it may pay for: By hand" in each for each in own.warnings)
    assert not any("other countries" in each for each in other.warnings)
