"""The page to take along: opened as a file in a browser without network, it says of each code what the program says."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from tests.browser.driver import RULES
from tests.certificates.codes import CLOSED, CODE, NAME, OPEN, SECOND
from tests.certificates.test_offline import MUTATIONS
from trainhub.certificates import keys, offline, payload, services, statuslist
from trainhub.certificates.payload import Content
from trainhub.kernel import clock
from trainhub.testing.make import Make

pytestmark = pytest.mark.browser


class Desk:
    """A centre with keys, and the page that it hands out; `faults` is what the browser complained of."""

    def __init__(self, make: Make, client: FlaskClient, folder: Path) -> None:
        self.centre = make.centre()
        keys.ensure([self.centre])
        self.before = self.code(replace(OPEN, issued=date(2021, 5, 6)))
        keys.rotate(self.centre, "code")
        answer = client.get("/certificates/offline.html")
        assert "attachment" in answer.headers["Content-Disposition"]
        self.file = folder / "check.html"
        self.file.write_bytes(answer.data)
        self.known = client.get("/certificates/keys.json").text
        self.faults: list[str] = []

    def raw(self, content: Content) -> bytes:
        signer = keys.current(self.centre, "code")
        return payload.sealed(content, (NAME, SECOND), CODE, signer.public, signer.sign)

    def code(self, content: Content) -> str:
        return f"https://training.example/v#{payload.text_of(self.raw(content))}"

    def status(self, *revoked: int) -> bytes:
        signer = keys.current(self.centre, "code")
        return statuslist.write(signer.key_id, clock.now().replace(year=2028), revoked, signer.sign).encode()


@pytest.fixture
def desk(make: Make, client: FlaskClient, tmp_path: Path) -> Desk:
    return Desk(make, client, tmp_path)


@pytest.fixture
def page(browser: Browser, desk: Desk) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="ru")
    context.set_offline(True)
    opened = context.new_page()
    opened.on("console", lambda message: desk.faults.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: desk.faults.append(str(error)))
    opened.on("request", lambda asked: None if asked.url.startswith("file:") else desk.faults.append(asked.url))
    opened.goto(desk.file.as_uri())
    yield opened
    context.close()
    assert desk.faults == []


def said(page: Page, code: str) -> str:
    """Ask of a code; return the answer with what is told of the certificate."""
    page.fill("#code", code)
    page.click("form[data-part=code] button")
    return page.inner_text("[data-part=answer]")


def test_a_paper_is_checked_without_network(page: Page, desk: Desk) -> None:
    assert page.get_attribute("html", "lang") == "ru"
    page.click("button[data-lang=en]")
    valid = said(page, desk.code(OPEN))
    assert "This certificate is valid" in valid
    assert "not in the list of revoked certificates of 2 March 2027, 08:00 UTC" in valid
    assert OPEN.title in valid
    assert "12 October 2026 – 14 October 2026" in valid
    assert "17.75" in valid
    assert "valid" in said(page, desk.before)  # signed by the key before this one
    assert "was valid until 31 October 2021" in said(page, desk.code(replace(OPEN, expires=date(2021, 10, 31))))
    forged = bytearray(desk.raw(OPEN))
    forged[12] ^= 1
    assert "forged" in said(page, payload.text_of(bytes(forged)))
    assert "not a whole code" in said(page, desk.code(OPEN)[:-1])
    closed = said(page, desk.code(CLOSED))
    assert "Closed training of the centre" in closed
    assert "Year\n2026" in closed
    assert OPEN.title not in closed

    said(page, desk.code(OPEN))
    for name, code, fits in ((NAME, "7kq4-m2xv-9r3t", "Yes"), ("Leyla Aliyeva", CODE, "No"), (NAME, CODE[:-1], "No")):
        page.fill("#name", name)
        page.fill("#check", code)
        page.click("form[data-part=compare] button")
        assert page.inner_text("[data-part=compared]").startswith(fits)

    page.set_input_files("#list", {"name": "status.txt", "mimeType": "text/plain", "buffer": desk.status(OPEN.number)})
    page.wait_for_selector("[data-part=loaded] .note.ok")
    assert "was revoked" in page.inner_text("[data-part=answer]")
    assert "2 March 2028" in page.inner_text("[data-part=answer]")
    page.set_input_files("#list", {"name": "old.txt", "mimeType": "text/plain", "buffer": b"trainhub-status-1:AAAA"})
    page.wait_for_selector("[data-part=loaded] .note.warn")
    found = Axe().run(page, options=RULES).response["violations"]
    assert found == [], [(each["id"], each["nodes"][0]["html"]) for each in found]
    for language in ("az", "tk", "ru", "en"):
        page.click(f"button[data-lang={language}]")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, language
    page.goto(f"{desk.file.as_uri()}#{desk.code(replace(OPEN, number=9)).partition('#')[2]}")  # what a scanner may open
    page.wait_for_selector(".verdict.ok")


def test_page_and_program_agree(page: Page, desk: Desk) -> None:
    draw = random.Random(8)
    one, two = desk.raw(OPEN), desk.raw(CLOSED)
    texts = [MUTATIONS[number % len(MUTATIONS)](draw, one, two) for number in range(240)]
    texts += [payload.text_of(one), payload.text_of(two), "", "0", "#", desk.before]
    known = offline.keys(desk.known)
    asked: Any = page.evaluate(
        """texts => { const told = JSON.parse(document.getElementById("main").dataset.known);
        const keys = offline.keys(told);
        return texts.map(text => offline.check(text, keys, new Map(), "2027-03-02").says); }""",
        texts,
    )
    assert asked == [offline.check(text, known, {}, date(2027, 3, 2)).says for text in texts]
    names = [
        NAME,
        SECOND,
        "GÜLÇÖHRƏ İSMAYILZADƏ",
        "Щербакова Алёна",
        "ᲒᲘᲝᲠᲒᲘ გიორგი",
        "علی‌رضا حسيني",
        "Oʻktam O'ktam",
        "Weiß Σίσυφος",
    ]
    assert page.evaluate("names => names.map(offline.letters)", names) == [payload.letters(name) for name in names]
    lists = [desk.status(*draw.sample(range(131_072), 40)).decode() for _ in range(3)]
    broken = [text[:place] + "A" + text[place + 1 :] for text in lists for place in draw.sample(range(18, 200), 8)]
    read = """texts => { const told = JSON.parse(document.getElementById("main").dataset.known);
        const found = texts.map(text => offline.list(text, offline.keys(told)));
        return found.map(each => each && each.revoked ? [...each.revoked] : null); }"""
    assert page.evaluate(read, [*lists, *broken]) == [
        sorted(next(iter(found.values())).revoked) if found else None
        for found in map(_listed(known), [*lists, *broken])
    ]


def _listed(known: list[offline.Key]) -> Any:
    def read(text: str) -> Any:
        try:
            return offline.lists([text], known)
        except statuslist.BrokenList:
            return {}

    return read


def test_the_page_of_the_site_is_the_same_and_static(client: FlaskClient, make: Make) -> None:
    keys.ensure([make.centre()])
    answer = client.get("/v")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "<script>" not in answer.text
    assert services.page.known()["lists"][0] in answer.text
