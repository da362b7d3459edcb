"""Stories of plans: ranked and merged, placed by hand, paid for, approved and compared, made into sessions."""

from datetime import date, timedelta

import pytest

from tests.planner.scene import MONDAY, text
from trainhub.holidays import services as holidays
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.planner import policies, queries, services
from trainhub.planner.models import BaselineLine, PlanLine
from trainhub.planner.services import LineCommand, approving, coverage, money, national, publishing, ranking
from trainhub.registration import services as registration


def kinds(outcome):
    return [each.kind for each in outcome.conflicts]


def test_candidates_show_every_part_and_an_override_keeps_the_calculated_place(scene, session):
    found = ranking.candidates(scene.plan)
    assert {each.key for each in found} >= {"m04-a02", "m11-a01"}
    assert [each.rank for each in found] == list(range(1, len(found) + 1))
    first, last = found[0], found[-1]
    assert set(first.parts) == set(ranking.COMPONENTS)
    assert first.parts["need"] is None or 0 <= first.parts["need"] <= 100
    assert 0 < first.score <= 100, "a part that nobody knows is left out of the score"
    with pytest.raises(Invalid, match="Say why"):
        ranking.override(plan=scene.plan, key=last.key, rank=1, reason=" ")
    ranking.override(plan=scene.plan, key=last.key, rank=1, reason="Interviews ask for labour migration")
    lifted = ranking.candidates(scene.plan)[0]
    assert (lifted.key, lifted.rank, lifted.calculated) == (last.key, 1, last.calculated)
    assert lifted.override.reason.startswith("Interviews")
    ranking.override(plan=scene.plan, key=last.key, rank=None, reason="")
    assert [each.key for each in ranking.candidates(scene.plan)] == [each.key for each in found]


def test_merged_activities_credit_both_modules_and_may_be_shorter(scene, session):
    [line] = services.pick(plan=scene.plan, keys=["m04-a02", "m11-a01"], merge=True)
    known = services.topics.read()
    assert known.numbers(row.activity_id for row in line.activities) == (4, 11)
    assert services.planning.SEPARATOR.strip() in str(line.title)
    whole = line.half_days
    shorter = LineCommand(
        title=line.title, activities=(scene.rights.activity_id, scene.borders.activity_id), half_days=1
    )
    services.edit_line(line=line, command=shorter)
    assert any("Shorter than usual" in each for each in services.warnings(line, [scene.rights, scene.borders]))
    assert whole > line.half_days
    again = services.pick(plan=scene.plan, keys=["m04-a02"])  # the same activity twice
    reach = coverage.reach([line, *again], known, ["AZ", "GE"])
    assert (reach.modules, reach.countries) == ({4: 2, 11: 1}, {"AZ": 2, "GE": 2})
    free = scene.line("Ethics")
    assert free.activities == []
    with pytest.raises(Refused, match="Tick at least one"):
        services.pick(plan=scene.plan, keys=[])


def test_one_of_merged_activities_for_government_only_is_a_warning(scene, make, session):
    from trainhub.curriculum.models import ActivityAudience

    scene.rights.audience = [
        ActivityAudience(category_code="government"),
        ActivityAudience(category_code="media", rule="out"),
    ]
    scene.borders.audience = [ActivityAudience(category_code="ngo")]
    session.flush()
    [line] = services.pick(plan=scene.plan, keys=["m04-a02", "m11-a01"], merge=True)
    said = services.warnings(line, [scene.rights, scene.borders])
    assert "one of them loses its audience" in said[0]
    assert "leaves media out" in said[1]
    assert {code for code, rule, _group in line.audience if rule != "out"} == {"government", "ngo"}


def test_half_days_go_on_where_the_host_works(scene, session):
    friday = MONDAY + timedelta(days=4)
    line = scene.line(half_days=3, on=friday, half=1)
    found = services.situation.read(scene.plan)
    [placed] = found.placed()
    assert placed.cells == ((friday, 1), (friday + timedelta(days=3), 0), (friday + timedelta(days=3), 1))
    assert services.halfdays.halves(4.5) == 2
    assert line.why[0] == "hand"


