"""The form of an official decision about a holiday."""

from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired

from ..kernel.i18n import lazy_gettext as _l
from ..web.forms import REQUIRED, Form, SelectChoice, optional, required
from .models import KINDS
from .services import Decision


class DecisionForm(Form):
    """What was decided, about which day, and by whom."""

    kind = SelectField(
        _l("What was decided"),
        choices=[SelectChoice(key, label) for key, label in KINDS.items()],
        validators=required(),
    )
    day = DateField(_l("Day"), [InputRequired(message=REQUIRED)])
    moved_to = DateField(_l("New day"), optional())
    title = StringField(_l("Name of the day"), optional(200))
    source = StringField(
        _l("Decided by"), required(300), description=_l("For example: Cabinet of Ministers, decision 14 of 3 March.")
    )

    def said(self) -> Decision:
        assert self.day.data is not None
        return Decision(
            self.day.data,
            self.kind.data or "",
            self.source.data or "",
            self.moved_to.data,
            (self.title.data or "").strip(),
        )
