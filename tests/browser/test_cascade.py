"""A graduate tells the centre on a phone what they taught at home; the office reads it and confirms."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from .driver import THUMBS, Centre, told, visit

pytestmark = pytest.mark.browser
GRADUATE = """
import json
from trainhub.accounts.models import Account
from trainhub.app import create_app
from trainhub.cascade import services
from trainhub.demo.people import PASSWORD
from trainhub.kernel.db import db
from trainhub.registration.models import Registration
from trainhub.sessions.models import Format, TrainingSession

with create_app().app_context():
    places = db.session.query(Registration).join(Registration.session).join(TrainingSession.format)
    places = places.filter(Format.key == "training-of-trainers", Registration.state == "confirmed")
    accounts = db.session.query(Account).filter(Account.person_id.in_([each.person_id for each in places]))
    first = next(each for each in accounts if each.password_hash and services.origins(each.person))
    print(json.dumps({"email": first.login, "password": PASSWORD}))
"""


def test_a_training_held_at_home_is_told_on_a_phone(browser: Browser, centre: Centre) -> None:
    graduate: dict[str, Any] = told(centre, GRADUATE)
    phone = visit(browser, centre, 360)
    phone.asked = THUMBS
    phone.sign_in(**graduate)
    page = phone.open("/me/rollouts/new")
    for closed in page.locator("details").all():
        closed.locator("summary").click()
    phone.look()  # with everything open, the fields of a thumb among them
    page.get_by_role("button", name="Send to the centre").click()
    expect(page.locator("#problems")).to_contain_text("Title of the training you held")
    phone.look()

    page.get_by_label("Title of the training you held").fill("Rights at the border, a day for new officers")
    page.get_by_label("First day").fill("2027-03-01")
    page.get_by_label("Hours").fill("6")
    page.get_by_label("Women").first.fill("14")
    page.get_by_label("Men", exact=True).first.fill("9")
    page.get_by_role("button", name="Send to the centre").click()
    expect(page.get_by_text("Thank you. The centre looks at it and writes to you.")).to_be_visible()
    expect(page.get_by_text("Rights at the border, a day for new officers")).to_be_visible()
    phone.look()
    phone.close()

    office = visit(browser, centre, 1280)
    office.sign_in(**centre.accounts["staff"])
    desk = office.open("/cascade/?state=reported")
    desk.get_by_role("link", name="Rights at the border, a day for new officers").click()
    desk.wait_for_url("**/cascade/*/")
    office.look()
    desk.locator('form[action$="/confirm"] button').click()
    expect(desk.locator('form[action$="/confirm"]')).to_have_count(0)
    office.look()
    office.close()
