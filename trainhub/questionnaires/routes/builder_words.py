"""All texts of a draft in one translation: the source in stone, the translation beside it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...kernel.types import digest
from ...web.access import require
from ...web.forms import PlainForm
from .. import policies
from ..content import Content, Entry, numbers, texts, translate
from .blueprint import blueprint
from .builder_frame import draft

MOST = 3000  # characters of one text
ONE_LINE = 48  # characters that fit into a field of one line


@dataclass(frozen=True, slots=True)
class Line:
    """One text to translate: its fields, what it is, source and translation, and the translation's worth."""

    name: str
    label: str
    source: str
    mark: str
    value: str
    state: str
    long: bool


@blueprint.route("/questionnaires/<public_id>/build/words", methods=["GET", "POST"])
@require(policies.EDIT)
def edit_words(public_id: str) -> ResponseReturnValue:
    """Translate everything that a draft says into one language."""
    found = draft(public_id)
    to = found.languages()["to"]
    if to == found.content.language:
        raise NotFound(to)
    if PlainForm().validate_on_submit():
        entries = _entered(found.content)
        found.save(translate(found.content, to, entries))
        long = [path for path, entry in entries.items() if len(entry.text) >= MOST]
        if long:
            flash(_("A text was cut: %(limit)s characters at the most.", limit=MOST), "warn")
        flash(_("The translation was saved."), "ok")
        return redirect(found.at("edit_words", only=request.args.get("only")), 303)
    only = request.args.get("only", "")
    lines = [line for line in _lines(found.content, to) if not only or line.state in {"no", "old"}]
    return found.page("questionnaires/builder_words.html", lines=lines, only=only)


def _entered(content: Content) -> dict[str, Entry]:
    given = request.form
    return {
        path: Entry(given[f"t:{path}"].strip()[:MOST], given.get(f"s:{path}", ""), f"r:{path}" in given)
        for path, _text in texts(content)
        if f"t:{path}" in given
    }


def _lines(content: Content, to: str) -> Iterator[Line]:
    places = numbers(content)
    for path, text in sorted(texts(content), key=lambda each: each[0] != "intro"):
        state = "no" if to not in text.values else "old" if text.stale(to) else ""
        source = text.values.get(text.source, "")
        long = len(source) > ONE_LINE or "\n" in source
        yield Line(path, label(path, places), source, digest(source), text.values.get(to, ""), state, long)


def label(path: str, places: dict[str, int]) -> str:
    """Say what a text is: question 3, hint."""
    kind, _mark, rest = path.partition("/")
    if kind in {"intro", "thanks"}:
        return _("Before the questions") if kind == "intro" else _("After the questions")
    key, _mark, part = rest.partition("/")
    number = places.get(key, 0)
    what = part.partition("/")[0]
    sentences = {
        "title": _("Section %(number)s, heading", number=number),
        "intro": _("Section %(number)s, introduction", number=number),
        "text": _("Question %(number)s", number=number),
        "hint": _("Question %(number)s, hint", number=number),
        "option": _("Question %(number)s, answer", number=number),
        "row": _("Question %(number)s, line", number=number),
        "low": _("Question %(number)s, low end", number=number),
        "high": _("Question %(number)s, high end", number=number),
    }
    return sentences[what]
