"""Words with placeholders in braces: the shipped texts shown that way, and the centre's own filled in.

Nothing that staff write is ever a template: a placeholder is replaced, and that is all.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import current_app
from jinja2 import Environment, Undefined

from ..kernel import i18n
from ..kernel.errors import Invalid
from ..kernel.i18n import gettext as _
from ..kernel.types import Texts
from .kinds import Kind

PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
BRACES = re.compile(r"\{([^{}\n]*)\}")
NAMES = {  # what a template asks -> the placeholder
    "person_display": "name",
    "person_title": "name",
    "centre_title": "centre",
    "session_title": "title",
    "session_first_day": "dates",
    "session_last_day": "dates",
}
FILTERS = ("t", "tl", "dates", "moment", "num", "day", "clock", "hours", "language", "country")


class Mark(Undefined):
    """Stands for whatever a template asks for, and shows as its placeholder."""

    def __str__(self) -> str:
        return f"{{{self._undefined_name}}}"

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Any:
        yield self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        whole = f"{self._undefined_name}_{name}"
        if whole in NAMES:
            return Mark(name=NAMES[whole])
        return self if name in {"title", "display", "text"} else Mark(name=whole)


def shipped(kind: str) -> str:
    """Return the shipped text of a kind in the language being spoken, placeholders in braces; subject first."""
    env: Environment = current_app.jinja_env.overlay(undefined=Mark)
    env.filters = {**env.filters, **dict.fromkeys(FILTERS, lambda value, *_more: str(value))}
    text = env.get_template(f"messages/{kind}.txt").render(session=Mark(name="session"))  # not the browser's
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def parted(text: str) -> tuple[str, str]:
    """Return subject and body of a text whose first line is the subject."""
    first, _newline, rest = text.partition("\n")
    return first.strip(), rest.strip()


def check(kind: Kind, subject: str, body: str) -> None:
    """Raise Invalid where a text asks for what the kind does not know, or leaves its link out."""
    wrong = {}
    for name, text in (("subject", subject), ("body", body)):
        unknown = [each for each in BRACES.findall(text) if each not in kind.places]
        if unknown:
            wrong[name] = _(
                "This mail knows no {%(word)s}. It knows: %(known)s.",
                word=unknown[0],
                known=", ".join(f"{{{each}}}" for each in kind.places),
            )
    if not subject.strip():
        wrong["subject"] = _("A mail needs a subject.")
    if "url" in kind.places and "{url}" not in body and "body" not in wrong:
        wrong["body"] = _("Without {url} the reader cannot answer. Put it on a line of its own.")
    if wrong:
        raise Invalid(wrong)


def values(context: Mapping[str, Any]) -> dict[str, str]:
    """Return what the placeholders stand for, in the language being spoken."""
    session, person, centre = context.get("session"), context.get("person"), context.get("centre")
    zone = getattr(session, "zone", None) or getattr(person, "zone", None)
    found = {name: _said(value, zone) for name, value in context.items() if name not in {"session", "person"}}
    found |= {
        "name": person.display if person else "",
        "centre": centre.title.text(i18n.language()) if centre else "trainhub",
        "centre_email": centre.email if centre else "",
    }
    if session is not None:
        first, last = session.first_day, session.last_day
        found["title"] = session.title.text(i18n.language())
        found["dates"] = i18n.dates(first, last or first) if first else ""
    return found


def _said(value: Any, zone: str | None) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, Texts):
        return value.text(i18n.language())
    if isinstance(value, datetime):
        return i18n.moment(value, zone)
    if isinstance(value, date):
        return i18n.day(value)
    if isinstance(value, int | float) and value is not True:
        return i18n.number(value)
    if isinstance(value, list | tuple):
        return "\n".join(_said(each, zone) for each in value)
    title = getattr(value, "title", None)
    return title.text(i18n.language()) if isinstance(title, Texts) else str(value)


def filled(text: str, said: Mapping[str, str]) -> str:
    """Return a text with its placeholders replaced.

    A line whose placeholders all stand for nothing is left out; one whose placeholder stands for several lines is
    written for each of them.
    """
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        names = [name for name in PLACE.findall(line) if name in said]
        if names and not any(said[name] for name in names):
            continue
        several = next((name for name in names if "\n" in said[name]), None)
        for each in said[several].split("\n") if several else ("",):
            here = {**said, several: each} if several else said
            lines.append(PLACE.sub(lambda match, here=here: here.get(match[1], match[0]), line))  # type: ignore[misc]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
