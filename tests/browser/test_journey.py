"""One training from the empty form to a certificate that a stranger verifies, as four people in a real browser.

The centre is served three times over the same data: on the day of planning, on the evening of the second
half-day, and on the morning after.
"""

import io
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page
from pypdf import PdfWriter

from .driver import WIDTHS, Accounts, Centre, Visit, served, visit

pytestmark = pytest.mark.browser
TITLES = {
    "en": "Evening school: rights of migrants at the counter",
    "az": "Axşam məktəbi: iş masası arxasında miqrantların hüquqları",
    "ru": "Вечерняя школа: права мигрантов за рабочим столом",
}
MATERIAL = {"en": "Reader: fifteen cases", "az": "Oxu materialı: on beş hal"}
DAYS = ("2027-03-03", "2027-03-04")
SECOND_EVENING = "2027-03-04T15:00"  # in Baku 19:00, in the middle of the second half-day
MORNING_AFTER = "2027-03-05T08:00"
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
JOIN = "https://meet.example/evening-school"


@dataclass
class Walk:
    """Four people with a browser each, one width and one language."""

    browser: Browser
    folder: Path
    accounts: Accounts
    width: int
    language: str
    people: dict[str, Visit] = field(default_factory=dict)
    slug: str = ""

    @contextmanager
    def day(self, **settings: str) -> Iterator[None]:
        """Serve the same data on another day; everybody goes on with the browser they have."""
        with served(self.folder, self.accounts, **settings) as centre:
            self.centre: Centre = centre
            for person in self.people.values():
                person.centre = centre
            yield

    def person(self, role: str) -> Visit:
        """Return somebody's browser; the first time they choose their language and sign in."""
        if role not in self.people:
            rules = self.width == min(WIDTHS)  # wide, pages are asked only whether they fit
            self.people[role] = one = visit(self.browser, self.centre, self.width, self.language, rules=rules)
            one.open(f"/?lang={self.language}")
            if role in self.accounts:
                one.sign_in(**self.accounts[role])
        return self.people[role]

    def open(self, role: str, path: str) -> Page:
        page = self.person(role).open(path.format(slug=self.slug))
        assert page.locator("html").get_attribute("lang") == self.language, f"{path} speaks another language"
        return page

    def send(self, role: str, button: Locator, address: str) -> Page:
        """Press a button and look at the page it leads to, whose path is `address`."""
        one = self.person(role)
        button.click()
        one.page.wait_for_url(re.compile(re.escape(one.centre.base + address.format(slug=self.slug)) + r"([?#]|$)"))
        one.look()
        return one.page

    @property
    def title(self) -> str:
        return TITLES[self.language]

    def close(self) -> None:
        for person in self.people.values():
            person.close()


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (360, "az")])
def test_from_the_empty_form_to_a_verified_certificate(
    browser: Browser, loaded: tuple[Path, Accounts], tmp_path: Path, width: int, language: str
) -> None:
    folder, accounts = loaded
    walk = Walk(browser, shutil.copytree(folder, tmp_path / "data"), accounts, width, language)
    with walk.day():
        trainer, participant = name_of(walk, "trainer"), name_of(walk, "participant")
        staff_schedule_and_publish(walk, trainer)
        trainer_brings_a_material(walk)
        participant_finds_and_registers(walk, trainer)
        staff_approve(walk, participant)
        participant_has_a_place(walk)
    with walk.day(TRAINHUB_CLOCK=SECOND_EVENING):
        trainer_takes_attendance(walk, participant)
    with walk.day(TRAINHUB_CLOCK=MORNING_AFTER):
        staff_complete(walk, participant)
        paper = participant_downloads(walk, tmp_path)
        papers_are_sound(walk, paper, participant)
        visitor_verifies(walk, CODE.findall(text_of(paper))[0], participant)
    walk.close()


def name_of(walk: Walk, role: str) -> str:
    """Read somebody's name where they keep it themselves."""
    return walk.open(role, "/me/profile").input_value("[name=display]")


