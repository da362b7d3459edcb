"""A line stands where its session stands, whatever staff do to it; one whose session is cancelled is free again."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from tests.planner.scene import MONDAY, text
from trainhub.kernel.errors import Refused
from trainhub.planner import services
from trainhub.planner.models import PlanLine
from trainhub.planner.services import LineCommand, coverage, publishing
from trainhub.planner.services.timetable import facts
from trainhub.planner.services.timetable.wishes import Wishes
from trainhub.roster import services as asking
from trainhub.sessions import services as sessions
from trainhub.sessions.services import SlotPlan

TUESDAY = MONDAY + timedelta(days=1)
LATER = MONDAY + timedelta(days=14)


def held(scene, **values):
    """Make a line of two half-days and its draft session."""
    line = scene.line("Held", on=MONDAY, public=True, **values)
    scene.plan.state = "approved"
    return line, publishing.make_session(line=line)


def kinds(line):
    return [each.kind for each in services.look(line).conflicts]


def test_a_line_follows_its_session_to_another_day_room_team_and_length(scene, session):
    line, made = held(scene)
    sessions.move_all(made, 2)
    assert (line.starts_on, line.start_half, line.half_days) == (TUESDAY, 0, 2)
    assert services.why(line, staff=True) == "It stands where its session stands."
    plan = sessions.plan_of(made)
    first = replace(plan.slots[0], room_id=scene.other_room.id)
    people = ((scene.bek.id, "trainer"), (scene.ana.id, "interpreter"))
    sessions.edit(made, replace(plan, slots=(first,), people=people, seats=12))
    assert (line.half_days, line.room_id, line.seats) == (1, scene.other_room.id, 12)
    assert [row.person_id for row in line.trainers] == [scene.bek.id], "who interprets does not teach"
    assert [each.name for each in coverage.loads([line])] == [scene.bek.display]
    other = scene.line("Beside", on=TUESDAY, fast_reason="Urgent", fast_by="Head", trainers=(scene.ana.id,))
    assert kinds(other) == ["trainer"], "who interprets is taken, too; the room it was made for is free"
    assert publishing.missing(line) == "A session was made of this line already."
    command = LineCommand(title=text("Renamed"), half_days=8, seats=90, room_id=scene.room.id)
    services.edit_line(line=line, command=command)
    assert (str(line.title), line.half_days, line.seats, line.room_id) == ("Renamed", 1, 12, scene.other_room.id)


def test_a_session_with_a_pause_takes_its_own_half_days(scene, session):
    line, made = held(scene, half_days=1)
    sessions.add_slot(made, SlotPlan(day=LATER, start=time(10), end=time(13), room_id=scene.other_room.id))
    assert (line.starts_on, line.half_days, line.room_id) == (MONDAY, 2, scene.room.id)
    found = services.situation.read(scene.plan)
    [placed] = found.placed()
    assert placed.cells == ((MONDAY, 0), (LATER, 0))
    assert kinds(line) == []
    later = scene.line("Later", on=LATER, half_days=1, room_id=scene.other_room.id, fast_reason="U", fast_by="H")
    assert kinds(later) == ["room", "trainer"]
    read = facts.read(scene.plan, Wishes()).situation
    assert (LATER, 0) in read.rooms[scene.other_room.id], "the search does not put anything there"
    assert (LATER, 0) in read.persons[scene.ana.id]


def test_a_cancelled_session_frees_its_line(scene, session):
    line, made = held(scene)
    with pytest.raises(Refused, match="Move the session"):
        services.move_to(line=line, start=LATER)
    sessions.cancel(made, "No quorum")
    assert (line.session, line.starts_on, line.public, line.pinned) == (None, None, False, False)
    assert services.why(line, staff=True) == "Its session on 7 February 2028 was cancelled. No quorum"
    assert "No quorum" not in services.why(line, staff=False)
    assert scene.line("Instead", on=MONDAY, fast_reason="Urgent", fast_by="Head").starts_on == MONDAY
    services.move_to(line=line, start=LATER)
    again = publishing.make_session(line=line)
    assert (again.first_day, line.session) == (LATER, again)
    sessions.cancel(again, "Again")
    services.remove_line(line=line)
    assert [str(each.title) for each in session.query(PlanLine)] == ["Instead"]


def test_copies_in_scenarios_follow_and_closed_plans_stay(scene, session):
    line, made = held(scene)
    scenario = coverage.scenario(plan=scene.plan, title=text("What if"))
    [copy] = session.query(PlanLine).filter_by(plan_id=scenario.id)
    sessions.move_all(made, 2)
    assert (line.starts_on, copy.starts_on) == (TUESDAY, TUESDAY)
    assert kinds(copy) == [], "a scenario does not stand in its own way"
    scene.plan.state = "closed"
    session.flush()
    sessions.cancel(made, "Too late")
    assert (line.session, line.starts_on, copy.starts_on) == (made, TUESDAY, None)


def test_who_accepts_to_teach_stands_on_the_line(scene, make, session):
    line, made = held(scene, trainers=())
    part = asking.ask(session=made, request=asking.Request(scene.bek.public_id))
    assert line.trainers == []
    asking.answer(part=part, accept=True, conduct=True)
    assert [row.person_id for row in line.trainers] == [scene.bek.id]


def test_what_is_typed_in_another_language_is_kept_in_it(scene, app, session):
    from trainhub.holidays import services as holidays
    from trainhub.kernel import i18n

    with i18n.speaking("ru"):
        line = scene.line("Umbrella", on=MONDAY, umbrella=True, parts=(services.Part("Визы"),))
        project = sessions.save_project(
            sessions.ProjectPlan(scene.centre.id, text("Roads"), new_donor="Фонд"), scene.project
        )
        decided = holidays.Decision(date(2028, 5, 3), "added", "Указ 1", title="День города")
        holidays.decide(country=holidays.find_country("GE"), said=decided)
    scene.plan.state = "approved"
    [part] = publishing.make_session(line=line).parts
    assert (part.title.source, part.title.values) == ("ru", {"ru": "Визы"})
    assert project.donors[0].donor.title.values == {"ru": "Фонд"}
    off = holidays.days_off(["GE"], date(2028, 5, 1), date(2028, 5, 9))
    assert off.holiday("GE", date(2028, 5, 3)).title.values == {"ru": "День города"}
    parts = (services.Part("Визы", "", "Ana"), services.Part("Return"))
    command = LineCommand(title=text("Umbrella"), umbrella=True, parts=parts)
    services.edit_line(line=line, command=command)
    assert [(row.title, row.language) for row in line.parts] == [("Визы", "ru"), ("Return", "en")]
