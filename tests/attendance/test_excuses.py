"""Excuses: asked for before, decided by who takes the register, counted when it closes, forgotten in time."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from trainhub.accounts.models import Account, RoleGrant
from trainhub.attendance import services
from trainhub.attendance.models import Attendance, Excuse
from trainhub.attendance.services import Mark, desk, excuses
from trainhub.attendance.services.excuses import Asked
from trainhub.attendance.services.scans import Upload
from trainhub.kernel import files, jobs, work
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.kernel.work import Actor
from trainhub.messages.models import Message
from trainhub.people import services as people
from trainhub.registration.models import Registration
from trainhub.sessions.models import Slot, TrainingSession
from trainhub.testing import Clock
from trainhub.testing.make import Make

SignIn = Callable[[Account], FlaskClient]
STAFF = Actor(1, "Staff")


@pytest.fixture
def training(make: Make) -> TrainingSession:
    return make.session(slots=2, day=1)


@pytest.fixture
def guest(make: Make, training: TrainingSession) -> Account:
    account = make.account(display="Şəhla Ağayeva")
    make.registration(training, account.person)
    work.commit()
    return account


def place(guest: Account) -> Registration:
    return db.session.query(Registration).filter_by(person_id=guest.person_id).one()


def asked(guest: Account, *slots: Slot, reason: str = "A hearing at court", pdf: bytes = b"") -> Excuse:
    upload = Upload(io.BytesIO(pdf), "summons.pdf") if pdf else None
    numbers = tuple(slot.public_id for slot in slots)
    made = excuses.ask(registration=place(guest), command=Asked(numbers, reason, upload))
    work.commit()
    return made


def statuses(slot: Slot) -> list[str]:
    return [mark.status for mark in db.session.query(Attendance).filter_by(slot_id=slot.id).order_by(Attendance.id)]


def test_who_is_excused_is_marked_so_when_the_register_closes(
    training: TrainingSession, guest: Account, make: Make, clock: Clock
) -> None:
    make.registration(training)
    first, second = training.standing
    row = asked(guest, first)
    excuses.decide(excuse=row, granted=True, answer="", by=STAFF)
    clock.set(first.utc_end)
    services.save(slot=first, marks={}, by=STAFF)
    services.save(slot=second, marks={}, by=STAFF)
    assert sorted(statuses(first)) == ["excused", "present"]
    assert statuses(second) == ["present", "present"]


def test_who_comes_after_all_is_there(training: TrainingSession, guest: Account, clock: Clock) -> None:
    first = training.standing[0]
    excuses.decide(excuse=asked(guest, first), granted=True, answer="", by=STAFF)
    clock.set(first.utc_start)
    services.mark(slot=first, registration=place(guest), mark=Mark("present"), by=STAFF)
    services.save(slot=first, marks={}, by=STAFF)
    assert statuses(first) == ["present"]


def test_the_desk_does_not_take_the_excused_for_absent(
    training: TrainingSession, guest: Account, make: Make, clock: Clock
) -> None:
    make.registration(training)
    first = training.standing[0]
    excuses.decide(excuse=asked(guest, first), granted=True, answer="", by=STAFF)
    clock.set(first.utc_start)
    desk.finish(slot=first, by=STAFF)
    assert sorted(statuses(first)) == ["absent", "excused"]


def test_what_was_not_granted_does_not_count(training: TrainingSession, guest: Account, clock: Clock) -> None:
    first, second = training.standing
    asked(guest, first)
    refused = asked(guest, second)
    with pytest.raises(Invalid, match="Say why not"):
        excuses.decide(excuse=refused, granted=False, answer=" ", by=STAFF)
    excuses.decide(excuse=refused, granted=False, answer="Your part is then", by=STAFF)
    with pytest.raises(Refused, match="already"):
        excuses.decide(excuse=refused, granted=True, answer="", by=STAFF)
    clock.set(second.utc_end)
    for slot in (first, second):
        services.save(slot=slot, marks={}, by=STAFF)
        assert statuses(slot) == ["present"]
    assert {each.kind for each in db.session.query(Message)} == {"excuse_refused"}


def test_nobody_is_excused_from_what_is_over_or_not_theirs(
    training: TrainingSession, guest: Account, make: Make, clock: Clock
) -> None:
    first, second = training.standing
    other = make.session(slots=1, day=1).standing[0]
    for slots in ((), (other,), (first, other)):
        with pytest.raises(Invalid):
            asked(guest, *slots)
    with pytest.raises(Invalid, match="Say why"):
        asked(guest, first, reason=" ")
    clock.set(first.utc_end + timedelta(minutes=1))
    with pytest.raises(Invalid):
        asked(guest, first)
    asked(guest, second)
    place(guest).state = "withdrawn"
    with pytest.raises(Refused):
        asked(guest, second)


def test_a_document_is_what_it_says_and_goes_with_the_person(
    training: TrainingSession, guest: Account, make: Make
) -> None:
    with pytest.raises(Invalid):
        asked(guest, training.standing[0], pdf=b"MZ no document")
    row = asked(guest, training.standing[0], pdf=b"%PDF-1.7 summons")
    assert row.file is not None
    where, number = files.path(row.file), row.id
    people.erase(guest.person)
    work.commit()
    jobs.drain()
    kept = db.session.get(Excuse, number)
    assert kept is None or (kept.reason, kept.file_id) == ("", None)
    assert not where.exists()


def test_reasons_are_forgotten_after_the_training(training: TrainingSession, guest: Account, clock: Clock) -> None:
    row = asked(guest, training.standing[0], pdf=b"%PDF-1.7 summons")
    excuses.decide(excuse=row, granted=True, answer="Of course", by=STAFF)
    assert row.file is not None
    where, number, end = files.path(row.file), row.id, training.standing[-1].utc_end
    for days, gone in ((excuses.KEPT_DAYS - 1, False), (excuses.KEPT_DAYS + 3, True)):
        clock.set(end + timedelta(days=days))
        jobs.enqueue("attendance.excuses")
        work.commit()
        jobs.drain()
        kept = db.session.get_one(Excuse, number)
        assert ((kept.reason, kept.answer) == ("", ""), where.exists()) == (gone, not gone)
        assert kept.state == "granted"


def test_from_the_page_of_the_training_to_the_answer(
    training: TrainingSession, guest: Account, make: Make, sign_in: SignIn
) -> None:
    staff, first = make.staff(), training.standing[0]
    work.commit()
    client, own = sign_in(guest), f"/me/excuses/{place(guest).public_id}"
    assert own in client.get(f"/sessions/{training.slug}/").text
    data = {"slots": first.public_id, "reason": "A hearing", "file": (io.BytesIO(b"%PDF-1.7 s"), "summons.pdf")}
    assert client.post(own, data=data).status_code == 303
    page = client.get(own).text
    assert "A hearing" in page
    row = db.session.query(Excuse).one()
    assert client.get(f"{own}/{row.public_id}/document").data == b"%PDF-1.7 s"
    office = f"/sessions/{training.slug}/attendance/excuses/"
    assert client.get(office).status_code == 404
    sign_in(staff)
    assert "1 excuse waits for an answer" in client.get("/").text
    assert "A hearing" in client.get(office).text
    assert client.post(f"{office}{row.public_id}", data={"verb": "refuse", "answer": ""}).status_code == 422
    assert client.post(f"{office}{row.public_id}", data={"verb": "grant", "answer": "Go"}).status_code == 303
    assert db.session.query(Excuse).one().state == "granted"
    sign_in(make.account())
    assert client.get(own).status_code == 404
    sign_in(guest)
    assert "Go" in client.get(own).text
    assert client.post(f"{own}/{row.public_id}/withdraw").status_code == 303
    assert db.session.query(Excuse).one().state == "withdrawn"


def test_another_session_s_excuse_is_not_found(training: TrainingSession, guest: Account, make: Make) -> None:
    row = asked(guest, training.standing[0])
    with pytest.raises(NotFound):
        excuses.find(make.session(), row.public_id)


def test_nobody_decides_about_an_excuse_of_their_own(
    training: TrainingSession, guest: Account, make: Make, sign_in: SignIn
) -> None:
    row = asked(guest, training.standing[0])
    db.session.add(RoleGrant(account=guest, role="staff", scope_kind="centre", scope_id=str(training.centre_id)))
    work.commit()
    where, number = f"/sessions/{training.slug}/attendance/excuses/{row.public_id}", row.id
    answer = sign_in(guest).post(where, data={"answer": "Why not", "verb": "grant"}, follow_redirects=True)
    assert "Somebody else decides about your own excuse." in answer.text
    assert db.session.get_one(Excuse, number).state == "asked"
