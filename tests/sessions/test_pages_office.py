"""Rooms, formats, projects and donors: list, record, edit, history, refusal."""

from datetime import date

import pytest

from trainhub.kernel.db import db
from trainhub.kernel.types import Texts
from trainhub.sessions.models import Donor, Format, Project, ProjectDonor, Room, RoomClosing, SessionProject


@pytest.fixture
def office(make, sign_in):
    client = sign_in(make.staff())
    db.session.commit()
    return client


def test_a_room_is_added_changed_and_remembered(office, make):
    place = office.post("/rooms/new", data={"title-en": "Hall A", "title-az": "A zalı", "seats": "30"}).location
    assert "Hall A" in office.get("/rooms/").text
    room = db.session.query(Room).one()
    make.session(day=7, room=room, title=Texts.of({"en": "Rights"}))
    db.session.commit()
    assert "Rights" in office.get(place).text
    assert office.post(f"{place}edit", data={"title-en": "Hall B", "seats": "40"}).status_code == 303
    assert "Hall B" in office.get(place).text
    history = office.get(f"{place}history").text
    for text in ("Seats", "30", "40", "Name, English", "Hall A", "Hall B"):
        assert text in history
    assert office.post("/rooms/new", data={"title-en": "", "seats": "30"}).status_code == 422


def test_a_rooms_new_name_reaches_calendars(office, make):
    room = make.room(title=Texts.of({"en": "Hall A"}))
    session = make.session(day=7, room=room)
    db.session.commit()
    office.post(f"/rooms/{room.public_id}/edit", data={"title-en": "Hall B", "seats": "30"})
    assert "LOCATION:Hall B" in session.slots[0].vevent


@pytest.mark.parametrize("kind", ["rooms", "projects"])
def test_another_centres_records_do_not_exist(office, make, kind):
    elsewhere = make.centre("chisinau").id
    record = make.room(centre_id=elsewhere) if kind == "rooms" else make.project(centre_id=elsewhere)
    db.session.commit()
    for path in ("", "edit", "history"):
        assert office.get(f"/{kind}/{record.public_id}/{path}").status_code == 404
    assert str(record.title) not in office.get(f"/{kind}/").text


def test_formats_are_common_to_all_centres_and_staff_of_one_only_read_them(office, make):
    assert "Administrators change them." in office.get("/formats/").text
    page = office.get("/formats/briefing/").text
    assert "/formats/briefing/edit" not in page + office.get("/formats/").text
    assert "/formats/new" not in office.get("/formats/").text
    for path in ("/formats/new", "/formats/briefing/edit"):
        assert office.get(path).status_code == 403
        assert office.post(path, data={"title-en": "Ours"}).status_code == 403
    assert "Ours" not in office.get("/formats/").text


@pytest.mark.parametrize("role", ["administrator", "staff"])
def test_a_formats_switches_are_edited_by_whoever_works_everywhere(make, sign_in, role):
    office = sign_in(make.account(role))
    assert "Policy dialogue" in office.get("/formats/").text
    answer = office.post("/formats/briefing/edit", data={"title-en": "Briefing", "certifies": "y", "percent": "60"})
    assert answer.location == "/formats/briefing/"
    kind = db.session.query(Format).filter_by(key="briefing").one()
    assert (kind.counts_as_trainees, kind.certifies, kind.certificate_share) == (False, True, 0.6)
    assert "60%" in office.get("/formats/briefing/").text
    assert office.post("/formats/new", data={"title-en": "Briefing"}).location == "/formats/briefing-2/"
    assert "Gives certificates" in office.get("/formats/briefing/history").text


def test_a_project_with_a_new_donor(office, make):
    answer = office.post(
        "/projects/new",
        data={
            "title-en": "Safe roads",
            "starts_on": "2027-01-01",
            "ends_on": "2028-12-31",
            "budget": "120000",
            "currency": "eur",
            "new_donor": "A foundation",
        },
    )
    project = db.session.query(Project).one()
    assert answer.location == f"/projects/{project.public_id}/"
    donor = db.session.query(Donor).order_by(Donor.id.desc()).first()
    assert [row.donor for row in project.donors] == [donor]
    page = office.get(answer.location).text
    assert ("A foundation" in page, "EUR" in page) == (True, True)
    form = {"title-en": "Safe roads", "currency": "EUR", "ends_on": "2026-01-01", "starts_on": "2027-01-01"}
    assert office.post(f"{answer.location}edit", data=form).status_code == 422
    office.post(f"{answer.location}edit", data=form | {"ends_on": "", "donors": [donor.public_id]})
    assert [row.donor for row in project.donors] == [donor]