def staff_schedule_and_publish(walk: Walk, trainer: str) -> None:
    page = walk.open("staff", "/sessions/new")
    page.fill("[name=add_activity]", "m04-a03")
    walk.send("staff", page.locator("button[value=add-activities]"), "/sessions/new")
    assert page.locator("[name=activities-0]").input_value() == "m04-a03"
    for language, title in TITLES.items():
        page.fill(f"[name=title-{language}]", title)
    page.select_option("[name=format]", "training")
    page.select_option("[name=mode]", "hybrid")
    page.fill("[name=join_url]", JOIN)
    walk.send("staff", page.locator("button[value=add-slots]"), "/sessions/new")
    for number, day in enumerate(DAYS):
        page.fill(f"[name=slots-{number}-day]", day)
        page.fill(f"[name=slots-{number}-start]", "18:00")
        page.fill(f"[name=slots-{number}-end]", "20:00")
        room = page.locator(f"[name=slots-{number}-room] option:not([value='']):not([value=online])").first
        page.select_option(f"[name=slots-{number}-room]", room.get_attribute("value"))
    page.select_option("[name=people-0-person]", label=trainer)
    page.fill("[name=seats]", "12")
    page.select_option("[name=approval]", "yes")
    walk.send("staff", page.locator("button[name=act][value=audience]"), "/sessions/new")
    assert page.locator("[name=audience-0-category]").input_value() != ""
    page.locator("button[value=publish]").click()
    page.wait_for_url(re.compile(r"/sessions/(?!new)[^/]+/$"))
    walk.slug = page.url.rstrip("/").rpartition("/")[2]
    walk.person("staff").look()
    assert page.locator("h1").inner_text() == walk.title


def trainer_brings_a_material(walk: Walk) -> None:
    page = walk.open("trainer", "/sessions/{slug}/materials/")
    for language, title in MATERIAL.items():
        page.fill(f"[name=title-{language}]", title)
    page.set_input_files(
        "[name=file]", {"name": "fifteen-cases.pdf", "mimeType": "application/pdf", "buffer": small_pdf()}
    )
    page.select_option("[name=language]", walk.language)
    page.select_option("[name=visibility]", "registered")
    walk.send("trainer", page.locator("form[enctype] button[type=submit]").last, "/sessions/{slug}/materials/")
    assert page.locator("h3", has_text=MATERIAL[walk.language]).count() == 1


def participant_finds_and_registers(walk: Walk, trainer: str) -> None:
    page = walk.open("participant", "/calendar/?view=list&month=2027-03")
    walk.send("participant", page.locator(f"main a[href='/sessions/{walk.slug}/']").first, "/sessions/{slug}/")
    assert page.locator("h1").inner_text() == walk.title
    assert trainer in page.locator("main").inner_text()
    assert page.locator(f"main a[href='{JOIN}'], main a[href^='/materials/']").count() == 0, (
        "not before the place is confirmed"
    )
    walk.send("participant", page.locator("main a[href$='/register']").first, "/sessions/{slug}/register")
    page.fill("[name=motivation]", "I answer these questions at the counter every day.")
    page.check("[name=gender][value=undisclosed]")
    walk.send("participant", page.locator("main form [type=submit]").last, "/sessions/{slug}/register")
    assert page.locator("[name=motivation]").count() == 0


def staff_approve(walk: Walk, participant: str) -> None:
    page = walk.open("staff", "/sessions/{slug}/participants/")
    page.locator("tr", has_text=participant).locator("[name=pick]").check()
    page.locator(".bulk").wait_for()
    walk.send("staff", page.locator("button[name=verb][value=confirm]"), "/sessions/{slug}/participants/decide")
    walk.send("staff", page.locator("main form button.btn-primary"), "/sessions/{slug}/participants/")
    assert page.locator("tr", has_text=participant).count() == 1


def participant_has_a_place(walk: Walk) -> None:
    page = walk.open("participant", "/me/")
    assert page.locator("#coming + ul", has_text=walk.title).locator(f"a[href='{JOIN}']").count() == 1
    page = walk.open("participant", "/sessions/{slug}/")
    assert page.locator(f"main a[href='{JOIN}']").count() == 1
    page = walk.open("participant", "/sessions/{slug}/materials/")
    assert download(page, page.locator("main a[href^='/materials/']").first) == small_pdf()


