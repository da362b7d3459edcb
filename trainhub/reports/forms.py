"""The form of a head-count."""

from datetime import date
from typing import Any

from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired

from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..web.forms import REQUIRED, Form, SelectChoice, optional, required
from .models import HEAD_GENDERS, HEADS, Headcount
from .services import HeadcountCommand


class HeadcountForm(Form):
    """So many people of one kind, as somebody reported."""

    number = IntegerField(_l("Number"), [InputRequired(message=REQUIRED)])
    gender = SelectField(_l("Gender"), default="")
    heads = SelectField(_l("Who they were"), default="")
    reported_by = StringField(_l("Who counted"), required(200))
    reported_on = DateField(_l("Counted on"), required())
    note = StringField(_l("Note"), optional(500))

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        for field, words in ((self.gender, HEAD_GENDERS), (self.heads, HEADS)):
            field.choices = [SelectChoice("", _("Not stated"))]
            field.choices += [SelectChoice(key, str(label)) for key, label in words.items() if key]

    def command(self) -> HeadcountCommand:
        return HeadcountCommand(
            number=self.number.data or 0,
            reported_by=(self.reported_by.data or "").strip(),
            reported_on=self.reported_on.data or date.max,
            heads=self.heads.data or "",
            gender=self.gender.data or "",
            note=(self.note.data or "").strip(),
        )


def data_of(headcount: Headcount) -> dict[str, Any]:
    """Return what the form shows of a head-count that is to be corrected."""
    return {
        name: getattr(headcount, name) for name in ("number", "gender", "heads", "reported_by", "reported_on", "note")
    }
