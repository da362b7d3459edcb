"""Forms of roll-outs: what a graduate reports on a phone, what the centre decides."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import wtforms
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FloatField,
    FormField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from ..kernel import i18n
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..people.services import choices
from ..web.forms import REQUIRED, Form, Messages, SelectChoice, optional, required
from .models import GENDERS, Rollout
from .services import POLICY, Count, Evidence, Named, Origin, RolloutCommand, module_names

KINDS = 4  # of people that one report tells apart; one is in sight, the others open
ENDS = re.compile(r"[;\t]|,\s")
FIELDS = {"f": "women", "m": "men", "other": "other", "": "unstated"}


class PeopleRow(wtforms.Form):
    """Numbers of one kind of people, by gender."""

    category = SelectField(_l("Who they were"), default="")
    women = IntegerField(GENDERS["f"], optional())
    men = IntegerField(GENDERS["m"], optional())
    other = IntegerField(GENDERS["other"], optional())
    unstated = IntegerField(GENDERS[""], optional())

    class Meta:
        def get_translations(self, form: Any) -> Messages:
            return Messages()

    def counts(self) -> Iterator[Count]:
        for gender, name in FIELDS.items():
            if self[name].data is not None and self[name].data != 0:
                yield Count(self[name].data, gender, self.category.data or "")


class RolloutForm(Form):
    """A training one held: one screen, and nothing that needs a script."""

    origin = SelectField(_l("Where you learned it"), validators=required())
    title = StringField(_l("Title of the training you held"), validators=required(200))
    first_day = DateField(_l("First day"), [InputRequired(message=REQUIRED)])
    last_day = DateField(_l("Last day"), optional())
    hours = FloatField(_l("Hours"), [InputRequired(message=REQUIRED)])
    country = SelectField(_l("Country"), validators=required())
    place = StringField(_l("Place"), validators=optional(120))
    numbers = FieldList(FormField(PeopleRow), min_entries=KINDS, max_entries=KINDS)
    names = TextAreaField(
        _l("Names instead of numbers"),
        validators=optional(60_000),
        description=_l("One person a line: name; organisation; e-mail. The last two may be left out."),
    )
    modules = SelectMultipleField(
        _l("Modules"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    evidence = FileField(
        _l("Photo or list, as proof"),
        description=_l("PDF, JPG, PNG, DOCX or XLSX. The centre sees it, and deletes it after five years."),
        render_kw={"accept": ",".join(f".{ending}" for ending in POLICY.endings)},
    )

    def __init__(self, known: Sequence[Origin], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        titles = module_names()
        self.origin.choices = [SelectChoice(each.key, origin_words(each)) for each in known]
        self.country.choices = [SelectChoice(*each) for each in (choices.OPEN, *choices.country_choices())]
        self.modules.choices = [SelectChoice(number, title) for number, title in titles.items()]
        kinds = [SelectChoice("", _("Not stated")), *(SelectChoice(*each) for each in choices.category_choices())]
        for entry in self.numbers:
            entry.form.category.choices = kinds

    def command(self) -> RolloutCommand:
        first = self.first_day.data or date.min
        return RolloutCommand(
            origin=self.origin.data or "",
            title=self.title.data or "",
            place=self.place.data or "",
            country_code=self.country.data or "",
            first_day=first,
            last_day=self.last_day.data or first,
            hours=self.hours.data or 0,
            modules=tuple(self.modules.data or ()),
            counts=tuple(count for entry in self.numbers for count in entry.form.counts()),
            persons=tuple(_named(self.names.data or "")),
            evidence=self._evidence(),
        )

    def _evidence(self) -> Evidence | None:
        given = self.evidence.data
        return Evidence(given.stream, given.filename) if given and given.filename else None


def _named(text: str) -> Iterator[Named]:
    """Yield the people of a text, one a line: name, organisation and e-mail, parted by semicolons, commas or tabs."""
    for line in text.splitlines():
        parts = [part.strip() for part in ENDS.split(line) if part.strip()]
        if parts:
            mails = [part.lower() for part in parts[1:] if "@" in part]
            rest = [part for part in parts if "@" not in part]
            yield Named(rest[0] if rest else "", ", ".join(rest[1:]), mails[0] if mails else "")


def origin_words(origin: Origin) -> str:
    """Return what a form calls the training somebody learned in."""
    title = origin.parent.title if origin.parent else origin.session.title.text(i18n.language())
    return f"{title} ({i18n.day(origin.ended, 'MMM y')})" if origin.ended else title


def data_of_new(origin: Origin, country: str | None) -> dict[str, Any]:
    """Return what a new report begins with: the country of the person, the modules they learned."""
    return {"origin": origin.key, "country": country or "", "modules": origin.modules}


def data_of(rollout: Rollout) -> dict[str, Any]:
    """Return what the form shows of a report that is to be corrected."""
    key = f"r-{rollout.parent.public_id}" if rollout.parent else f"s-{rollout.session.public_id}"
    return {
        "origin": key,
        "title": rollout.title,
        "place": rollout.place,
        "country": rollout.country_code,
        "first_day": rollout.first_day,
        "last_day": rollout.last_day,
        "hours": rollout.hours,
        "modules": [module.number for module in rollout.modules],
        "numbers": _numbers(rollout),
        "names": "\n".join("; ".join(filter(None, (row.name, row.organisation, row.email))) for row in rollout.persons),
    }


def _numbers(rollout: Rollout) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for each in rollout.counts:
        row = rows.setdefault(each.category_code or "", {"category": each.category_code or ""})
        row[FIELDS[each.gender]] = each.number
    return list(rows.values())


class ConfirmForm(Form):
    """That a report is right."""

    trains_trainers = BooleanField(
        _l("It was itself a training of trainers"),
        description=_l("Those who are named may then report what they teach on."),
    )


class SendBackForm(Form):
    """Why a report is sent back."""

    reason = TextAreaField(
        _l("Reason"), validators=required(500), description=_l("It stands in the mail and beside the report.")
    )
