"""Staff build a form with a condition in two languages, see it as it will be answered, and freeze it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .driver import Accounts, Visit, served, visit

pytestmark = pytest.mark.browser


@pytest.fixture
def staff(browser: Browser, loaded: tuple[Path, Accounts], tmp_path: Path) -> Iterator[Visit]:
    """Somebody of the office, in a centre that may be changed."""
    with served(shutil.copytree(loaded[0], tmp_path / "data"), loaded[1]) as centre:
        person = visit(browser, centre)
        person.sign_in(**centre.accounts["staff"])
        person.page.goto(f"{centre.base}/?lang=en")
        yield person
        person.close()


def add(person: Visit, words: str, kind: str) -> Page:
    """Add a question to the one section; its page opens."""
    page = person.page
    page.get_by_label("New question").fill(words)
    page.get_by_label("Type", exact=False).first.select_option(label=kind)
    page.get_by_role("button", name="Add · The day").click()
    page.wait_for_url("**/build/questions/*")
    person.look()
    return page


def save(page: Page) -> None:
    page.locator(".form-acts").get_by_role("button", name="Save the question").click()
    page.wait_for_url("**/build?**")


def test_a_form_is_built_translated_seen_and_frozen(staff: Visit) -> None:
    page = staff.open("/questionnaires/new")
    page.fill("[name=title-en]", "The day")
    page.fill("[name=title-az]", "Gün")
    page.get_by_label("Language it is written in first").select_option("en")
    page.get_by_role("button", name="Make the questionnaire").click()
    page.wait_for_url("**/build")
    staff.look()
    base = page.url.removeprefix(staff.centre.base)

    page.get_by_label("Heading of the new section").fill("The day")
    page.keyboard.press("Enter")
    page.locator("[id^=new-s]:focus").wait_for()  # questions come next
    add(staff, "Was the hall all right?", "One of several")
    for number, english, azerbaijani in ((1, "Yes", "Bəli"), (2, "No", "Xeyr")):
        page.fill(f"[name=option-new{number}-en]", english)
        page.fill(f"[name=option-new{number}-az]", azerbaijani)
    page.fill("[name=text-az]", "Zal münasib idi?")
    save(page)
    add(staff, "What was wrong?", "Free text")
    expect(page.get_by_label("Comparison")).to_be_hidden()
    page.get_by_label("Asked only if").select_option(label="1. Was the hall all right?")
    page.get_by_label("Answer", exact=True).select_option(label="No")
    expect(page.get_by_label("or a number")).to_be_hidden()
    page.get_by_label("Comparison").select_option(label="is")
    staff.look()
    save(page)
    add(staff, "How was the food?", "Scale")
    page.set_viewport_size({"width": 360, "height": 740})
    staff.look()
    save(page)
    staff.look()

    page.locator("[data-shift] a:focus").wait_for()  # back at the question
    page.keyboard.press("Alt+ArrowUp")
    page.locator("[aria-label='Move up: question 2']:focus").wait_for()
    expect(page.locator("ol.asked li").nth(1)).to_contain_text("How was the food?")
    page.keyboard.press("Alt+ArrowUp")
    page.locator("[aria-label='Move down: question 1']:focus").wait_for()
    expect(page.locator("ol.asked li").nth(2)).to_contain_text("Only if the answer to question 2")

    page.goto(f"{staff.centre.base}{base}/words?to=az&only=1")
    staff.look()
    for each in page.locator("form textarea, form input[name^='t:']").all():
        if not each.input_value():
            each.fill("Nümunə")
    page.get_by_role("button", name="Save the translation").click()
    expect(page.locator("main")).to_contain_text("Everything is translated into Azerbaijani")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="Preview").click()
    page.get_by_role("link", name="Azərbaycanca").last.click()
    staff.look()
    reason = page.locator("[data-ask]", has_text="Nümunə").last
    expect(reason).to_be_hidden()
    page.get_by_text("Xeyr").click()
    expect(reason).to_be_visible()

    page.get_by_role("link", name="Check and freeze").click()
    staff.look()
    expect(page.locator("main")).to_contain_text("Complete in: English, Azerbaijani.")
    page.get_by_role("button", name="Freeze version 1").click()
    page.wait_for_url(re.compile(r"/questionnaires/\w+/$"))
    staff.look()
    expect(page.locator("main table")).to_contain_text("Version 1, frozen")
    page.get_by_role("button", name="Edit: begin version 2").click()
    expect(page.locator("main")).to_contain_text("Version 1 stays as it was sent.")
    page.set_viewport_size({"width": 360, "height": 740})
    staff.look()
