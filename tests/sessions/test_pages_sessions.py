"""The pages of a session: for visitors, for staff of its centre, for staff of another."""

import pytest

from trainhub.kernel.db import db
from trainhub.kernel.types import Texts
from trainhub.sessions import services
from trainhub.sessions.models import SessionAudience, SessionSlug, TrainingSession


@pytest.fixture
def training(make):
    session = make.session(
        slots=3,
        room=make.room(title=Texts.of({"en": "Hall A"})),
        trainer=make.person(display="Rəşad Quliyev"),
        title=Texts.of({"en": "Rights in strategies", "az": "Hüquqlar"}),
        note="hotel not paid",
        join_url="https://meet.example/secret",
    )
    db.session.commit()
    return session


def test_a_visitor_reads_what_when_and_where(client, training):
    page = client.get(f"/sessions/{training.slug}/").text
    for text in (
        "Rights in strategies",
        "10:00–13:00",
        "Hall A",
        "20 places free",
        "Rəşad Quliyev",
        f"{training.slug}.ics",
    ):
        assert text in page
    for secret in ("hotel not paid", "meet.example", "Ready to start?", "/edit"):
        assert secret not in page


def test_times_stand_in_the_readers_zone_beside_the_local_one(make, sign_in, training):
    client = sign_in(make.account(zone="Europe/Chisinau"))
    page = client.get(f"/sessions/{training.slug}/").text
    assert "Your time, Chisinau" in page
    assert "08:00–11:00" in page


def test_a_reader_is_told_whether_they_may_come(make, sign_in, training):
    client = sign_in(make.account(category="media"))
    assert "other kinds of organisations" in client.get(f"/sessions/{training.slug}/").text


def test_staff_see_readiness_and_notes(make, sign_in, training):
    client = sign_in(make.staff())
    page = client.get(f"/sessions/{training.slug}/").text
    for text in (
        "Ready to start?",
        "A place for every slot",
        "hotel not paid",
        "0 of 20",
        f"/sessions/{training.slug}/edit",
    ):
        assert text in page


@pytest.mark.parametrize("path", ["edit", "history", "cancel", "clone", "complete", "slots/", "move"])
def test_staff_of_another_centre_find_no_office_pages(make, sign_in, training, path):
    client = sign_in(make.staff(make.centre("chisinau")))
    assert client.get(f"/sessions/{training.slug}/{path}").status_code == 404
    assert "Ready to start?" not in client.get(f"/sessions/{training.slug}/").text


@pytest.mark.parametrize("role", ["trainer", "participant", "focal_point", "observer"])
def test_other_roles_are_refused_the_office(make, sign_in, training, role):
    client = sign_in(make.account(role))
    assert client.get(f"/sessions/{training.slug}/").status_code == 200
    for path in (
        f"/sessions/{training.slug}/edit",
        "/sessions/new",
        "/rooms/",
        "/formats/",
        "/projects/",
        "/trainers/",
    ):
        assert client.get(path).status_code == 403
    assert client.get("/sessions/").location == "/calendar/?view=list"


def test_visitors_are_sent_to_sign_in(client, training):
    assert client.get(f"/sessions/{training.slug}/edit").location.startswith("/sign-in")


def test_closed_sessions_and_drafts_do_not_exist_for_others(make, sign_in, client):
    hidden = [
        make.session(closed=True, title=Texts.of({"en": "Zirbel"})),
        make.session(state="draft", title=Texts.of({"en": "Zirbel too"})),
    ]
    hidden[0].audience[:] = [SessionAudience(category_code="government")]
    db.session.commit()
    month = f"{hidden[0].first_day:%Y-%m}"
    addresses = [f"/sessions/{each.slug}/" for each in hidden] + [f"/sessions/{each.slug}.ics" for each in hidden]
    lists = ["/calendar.ics", f"/calendar/?month={month}", f"/calendar/?month={month}&view=list"]
    for account in (
        None,
        make.account(category="ngo"),
        make.account("observer"),
        make.account(category="ministry", confirmed=False),
    ):
        if account:
            sign_in(account)
        assert {client.get(address).status_code for address in addresses} == {404}
        assert not [address for address in lists if "Zirbel" in client.get(address).text]
    sign_in(make.account(category="ministry"))
    assert client.get(addresses[0]).status_code == 200
    assert "Zirbel" in client.get(lists[1]).text
    assert "Zirbel" not in client.get("/calendar.ics").text  # the public feed holds open sessions only


def test_a_former_address_leads_to_the_new_one_on_every_page(make, sign_in, training):
    db.session.add(SessionSlug(slug="old-name", session_id=training.id))
    db.session.commit()
    client = sign_in(make.staff())
    answer = client.get("/sessions/old-name/history?page=1")
    assert (answer.status_code, answer.location) == (301, f"/sessions/{training.slug}/history")


def test_history_tells_before_and_after_in_the_readers_language(make, sign_in, training, as_actor):
    account = make.staff()
    as_actor(account)
    training.seats, training.title = 24, training.title.put("en", "Rights in national strategies")
    db.session.commit()
    client = sign_in(account)
    english = client.get(f"/sessions/{training.slug}/history").text
    for text in (
        "Seats",
        "Title, English",
        "Rights in strategies",
        "Rights in national strategies",
        account.person.display,
    ):
        assert text in english
    russian = client.get(f"/sessions/{training.slug}/history?lang=ru").text
    assert "английский" in russian


