"""Every part of the look once, on pages of its own: accessible and whole on a phone, in both schemes and directions."""

import functools
import http.server
import json
import re
import threading
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from babel.dates import format_date, format_skeleton
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from trainhub.web.templating import is_sentence

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "trainhub/static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'"
)
COUNTRIES = ["AZ", "BY", "GE", "IR", "KZ", "KG", "MD", "RU", "TJ", "TR", "TM", "UA", "UZ"]


class Sample(Form):
    title = StringField("Short title", [DataRequired()])
    places = IntegerField("Places", [DataRequired()], default=24)
    day = DateField("Day", [DataRequired()])
    start = TimeField("From", [DataRequired()])
    room = SelectField("Room", [DataRequired()], choices=[SelectChoice("a", "Hall A"), SelectChoice("b", "Hall B")])
    trainer = StringField("Trainer", [DataRequired()], default="Dilnoza Yoʻldosheva")
    remark = TextAreaField("Remark")
    level = RadioField(
        "Level",
        [DataRequired()],
        choices=[SelectChoice("p", "Policy makers"), SelectChoice("m", "Practitioners")],
        default="p",
    )
    needs = SelectMultipleField(
        "Access needs",
        choices=[SelectChoice("w", "Step-free"), SelectChoice("s", "Subtitles")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    file = FileField("Agenda")
    consent = BooleanField("My photograph may be used")


def sample_form() -> Sample:
    form = Sample()
    form.day.data, form.start.data = date(2027, 3, 10), time(14, 30)
    form.room.errors = ["Hall A is taken from 15:00 to 17:00. Hall B is free."]
    form.texts = SimpleNamespace(
        id="summary",
        name="summary",
        area=True,
        errors=[],
        description="",
        flags=SimpleNamespace(required=True),
        label=SimpleNamespace(text="Summary"),
        parts={"en": "Human rights of migrants", "az": "Miqrantların insan hüquqları", "ru": "Права мигрантов"},
    )
    return form


def sample_table() -> SimpleNamespace:
    columns = [
        ("name", "Name", "asc"),
        ("organisation", "Organisation", None),
        ("country", "Country", None),
        ("state", "State", None),
        ("hours", "Hours", None),
    ]
    people = [
        ("Әйгерім Сейітқали", "Aigerim Seiitkali", "Migration Service Committee", "Kazakhstan", "Accepted", "ok"),
        (
            "Dilnoza Yoʻldosheva",
            "Dilnoza Yuldosheva",
            "Agency for External Labour Migration",
            "Uzbekistan",
            "Nominated",
            "warn",
        ),
        ("مریم رضایی", "Maryam Rezaei", "Bureau for Aliens and Foreign Immigrants", "Iran", "Waiting list", "info"),
        ("ნინო ბერიძე", "Nino Beridze", "Public Defender’s Office", "Georgia", "Declined", "stop"),
    ]
    keys = ("name", "latin", "organisation", "country", "state", "kind")
    return SimpleNamespace(
        columns=[
            SimpleNamespace(key=key, label=label, sort_url="#", sorted=order, numeric=key == "hours", visible=True)
            for key, label, order in columns
        ]
        + [SimpleNamespace(key="x", label="Languages", visible=False)],
        cells=[(key, label, key == "hours", False) for key, label, _order in columns],
        rows=[
            SimpleNamespace(id=number, hours="17.5", **dict(zip(keys, person, strict=True)))
            for number, person in enumerate(people, 1)
        ],
        total=29,
        page=2,
        pages=7,
        page_url=lambda number: f"?page={number}",
        column_url=lambda key: f"?columns={key}",
        filters=[
            SimpleNamespace(label="Received", value="since 15 February", remove_url="#"),
            SimpleNamespace(label="Level", value="policy makers", remove_url="#"),
        ],
        filter_fields=[
            {"key": "country", "label": "Country", "value": "", "choices": [("az", "Azerbaijan")], "type": "text"},
            {"key": "q", "label": "Name", "value": "", "choices": None, "type": "text"},
        ],
        kept_args=[("sort", "name")],
        export_urls={"csv": "#", "xlsx": "#"},
    )


def sample_weeks() -> list[SimpleNamespace]:
    def week(first: int, *sessions: SimpleNamespace) -> SimpleNamespace:
        days = [
            SimpleNamespace(
                date=date(2027, 3, first + n),
                other_month=False,
                weekend=n > 4,
                today=first + n == 2,
                holiday="Women’s Day · 11 countries" if first + n == 8 else "",
            )
            for n in range(7)
        ]
        return SimpleNamespace(days=days, sessions=sessions)

    def bar(number: int, title: str, start: int, cells: str, lane: int = 1, **more: Any) -> SimpleNamespace:
        names = {"o": "on", "n": "net", "c": "clash", ".": ""}
        return SimpleNamespace(
            **{
                "url": "#",
                "title": title,
                "number": number,
                "icon": "place",
                "state": "",
                "clash": False,
                "start": start,
                "span": len(cells),
                "lane": lane,
                "words": "2 to 4 March",
                "cells": [names[cell] for cell in cells],
                **more,
            }
        )

    return [
        week(
            1,
            bar(9, "Reporting on migration for media", 3, "n.n.n.", icon="online"),
            bar(2, "International cooperation", 5, ".o", 2),
            bar(12, "Families left behind", 9, "oo"),
        ),
        week(
            8,
            bar(4, "Migrants’ rights in national strategies", 3, "ooo.oo"),
            bar(8, "Migration data and its protection", 5, ".coo", 2, clash=True),
            bar(2, "Private-sector engagement", 7, "n.oo", 3, state="draft", icon="hybrid"),
            bar(14, "Family reunification", 9, "oo", 1, state="cancel"),
        ),
    ]


def strip(cells: str) -> list[tuple[str, str]]:
    names = {"o": "on", "n": "net", "p": "plan", ".": ""}
    return [(names[cells[n]], names[cells[n + 1]]) for n in range(0, len(cells), 2)]


def render(page: str, *, furniture: str = "staff", lang: str = "en", direction: str = "ltr") -> str:
    """Render a page of this folder with the templates' real macros and stubs for what the program provides."""
    manifest = json.loads((STATIC / "vendor/manifest.json").read_text("utf-8"))
    environment = Environment(
        loader=FileSystemLoader([ROOT / "templates", Path(__file__).parent]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: text, lambda one, many, n: one if n == 1 else many, newstyle=True
    )

    def asset(name: str) -> str:
        return f"/static/vendor/{manifest[name]['file']}"

    def icon(name: str, cls: str = "") -> Markup:
        sprite = asset("icons-public.svg" if furniture == "public" else "icons.svg")
        return Markup('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>').format(
            f"i {cls}".strip(), sprite, name
        )

    def day(value: date, style: str = "long") -> str:
        skeletons = {"weekday": "EEE", "short": "MMMd"}
        return (
            format_skeleton(skeletons[style], value, locale=lang)
            if style in skeletons
            else format_date(value, style, lang)
        )

    environment.tests["sentence"] = is_sentence
    environment.filters.update(day=day, num=str, t=str, language=str)
    environment.globals.update(
        asset=asset,
        icon=icon,
        csrf_token=lambda: "token",
        get_flashed_messages=messages,
        url_for=lambda endpoint, **_values: f"#{endpoint}",
        lang_url=lambda code: f"?lang={code}",
    )
    viewer = (
        None
        if furniture == "public"
        else SimpleNamespace(name="Leyla Hüseynova", initials="LH", email="l.huseynova@example.org", role_label="Staff")
    )
    titles = [
        "Bringing migrants’ rights into national human-rights strategies",
        "Understanding the data used when reporting",
        "Fundamental rights of migrant children",
    ]
    return environment.get_template(page).render(
        lang=lang,
        dir=direction,
        languages=[("en", "English"), ("az", "Azərbaycanca"), ("ru", "Русский"), ("tk", "Türkmençe")],
        furniture=furniture,
        viewer=viewer,
        nav=navigation(furniture),
        centre_name="Regional Training Centre on Migration",
        centre_short="RTC on Migration",
        viewer_scope="",
        wide=False,
        narrow=False,
        form=sample_form(),
        table=sample_table(),
        weeks=sample_weeks(),
        countries=COUNTRIES,
        weekdays=["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        eight=[
            (
                "Mar" if n == 0 else "",
                7 * n + 1,
                ["", "", "now" if n == 0 else "on", "on", "net", "", "on", "on", "", ""],
            )
            for n in range(8)
        ],
        register=[
            ("Aygün Məmmədova", "", "Present", "check"),
            ("მარიამ ლომიძე", "late", "Late", "waiting"),
            ("Elena Rusu", "absent", "Absent", "close"),
            ("Әйгерім Сейітқали", "excused", "Excused", "excused"),
        ],
        sessions=list(
            zip(
                titles,
                [date(2027, 3, 2), date(2027, 3, 9), date(2027, 3, 25)],
                [True, False, False],
                [strip("ooo.oo"), strip("n."), strip("pppp")],
                ["ok", "warn", ""],
                ["5 places left", "Waiting list", "Opens 8 March"],
                strict=True,
            )
        ),
    )


def messages(*, with_categories: bool = False, category_filter: list[str]) -> list[Any]:
    if with_categories:
        return [("warn", "One person has no e-mail address.")]
    return ["3 people accepted."]


def navigation(furniture: str) -> list[dict[str, Any]]:
    groups = {
        "": [("Home", "home"), ("Calendar", "calendar"), ("Curriculum", "curriculum"), ("Certificates", "certificate")]
    }
    if furniture == "staff":
        groups = {
            "": [("Home", "home"), ("Calendar", "calendar")],
            "Prepare": [("Needs", "needs"), ("Curriculum", "curriculum")],
            "Run": [("Sessions", "session"), ("Nominations", "nominations"), ("Attendance", "attendance")],
            "Office": [("Messages", "message"), ("Plugins", "plugin"), ("Settings", "settings")],
        }
    return [
        {
            "title": title,
            "items": [
                {
                    "label": label,
                    "url": f"/{drawing}/",
                    "icon": drawing,
                    "current": drawing in ("session", "curriculum")
                    and (furniture == "staff") == (drawing == "session"),
                    "count": 7 if drawing == "nominations" else 0,
                }
                for label, drawing in items
            ],
        }
        for title, items in groups.items()
    ]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the pages under the same content security policy as the program's."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "static").symlink_to(STATIC)
    for furniture in ("public", "person", "staff"):
        for direction, lang in (("ltr", "en"), ("rtl", "fa")):
            for page in ("states", "public"):
                text = render(f"{page}.html", furniture=furniture, lang=lang, direction=direction)
                (folder / f"{page}-{furniture}-{direction}.html").write_text(text, "utf-8")

    class Handler(http.server.SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", POLICY)
            super().end_headers()

        def log_message(self, *words: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


PAGES = [("states", "staff"), ("states", "person"), ("public", "public")]


@pytest.mark.browser
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("page", "furniture"), PAGES)
def test_the_look_is_accessible_and_fits(
    browser: Any, site: str, page: str, furniture: str, scheme: str, direction: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for width in (1280, 360):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
        )
        tab = context.new_page()
        complaints: list[str] = []
        tab.on("console", lambda message, to=complaints: to.append(message.text) if message.type == "error" else None)
        tab.on("requestfailed", lambda request, to=complaints: to.append(request.url))
        tab.goto(f"{site}/{page}-{furniture}-{direction}.html")
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
        if width == 360:  # the rules know of no width, and the narrow page has all of it
            # axe's own script is put in by the browser's debugger, which the policy does not govern
            found = Axe().run(tab, options={"resultTypes": ["violations"]}).response["violations"]
            assert not [(each["id"], [node["target"] for node in each["nodes"]][:4]) for each in found]
        assert complaints == []
        context.close()


def test_every_icon_that_templates_name_is_in_the_sprite() -> None:
    sprite = next((STATIC / "vendor").glob("icons.*.svg")).read_text("utf-8")
    known = set(re.findall(r'id="([\w-]+)"', sprite))
    named = {
        (path.name, name)
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"icon\(['\"]([\w-]+)['\"]", path.read_text("utf-8"))
    }
    assert not [(file, name) for file, name in named if name not in known]


def test_no_template_holds_a_style_or_a_script_text() -> None:
    # readers of mails know only inline styles; the check to take along is one file, under a policy of hashes
    apart = {ROOT / "templates" / place for place in ("messages/mail.html", "certificates/offline.html")}
    for path in (each for each in (ROOT / "templates").rglob("*.html") if each not in apart):
        text = path.read_text("utf-8")
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*src=)", text), path


def test_our_style_sheet_stays_small() -> None:
    packed = next((STATIC / "vendor").glob("trainhub.*.css.br"))
    assert packed.stat().st_size <= 10 * 1024
