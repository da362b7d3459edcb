"""What forms of the planner share."""

from collections.abc import Iterable
from typing import Any

from wtforms import FloatField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts
from ...web.forms import REQUIRED, SelectChoice, optional
from ..services.money import MOST

NONE = ("", "—")
CURRENCY = [InputRequired(message=REQUIRED), Regexp(r"[A-Za-z]{3}\Z", message=_l("Three letters, such as EUR."))]


def ticks(label: str, **more: Any) -> Any:
    """Return a list of which several may be ticked."""
    boxes: dict[str, Any] = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    return SelectMultipleField(label, choices=[], validators=optional(), **boxes, **more)


def several(label: str, **more: Any) -> Any:
    """Return a long list of which several may be chosen."""
    return SelectMultipleField(label, choices=[], validators=optional(), render_kw={"size": 8}, **more)


def money(label: str, most: float = MOST, **more: Any) -> Any:
    """Return a field for an amount; it has an end, so that sums of sums stay numbers."""
    return FloatField(label, [InputRequired(message=REQUIRED), NumberRange(0, most)], **more)


def texts(field: Any) -> Texts:
    """Return what was typed in several languages."""
    found: Texts = field.data
    return found


def offers(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    """Return (value, label) pairs as WTForms wants them."""
    return [SelectChoice(value, label) for value, label in pairs]
