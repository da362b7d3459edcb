"""The main pages of every role in a language from right to left, wide and narrow, and some of them in the dark.

No catalogue of ours is right-to-left: a pseudo-locale is made of the English texts, turned into Arabic letters.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from playwright.sync_api import Browser

from trainhub.translations import collect

from .driver import WIDTHS, Accounts, Centre, served, visit

pytestmark = pytest.mark.browser
SESSION = "/sessions/rights-of-migrants-and-families"
INFORMING = "before-you-leave-contract-rights-and-duties-of-a-migrant"
PAGES: dict[str, tuple[str, ...]] = {  # role: pages
    "visitor": (
        "/",
        "/calendar/?view=month&month=2027-03",
        "/calendar/?view=list&month=2027-03",
        f"{SESSION}/",
        "/curriculum/",
        "/curriculum/modules/4/",
        "/curriculum/activities/m04-a03/",
        "/certificates/verify/",
        "/sign-in",
        "/sign-up",
        "/privacy",
        "/x/gender/annual/2026/",
    ),
    "participant": (
        "/",
        "/me/",
        "/me/calendar/",
        "/me/certificates/",
        "/me/profile",
        "/me/account",
        f"{SESSION}/register",
    ),
    "trainer": ("/", f"{SESSION}/materials/", f"{SESSION}/attendance/"),
    "staff": (
        "/",
        "/sessions/",
        "/sessions/new",
        f"{SESSION}/edit",
        f"{SESSION}/participants/",
        f"{SESSION}/certificates/",
        f"{SESSION}/slots/",
        f"{SESSION}/history",
        "/needs/gaps",
        "/people/",
        "/organisations/",
        "/trainers/",
        "/rooms/",
        "/messages/",
        "/certificates/",
        "/curriculum/gaps/",
        "/reports/",
        "/reports/?by=organisation_type&by=level&by=format&period=2026-2027",
        "/reports/?indicator=core.hours&by=month&period=2026-2027",
        "/reports/exports/",
        "/x/gender/?by=country",
    ),
    "focal_point": ("/", "/people/"),
    "observer": ("/", "/calendar/"),
    "administrator": ("/", "/accounts/", f"/sessions/{INFORMING}/headcount/", "/plugins/"),
}
DARK = {"visitor": ("/",), "participant": ("/me/certificates/",), "staff": (f"{SESSION}/participants/",)}
KEPT = re.compile(r"(%\(\w+\)[sd]|%%|<[^>]+>|&\w+;|https?://\S+)")
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "ابجدهفگحیژکلمنوپقرستغوخعزطابجدهفگحیژکلمنوپقرستغوخعزط"
)
ARABIC = re.compile(r"[\u0600-\u06ff]")


def pseudo(text: str) -> str:
    """Return a text in Arabic letters, its placeholders and tags as they were."""
    return "".join(part if KEPT.fullmatch(part) else part.translate(LETTERS) for part in KEPT.split(text))


def write_catalogue(folder: Path) -> None:
    """Write the pseudo-locale fa, made of every text of code and templates."""
    made = Catalog(locale="fa", project="trainhub", charset="utf-8")
    for message in collect.template():
        if message.id:
            texts = (message.id,) if isinstance(message.id, str) else tuple(message.id)
            strings = tuple(pseudo(text) for text in texts)
            made.add(message.id, strings[0] if isinstance(message.id, str) else strings, context=message.context)
    place = folder / "fa" / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "messages.mo").open("wb") as file:
        write_mo(file, made)


@pytest.fixture(scope="module")
def two_ways(loaded: tuple[Path, Accounts], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """Serve a centre that speaks English, left to right, and the pseudo-locale, right to left."""
    folder = tmp_path_factory.mktemp("two-ways")
    write_catalogue(folder / "catalogues")
    data = shutil.copytree(loaded[0], folder / "data")
    with served(data, loaded[1], TRAINHUB_LANGUAGES="en fa", TRAINHUB_CATALOGUES=str(folder / "catalogues")) as running:
        yield running


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("role", PAGES)
def test_from_right_to_left(browser: Browser, two_ways: Centre, role: str, width: int) -> None:
    person = visit(browser, two_ways, width, "fa")
    person.page.goto(f"{two_ways.base}/sign-in?lang=fa")
    if role != "visitor":
        person.sign_in(**two_ways.accounts[role])
    look = person.open if width == min(WIDTHS) else person.pass_by  # the rules know of no width
    for path in PAGES[role]:
        page = look(path)
        html = page.locator("html")
        assert (html.get_attribute("dir"), html.get_attribute("lang")) == ("rtl", "fa"), path
        assert ARABIC.search(page.locator("main").inner_text()), f"{path} speaks no Arabic letters"
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl", path
    person.close()


def test_the_days_of_the_eight_weeks_stand_beside_their_cells(browser: Browser, two_ways: Centre) -> None:
    person = visit(browser, two_ways, 1280, "fa")
    page = person.open("/?lang=fa")
    overlaps = page.evaluate(
        "(() => { const boxes = (kind) => [...document.querySelectorAll(`.weeks > svg ${kind}`)]"
        ".map((each) => each.getBoundingClientRect());"
        " const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;"
        " const words = boxes('text');"
        " return words.filter((word, at) => [...boxes('rect'), ...words.slice(at + 1)].some((box) => meet(word, box)))"
        ".length; })()"
    )
    assert page.locator(".weeks > svg text").count() > 13
    assert overlaps == 0
    person.close()


@pytest.mark.parametrize("role", DARK)
def test_in_the_dark(browser: Browser, two_ways: Centre, role: str) -> None:
    person = visit(browser, two_ways, 1280, "en", color_scheme="dark")
    if role != "visitor":
        person.sign_in(**two_ways.accounts[role])
    for path in DARK[role]:
        page = person.open(path)
        light = page.evaluate(
            "(() => { const c = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number);"
            " return c[0] + c[1] + c[2]; })()"
        )
        assert light < 3 * 80, f"{path} stays light"
    person.close()
