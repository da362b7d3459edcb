"""Forms of focal points: putting somebody forward, the reason of an act, a word on the audience, approving."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Regexp

from ...kernel import i18n
from ...kernel.i18n import lazy_gettext as _l
from ...people.models import Organisation
from ...people.services import PersonCommand, choices
from ...web.forms import REQUIRED, Form, SelectChoice, optional, required
from ..services import DocumentUpload, NewNominee
from ..services.documents import POLICY
from .people import MAIL, WORDS


class MotivationForm(Form):
    """Why somebody should come."""

    motivation = TextAreaField(
        _l("Why this person?"),
        validators=optional(2000),
        description=_l("What they work on, and what they will do with it. The centre reads it when it chooses."),
        render_kw=WORDS,
    )


class PutForwardForm(MotivationForm):
    """Somebody of the address book, perhaps in a colleague's stead."""

    reason = StringField(
        _l("Why not the first one?"),
        validators=optional(500),
        description=_l("It stands in the mail and in the history."),
    )


class NewNomineeForm(PutForwardForm):
    """Somebody who is not in the address book."""

    native = StringField(_l("Name in own script"), validators=required(200))
    latin = StringField(_l("Name as in the passport"), validators=optional(200))
    email = StringField(
        _l("E-mail"),
        validators=[*optional(254), Regexp(MAIL, message=_l("An e-mail address looks like name@example.org."))],
    )
    organisation = SelectField(_l("Organisation"), validators=required())
    position = StringField(_l("Position"), validators=optional(200))
    level = SelectField(_l("Level"), validators=optional())
    language = SelectField(_l("Language of mails"))
    other = BooleanField(_l("None of these: it is somebody else"))

    def __init__(self, bodies: Sequence[Organisation], **kwargs: Any) -> None:
        kwargs.setdefault("data", {"language": i18n.language()})
        super().__init__(**kwargs)
        code = i18n.language()
        offered = choices.alphabetically((each.slug, each.title.text(code)) for each in bodies)
        self.organisation.choices = [SelectChoice(*each) for each in (choices.OPEN, *offered)]
        self.level.choices = [SelectChoice(*each) for each in (choices.OPEN, *choices.level_choices())]
        self.language.choices = [SelectChoice(*each) for each in choices.language_choices()]

    def command(self) -> NewNominee:
        person = PersonCommand(
            native=self.native.data or "",
            native_lang=i18n.language(),
            latin=self.latin.data or "",
            email=self.email.data or None,
            language=self.language.data or i18n.language(),
        )
        return NewNominee(
            person=person,
            organisation=self.organisation.data or "",
            position=self.position.data or "",
            level=self.level.data or "",
        )


class TakeBackForm(Form):
    """Why a nominee is taken back."""

    reason = StringField(
        _l("Reason"), validators=required(500), description=_l("It stands in the mail and in the history.")
    )


class CommentForm(Form):
    """What a focal point says of the proposed audience."""

    agrees = RadioField(
        _l("Do you agree with this audience?"),
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No, I propose something else"))],
        validators=required(),
    )
    text = TextAreaField(_l("What you propose"), validators=optional(2000), render_kw=WORDS)


class EndorseForm(Form):
    """Whether the institution lets somebody come; a refusal says why."""

    yes = HiddenField()
    reason = StringField(
        _l("Reason"),
        validators=optional(500),
        description=_l("Needed where you refuse. It stands in the mail and in the history."),
    )


class DocumentForm(Form):
    """One document."""

    file = FileField(
        _l("File"),
        description=_l("PDF, DOCX, JPG or PNG."),
        render_kw={"accept": ",".join(f".{ending}" for ending in POLICY.endings)},
    )

    def upload(self, key: str) -> DocumentUpload | None:
        """Return the file; without one, say so at its field."""
        given = self.file.data
        if given and given.filename:
            return DocumentUpload(key, given.stream, given.filename)
        self.complain("file", str(REQUIRED))
        return None
