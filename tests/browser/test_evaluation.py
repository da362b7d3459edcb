"""A form is built in two languages, a training ends, twenty people answer by phone, staff read, decide and export."""

import csv
import io
import re
import shutil
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .driver import Accounts, Centre, Visit, served, told, visit
from .test_building import add, save

pytestmark = pytest.mark.browser
PEOPLE, BY_PHONE = 20, 3
FIND = """
import json
from datetime import timedelta
from trainhub.app import create_app
from trainhub.kernel import clock, work
from trainhub.kernel.db import db, expect_writes
from trainhub.sessions.models import TrainingSession
from trainhub_evaluation import services

with create_app().app_context():
    expect_writes(True)
    query = db.session.query(TrainingSession).filter(TrainingSession.state == "published", TrainingSession.taken >= 20)
    found = next(
        each
        for each in query.order_by(TrainingSession.first_day)
        if each.first_day > clock.today() and each.format.counts_as_trainees
    )
    services.tend_session(found)  # as the hourly round does: what is planned follows the instrument
    work.commit()
    evening = found.standing[-1].utc_end + timedelta(hours=1)
    print(json.dumps([found.slug, f"{evening:%Y-%m-%dT%H:%M}"]))
"""
END = """
import json, sys
from datetime import UTC, datetime
from trainhub.app import create_app
from trainhub.kernel import clock, work
from trainhub.kernel.db import db, expect_writes
from trainhub.questionnaires import services as questionnaires
from trainhub.sessions.models import TrainingSession
from trainhub_evaluation import services

with create_app().app_context():
    clock.stop(datetime.fromisoformat(sys.argv[2]).replace(tzinfo=UTC))
    expect_writes(True)
    session = db.session.query(TrainingSession).filter_by(slug=sys.argv[1]).one()
    services.tend_session(session)
    work.commit()
    row = next(each for each in services.waves_of(session) if each.instrument.purpose == "reaction")
    people = [each.person for each in questionnaires.members(row.wave)]
    print(json.dumps([questionnaires.token_of(row.wave, person) for person in people]))
"""
RIGHT = {
    "k_refoulement": {"danger"},
    "k_trafficking": {"exploitation"},
    "k_compact": {"23"},
    "k_personal": {"name", "finger", "phone"},
    "k_readmission": {"back"},
}


@dataclass
class Walk:
    """The office's browsers over one centre that is served on several days."""

    browser: Browser
    folder: Path
    accounts: Accounts
    people: dict[str, Visit] = field(default_factory=dict)

    @contextmanager
    def day(self, **settings: str) -> Iterator[Centre]:
        with served(self.folder, self.accounts, **settings) as centre:
            self.centre = centre
            for person in self.people.values():
                person.centre = centre
            yield centre

    def person(self, role: str) -> Visit:
        if role not in self.people:
            self.people[role] = one = visit(self.browser, self.centre)
            one.sign_in(**self.accounts[role])
            one.page.goto(f"{self.centre.base}/?lang=en")
        return self.people[role]


@pytest.fixture
def walk(browser: Browser, loaded: tuple[Path, Accounts], tmp_path: Path) -> Iterator[Walk]:
    made = Walk(browser, shutil.copytree(loaded[0], tmp_path / "data"), loaded[1])
    yield made
    for person in made.people.values():
        person.close()


def test_from_a_form_in_two_languages_to_a_decision(walk: Walk) -> None:
    with walk.day() as centre:
        build(walk.person("staff"))
        choose(walk.person("administrator"))
        slug, evening = told(centre, FIND)
    with walk.day(TRAINHUB_CLOCK=evening) as centre:
        tokens = told(centre, END, slug, evening)[:PEOPLE]
        assert len(tokens) == PEOPLE
        for number, token in enumerate(tokens):
            answer = by_phone if number < BY_PHONE else by_http
            answer(walk, f"/answer/{token}", number)
        staff = walk.person("staff")
        read(staff, slug)
        decide(staff, slug)
        export(staff, slug)


def test_the_gain_shown_is_that_of_the_answers(walk: Walk) -> None:
    """The mean difference of who answered both tests, worked out here from the two exported tables."""
    with walk.day():
        staff = walk.person("staff")
        page = staff.open("/x/evaluation/?sort=-day")
        gained = page.locator("tbody tr", has_text=re.compile(r"\+\d")).first
        gained.get_by_role("link").first.click()
        page.get_by_role("link", name="Knowledge test after").last.click()
        page.wait_for_url("**wave=*")
        staff.look()
        shown = page.locator("p.lede", has_text="Learning gain").inner_text()
        tables = [points(staff, page, name) for name in ("Knowledge test before", "Knowledge test after")]
        both = tables[0].keys() & tables[1].keys()
        gain = statistics.fmean(tables[1][who] - tables[0][who] for who in both)
        assert f"{len(both)} pairs" in shown
        assert f"+{gain:.1f}".rstrip("0").rstrip(".") in shown


