"""Forms of what people need at a training, and of letters."""

from collections.abc import Collection
from typing import Any

from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts
from ...people.services import KINDS
from ...web.forms import Form, SelectChoice, TextsField, optional, required
from ..models import LETTERS

NEED_HINTS: dict[str, str] = {
    "access": _l("For example a wheelchair, a seat at the front, large print, an interpreter of sign language."),
    "diet": _l("For example vegetarian, halal, an allergy."),
    "travel": _l("From where and when you come and leave, flight numbers, a preferred airport."),
    "accommodation": _l("The nights, a single room, a room on a low floor."),
    "passport": _l("Number, country, day of issue and of expiry, as printed in it."),
}


class TellNeedsForm(Form):
    """What a person needs at one training: a field for each that is asked, all of them optional."""

    access = TextAreaField(KINDS["access"].label, optional(2000), render_kw={"rows": 3})
    diet = TextAreaField(KINDS["diet"].label, optional(2000), render_kw={"rows": 3})
    travel = TextAreaField(KINDS["travel"].label, optional(2000), render_kw={"rows": 3})
    accommodation = TextAreaField(KINDS["accommodation"].label, optional(2000), render_kw={"rows": 3})
    passport = TextAreaField(KINDS["passport"].label, optional(2000), render_kw={"rows": 3, "autocomplete": "off"})

    def __init__(self, kinds: Collection[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for kind in KINDS:
            if kind not in kinds:
                del self[kind]

    def values(self) -> dict[str, str]:
        return {field.name: field.data or "" for field in self if field.name in KINDS}


class ReadNeedsForm(Form):
    """Which needs staff read, and what for."""

    kinds = SelectMultipleField(
        _l("What you want to read"),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    reason = StringField(
        _l("What you need it for"),
        required(300),
        description=_l("It is noted beside your name. The person can see it."),
    )

    def __init__(self, kinds: Collection[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kinds.choices = [SelectChoice(kind, str(KINDS[kind].label)) for kind in kinds]


class LetterForm(Form):
    """Which letter staff make for somebody, and what it says of the costs."""

    kind = RadioField(_l("Letter"), validate_choice=False, default="invitation")
    costs = TextsField(
        _l("Who pays what"),
        area=True,
        validators=optional(),
        description=_l("A sentence or two that stand in the letter, for example: The centre pays travel and hotel."),
    )
    reason = StringField(
        _l("What you need the passport for"),
        optional(300),
        description=_l("For a visa only. It is noted beside your name. The person can see it."),
    )

    def __init__(self, costs: Texts | None = None, **kwargs: Any) -> None:
        super().__init__(data={"costs": costs} if costs else None, **kwargs)
        self.kind.choices = [SelectChoice(key, str(label)) for key, label in LETTERS.items()]
