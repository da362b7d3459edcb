"""Statistics that anybody may read: the year's page against its files in two languages, and the word that publishes."""

import csv
import io
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .driver import Centre, visit

pytestmark = pytest.mark.browser
YEAR = "/x/gender/annual/2026/"
TABLES = ("country", "organisation", "level", "module", "completion", "trainers")
HIDDEN = {"en": "hidden", "az": "gizlədilib"}
# what stands in each cell of a table, the eye by its word
CELLS = """(key) => [...document.querySelectorAll(`[aria-labelledby="t-${key}"] tbody tr`)]
    .map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent.replace(/\\s+/g, "")))"""


def file_of(page: Page, key: str, ending: str) -> list[list[str]]:
    link = page.locator(f'[aria-labelledby="t-{key}"] a[href$="/{key}.{ending}"]').get_attribute("href")
    body = page.request.get(f"{page.url.split('/x/')[0]}{link}").body().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(body)))


def signs(values: list[str], hidden: str) -> list[str]:
    """Return how often each mark stands there."""
    return sorted({"suppressed": hidden}.get(each, each) for each in values if each in ("<5", "suppressed", hidden))


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("az", 360)])
def test_a_visitor_reads_the_year_and_takes_it_away(
    browser: Browser, centre: Centre, language: str, width: int
) -> None:
    visitor = visit(browser, centre, width, language)
    page = visitor.open(f"{YEAR}?lang={language}")
    for key in TABLES:
        rows: list[list[str]] = page.evaluate(CELLS, key)
        head, *lines = file_of(page, key, "csv")
        wide = len(rows[0]) if key not in ("completion", "trainers") else 1
        assert len(lines) == len(rows) * wide
        column = len(head) - (3 if key == "completion" else 2)
        shown = [cell for row in rows for cell in row[:wide]]
        assert signs([line[column] for line in lines], HIDDEN[language]) == signs(shown, HIDDEN[language])
        told = [line[column] for line in lines if line[column].isdigit()]
        assert told == [cell for cell in shown if cell.isdigit()]
        confidential = {line[-1] for line in file_of(page, key, "sdmx.csv")[1:]}
        assert confidential <= {"F", "A", "D"}
        assert ("A" in confidential or "D" in confidential) == bool(signs(shown, HIDDEN[language]))
    visitor.open(f"{YEAR}press?lang={language}")
    for code in ("az", "ru", "en"):
        brief = page.request.get(f"{centre.base}{YEAR}brief-{code}.pdf")
        assert brief.body().startswith(b"%PDF-")
    visitor.open(f"/x/gender/annual/?lang={language}")
    visitor.close()


def test_staff_see_all_figures_and_publish_another_year(browser: Browser, centre: Centre) -> None:
    staff = visit(browser, centre)
    staff.sign_in(**centre.accounts["administrator"])
    page: Any = staff.open("/x/gender/?lang=en")
    page.get_by_text("Split by…").click()
    page.locator("details[open] .pop").get_by_role("link", name="Level", exact=True).click()
    expect(page.get_by_role("columnheader", name="Level")).to_be_visible()
    staff.look()
    page = staff.open("/x/gender/annual/")
    page.get_by_role("link", name="Publish 2025…").first.click()
    staff.look()
    page.get_by_role("button", name="Check and publish").click()
    for _again in range(120):
        if page.get_by_role("link", name="Gender statistics 2025").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    page.get_by_role("link", name="Gender statistics 2025").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gender statistics 2025")  # nothing happened: noughts
    staff.look()
    staff.close()
