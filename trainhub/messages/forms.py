"""Forms of mails: the words of one that waits, the centre's own words of a kind, when a kind goes."""

from wtforms import SelectField, StringField, TextAreaField

from ..kernel.i18n import lazy_gettext as _l
from ..web.forms import Form, SelectChoice, required
from .models import MODES


class WordsForm(Form):
    """Subject and text of a mail."""

    subject = StringField(_l("Subject"), validators=required(300))
    body = TextAreaField(_l("Text"), validators=required(20_000))


class ModeForm(Form):
    """What happens to the mails of a kind."""

    mode = SelectField(_l("What happens"), choices=[SelectChoice(value, label) for value, label in MODES.items()])
