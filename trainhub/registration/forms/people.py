"""Forms about people: registering, withdrawing, deciding, adding a person."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Regexp

from ...kernel import i18n
from ...kernel.i18n import lazy_gettext as _l
from ...people.services import GENDERS, PersonCommand, choices
from ...web.forms import Form, SelectChoice, optional, required
from ..services import Application
from ..services.documents import POLICY

WORDS = {"rows": 4}
MAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+$"


class ApplicationForm(Form):
    """What is asked of somebody who registers: the reason first, gender last and only if they like."""

    motivation = TextAreaField(
        _l("Why do you want to come?"), description=_l("Two or three sentences are enough."), render_kw=WORDS
    )
    gender = RadioField(
        _l("Your gender"), choices=[SelectChoice(*each) for each in GENDERS.items()], validate_choice=False
    )

    def __init__(self, *args: Any, reason_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.motivation.validators = required(2000) if reason_needed else optional(2000)
        self.motivation.flags.required = reason_needed

    def command(self) -> Application:
        return Application(motivation=(self.motivation.data or "").strip(), gender=self.gender.data or "")


class ReasonForm(Form):
    """A reason that the history keeps and the mail tells."""

    reason = StringField(_l("Reason"), validators=optional(500))


class ChoiceForm(ReasonForm):
    """What staff say of a choice: the reason, and why the target share of women is missed."""

    missed = TextAreaField(_l("Why the target share of women is missed"), validators=optional(500))


class DecisionForm(ChoiceForm):
    """What staff decide about one person."""

    verb = HiddenField()


class DocumentForm(Form):
    """A file for one of the documents that a call asks for."""

    file = FileField(_l("File"), render_kw={"accept": ",".join(f".{each}" for each in POLICY.endings)})

    @property
    def said(self) -> list[str]:
        """Return every sentence that stands against the file."""
        return [str(each) for each in (*self.form_errors, *self.file.errors)]


class WalkInForm(Form):
    """The least one must know of somebody who stands at the door."""

    native = StringField(_l("Name in own script"), validators=required(200))
    latin = StringField(_l("Name as in the passport"), validators=optional(200))
    email = StringField(
        _l("E-mail"),
        validators=[*optional(254), Regexp(MAIL, message=_l("An e-mail address looks like name@example.org."))],
    )
    country_code = SelectField(_l("Country"), validate_choice=False)

    def needs_mail(self, yes: bool) -> None:
        """Say whether the e-mail must be there: an invitation goes by mail."""
        if yes:
            self.email.validators = [*required(254), self.email.validators[-1]]

    def command(self) -> PersonCommand:
        return PersonCommand(
            native=self.native.data or "",
            native_lang=i18n.language(),
            latin=self.latin.data or "",
            email=self.email.data or None,
            language=i18n.language(),
            country_code=self.country_code.data or None,
        )


def walk_in_form() -> WalkInForm:
    """Return the form with the countries in the order of the reader's alphabet."""
    form = WalkInForm()
    form.country_code.choices = [SelectChoice(*each) for each in (choices.OPEN, *choices.country_choices())]
    return form
