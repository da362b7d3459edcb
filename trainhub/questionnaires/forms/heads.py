"""What a questionnaire is called, what it begins with, and the words around its questions."""

from dataclasses import replace
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.validators import Regexp

from ...kernel import i18n
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts
from ...people.forms import KeptForm
from ...web.forms import Form, SelectChoice, SideBySide, TextsField, at_most, required
from ..content import TYPES, Content
from ..models import KINDS, Questionnaire

BLANK = "blank"


def kinds() -> list[Any]:
    return [SelectChoice(value=key, label=str(label)) for key, label in KINDS.items()]


def own_languages() -> list[Any]:
    """Return the languages of the interface, each by its own name."""
    return [SelectChoice(value=code, label=i18n.NATIVE.get(code, code)) for code in i18n.languages()]


class HeadForm(KeptForm):
    """Title, kind and who keeps it."""

    title = TextsField(_l("Title"))
    kind = SelectField(_l("Kind"), choices=kinds)

    def texts(self) -> Texts:
        """Return the title as a text of its own."""
        title: Texts = self.title.data
        return title


class NewForm(HeadForm):
    """A questionnaire to make: a copy of one there is, or blank in a language of its own."""

    kind = SelectField(
        _l("Kind"), choices=lambda: [SelectChoice(value="", label=_("As what it begins with")), *kinds()]
    )
    source = RadioField(_l("Begin with"), default=BLANK)
    language = SelectField(_l("Language it is written in first"), choices=own_languages)

    def offer(self, sources: list[tuple[str, str]]) -> "NewForm":
        """Fill in what it can begin with."""
        self.source.choices = [SelectChoice(value=BLANK, label=_("A blank page")), *sources]
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        sound: bool = super().validate(extra_validators)
        if sound and not any(self.title.typed.values()):
            self.complain("title", _("Give the questionnaire a title."))
            return False
        return sound

    def title_in(self, language: str) -> Texts:
        """Return the title with a language as its source: the one asked for if it is written in that, else another."""
        typed = {code: text for code, text in self.title.typed.items() if text}
        return Texts.of(typed, language if language in typed else next(iter(typed)))


def head_form(questionnaire: Questionnaire) -> HeadForm:
    """Make the form of a questionnaire's head."""
    slug = questionnaire.centre.slug if questionnaire.centre else ""
    return HeadForm(data={"title": questionnaire.title, "kind": questionnaire.kind, "centre": slug})


class WordsForm(Form):
    """What is said before and after the questions."""

    intro = SideBySide(_l("Before the questions"), area=True)
    thanks = SideBySide(_l("After the questions"), area=True)
    seen = HiddenField()

    def content(self, before: Content) -> Content:
        """Return the content with these words."""
        return replace(before, intro=self.intro.data, thanks=self.thanks.data)


class BankForm(Form):
    """Under which key and theme a question goes into the bank."""

    key = StringField(
        _l("Key"),
        validators=[
            *required(40),
            Regexp(r"^[a-z][a-z0-9_]*$", message=_l("Small Latin letters, digits and _ only, a letter first.")),
        ],
        description=_l("Names the question in exports, and joins the answers of all questionnaires that take it."),
    )
    theme = StringField(_l("Theme"), validators=[at_most(40)])


class ThemeForm(KeptForm):
    """The theme of a question of the bank, and who keeps it."""

    theme = StringField(_l("Theme"), validators=[at_most(40)])


class NewBankForm(ThemeForm):
    """The words and the type of a question that begins in the bank."""

    question = StringField(_l("Question"), validators=required(1000))
    type = SelectField(_l("Type"), choices=[SelectChoice(value=key, label=label) for key, label in TYPES.items()])
