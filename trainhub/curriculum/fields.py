"""Kinds of fields that only the forms of the curriculum have."""

import re
from collections.abc import Callable
from typing import Any

from wtforms import FloatField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget, TextArea

from ..web.forms import SelectChoice


class CodesField(StringField):
    """A few codes in one line, divided by commas."""

    data: Any  # a tuple of texts

    def _value(self) -> str:
        return ", ".join(self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = tuple(dict.fromkeys(re.findall(r"[^\s,;]+", " ".join(valuelist))))


class LinesField(StringField):
    """A few names, one a line."""

    data: Any  # a tuple of texts
    widget = TextArea()

    def _value(self) -> str:
        return "\n".join(self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        lines = "\n".join(valuelist).splitlines()
        self.data = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))


class HoursField(FloatField):
    """Hours with a point or a comma."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([value.replace(",", ".") for value in valuelist if value.strip()])


def ticks(label: str, choices: Callable[[], list[SelectChoice]] | None = None) -> SelectMultipleField:
    """Make a field of boxes to tick."""
    return SelectMultipleField(
        label, choices=choices, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
