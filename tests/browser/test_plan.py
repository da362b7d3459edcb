"""The year board by keyboard alone, wide and on a phone: cards chosen, moved, fixed, undone; axe looks at each page."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from .driver import Accounts, Centre, served, visit

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def own(loaded: tuple[Path, Accounts], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """Give a centre whose plan may be changed."""
    with served(shutil.copytree(loaded[0], tmp_path_factory.mktemp("own") / "data"), loaded[1]) as centre:
        yield centre


def board(page: Page) -> str:
    """Go to the latest plan, which is being discussed; return its address."""
    page.locator("main .tbl tbody th a").first.click()
    page.locator(".board[data-ready]").wait_for()
    return page.url


def month_of(page: Page, card: str) -> str:
    return page.locator(f"[data-month]:has({card})").get_attribute("data-month") or ""


def test_by_keyboard_alone(browser: Browser, own: Centre) -> None:
    person = visit(browser, own)
    person.sign_in(**own.accounts["staff"])
    page = person.open("/plan/")
    board(page)
    person.look()
    card = "#" + (page.locator(".board .card-s.prop").first.get_attribute("id") or "")
    before = month_of(page, card)
    page.locator(card).focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.line") != card.removeprefix("#line-"), "arrows choose"
    page.locator(card).focus()
    page.keyboard.press("Alt+ArrowRight")
    page.wait_for_url(f"**{card}")
    page.locator(f"{card}:focus").wait_for()
    after = month_of(page, card)
    assert after > before
    person.look()
    page.keyboard.press("f")
    page.locator(f"{card}:not(.prop):focus").wait_for()
    page.keyboard.press("z")
    page.locator(f"{card}.prop:focus").wait_for()
    page.keyboard.press("z")
    page.locator(f'[data-month="{before}"] {card}').wait_for()
    page.locator('.seg a[href*="by=trainer"]').click()
    page.wait_for_url("**by=trainer**")
    person.look()
    page.locator(".board .card-s").first.press("Enter")
    page.locator("h2#when").wait_for()
    person.look()
    person.close()


def test_by_mouse_and_on_a_phone(browser: Browser, own: Centre) -> None:
    person = visit(browser, own)
    person.sign_in(**own.accounts["staff"])
    page = person.open("/plan/")
    board(page)
    card = "#" + (page.locator(".board .card-s.prop").first.get_attribute("id") or "")
    before = month_of(page, card)
    row = page.locator(f"[data-month]:has({card})")
    beside = row.locator("xpath=following-sibling::*[@data-month][1]")
    page.locator(card).drag_to(beside)
    page.locator(f'[data-month]:not([data-month="{before}"]) {card}').wait_for()
    person.close()
    phone = visit(browser, own, width=360)
    phone.sign_in(**own.accounts["staff"])
    page = phone.open("/plan/")
    board(page)
    phone.look()
    assert page.locator(".board .card-s .m").first.is_visible(), "each card says its month"
    page.locator(".board .card-s").first.click()
    page.locator("h2#when").wait_for()
    phone.look()
    page.locator('form:has([name=months][value="1"]) button').click()
    page.locator(".toast-b").wait_for()
    phone.close()