def test_a_donor_has_a_list_a_record_and_a_history(office, make):
    assert "IOM Development Fund" in office.get("/donors/").text, "those the documents of the centre name (R-173)"
    body = make.organisation(title=Texts.of({"en": "Fund for safe migration"}))
    db.session.commit()
    assert office.post("/donors/new", data={}).status_code == 422
    where = office.post("/donors/new", data={"title-en": "A fund", "organisation": body.slug}).location
    donor = db.session.query(Donor).order_by(Donor.id.desc()).first()
    assert where == f"/donors/{donor.public_id}/"
    office.post(f"{where}edit", data={"title-en": "A fund", "title-az": "Bir fond", "organisation": body.slug})
    second = make.centre("dushanbe")
    ours, theirs = make.project(), make.project(centre_id=second.id, title=Texts.of({"en": "Elsewhere"}))
    for project in (ours, theirs):
        db.session.add(ProjectDonor(project_id=project.id, donor=donor))
    session = make.session()
    session.projects.append(SessionProject(project=ours))
    db.session.commit()
    page = office.get(where).text
    assert ("Fund for safe migration" in page, str(ours) in page, "Elsewhere" in page) == (True, True, False)
    for source, target in (
        ("/projects/", where),
        (f"/projects/{ours.public_id}/", where),
        ("/projects/", "/donors/"),
        (f"/sessions/{session.slug}/", f"/projects/{ours.public_id}/"),
    ):
        assert f'href="{target}"' in office.get(source).text
    for text in ("Name, Azerbaijani", "Bir fond", "In the address book", "Fund for safe migration"):
        assert text in office.get(f"{where}history").text
    assert "A fund" in office.get(f"/projects/{ours.public_id}/history").text
    assert "A fund,Fund for safe migration" in office.get("/donors/?format=csv").text.splitlines()


@pytest.mark.parametrize("address", ["/trainers/", "/rooms/", "/projects/"])
def test_lists_cost_the_same_for_one_row_and_for_three(office, make, queries, address):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            make.expert(modules={4: "expert", 8: "lead"})
            make.room()
            make.project()
        db.session.commit()
        db.session.expunge_all()
        with queries(12) as seen:
            assert office.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_long_history_costs_the_same_as_a_short_one(office, make, queries):
    session = make.session(room=make.room())
    address = f"/sessions/{session.slug}/history"
    counts = []
    for number in (1, 3):
        for hour in range(18, 18 + number):
            make.slot(session, session.first_day, hour=hour, hours=1, room=make.room())
        db.session.commit()
        db.session.expire_all()
        with queries(12) as seen:
            assert office.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_project_follows_another_and_never_itself(office, make):
    first = make.project(title=Texts.of({"en": "First steps"}))
    db.session.commit()
    form = {"title-en": "Common ground", "currency": "EUR", "predecessor": first.public_id}
    where = office.post("/projects/new", data=form).location
    assert "First steps" in office.get(where).text
    assert "Followed by" in office.get(f"/projects/{first.public_id}/").text
    second = db.session.query(Project).filter(Project.predecessor_id == first.id).one()
    back = {"title-en": "First steps", "currency": "EUR", "predecessor": second.public_id}
    answer = office.post(f"/projects/{first.public_id}/edit", data=back)
    assert answer.status_code == 422
    assert "A project cannot follow itself." in answer.text
    assert f'value="{first.public_id}"' not in office.get(f"/projects/{first.public_id}/edit").text
    assert "Follows the project" in office.get(f"{where}history").text
    office.post(f"{where}edit", data=form | {"predecessor": ""})
    db.session.refresh(second)
    assert second.predecessor_id is None


def test_a_room_is_closed_for_a_time_and_opened_again(office, make):
    room = make.room(title=Texts.of({"en": "Hall A"}))
    make.session(day=date(2027, 3, 9), room=room)
    db.session.commit()
    place = f"/rooms/{room.public_id}/"
    answer = office.post(f"{place}closed", data={"since": "2027-03-10", "until": "2027-03-08", "note": "New floor"})
    assert (answer.status_code, "The last day is before the first." in answer.text) == (422, True)
    assert 'value="New floor"' in answer.text, "nothing typed is lost"
    days = {"since": "2027-03-08", "until": "2027-03-10", "note": "New floor"}
    assert office.post(f"{place}closed", data=days).location == place
    page = office.get(place).text
    assert ("New floor" in page, "1 session is to be held here on these days" in page) == (True, True)
    assert "Room closed" in office.get(f"{place}history").text
    [closing] = db.session.query(RoomClosing)
    assert office.post(f"{place}closed/nothing/remove").status_code == 404
    assert office.post(f"{place}closed/{closing.public_id}/remove").location == place
    assert "New floor" not in office.get(place).text
