"""The editor: one page, rows without a script, answers beside the fields, nothing typed lost."""

import re

import pytest

from trainhub.kernel.db import db
from trainhub.kernel.types import Texts
from trainhub.sessions import services
from trainhub.sessions.models import TrainingSession


@pytest.fixture
def office(make, sign_in):
    """A client signed in as staff of the Baku centre."""
    client = sign_in(make.staff())
    make.activity()
    db.session.commit()
    return client


@pytest.fixture
def filled(make):
    """What somebody types for a new session."""
    room, trainer = make.room(title=Texts.of({"en": "Hall A"})), make.expert().person
    make.activity()
    db.session.commit()
    return {
        "title-en": "Rights in strategies",
        "title-az": "Hüquqlar",
        "format": "training",
        "activities-0": "m04-a02",
        "zone": "Asia/Baku",
        "mode": "room",
        "seats": "20",
        "approval": "",
        "languages": ["en", "ru"],
        "slots-0-day": "2027-03-09",
        "slots-0-start": "10:00",
        "slots-0-end": "13:00",
        "slots-0-room": room.public_id,
        "slots-0-topic": "Opening",
        "people-0-person": trainer.public_id,
        "people-0-role": "trainer",
        "audience-0-category": "government",
        "audience-0-rule": "in",
        "audience-0-group": "",
        "audience-0-organisation": "",
    }


def form_of(page):
    """Return what a page's form would send, buttons left out."""
    inputs = re.findall(r'<input[^>]*name="([^"]+)"[^>]*>', page)
    values = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        ticked = 'type="checkbox"' not in tag or " checked" in tag
        if name and ticked and 'type="submit"' not in tag:
            values.setdefault(name[1], []).append(value[1] if value else "")
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        values[name] = [chosen[1] if chosen else re.search(r'value="([^"]*)"', body)[1]]
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S):
        values[name] = [body.strip()]
    assert inputs
    return values


def test_a_session_is_scheduled_and_published_on_one_page(office, filled):
    answer = office.post("/sessions/new", data=filled | {"act": "publish"})
    assert answer.location == "/sessions/rights-in-strategies/"
    session = db.session.query(TrainingSession).one()
    assert (session.state, session.hours, session.languages) == ("published", 3, ["en", "ru"])
    assert session.slots[0].topic == Texts.of({"en": "Opening"})
    assert [row.activity.key for row in session.activities] == ["m04-a02"]
    assert office.get(answer.location).status_code == 200


def test_what_is_shown_again_is_what_is_kept(office, filled):
    office.post("/sessions/new", data=filled | {"act": "save"})
    session = db.session.query(TrainingSession).one()
    before = services.plan_of(session)
    page = office.get("/sessions/rights-in-strategies/edit").text
    assert office.post("/sessions/rights-in-strategies/edit", data=form_of(page) | {"act": "save"}).status_code == 303
    db.session.expire_all()
    assert services.plan_of(session) == before


def test_nothing_typed_is_lost_when_something_is_missing(office, filled):
    answer = office.post(
        "/sessions/new", data=filled | {"title-en": "", "title-az": "", "slots-0-end": "", "act": "publish"}
    )
    assert answer.status_code == 422
    for text in ("needs a title", "Give the hour", 'value="2027-03-09"', 'value="10:00"', 'value="Opening"'):
        assert text in answer.text
    assert db.session.query(TrainingSession).count() == 0


def test_rows_are_added_and_dropped_without_a_script(office, filled):
    more = office.post("/sessions/new", data=filled | {"act": "add-slots"})
    assert (more.status_code, 'name="slots-1-day"' in more.text, 'value="2027-03-09"' in more.text) == (200, True, True)
    less = office.post("/sessions/new", data=filled | {"act": "drop-slots-0"}).text
    assert "slots-0-day" not in less
    added = office.post(
        "/sessions/new", data=filled | {"act": "add-activities", "add_activity": "m08-a99 nothing"}
    ).text
    assert "There is no activity with this number." in added
    assert db.session.query(TrainingSession).count() == 0


def test_the_audience_comes_from_the_activities(office, filled, make):
    make.activity("m09-a01", audience=("csos", "academia"))
    db.session.commit()
    page = office.post("/sessions/new", data=filled | {"activities-0": "m09-a01", "act": "audience"}).text
    chosen = re.findall(r'<option selected value="([a-z]+)">', page)
    assert {"csos", "academia"} <= set(chosen)
    assert "government" not in chosen


def test_a_clash_blocks_publishing_but_not_the_draft(office, filled, make):
    room_id = filled["slots-0-room"]
    room = next(choice for choice in services.choices(make.centre().id).of("room") if choice.value == room_id)
    session = make.session(day=7)
    session.slots[0].room_id = room.id
    db.session.commit()
    answer = office.post("/sessions/new", data=filled | {"act": "publish"})
    assert answer.status_code == 422
    assert "Hall A is taken" in answer.text
    assert "1 thing blocks" in answer.text
    assert office.post("/sessions/new", data=filled | {"act": "save"}).status_code == 303


def test_leaving_a_field_tells_what_the_plan_touches(office, filled, make):
    filled = filled | {"seats": "40"}
    answer = office.post("/sessions/check", data=filled).text
    assert "Hall A seats 30; this session has 40 places." in answer
    assert 'id="touch-seats" hx-swap-oob="true"' in answer
    assert "who attends enough gets a certificate" in answer
    assert db.session.query(TrainingSession).count() == 0


def test_places_below_those_taken_are_refused_beside_the_field(office, make):
    session = make.session(seats=20)
    session.taken = 12
    db.session.commit()
    page = office.get(f"/sessions/{session.slug}/edit").text
    answer = office.post(f"/sessions/{session.slug}/edit", data=form_of(page) | {"seats": "11", "act": "save"})
    assert (answer.status_code, "12 places are taken already" in answer.text) == (422, True)


def test_staff_plan_for_their_own_centre_only(make, office, filled):
    make.centre("chisinau")
    db.session.commit()
    assert office.post("/sessions/new", data=filled | {"centre": "chisinau", "act": "save"}).status_code == 404
    assert office.post("/sessions/check", data=filled | {"slug": "nowhere"}).status_code == 404


def test_the_editor_asks_a_fixed_number_of_questions(make, office, queries):
    counts = []
    for number in (1, 3):
        session = make.session(slots=number, trainer=make.expert().person, room=make.room())
        db.session.commit()
        address = f"/sessions/{session.slug}/edit"
        db.session.expunge_all()
        with queries(12) as seen:
            assert office.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
