"""What every template can use: words, dates, addresses, menus and the slots of plugins."""

import re
from typing import Any

from flask import Flask, render_template, request, url_for
from flask_babel import LazyString
from jinja2 import ChoiceLoader, FileSystemLoader
from markupsafe import Markup

from .. import paths
from ..hooks.host import PluginHost, host
from ..hooks.types import Area, MenuItem, Panel, Slot
from ..kernel import clock, i18n, text
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import Texts
from .access import viewer

_OWN = re.compile(r"_|(?:endpoint|self)\Z")  # what `url_for` takes for itself
AREAS: dict[Area, str] = {
    Area.TOP: "",
    Area.PREPARE: _l("Prepare"),
    Area.RUN: _l("Run"),
    Area.LEARN: _l("Learn"),
    Area.PEOPLE: _l("Address book"),
    Area.OFFICE: _l("Office"),
}


def init_app(app: Flask, plugins: PluginHost) -> None:
    folders = [paths.folder("templates"), *plugins.folders("templates")]
    app.jinja_loader = ChoiceLoader([FileSystemLoader(folder) for folder in folders])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        t=words,
        tl=marked_words,
        day=i18n.day,
        dates=i18n.dates,
        clock=i18n.hour,
        moment=i18n.moment,
        num=i18n.number,
        percent=i18n.percent,
        hours=i18n.number,
        md=markdown,
        country=i18n.country_name,
        language=i18n.language_name,
        capital=capital,
        initials=text.initials,
    )
    app.jinja_env.tests["sentence"] = is_sentence
    app.jinja_env.globals.update(slot=slot, lang_url=lang_url, with_args=with_args, Slot=Slot, now=clock.now)
    app.context_processor(_page)


def is_sentence(value: object) -> bool:
    """Say whether a remark is words, now or when they are read, and not the remarks of fields within a field."""
    return isinstance(value, str | LazyString)


def _page() -> dict[str, Any]:
    code = i18n.language()
    return {
        "lang": code,
        "dir": i18n.direction(),
        "viewer": viewer(),
        "nav": navigation,
        "languages": [(each, i18n.NATIVE.get(each, each)) for each in i18n.languages()],
    }


def words(texts: Texts | None, code: str | None = None) -> str:
    """Return a translated text in the page's language, or the nearest there is."""
    return texts.text(code or i18n.language()) if texts else ""


def marked_words(texts: Texts | None) -> Markup:
    """Return the same with the language said where it is another than the page's."""
    if not texts:
        return Markup("")
    used = texts.language(i18n.language())
    if used == i18n.language():
        return Markup("{}").format(texts.text(used))
    name = i18n.language_name(used)
    return Markup('<span lang="{}" dir="{}">{}</span> <span class="fallback" title="{}">{}</span>').format(
        used, i18n.direction(used), texts.text(used), name, used.upper()
    )


def markdown(texts: Texts | str | None) -> Markup:
    """Return Markdown as safe HTML, in the page's language where there is one."""
    if isinstance(texts, Texts):
        used = texts.language(i18n.language())
        html = text.render_markdown(texts.text(used))
        return html if used == i18n.language() else Markup('<div lang="{}">{}</div>').format(used, html)
    return text.render_markdown(texts or "")


def capital(said: str) -> str:
    """Return words as a heading or sentence in the page's language begins: dates are lower case in Russian."""
    return text.capital(said, i18n.language())


def slot(place: Slot, subject: Any) -> Markup:
    """Return the panels that features and plugins have for one place of the page."""
    found = host().extend("extend_page", slot=place, subject=subject, user=viewer())
    return Markup("").join(_panel(panel, subject) for panel in found)


def _panel(panel: Panel, subject: Any) -> Markup:
    """Return a panel as HTML; a plugin's that cannot be drawn is left out and reported."""
    drawn: list[str] = []
    with host().guarded(panel.plugin, "extend_page"):
        drawn.append(render_template(panel.template, panel=panel, subject=subject, **panel.context))
    return Markup("").join(Markup(each) for each in drawn)  # noqa: S704 - a rendered template is escaped already


def navigation() -> list[dict[str, Any]]:
    """Return the menu groups this viewer has, in the order of the centre's loop."""
    groups, found = [], host().extend_each("extend_menu", "area", AREAS, user=viewer())
    for area, title in AREAS.items():
        items = [drawn for item in found[area] if (drawn := _item(item)) is not None]
        if items:
            groups.append({"area": area.value, "title": title, "items": items})
    return groups


def _item(item: MenuItem) -> dict[str, Any] | None:
    """Return an entry as the menus draw it, or None where a plugin's cannot be drawn."""
    try:
        here = (request.endpoint or "").partition(".")[0]
        current = request.path == item.url or (bool(item.key) and item.key == here)
        shown = {"label": str(item.label), "url": str(item.url), "icon": str(item.icon), "count": int(item.count)}
    except Exception as error:
        if not item.plugin:
            raise
        host().report(item.plugin, "extend_menu", error)
        return None
    return {**shown, "current": current}


def with_args(**changes: Any) -> str:
    """Return this page's address with some of its query changed; None takes a key away.

    A name that `url_for` takes for itself is none of ours: whoever wrote it into the address gets a page without it.
    """
    asked = request.args.lists()
    arguments: dict[str, Any] = {name: tuple(values) for name, values in asked if not _OWN.match(name)}
    arguments |= request.view_args or {}
    arguments |= changes
    kept = {name: value for name, value in arguments.items() if value not in (None, "", (), [])}
    return url_for(request.endpoint or "home.start", **kept)


def lang_url(code: str) -> str:
    """Return this page's address in another language."""
    if request.endpoint is None or request.method != "GET":
        return f"/?lang={code}"
    return with_args(lang=code)
