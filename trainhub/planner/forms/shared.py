"""What forms of the planner share."""

from collections.abc import Iterable
from typing import Any

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from ...kernel.types import Texts
from ...web.forms import SelectChoice, optional

NONE = ("", "—")


def ticks(label: str) -> Any:
    """Return a list of which several may be ticked."""
    return SelectMultipleField(
        label, choices=[], validators=optional(), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


def several(label: str, **more: Any) -> Any:
    """Return a long list of which several may be chosen."""
    return SelectMultipleField(label, choices=[], validators=optional(), render_kw={"size": 8}, **more)


def texts(field: Any) -> Texts:
    """Return what was typed in several languages."""
    found: Texts = field.data
    return found


def offers(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    """Return (value, label) pairs as WTForms wants them."""
    return [SelectChoice(value, label) for value, label in pairs]