def test_moving_says_at_once_what_speaks_against_it(scene, make, session):
    scene.line("First", on=MONDAY)
    second = scene.line("Second")
    assert kinds(services.move_to(line=second, start=MONDAY)) == ["room", "trainer"]
    assert kinds(services.move_to(line=second, start=MONDAY + timedelta(days=1))) == []
    assert kinds(services.move_to(line=second, start=date(2028, 3, 8))) == ["host", "holiday"]  # Women's Day in both
    assert kinds(services.move_to(line=second, start=date(2028, 2, 20))) == ["host", "weekend"]
    assert kinds(services.move_to(line=second, start=date(2027, 12, 30))) == ["period"]
    services.edit_line(
        line=second, command=LineCommand(title=text("Second"), funds=((scene.budget.id, 1.0),), countries=("GE",))
    )
    assert set(kinds(services.move_to(line=second, start=date(2028, 11, 15)))) == {"fund", "project"}
    assert kinds(services.move_to(line=second, start=date(2028, 7, 12))) == ["project"], "R-172"
    make.session(centre=scene.centre, room=scene.room, trainer=scene.bek, day=date(2028, 2, 16))
    third = scene.line("Third", trainers=(scene.bek.id,), on=date(2028, 2, 16))
    assert kinds(services.look(third)) == ["room", "trainer"]


def test_iran_rests_on_friday_and_a_decree_moves_a_holiday(scene, session):
    friday = date(2028, 2, 25)
    line = scene.line(countries=("IR",), on=friday)
    [found] = services.look(line).conflicts
    assert (found.kind, found.level) == ("weekend", "info")
    georgia = holidays.find_country("GE")
    decided = holidays.Decision(MONDAY, "added", "Decree 14", title="Day of elections")
    holidays.decide(country=georgia, said=decided)
    other = scene.line("Georgian", on=MONDAY)
    assert kinds(services.look(other)) == ["holiday"]


def test_alternatives_are_ranked_and_say_why(scene, session):
    scene.line("First", on=MONDAY)
    second = scene.line("Second", window_from=MONDAY, window_to=MONDAY + timedelta(days=20))
    services.move_to(line=second, start=MONDAY)
    found = services.situation.read(scene.plan)
    offered = services.conflicts.alternatives(found, second)
    assert offered[0].start == MONDAY + timedelta(days=1)
    assert offered[0].cost == 0
    assert "Everything is free" in offered[0].reason
    assert [each.cost for each in offered] == sorted(each.cost for each in offered)
    assert len({each.start.isocalendar()[1] for each in offered}) == len(offered)


def test_by_months_fixed_taken_off_and_undone(scene, session):
    line = scene.line(on=MONDAY)
    services.move_by(line=line, months=1)
    assert (line.starts_on.month, services.look(line).conflicts) == (3, ())
    services.pin(line=line, fixed=True)
    services.take_off(line=line)
    assert (line.starts_on, line.pinned) == (None, False)
    services.undo(plan=scene.plan)
    assert (line.starts_on.month, line.pinned) == (3, True)
    services.undo(plan=scene.plan)
    assert not line.pinned
    services.undo(plan=scene.plan)
    assert line.starts_on == MONDAY
    services.undo(plan=scene.plan)  # the first placement
    with pytest.raises(Refused, match="nothing to undo"):
        services.undo(plan=scene.plan)
    with pytest.raises(Refused, match="Give the line a day"):
        services.pin(line=line, fixed=True)


