"""Pages of the timetable: a search begun, watched, taken over; the rules; who may."""

import re
from dataclasses import replace
from datetime import date, timedelta

from click.testing import CliRunner

from tests.planner.scene import MONDAY
from trainhub.engine.exact import replan as replanning
from trainhub.kernel import jobs
from trainhub.kernel.db import db
from trainhub.planner.cli import commands
from trainhub.planner.models import PlanLine, PlanRun, TimetableWishes
from trainhub.planner.services import publishing
from trainhub.planner.services.timetable import running
from trainhub.sessions.models import Expert, Expertise, Unavailability


def begin(scene, client, **said):
    answer = client.post(f"{scene.where}timetable/", data={"kind": "solve", "effort": "quick", **said})
    assert answer.status_code == 303, answer.text
    return answer.location


def test_a_search_is_begun_watched_and_taken_over(scene, sign_in, monkeypatch):
    monkeypatch.setitem(running.EFFORTS, "quick", 50_000)
    for title in ("First", "Second"):
        scene.line(title, window_from=MONDAY, half_days=2)
    db.session.commit()
    board, client = scene.where, sign_in(scene.staff)
    where = begin(scene, client, occasion="New plan")
    page = client.get(where).text
    assert "Searching for a timetable" in page
    assert "Stop and keep the best so far" in page
    again = client.post(f"{board}timetable/", data={"kind": "solve", "effort": "quick"})
    assert "is going on" in client.get(again.location).text
    while jobs.work_once():
        pass
    page = client.get(where).text
    assert "Take over 2 changes" in page
    assert "Gets a day" in page
    assert "New plan" in page
    assert client.get(f"{where}?format=csv").text.count("Gets a day") == 2
    assert client.post(f"{where}take").location == board
    assert all(line.starts_on >= MONDAY for line in db.session.query(PlanLine))
    assert "Taken over on" in client.get(where).text


def test_nonsense_begins_no_search(scene, sign_in):
    client = sign_in(scene.staff)
    for said in ({}, {"kind": "solve"}, {"kind": "all", "effort": "quick"}, {"kind": "solve", "effort": "forever"}):
        assert client.post(f"{scene.where}timetable/", data={"seed": "abc", **said}).status_code == 422
    assert db.session.query(PlanRun).count() == 0
    assert begin(scene, client, seed="abc"), "the seed is the program's own"
    assert db.session.query(PlanRun).one().seed == 1


def test_the_rules_are_kept_and_refused_beside_their_fields(scene, sign_in):
    client = sign_in(scene.staff)
    where = f"{scene.where}rules/"
    numbers = dict.fromkeys(running.wishes_of(scene.centre.id).__dataclass_fields__, "7")
    page = client.post(where, data=numbers | {"holiday": "-1"})
    assert page.status_code == 422
    assert "Enter a number from 0 on." in page.text
    assert client.post(where, data=numbers).status_code == 303
    assert db.session.query(TimetableWishes).one().numbers["holiday"] == 7
    assert running.wishes_of(scene.centre.id).guests == 7


def test_who_does_not_keep_the_plan_sees_no_search(scene, make, sign_in):
    run = running.queue(plan=scene.plan)
    db.session.commit()
    other = make.staff(make.centre("nakhchivan"))
    client = sign_in(other)
    for address in ("timetable/", f"timetable/{run.public_id}/", "rules/"):
        assert client.get(scene.where + address).status_code in {403, 404}
    assert client.post(f"{scene.where}timetable/{run.public_id}/stop").status_code in {403, 404}
    assert not db.session.get(PlanRun, run.id).stop


def test_without_the_engine_the_page_says_what_to_install(scene, sign_in, monkeypatch):
    monkeypatch.setattr(running, "available", lambda: False)
    db.session.commit()
    page = sign_in(scene.staff).get(f"{scene.where}timetable/").text
    assert "pip install" in page
    assert "Begin the search" not in page


def ill(scene, make) -> None:
    """Two lines, each with its trainer; Ana, who has the first, falls ill; Bek could take it."""
    for expert in db.session.query(Expert).filter(Expert.person_id.in_([scene.ana.id, scene.bek.id])):
        db.session.add(Expertise(expert_id=expert.id, module_id=make.module(4).module_id, level="expert"))
    scene.line("Hers", on=MONDAY, half_days=2, activities=(scene.rights.activity_id,))
    scene.line("His", on=MONDAY + timedelta(days=2), half_days=2, trainers=(scene.bek.id,))
    db.session.add(Unavailability(person_id=scene.ana.id, since=MONDAY, until=MONDAY + timedelta(days=4)))
    db.session.commit()


def test_a_trainer_falls_ill_and_as_little_as_can_be_changes(scene, sign_in, make):
    ill(scene, make)
    client, other = sign_in(scene.staff), scene.bek.id
    where = begin(scene, client, kind="again", occasion="Ana is ill")
    while jobs.work_once():
        pass
    page = client.get(where).text
    assert "Take over 1 change" in page
    assert "1 change, and it is proven" in page
    assert "Fewer would not do, whatever else may move." in page
    client.post(f"{where}take")
    hers, his = db.session.query(PlanLine).order_by(PlanLine.id)
    assert his.starts_on == MONDAY + timedelta(days=2)
    assert (hers.starts_on, [row.person_id for row in hers.trainers]) == (MONDAY, [other])


