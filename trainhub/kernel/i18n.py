"""Languages of the interface: which one a page speaks, and how dates and numbers look in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import flask_babel
from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, format_time, get_timezone_location
from babel.numbers import format_decimal
from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import Babel, force_locale
from flask_babel import lazy_gettext as _lazy_gettext

gettext: Callable[..., str] = flask_babel.gettext
ngettext: Callable[..., str] = flask_babel.ngettext
pgettext: Callable[..., str] = flask_babel.pgettext
NATIVE = {"en": "English", "az": "Azərbaycanca", "ru": "Русский", "tk": "Türkmençe", "fa": "فارسی"}
BRITISH = Locale("en", "GB")
SKELETONS = {"short": "MMMd", "month": "yMMMM"}
account_language: Callable[[], str | None] = lambda: None  # noqa: E731 - accounts/ puts its own here


def lazy_gettext(text: str, **values: Any) -> str:
    """Return a text that is translated when it is shown: for labels made at import."""
    lazy: str = _lazy_gettext(text, **values)
    return lazy


def init_app(app: Flask, languages: tuple[str, ...], folders: list[Path]) -> None:
    """Prepare the app to speak `languages`, with catalogues from `folders` (core's first)."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(str(folder) for folder in folders)
    app.extensions["languages"] = languages
    Babel(app, locale_selector=_select, timezone_selector=viewer_zone)
    app.before_request(_remember)


def languages() -> tuple[str, ...]:
    """Return the codes of the interface languages, in the order shown."""
    found: tuple[str, ...] = current_app.extensions["languages"]
    return found


def _remember() -> None:
    """Keep a language chosen by ?lang= for the pages that follow."""
    chosen = request.args.get("lang")
    if chosen in languages() and session.get("lang") != chosen:
        session["lang"] = chosen


def _select() -> str:
    wanted = (request.args.get("lang"), session.get("lang"), account_language()) if has_request_context() else ()
    for code in wanted:
        if code in languages():
            return code
    if has_request_context():
        return request.accept_languages.best_match(languages()) or languages()[0]
    return languages()[0]


def language() -> str:
    """Return the code of the language this page, mail or document speaks."""
    locale = flask_babel.get_locale()
    return locale.language if locale else languages()[0]


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak one language inside a block: for mails and documents."""
    with force_locale(code if code in languages() else languages()[0]):
        yield


def direction(code: str | None = None) -> str:
    """Return ltr or rtl."""
    return "rtl" if Locale.parse(code or language()).character_order == "right-to-left" else "ltr"


def viewer_zone() -> str:
    """Return the time zone of whoever looks, else the installation's."""
    zone = g.get("viewer_zone") if has_request_context() else None
    return zone or str(current_app.config["ZONE"])


def _locale() -> Locale:
    """Return whose rules dates and numbers follow; English ones are British: 9 March, 24 hours, Monday first."""
    found = flask_babel.get_locale() or Locale.parse(languages()[0])
    return BRITISH if found.language == "en" else found


def day(value: date, style: str = "long") -> str:
    """Return a date in words: `long` 9 March 2027, `full` with the weekday, `week` Tue 9 March, `short` 9 Mar,
    `month` March 2027, `weekday` Tue; or any pattern of CLDR's."""
    locale = _locale()
    if style == "week":
        return f"{day(value, 'weekday')} {format_skeleton('MMMMd', value, locale=locale)}"
    if style == "weekday":
        name = format_date(value, "EEE", locale=locale)
        return name.lower() if locale.language == "az" else name  # CLDR writes Ç.a. where Azerbaijani writes ç.a.
    if style in SKELETONS:
        return format_skeleton(SKELETONS[style], value, locale=locale)
    return format_date(value, format=style, locale=locale)


def dates(first: date, last: date) -> str:
    """Return a span of days in words: 9–10 March 2027, 28 February – 2 March 2027."""
    whole = day(last)
    if first == last:
        return whole
    if not whole.startswith(str(last.day)) or first.year != last.year:  # a language that begins with the year
        return format_interval(first, last, "yMMMMd", locale=_locale())
    if first.month == last.month:
        return f"{first.day}–{whole}"
    return f"{format_skeleton('MMMMd', first, locale=_locale())} – {whole}"


def hour(value: time | datetime) -> str:
    """Return a time of day on the 24-hour clock."""
    return format_time(value, "HH:mm", locale=_locale())


def moment(value: datetime, zone: str | None = None) -> str:
    """Return date and time in a zone, else in the viewer's."""
    there = value.astimezone(ZoneInfo(zone or viewer_zone()))
    return f"{day(there.date(), 'medium')}, {hour(there.time())}"


def number(value: float) -> str:
    """Return a number by the language's rules, with at most two decimals."""
    return format_decimal(round(value, 2), locale=_locale())


def city(zone: str) -> str:
    """Return the city an IANA zone is named after, in the page's language where CLDR knows it."""
    return str(get_timezone_location(zone, locale=_locale(), return_city=True))


def country_name(code: str) -> str:
    """Return a country's name in the page's language, else its code."""
    return str(_locale().territories.get(code, code))


def language_name(code: str) -> str:
    """Return a language's name in the page's language, else its code."""
    return str(_locale().languages.get(code, code))
