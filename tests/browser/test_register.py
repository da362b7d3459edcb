"""A phone takes a register of thirty while the network goes and comes; two devices disagree; nothing is lost."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .driver import Centre, Visit, told, visit

pytestmark = pytest.mark.browser
TRAINING = """
import json, sys
from trainhub.accounts.models import Account
from trainhub.app import create_app
from trainhub.kernel import work
from trainhub.kernel.db import db, expect_writes
from trainhub.sessions.models import TrainingSession
from trainhub.testing.make import Make

with create_app().app_context():
    expect_writes(True)
    trainer = db.session.query(Account).filter_by(login=sys.argv[1]).one().person
    like = db.session.query(TrainingSession).filter_by(state="published").first()
    make = Make()
    session = make.session(day=0, slots=1, trainer=trainer, centre=like.centre, seats=40, slug="thirty")
    people = [make.registration(session, make.person(email=None, category="ministry")) for _ in range(30)]
    print(json.dumps({"slot": session.slots[0].public_id, "people": [each.public_id for each in people]}))
    work.commit()
"""
RECORDS = """
import json, sys
from trainhub.app import create_app
from trainhub.attendance.models import Attendance, Conflict, Sync
from trainhub.kernel.db import db
from trainhub.sessions.models import Slot

with create_app().app_context():
    slot = db.session.query(Slot).filter_by(public_id=sys.argv[1]).one()
    marks = db.session.query(Attendance).filter_by(slot_id=slot.id)
    conflicts = db.session.query(Conflict).filter_by(slot_id=slot.id)
    print(json.dumps({
        "marks": {each.registration.public_id: each.status for each in marks},
        "conflicts": [[each.registration.public_id, each.status, each.state] for each in conflicts],
        "received": db.session.query(Sync).filter_by(slot_id=slot.id).count(),
    }))
"""


@dataclass
class Register:
    """The register of one slot, and who stands on it."""

    path: str
    slot: str
    people: list[str]
    centre: Centre

    def records(self) -> dict[str, Any]:
        found: dict[str, Any] = told(self.centre, RECORDS, self.slot)
        return found


@pytest.fixture(scope="module")
def register(centre: Centre) -> Register:
    made = told(centre, TRAINING, centre.accounts["trainer"]["email"])
    return Register(f"/sessions/thirty/attendance/{made['slot']}/", made["slot"], made["people"], centre)


@pytest.fixture
def phones(browser: Browser, centre: Centre) -> Iterator[tuple[Visit, Visit]]:
    """Give the trainer's phone and another one of the centre's staff, both signed in."""
    both = tuple(visit(browser, centre, 360) for _ in range(2))
    for each, role in zip(both, ("trainer", "staff"), strict=True):
        each.sign_in(**centre.accounts[role])
    yield both[0], both[1]
    for each in both:
        each.faults = [fault for fault in each.faults if "ERR_INTERNET_DISCONNECTED" not in fault]
        each.close()


def tap(page: Page, person: str, status: str = "") -> None:
    """Tap the button of a row, or choose a status behind it."""
    row = page.locator(f"#r-{person}")
    if not status:
        row.locator(".mark").click()
        return
    row.locator("summary").click()
    row.locator(f"details [name=status][value={status}]").click()


def until(page: Page, holds: str, seconds: float = 60) -> None:
    """Wait until an expression holds; the page's policy forbids the browser to poll it by itself."""
    end = time.monotonic() + seconds
    while not page.evaluate(holds):
        assert time.monotonic() < end, holds
        page.wait_for_timeout(100)


def all_sent(page: Page) -> None:
    expect(page.locator(".reg > li.waits")).to_have_count(0, timeout=60_000)