def test_that_fewer_changes_would_not_do_is_proven_afterwards(scene, sign_in, make, monkeypatch):
    ill(scene, make)
    found = replanning.replan
    monkeypatch.setattr(replanning, "replan", lambda *args, **more: replace(found(*args, **more), bound=0))
    client = sign_in(scene.staff)
    where = begin(scene, client, kind="again", occasion="Ana is ill")
    while jobs.work_once():
        pass
    assert "Fewer would not do, whatever else may move." in client.get(where).text


def test_a_proof_that_breaks_off_leaves_the_proposal(scene, sign_in, make, monkeypatch):
    ill(scene, make)

    def broken(*_: object) -> None:
        raise RuntimeError("the database was busy")

    monkeypatch.setattr(running, "_prove", broken)
    client = sign_in(scene.staff)
    where = begin(scene, client, kind="again", occasion="Ana is ill")
    while jobs.work_once():
        pass
    assert "Take over 1 change" in client.get(where).text


def test_where_nothing_fits_the_page_says_why_and_what_would_help(scene, sign_in):
    only = {"half_days": 2, "window_from": MONDAY, "window_to": MONDAY}
    for title in ("First", "Second"):
        scene.line(title, **only).fast_reason = "It cannot wait"
    db.session.commit()
    name, client, board = scene.ana.display, sign_in(scene.staff), scene.where
    where = begin(scene, client)
    while jobs.work_once():
        pass
    page = client.get(where).text
    assert "Nothing fits" in page
    assert "is wished between certain days" in page or f"{name} teaches one event at a time." in page
    assert page.count("Take over this plan") == 3
    assert len(re.findall(r"lines? gets? a day · [\d,]+ points?", page)) == 3, "each says what the plan costs then"
    assert client.post(f"{where}take").location == where, "what does not fit is taken over by no click"
    assert client.post(f"{where}take", data={"repair": "9"}).location == where
    assert db.session.query(PlanLine).filter(PlanLine.starts_on.is_not(None)).count() == 0
    assert client.post(f"{where}take", data={"repair": "0"}).location == board
    assert db.session.query(PlanLine).filter(PlanLine.starts_on.is_not(None)).count() == 2
    page = client.get(where).text
    assert page.count("Taken over") == 1, "it stays known which of them was chosen"
    assert "Take over this plan" not in page


def test_an_urgent_line_without_a_day_says_how_many_days_each_rule_takes(scene, sign_in):
    line = scene.line("Urgent", half_days=2, window_from=date(2028, 2, 5), window_to=date(2028, 2, 6))  # a weekend
    line.fast_reason = "It cannot wait"
    db.session.commit()
    client = sign_in(scene.staff)
    where = begin(scene, client)
    while jobs.work_once():
        pass
    page = client.get(where).text
    assert "no day is left." in page
    assert "is wished between certain days." in page


def test_a_session_moves_along_and_what_stays_is_shown_with_what_speaks_against_it(scene, sign_in, monkeypatch):
    monkeypatch.setitem(running.EFFORTS, "quick", 50_000)
    line, fixed = scene.line("Session", on=MONDAY, half_days=2), scene.line("Fixed", on=MONDAY + timedelta(days=2))
    fixed.pinned, scene.plan.state = True, "approved"
    session = publishing.make_session(line=line)
    session.state = "published"
    db.session.add(Unavailability(person_id=scene.ana.id, since=MONDAY, until=MONDAY + timedelta(days=4)))
    db.session.commit()
    client, name, board, slug = sign_in(scene.staff), scene.ana.display, scene.where, session.slug
    where = begin(scene, client, kind="again", occasion="Ana is ill")
    while jobs.work_once():
        pass
    page = client.get(where).text
    assert "1 session is changed along with its line" in page
    assert page.count(f"{name} is away from") == 1
    assert page.index("Stays, though something speaks against it") < page.index(f"{name} is away from")
    assert "Change these yourself." in page
    assert client.post(f"{where}take").location == board
    found = db.session.query(PlanLine).order_by(PlanLine.id).all()
    assert [MONDAY <= line.starts_on <= MONDAY + timedelta(days=4) for line in found] == [False, True]
    assert found[0].session.first_day == found[0].starts_on
    assert client.get(f"/sessions/{slug}/").status_code == 200
    anew = client.post(f"{board}timetable/", data={"kind": "solve", "effort": "quick"}).location
    while jobs.work_once():
        pass
    assert "plan again: that moves sessions too" in client.get(anew).text


def test_without_the_engine_the_commands_say_what_to_install(scene, app, monkeypatch):
    db.session.commit()
    monkeypatch.setattr(running, "ENGINE", ("nothing_of_this_name",))
    for command in ("solve", "explain"):
        said = CliRunner().invoke(commands, [command, scene.plan.public_id])
        assert (said.exit_code, "pip install 'trainhub[planner]'" in said.output) == (1, True)
    assert CliRunner().invoke(commands, ["export", scene.plan.public_id]).exit_code == 0
