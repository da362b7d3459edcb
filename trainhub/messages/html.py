"""The same words as a page: one calm frame around the plain text, nothing that is not in it."""

import re
from dataclasses import dataclass

from flask import current_app

from ..kernel import i18n
from ..people.models import Centre
from . import kinds
from .models import Message

LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a mail: `kind` is text, list or link."""

    kind: str
    lines: tuple[str, ...]
    main: bool = False  # the first link: the button


def blocks(body: str) -> list[Block]:
    """Return a plain text in pieces: paragraphs, lists of lines that begin with a dash, links that stand alone."""
    found: list[Block] = []
    for paragraph in re.split(r"\n\s*\n", body.strip()):
        lines = tuple(line.strip() for line in paragraph.split("\n") if line.strip())
        if len(lines) == 1 and LINK.fullmatch(lines[0]):
            found.append(Block("link", lines, main=not any(each.kind == "link" for each in found)))
        elif lines and all(line.startswith("- ") for line in lines):
            found.append(Block("list", tuple(line[2:] for line in lines)))
        elif lines:
            found.append(Block("text", lines))
    return found


def page(message: Message, centre: Centre | None) -> str:
    """Return a mail as HTML, in the language being spoken."""
    code = i18n.language()
    template = current_app.jinja_env.get_template("messages/mail.html")
    return template.render(
        subject=message.subject,
        blocks=blocks(message.body),
        button=str(kinds.find(message.kind).button),
        sender=centre.title.text(code) if centre else "trainhub",
        lang=code,
        dir=i18n.direction(code),
    )