def test_publish_cancel_clone_and_complete_by_their_pages(make, sign_in, clock):
    session = make.session(state="draft", trainer=make.person(display="Rəşad Quliyev"))
    db.session.commit()
    client = sign_in(make.staff())
    at = f"/sessions/{session.slug}"
    assert client.post(f"{at}/publish").status_code == 303
    assert session.state == "published"
    copy = client.post(f"{at}/clone", data={"first_day": "2027-09-07"}).location
    assert copy == f"{at}-2/edit"
    assert client.get(copy).status_code == 200
    assert client.post(f"{at}/complete").status_code == 422  # it is not over
    assert "Cancel session, tell 1 person" in client.get(f"{at}/cancel").text
    assert client.post(f"{at}/cancel", data={"reason": ""}).status_code == 422
    assert client.post(f"{at}/cancel", data={"reason": "The hall was flooded."}).status_code == 303
    assert "The hall was flooded." in client.get(f"{at}/").text
    other = make.session(day=-3)
    db.session.commit()
    assert client.post(f"/sessions/{other.slug}/complete").status_code == 303
    assert other.state == "completed"


def test_a_draft_that_misses_something_is_not_published(make, sign_in):
    session = make.session(state="draft", slots=0)
    db.session.commit()
    client = sign_in(make.staff())
    answer = client.post(f"/sessions/{session.slug}/publish", follow_redirects=True)
    assert "needs one slot at least" in answer.text
    assert db.session.get(TrainingSession, session.id).state == "draft"


def test_slots_move_by_half_days_after_a_question(make, sign_in, training):
    client = sign_in(make.staff())
    slot = training.slots[0]
    at = f"/sessions/{training.slug}/slots/{slot.public_id}"
    question = client.get(f"{at}/move?by=-1").text
    assert "Move, tell 1 person" in question
    assert "14:00–17:00" in question
    before = slot.local_date
    assert client.post(f"{at}/move?by=-1").status_code == 303
    assert (before - slot.local_date).days == 1
    assert client.post(f"{at}/cancel").status_code == 303
    assert slot.cancelled_at is not None
    assert client.get(f"/sessions/{training.slug}/move?by=0").location == f"/sessions/{training.slug}/slots/"
    assert client.get(f"/sessions/{training.slug}/move?by=1000").status_code == 404
    assert client.post(f"/sessions/{training.slug}/move?by=2").status_code == 303


def test_a_move_into_a_clash_is_refused_with_the_reason(make, sign_in):
    room = make.room(title=Texts.of({"en": "Hall A"}))
    session = make.session(day=7, room=room)
    make.session(day=8, room=room)
    db.session.commit()
    client = sign_in(make.staff())
    answer = client.post(f"/sessions/{session.slug}/slots/{session.slots[0].public_id}/move?by=2")
    assert answer.status_code == 422
    assert "Hall A is taken" in answer.text


def test_the_list_filters_sorts_and_exports(make, sign_in, training):
    make.session(activity="m08-a01", title=Texts.of({"en": "Border data"}), state="draft")
    make.session(centre=make.centre("chisinau"), title=Texts.of({"en": "Elsewhere"}))
    db.session.commit()
    client = sign_in(make.staff())
    page = client.get("/sessions/").text
    assert ("Border data" in page, "Rights in" in page, "Elsewhere" in page) == (True, True, False)
    assert "Rights in" not in client.get("/sessions/?module=8").text
    assert "Border data" not in client.get("/sessions/?q=HÜQUQ").text
    assert "No session fits these filters." in client.get("/sessions/?state=cancelled").text
    table = client.get("/sessions/?format=csv&sort=title").text
    assert [line.partition(",")[0] for line in table.lstrip("\ufeff").splitlines()] == [
        "Title",
        "Border data",
        "Rights in strategies",
    ]


def test_an_empty_list_says_what_to_do(make, sign_in):
    client = sign_in(make.staff())
    db.session.commit()
    assert "No session is planned yet." in client.get("/sessions/").text


@pytest.mark.parametrize("address", ["/sessions/", "/calendar/?month=2027-03", "/calendar/?month=2027-03&view=list"])
def test_lists_cost_the_same_for_one_row_and_for_three(make, sign_in, queries, address):
    counts = []
    client = sign_in(make.staff())
    for _ in range(2):
        for number in range(1 if not counts else 2):
            make.session(slots=2, room=make.room(), trainer=make.person(), activity=f"m0{4 + number}-a01")
        db.session.commit()
        db.session.expunge_all()
        with queries(12) as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("staff", [True, False])
def test_a_page_costs_the_same_for_one_slot_and_for_three(make, sign_in, queries, staff):
    client = sign_in(make.staff() if staff else make.account(category="ngo"))
    counts = []
    for number in (1, 3):
        session = make.session(slots=number, room=make.room(), trainer=make.person())
        services.add_slot(
            session,
            services.SlotPlan(session.first_day, *(session.slots[0].local_end.replace(hour=hour) for hour in (18, 19))),
        )
        db.session.commit()
        address = f"/sessions/{session.slug}/"
        db.session.expunge_all()
        with queries(12) as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
