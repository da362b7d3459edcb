"""The forms of certificates."""

from wtforms import SelectField, StringField

from ..kernel.i18n import lazy_gettext as _l
from ..web.forms import Form, SelectChoice, optional, required
from .models import REASONS

# "corrected" is not to choose: it comes with another certificate
CHOSEN = [SelectChoice(key, words) for key, words in REASONS.items() if key != "corrected"]


class RevokeForm(Form):
    """Why a certificate is revoked."""

    reason = SelectField(_l("Reason"), choices=[SelectChoice("", _l("Choose one")), *CHOSEN], validators=required())
    note = StringField(_l("Note for the history"), validators=optional(500))


class SurnameForm(Form):
    """A question to the check of a certificate."""

    surname = StringField(_l("Surname on the certificate"), validators=required(200))