def test_costs_follow_rates_by_country_and_format(scene, make, session):
    def rate(**values):
        return money.save_rate(command=money.RateCommand(**values), centre_id=scene.centre.id)

    rate(travel=400, daily=100, fixed=50)
    rate(country_code="IR", travel=600, daily=100)
    with pytest.raises(Invalid):
        rate(country_code="IR", travel=1)
    line = scene.line(half_days=4, seats=20, countries=("GE", "IR"), funds=((scene.budget.id, 0.5),))
    rates = money.read_rates(scene.centre.id)
    cost = money.estimate(line, rates, ["AZ", "GE", "IR"], "AZ")
    assert cost.people == {"GE": 10 * 600, "IR": 10 * 800}
    assert (cost.fixed, cost.total, cost.each) == (200, 14_200, 710)
    services.edit_line(line=line, command=LineCommand(title=line.title, half_days=4, mode="online"))
    assert money.estimate(line, rates, ["AZ"], "AZ").total == 200, "nobody travels to a screen"
    other = scene.line(seats=10, countries=("AZ",), funds=((scene.budget.id, 0.5),), on=date(2028, 11, 6))
    lines = [other]
    costs = {other.id: money.estimate(other, rates, ["AZ"], "AZ")}
    money.book(line=other, said={scene.budget.public_id: (900.0, 250.0)})
    [sums] = money.sums([scene.budget], scene.plan, lines, costs)
    assert (sums.planned, sums.committed, sums.spent) == (costs[other.id].total / 2, 900, 250)
    assert any("outside its time" in each for each in sums.warnings)
    assert any("project ends before" in each for each in sums.warnings)
    trainers = scene.line(format_id=make.format("training-of-trainers").id, seats=10)
    both = {**costs, trainers.id: money.estimate(trainers, rates, ["AZ"], "AZ")}
    each = money.per_trainee(scene.plan, [other, trainers], both)
    assert each.reached == 10 * money.REACH
    assert each.with_cascade < each.without, "R-176"


def test_shares_above_the_whole_are_refused(scene, session):
    with pytest.raises(Invalid):
        scene.line(funds=((scene.budget.id, 0.7), (scene.fund("Hall").id, 0.7)))


def test_approved_by_all_then_frozen_and_compared(scene, make, session, as_actor):
    as_actor(scene.staff)
    kept, moved, gone = scene.line("Kept", on=MONDAY), scene.line("Moved"), scene.line("Gone")
    services.move_to(line=moved, start=MONDAY + timedelta(days=2))
    with pytest.raises(Refused):
        approving.freeze(plan=scene.plan)
    approving.discuss(plan=scene.plan)
    with pytest.raises(Refused, match="Name who approves"):
        approving.freeze(plan=scene.plan)
    service, iom = (approving.add_party(plan=scene.plan, party=name) for name in ("State Migration Service", "IOM"))
    today = date(2027, 3, 2)
    approving.enter_approval(plan=scene.plan, row=service, on=today)
    with pytest.raises(Refused, match="IOM"):
        approving.freeze(plan=scene.plan)
    approving.enter_approval(plan=scene.plan, row=iom, on=today, note="by letter")
    approving.freeze(plan=scene.plan)
    assert scene.plan.frozen_by == scene.staff.person.display
    assert session.query(BaselineLine).count() == 3
    assert scene.plan.ranking[0]["rank"] == 1
    assert not any(each.sentences for each in approving.differences(scene.plan))
    services.move_to(line=moved, start=MONDAY + timedelta(days=9))
    services.remove_line(line=gone)
    with pytest.raises(Invalid) as wrong:
        scene.line("Urgent")
    assert "fast_reason" in wrong.value.fields
    scene.line("Urgent", fast_reason="The situation changes quickly", fast_by="Director")
    made = publishing.make_session(line=kept)
    said = {str(each.title): (each.kind, " ".join(each.sentences)) for each in approving.differences(scene.plan)}
    assert said["Moved"][0] == "changed"
    assert said["Moved"][1].startswith("Moved from")
    assert said["Gone"] == ("dropped", "Taken out of the plan.")
    assert said["Urgent"][0] == "added"
    assert said["Kept"] == ("same", "A session is being prepared.")
    assert [(slot.local_date, slot.half) for slot in made.slots] == [(MONDAY, 0), (MONDAY, 1)]
    with pytest.raises(Refused):
        services.move_to(line=kept, start=MONDAY)
    approving.close(plan=scene.plan)
    with pytest.raises(Refused):
        services.move_to(line=moved, start=MONDAY)


