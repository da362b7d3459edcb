"""No word is broken inside where there is room: narrow columns make way, rows wrap. Russian has the longest words."""

import pytest
from playwright.sync_api import Browser

from .driver import Centre, visit

pytestmark = pytest.mark.browser
BROKEN = r"""() => {
  const found = new Set(), walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode()); ) {
    const where = node.parentElement;
    if (!where.checkVisibility() || where.closest(".visually-hidden, .tag, a[href^='mailto:'], svg, thead")) continue;
    for (const word of node.data.matchAll(/[^\s\-–/·]+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (lines.size > 1) found.add(word[0]);
    }
  }
  return [...found];
}"""
SESSION = "/sessions/rights-of-migrants-and-families"
PAGES = {
    "visitor": ("/", "/curriculum/", "/curriculum/modules/4/", "/curriculum/activities/m04-a03/"),
    "trainer": ("/", f"{SESSION}/attendance/"),
    "staff": ("/", "/people/", "/curriculum/?version=1.1", "/curriculum/versions/", "/curriculum/versions/1.1/edit"),
    "participant": ("/me/certificates/",),
}


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("role", PAGES)
def test_words_stay_whole(browser: Browser, centre: Centre, role: str, width: int) -> None:
    person = visit(browser, centre, width, "ru")
    if role != "visitor":
        person.sign_in(**centre.accounts[role])
    for path in PAGES[role]:
        page = person.pass_by(path + ("&" if "?" in path else "?") + "lang=ru")
        assert page.evaluate(BROKEN) == [], path
    person.close()


def test_what_is_looked_for_can_be_read_in_the_field(browser: Browser, centre: Centre) -> None:
    person = visit(browser, centre, 1280)
    for language in ("en", "az", "ru", "tk"):
        person.page.goto(f"{centre.base}/curriculum/?lang={language}")
        fits = person.page.evaluate(
            "(() => { const field = document.getElementById('q'), own = getComputedStyle(field);"
            " const pen = document.createElement('canvas').getContext('2d'); pen.font = own.font;"
            " const room = field.clientWidth - parseFloat(own.paddingLeft) - parseFloat(own.paddingRight);"
            " return pen.measureText(field.placeholder).width <= room; })()"
        )
        assert fits, language
    person.close()
