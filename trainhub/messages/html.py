"""The same words as a page: one calm frame around the plain text, nothing that is not in it."""

import re
from dataclasses import dataclass, replace

from flask import current_app

from ..kernel import i18n
from ..people.models import Centre
from . import kinds
from .models import FORWARDED, Message

LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a mail: `kind` is text, list or link."""

    kind: str
    lines: tuple[str, ...]
    main: bool = False  # the button


def blocks_of(message: Message) -> list[Block]:
    """Return the words of a mail in pieces; its button leads where the mail does.

    What somebody wrote to the centre has none: its links are those of whoever wrote it.
    """
    if message.kind == FORWARDED:
        return _pieces(message.body)
    return blocks(message.body, str((message.data or {}).get("values", {}).get("url", "")))


def blocks(body: str, url: str = "") -> list[Block]:
    """Return a plain text in pieces: paragraphs, lists of lines that begin with a dash, links that stand alone.

    The link to `url` is the main one; where there is none, the first.
    """
    pieces = _pieces(body)
    links = [piece.lines[0] for piece in pieces if piece.kind == "link"]
    main = url if url in links else next(iter(links), "")
    return [replace(piece, main=piece.kind == "link" and piece.lines[0] == main) for piece in pieces]


def _pieces(body: str) -> list[Block]:
    found: list[Block] = []
    for paragraph in re.split(r"\n\s*\n", body.strip()):
        lines = tuple(line.strip() for line in paragraph.split("\n") if line.strip())
        if len(lines) == 1 and LINK.fullmatch(lines[0]):
            found.append(Block("link", lines))
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
        blocks=blocks_of(message),
        button=str(kinds.find(message.kind).button),
        sender=centre.title.text(code) if centre else "trainhub",
        lang=code,
        dir=i18n.direction(code),
    )
