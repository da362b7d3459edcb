"""Forms of attendance: one mark, one for several, what devices bring, what marks may say; a sign-in sheet, the codes
signed on it, its scans; the desk; the log of an online meeting."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from flask_wtf.file import FileField, MultipleFileField
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from ..kernel import clock, i18n
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..sessions.models import Slot, TrainingSession
from ..web.forms import REQUIRED, Form, SelectChoice, TextsField, optional, required
from .meetingmatch import FIRST, Rules
from .models import STATUSES, SignInSheet, Status
from .policies import SCOPES
from .services import Mark, Sent, StatusPlan, Upload, excuses, languages_of, selfcheck
from .services.marks import VERSIONS
from .services.meetings import ENDINGS, Wish
from .services.scans import POLICY

MOST = 500  # marks in one message
ID = re.compile(r"[A-Za-z0-9-]{8,36}")  # of a mark, as devices make them
LONGEST = 300  # characters of a comment


def _between(least: int, most: int) -> list[Any]:
    said = _l("Write a number from %(least)s to %(most)s.", least=least, most=most)
    return [InputRequired(REQUIRED), NumberRange(least, most, said)]


class MarkForm(Form):
    """How one person was there; an exception carries its minutes or its reason."""

    status = HiddenField()
    missed = IntegerField(_l("Minutes missed"), validators=optional())
    comment = StringField(_l("Comment"), validators=optional(LONGEST))

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


class LogForm(Form):
    """The log of an online meeting, as its tool gives it."""

    file = FileField(_l("File"), render_kw={"accept": ",".join(f".{each}" for each in ENDINGS)})


class ReviewForm(Form):
    """How a log is read, and what is done with what it says; the log travels in it."""

    sealed = HiddenField()
    zone = SelectField(_l("Times in the log are those of"))
    grace = IntegerField(_l("Minutes that may be missed"), _between(0, 240), default=FIRST.grace)
    least = IntegerField(_l("Absent below this share, in per cent"), _between(0, 100), default=FIRST.least)
    part = RadioField(
        _l("Who was in for a part"),
        choices=[SelectChoice("late", _l("came late")), SelectChoice("left_early", _l("left early"))],
        default=FIRST.part,
    )
    others = RadioField(
        _l("Who is not in the log"),
        choices=[SelectChoice("absent", _l("was absent")), SelectChoice("stay", _l("stays as it is"))],
    )
    close = BooleanField(_l("Close the register of this half-day"))
    keep = BooleanField(_l("Keep the log as evidence"))

    def __init__(self, first: Wish, **kwargs: Any) -> None:
        super().__init__(**{"zone": first.zone, "others": first.others} | kwargs)
        zones = dict.fromkeys((first.zone, i18n.viewer_zone(), "UTC"))
        self.zone.choices = [SelectChoice(each, i18n.city(each) if "/" in each else each) for each in zones]

    def wish(self, chosen: Mapping[int, str]) -> Wish:
        rules = Rules(self.grace.data or 0, self.least.data or 0, self.part.data)
        return Wish(self.zone.data, rules, self.others.data, chosen)


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


class BulkForm(MarkForm):
    """The same of several people."""

    pick = SelectMultipleField(_l("People"), validate_choice=False)
    everybody = BooleanField(_l("Everybody"))
    scope = SelectField(_l("Where"), choices=[SelectChoice(*each) for each in SCOPES.items()], default="slot")


class StatusForm(Form):
    """What a mark may say, and what it counts as."""

    title = TextsField(_l("Title"))
    counts = SelectField(_l("Counts as"), choices=[SelectChoice(*each) for each in STATUSES.items()])
    archived = BooleanField(_l("No longer used"))

    def of(self, status: Status) -> "StatusForm":
        """Leave out what cannot change in the five that every register has."""
        if status.built_in:
            del self.counts, self.archived
        return self

    def plan(self, status: Status | None) -> StatusPlan:
        counts = self.counts.data if "counts" in self else status.counts if status else ""
        return StatusPlan(self.title.data, counts, bool(self.archived.data) if "archived" in self else False)


def read_sent(body: Any) -> tuple[str, list[Sent]]:
    """Return whose marks a message holds, and the marks; what is no mark at all is left out."""
    if not isinstance(body, Mapping) or not isinstance(body.get("marks"), list):
        return "", []
    marks = [_sent(each) for each in body["marks"][:MOST] if isinstance(each, Mapping)]
    return str(body.get("account", "")), [each for each in marks if each is not None]


def _sent(raw: Mapping[str, Any]) -> Sent | None:
    uuid = str(raw.get("id", ""))
    if not ID.fullmatch(uuid):
        return None
    mark = Mark(str(raw.get("status", "")), _number(raw.get("missed")), _text(raw.get("comment")))
    after = str(raw.get("after") or "")
    after = after if ID.fullmatch(after) else ""
    return Sent(uuid, str(raw.get("registration", "")), mark, _number(raw.get("seen")), after, _moment(raw.get("at")))


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= VERSIONS else 0


def _text(value: Any) -> str:
    """Return a text without what no database keeps: NUL, and halves of letters that JSON lets through."""
    kept = value.replace("\x00", "").encode(errors="ignore").decode() if isinstance(value, str) else ""
    return kept.strip()[:LONGEST]


def _moment(value: Any) -> datetime | None:
    """Return when a device says a mark was made; a clock that runs ahead is set back, one without zone not believed."""
    try:
        moment = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
        return min(moment.astimezone(UTC), clock.now()) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):  # of another age, it is nowhere in the middle of ours
        return None


class ExcuseForm(Form):
    """What somebody asks to be excused from, and why."""

    slots = SelectMultipleField(
        _l("Which half-days can you not come to?"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    reason = TextAreaField(_l("Reason"), validators=required(2000), render_kw={"rows": 3})
    file = FileField(_l("Document"), render_kw={"accept": ",".join(f".{each}" for each in excuses.POLICY.endings)})

    def __init__(self, slots: Sequence[Slot], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.slots.choices = [
            SelectChoice(each.public_id, f"{i18n.day(each.local_date, 'week')}, {i18n.hour(each.local_start)}")
            for each in slots
        ]

    def command(self) -> excuses.Asked:
        file = self.file.data
        upload = Upload(file.stream, file.filename or "") if file and file.filename else None
        return excuses.Asked(tuple(self.slots.data or ()), self.reason.data or "", upload)


class AnswerForm(Form):
    """A yes or a no to an excuse; the button says which."""

    verb = HiddenField()
    answer = StringField(_l("Answer"), validators=optional(500))

    @property
    def granted(self) -> bool:
        return bool(self.verb.data == "grant")