def trainer_takes_attendance(walk: Walk, participant: str) -> None:
    for _number in DAYS:
        page = walk.open("trainer", "/sessions/{slug}/attendance/")
        open_one = page.locator(".todo a.btn-primary").first
        walk.send("trainer", open_one, open_one.get_attribute("href") or "")
        line = page.locator("ul.reg > li", has_text=participant)
        for pressed in ("true", "false"):  # a tap says absent, another takes it back
            line.locator("button.mark").click()
            line.locator(f"button.mark[aria-pressed={pressed}]").wait_for()
        walk.person("trainer").look()
        walk.send("trainer", page.locator("[type=submit][form=close]"), "/sessions/{slug}/attendance/")
    assert page.locator(".todo a.btn-primary").count() == 0


def staff_complete(walk: Walk, participant: str) -> None:
    page = walk.open("staff", "/sessions/{slug}/")
    walk.send("staff", page.locator("main a[href$='/complete']").first, "/sessions/{slug}/complete")
    walk.send("staff", page.locator("main form [type=submit]").last, "/sessions/{slug}/")
    page = walk.open("staff", "/sessions/{slug}/certificates/")
    number = page.locator("tr", has_text=participant).locator("a[href^='/certificates/']")
    reload_until(page, number)
    walk.person("staff").look()


def participant_downloads(walk: Walk, folder: Path) -> Path:
    """Save the certificate in the reader's own pair of languages."""
    page = walk.open("participant", "/me/certificates/")
    mine = page.locator("main li", has=page.locator("h3", has_text=walk.title))
    links = [link.get_attribute("href") or "" for link in mine.locator("a[href*='.pdf']").all()]
    assert len(links) == 6, "one number, six pairs of languages"
    paper = folder / "certificate.pdf"
    answer = page.context.request.get(walk.centre.base + links[0].partition("?")[0] + f"?languages={pair(walk)}")
    assert answer.headers["content-type"] == "application/pdf"
    paper.write_bytes(answer.body())
    return paper


def papers_are_sound(walk: Walk, paper: Path, participant: str) -> None:
    """Hold a certificate to what programs say that had no part in making it."""
    text = text_of(paper)
    for language in pair(walk).split("-"):
        assert squeezed(TITLES[language]) in squeezed(text)
    assert participant in text
    assert "No syntax or stream encoding errors found" in output("qpdf", "--check", str(paper))
    facts = output("pdfinfo", str(paper))
    assert re.search(r"^Tagged:\s+yes$", facts, re.M)
    fonts = output("pdffonts", str(paper)).splitlines()[2:]
    assert fonts
    assert [font for font in fonts if font.split()[-5] != "yes"] == [], "a font is not embedded"


def visitor_verifies(walk: Walk, code: str, participant: str) -> None:
    page = walk.open("visitor", "/certificates/verify/")
    page.fill("[name=code]", code)
    walk.send("visitor", page.locator("main form [type=submit]"), f"/certificates/verify/{code.replace('-', '')}")
    assert page.locator(".verdict.ok").count() == 1
    assert walk.title in page.locator("main").inner_text()
    assert participant not in page.locator("main").inner_text(), "the name is shown as initials only"
    page.fill("[name=surname]", participant.split()[-1])
    page.locator("main form[method=post] [type=submit]").click()
    page.locator(".note.ok").wait_for()
    walk.person("visitor").look()


def pair(walk: Walk) -> str:
    return {"en": "en-az", "az": "az-ru"}[walk.language]


def small_pdf() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


def download(page: Page, link: Locator) -> bytes:
    with page.expect_download() as waiting:
        link.click()
    return waiting.value.path().read_bytes()


def reload_until(page: Page, wanted: Locator, seconds: float = 120) -> None:
    """Look again until something is there: a job brings it."""
    until = time.monotonic() + seconds
    while wanted.count() == 0:
        assert time.monotonic() < until, f"{page.url} never showed it:\n{page.locator('main').inner_text()}"
        time.sleep(0.5)
        page.reload()


def text_of(paper: Path) -> str:
    return output("pdftotext", str(paper), "-")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