def test_an_umbrella_becomes_a_session_with_parts_for_each_recommendation(scene, make, session):
    for code in ("REC-CAP-06", "REC-CAP-18"):
        make.recommendation(code)
    topics = tuple(services.Part(title, code) for title, code in (("Plans", "REC-CAP-06"), ("Twinning", "REC-CAP-18")))
    line = scene.line("Staff development", umbrella=True, parts=topics, on=MONDAY)
    scene.plan.state = "approved"
    made, left = publishing.make_sessions(plan=scene.plan, lines=[line.public_id])
    assert left == []
    assert [part.recommendation for part in made[0].parts] == ["REC-CAP-06", "REC-CAP-18"]
    unready = scene.line("No day", fast_reason="x", fast_by="y")
    assert publishing.make_sessions(plan=scene.plan, lines=[unready.public_id])[1] == ["No day"]


def test_places_by_category_pass_on_to_the_call(scene, session):
    line = scene.line("Mixed", on=MONDAY, seats=20, quotas=(("government", 12), ("cso", 5)))
    for quotas in (
        (("government", 21),),
        (("government", 1), ("government", 2)),
        (("government", 0),),
        (("", 3),),
    ):
        with pytest.raises(Invalid):
            scene.line("Wrong", seats=20, quotas=quotas)
    scene.plan.state = "approved"
    made = publishing.make_session(line=line)
    call = registration.find_call(made)
    assert {(each.value, each.seats) for each in call.quotas} == {("government", 12), ("cso", 5), ("*", 3)}
    plain = publishing.make_session(line=scene.line("Plain", on=MONDAY, fast_reason="x", fast_by="y"))
    assert registration.find_call(plain) is None


def test_scenarios_leave_the_plan_as_it_is(scene, session):
    paid = scene.line("Paid by one", funds=((scene.budget.id, 1.0),))
    other = scene.fund("Other")
    scene.line("Paid by two", funds=((scene.budget.id, 0.5), (other.id, 0.5)), on=MONDAY)
    without = coverage.scenario(plan=scene.plan, title=text("Without"), budget_id=scene.budget.id)
    lines = list(session.scalars(queries.lines(without.id)))
    assert [str(line.title) for line in lines] == ["Paid by two"]
    assert [(row.budget_line_id, row.share) for row in lines[0].funds] == [(other.id, 1.0)]
    online = coverage.scenario(plan=scene.plan, title=text("Online"), online=True)
    assert {line.mode for line in session.scalars(queries.lines(online.id))} == {"online"}
    assert paid.mode == "room"
    with pytest.raises(Refused):
        coverage.scenario(plan=online, title=text("Of a scenario"))
    coverage.remove_scenario(plan=online)
    with pytest.raises(Refused):
        coverage.remove_scenario(plan=scene.plan)


def test_who_sees_what(scene, make, session):
    ours, theirs = scene.line("For Georgia"), scene.line("For Tajikistan", countries=("TJ",))
    focal = scene.signed(make.account("focal_point", scope=("country", "GE")))
    sees = policies.sight(focal)
    with pytest.raises(NotFound):
        services.find_plan(scene.plan.public_id, sees)
    approving.discuss(plan=scene.plan)
    assert services.find_plan(scene.plan.public_id, sees) is scene.plan
    assert services.find_line(scene.plan, ours.public_id, sees) is ours
    with pytest.raises(NotFound):
        services.find_line(scene.plan, theirs.public_id, sees)
    row = national.comment(line=ours, by=focal, text="Please invite border guards")
    assert row.country_code == "GE"
    with pytest.raises(NotFound):
        national.comment(line=theirs, by=focal, text="Not ours")
    far = make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe")
    for scope, plan, line in ((("centre", far.id), False, True), (("country", "GE"), True, False)):
        limited = policies.sight(scene.signed(make.account("observer", scope=scope)))
        assert (limited.plan(scene.plan), limited.line(scene.plan, ["TJ"])) == (plan, line)
    observer = policies.sight(scene.signed(make.account("observer")))
    assert services.find_line(scene.plan, theirs.public_id, observer) is theirs


