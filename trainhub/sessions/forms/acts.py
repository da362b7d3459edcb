"""Small forms of what happens to a session as a whole."""

from wtforms import DateField, TextAreaField

from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts
from ...web.forms import Form, TextsField, optional, required
from ..models import TrainingSession


class CancelForm(Form):
    """Why a session does not take place."""

    reason = TextAreaField(_l("Reason"), required(500))


class CloneForm(Form):
    """When the new session begins."""

    first_day = DateField(_l("First day"), required())


class CompleteForm(Form):
    """A note on the outcome of each part; the fields are added for one session by `of`."""

    @classmethod
    def of(cls, session: TrainingSession) -> "CompleteForm":
        fields = {
            f"part_{part.no}": TextsField(part.title.text(part.title.source), area=True, validators=optional())
            for part in session.parts
        }
        kind = type("CompleteFormOfOne", (cls,), fields)
        form: CompleteForm = kind(data={f"part_{part.no}": part.outcome for part in session.parts})
        return form

    def outcomes(self) -> dict[int, Texts]:
        return {
            int(name.removeprefix("part_")): field.data
            for name, field in self._fields.items()
            if name.startswith("part_")
        }
