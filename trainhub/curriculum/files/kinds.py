"""The kinds of value a field may hold. Each takes a value and its spot, and returns what the value means;

what does not fit is said at the spot and comes back as None.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any

from .. import vocabulary
from .shapes import AudienceDoc, Pointer, WorkDoc
from .source import Spot, guess

Kind = Callable[[Any, Spot], Any]
MARK = re.compile(r"[0-9a-f]{12}")
LABEL = re.compile(r"\d+(\.\d+)*")
LANGUAGE = re.compile(r"[a-z]{2,3}")
OUTCOME = re.compile(r"o[1-9]\d*")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def text(value: Any, spot: Spot) -> str | None:
    if not isinstance(value, str):
        spot.say("takes text in quotation marks.")
        return None
    if not value.strip():
        spot.say("is empty. Leave the key out where there is nothing to say.")
        return None
    return value.strip()


def shaped(pattern: re.Pattern[str], example: str) -> Kind:
    """Make the kind of texts with a form, shown by an example."""

    def read(value: Any, spot: Spot) -> str | None:
        if text(value, spot) is None:
            return None
        if not pattern.fullmatch(value):
            spot.say(f"“{value}” has another form than expected, for example “{example}”.")
            return None
        return str(value)

    return read


def whole(value: Any, spot: Spot) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        spot.say("takes a whole number.")
        return None
    return value


def hours(value: Any, spot: Spot) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1000:
        spot.say("takes a number of hours above zero, for example 12.0.")
        return None
    return float(value)


def flag(value: Any, spot: Spot) -> bool | None:
    if not isinstance(value, bool):
        spot.say("takes true, without quotation marks; leave the key out for “no”.")
        return None
    return value


def day(value: Any, spot: Spot) -> date | None:
    if not isinstance(value, date) or isinstance(value, datetime):
        spot.say("takes a date without quotation marks, for example 2027-03-09.")
        return None
    return value


def one_of(known: Collection[str], what: str) -> Kind:
    """Make the kind of words from a closed list."""

    def read(value: Any, spot: Spot) -> str | None:
        if text(value, spot) is None:
            return None
        if value not in known:
            spot.say(f"“{value}” is not {what}.{guess(value, known)}")
            return None
        return str(value)

    return read


def list_of(kind: Kind) -> Kind:
    """Make the kind of lists; an item may stand once."""

    def read(value: Any, spot: Spot) -> tuple[Any, ...]:
        if not isinstance(value, list):
            spot.say("takes a list in square brackets.")
            return ()
        if not value:
            spot.say("is empty. Leave the key out where nothing is decided.")
        items = [kind(item, spot / number) for number, item in enumerate(value)]
        for number, item in enumerate(items):
            if item is not None and item in items[:number]:
                (spot / number).say(f"“{item}” stands twice.")
        return tuple(item for item in items if item is not None)

    return read


def table(spec: Mapping[str, Kind], needed: Collection[str] = ()) -> Kind:
    """Make the kind of tables with these keys; gives a dict of what could be read."""

    def read(value: Any, spot: Spot) -> dict[str, Any] | None:
        if not isinstance(value, dict):
            spot.say("takes a table.")
            return None
        for name in value:
            if name not in spec:
                (spot / name).say(f"there is no such key here.{guess(name, spec)}")
        for name in needed:
            if name not in value:
                (spot / name).say("is missing.")
        read_values = {name: spec[name](value[name], spot / name) for name in spec if name in value}
        return {name: result for name, result in read_values.items() if result is not None}

    return read


def mapping(kind: Kind) -> Kind:
    """Make the kind of tables with free keys."""

    def read(value: Any, spot: Spot) -> dict[str, Any]:
        if not isinstance(value, dict):
            spot.say('takes a table, for example { key = "text" }.')
            return {}
        found = {name: kind(item, spot / name) for name, item in value.items()}
        return {name: result for name, result in found.items() if result is not None}

    return read


def pointer(value: Any, spot: Spot) -> Pointer | None:
    found = table(
        {"file": text, "line": whole, "line_end": whole, "offset": whole}, ("file", "line", "line_end", "offset")
    )(value, spot)
    if found is None or len(found) < 4:
        return None
    if found["line_end"] < found["line"]:
        (spot / "line_end").say("comes before the first line.")
    return Pointer(**found)


def url(value: Any, spot: Spot) -> str | None:
    if text(value, spot) is None:
        return None
    if not vocabulary.URL.fullmatch(value):
        spot.say(f"“{value}” is no address of a page. It begins with https://.")
        return None
    return str(value)


def work(value: Any, spot: Spot) -> WorkDoc | None:
    """Read a piece of reference material."""
    found = table({"title": text, "by": text, "url": url}, ("title",))(value, spot)
    return WorkDoc(**found) if found and "title" in found else None


def audience(value: Any, spot: Spot) -> tuple[AudienceDoc, ...]:
    """Read the entries of an audience; a category may stand once for each group of countries."""
    entry = table(
        {
            "category": one_of(vocabulary.CATEGORIES, "a stakeholder category"),
            "rule": one_of(("priority", "out"), "a rule"),
            "country_group": one_of(vocabulary.GROUPS, "a group of countries"),
        },
        ("category",),
    )
    if not isinstance(value, list):
        spot.say('takes a list of tables, for example [{ category = "government" }].')
        return ()
    read = [(number, entry(item, spot / number)) for number, item in enumerate(value)]
    entries = [(number, AudienceDoc(**found)) for number, found in read if found and "category" in found]
    for place, (number, found) in enumerate(entries):
        if any(
            (found.category, found.country_group) == (other.category, other.country_group)
            for _, other in entries[:place]
        ):
            (spot / number).say(f"“{found.category}” stands twice.")
    return tuple(found for _, found in entries)


country = one_of(vocabulary.COUNTRIES, "the code of a country (ISO 3166, two capital letters)")
level = one_of(vocabulary.LEVELS, "a level")
format_ = one_of(vocabulary.FORMATS, "a format")
theme = one_of(vocabulary.THEMES, "a theme")
convention = one_of(vocabulary.CONVENTIONS, "a convention or framework")
category = one_of(vocabulary.CATEGORIES, "a stakeholder category")
sdg = one_of(vocabulary.SDG_TARGETS, "a target of the Sustainable Development Goals (such as 10.7)")
gcm = one_of(vocabulary.GCM_OBJECTIVES, "an objective of the Global Compact (1 to 23)")
activity_id = shaped(vocabulary.ACTIVITY_ID, "m04-a02")
mark = shaped(MARK, "0f3a9c51d2e7")
