"""A form turns a request into a frozen command for a service, or into sentences beside its fields."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from wtforms import DateField, DateTimeField, FieldList, FormField, HiddenField, StringField
from wtforms.fields import choices
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from ..kernel.errors import Invalid, Refused
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import Texts

Result = TypeVar("Result")
SelectChoice: Any = choices.SelectChoice  # type: ignore[attr-defined] # the type stubs are a version behind
REQUIRED = _l("This is needed. Fill it in.")
WHOLE_FORM = ""
OVERTAKEN = _l(
    "Somebody saved this while you had it open. Open the page again to see what they wrote; "
    "or save once more, and yours replaces it."
)
YEARS = range(1900, 2200)  # that a date may be in
STRANGE_YEAR = _l("This year cannot be right. Write it with four digits, such as 2027.")
_CODE = re.compile(r"[a-z]{2,3}\Z")  # of a language
LONGEST_LINE, LONGEST_AREA = 500, 50_000  # characters of one text in one language
_LINES = re.compile(r"[\r\n\t]+")


# WTForms' own sentences, said our way
OWN_WORDS = {
    "Not a valid choice.": _l("Choose one of the list."),
    "Not a valid choice": _l("Choose one of the list."),
    "'%(value)s' is not a valid choice for this field.": _l("Choose one of the list."),
    "'%(value)s' are not valid choices for this field.": _l("Choose some of the list."),
    "Not a valid integer value.": _l("Write a whole number."),
    "Not a valid decimal value.": _l("Write a number."),
    "Not a valid float value.": _l("Write a number."),
    "Not a valid date value.": _l("Write a date: year, month, day."),
    "Not a valid time value.": _l("Write a time, such as 10:00."),
    "Not a valid datetime value.": _l("Write a date and a time."),
    "This field is required.": REQUIRED,
    "Number must be at least %(min)s.": _l("Write a number from %(min)s on."),
    "Number must be at most %(max)s.": _l("Write a number up to %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Write a number between %(min)s and %(max)s."),
}


class Messages:
    """What WTForms says by itself, in our words and the page's language; it fills the placeholders in."""

    def gettext(self, string: str) -> str:
        return str(OWN_WORDS.get(string, string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(OWN_WORDS.get(plural, singular if n == 1 else plural))


class Form(FlaskForm):  # type: ignore[misc]
    """Base of every form. `attempt` runs a service and puts what it refuses under the fields."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, form: Any) -> Messages:
            return Messages()

    def validate(self, extra_validators: Any = None) -> bool:
        """Check all fields; and no date lies so far off that a calendar cannot count from it."""
        fine = bool(super().validate(extra_validators))
        strange = [each for each in _dates(self) if isinstance(each.data, date) and each.data.year not in YEARS]
        for field in strange:
            field.errors = [*field.errors, str(STRANGE_YEAR)]
        return fine and not strange

    def attempt(self, act: Callable[..., Result], **arguments: Any) -> Result | None:
        """Call a service; return what it returns, or None with the reasons on the form."""
        try:
            return act(**arguments)
        except Invalid as error:
            for name, message in error.fields.items():
                self.complain(name, message)
        except Refused as error:
            self.complain(WHOLE_FORM, str(error))
        return None

    def done(self, act: Callable[..., object], **arguments: Any) -> bool:
        """Call a service that returns nothing; say whether it went through, else the reasons are on the form."""
        self.attempt(act, **arguments)
        return not self.errors

    def complain(self, name: str, message: str) -> None:
        """Put a sentence under a field, or on top of the form where there is no such field."""
        field = self._fields.get(name)
        if field is None:
            self.form_errors.append(message)
        else:
            field.errors = [*field.errors, message]


class Guarded(Form):
    """A form of a record that several people may have open at once: nobody overwrites unawares what another one saved.

    It carries a mark of what the record said when the form was drawn; `hold` is given what it says now.
    """

    seen = HiddenField()
    now = ""

    def hold(self, state: object) -> None:
        self.now = sha256(repr(state).encode()).hexdigest()[:16]
        if not self.is_submitted():
            self.seen.data = self.now

    def validate(self, extra_validators: Any = None) -> bool:
        fine, came = bool(super().validate(extra_validators)), self.seen.data
        if not came or came == self.now:
            return fine
        self.seen.data = self.now  # who saves once more knows
        self.complain(WHOLE_FORM, str(OVERTAKEN))
        return False


def _dates(fields: Iterable[Any]) -> Iterator[Any]:
    """Yield the fields of days, moments and times of a form, those of the forms inside it too."""
    for field in fields:
        if isinstance(field, DateField | DateTimeField):
            yield field
        elif isinstance(field, FormField | FieldList):
            yield from _dates(field)


class PlainForm(Form):
    """A form of buttons only: nothing but its token."""


def required(maximum: int | None = None) -> list[Any]:
    """Return the checks of a field that must be filled in."""
    checks: list[Any] = [DataRequired(message=REQUIRED)]
    return checks if maximum is None else [*checks, at_most(maximum)]


def optional(maximum: int | None = None) -> list[Any]:
    """Return the checks of a field that may stay empty."""
    checks: list[Any] = [Optional()]
    return checks if maximum is None else [*checks, at_most(maximum)]


def at_most(maximum: int) -> Length:
    return Length(max=maximum, message=_l("This is too long: %(max)d characters at the most."))


def check_length(texts: Iterable[str], longest: int) -> None:
    """Raise ValidationError where one of some texts has more characters than may be."""
    if any(len(text) > longest for text in texts):
        raise ValidationError(_("This is too long: %(max)d characters at the most.", max=longest))


class TextsField(StringField):
    """One text in the languages of the interface: a field for each, side by side.

    Data is a `Texts`; the form sends `name-en`, `name-az` and so on.
    """

    def __init__(self, label: str, *, area: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.area = area
        self.typed: dict[str, str] = {}
        self.parts: dict[str, str] = {}

    def process_formdata(self, valuelist: list[str]) -> None:
        """WTForms calls this with the values named like the field; ours are read in `process`."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(None, data if isinstance(data, Texts) else None)
        begin = f"{self.name}-"
        sent = {key.removeprefix(begin): key for key in formdata or () if key.startswith(begin)}
        self.typed = {code: formdata[key].strip() for code, key in sent.items() if _CODE.match(code)}
        self.data: Any = self.onto(self.data if isinstance(self.data, Texts) else Texts(source="en"))
        self.parts = dict(self.data.values)

    def pre_validate(self, form: Any) -> None:
        check_length(self.typed.values(), LONGEST_AREA if self.area else LONGEST_LINE)

    def onto(self, texts: Texts) -> Texts:
        """Return a text with what was typed written into it."""
        for code in sorted(self.typed, key=lambda code: code != texts.source):  # the source first: others may grow old
            if self.typed[code] != texts.values.get(code, ""):  # untouched ones keep their mark
                texts = texts.put(code, self.typed[code])
        return texts


class SideBySide(StringField):
    """One text in its source language and one translation.

    Sent are name-en, name-az, and name-az-right where the translator says that a translation older than
    its source is still right. A translation that nobody touched keeps its mark, so it stays "older".
    """

    data: Any  # a Texts

    def __init__(self, label: str, *, area: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.area = area

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(None, data if isinstance(data, Texts) else None)
        texts = self.data if isinstance(self.data, Texts) else Texts()
        if formdata:
            texts = self._sent(texts, formdata)
        self.data = texts

    def pre_validate(self, form: Any) -> None:
        check_length(self.data.values.values(), LONGEST_AREA if self.area else LONGEST_LINE)

    def _sent(self, texts: Texts, formdata: Any) -> Texts:
        """Return the text as sent; where all fields were emptied, translations out of sight go too."""
        codes = [key.removeprefix(f"{self.name}-") for key in formdata if key.startswith(f"{self.name}-")]
        written = {code: self._clean(formdata[f"{self.name}-{code}"]) for code in codes if _CODE.match(code)}
        if written and not any(written.values()):
            return Texts(texts.source)
        for code in sorted(written, key=lambda code: code != texts.source):
            confirmed = f"{code}-right" in codes
            if written[code] != texts.values.get(code, "") or (confirmed and texts.stale(code)):
                texts = texts.put(code, written[code])
        return texts

    def _clean(self, text: str) -> str:
        return text.replace("\r\n", "\n").strip() if self.area else _LINES.sub(" ", text).strip()