def build(staff: Visit) -> None:
    page = staff.open("/questionnaires/new")
    page.fill("[name=title-en]", "The day")
    page.fill("[name=title-az]", "Gün")
    page.get_by_label("Language it is written in first").select_option("en")
    page.get_by_role("button", name="Make the questionnaire").click()
    page.wait_for_url("**/build")
    base = page.url.removeprefix(staff.centre.base)
    page.get_by_label("Heading of the new section").fill("The day")
    page.keyboard.press("Enter")
    page.locator("[id^=new-s]:focus").wait_for()
    add(staff, "Was the hall all right?", "One of several")
    for number, english, azerbaijani in ((1, "Yes", "Bəli"), (2, "No", "Xeyr")):
        page.fill(f"[name=option-new{number}-en]", english)
        page.fill(f"[name=option-new{number}-az]", azerbaijani)
    save(page)
    add(staff, "What was wrong?", "Free text")
    page.get_by_label("Asked only if").select_option(label="1. Was the hall all right?")
    page.get_by_label("Answer", exact=True).select_option(label="No")
    page.get_by_label("Comparison").select_option(label="is")
    save(page)
    page.goto(f"{staff.centre.base}{base}/words?to=az&only=1")
    for each in page.locator("form textarea, form input[name^='t:']").all():
        if not each.input_value():
            each.fill("Zal münasib idi?")
    page.get_by_role("button", name="Save the translation").click()
    page.get_by_role("link", name="Check and freeze").click()
    page.get_by_role("button", name="Freeze version 1").click()
    page.wait_for_url(re.compile(r"/questionnaires/\w+/$"))


def choose(administrator: Visit) -> None:
    page = administrator.open("/x/evaluation/instruments/")
    page.get_by_role("link", name="Opinion after the training").click()
    page.wait_for_url(re.compile(r"/instruments/\w+/$"))
    administrator.look()
    page.select_option("[name=questionnaire]", label="The day")
    page.locator(".form-acts").get_by_role("button", name="Save").click()
    page.wait_for_url("**/instruments/")


def by_phone(walk: Walk, path: str, number: int) -> None:
    person = visit(walk.browser, walk.centre, 360, "az")
    page = person.open(f"{path}?lang=az")  # else it speaks the language of who was asked
    reason = page.locator("textarea").first
    expect(reason).to_be_hidden()
    page.get_by_text("Xeyr", exact=True).click()
    expect(reason).to_be_visible()
    reason.fill(f"Zal soyuq idi, {number}")
    page.get_by_role("button", name="Cavabları göndər").click()
    page.wait_for_load_state("networkidle")
    person.look()
    person.close()


def by_http(walk: Walk, path: str, number: int) -> None:
    context = walk.browser.new_context()
    form = context.request.get(walk.centre.base + path).text()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
    inputs = re.findall(r'<input[^>]*type="radio"[^>]*>', form)
    name, value = (re.search(rf'{key}="([^"]+)"', inputs[0]) for key in ("name", "value"))
    assert name
    assert value
    assert token
    sent = context.request.post(walk.centre.base + path, form={"csrf_token": token[1], name[1]: value[1]})
    assert sent.ok, sent.text()[:500]
    context.close()


def read(staff: Visit, slug: str) -> None:
    page = staff.open(f"/x/evaluation/sessions/{slug}/")
    row = page.locator("tr", has_text="Opinion after the training")
    expect(row).to_contain_text("20 of ")
    row.locator("summary").click()
    row.get_by_role("button", name="Close now").click()
    page.wait_for_load_state("networkidle")
    for _try in range(120):  # a job opens the answers
        if page.get_by_text("Was the hall all right? “Yes”: 85%").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_text("Was the hall all right? “Yes”: 85%")).to_be_visible()
    staff.look()
    page.get_by_role("link", name="Read and code free texts").click()
    page.wait_for_url("**/texts/**")
    staff.look()
    first = page.locator("main li", has_text="Zal soyuq idi").first
    first.locator("summary").click()
    first.get_by_label("Organisation").check()
    first.get_by_role("button", name="Save").click()
    page.wait_for_url("**/texts/**")
    expect(page.locator("main li .chip", has_text="Organisation")).to_have_count(1)


def decide(staff: Visit, slug: str) -> None:
    page = staff.open(f"/x/evaluation/sessions/{slug}/findings/new")
    page.fill("[name=title]", "The hall was cold")
    page.select_option("[name=theme]", label="Organisation")
    page.select_option("[name=state]", "decided")
    page.fill("[name=decision]", "Heat it an hour before.")
    page.locator("[name=owner] option").nth(1).evaluate("option => { option.selected = true }")
    page.fill("[name=due]", "2027-06-01")
    page.locator(".form-acts").get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"/findings/\w+/$"))
    staff.look()
    expect(page.locator("main")).to_contain_text("Heat it an hour before.")


def export(staff: Visit, slug: str) -> None:
    page = staff.open(f"/x/evaluation/sessions/{slug}/")
    expect(page.locator("main")).to_contain_text("The hall was cold")
    for name in ("Workbook with codebook (XLSX)", "Answers (CSV)", "Summary (PDF)"):
        address = page.get_by_role("link", name=name).get_attribute("href")
        body = staff.context.request.get(f"{staff.centre.base}{address}").body()
        assert body.startswith((b"PK", b"\xef\xbb\xbf", b"%PDF")), name


def points(staff: Visit, page: Page, name: str) -> dict[str, float]:
    """Return what everybody got in a test, in per cent, by pseudonym, from the exported table."""
    wave = page.locator("table a", has_text=name).first.get_attribute("href")
    table = staff.context.request.get(f"{staff.centre.base}{wave}answers?format=csv&part=answers").text()
    dialect = ";" if ";" in table.partition("\n")[0] else ","
    found: dict[str, float] = {}
    for row in csv.DictReader(io.StringIO(table.removeprefix("\ufeff")), delimiter=dialect):
        right = sum(_given(row, key) == codes for key, codes in RIGHT.items())
        found[row["pseudonym"]] = 100 * right / len(RIGHT)
    return found


def _given(row: dict[str, str], key: str) -> set[str]:
    """Return what was chosen: one column, or one for each answer where several may be."""
    several = {name.partition(":")[2] for name, cell in row.items() if name.startswith(f"{key}:") and cell == "1"}
    return several or {row.get(key, "")}
