"""A questionnaire as a form to print: facts for `layout/paper.typ`, one PDF in one language. Knows no request."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from babel import Locale

from ..kernel.errors import Refused
from ..kernel.i18n import gettext as _
from ..kernel.press import Press
from ..kernel.types import Texts
from .content import Blocks, Condition, Content, Item, Section

LAYOUT = Path(__file__).resolve().parent / "layout" / "paper.typ"
Said = dict[str, str]  # a text and the language it is in


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one paper form is made of. `remarks` are the sentences on what becomes of the answers."""

    content: Content
    blocks: Blocks
    language: str
    title: Texts
    about: Texts  # the training
    remarks: tuple[str, ...] = ()
    code: str = ""  # printed at the foot, so that a pile of sheets finds its wave
    author: str = ""


def print_sheet(sheet: Sheet, at: datetime) -> bytes:
    """Return the form as A4 pages, PDF/A-3b and PDF/UA-1 in one file; speak the sheet's language when calling.

    Raises Refused where a letter is in no font.
    """
    try:
        return _press().print(_Numbered(sheet).page(), at)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        raise Refused(_("A letter of this form is in no font of ours. Look for unusual signs in its texts.")) from error


@cache
def _press() -> Press:
    return Press(LAYOUT)


@dataclass(slots=True)
class _Numbered:
    """A sheet on its way to paper: questions are numbered in the order asked, as the screen for typing in does."""

    sheet: Sheet
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)  # item, block -> number

    def page(self) -> dict[str, Any]:
        sheet, content = self.sheet, self.sheet.content
        return {
            "title": self._say(sheet.title),
            "about": self._say(sheet.about),
            "author": sheet.author,
            "lang": sheet.language,
            "rtl": Locale.parse(sheet.language).character_order == "right-to-left",
            "intro": self._say(content.intro),
            "thanks": self._say(content.thanks),
            "remarks": list(sheet.remarks),
            "how": _("Cross the box that fits: ☒. Where none does, leave the question out."),
            "several": _("Several answers may be crossed."),
            "unsure": _("I do not know"),
            "foot": sheet.code,
            "sections": list(self._sections()),
        }

    def _sections(self) -> Iterator[dict[str, Any]]:
        content, blocks = self.sheet.content, self.sheet.blocks
        for section in content.sections:
            found = [self._block(section, code, name) for code, name in content.blocks_of(section, blocks)]
            if found:
                yield {
                    "title": self._say(section.title),
                    "intro": self._say(section.intro),
                    "only": self._only(section.only_if, ""),
                    "blocks": found,
                }

    def _block(self, section: Section, code: str, name: str) -> dict[str, Any]:
        return {"name": name, "items": [self._item(item, code) for item in section.items]}

    def _item(self, item: Item, block: str) -> dict[str, Any]:
        number = self.numbers[item.key, block] = len(self.numbers) + 1
        scale = item.scale if item.scale and not item.options else None
        return {
            "no": number,
            "type": item.type,
            "text": self._say(item.text),
            "hint": self._say(item.hint),
            "only": self._only(item.only_if, block),
            "options": [self._say(each.text) for each in item.options],
            "rows": [self._say(each.text) for each in item.rows],
            "steps": list(scale.steps) if scale else [],
            "low": self._say(scale.low) if scale else None,
            "high": self._say(scale.high) if scale else None,
            "unsure": bool(scale and scale.unsure),
        }

    def _only(self, condition: Condition | None, block: str) -> str:
        """Say when a question is asked, by the number of the one before."""
        if condition is None:
            return ""
        asked = self.sheet.content.item(condition.item)
        number = self.numbers.get((condition.item, block)) or self.numbers.get((condition.item, ""))
        if asked is None or number is None:
            return ""
        chosen = next((each.text for each in asked.options if each.code == condition.value), None)
        answer = chosen.text(self.sheet.language) if chosen else condition.value
        return _CONDITIONS[condition.op](number, answer)

    def _say(self, texts: Texts) -> Said | None:
        if not texts:
            return None
        return {"text": texts.text(self.sheet.language), "lang": texts.language(self.sheet.language)}


_CONDITIONS: dict[str, Callable[[int, str], str]] = {
    "answered": lambda number, _answer: _("Only if you answered question %(no)s.", no=number),
    "is": lambda number, answer: _("Only if your answer to question %(no)s is “%(answer)s”.", no=number, answer=answer),
    "is_not": lambda number, answer: _(
        "Only if your answer to question %(no)s is another than “%(answer)s”.", no=number, answer=answer
    ),
    "at_least": lambda number, answer: _(
        "Only if your answer to question %(no)s is at least %(answer)s.", no=number, answer=answer
    ),
}
