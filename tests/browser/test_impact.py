"""An M&E officer defines an indicator, locks a quarter and exports the donor report; an observer reads it."""

import re
import shutil
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from .driver import WIDTHS, Accounts, Visit, served, visit
from .test_journey import text_of

pytestmark = pytest.mark.browser
QUARTER = "2026-q2"  # the demonstration has locked the two after it
TITLE = "Participations of officials from Georgia"


@pytest.mark.parametrize("width", [1280, 360])
def test_an_officer_defines_locks_and_reports(
    browser: Browser, loaded: tuple[Path, Accounts], tmp_path: Path, width: int
) -> None:
    folder, accounts = loaded
    with served(shutil.copytree(folder, tmp_path / "data"), accounts) as centre:
        one = visit(browser, centre, width, rules=width == min(WIDTHS))  # wide, they are asked only whether they fit
        one.open("/?lang=en")
        one.sign_in(**accounts["staff"])
        indicator = define(one)
        lock(one, indicator)
        report(one, tmp_path)
        one.close()


def define(one: Visit) -> str:
    """Define an indicator from the framework's page and give it a target; return its path."""
    page = one.open("/x/impact/framework/")
    page.locator("li.output .head-line details.menu summary").first.click()
    page.locator("a[href$='/indicators/new']:visible").first.click()
    page.wait_for_url(re.compile(r"/indicators/new$"))
    one.look()
    page.fill("[name=key]", "1.1z")
    page.fill("[name=title-en]", TITLE)
    page.locator("form button.btn-primary").last.click()
    page.wait_for_selector("#problems")
    one.look()  # what is missing stands beside its field
    page.fill("[name=definition-en]", "Attendances of at least half a day by people of Georgia.")
    page.select_option("[name=numerator]", "core.participations")
    page.select_option("[name=numerator_only]", "country=GE")
    page.locator("form button.btn-primary").last.click()
    page.wait_for_url(re.compile(r"/x/impact/indicators/[a-z0-9]{12}/$"))
    one.look()
    path = page.url.removeprefix(one.centre.base)
    page = one.open(f"{path}target?period={QUARTER}")
    page.select_option("[name=period]", QUARTER)
    page.fill("[name=value]", "4")
    page.locator("form button.btn-primary").last.click()
    page.wait_for_url(re.compile(re.escape(path) + r"\?period"))
    one.look()
    return path


def lock(one: Visit, indicator: str) -> None:
    page = one.open("/x/impact/periods/")
    page.locator(f"a[href*='/periods/lock/{QUARTER}']").click()
    page.wait_for_url(re.compile(rf"/periods/lock/{QUARTER}"))
    one.look()
    page.locator("form.dialog button.btn-primary").click()
    page.wait_for_url(re.compile(r"/x/impact/periods/[a-z0-9]{12}/$"))
    one.look()
    assert TITLE in page.inner_text("main")
    page = one.open(f"{indicator}?period={QUARTER}")
    assert "locked on" in page.inner_text("main")


def report(one: Visit, folder: Path) -> None:
    page = one.open("/x/impact/reports/new")
    page.select_option("[name=project]", label="Common Ground: regional training on migration governance")
    page.select_option("[name=period]", "2026-q4")
    page.fill("[name=title-en]", "Results of the fourth quarter")
    page.locator("form button.btn-primary").last.click()
    page.wait_for_url(re.compile(r"/x/impact/reports/[a-z0-9]{12}/$"))
    until = time.monotonic() + 60
    while page.locator("a[href$='/publish']").count() == 0:
        assert time.monotonic() < until, page.inner_text("main")
        page.wait_for_timeout(500)
        page.reload()
    one.look()
    page.locator("a[href$='/publish']").first.click()
    page.wait_for_url(re.compile(r"/publish$"))
    one.look()
    page.locator("form.dialog button.btn-primary").click()
    page.wait_for_url(re.compile(r"/x/impact/reports/[a-z0-9]{12}/$"))
    one.look()
    address = page.locator("a[href$='.pdf']").get_attribute("href")
    paper = folder / "report.pdf"
    paper.write_bytes(page.request.get(one.centre.base + str(address)).body())
    assert "Results of the fourth quarter" in text_of(paper)
    with page.expect_download() as download:
        page.locator("a[href$='.xlsx']").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
