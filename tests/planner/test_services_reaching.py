"""Need against plan: what presses and is not reached, what was held for which need, what the score counts."""

from datetime import date

import pytest

from tests.planner.scene import MONDAY
from trainhub.kernel.errors import Invalid
from trainhub.needs import services as needs_services
from trainhub.planner import queries, services
from trainhub.planner.services import LineCommand, Part, comparing, coverage, money, needs, ranking, reaching


def table(scene, session, done=None, countries=("AZ", "GE")):
    known, members = services.topics.read(), list(session.scalars(queries.countries()))
    lines = session.scalars(queries.lines_reaching([scene.plan.id])).unique()
    return reaching.table(needs.read(), known, countries, [coverage.reach(lines, known, members)], done)


def test_what_presses_and_is_not_reached_is_told_the_most_urgent_first(scene, make, session):
    asked = make.needs_round(countries=("AZ", "GE"), modules=(4, 11))
    make.said(asked, "AZ", {4: 3, 11: "not_available"})
    make.said(asked, "GE", {4: 2, 11: 4})
    found = table(scene, session)
    assert [(each.country, each.module, each.need.value) for each in found.missed()] == [("GE", 11, 4), ("AZ", 4, 3)]
    assert (found.pressing(), found.reached()) == (2, (0,))
    scene.line("Rights", activities=(scene.rights.activity_id,), countries=())
    scene.line("Borders", activities=(scene.borders.activity_id,), countries=("AZ",))
    found = table(scene, session)
    assert [(each.country, each.module) for each in found.missed()] == [("GE", 11)]
    assert found.reached() == (1,)
    assert found.of("AZ", 11).events == (1,), "planned though nobody knows whether it is needed"
    assert not found.of("AZ", 11).presses
    online = coverage.scenario(plan=scene.plan, title=scene.plan.title, online=True)
    session.delete(next(line for line in session.scalars(queries.lines(online.id)) if str(line.title) == "Rights"))
    session.flush()
    session.expire_all()
    beside = comparing.read(scene.plan, against=needs.read())
    cells = {(each.country, each.module): each.events for each in comparing.urgent(beside)}
    assert cells == {("AZ", 4): (1, 0), ("GE", 11): (0, 0)}
    assert comparing.table(beside).reached() == (1, 0)
    make.said(make.needs_round(countries=("AZ", "GE"), modules=(1, 4), first_day=date(2027, 2, 1)), "GE", {1: 4, 4: 2})
    assert [(each.country, each.module) for each in table(scene, session).missed()] == [("GE", 1)], "nothing answers it"


def test_after_the_year_it_is_told_what_was_held_for_which_need(scene, make, session, clock):
    make.said(make.needs_round(countries=("AZ", "GE"), modules=(4,)), "GE", {4: 4})
    scene.line("Rights", activities=(scene.rights.activity_id,), on=MONDAY)
    clock.set("2028-02-07T08:00")
    held = make.session(day=0, activity="m04-a02", centre=scene.centre)
    for _number in range(3):
        kept = make.registration(held, make.person(country_code="GE"))
    make.mark(kept, held.slots[0])
    clock.set("2027-12-30T08:00")
    assert table(scene, session, reaching.held_for(scene.plan)).of("GE", 4).held == 0, "it is still to come"
    clock.set("2029-01-10T08:00")
    found = table(scene, session, reaching.held_for(scene.plan))
    cell = found.of("GE", 4)
    assert (cell.need.value, cell.events, cell.held, cell.people, cell.came) == (4, (1,), 1, 3, 1)
    [title] = reaching.trainings(found).values()
    assert title[0] == held.slug
    assert [(each.country, each.module) for each in found.answered()] == [("GE", 4)]
    other = needs.held(make.centre("dushanbe", country_code="TJ").id, date(2028, 1, 1), date(2028, 12, 31))
    assert (other.given, other.came) == ({}, {}), "of another centre"


def test_the_score_counts_open_recommendations_and_costs_by_the_rates(scene, make, session):
    parts = {each.key: each.parts for each in ranking.candidates(scene.plan)}
    assert (parts["m04-a02"]["recommendation"], parts["m04-a02"]["cost"]) == (None, None), "nobody knows"
    make.recommendation("REC-T-01", answered_by=["m04-a02"])
    make.recommendation("REC-T-02", answered_by=["m04-a02"], state="done")
    scene.rights.recommendations, scene.rights.hours = ["REC-T-03", "REC-T-99"], 6
    scene.borders.hours = 30
    make.recommendation("REC-T-03")
    money.save_rate(command=money.RateCommand(travel=0.0, daily=100.0, fixed=50.0), centre_id=scene.centre.id)
    session.flush()
    found = {each.key: each for each in ranking.candidates(scene.plan)}
    rights, borders = found["m04-a02"], found["m11-a01"]
    assert rights.parts["recommendation"] == pytest.approx(200 / 3), "two are open; what is done or unknown counts not"
    assert (borders.parts["recommendation"], borders.parts["cost"]) == (0, 0), "the dearest"
    assert rights.cost == pytest.approx(2 * 50 + 20 * 100)
    assert borders.cost == pytest.approx(10 * 50 + 20 * 100 * 5)
    assert rights.parts["cost"] == pytest.approx(100 - 100 * rights.cost / borders.cost)
    weights = needs_services.reading.recommendation_weights().by_activity[scene.rights.activity_id]
    assert (weights.total, weights.open, weights.codes) == (3, 2, ("REC-T-01", "REC-T-02", "REC-T-03"))
    told = needs_services.reading.recommendations_of(scene.rights.activity_id)
    assert [code for code, _text, _state in told] == ["REC-T-01", "REC-T-02", "REC-T-03"]


def test_a_part_names_a_recommendation_that_is_there(scene, make, session):
    make.recommendation("REC-T-01")
    with pytest.raises(Invalid, match="There is no recommendation REC-T-07") as told:
        scene.line("Dialogue", umbrella=True, parts=(Part("A", "REC-T-01"), Part("B", "REC-T-07")))
    assert set(told.value.fields) == {"parts"}
    line = scene.line("Dialogue", umbrella=True, parts=(Part("A", "REC-T-01"), Part("B")))
    line.parts[1].recommendation = "OLD-1"  # from before codes were looked at
    session.flush()
    said = LineCommand(title=line.title, umbrella=True, parts=(Part("A", "OLD-1"),))
    assert [part.recommendation for part in services.edit_line(line=line, command=said).parts] == ["OLD-1"]
