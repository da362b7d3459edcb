"""A session is moved in the month by keys and by the mouse; a page asks before, and the focus comes back."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from .driver import Accounts, Centre, Visit, served, visit

pytestmark = pytest.mark.browser
SESSION = "rights-of-migrants-and-families"
MONTH = "/calendar/?month=2027-03"
BAR = f"#session-{SESSION}"


@pytest.fixture(scope="module")
def own(loaded: tuple[Path, Accounts], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """Give a centre that may be changed; each test leaves the calendar as it was."""
    with served(shutil.copytree(loaded[0], tmp_path_factory.mktemp("own") / "data"), loaded[1]) as centre:
        yield centre


@pytest.fixture
def staff(browser: Browser, own: Centre) -> Iterator[Visit]:
    """Somebody of the office."""
    person = visit(browser, own)
    person.sign_in(**own.accounts["staff"])
    yield person
    person.close()


def asked(person: Visit, by: int) -> Page:
    """Wait for the page that asks, and look at it."""
    person.page.wait_for_url(re.compile(rf"/sessions/{SESSION}/move\?by={by}&month=2027-03$"))
    person.look()
    return person.page


def back(person: Visit) -> str:
    """Wait for the calendar with the session's bar in focus; return where the bar begins."""
    person.page.wait_for_url(f"**{MONTH}{BAR}")
    person.page.locator(f"{BAR}:focus").wait_for()
    return place(person.page)


def place(page: Page) -> str:
    found = re.search(r"\bk\d+", page.locator(BAR).get_attribute("class") or "")
    assert found
    return f"{found[0]} {page.locator(f'{BAR} .h').inner_html()}"


def test_by_keyboard_alone(staff: Visit) -> None:
    page = staff.open(MONTH)
    before = place(page)
    page.locator(BAR).focus()
    page.keyboard.press("Alt+ArrowRight")
    asked(staff, 1)
    page.keyboard.press("Alt+ArrowDown")
    asked(staff, 15)
    page.keyboard.press("Alt+ArrowUp")
    asked(staff, 1)
    page.keyboard.press("Alt+ArrowLeft")
    assert back(staff) == before, "moved to and fro it stays"
    page.keyboard.press("Alt+ArrowRight")
    assert asked(staff, 1).locator("main form.dialog .btn-primary:focus").count() == 1
    page.keyboard.press("Enter")
    assert back(staff) != before
    page.keyboard.press("Alt+ArrowLeft")
    asked(staff, -1)
    page.keyboard.press("Enter")
    page.locator(".toast-b").wait_for()
    assert back(staff) == before


def test_by_mouse(staff: Visit) -> None:
    page = staff.open(MONTH)
    box = page.locator(BAR).bounding_box()
    assert box
    cell = box["width"] / len(page.locator(f"{BAR} .h i").all())
    page.mouse.move(box["x"] + cell / 2, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + cell * 2.5, box["y"] + 12, steps=4)
    page.locator(".days .over-left").wait_for()
    page.mouse.up()
    asked(staff, 2)
