"""From lines to sessions that everybody sees, many at a time; and what is said of many lines at once."""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.planner.scene import MONDAY, Scene
from trainhub.kernel import jobs
from trainhub.kernel.db import db
from trainhub.kernel.errors import Refused
from trainhub.planner import services
from trainhub.planner.models import LineTrainer, PlanLine, PlanRun
from trainhub.planner.services import publishing, series
from trainhub.planner.services.timetable import proposals
from trainhub.sessions.models import TrainingSession, Unavailability

WEEK = timedelta(days=7)


def approved(scene: Scene, number: int, **values: Any) -> list[PlanLine]:
    """Put lines into the plan, a week apart, and approve it."""
    said = {"activities": (scene.rights.activity_id,), "audience": (("government", "in", None),)} | values
    lines = [scene.line(f"Event {no}", on=MONDAY + no * WEEK, **said) for no in range(number)]
    approve(scene)
    return lines


def approve(scene: Scene) -> None:
    scene.plan.state = "approved"
    db.session.commit()


def drafts(scene: Scene, client: Any) -> list[TrainingSession]:
    client.post(f"{scene.where}sessions/make", data={"all": "1"})
    return list(db.session.query(TrainingSession).order_by(TrainingSession.id))


def test_drafts_are_made_and_published_together(scene, sign_in):
    lines = approved(scene, 3)
    scene.plan.state = "draft"
    topic = scene.line("Free topic", on=MONDAY + 4 * WEEK)
    waiting = scene.line("Without a day")
    approve(scene)
    client, where = sign_in(scene.staff), f"{scene.where}sessions/"
    assert "4 lines can become sessions." in client.get(where).text
    made = drafts(scene, client)
    assert [session.state for session in made] == ["draft"] * 4
    page = client.get(where).text
    assert "Publish 3 sessions" in page
    assert "Choose an activity of the curriculum" in page, "a topic of its own needs its recommendation"
    assert "The line needs a day and a format first." in page
    assert client.get(f"{where}?kind=stopped").text.count(f"/lines/{topic.public_id}/") == 1
    client.post(f"{where}publish", data={"pick": [topic.public_id, waiting.public_id]})
    assert "Not ready yet: Free topic." in client.get(where).text
    client.post(f"{where}publish", data={"all": "1"})
    page = client.get(where).text
    assert "3 sessions are published." in page
    assert {line.session.state for line in lines} == {"published"}
    assert topic.session.state == "draft"
    assert "Event 1" in client.get("/calendar.ics").text
    assert "published" in client.get(f"/sessions/{made[0].slug}/history").text.lower()
    assert "Event 2" in client.get(f"{where}?format=csv").text


def test_many_are_made_and_published_as_work_that_shows_how_far_it_is(scene, sign_in, monkeypatch):
    monkeypatch.setattr(series, "AT_ONCE", 2)
    approved(scene, 3)
    name, client, where = scene.staff.person.display, sign_in(scene.staff), f"{scene.where}sessions/"
    assert drafts(scene, client) == []
    page = client.get(where).text
    assert "Drafts are being made" in page
    assert "Make 3 draft sessions" not in page
    client.post(f"{where}make", data={"all": "1"})
    assert "Sessions of this plan are being worked on." in client.get(where).text
    while jobs.work_once():
        pass
    assert db.session.query(TrainingSession).count() == 3
    client.post(f"{where}publish", data={"all": "1"})
    assert "Sessions are being published" in client.get(where).text
    while jobs.work_once():
        pass
    made = db.session.query(TrainingSession).all()
    assert {session.state for session in made} == {"published"}
    first = db.session.query(jobs.JobRow).filter_by(name=series.JOB).order_by(jobs.JobRow.id).first()
    first.state, first.error = "dead", "an old fault"
    db.session.commit()
    assert "an old fault" not in client.get(where).text, "what came after it went well"
    assert name in client.get(f"/sessions/{made[0].slug}/history").text


def test_of_two_drafts_in_one_room_the_first_is_published(scene, sign_in):
    first, second = approved(scene, 2)
    second.starts_on = first.starts_on
    second.trainers = [LineTrainer(person_id=scene.bek.id)]
    db.session.commit()
    client, where = sign_in(scene.staff), f"{scene.where}sessions/"
    drafts(scene, client)
    assert "is taken on" in client.get(where).text, "a draft in the way is worth a look"
    db.session.add(Unavailability(person_id=scene.ana.id, since=MONDAY, until=MONDAY))
    db.session.commit()
    assert "is not available" in client.get(where).text
    client.post(f"{where}publish", data={"all": "1"})
    assert (first.session.state, second.session.state) == ("published", "draft")
    page = client.get(where).text
    assert "1 session is published." in page
    assert "Draft, not ready" in page
    assert "Publish" not in page.split("<table")[0].rpartition("<dl")[0].split("<main")[1]


def test_only_staff_of_the_centre_publish_and_only_what_is_approved(scene, make, sign_in):
    approved(scene, 1)
    other = sign_in(make.staff(make.centre("nakhchivan")))
    for address in ("make", "publish"):
        assert other.post(f"{scene.where}sessions/{address}", data={"all": "1"}).status_code in {403, 404}
    assert other.get(f"{scene.where}sessions/").status_code in {403, 404}
    scene.plan.state = "draft"
    db.session.commit()
    client = sign_in(scene.staff)
    assert "Sessions are made of approved plans." in client.get(f"{scene.where}sessions/").text
    client.post(f"{scene.where}sessions/make", data={"all": "1"})
    assert db.session.query(TrainingSession).count() == 0


