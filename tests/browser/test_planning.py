"""A year of the centre, from a file of needs to calendars: imported, planned, searched, approved, changed, published.

Staff walk through the pages alone; in the end a visitor and a trainer read their calendars.
"""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from csv import DictReader
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as TooLate

from ..conftest import FINDING
from .driver import Accounts, Centre, Visit, served, visit

pytestmark = pytest.mark.browser
NEEDS = "Country,Module,Priority\nGeorgia,7,4\nTurkey,15,very high\nBelarus,15,4\n"
TOPIC = "Consuls and their citizens in need"
LINES = 60
SECONDS = 60  # how long the search may go on before staff take the best so far
ENOUGH = 2500  # points


@dataclass
class Year:
    """What staff see, and where their plan is."""

    staff: Visit
    where: str = ""
    took: dict[str, float] = field(default_factory=dict)
    seen: set[tuple[str, int]] = field(default_factory=set)

    @property
    def page(self) -> Page:
        return self.staff.page

    def open(self, path: str = "", *, whole: str = "") -> Page:
        """Go to a page of the plan, or to another one."""
        self.staff.pass_by(whole or self.where + path)
        return self.look()

    def press(self, name: str, address: str = "") -> Page:
        """Press a button of the page, and look at the page it leads to, the first time one comes to such a page."""
        button = self.page.locator("main").get_by_role("button", name=re.compile(name)).first
        with self.page.expect_navigation(url=re.compile(address) if address else None):
            button.click()
        return self.look()

    def look(self) -> Page:
        """Look at a page of a kind that was not looked at before."""
        kind = re.sub(r"/[a-z0-9]{12}/", "/…/", self.page.url.partition("?")[0]), self.page.locator("h2").count()
        if kind not in self.seen:
            self.seen.add(kind)
            self.staff.look()
        return self.page

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.took[name] = round(time.monotonic() - begun, 1)

    def lines(self) -> list[dict[str, str]]:
        """Read the list of lines as a file."""
        answer = self.page.context.request.get(f"{self.staff.centre.base}{self.where}lines/?format=csv")
        return list(DictReader(answer.text().lstrip("\ufeff").splitlines()))


