"""Forms of people behind answers, and of consultations before a training."""

from datetime import timedelta
from typing import Any

from wtforms import DateField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from ...kernel import clock
from ...kernel.i18n import lazy_gettext as _l
from ...people.services import choices
from ...web.forms import REQUIRED, Form, SelectChoice, TextsField, optional, required
from ..services.consulting import ConsultationCommand


class ContributorForm(Form):
    """Somebody who spoke for an institution."""

    name = StringField(_l("Name"), optional(200))
    position = StringField(_l("Position"), optional(200))
    email = StringField(
        _l("E-mail in the address book"),
        optional(200),
        description=_l("If the person is there: they see this in their own data, and it goes when they ask for it."),
    )
    until = DateField(_l("Kept until"), optional())


class ConsultationForm(Form):
    """What is asked of whom before a training."""

    question = TextsField(_l("What is asked"), area=True)
    categories = SelectMultipleField(
        _l("Categories"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    countries = SelectMultipleField(
        _l("Countries"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("None: people of all countries."),
    )
    last_day = DateField(_l("Last day"), [InputRequired(message=REQUIRED)])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.categories.choices = [SelectChoice(*each) for each in choices.category_choices()]
        self.countries.choices = [SelectChoice(*each) for each in choices.country_choices()]
        if not self.is_submitted():
            self.last_day.data = self.last_day.data or clock.today() + timedelta(days=14)

    def command(self) -> ConsultationCommand:
        return ConsultationCommand(
            self.question.data,
            tuple(self.categories.data or ()),
            self.last_day.data or clock.today(),
            tuple(self.countries.data or ()),
        )


class OutcomeForm(Form):
    """What came of a consultation."""

    outcome = TextAreaField(_l("What came of it"), required(4000))