def test_thirty_marks_twelve_without_a_network_and_two_devices(phones: tuple[Visit, Visit], register: Register) -> None:
    phone, other = phones
    people = register.people
    page = phone.open(register.path)
    expect(page.locator(".reg > li")).to_have_count(30)
    until(page, "navigator.serviceWorker.controller !== null")
    until(page, "caches.open('trainhub-registers').then((kept) => kept.keys()).then((all) => all.length > 6)")
    for person in people[:18]:
        tap(page, person)
    all_sent(page)
    assert len(register.records()["marks"]) == 18
    second = other.open(register.path)
    expect(second.locator("li[data-status=absent]")).to_have_count(18)

    phone.context.set_offline(True)
    for person in people[18:22]:
        tap(page, person)
    tap(page, people[22], "late")
    expect(page.locator(".reg > li.waits")).to_have_count(5)
    expect(page.locator("[data-note=offline]")).to_be_visible()
    phone.look()
    page.reload()
    expect(page.locator(".reg > li.waits")).to_have_count(5)
    expect(page.locator(f"#r-{people[22]}")).to_have_attribute("data-status", "late")
    for person in people[23:26]:
        tap(page, person)
    expect(page.locator("[data-note=offline] [data-waiting]")).to_have_text("8")
    page.close()

    page = phone.page = phone.context.new_page()
    page.goto(phone.centre.base + register.path)
    expect(page.locator(".reg > li.waits")).to_have_count(8)
    for person in people[26:30]:
        tap(page, person, "excused")
    tap(page, people[26])
    tap(page, people[26], "excused")  # changed twice on the way: still one mark
    expect(page.locator("[data-note=offline] [data-waiting]")).to_have_text("14")
    for person in people[18:20]:  # meanwhile the other device says something else of two
        tap(second, person, "late")
    all_sent(second)

    phone.context.set_offline(False)
    all_sent(page)
    expect(page.locator(".clash")).to_have_count(2)
    expect(second.locator(".clash")).to_have_count(2, timeout=60_000)
    for each in phones:
        each.look()
    records = register.records()
    assert len(records["marks"]) == 30
    assert [records["marks"][person] for person in people[18:20]] == ["late", "late"]
    assert sorted(records["conflicts"]) == sorted([person, "absent", "open"] for person in people[18:20])
    assert records["received"] == 18 + 14 + 2
    assert [records["marks"][person] for person in people[26:30]] == ["excused"] * 4

    page.locator(f"#r-{people[18]} .clash [value=take]").click()
    expect(page.locator(".clash")).to_have_count(1)
    expect(second.locator(".clash")).to_have_count(1, timeout=60_000)
    second.locator(f"#r-{people[19]} .clash [value=keep]").click()
    expect(second.locator(".clash")).to_have_count(0)
    records = register.records()
    assert [records["marks"][person] for person in people[18:20]] == ["absent", "late"]
    assert sorted(state for _person, _status, state in records["conflicts"]) == ["kept", "taken"]


def test_what_waits_belongs_to_who_made_it(browser: Browser, centre: Centre, register: Register) -> None:
    """Marks that could not be sent outlast signing out, and go as nobody else's, until their owner is back."""
    phone = visit(browser, centre, 360, rules=False)
    phone.sign_in(**centre.accounts["trainer"])
    page = phone.pass_by(register.path)
    until(page, "navigator.serviceWorker.controller !== null")
    person = register.people[0]
    before = register.records()["marks"][person]
    phone.context.route("**/sync", lambda route: route.abort())
    tap(page, person, "left_early")
    expect(page.locator("[data-note=offline]")).to_be_visible()
    page.locator(".me").click()
    page.locator("#account form button").click()
    page.wait_for_url(phone.centre.base + "/")
    assert page.evaluate("caches.keys()") == []
    phone.context.unroute("**/sync")

    phone.sign_in(**centre.accounts["staff"])
    page = phone.pass_by(register.path)
    expect(page.locator("#strangers")).to_be_visible()
    expect(page.locator(f"#r-{person}")).to_have_attribute("data-status", before)
    assert register.records()["marks"][person] == before
    phone.context.clear_cookies()

    phone.sign_in(**centre.accounts["trainer"])  # any page will do
    until(page, "localStorage.getItem('trainhub-marks') === null")
    assert register.records()["marks"][person] == "left_early"
    phone.faults = [fault for fault in phone.faults if "ERR_FAILED" not in fault and "/sync" not in fault]
    phone.close()


def test_keys_mark_and_a_person_with_no_script_can_do_the_same(
    browser: Browser, centre: Centre, register: Register
) -> None:
    desk = visit(browser, centre)
    desk.sign_in(**centre.accounts["trainer"])
    page = desk.open(register.path)
    first, second, third = (page.locator(".reg > li").nth(number) for number in (3, 4, 5))
    first.locator(".mark").focus()
    for key in ("p", "ArrowDown", "l", "ArrowDown", "x", "ArrowUp", "ArrowUp", "e"):
        page.keyboard.press(key)
    for row, status in ((first, "left_early"), (second, "late"), (third, "excused")):
        expect(row).to_have_attribute("data-status", status)
    all_sent(page)
    expect(first.locator(".mark")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    desk.look()
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    page.locator("#several-status").select_option("present")
    page.locator("#everybody").check()
    desk.look()
    page.locator("#several [type=submit]").click()
    all_sent(page)
    expect(page.locator("[data-tally=present]")).to_have_text("30")
    page.locator("[data-undo]").click()
    expect(page.locator("[data-tally=present]")).to_have_text("29")
    all_sent(page)
    desk.close()

    plain = visit(browser, centre, 360, java_script_enabled=False, rules=False)
    plain.sign_in(**centre.accounts["trainer"])
    page = plain.pass_by(register.path)
    page.locator(".reg-top [data-several]").click()
    page.locator(f"#r-{register.people[7]} [name=pick]").check()
    page.locator(f"#r-{register.people[8]} [name=pick]").check()
    page.locator("#several-status").select_option("late")
    page.locator("#several [type=submit]").click()
    expect(page.locator("li[data-status=late]")).to_have_count(2)
    plain.close()
