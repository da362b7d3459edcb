"""Answering on a phone: a condition, a draft that outlives a reload, a remark that loses nothing, and no script."""

import pytest
from playwright.sync_api import Browser, expect

from .driver import Centre, told, visit

pytestmark = pytest.mark.browser
WAVE = """
import json, sys
from datetime import timedelta
from trainhub.app import create_app
from trainhub.kernel import clock, work
from trainhub.kernel.db import db, expect_writes
from trainhub.kernel.types import Texts
from trainhub.people.models import Person
from trainhub.questionnaires import services

with create_app().app_context():
    expect_writes(True)
    wave = services.plan_wave(
        version=services.find_by_key("reaction").latest,
        identity="anonymous",
        title=Texts.of({"en": "Rights of migrants", "az": "Miqrantların hüquqları"}),
        opens_at=clock.now(),
        closes_at=clock.now() + timedelta(days=7),
        blocks={"trainer": [("t1", "Nino Beridze")]},
    )
    services.open_wave(wave)
    people = [db.session.query(Person).filter_by(email=email).one() for email in sys.argv[1:]]
    print(json.dumps([services.invite(wave, person, mail=False) for person in people]))
    work.commit()
"""
AGREE = "[data-ask] input[name=relevant][value='4']"


@pytest.fixture(scope="module")
def links(centre: Centre) -> list[str]:
    """Open a wave in the served centre; return the links of two people."""
    emails = [centre.accounts[role]["email"] for role in ("participant", "trainer")]
    return [f"/answer/{token}" for token in told(centre, WAVE, *emails)]


def test_a_phone_answers_in_azerbaijani_and_loses_nothing(browser: Browser, centre: Centre, links: list[str]) -> None:
    person = visit(browser, centre, 360, "az")
    page = person.open(links[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("Təlim haqqında rəyiniz")
    reason = page.locator("[name=difficult_what]")
    expect(reason).to_be_hidden()

    page.locator("[name=level][value=difficult]").check()
    expect(reason).to_be_visible()
    reason.fill("Beynəlxalq müqavilələr")
    page.locator("[name='trainer_clear@t1'][value='5']").check()
    expect(page.locator("[data-done]")).to_have_text("3")
    person.look()
    page.reload()
    expect(page.locator("[data-draft-restored]")).to_be_visible()
    expect(reason).to_have_value("Beynəlxalq müqavilələr")
    person.look()

    page.get_by_role("button", name="Cavabları göndər").click()  # what must be answered is not
    expect(page.locator("#problems")).to_be_focused()
    expect(page.locator("#q-relevant-stop")).to_be_visible()
    expect(reason).to_have_value("Beynəlxalq müqavilələr")
    expect(page.locator("[name='trainer_clear@t1'][value='5']")).to_be_checked()
    person.look()
    page.locator(AGREE).check()
    page.get_by_role("button", name="Cavabları göndər").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Təşəkkür edirik. Cavablarınız saxlanıldı.")
    person.look()
    assert page.evaluate("Object.keys(localStorage)") == []
    page.goto(centre.base + links[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("Bu keçid artıq istifadə olunub")
    person.close()


def test_without_script_everything_is_shown_and_can_be_sent(browser: Browser, centre: Centre, links: list[str]) -> None:
    person = visit(browser, centre, 360, "en", java_script_enabled=False)
    page = person.page
    page.goto(f"{centre.base}{links[1]}?lang=en")
    expect(page.locator("[name=difficult_what]")).to_be_visible()
    expect(page.locator("[data-so-far]")).to_be_hidden()
    page.locator("[name=level][value=right]").check()
    page.locator("[name=difficult_what]").fill("asked of others")
    page.locator(AGREE).check()
    page.get_by_role("button", name="Send the answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Your answers are kept.")
    person.close()
