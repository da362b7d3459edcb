"""The framework at work: definitions and their versions, values from three sources, locks, stories, donor reports."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.kernel.types import Texts
from trainhub.plugin_api.disclosure import check_now
from trainhub.plugin_api.reports import periods
from trainhub.testing.make import Make
from trainhub_impact import demo, policies
from trainhub_impact.forms import data_of
from trainhub_impact.models import Value
from trainhub_impact.services import donor, entries, figures, framework, locks, own_data, readings, starting, story
from trainhub_impact.services.donor import HIDDEN, MISSING, SHOWN, ReportCommand
from trainhub_impact.services.entries import EntryCommand
from trainhub_impact.services.framework import IndicatorCommand, ResultCommand, SheetCommand
from trainhub_impact.services.readings import View
from trainhub_impact.vocabulary import BEHIND, CLOSE, KNOWN, MET, UNAVAILABLE, UNKNOWN

from .scene import PERIOD, Scene, scene

YEAR = periods.year(2026)


@pytest.fixture
def world(make: Make) -> Scene:
    return scene(make)


def known(value: float) -> EntryCommand:
    return EntryCommand(KNOWN, value=value)


def of(upper: int, lower: int) -> EntryCommand:
    return EntryCommand(KNOWN, numerator=upper, denominator=lower)


def value_of(world: Scene, key: str, **more: Any) -> figures.Figure:
    view = View(world.centre, more.pop("period", PERIOD), **more)
    return readings.one(view, world.tracked[key]).figure


# --- definitions --------------------------------------------------------------------------------------------


def test_the_starting_set_is_complete_and_for_an_empty_framework(world: Scene) -> None:
    results = framework.results(world.centre)
    assert [each.key for each in results] == ["G", "1", "1.1", "1.2", "1.3", "2", "2.1"]
    assert [each.kind for each in results] == ["goal", "outcome", "output", "output", "output", "outcome", "output"]
    assert len(world.tracked) == 18
    for each in world.tracked.values():
        sheet = each.sheet
        assert {*sheet.title.values} == {*sheet.definition.values} == {"en", "az", "ru", "tk"}
        assert sheet.drawn_from
    assert {each.family for each in world.tracked.values()} == {"delivery", "work", "services"}
    persons, participations = world.tracked["1.1a"].sheet, world.tracked["1.1b"].sheet
    assert "not the number of participations" in str(persons.definition)
    assert "not the number of persons" in str(participations.definition)
    with pytest.raises(Refused, match="already"):
        starting.start(world.centre)


def test_an_edit_of_the_definition_is_the_next_version_with_a_reason(world: Scene) -> None:
    tracked = world.tracked["1.1a"]
    same = starting.sheet_of(starting.shipped()["indicator"][0])
    assert not framework.edit(tracked, IndicatorCommand("1.1a", "delivery", same), reason="")
    other = SheetCommand(title=same.title, definition=same.definition, numerator="core.participations", people=True)
    with pytest.raises(Invalid, match="why"):
        framework.edit(tracked, IndicatorCommand("1.1a", "delivery", other), reason=" ")
    assert framework.edit(tracked, IndicatorCommand("1.1a", "delivery", other), reason="The donor asks for it")
    assert [each.no for each in tracked.sheets] == [1, 2]
    assert (tracked.sheet.numerator, tracked.sheet.reason) == ("core.participations", "The donor asks for it")
    changed = framework.labels_of(framework.changes(tracked.sheets[0], tracked.sheet))
    assert {"Figure", "Split by", "Unit"} <= set(changed)
    assert data_of(tracked)["numerator"] == "core.participations"


@pytest.mark.parametrize(
    ("field", "command"),
    [
        ("numerator", {"numerator": ""}),
        ("numerator", {"numerator": "core.sessions", "by": ("country",)}),
        ("numerator", {"numerator": "core.persons", "by": ("session",)}),
        ("definition", {"definition": Texts()}),
        ("links", {"links": ("javascript:alert(1)",)}),
        ("shape", {"source": "institutions", "gather": "ratio"}),
    ],
)
def test_a_sheet_that_cannot_be_measured_is_not_taken(world: Scene, field: str, command: dict[str, Any]) -> None:
    words: dict[str, Any] = {
        "title": Texts.of({"en": "A"}),
        "definition": Texts.of({"en": "B"}),
        "numerator": "core.persons",
    }
    with pytest.raises(Invalid) as refused:
        framework.add(
            framework.results(world.centre)[1], IndicatorCommand("9", "work", SheetCommand(**words | command))
        )
    assert field in refused.value.fields


def test_results_stand_in_a_tree_and_leave_it_empty(world: Scene) -> None:
    goal, *_rest, output = framework.results(world.centre)
    with pytest.raises(Invalid):
        framework.add_result(world.centre, ResultCommand("2.1.1", Texts.of({"en": "Deeper"})), output)
    with pytest.raises(Refused):
        framework.archive_result(goal)
    made = framework.add_result(world.centre, ResultCommand("10", Texts.of({"en": "Third"})), goal)
    assert [each.key for each in framework.results(world.centre)][-1] == "10"
    framework.archive_result(made)
    assert made not in framework.results(world.centre)


# --- values ------------------------------------------------------------------------------------------------


def test_persons_and_participations_are_two_and_nought_is_not_unknown(world: Scene) -> None:
    again = world.make.session(day=date(2026, 12, 1), slots=2, state="completed")
    person = world.make.person()
    for session in (world.session, again):
        world.make.graduate(session, person)
    world.count()
    assert (value_of(world, "1.1a").value, value_of(world, "1.1b").value) == (9, 10)
    assert value_of(world, "1.1a", country="GE").value == 2
    assert value_of(world, "1.1a", module=4).value == 9
    assert value_of(world, "1.1b", project=world.project).value == 9
    nought = value_of(world, "1.1a", period=periods.quarter(2025, 1))
    assert (nought.state, nought.value) == (KNOWN, 0)
    empty = value_of(world, "1.1e", period=periods.quarter(2025, 1))
    assert (empty.state, empty.value) == (UNAVAILABLE, None)
    sheet = world.tracked["1.1a"].sheet
    sheet.numerator = "nobody.counts"  # as if its plugin had gone
    assert "off" in value_of(world, "1.1a").why


def test_a_trend_asks_once_and_a_share_is_divided(world: Scene) -> None:
    reading = readings.one(View(world.centre, PERIOD), world.tracked["1.1b"])
    assert [each.period.key for each in reading.steps][-2:] == ["2026-q3", "2026-q4"]
    assert [each.figure.value for each in reading.steps][-2:] == [0, 8]
    assert reading.trend is not None
    women = value_of(world, "1.1d")
    assert (women.numerator, women.denominator) in {(0, 8), (None, None)}  # nobody stated it; or no plugin gender


def test_a_ratio_is_split_into_ratios_and_nobody_is_left_out(world: Scene) -> None:
    """Of eight from Azerbaijan two said that they are women, of two from Georgia nobody."""
    for _number in range(2):
        world.make.graduate(world.session, world.make.person(country_code="AZ"), gender="f")
    world.count()
    (table,) = readings.splits(View(world.centre, PERIOD), world.tracked["1.1d"])
    lines = {line.label: (line.value, line.n) for line in table.lines if line.n}
    assert lines == {"Azerbaijan": (0.25, 8), "Georgia": (0, 2), "All": (0.2, 10)}
    assert (table.whole, table.tells_n) == (True, True)
    (plain, *_more) = readings.splits(View(world.centre, PERIOD), world.tracked["1.1b"])
    assert (plain.lines[-1].value, plain.tells_n) == (10, False)


def test_institutions_report_and_their_values_become_one(world: Scene) -> None:
    world.tell("2a", PERIOD, known(412), known(0), EntryCommand(UNKNOWN))
    world.tell("2b", PERIOD, known(10), known(20), EntryCommand(UNAVAILABLE))
    world.tell("2c", PERIOD, of(52, 80), of(30, 40), EntryCommand(UNKNOWN))
    assert (value_of(world, "2a").value, value_of(world, "2a").n) == (412, 2)
    assert value_of(world, "2b").value == 15
    assert value_of(world, "2c").value == pytest.approx(82 / 120)
    assert value_of(world, "2a", country="GE").state == UNKNOWN
    assert value_of(world, "2d").state == UNAVAILABLE
    for wrong in (of(5, 4), of(1, 0), EntryCommand(KNOWN)):
        with pytest.raises(Invalid):
            world.tell("2c", periods.quarter(2026, 3), wrong)
    with pytest.raises(Refused, match="computed"):
        world.tell("1.1a", PERIOD, known(1))
    with pytest.raises(Refused, match="others"):
        entries.enter(world.tracked["2a"], PERIOD, known(1))


def test_a_change_of_an_entered_value_is_a_version_with_a_reason(world: Scene) -> None:
    entries.enter(world.tracked["1.2c"], PERIOD, of(3, 4))
    with pytest.raises(Invalid, match="why"):
        entries.enter(world.tracked["1.2c"], PERIOD, of(4, 4))
    again = EntryCommand(KNOWN, numerator=4, denominator=4, reason="The fourth was minuted late")
    entries.enter(world.tracked["1.2c"], PERIOD, again)
    assert [(each.no, each.current) for each in entries.versions(world.tracked["1.2c"], PERIOD, None)] == [
        (2, True),
        (1, False),
    ]
    assert value_of(world, "1.2c").value == 1


def test_targets_are_met_closely_or_not_in_both_directions(world: Scene) -> None:
    up, down = world.tracked["1.1b"], world.tracked["2b"]
    assert framework.set_target(up, PERIOD, 8) is not None
    framework.set_target(up, PERIOD, 10)
    assert readings.one(View(world.centre, PERIOD), up).standing == CLOSE
    assert framework.standing(up.sheet, 8, 8) == MET
    assert framework.standing(up.sheet, 5, 10) == BEHIND
    assert framework.standing(down.sheet, 15, 18) == MET
    assert framework.standing(down.sheet, 25, 18) == BEHIND
    assert framework.standing(down.sheet, None, 18) == ""
    assert framework.set_target(up, PERIOD, None) is None
    assert framework.targets([up]) == []


# --- locks --------------------------------------------------------------------------------------------------


def test_a_lock_freezes_value_definition_and_data_and_is_corrected_with_a_reason(world: Scene) -> None:
    tracked = world.tracked["1.1b"]
    framework.set_target(tracked, PERIOD, 10)
    assert [each.key for each in locks.missing(world.centre, PERIOD)] == ["1.2c", "1b", "1c", "2a", "2b", "2c", "2d"]
    made = locks.lock(world.centre, PERIOD)
    frozen = next(each for each in made.values if each.indicator_id == tracked.id)
    assert (frozen.value, frozen.target, frozen.sheet.no) == (8, 10, 1)
    cells = frozen.snapshot["figures"][0]["tables"][1]["cells"]
    assert [each for each in cells if each[1] in ("AZ", "GE")] == [["Azerbaijan", "AZ", 6, 6], ["Georgia", "GE", 2, 2]]
    world.train(3)
    edited = SheetCommand(
        title=tracked.sheet.title, definition=tracked.sheet.definition, numerator="core.persons", people=True
    )
    framework.edit(tracked, IndicatorCommand("1.1b", "delivery", edited), reason="Persons from now on")
    shown = readings.one(View(world.centre, PERIOD), tracked)
    assert (shown.figure.value, shown.sheet.no, shown.target) == (8, 1, 10)
    later = readings.one(View(world.centre, periods.quarter(2027, 1)), tracked)
    assert [each.sheet.no for each in later.steps][-2:] == [1, 2]  # each told as it was measured
    with pytest.raises(Refused):
        framework.set_target(tracked, PERIOD, 5)
    with pytest.raises(Refused, match="already"):
        locks.lock(world.centre, PERIOD)
    with pytest.raises(Invalid, match="reason"):
        locks.recompute(frozen, reason=" ")
    again = locks.recompute(frozen, reason="A register was closed late")
    assert (again.no, again.value, again.sheet.no) == (2, 11, 1)
    by_hand = locks.correct(frozen, state=KNOWN, number=12, reason="One was on paper")
    assert (by_hand.no, by_hand.snapshot["corrects"]) == (3, again.digest)
    assert readings.one(View(world.centre, PERIOD), tracked).figure.value == 12
    assert [each.value for each in locks.versions(frozen)] == [12, 11, 8]


@pytest.mark.parametrize("change", ["value = 99", "numerator = 99", "n = 99", "by = 'Somebody else'", "target = 1"])
def test_a_fingerprint_tells_what_was_changed_by_hand(world: Scene, change: str) -> None:
    made = locks.lock(world.centre, PERIOD)
    db.session.flush()
    db.session.expire_all()
    assert all(locks.untouched(each) for each in made.values)
    number = made.values[0].id
    db.session.execute(text(f"UPDATE impact_value SET {change} WHERE id = :number"), {"number": number})
    db.session.expire_all()
    assert [each.id for each in made.values if not locks.untouched(each)] == [number]
    assert not hasattr(locks, "unlock")


def test_nothing_is_entered_into_a_locked_period_and_none_is_locked_before_its_end(world: Scene) -> None:
    locks.lock(world.centre, PERIOD)
    with pytest.raises(Refused, match="locked"):
        world.tell("2a", PERIOD, known(1))
    with pytest.raises(Refused, match="not over"):
        locks.lock(world.centre, periods.quarter(2027, 1))
    assert PERIOD not in locks.lockable(world.centre)
    assert YEAR in locks.lockable(world.centre)


# --- stories and reports -----------------------------------------------------------------------------------------


def test_a_story_says_what_is_not_recorded(world: Scene) -> None:
    told = story.story(View(world.centre, PERIOD, module=4))
    chapters = {each.key: each for each in told.chapters}
    assert [each.key for each in told.chapters] == ["needs", "sessions", "learning", "behaviour", "service"]
    assert chapters["needs"].empty == "Needs are not recorded yet."
    assert {fact.title: fact.text for fact in chapters["sessions"].facts}["Participations"] == "8"
    assert told.sessions == (world.session,)
    with pytest.raises(NotFound):
        story.story(View(world.centre, PERIOD, module=77))


@pytest.fixture
def report(world: Scene) -> Any:
    world.tell("2a", PERIOD, known(400), known(100), known(50))
    world.tell("2b", PERIOD, known(10), known(20))
    made = donor.draft(ReportCommand(world.project, PERIOD, Texts.of({"en": "Fourth quarter"})))
    assert made.release is not None
    check_now(made.release)
    return made


def test_a_donor_report_hides_small_numbers_and_stands_once_it_is_out(world: Scene, report: Any) -> None:
    assert report.state == "ready", report.release.refusal
    lines = {each.tracked.key: each for each in donor.lines(report)}
    assert (lines["1.1c"].mark, lines["1.1c"].value) == (SHOWN, 1)  # sessions are no people
    assert (lines["2a"].mark, lines["2a"].value) == (SHOWN, 550)
    assert (lines["2b"].mark, lines["2b"].value) == (HIDDEN, None)  # two institutions: each would know the other
    assert lines["2d"].mark == MISSING
    split = lines["1.1b"].table
    assert split is not None
    assert split.cell("GE").hidden
    assert split.cell("GE").value is None
    hidden = [codes for codes, cell in split.rows() if cell.hidden]
    assert len(hidden) >= 2  # two of Georgia would follow from the total
    donor.let_out(report)
    world.train(5)
    framework.archive(world.tracked["2a"])
    after = {each.tracked.key: each for each in donor.lines(report)}
    assert (after["2a"].text, after["1.1b"].text) == (lines["2a"].text, lines["1.1b"].text)
    with pytest.raises(Refused):
        donor.renew(report)


def test_a_published_report_is_for_the_observers_in_whose_scope_it_lies(
    world: Scene, report: Any, make: Make, app: Flask
) -> None:
    from trainhub.accounts.login import SignedIn  # slow import

    here = SignedIn(make.account("observer", scope=("centre", world.centre.id)))
    everywhere = SignedIn(make.account("observer"))
    abroad = SignedIn(make.account("observer", scope=("country", "TR")))
    staff = SignedIn(make.staff())
    for who in (here, everywhere, abroad):
        with pytest.raises(NotFound):
            donor.find(report.public_id, who)
    assert donor.find(report.public_id, staff) is report
    donor.let_out(report)
    assert donor.find(report.public_id, here) is donor.find(report.public_id, everywhere) is report
    assert (donor.readable(here), donor.readable(abroad)) == ([report], [])
    with pytest.raises(NotFound):
        donor.find(report.public_id, abroad)
    assert policies.reads_report(abroad, world.centre.id, {"TR"})
    donor.take_back(report, "A wrong period")
    with pytest.raises(NotFound):
        donor.find(report.public_id, here)


def test_a_year_does_not_tell_what_a_quarter_may_not(world: Scene) -> None:
    """Two institutions reported the last quarter: neither may learn of the other, by no subtraction either."""
    world.tell("2a", PERIOD, known(40), known(30))
    year = periods.year(2026)
    world.tell("2a", year, known(400), known(300), known(200))
    world.tell("1c", year, known(1), known(2), known(3))
    command = ReportCommand(world.project, year, Texts.of({"en": "The year"}))
    made = donor.draft(command)
    assert made.release is not None
    check_now(made.release)
    lines = {each.tracked.key: each for each in donor.lines(made)}
    assert (lines["2a"].mark, lines["1c"].mark, lines["1c"].value) == (HIDDEN, SHOWN, 6)


def test_a_share_of_few_people_is_hidden_and_the_list_of_reports_asks_no_more(
    world: Scene, report: Any, make: Make, app: Flask, queries: Any
) -> None:
    from trainhub.accounts.login import SignedIn  # slow import

    sheet = world.tracked["1.2c"].sheet
    sheet.people = True
    entries.enter(world.tracked["1.2c"], PERIOD, of(1, 4))
    assert next(each for each in donor.lines(report) if each.tracked.key == "1.2c").mark == HIDDEN
    entries.enter(world.tracked["1.2c"], PERIOD, EntryCommand(numerator=3, denominator=4, reason="Counted again"))
    assert next(each for each in donor.lines(report) if each.tracked.key == "1.2c").value == 0.75
    donor.let_out(report)
    observer = SignedIn(make.account("observer"))
    with queries(20) as one:
        donor.readable(observer)
    for name in ("Second", "Third"):
        other = donor.draft(ReportCommand(make.project(), PERIOD, Texts.of({"en": name})))
        assert other.release is not None
        check_now(other.release)
        donor.let_out(other)
    with queries(20) as three:
        assert len(donor.readable(observer)) == 3
    assert len(three) == len(one)


def test_a_correction_is_a_number_that_can_be(world: Scene) -> None:
    entries.enter(world.tracked["1.2c"], PERIOD, of(3, 4))
    locked = next(each for each in locks.lock(world.centre, PERIOD).values if each.tracked.key == "1.2c")
    for wrong in (float("nan"), float("inf"), 1.5, -0.5):
        with pytest.raises(Invalid):
            locks.correct(locked, state="known", number=wrong, reason="Typed")


# --- people ---------------------------------------------------------------------------------------------------


def test_a_person_finds_what_is_held_about_them(world: Scene, make: Make) -> None:
    person = make.person()
    world.tracked["2a"].owner = person
    entries.enter(world.tracked["2a"], PERIOD, known(7), organisation=world.bodies[0], person_id=person.id)
    owned, entered = own_data.data_of(person)
    assert [row["key"] for row in owned.rows] == ["2a"]
    assert [(row["period"], row["value"]) for row in entered.rows] == [("4th quarter 2026", "7")]


def test_the_demonstration_has_two_locked_quarters(make: Make, app: Flask) -> None:
    centre = make.centre()
    make.organisation(category_code="ministry", country_code="GE")
    make.project()
    demo.load(date(2027, 3, 2))
    assert [each.period.key for each in locks.locks(centre)] == ["2026-q4", "2026-q3"]
    assert db.session.query(Value).count() == 36
    assert all(locks.untouched(each) for each in db.session.query(Value))