def test_the_page_asks_the_same_for_one_and_three_drafts(scene, sign_in, queries):
    client, where = sign_in(scene.staff), f"{scene.where}sessions/"
    counts = []
    for number in (1, 2):
        scene.plan.state = "draft"
        approved(scene, number)
        drafts(scene, client)
        client.get(where)
        with queries(12) as seen:
            client.get(where)
        counts.append(len(seen))
    assert counts[0] == counts[1], "\n".join(seen)


def test_one_thing_is_said_of_many_lines(scene, make, sign_in):
    first, second, third = (scene.line(f"Event {no}", format_id=None) for no in range(3))
    services.move_to(line=first, start=MONDAY)
    kind, client, where = make.format(), sign_in(scene.staff), f"{scene.where}lines/"
    db.session.commit()
    keys = [first.public_id, second.public_id]
    page = client.post(f"{where}many", data={"pick": keys}).text
    assert page.count('name="pick"') == 2
    assert "Event 2" not in page
    client.post(f"{where}say", data={"pick": keys, "format": kind.key, "fund": scene.budget.public_id})
    assert "2 lines were changed." in client.get(where).text
    assert [line.format_id for line in (first, second, third)] == [kind.id, kind.id, None]
    assert [row.share for row in second.funds] == [1.0]
    client.post(f"{where}fix", data={"pick": keys, "act": "fix"})
    assert "Left as they are: Event 1." in client.get(where).text, "it has no day"
    assert (first.pinned, second.pinned) == (True, False)
    first.funds[0].committed = 5.0
    db.session.commit()
    client.post(f"{where}say", data={"pick": keys, "fund": scene.fund("Fees").public_id})
    assert [first.funds[0].budget_line_id == scene.budget.id, len(second.funds)] == [True, 1]
    for nothing in ({"pick": keys}, {"format": kind.key}, {"pick": ["nonsense"], "format": kind.key}):
        answer = client.post(f"{where}say", data=nothing)
        assert answer.status_code == 422
        assert "fill in one field" in answer.text or "Tick at least one line." in answer.text


def test_staff_enter_an_absence_and_see_which_plans_it_hits(scene, make, sign_in):
    scene.line("Hers", on=MONDAY)
    scene.line("Hers, later", on=MONDAY + 4 * WEEK)
    db.session.commit()
    client, where = sign_in(scene.staff), f"/trainers/{scene.ana.public_id}/"
    page = client.get(where).text
    assert "Hers, later" in page
    assert "Plan again" not in page
    days = {"since": MONDAY.isoformat(), "until": (MONDAY + WEEK).isoformat(), "note": "by telephone"}
    answer = client.post(f"{where}away", data=days | {"until": "2028-01-01"})
    assert answer.status_code == 422
    assert "by telephone" in answer.text, "nothing typed is lost"
    assert client.post(f"{where}away", data=days).status_code == 303
    page = client.get(where).text
    assert page.count("away on these days") == 1
    assert f"{scene.where}timetable/?kind=again" in page
    assert "by telephone" in client.get(f"/people/{scene.ana.public_id}/history").text
    row = db.session.query(Unavailability).one()
    assert client.post(f"{where}away/{row.public_id}/remove").status_code == 303
    assert "away on these days" not in client.get(where).text
    assert sign_in(make.account("participant")).post(f"{where}away", data=days).status_code == 403


def test_a_taken_proposal_says_what_it_changed_and_is_undone_with_its_people(scene):
    line = scene.line("Event", on=MONDAY)
    there = {"start": "2028-03-06", "half": 1, "room": scene.other_room.id, "people": [scene.bek.id]}
    told = {"lines": {line.public_id: there | {"funds": [scene.budget.id], "parts": []}}, "left": {}}
    run = PlanRun(plan=scene.plan, state="done", proposal=told)
    db.session.add(run)
    db.session.flush()
    assert proposals.apply(run=run) == 1
    [change] = proposals.changes(run, [line])
    assert (change.kind, change.before.start, change.before.people) == ("moved", MONDAY, (scene.ana.id,))
    with pytest.raises(Refused):
        proposals.apply(run=run)
    services.undo(plan=scene.plan)
    assert (line.starts_on, line.room_id) == (MONDAY, scene.room.id)
    assert [row.person_id for row in line.trainers] == [scene.ana.id]
    assert line.funds == []


def test_a_line_of_a_session_leaves_to_it_what_is_its_own(scene, sign_in):
    line = scene.line("Held", on=MONDAY)
    scene.plan.state = "approved"
    made = publishing.make_session(line=line)
    db.session.commit()
    client, where = sign_in(scene.staff), f"{scene.where}lines/{line.public_id}/"
    page = client.get(f"{where}edit").text
    told = [each in page for each in ("are those of its session", 'name="room"', 'name="half_days"')]
    assert told == [True, False, False]
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', page)
    said = {"title-en": "Renamed", "scope": "regional", "times_a_year": "1", "trainers_wanted": "1"}
    assert client.post(f"{where}edit", data=said | {"seen": seen[1]}).status_code == 303
    db.session.refresh(line)
    assert (str(line.title), line.room_id, line.mode, line.seats) == ("Renamed", scene.room.id, "room", 20)
    assert client.post(f"/sessions/{made.slug}/cancel", data={"reason": "No quorum"}).status_code == 303
    page = client.get(where).text
    assert ("was cancelled. No quorum" in page, "Make a draft session" in page, "Put it there" in page) == (True,) * 3
    assert client.post(f"{where}move", data={"start": "2028-03-13", "half": "0"}).status_code == 303
    assert client.post(f"{where}act", data={"act": "session"}).status_code == 303
    assert "Open the session" in client.get(where).text