@pytest.fixture(scope="module")
def own(loaded: tuple[Path, Accounts], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """Give a centre that this journey may change."""
    with served(shutil.copytree(loaded[0], tmp_path_factory.mktemp("own") / "data"), loaded[1]) as centre:
        yield centre


def test_from_needs_to_a_year_in_the_calendars(
    browser: Browser, own: Centre, record_property: Callable[[str, object], None]
) -> None:
    trainer, staff = (somebody(browser, own, role) for role in ("trainer", "staff"))
    name = trainer.pass_by("/me/profile").input_value("[name=display]")
    year = Year(staff)
    with year.step("needs"):
        needs_are_imported(year)
    with year.step("plan"):
        a_plan_is_built(year, name)
    with year.step("search"):
        a_timetable_is_searched(year)
    with year.step("hand"):
        one_is_moved_and_two_are_fixed(year, browser)
    with year.step("approval"):
        the_plan_is_approved(year)
    with year.step("again"):
        a_trainer_falls_ill(year)
    with year.step("sessions"):
        sessions_are_published(year)
    with year.step("calendars"):
        calendars_have_them(year, trainer)
    record_property(FINDING, f"The year's journey, in seconds: {year.took}")
    staff.close()
    trainer.close()


def somebody(browser: Browser, centre: Centre, role: str, width: int = 1280, language: str = "en") -> Visit:
    """Sign somebody in who reads a language."""
    one = visit(browser, centre, width, language)
    one.pass_by(f"/?lang={language}")
    one.sign_in(**centre.accounts[role])
    return one


def needs_are_imported(year: Year) -> None:
    """A word for a priority is refused, mended in the preview; the gaps show what the file said."""
    page = year.staff.pass_by("/needs/")
    page.locator("main .tbl tbody th a").first.click()
    page.get_by_role("link", name="Matrix", exact=True).click()
    page.locator("main a[href*='/imports/new/needs/']").click()
    page.set_input_files("[name=file]", {"name": "needs.csv", "mimeType": "text/csv", "buffer": NEEDS.encode()})
    year.press("Try this file", "/imports/")
    refused = page.get_by_role("link", name="Mend")
    refused.first.wait_for()
    year.look()
    assert "cannot be read as a priority" in page.locator("main").inner_text()
    assert page.get_by_role("button", name=re.compile("Take in")).count() == 0, "nothing is taken in as long as one is"
    refused.click()
    page.fill("[name=value]", "4")
    year.press("Mend and try again", "/imports/")
    page.get_by_role("button", name=re.compile("Take in 3 rows")).wait_for()
    year.press("Take in 3 rows", "/imports/")
    page.locator(".note.ok").wait_for()
    page = year.open(whole="/needs/gaps")
    empty = page.locator(".heat tbody tr", has_text="Youth and migration")
    assert "no activity" in empty.inner_text(), "an urgent module to which no activity belongs"
    assert empty.locator("td").nth(1).inner_text().startswith("4"), "Belarus said so in the file"


def a_plan_is_built(year: Year, trainer: str) -> None:
    """Sixty lines: all candidates, some again, some merged, two topics of their own; two donors pay."""
    page = year.open(whole="/plan/new")
    page.fill("[name=title-en]", "A year walked through")
    page.fill("[name=starts_on]", "2028-01-01")
    page.fill("[name=ends_on]", "2028-12-31")
    page = year.press("Save", "/plan/(?!new)")
    year.where = page.url.removeprefix(year.staff.centre.base)
    page.get_by_role("link", name="Pick activities").first.click()
    there = page.locator("[name=pick]").count()
    picked(year, range(there), "Put into the plan")
    for first in (0, 2, 4):
        picked(year, (first, first + 1), "Merge into one event")
    picked(year, range(LINES - there - 5), "Put into the plan")
    for number, topic in enumerate(("A topic nobody recommended", TOPIC)):
        page = year.staff.pass_by(f"{year.where}lines/new")
        page.fill("[name=title-en]", topic)
        page.check("[name=umbrella]")
        page.fill("[name=parts]", "Visits; ; Leyla" if not number else "Visits; REC-CAP-06; Leyla")
        page.check("[name=audience][value=government]")
        page.select_option("[name=trainers]", label=[trainer] if number else [])
        page.fill("[name=fast_reason]", "It begins in spring")  # what cannot wait has a day in every timetable
        page.fill("[name=fast_by]", "The director")
        page.locator("main form [type=submit]").last.click()
    assert len(year.lines()) == LINES
    budget_is_added(year)
    said_of_lines(year, "Regional training", LINES)
    said_of_lines(year, "Grant of a second donor", LINES // 4)
    assert {row["Format"] for row in year.lines()} == {"Training"}


def picked(year: Year, rows: range | tuple[int, ...], act: str) -> None:
    """Tick candidates by their places, and press a button."""
    page = year.staff.pass_by(f"{year.where}candidates/")
    ticked(page, rows)
    year.press(act)


def said_of_lines(year: Year, fund: str, number: int) -> None:
    """Tick lines, all of them or the first ones, and give them a format and a budget line."""
    page = year.open("lines/")
    ticked(page, range(number))
    year.press("Format, money, countries", "/lines/many")
    page.select_option("[name=format]", "training")
    page.select_option("[name=fund]", label=fund)
    year.press("Save", "/lines/$")


def ticked(page: Page, rows: range | tuple[int, ...]) -> None:
    boxes = page.locator("[name=pick]")
    if len(rows) == boxes.count():
        page.locator("[data-pick-all]").check()
    else:
        for row in rows:
            boxes.nth(row).check()


def budget_is_added(year: Year) -> None:
    page = year.open(whole="/budgets/new")
    page.fill("[name=title-en]", "Grant of a second donor")
    page.select_option("[name=project]", label="Safe Journey: information for migrant workers and their families")
    page.fill("[name=opens_on]", "2028-02-01")
    page.fill("[name=closes_on]", "2028-11-30")
    page.fill("[name=amount]", "900000")
    year.press("Save", "/budgets/$")


def a_timetable_is_searched(year: Year) -> None:
    """The button begins a job that tells how far it is; staff stop it when the best so far is good enough."""
    page = year.open("timetable/")
    page.check("[name=effort][value=quick]")
    year.press("Begin the search", "/timetable/.+/")
    until = time.monotonic() + SECONDS
    done = page.get_by_role("button", name=re.compile("Take over"))
    while done.count() == 0 and time.monotonic() < until and best(page) > ENOUGH:
        page.wait_for_timeout(500)
    if done.count() == 0:
        with suppress(TooLate):  # it may end between the look and the click
            page.get_by_role("button", name="Stop and keep the best so far").click(timeout=5_000)
    done.wait_for(timeout=60_000)
    year.staff.look()
    assert all(row["First day"] == "" for row in year.lines()), "nothing changes before somebody wants it"
    year.press("Take over", f"{year.where}$")
    placed = [row for row in year.lines() if row["First day"]]
    assert len(placed) > LINES // 2, f"most have their day: {len(placed)}"


def best(page: Page) -> int:
    found = re.search(r"The best so far costs ([\d,.\u00a0\u202f]+) point", page.locator("main").inner_text())
    return int(re.sub(r"\D", "", found[1])) if found else 1_000_000


def one_is_moved_and_two_are_fixed(year: Year, browser: Browser) -> None:
    page = year.open()
    card = "#" + (page.locator(".board .card-s.prop").first.get_attribute("id") or "")
    before = page.locator(f"[data-month]:has({card})").get_attribute("data-month") or ""
    page.locator(card).focus()
    page.keyboard.press("Alt+ArrowRight")
    page.wait_for_url(f"**{card}")
    page.locator(f'[data-month]:not([data-month="{before}"]) {card}:focus').wait_for()
    for _number in range(2):
        other = "#" + (page.locator(".board .card-s.prop").last.get_attribute("id") or "")
        page.locator(other).focus()
        page.keyboard.press("f")
        page.locator(f"{other}:not(.prop):focus").wait_for()
    year.staff.look()
    phone = somebody(browser, year.staff.centre, "staff", 360, "ru")
    for path in ("", "lines/", "timetable/"):
        phone.open(year.where + path)
    assert phone.page.locator("html").get_attribute("lang") == "ru"
    phone.close()


def the_plan_is_approved(year: Year) -> None:
    page = year.open("approval/")
    year.press("Send for discussion")
    page.fill("[name=party]", "Steering committee")
    year.press("Add")
    page.fill("[name=approved_on]", "2027-03-01")
    year.press("Enter")
    page = year.press("Approve and freeze")
    assert page.locator("main .tbl").get_by_text("as approved").count() == LINES


def a_trainer_falls_ill(year: Year) -> None:
    """The absence is entered by staff; planning again shows what it would change before anything is."""
    before = year.lines()
    name, day = one_to_miss(year)
    page = year.staff.pass_by(f"/trainers/?q={name}")
    page.get_by_role("link", name=name).first.click()
    page.get_by_text("Add days on which they cannot teach").click()
    page.fill("[name=since]", day.isoformat())
    page.fill("[name=until]", (day + timedelta(days=4)).isoformat())
    page = year.press("Add these days", "/trainers/")
    assert page.get_by_text("away on these days").count() > 0
    page.get_by_role("link", name="Plan again").click()
    assert page.locator("[name=kind][value=again]").is_checked()
    page.fill("[name=occasion]", f"{name} is away")
    year.press("Begin the search", "/timetable/.+/")
    page.get_by_role("button", name=re.compile("Take over")).wait_for(timeout=90_000)
    year.staff.look()
    changes = page.locator("main .tbl tbody tr", has_not_text="As it is")
    number = changes.count()
    assert 0 < number < 6, "as little as can be"
    page = year.press("Take over", f"{year.where}$")
    now = year.lines()
    differ = [row for row in now if row not in before]
    assert 0 < len(differ) <= number
    missed = [row for row in now if row["Trainers"] == name and row["First day"] == day.isoformat()]
    assert missed == []
    page = year.open("approval/")
    assert page.locator("main .tbl .chip", has_text="changed").count() >= len(differ)


def one_to_miss(year: Year) -> tuple[str, date]:
    """Return a trainer and the first day of an event of theirs that may still move."""
    fixed = {each.inner_text().split("\n")[0] for each in year.page.locator(".board .card-s:not(.prop) b").all()}
    for row in year.lines():
        if row["First day"] and row["Trainers"].isascii() and row["Line"] not in fixed and row["Modules"]:
            return row["Trainers"].split(", ")[0], date.fromisoformat(row["First day"])
    raise AssertionError("nobody teaches")


def sessions_are_published(year: Year) -> None:
    """Drafts are made of all lines that are ready, and published together; the rest says what it lacks."""
    page = year.open("sessions/")
    page = year.press(r"Make \d+ draft sessions", "/sessions/$")
    page.get_by_text("Choose an activity of the curriculum").first.wait_for()  # the topic nobody recommended
    page = year.press(r"Publish \d+ sessions", "/sessions/$")
    page.get_by_text("Sessions are being published").wait_for(state="detached")
    published = page.locator("main .tbl .chip", has_text="Published").count()
    assert published > LINES // 2
    page = year.open("approval/")
    assert page.locator("main .tbl").get_by_text("A session is published.").count() == published


def calendars_have_them(year: Year, trainer: Visit) -> None:
    base, public = year.staff.centre.base, year.page.context.request
    told = {row["Line"] for row in year.lines() if row["First day"]}
    everybody = summaries(public.get(f"{base}/calendar.ics").text())
    assert len(told & everybody) > len(told) // 2, "what is open to all"
    page = trainer.open("/me/calendar/")
    page.locator("main form [type=submit]").first.click()
    address = page.locator("main input[value*='/me/calendar/']").first.input_value()
    assert TOPIC in summaries(public.get(address).text())


def summaries(text: str) -> set[str]:
    return {str(event["SUMMARY"]) for event in Calendar.from_ical(text).walk("VEVENT")}
