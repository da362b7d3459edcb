"""Checking oneself in: one's own mark, in the slot whose code was on the wall, while its window is open."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from trainhub.accounts.models import Account
from trainhub.attendance import rotating, services
from trainhub.attendance.models import Attendance
from trainhub.attendance.services import Mark, selfcheck
from trainhub.attendance.services.selfcheck import Window
from trainhub.kernel import clock as kernel_clock
from trainhub.kernel import work
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.kernel.work import Actor
from trainhub.people.models import Person
from trainhub.registration.models import Registration
from trainhub.sessions.models import Slot, TrainingSession
from trainhub.testing import Clock
from trainhub.testing.make import Make

SignIn = Callable[[Account], FlaskClient]


@pytest.fixture
def training(make: Make) -> TrainingSession:
    """Make a session of two slots today, 10 to 13 and 14 to 17 in Baku, whose people check themselves in."""
    session = make.session(slots=2)
    selfcheck.allow(session, Window(before=15))
    work.commit()
    return session


@pytest.fixture
def guest(make: Make, training: TrainingSession) -> Account:
    account = make.account(display="Şəhla Ağayeva", native="Şəhla Ağayeva")
    make.registration(training, account.person)
    work.commit()
    return account


def at(slot: Slot, clock: Clock, minutes: float = 0, seconds: float = 0) -> datetime:
    moment = slot.utc_start + timedelta(minutes=minutes, seconds=seconds)
    clock.set(moment)
    return moment


def wall(slot: Slot) -> str:
    return selfcheck.shown(slot).code


def come(slot: Slot, person: Person, code: str | None = None) -> selfcheck.Done:
    ticket = selfcheck.scanned(slot.public_id, code or wall(slot))
    return selfcheck.check_in(scan=selfcheck.read(ticket), person=person, by=Actor())


def marks() -> list[Attendance]:
    return list(db.session.query(Attendance))


def test_who_scans_in_time_is_there_and_who_comes_late_is_late(
    training: TrainingSession, guest: Account, make: Make, clock: Clock
) -> None:
    first, second = training.standing
    at(first, clock, minutes=-10)
    assert come(first, guest.person).mark.status == "present"
    at(second, clock, minutes=25)
    made = come(second, guest.person).mark
    assert (made.status, made.minutes, made.source) == ("late", 180 - 25, "self")
    assert [mark.slot_id for mark in marks()] == [first.id, second.id]


def test_a_code_is_of_one_slot(training: TrainingSession, guest: Account, clock: Clock) -> None:
    first, second = training.standing
    at(first, clock)
    with pytest.raises(Refused, match="run out"):
        selfcheck.scanned(second.public_id, wall(first))
    with pytest.raises(NotFound):
        selfcheck.scanned("nosuchslot12", wall(first))
    assert marks() == []


def test_a_slot_to_come_has_no_open_window(training: TrainingSession, guest: Account, clock: Clock) -> None:
    first, second = training.standing
    at(first, clock)
    with pytest.raises(Refused, match="not begun"):
        come(second, guest.person)
    clock.set(first.utc_start - timedelta(days=1))
    with pytest.raises(Refused, match="Nobody can"):
        come(first, guest.person)
    assert marks() == []


def test_the_window_opens_and_ends(training: TrainingSession, guest: Account, clock: Clock) -> None:
    first = training.standing[0]
    at(first, clock, minutes=-16)
    with pytest.raises(Refused, match="not begun"):
        come(first, guest.person)
    selfcheck.allow(training, Window(before=20, after=30))
    come(first, guest.person)
    db.session.delete(marks()[0])
    at(first, clock, minutes=31)
    with pytest.raises(Refused, match="ended"):
        come(first, guest.person)
    selfcheck.forbid(training)
    with pytest.raises(Refused, match="trainer takes"):
        come(first, guest.person)
    for window in (Window(before=-1), Window(before=241), Window(after=500)):
        with pytest.raises(Invalid):
            selfcheck.allow(training, window)


def test_a_code_is_good_for_a_minute_at_most(training: TrainingSession, guest: Account, clock: Clock) -> None:
    first = training.standing[0]
    at(first, clock)
    old = wall(first)
    at(first, clock, seconds=45)
    selfcheck.scanned(first.public_id, old)
    at(first, clock, seconds=61)
    with pytest.raises(Refused, match="run out"):
        selfcheck.scanned(first.public_id, old)
    at(first, clock, seconds=-31)
    with pytest.raises(Refused, match="run out"):  # one of the future neither
        selfcheck.scanned(first.public_id, old)


def test_a_scan_outlives_signing_in_but_not_for_long(training: TrainingSession, guest: Account, clock: Clock) -> None:
    first = training.standing[0]
    at(first, clock, minutes=2)
    ticket = selfcheck.scanned(first.public_id, wall(first))
    at(first, clock, minutes=11)
    done = selfcheck.check_in(scan=selfcheck.read(ticket), person=guest.person, by=Actor())
    assert done.mark.status == "present"  # as of the scan
    at(first, clock, minutes=12, seconds=1)
    with pytest.raises(Refused, match="too old"):
        selfcheck.read(ticket)


@pytest.mark.parametrize("change", [lambda text: text[:-2] + "AA", lambda text: "x" + text, lambda text: "", str.upper])
def test_a_ticket_is_not_made_by_hand(
    training: TrainingSession, guest: Account, clock: Clock, change: Callable[[str], str]
) -> None:
    first = training.standing[0]
    at(first, clock)
    ticket = selfcheck.scanned(first.public_id, wall(first))
    with pytest.raises(NotFound):
        selfcheck.read(change(ticket))


def test_nobody_checks_in_without_a_place(training: TrainingSession, guest: Account, make: Make, clock: Clock) -> None:
    first = training.standing[0]
    stranger, waiting = make.account(), make.account()
    make.registration(training, waiting.person, state="waiting")
    elsewhere = make.account()
    make.registration(make.session(slots=2), elsewhere.person)
    at(first, clock)
    for account in (stranger, waiting, elsewhere):
        with pytest.raises(Refused, match="no confirmed place"):
            come(first, account.person)
    assert marks() == []


def test_what_the_trainer_marked_stays(training: TrainingSession, guest: Account, clock: Clock) -> None:
    first = training.standing[0]
    at(first, clock)
    line = services.open_register(first).lines[0]
    services.mark(slot=first, registration=line.registration, mark=Mark("absent"), by=Actor(1, "Trainer"))
    done = come(first, guest.person)
    assert (done.before, done.mark.status) == (True, "absent")


def test_twice_is_once(training: TrainingSession, guest: Account, clock: Clock) -> None:
    first = training.standing[0]
    at(first, clock)
    come(first, guest.person)
    at(first, clock, minutes=30)
    again = come(first, guest.person)
    assert (again.before, again.mark.status) == (False, "present")
    assert len(marks()) == 1


def test_neither_a_closed_register_nor_a_cancelled_slot_nor_a_completed_session(
    training: TrainingSession, guest: Account, clock: Clock
) -> None:
    first, second = training.standing
    at(first, clock)
    services.save(slot=first, marks={}, by=Actor(1, "Trainer"))
    db.session.delete(marks()[0])
    db.session.flush()
    with pytest.raises(Refused, match="register is closed"):
        come(first, guest.person)
    at(second, clock)
    ticket = selfcheck.scanned(second.public_id, wall(second))
    second.cancelled_at = kernel_clock.now()
    db.session.flush()
    with pytest.raises(Refused, match="Nobody can"):
        selfcheck.check_in(scan=selfcheck.read(ticket), person=guest.person, by=Actor())
    second.cancelled_at, training.state = None, "completed"
    db.session.flush()
    with pytest.raises(Refused, match="Nobody can"):
        come(second, guest.person)


def test_the_short_code_opens_only_one_s_own_trainings(
    training: TrainingSession, guest: Account, make: Make, clock: Clock
) -> None:
    first = training.standing[0]
    at(first, clock)
    short = selfcheck.shown(first).typed
    assert len(short) == rotating.SHORT
    assert selfcheck.read(selfcheck.typed(f" {short[:3].lower()}-{short[3:]}", guest.person)).slot is first
    with pytest.raises(Refused):
        selfcheck.typed(short, make.person())
    with pytest.raises(Refused):
        selfcheck.typed("AAAAAA", guest.person)


# --- pages --------------------------------------------------------------------------------------------


def test_from_the_wall_through_the_door_to_the_mark(
    training: TrainingSession, guest: Account, make: Make, sign_in: SignIn, client: FlaskClient, clock: Clock
) -> None:
    first = training.standing[0]
    at(first, clock)
    staff = make.staff()
    work.commit()
    address = f"/sessions/{training.slug}/attendance/{first.public_id}/code"
    assert sign_in(staff).post(address, data={"before": "300"}).status_code == 422
    assert client.post(address, data={"before": "20", "after": ""}).status_code == 303
    assert selfcheck.window_of(training).before == 20  # type: ignore[union-attr]
    page = client.get(address).text
    assert selfcheck.shown(first).typed in page
    client.get("/sign-out")
    client.post("/sign-out")
    client.delete_cookie("session")
    scan = client.get(f"/check-in/{first.public_id}/{wall(first)}")
    assert scan.status_code == 303
    door = client.get(scan.headers["Location"])
    assert (door.status_code, "/sign-in?next=/check-in/scan/" in door.headers["Location"]) == (303, True)
    stranger = make.account()
    work.commit()
    told = sign_in(stranger).get(scan.headers["Location"])
    assert (told.status_code, training.title.text("en") in told.text) == (410, False)
    sign_in(guest)
    asked = client.get(scan.headers["Location"]).text
    assert "Şəhla Ağayeva" in asked
    token = re.search(r'name="csrf_token" value="([^"]+)"', asked)
    said = client.post(scan.headers["Location"], data={"csrf_token": token[1]} if token else {})
    assert (said.status_code, "You are checked in" in said.text) == (200, True)
    assert [(mark.slot_id, mark.source) for mark in marks()] == [(first.id, "self")]


def test_a_scan_is_worth_nothing_in_another_browser(
    training: TrainingSession, guest: Account, sign_in: SignIn, client: FlaskClient, clock: Clock
) -> None:
    first = training.standing[0]
    at(first, clock)
    scan = client.get(f"/check-in/{first.public_id}/{wall(first)}").headers["Location"]
    client.delete_cookie("check_in", path="/check-in")
    sign_in(guest)
    assert (client.get(scan).status_code, client.post(scan).status_code, marks()) == (410, 410, [])


def test_a_code_that_has_run_out_says_so(training: TrainingSession, client: FlaskClient, clock: Clock) -> None:
    first = training.standing[0]
    at(first, clock)
    old = wall(first)
    at(first, clock, minutes=2)
    answer = client.get(f"/check-in/{first.public_id}/{old}")
    assert (answer.status_code, "run out" in answer.text) == (410, True)


def test_short_codes_are_not_tried_for_long(
    training: TrainingSession, guest: Account, sign_in: SignIn, clock: Clock
) -> None:
    at(training.standing[0], clock)
    client = sign_in(guest)
    answers = [client.post("/check-in", data={"code": "AAAAAA"}).status_code for _each in range(12)]
    assert answers == [422] * 10 + [429] * 2


def test_only_who_takes_the_register_shows_the_wall(
    training: TrainingSession, guest: Account, make: Make, sign_in: SignIn
) -> None:
    address = f"/sessions/{training.slug}/attendance/{training.standing[0].public_id}/code"
    for account in (guest, make.staff(make.centre("dushanbe", country_code="TJ"))):
        assert sign_in(account).get(address).status_code == 404
        assert sign_in(account).post(address, data={"before": "0"}).status_code == 404


def test_what_the_trainer_marks_in_the_moment_of_a_scan_stays(
    training: TrainingSession, guest: Account, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Checking in waits for the slot first, and looks then: meanwhile the trainer marked."""
    slot = training.slots[0]
    at(slot, clock)
    row, wait = place_of(guest, training), selfcheck.check_open

    def the_trainer_marks(*arguments: Slot, **more: bool) -> None:
        services.mark(slot=slot, registration=row, mark=Mark("excused"), by=Actor(None, "Leyla"))
        wait(*arguments, **more)

    monkeypatch.setattr(selfcheck, "check_open", the_trainer_marks)
    done = come(slot, guest.person)
    assert (done.before, [each.status for each in marks()]) == (True, ["excused"])


def place_of(guest: Account, training: TrainingSession) -> Registration:
    return db.session.query(Registration).filter_by(person_id=guest.person_id, session_id=training.id).one()
