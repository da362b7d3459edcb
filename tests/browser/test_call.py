"""A call from its quotas to the last person in: staff, two focal points and those who were chosen, over real mail.

Staff work in English at the desk; the focal points nominate in Azerbaijani and in Russian on a phone; whoever is
chosen has no account and answers by the link of the mail that a real server on loopback received.
"""

import email
import email.policy
import re
import shutil
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import vobject
import xlsxwriter
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, Page

from tests.journeys.test_ical_js import read as read_by_ical_js

from .driver import Accounts, Centre, Visit, free_port, served, told, visit

pytestmark = pytest.mark.browser
SEATS = {"AZ": 1, "GE": 1, "KZ": 1, "KG": 1, "MD": 1}
SECONDS = 60
PREPARE = """
import json, sys
from trainhub.app import create_app
from trainhub.kernel import work
from trainhub.kernel.db import expect_writes
from trainhub.kernel.types import Texts
from trainhub.testing.make import Make
from trainhub.testing.make.people import PASSWORD
from trainhub.accounts import services as accounts
app = create_app()
expect_writes(True)
with app.app_context():
    make, found = Make(), {}
    from trainhub.people.models import Centre
    from trainhub.kernel.db import db
    centre = db.session.query(Centre).order_by(Centre.id).first()
    session = make.session(centre=centre, seats=6, day=20, title=Texts.of({"en": "Return with dignity",
        "az": "Ləyaqətlə qayıdış", "ru": "Возвращение с достоинством"}), audience=("ministry",))
    for code in ("GE", "KZ"):
        title = Texts.of({"en": f"Ministry {code}"})
        body = make.organisation(country_code=code, category_code="ministry", title=title)
        person = make.person(organisation=body, country_code=code, display=f"Focal {code}", language={"GE": "az",
            "KZ": "ru"}[code], email=f"focal-{code.lower()}@example.org")
        account = make.account("focal_point", person=person, scope=("country", code))
        found[code] = {"email": account.login, "password": PASSWORD, "body": body.slug}
    work.commit()
    print(json.dumps({"slug": session.slug, "focal": found}))
"""


