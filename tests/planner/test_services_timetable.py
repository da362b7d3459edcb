"""Timetables: a plan in the engine's language, what an answer obeys, and taking it over."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.planner.scene import MONDAY
from trainhub.engine import judge, language, solving
from trainhub.holidays import services as holidays
from trainhub.kernel import clock, jobs
from trainhub.kernel.db import db
from trainhub.kernel.errors import Refused
from trainhub.people.models import Country
from trainhub.people.services.erasing import erase
from trainhub.planner import services
from trainhub.planner.models import Plan, PlanLine, PlanMove, PlanRun
from trainhub.planner.services import money
from trainhub.planner.services.timetable import facts, keys, proposals, running, telling
from trainhub.planner.services.timetable.compiling import Compiled, compile_plan
from trainhub.planner.services.timetable.wishes import Wishes
from trainhub.sessions.models import Unavailability

STEPS = 100_000


def compiled(scene: Any, **wishes: int) -> Compiled:
    db.session.commit()
    return compile_plan(facts.read(scene.plan, Wishes(**wishes)))


def searched(scene: Any, **wishes: int) -> dict[str, Any]:
    """Search, judge, and return where each line would stand, by its title."""
    found = compiled(scene, **wishes)
    outcome = solving.solve(found.problem, seeds=(1,), steps=STEPS)
    assert outcome.score == judge.score(found.problem, outcome.plan)
    told = proposals.told(found, outcome.plan, outcome.score)
    titles = {line.public_id: str(line.title) for line in scene.plan.lines}
    assert told["broken"] == []
    return {titles[key]: value for key, value in told["lines"].items()}


def run_of(scene: Any, told: dict[str, Any]) -> PlanRun:
    run = PlanRun(plan=scene.plan, state="done", proposal=told)
    db.session.add(run)
    db.session.flush()
    return run


def test_the_same_plan_gives_the_same_bytes(scene):
    scene.line("First", activities=(scene.rights.activity_id,), funds=((scene.budget.id, 1.0),))
    scene.line("Second", half_days=3, languages=("ru", "en"))
    first = language.written(compiled(scene).problem)
    assert language.written(compiled(scene).problem) == first
    assert language.written(language.read_problem(first)) == first


def test_two_events_of_one_room_and_trainer_do_not_meet(scene):
    for title in ("First", "Second", "Third"):
        scene.line(title, half_days=2, window_from=MONDAY, window_to=MONDAY + timedelta(days=2))
    found = searched(scene)
    assert sorted(line["start"] for line in found.values()) == ["2028-02-07", "2028-02-08", "2028-02-09"]


def test_days_of_the_wish_of_the_fund_and_of_the_trainer_are_kept(scene):
    db.session.add(Unavailability(person_id=scene.ana.id, since=date(2028, 9, 1), until=date(2028, 9, 20)))
    window = {"window_from": date(2028, 9, 1), "window_to": date(2028, 10, 31)}
    scene.line("Late", funds=((scene.fund("Fees").id, 1.0),), **window)
    scene.line("Too late", funds=((scene.budget.id, 1.0),), **window)
    found = searched(scene)
    late = found["Late"]
    assert "2028-09-01" <= late["start"] <= "2028-09-30", "the money ends in September"
    assert late["start"] > "2028-09-20" or late["people"] == [scene.bek.id], "she is away, he may do it"
    assert found["Too late"]["start"] is None, "its project ended in June"


def test_a_country_is_not_invited_twice_at_a_time_and_rests_on_its_holidays(scene):
    db.session.merge(Country(code="GE", zone="Asia/Tbilisi", member=True))
    holidays.fill([2028])
    week = {"window_from": date(2028, 5, 22), "window_to": date(2028, 5, 26)}  # Georgia rests on 26 May
    scene.line("First", half_days=2, **week)
    scene.line("Second", half_days=2, room_id=scene.other_room.id, trainers=(scene.bek.id,), **week)
    found = searched(scene, guests=1)
    days = [line["start"] for line in found.values()]
    assert len(set(days)) == len(days) == 2
    assert "2028-05-26" not in days


def test_a_language_nobody_speaks_costs_an_interpreter(scene):
    scene.line("In Persian", languages=("fa",))
    found = compiled(scene)
    outcome = solving.solve(found.problem, seeds=(1,), steps=STEPS)
    assert outcome.score.hard == 0
    assert dict(outcome.score.costs)[f"who:line:{scene.plan.lines[0].id}:interpreter"] == Wishes().interpreter


def test_money_for_one_event_places_one_event(scene):
    scene.budget.amount = 1000.0
    money.save_rate(command=money.RateCommand(fixed=400.0), centre_id=scene.centre.id)
    for title in ("First", "Second"):
        scene.line(title, half_days=2, funds=((scene.budget.id, 1.0),))
    found = searched(scene)
    assert sum(line["start"] is not None for line in found.values()) == 1


def test_what_is_fixed_stays_and_what_has_begun_is_left_out(scene):
    fixed = scene.line("Fixed", on=MONDAY)
    services.pin(line=fixed, fixed=True)
    scene.line("Meets it", half_days=2, window_from=MONDAY, window_to=MONDAY + timedelta(days=1))
    begun = scene.line("Begun", on=MONDAY)
    begun.starts_on = clock.today() - timedelta(days=1)
    found = compiled(scene)
    assert found.left == {begun.public_id: "begun"}
    lines = searched(scene)
    assert lines["Fixed"]["start"] == MONDAY.isoformat()
    assert lines["Meets it"]["start"] == (MONDAY + timedelta(days=1)).isoformat()


def test_the_plan_as_it_stands_is_judged_as_it_stands(scene):
    scene.line("First", on=MONDAY)
    scene.line("Second", on=MONDAY)
    found = compiled(scene)
    broken = dict(judge.score(found.problem, found.present).broken)
    assert broken == {f"busy:room:{scene.room.id}": 2, f"busy:person:{scene.ana.id}": 2}
    names = keys.Names.of(scene.plan)
    assert [keys.sentence(key, names) for key in sorted(broken)] == [
        f"{scene.ana.display} teaches one event at a time.",
        f"{scene.room.title} holds one event at a time.",
    ]


def test_a_proposal_is_taken_over_and_undone(scene):
    line = scene.line("First", on=MONDAY)
    told = {"lines": {line.public_id: {
        "start": "2028-03-06", "half": 0, "room": scene.other_room.id, "people": [scene.bek.id],
        "funds": [scene.budget.id], "parts": [["holiday", 3]],
    }}}  # fmt: skip
    run = run_of(scene, told)
    assert [each.kind for each in proposals.changes(run, [line])] == ["moved"]
    assert proposals.apply(run=run) == 1
    assert (line.starts_on, line.room_id) == (date(2028, 3, 6), scene.other_room.id)
    assert [row.person_id for row in line.trainers] == [scene.bek.id]
    assert [row.budget_line_id for row in line.funds] == [scene.budget.id]
    with pytest.raises(Refused):
        proposals.apply(run=run)
    services.undo(plan=scene.plan)
    assert (line.starts_on, line.room_id) == (MONDAY, scene.room.id)
    assert [row.person_id for row in line.trainers] == [scene.ana.id]
    assert line.funds == []


def test_a_proposal_made_of_what_is_gone_or_was_changed_is_not_taken(scene, make):
    """Erased and merged people, archived rooms; and a plan that somebody changed while another one looked."""
    line = scene.line("First", on=MONDAY)
    gone, room = make.person(), scene.other_room

    def asked(**said: Any) -> PlanRun:
        told = {"start": "2028-03-06", "half": 0, "room": room.id, "people": [scene.bek.id], "funds": [], "parts": []}
        return run_of(scene, {"lines": {line.public_id: told | said}})

    first = asked(people=[gone.id])
    erase(gone)
    with pytest.raises(Refused, match="gone since"):
        proposals.apply(run=first)
    merged = make.person()
    merged.merged_into_id = scene.bek.id
    with pytest.raises(Refused, match="gone since"):
        proposals.apply(run=asked(people=[merged.id]))
    run, seen = asked(), proposals.mark([line])
    services.move_to(line=line, start=MONDAY + timedelta(days=1))
    with pytest.raises(Refused, match="was changed"):
        proposals.apply(run=run, seen=seen)
    room.archived_at = line.created_at
    db.session.flush()
    with pytest.raises(Refused, match="gone since"):
        proposals.apply(run=run, seen=proposals.mark([line]))
    room.archived_at = None
    assert proposals.apply(run=run, seen=proposals.mark([line])) == 1


def test_a_search_that_fails_is_over_and_stops_no_other(scene, monkeypatch):
    """Nobody waits for a search whose work broke off, or whose job is gone."""

    def broken(*_facts: Any, **_said: Any) -> None:
        raise ValueError("no")

    def state_after(what: str) -> str:
        """Queue a search, let it run with a part of it broken, and say how it ended."""
        run = running.queue(plan=db.session.get_one(Plan, plan_id))
        number = run.id
        db.session.commit()
        with monkeypatch.context() as patch:
            patch.setattr(running, what, broken)
            jobs.drain()
        return db.session.get_one(PlanRun, number).state

    scene.line("First")
    plan_id = scene.plan.id
    assert state_after("compile_plan") == "failed"
    assert state_after("_search") == "failed"
    lost = running.queue(plan=db.session.get_one(Plan, plan_id))
    db.session.query(jobs.JobRow).filter_by(public_id=lost.job).delete()
    running.stop(lost)
    assert lost.state == "failed"


def test_searches_wait_for_each_other_and_mails_for_none(scene):
    plans = [scene.make_plan() for _number in range(running.WAITING)]
    for plan in plans:
        running.queue(plan=plan)
    with pytest.raises(Refused, match="Several searches"):
        running.queue(plan=scene.plan)
    db.session.commit()
    assert jobs.registry()[running.JOB].slow
    while jobs.work_once(slow=False):
        pass
    assert {run.state for run in db.session.query(PlanRun)} == {"queued"}, "they have a worker of their own"


def test_nothing_is_taken_over_from_what_is_fixed_since(scene):
    line = scene.line("First", on=MONDAY)
    run = run_of(scene, {"lines": {line.public_id: {"start": None}}})
    services.pin(line=line, fixed=True)
    assert proposals.apply(run=run) == 0
    assert line.starts_on == MONDAY


def test_only_one_search_of_a_plan_at_a_time(scene):
    run = running.queue(plan=scene.plan)
    with pytest.raises(Refused):
        running.queue(plan=scene.plan)
    running.stop(run)
    assert run.stop


def test_without_the_engine_the_button_is_refused_in_words(scene, monkeypatch):
    monkeypatch.setattr(running, "available", lambda: False)
    with pytest.raises(Refused, match="not installed"):
        running.queue(plan=scene.plan)


def test_a_line_that_vanished_is_no_change(scene):
    line: PlanLine = scene.line("First", on=MONDAY)
    run = run_of(scene, {"lines": {"gone": {"start": None}}})
    assert [each.kind for each in proposals.changes(run, [line])] == ["same"]
    assert db.session.query(PlanMove).count() == 1, "of putting it there"


def test_what_staff_fixed_against_the_rules_stands_and_stops_nothing_else(scene):
    for title in ("First", "Second"):
        services.pin(line=scene.line(title, on=date(2028, 8, 7), funds=((scene.budget.id, 1.0),)), fixed=True)
    scene.line("Third", window_from=MONDAY)
    found = searched(scene)
    assert found["First"]["start"] == found["Second"]["start"] == "2028-08-07", "one room, and the project is over"
    assert found["Third"]["start"]


def test_named_interpreters_have_days_of_their_own_and_teach_nothing(scene, make):
    voice = make.person()
    make.expert(voice, languages=["fa", "en"], roles=["interpreter"])
    db.session.add(Unavailability(person_id=voice.id, since=MONDAY, until=MONDAY + timedelta(days=1)))
    week = {"window_from": MONDAY, "window_to": MONDAY + timedelta(days=4)}
    scene.line("First", languages=("fa",), half_days=2, **week)
    scene.line("Second", languages=("fa",), half_days=2, room_id=scene.other_room.id, trainers=(scene.bek.id,), **week)
    found = searched(scene)
    days = sorted(line["start"] for line in found.values())
    assert days[0] >= "2028-02-09", "the only one who speaks Persian is away until Tuesday"
    assert days[0] != days[1]
    assert all(line["interpreters"] == [voice.id] for line in found.values())
    assert all(voice.id not in line["people"] for line in found.values())
    run = run_of(scene, {"lines": {line.public_id: found[str(line.title)] for line in scene.plan.lines}})
    assert all(f"{voice.display} (interpreter)" in row.people for row in telling.table(scene.plan, run).things)


def test_a_line_left_out_says_on_the_board_what_the_search_said(scene):
    line = scene.line("Left out")
    other = scene.line("Without a word")
    told = {"lines": {
        line.public_id: {"start": None, "against": [f"busy:room:{scene.room.id}", f"month:{scene.ana.id}:2028-02"]},
        other.public_id: {"start": None, "against": [], "extra": 12},
    }}  # fmt: skip
    run = run_of(scene, told)
    assert proposals.apply(run=run) == 0
    here = services.why(line, staff=True)
    assert here == telling._why(proposals.changes(run, [line])[0], keys.Names.of(scene.plan))
    assert f"{scene.room.title} holds one event at a time." in here
    assert scene.ana.display in here
    without = services.why(other, staff=True)
    assert without.startswith("Other events are worth more")
    assert without.endswith("worse by 12 points.")


def test_a_search_says_how_much_better_a_timetable_could_be_at_most(scene, monkeypatch):
    for title in ("First", "Second"):
        scene.line(title, half_days=2, window_from=MONDAY, window_to=MONDAY + timedelta(days=1), seats=5)
    db.session.commit()
    run, _found = running.search_now(scene.plan, steps=STEPS, seed=1)
    assert run.state == "done"
    assert run.bound is not None
    assert 0 < run.bound <= run.cost
    run.cost, run.bound = 1000, 999
    assert telling.told(scene.plan, run).off == 1, "less than a percent is no proof"
    run.bound = 1000
    assert telling.told(scene.plan, run).off == 0


def test_old_searches_and_acts_are_forgotten(scene):
    """Left alone they go after three months, taken over after two years; what is going on stays."""
    line = scene.line("Event", on=MONDAY)
    now = clock.now()
    for days, taken in ((100, None), (80, None), (100, 100), (800, 800)):
        moment = now - timedelta(days=days)
        over = taken and now - timedelta(days=taken)
        db.session.add(PlanRun(plan=scene.plan, state="done", occasion=str(days), ended_at=moment, applied_at=over))
    db.session.add(PlanRun(plan=scene.plan, state="running", occasion="now"))
    for days in (40, 20):
        moment = now - timedelta(days=days)
        db.session.add(PlanMove(plan_id=scene.plan.id, line_id=line.id, before={"days": days}, at=moment))
    jobs.enqueue("planner.purge")
    db.session.commit()
    while jobs.work_once():
        pass
    assert sorted(run.occasion for run in db.session.query(PlanRun)) == ["100", "80", "now"]
    assert [move.before["days"] for move in db.session.query(PlanMove) if "days" in move.before] == [20]
