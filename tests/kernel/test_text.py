"""Texts of thirteen countries: folding, alphabets, casing, slugs, Markdown that stays harmless."""

import random
import re
import time
from datetime import date
from html.parser import HTMLParser

import pytest
from flask import Flask

from trainhub.kernel import i18n, text
from trainhub.kernel.errors import Invalid

HOSTILE = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    '![x](x"onerror="alert(1))',
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<iframe srcdoc="<script>alert(1)</script>">',
    '{: onclick="alert(1)" }',
    '# h {: onmouseover=alert(1) style="x" }',
    '<div style="background:url(javascript:alert(1))">',
    "<form action=/x><input name=csrf_token></form>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "[a]: javascript:alert(1)\n[a]",
    "<object data=x></object><embed src=x><base href=//evil><meta http-equiv=refresh content=0>",
    '<style>@import "//evil"</style>',
]
HARMLESS = set(
    "p br hr h2 h3 h4 h5 h6 strong em b i s del ins sub sup code pre blockquote ul ol li dl dt dd"
    " table thead tbody tr th td a abbr".split()
)


class Found(HTMLParser):
    """Collects what a browser would act on: elements and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.live: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        links = [value or "" for name, value in attrs if name in {"href", "src"}]
        self.live += [tag] if tag not in HARMLESS else []
        self.live += [name for name, _ in attrs if name not in {"href", "rel", "title", "start", "align"}]
        schemes = [re.match(r"[\s\x00-\x20]*([a-z][a-z0-9+.-]*):", link, re.I) for link in links]
        self.live += [found[1] for found in schemes if found and found[1] not in {"http", "https", "mailto"}]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("cekilis", "çəkiliş"),
        ("IGDIR", "Iğdır"),
        ("istanbul", "İSTANBUL"),
        ("елка", "ёлка"),
        ("Ozbekiston", "Oʻzbekiston"),
        ("yazmyradow", "Ýazmyradow"),
        ("каримов", "КАРИМОВ"),
        ("کتاب", "كتاب"),
    ],
)
def test_search_finds_it_however_it_is_typed(typed: str, stored: str) -> None:
    assert text.fold(typed) == text.fold(stored)


def test_letters_that_only_look_alike_stay_apart() -> None:
    assert text.fold("край") != text.fold("краи")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("az", ["Cəmil", "Çingiz", "Elçin", "Əli", "Həsən", "Xəyal", "Iğdır", "İlqar", "Kamal", "Qasım", "Zaur"]),
        (
            "tk",
            ["Aman", "Çary", "Döwlet", "Jemal", "Žanna", "Kerim", "Nury", "Ňüňň", "Oraz", "Öwez", "Ýazgül", "Zöhre"],
        ),
        ("ru", ["Анна", "Егор", "Ёлкин", "Жанна", "Йод", "Яна"]),
    ],
)
def test_names_stand_in_the_order_of_the_alphabet(language: str, words: list[str]) -> None:
    assert sorted(random.sample(words, len(words)), key=text.alphabetical(language)) == words


def test_capitals_follow_the_language() -> None:
    assert text.upper("ilin şəhəri", "az") == "İLİN ŞƏHƏRİ"
    assert text.upper("title", "en") == "TITLE"


@pytest.mark.parametrize(
    ("language", "said", "heading"),
    [
        ("ru", "март 2027 г.", "Март 2027 г."),
        ("az", "iyun 2027", "İyun 2027"),
        ("tk", "iýun 2027", "Iýun 2027"),
        ("en", "9 March", "9 March"),
        ("en", "", ""),
    ],
)
def test_headings_begin_with_a_capital(language: str, said: str, heading: str) -> None:
    assert text.capital(said, language) == heading


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Miqrantların insan hüquqları", "miqrantlarin-insan-huquqlari"),
        ("Миграция и развитие", "migratsiya-i-razvitie"),
        ("Щука — ёж", "shchuka-yozh"),
        ("!!!", "item"),
    ],
)
def test_a_title_becomes_a_readable_address(title: str, slug: str) -> None:
    assert text.slugify(title) == slug


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_a_spreadsheet_takes_no_text_for_a_formula(cell: str) -> None:
    assert text.disarm(cell) == "'" + cell
    assert text.disarm(-1) == -1
    assert text.disarm("") == ""


@pytest.mark.parametrize("source", HOSTILE)
def test_markdown_comes_out_harmless(source: str) -> None:
    assert Found(str(text.render_markdown(source))).live == []


def test_markdown_does_what_it_is_for() -> None:
    html = text.render_markdown("**Bold** and [a page](https://example.org)\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    assert "<strong>Bold</strong>" in html
    assert 'href="https://example.org"' in html
    assert "<td>1</td>" in html


@pytest.mark.parametrize("source", ["[" * 3000, "1. " * 2000, "> " * 2000 + "x", "*" * 5000 + "a"])
def test_hostile_markdown_is_refused_at_once(source: str) -> None:
    begin = time.process_time()
    text.render_markdown(source)
    assert time.process_time() - begin < 1
    with pytest.raises(Invalid):
        text.check_markdown(source)


def test_the_ordinal_of_a_quarter_is_never_cut_at_the_end_of_a_line(app: Flask) -> None:
    with app.app_context():
        for language in ("az", "ru", "tk"):
            with i18n.speaking(language):
                said = i18n.day(date(2026, 10, 1), "quarter")
                assert "4\N{NON-BREAKING HYPHEN}" in said
                assert "-" not in said
