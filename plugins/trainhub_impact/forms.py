"""Forms: what people typed becomes a frozen command of the services, or a sentence beside the field."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import isfinite
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FileField,
    FloatField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from trainhub.plugin_api import Form, Invalid, Texts, TextsField, db, optional, required
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import lazy_gettext as _l
from trainhub.plugin_api.people import Person
from trainhub.plugin_api.reports import Period, breakdowns, breakdowns_of, indicators
from trainhub.plugin_api.sessions import Project
from trainhub.plugin_api.texts import language, number

from . import queries, spans
from .models import Result, Sheet, Tracked
from .services.donor import ReportCommand
from .services.entries import EntryCommand, by_ratio
from .services.framework import NEVER_SPLIT, IndicatorCommand, ResultCommand, SheetCommand
from .vocabulary import (
    DIRECTIONS,
    FAMILIES,
    GATHERS,
    GCM,
    KNOWN,
    NUMBER,
    PERCENT,
    SDG,
    SHAPES,
    SOURCES,
    STATES,
    UNAVAILABLE,
    UNKNOWN,
)

NO_SPLIT = NEVER_SPLIT | {"year", "quarter", "month", "project", "centre"}  # what pages are narrowed by instead
Choices = list[tuple[str, str]]


class Number(FloatField):
    """A number as people of the page's language write it, with or without a sign between thousands.

    So 1.234 is twelve hundred and more in Azerbaijani, as pages show it there, and little more than one in English.
    """

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = [_plain(each) for each in valuelist]
        if any(typed):
            super().process_formdata(typed)
        elif valuelist:
            self.data = None
        if self.data is not None and not isfinite(self.data):
            self.data = None
            raise ValueError(_("Write a number."))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.12g}".replace(".", number(1.5)[1])


def _plain(text: str) -> str:
    """Return a typed number as the program reads it."""
    text, group = "".join(text.split()).rstrip("%"), number(1234)[1]
    if not group.isdigit() and re.fullmatch(rf"[1-9]\d{{0,2}}({re.escape(group)}\d{{3}})+([.,]\d+)?", text):
        text = text.replace(group, "")
    return text.replace(",", ".")


def ticks(label: str, **more: Any) -> SelectMultipleField:
    """Return a field of some of a list, each with its box."""
    return SelectMultipleField(label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), **more)


def words(choices: Mapping[str, str]) -> Choices:
    return [(key, str(label)) for key, label in choices.items()]


def scaled(shape: str, value: float | None) -> float | None:
    """Return a typed number as it is kept: per cent become a share."""
    return value if value is None or shape != PERCENT else round(value / 100, 6)


def typed(shape: str, value: float | None) -> float | None:
    """Return a kept number as it is typed."""
    return value if value is None or shape != PERCENT else round(value * 100, 4)


class ResultForm(Form):
    """A goal, outcome or output."""

    key = StringField(_l("Number"), required(20))
    title = TextsField(_l("Title"))
    about = TextsField(_l("About"), area=True)

    def command(self) -> ResultCommand:
        return ResultCommand((self.key.data or "").strip(), self.title.data, self.about.data)


class SheetForm(Form):
    """An indicator with its definition sheet."""

    key = StringField(_l("Number"), required(20))
    result = SelectField(_l("Result"))
    family = RadioField(_l("Family"), choices=lambda: words(FAMILIES))
    owner = StringField(_l("Owner’s e-mail"), optional(254))
    title = TextsField(_l("Title"))
    definition = TextsField(_l("Definition"), area=True)
    source = RadioField(_l("Where values come from"), choices=lambda: words(SOURCES))
    numerator = SelectField(_l("Figure"), default="")
    numerator_only = SelectField(_l("Only"), default="")
    denominator = SelectField(_l("Divided by"), default="")
    denominator_only = SelectField(_l("Only"), default="")
    gather = SelectField(_l("Institutions together"), choices=lambda: words(GATHERS))
    shape = SelectField(_l("Kind of value"), choices=lambda: words(SHAPES))
    unit = TextsField(_l("Unit"))
    people = BooleanField(_l("It counts people: small numbers are hidden from donors"))
    direction = SelectField(_l("Direction"), choices=lambda: words(DIRECTIONS))
    baseline = Number(_l("Baseline"), optional())
    baseline_on = DateField(_l("Baseline of"), optional())
    by = ticks(_l("Split by"))
    verification = TextsField(_l("Means of verification"), area=True)
    links = TextAreaField(_l("Links"), optional(2000))
    sdg = ticks(_l("SDG targets"), choices=lambda: _coded(SDG))
    gcm = ticks(_l("GCM objectives"), choices=lambda: _coded(GCM))
    modules = StringField(_l("Modules"), optional(100))
    drawn_from = StringField(_l("Drawn from"), optional(300))
    reason = StringField(_l("Reason"), optional(500))

    def __init__(self, *, results: Sequence[Result], sheet: Sheet | None = None, **values: Any) -> None:
        kept = _filters_of(sheet)
        super().__init__(**values)
        self.result.choices = [(each.public_id, f"{each.key} {each.title.text(language())}") for each in results]
        figures = _figures(sheet)
        self.numerator.choices = {"": [("", _("Choose a figure"))], **figures}
        self.denominator.choices = {"": [("", _("Nothing: the figure itself"))], **figures}
        only = _only(kept)
        self.numerator_only.choices = self.denominator_only.choices = only
        self.by.choices = [(each.key, str(each.title)) for each in breakdowns().values() if each.key not in NO_SPLIT]

    def command(self) -> IndicatorCommand:
        return IndicatorCommand(
            key=(self.key.data or "").strip(),
            family=self.family.data or "",
            sheet=self._sheet(),
            owner=_person(self.owner.data or ""),
        )

    def _sheet(self) -> SheetCommand:
        shape = self.shape.data or NUMBER
        return SheetCommand(
            title=self.title.data,
            definition=self.definition.data,
            source=self.source.data or "",
            numerator=self.numerator.data or "",
            numerator_filters=_filter(self.numerator_only.data),
            denominator=self.denominator.data or "",
            denominator_filters=_filter(self.denominator_only.data),
            gather=self.gather.data or "",
            shape=shape,
            unit=self.unit.data,
            people=bool(self.people.data),
            direction=self.direction.data or "",
            baseline=scaled(shape, self.baseline.data),
            baseline_on=self.baseline_on.data,
            by=tuple(self.by.data or ()),
            verification=self.verification.data,
            links=tuple((self.links.data or "").split()),
            sdg=tuple(self.sdg.data or ()),
            gcm=tuple(self.gcm.data or ()),
            modules=_numbers(self.modules.data or ""),
            drawn_from=(self.drawn_from.data or "").strip(),
        )


def data_of(tracked: Tracked) -> dict[str, Any]:
    """Return what the form shows of an indicator."""
    sheet = tracked.sheet
    same = (
        "title definition source numerator denominator gather shape unit people direction baseline_on by verification "
        "sdg gcm drawn_from"
    ).split()
    return {name: getattr(sheet, name) for name in same} | {
        "key": tracked.key,
        "result": tracked.result.public_id,
        "family": tracked.family,
        "owner": tracked.owner.email if tracked.owner else "",
        "numerator_only": _said(sheet.numerator_filters),
        "denominator_only": _said(sheet.denominator_filters),
        "baseline": typed(sheet.shape, sheet.baseline),
        "links": "\n".join(sheet.links),
        "modules": ", ".join(map(str, sheet.modules)),
    }


class TargetForm(Form):
    """What is to be reached in a period; an empty value takes the target away."""

    period = SelectField(_l("Period"))
    project = SelectField(_l("Project"), default="")
    value = Number(_l("Target"), optional())

    def __init__(self, *, today: date, projects: Sequence[Project], **values: Any) -> None:
        super().__init__(**values)
        self.period.choices = _periods(spans.around(today, ahead=spans.AHEAD))
        self.project.choices = [("", _("The centre as a whole")), *_projects(projects)]


class EntryForm(Form):
    """A value of a period, or that it is not known or not there."""

    state = RadioField(_l("Is it known?"), choices=lambda: _answers(), default=KNOWN)
    value = Number(_l("Value"), optional())
    numerator = Number(_l("Numerator"), optional())
    denominator = Number(_l("Denominator"), optional())
    note = TextAreaField(_l("Note"), optional(2000))
    reason = StringField(_l("Reason"), optional(500))

    def command(self, sheet: Sheet) -> EntryCommand:
        ratio = by_ratio(sheet)
        return EntryCommand(
            state=self.state.data or "",
            value=None if ratio else scaled(sheet.shape, self.value.data),
            numerator=self.numerator.data if ratio else None,
            denominator=self.denominator.data if ratio else None,
            note=self.note.data or "",
            reason=self.reason.data or "",
        )


class CorrectionForm(Form):
    """Another value in the place of a locked one."""

    state = RadioField(_l("Is it known?"), choices=lambda: _answers(), default=KNOWN)
    value = Number(_l("Value"), optional())
    reason = StringField(_l("Reason"), required(500))


class EvidenceForm(Form):
    """A file that proves values."""

    evidence_title = StringField(_l("What it proves"), required(200))
    upload = FileField(_l("File"), [InputRequired(message=_l("Choose a file."))])


class ReportForm(Form):
    """A report on a project and period."""

    project = SelectField(_l("Project"))
    period = SelectField(_l("Period"))
    title = TextsField(_l("Title"))
    summary = TextsField(_l("Summary"), area=True)
    split = BooleanField(_l("With breakdowns, as the definitions say"), default=True)

    def __init__(self, *, today: date, projects: Sequence[Project], **values: Any) -> None:
        super().__init__(**values)
        self.projects = {each.public_id: each for each in projects}
        self.period.choices = _periods(spans.over(today))
        self.project.choices = _projects(projects)

    def command(self) -> ReportCommand:
        period = spans.reportable(self.period.data or "")
        if period is None:
            raise Invalid({"period": _("Choose one of the list.")})
        project = self.projects[self.project.data]
        return ReportCommand(project, period, self.title.data, self.summary.data, bool(self.split.data))


class ReasonForm(Form):
    """Why something is done."""

    reason = StringField(_l("Reason"), required(500))


# --- inside -----------------------------------------------------------------------------------------------


def _answers() -> Choices:
    return [
        (KNOWN, str(STATES[KNOWN])),
        (UNKNOWN, _("Not known: we cannot say")),
        (UNAVAILABLE, _("Not available: there was nothing to measure")),
    ]


def _coded(choices: Mapping[str, str]) -> Choices:
    return [(key, f"{key} {label}") for key, label in choices.items()]


def _periods(found: Iterable[Period]) -> Choices:
    return [(each.key, each.label) for each in found]


def _projects(found: Iterable[Project]) -> Choices:
    return [(each.public_id, each.title.text(language())) for each in found]


def _figures(sheet: Sheet | None) -> dict[str, Choices]:
    """Return every figure of the registry under its family; one that a sheet has and that is gone stays."""
    found: dict[str, Choices] = {}
    for key, each in indicators().items():
        found.setdefault(str(each.family) or _("Others"), []).append((key, str(each.title)))
    gone = {key for key in (sheet.numerator, sheet.denominator) if key} - set(indicators()) if sheet else set()
    if gone:
        found[_("Not there at present")] = [(key, key) for key in sorted(gone)]
    return found


def _only(kept: set[tuple[str, str]]) -> dict[str, Choices]:
    """Return the codes of every closed breakdown: what a figure can be narrowed to."""
    possible = {key for each in indicators().values() for key in (one.key for one in breakdowns_of(each))}
    found: dict[str, Choices] = {"": [("", _("All"))]}
    for each in breakdowns().values():
        if each.codes is None or each.key not in possible:
            continue
        codes = list(each.codes())
        labels = each.labels(codes)
        found[str(each.title)] = [(f"{each.key}={code}", str(labels.get(code, code))) for code in codes]
    listed = {value for choices in found.values() for value, _label in choices}
    gone = [f"{key}={code}" for key, code in sorted(kept) if f"{key}={code}" not in listed]
    return found | ({_("Not there at present"): [(each, each) for each in gone]} if gone else {})


def _filters_of(sheet: Sheet | None) -> set[tuple[str, str]]:
    return {*sheet.numerator_filters.items(), *sheet.denominator_filters.items()} if sheet else set()


def _filter(chosen: str | None) -> dict[str, str]:
    key, _sign, code = (chosen or "").partition("=")
    return {key: code} if code else {}


def _said(filters: Mapping[str, str]) -> str:
    return next((f"{key}={code}" for key, code in filters.items()), "")


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(each) for each in text.replace(",", " ").split() if each.isdigit()}))


def _person(email: str) -> Person | None:
    if not email.strip():
        return None
    found = db.session.scalar(queries.by_email(email.strip()))
    if found is None:
        raise Invalid({"owner": _("Nobody in the address book has this e-mail.")})
    return found


def texts(code: str, words: str) -> Texts:
    """Return a text in one language alone, such as a proposed title."""
    return Texts.of({code: words})