class Post:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"

    def wait(self, address: str, words: str) -> EmailMessage:
        """Return the latest mail to somebody whose text holds these words, as soon as it is there."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            for mail in reversed(self.mails):
                if address in mail["To"] and words in text_of(mail):
                    return mail
            time.sleep(0.2)
        raise AssertionError(
            f"no mail to {address} with {words!r} among {[(m['To'], m['Subject']) for m in self.mails]}"
        )


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def calendars(mail: EmailMessage) -> list[tuple[str, str]]:
    """Return method and text of the invitations that a mail carries."""
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return [(str(part.get_param("method")), str(part.get_content())) for part in parts]


@pytest.fixture
def post() -> Iterator[tuple[Post, str]]:
    box, port = Post(), free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box, f"smtp://127.0.0.1:{port}"
    server.stop()


def test_from_quotas_to_the_one_who_moves_up(
    browser: Browser, loaded: tuple[Path, Accounts], tmp_path: Path, post: tuple[Post, str]
) -> None:
    folder, accounts = loaded
    box, address = post
    data = shutil.copytree(folder, tmp_path / "data")
    with served(data, accounts, TRAINHUB_MAIL_URL=address, TRAINHUB_MAIL_FROM="training@centre.example") as centre:
        made = told(centre, PREPARE)
        slug, focal = made["slug"], made["focal"]
        staff = visit(browser, centre, 1280, "en")
        staff.open("/?lang=en")
        staff.sign_in(**accounts["staff"])
        staff_open_the_call(staff, slug)
        georgia = focal_point(browser, centre, focal["GE"], "az")
        for name in ("nino", "luka"):
            nominate_somebody_new(georgia, slug, name, focal["GE"]["body"])
        kazakhstan = focal_point(browser, centre, focal["KZ"], "ru")
        nominate_by_list(kazakhstan, slug, focal["KZ"]["body"], tmp_path)
        staff_choose(staff, slug)
        holder = by_link(browser, centre, box.wait("nino@example.org", "/places/"))
        invited = box.wait("nino@example.org", "/places/")
        take_the_place(holder)
        confirmed = with_calendar(box, "nino@example.org", "REQUEST")
        give_it_up(holder)
        moved_up = by_link(browser, centre, with_calendar(box, "luka@example.org", "REQUEST"))
        take_the_place(moved_up)
        for one in (staff, georgia, kazakhstan, holder, moved_up):
            one.close()
    assert invited["Auto-Submitted"] == "auto-generated"
    invitations_are_sound(box, confirmed)


def staff_open_the_call(staff: Visit, slug: str) -> None:
    page = staff.open(f"/sessions/{slug}/call/")
    page.goto(f"{staff.centre.base}/sessions/{slug}/call/edit")
    for code, seats in SEATS.items():
        page.select_option("[name=new_whom]", f"country:{code}")
        page.fill("[name=new_seats]", str(seats))
        page.fill("[name=new_reserve]", "2")
        page.click("button[value=add-quotas]")
        page.wait_for_load_state()
    staff.look()
    page.fill("[name=women]", "50")
    page.fill("[name=deadline_day]", "2027-03-10")
    page.fill("[name=deadline_time]", "18:00")
    page.locator(".form-acts button[type=submit]").last.click()
    page.wait_for_url(re.compile(rf"/sessions/{slug}/call/$"))
    page.get_by_role("button", name="Open the call").click()
    page.wait_for_load_state()
    staff.look()
    assert page.get_by_role("button", name="Close the call").is_visible()


def focal_point(browser: Browser, centre: Centre, account: dict[str, str], language: str) -> Visit:
    one = visit(browser, centre, 360, language)
    one.open(f"/?lang={language}")
    one.sign_in(account["email"], account["password"])
    one.open("/nominations/")
    return one


def nominate_somebody_new(one: Visit, slug: str, name: str, body: str) -> None:
    page = one.open(f"/nominations/{slug}/new")
    page.fill("[name=native]", f"{name.title()} Example")
    page.fill("[name=latin]", f"{name} example".upper())
    page.fill("[name=email]", f"{name}@example.org")
    page.select_option("[name=organisation]", body)
    page.select_option("[name=level]", index=1)
    page.locator("main form.form button[type=submit]").last.click()
    page.wait_for_url(re.compile(rf"/nominations/{slug}/$"))
    one.look()
    assert page.get_by_text(f"{name.title()} Example").first.is_visible()


def nominate_by_list(one: Visit, slug: str, body: str, folder: Path) -> None:
    """Bring four rows of which two are bad, read why, take in the two good ones."""
    path = folder / "nominees.xlsx"
    rows = [
        ("native", "email", "organisation", "motivation"),
        ("Арман Пример", "arman@example.org", body, "Работает с возвратившимися"),
        ("", "nobody@example.org", body, ""),
        ("Дана Пример", "dana@example.org", body, ""),
        ("Чужой Пример", "else@example.org", "Somewhere else", ""),
    ]
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    page = one.open(f"/nominations/{slug}/")
    page.locator("a[href*='/imports/new/']").first.click()
    page.wait_for_load_state()
    one.look()
    page.set_input_files("input[type=file]", str(path))
    page.locator("main form.form button[type=submit]").last.click()
    until(page, lambda: page.locator("form[action$='/start'] button").count() > 0)
    one.look()
    page.locator("form[action$='/start'] button").first.click()
    until(
        page,
        lambda: page.locator("a[href*='rejected']").count() > 0 and page.locator("form[action$='/start']").count() == 0,
    )
    one.look()
    page = one.open(f"/nominations/{slug}/")
    for name in ("Арман Пример", "Дана Пример"):
        assert page.get_by_text(name).first.is_visible()
    assert page.get_by_text("Чужой Пример").count() == 0


def until(page: Page, true: Any) -> None:
    """Reload until something is so."""
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end, page.locator("main").inner_text()
        time.sleep(0.3)
        page.reload()


def staff_choose(staff: Visit, slug: str) -> None:
    """Look at the balance with two ticked, offer them places and put the other two on the list."""
    page = staff.open(f"/sessions/{slug}/participants/")
    for name in ("Nino Example", "Арман Пример"):
        page.get_by_role("row", name=re.compile(name)).locator("input[name=pick]").check()
    page.wait_for_function("document.querySelector('#balance').textContent.includes('Georgia')")
    staff.look()
    decide(staff, "offer")
    page = staff.open(f"/sessions/{slug}/participants/?state=nominated")
    for tick in page.locator("input[name=pick]").all():
        tick.check()
    decide(staff, "wait")


def decide(staff: Visit, verb: str) -> None:
    page = staff.page
    page.click(f"button[name=verb][value={verb}]")
    page.wait_for_url(re.compile("/decide"))
    staff.look()
    page.fill("[name=reason]", "Fits the audience best")
    if page.locator("[name=missed]").count():
        page.fill("[name=missed]", "Too few said it")
    page.locator(".form-acts button[type=submit]").first.click()
    page.wait_for_url(re.compile("/participants/"))


def by_link(browser: Browser, centre: Centre, mail: EmailMessage) -> Visit:
    """Open the link of a mail on a phone, without an account."""
    found = re.search(r"https?://\S+(/places/\S+)", text_of(mail))
    assert found
    one = visit(browser, centre, 360, "en")
    one.open(found[1])
    return one


def take_the_place(one: Visit) -> None:
    one.page.locator("form[action$='/accept'] button").click()
    one.page.wait_for_load_state()
    one.look()


def give_it_up(one: Visit) -> None:
    one.page.locator("details summary").last.click()
    one.page.locator("form[action$='/decline'] button").click()
    one.page.wait_for_load_state()
    one.look()


def with_calendar(box: Post, address: str, method: str) -> EmailMessage:
    """Wait for the latest mail to somebody to carry such an invitation."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        mails = [mail for mail in box.mails if address in mail["To"]]
        if mails and any(found == method for found, _text in calendars(mails[-1])):
            return mails[-1]
        time.sleep(0.2)
    raise AssertionError([(mail["To"], mail["Subject"]) for mail in box.mails])


def invitations_are_sound(box: Post, confirmed: EmailMessage) -> None:
    """Every mail has both texts; every invitation is read by two readers; giving up cancels what was asked."""
    methods: dict[str, set[str]] = {}
    for mail in box.mails:
        assert all(mail.get_body((kind,)) for kind in ("plain", "html")), mail["Subject"]
        for method, text in calendars(mail):
            uid = vobject.readOne(text).vevent.uid.value
            methods.setdefault(uid, set()).add(method)
    asked = [text for _method, text in calendars(confirmed)]
    assert asked
    for text in asked:
        (event,) = read_by_ical_js(text)
        assert event["uid"] == vobject.readOne(text).vevent.uid.value
        assert {"REQUEST", "CANCEL"} <= methods[event["uid"]]
