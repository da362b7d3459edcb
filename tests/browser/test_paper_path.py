"""The paper path on a phone: a sheet is printed, the codes that are signed are typed, the scan is attached.

And the desk, where a scanner types badges.
"""

import re
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .driver import Centre, Visit, visit

SESSION = "words-without-hate-countering-racism-and-xenophobia-in"
HOME = f"/sessions/{SESSION}/attendance/"
AFTERNOON = "/sessions/from-idea-to-grant-fundraising-and-project-proposals-for/attendance/desk"
ANSWERS = {"9999999999999995": "This badge is not of this session.", "qqq": "Nobody on the list has"}
pytestmark = pytest.mark.browser
CODE = re.compile(r"(?m)\s([2-9A-Z]{4})\s*$")  # at the end of a row: its boxes are empty
PHOTO = b"\xff\xd8\xff\xe0 the signed sheet"


@pytest.fixture
def phone(browser: Browser, centre: Centre) -> Iterator[Visit]:
    visited = visit(browser, centre, 360)
    visited.sign_in(**centre.accounts["staff"])
    yield visited
    visited.close()


def printed(page: Page, path: str) -> str:
    """Return what the PDF behind a link says, as somebody reads it from paper."""
    answer = page.request.get(path)
    assert answer.headers["content-type"] == "application/pdf"
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=answer.body(), capture_output=True, check=True)
    return done.stdout.decode()


def test_sheet_printed_codes_typed_scan_attached(phone: Visit, centre: Centre) -> None:
    page = phone.open(f"{HOME}?lang=en")
    page.get_by_role("link", name="Sheets and badges").click()
    page.get_by_role("button", name="Make the sheet").click()
    page.wait_for_url("**/sheets/*")
    phone.look()

    paper = printed(page, centre.base + str(page.get_by_role("link", name="Print (PDF)").get_attribute("href")))
    rows = CODE.findall(paper)
    assert len(rows) == 48
    signed = rows[:40]

    page.get_by_role("link", name="Type codes").last.click()
    wrong = signed[0][:3] + ("2" if signed[0][3] != "2" else "3")
    page.get_by_label("Codes that are signed").fill("\n".join([*signed, wrong]).lower())
    page.get_by_role("button", name="Look what it says").click()
    said = page.get_by_role("region", name="This is what it says")
    expect(said).to_contain_text("40 people signed, 8 did not")
    beside = page.get_by_role("list", name="What does not fit").get_by_role("listitem")
    expect(beside).to_have_count(1)
    expect(beside).to_contain_text(f"{wrong} The last character does not fit the others.")
    expect(beside).to_contain_text(signed[0])
    phone.look()
    page.get_by_label("Close the register of this half-day").uncheck()
    page.get_by_role("button", name="Save these marks").click()
    page.wait_for_url("**/sheets/*")
    expect(page.get_by_text("48 marks saved.")).to_be_visible()

    page.get_by_role("link", name="Attach a scan or photograph").click()
    files = [{"name": f"page {number}.jpg", "mimeType": "image/jpeg", "buffer": PHOTO} for number in (1, 2)]
    page.get_by_label("Files").set_input_files(files=files)  # type: ignore[arg-type]
    page.get_by_role("button", name="Keep as evidence").click()
    expect(page.get_by_text("2 scans are kept.")).to_be_visible()
    phone.look()
    with page.expect_download() as download:
        page.get_by_role("link", name="page 2.jpg", exact=True).click()
    assert download.value.path().read_bytes() == PHOTO


def test_a_scanner_types_at_the_desk(phone: Visit) -> None:
    page = phone.open(f"{AFTERNOON}?lang=en")
    field, answer = page.get_by_label("Name, code or badge"), page.locator("#answer")
    expect(field).to_be_focused()
    for words, said in ANSWERS.items():
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        expect(answer).to_contain_text(said)
        expect(field).to_be_focused()
        expect(field).to_have_value("")
    page.keyboard.type("a")
    page.keyboard.press("Enter")
    first = page.get_by_role("list", name="Found").get_by_role("button").first
    expect(first).to_be_focused()
    phone.look()
    page.keyboard.type("zz")  # a badge is scanned while a button has the focus
    expect(field).to_have_value("zz")
    field.clear()
    first.click()
    expect(answer).to_contain_text("Present · 12:00")
    expect(page.get_by_role("heading", name="1 of 34 are there")).to_be_visible()
    expect(field).to_be_focused()
    phone.look()
    page.get_by_role("button", name="Undo").click()
    expect(answer).to_contain_text("is marked as before.")
    page.get_by_role("link", name="End the check-in").click()
    expect(page.get_by_role("button", name="Mark 34 people absent and close")).to_be_visible()
    phone.look()
