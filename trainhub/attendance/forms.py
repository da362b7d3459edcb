"""Forms of attendance: one mark."""

from wtforms import HiddenField, IntegerField, StringField

from ..kernel.i18n import lazy_gettext as _l
from ..web.forms import Form, optional
from .services import Mark


class MarkForm(Form):
    """How one person was there; an exception carries its minutes or its reason."""

    status = HiddenField()
    missed = IntegerField(_l("Minutes missed"), validators=optional())
    comment = StringField(_l("Reason"), validators=optional(300))

    def command(self) -> Mark:
        return Mark(self.status.data or "", self.missed.data or 0, (self.comment.data or "").strip())
