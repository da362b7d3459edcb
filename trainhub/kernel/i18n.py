"""Languages of the interface: which one a page speaks, and how dates and numbers look in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import flask_babel
from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, format_time, get_timezone_location
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations
from flask import Flask, current_app, g, has_app_context, has_request_context, request, session
from flask_babel import Babel, LazyString, force_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

NATIVE = {"en": "English", "az": "Azərbaycanca", "ru": "Русский", "tk": "Türkmençe", "fa": "فارسی"}
BRITISH = Locale("en", "GB")
SKELETONS = {"short": "MMMd", "month": "yMMMM", "quarter": "yQQQQ", "quarter-short": "yQQQ"}
account_language: Callable[[], str | None] = lambda: None  # noqa: E731 - accounts/ puts its own here


@dataclass(frozen=True, slots=True)
class Voice:
    """One language at work: its catalogue, and whose rules dates and numbers follow."""

    code: str
    rules: Locale
    texts: NullTranslations


def _voice() -> Voice:
    """Return the language being spoken; looked up once a page, because a page asks a thousand times."""
    voice: Voice | None = g.get("voice")
    if voice is None:
        found = flask_babel.get_locale() or Locale.parse(languages()[0])
        rules = BRITISH if found.language == "en" else found
        g.voice = voice = Voice(found.language, rules, flask_babel.get_translations())
    return voice


def _texts() -> NullTranslations:
    return _voice().texts if has_app_context() else NullTranslations()


def gettext(text: str, /, **values: Any) -> str:
    """Return a text in the language being spoken, its placeholders filled in."""
    said = str(_texts().gettext(text))
    return said % values if values else said


def ngettext(one: str, many: str, number: float, /, **values: Any) -> str:
    """Return the plural form for a number; `%(num)s` in it is the number."""
    return str(_texts().ngettext(one, many, number)) % {"num": number, **values}  # type: ignore[arg-type]


def pgettext(context: str, text: str, /, **values: Any) -> str:
    """Return a text that would be ambiguous without its context."""
    said = str(_texts().pgettext(context, text))
    return said % values if values else said


def lazy_gettext(text: str, /, **values: Any) -> str:
    """Return a text that is translated when it is shown: for labels made at import."""
    lazy: str = LazyString(gettext, text, **values)
    return lazy


def init_app(app: Flask, languages: tuple[str, ...], folders: list[Path]) -> None:
    """Prepare the app to speak `languages`, with catalogues from `folders` (core's first)."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(str(folder) for folder in folders)
    app.extensions["languages"] = languages
    Babel(app, locale_selector=_select, timezone_selector=viewer_zone)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # put there by its extension
        lambda text: _texts().gettext(text),
        lambda one, many, number: _texts().ngettext(one, many, number),
        newstyle=True,
        pgettext=lambda context, text: _texts().pgettext(context, text),
    )
    app.jinja_env.globals["_"] = _in_template
    app.before_request(_remember)


@pass_eval_context
def _in_template(evaluation: EvalContext, text: str, /, **values: Any) -> str:
    """Say a text as Jinja's own `_` does, without its three calls: a page says hundreds."""
    said = _texts().gettext(text)
    if values and evaluation.autoescape:
        return Markup(said) % values  # noqa: S704 - a text of ours
    said = said % values
    return Markup(said) if evaluation.autoescape else said  # noqa: S704


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
    return _voice().code


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak one language inside a block: for mails and documents."""
    before = g.pop("voice", None)
    try:
        with force_locale(code if code in languages() else languages()[0]):
            yield
    finally:
        g.voice = before


def direction(code: str | None = None) -> str:
    """Return ltr or rtl."""
    return "rtl" if Locale.parse(code or language()).character_order == "right-to-left" else "ltr"


def viewer_zone() -> str:
    """Return the time zone of whoever looks, else the installation's."""
    zone = g.get("viewer_zone") if has_request_context() else None
    return zone or str(current_app.config["ZONE"])


def _locale() -> Locale:
    """Return whose rules dates and numbers follow; English ones are British: 9 March, 24 hours, Monday first."""
    return _voice().rules


def day(value: date, style: str = "long") -> str:
    """Return a date in words: `long` 9 March 2027, `full` with the weekday, `week` Tue 9 March, `short` 9 Mar,
    `month` March 2027, `quarter` 1st quarter 2027, `weekday` Tue; or any pattern of CLDR's."""
    return _day(value, style, _locale())


@lru_cache(maxsize=4096)
def _day(value: date, style: str, locale: Locale) -> str:
    if style == "week":
        return f"{_day(value, 'weekday', locale)} {format_skeleton('MMMMd', value, locale=locale)}"
    if style == "weekday":
        name = format_date(value, "EEE", locale=locale)
        return name.lower() if locale.language == "az" else name  # CLDR writes Ç.a. where Azerbaijani writes ç.a.
    if style in SKELETONS:
        said = _unbroken(format_skeleton(SKELETONS[style], value, locale=locale))
        return _quarter(said) if locale.language == "az" else said
    return format_date(value, format=style, locale=locale)


def _quarter(said: str) -> str:
    """Return a quarter as Azerbaijani has it: CLDR writes 2027 1-ci kvartal (kv.) where one writes 2027, 1-ci rüb."""
    for word in (" kvartal", " kv."):
        if said.endswith(word):
            return f"{said.removesuffix(word).replace(' ', ', ', 1)} rüb"
    return said


def _unbroken(said: str) -> str:
    """Return a quarter whose ordinal is never cut at the end of a line: 4‑й, 1‑ci, 2‑nji."""
    return said.replace("-", "\N{NON-BREAKING HYPHEN}")


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
    return _hour(value.hour, value.minute, _locale())


@lru_cache(maxsize=1440)
def _hour(hours: int, minutes: int, locale: Locale) -> str:
    return format_time(time(hours, minutes), "HH:mm", locale=locale)


def moment(value: datetime, zone: str | None = None) -> str:
    """Return date and time in a zone, else in the viewer's."""
    there = value.astimezone(ZoneInfo(zone or viewer_zone()))
    return f"{day(there.date(), 'medium')}, {hour(there.time())}"


def number(value: float, places: int | None = None) -> str:
    """Return a number by the language's rules, with at most two decimals, or just so many."""
    return _number(round(value, 2 if places is None else places), places, _locale())


@lru_cache(maxsize=4096)
def _number(value: float, places: int | None, locale: Locale) -> str:
    pattern = None if places is None else f"#,##0.{'0' * places}"
    return format_decimal(value, format=pattern, locale=locale)


def percent(share: float) -> str:
    """Return a share from 0 to 1 in whole per cent, by the language's rules."""
    return format_percent(round(share, 2), locale=_locale())


def city(zone: str) -> str:
    """Return the city an IANA zone is named after, in the page's language where CLDR knows it."""
    return str(get_timezone_location(zone, locale=_locale(), return_city=True))


def country_name(code: str) -> str:
    """Return a country's name in the page's language, else its code."""
    return _country(code, _locale())


@lru_cache(maxsize=2048)
def _country(code: str, locale: Locale) -> str:
    return str(locale.territories.get(code, code))


def language_name(code: str) -> str:
    """Return a language's name in the page's language, else its code."""
    return str(_locale().languages.get(code, code))
