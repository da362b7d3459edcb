"""Forms of attendance: one mark; a sign-in sheet, the codes signed on it, its scans; the desk."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField

from ..kernel import i18n
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..sessions.models import TrainingSession
from ..web.forms import Form, SelectChoice, optional, required
from .models import SignInSheet
from .services import Mark, Upload, languages_of, selfcheck
from .services.scans import POLICY


class MarkForm(Form):
    """How one person was there; an exception carries its minutes or its reason."""

    status = HiddenField()
    missed = IntegerField(_l("Minutes missed"), validators=optional())
    comment = StringField(_l("Reason"), validators=optional(300))

    def command(self) -> Mark:
        return Mark(self.status.data or "", self.missed.data or 0, (self.comment.data or "").strip())


class SheetForm(Form):
    """A sign-in sheet to print: for which days, in which languages."""

    day = SelectField(_l("Days"))
    language = SelectField(_l("Language"))
    second = SelectField(_l("Second language"))

    def __init__(self, session: TrainingSession, **kwargs: Any) -> None:
        first, *more = languages_of(session)
        super().__init__(**{"language": first, "second": more[0] if more else ""} | kwargs)
        days = list(dict.fromkeys(slot.local_date for slot in session.standing))
        named = [(each.isoformat(), i18n.day(each, "week")) for each in days]
        self.day.choices = [SelectChoice(*each) for each in (("", _("The whole session")), *named)]
        spoken = [SelectChoice(code, i18n.language_name(code)) for code in i18n.languages()]
        self.language.choices, self.second.choices = spoken, [SelectChoice("", _("None")), *spoken]

    def wanted_day(self) -> date | None:
        return date.fromisoformat(self.day.data) if self.day.data else None

    def languages(self) -> list[str]:
        return [each for each in (self.language.data, self.second.data) if each]


class CodesForm(Form):
    """Codes that are signed on a sheet, and what becomes of everybody else."""

    codes = TextAreaField(_l("Codes that are signed"), validators=required(), render_kw={"rows": 4})
    others = RadioField(
        _l("Who did not sign"),
        choices=[
            SelectChoice("absent", _l("was absent")),
            SelectChoice("stay", _l("stays as it is")),
        ],
        default="absent",
    )
    close = BooleanField(_l("Close the register of this half-day"), default=True)


class ScanForm(Form):
    """Scans or photographs of a signed sheet."""

    of = SelectField(_l("What it shows"))
    files = MultipleFileField(_l("Files"), render_kw={"accept": ",".join(f".{each}" for each in POLICY.endings)})

    def __init__(self, session: TrainingSession, sheets: Sequence[SignInSheet], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        printed = [(f"sheet:{each.public_id}", _("Sheet %(name)s", name=each.name)) for each in sheets]
        halves = [(f"slot:{each.public_id}", _half_day(each)) for each in session.standing]
        self.of.choices = [SelectChoice(*each) for each in (*printed, *halves)]

    def chosen(self) -> tuple[str, str]:
        """Return what the scan shows: "sheet" or "slot", and its public id."""
        kind, _colon, public_id = str(self.of.data or "").partition(":")
        return kind, public_id

    def uploads(self) -> list[Upload]:
        return [Upload(each.stream, each.filename) for each in self.files.data or [] if each and each.filename]


class DeskForm(Form):
    """A name, a code or a badge, as it is typed or scanned."""

    text = StringField(_l("Name, code or badge"), validators=required(100))


def _half_day(slot: Any) -> str:
    return f"{i18n.day(slot.local_date, 'week')}, {i18n.hour(slot.local_start)}–{i18n.hour(slot.local_end)}"


class WindowForm(Form):
    """From when to when people check themselves in to a slot."""

    before = IntegerField(_l("Minutes before the beginning"), validators=optional(), default=15)
    after = IntegerField(_l("Minutes after the beginning"), validators=optional())

    def command(self) -> selfcheck.Window:
        return selfcheck.Window(self.before.data or 0, self.after.data)


class CodeForm(Form):
    """The short code that the wall shows."""

    code = StringField(_l("Code"), validators=required(20))