def test_a_country_keeps_its_own_plan_and_may_show_it(make, session):
    from trainhub.accounts.login import SignedIn

    georgia = SignedIn(make.account("focal_point", scope=("country", "GE")))
    tajikistan = SignedIn(make.account("focal_point", scope=("country", "TJ")))
    said = {
        "country_code": "GE",
        "title": "Plan of Georgia",
        "starts_on": date(2028, 1, 1),
        "ends_on": date(2028, 12, 31),
    }
    with pytest.raises(Invalid) as wrong:
        national.save(command=national.NationalCommand(**said), by=georgia)
    assert "checked" in wrong.value.fields, "R-164"
    plan = national.save(command=national.NationalCommand(**said, checked=True, modules=(4, 11)), by=georgia)
    with pytest.raises(NotFound):
        national.save(command=national.NationalCommand(**said, checked=True), by=tajikistan)
    with pytest.raises(NotFound):
        national.find(plan.public_id, tajikistan)
    national.save(command=national.NationalCommand(**said, checked=True, shared=True), by=georgia, plan=plan)
    assert national.find(plan.public_id, tajikistan) is plan


def test_lines_of_one_plan_follow_from_lines_of_the_plan_above(scene, session):
    above = scene.make_plan(title=text("Perspective"), kind="perspective", ends_on=date(2031, 12, 31))
    wide = scene.line("Border dialogue", plan=above)
    year = scene.make_plan(
        title=text("2029"), parent_id=above.id, starts_on=date(2029, 1, 1), ends_on=date(2029, 12, 31)
    )
    line = scene.line("Border dialogue 2029", plan=year, up_id=wide.id)
    assert line.up is wide
    assert session.get(PlanLine, line.id).up.plan is above


def test_a_scale_whose_lowest_is_urgent_is_read_from_its_other_end(scene, make, session):
    asked = make.needs_round(countries=("GE",), modules=(4, 11), high_is_urgent=False)
    make.said(asked, "GE", {4: 1, 11: 4})
    urgent = scene.line("Urgent", activities=(scene.rights.activity_id,))
    idle = scene.line("Idle", activities=(scene.borders.activity_id,))
    assert (urgent.need, idle.need) == (100, 0)


def test_a_new_round_is_taken_over_with_one_click_and_what_is_unknown_takes_nothing_back(scene, make, session):
    make.said(make.needs_round(countries=("GE",), modules=(4, 11)), "GE", {4: 3, 11: 2})
    lines = [scene.line(activities=(each.activity_id,)) for each in (scene.rights, scene.borders)]
    assert [line.need for line in lines] == [67, 33]
    make.said(make.needs_round(countries=("GE",), modules=(4, 11), first_day=date(2027, 2, 20)), "GE", {4: 4, 11: "no"})
    found = services.needs.changed(services.needs.read(), lines, services.topics.read())
    assert [(each.line, each.was, each.now) for each in found] == [(lines[0], 67, 100)]
    assert services.take_needs(plan=scene.plan, keys=["of another plan"]) == 0
    assert services.take_needs(plan=scene.plan) == 1
    assert [line.need for line in lines] == [100, 33]
    scene.plan.state = "closed"
    with pytest.raises(Refused):
        services.take_needs(plan=scene.plan)
