"""Forms of the curriculum: texts in two languages side by side, and the facts of an activity."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from wtforms import BooleanField, DateField, FloatField, SelectField, SelectMultipleField, StringField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget, TextArea

from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import Texts
from ..people import reference
from ..people import services as people
from ..web.forms import Form, SelectChoice, optional, required
from . import vocabulary
from .files import AudienceDoc, OutcomeDoc, category_name, group_name
from .models import ActivityText, CurriculumPart, ModuleText, Principle, Version
from .services import ActivityCommand, ModuleCommand, VersionCommand

SPARE = 3  # empty rows for what is to be added
NOT_DECIDED = ("", _l("Not decided"))
_LINES = re.compile(r"[\r\n\t]+")


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

    def _sent(self, texts: Texts, formdata: Any) -> Texts:
        """Return the text as sent; where all fields were emptied, translations out of sight go too."""
        codes = [key.removeprefix(f"{self.name}-") for key in formdata if key.startswith(f"{self.name}-")]
        written = {code: self._clean(formdata[f"{self.name}-{code}"]) for code in codes if "-" not in code}
        if written and not any(written.values()):
            return Texts(texts.source)
        for code in sorted(written, key=lambda code: code != texts.source):
            confirmed = f"{code}-right" in codes
            if written[code] != texts.values.get(code, "") or (confirmed and texts.stale(code)):
                texts = texts.put(code, written[code])
        return texts

    def _clean(self, text: str) -> str:
        return text.replace("\r\n", "\n").strip() if self.area else _LINES.sub(" ", text).strip()


class CodesField(StringField):
    """A few codes in one line, divided by commas."""

    data: Any  # a tuple of texts

    def _value(self) -> str:
        return ", ".join(self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = tuple(dict.fromkeys(re.findall(r"[^\s,;]+", " ".join(valuelist))))


class LinesField(StringField):
    """A few names, one a line."""

    data: Any  # a tuple of texts
    widget = TextArea()

    def _value(self) -> str:
        return "\n".join(self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        lines = "\n".join(valuelist).splitlines()
        self.data = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))


class HoursField(FloatField):
    """Hours with a point or a comma."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([value.replace(",", ".") for value in valuelist if value.strip()])


def ticks(label: str, choices: Callable[[], list[SelectChoice]] | None = None) -> SelectMultipleField:
    """Make a field of boxes to tick."""
    return SelectMultipleField(
        label, choices=choices, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


def _choices(labels: Mapping[str, str], *first: tuple[str, str]) -> list[Any]:
    return [SelectChoice(value=value, label=label) for value, label in (*first, *labels.items())]


class NewActivityForm(Form):
    """The title of an activity to be added."""

    title = SideBySide(_l("Title"))


class MergeForm(Form):
    """Which activity a near-duplicate becomes an entry of."""

    keep = StringField(_l("Activity that stays"), validators=optional(20))


class VersionForm(Form):
    """What a version says of itself; `version_form` adds fields for each part and each principle."""

    label = StringField(_l("Version number"), validators=required(20))
    title = SideBySide(_l("Title"))
    notice = SideBySide(_l("Notice"))

    def command(self) -> VersionCommand:
        """Return the form's content; a principle without any text is left out."""
        parts, places = self._numbered("part-"), self._numbered("place-")
        principles = {key: self[f"principle-{key}"].data for key in self.principle_keys}
        return VersionCommand(
            label=(self.label.data or "").strip(),
            title=self.title.data,
            notice=self.notice.data,
            parts=parts,
            places={number: int(place) for number, place in places.items()},
            principles={key: text for key, text in principles.items() if text},
        )

    @property
    def part_numbers(self) -> list[int]:
        return list(self._numbered("part-"))

    @property
    def principle_keys(self) -> list[str]:
        return [name.removeprefix("principle-") for name in self._fields if name.startswith("principle-")]

    def _numbered(self, prefix: str) -> dict[int, Any]:
        return {int(n.removeprefix(prefix)): each.data for n, each in self._fields.items() if n.startswith(prefix)}


def version_form(version: Version) -> VersionForm:
    """Make the form of what a version says of itself."""

    class Fitted(VersionForm):
        pass

    data: dict[str, Any] = {"label": version.label, "title": version.title}
    data["notice"] = version.notice or Texts(version.language)
    data |= _add_parts(Fitted, version.parts) | _add_principles(Fitted, version.principles, version.language)
    return Fitted(data=data)


def _add_parts(form: type[VersionForm], parts: list[CurriculumPart]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    places = _choices({str(part.number): str(part.number) for part in parts})
    for part in parts:
        number = part.number
        setattr(form, f"part-{number}", SideBySide(_l("Title of part %(number)s", number=number)))
        data[f"part-{number}"] = part.title
        if len(parts) > 1:
            setattr(form, f"place-{number}", SelectField(_l("Place of part %(number)s", number=number), choices=places))
            data[f"place-{number}"] = str(number)
    return data


def _add_principles(form: type[VersionForm], principles: list[Principle], source: str) -> dict[str, Any]:
    data: dict[str, Any] = {}
    texts = {each.key: each.text for each in principles}
    last = max((int(key[1:]) for key in texts if re.fullmatch(r"p\d+", key)), default=0)
    for key in [*texts, *(f"p{last + number}" for number in range(1, SPARE))]:
        setattr(form, f"principle-{key}", SideBySide(_l("Principle %(key)s", key=key)))
        data[f"principle-{key}"] = texts.get(key, Texts(source))
    return data


class ModuleForm(Form):
    """The texts of a module; `for_module` adds a field for each component and cross-listed entry."""

    title = SideBySide(_l("Title"))
    introduction = SideBySide(_l("Introduction"), area=True)

    def command(self, module: ModuleText) -> ModuleCommand:
        return ModuleCommand(
            title=self.title.data,
            introduction=self.introduction.data,
            components={each.key: self[f"component-{each.key}"].data for each in module.components},
            notes={each.entry: self[f"note-{each.entry}"].data for each in module.references},
        )


def module_form(module: ModuleText) -> ModuleForm:
    """Make the form of one module."""

    class Fitted(ModuleForm):
        pass

    source = module.version.language
    data: dict[str, Any] = {"title": module.title, "introduction": module.body or Texts(source)}
    for component in module.components:
        setattr(Fitted, f"component-{component.key}", SideBySide(_l("Component “%(key)s”", key=component.key)))
        data[f"component-{component.key}"] = component.title
    for entry in module.references:
        setattr(Fitted, f"note-{entry.entry}", SideBySide(_l("Note on %(entry)s", entry=entry.entry), area=True))
        data[f"note-{entry.entry}"] = entry.note or Texts(source)
    return Fitted(data=data)


class ActivityForm(Form):
    """Everything of an activity; `activity_form` adds its outcomes, its audience and its module's components."""

    title = SideBySide(_l("Title"))
    note = SideBySide(_l("Note"), area=True)
    gender = SideBySide(_l("Gender component"), area=True)
    condition = SideBySide(_l("Condition"), area=True)
    format = SelectField(_l("Format"), choices=lambda: _choices(vocabulary.FORMATS, NOT_DECIDED))
    formats_mentioned = ticks(_l("Formats that the source mentions"), lambda: _choices(vocabulary.FORMATS))
    levels = ticks(_l("Levels"), lambda: _choices(vocabulary.LEVELS))
    levels_provisional = BooleanField(_l("The levels still have to be discussed"))
    lead = SelectField(_l("Lead"), choices=lambda: _choices(category_names(), ("", _l("Nobody named"))))
    components = ticks(_l("Components of the module"))
    themes = ticks(_l("Themes"), lambda: _choices(vocabulary.THEMES))
    hours = HoursField(
        _l("Hours"),
        validators=[
            Optional(),
            NumberRange(0.25, 1000, message=_l("Write a number of hours between a quarter and 1,000.")),
        ],
    )
    prerequisites = CodesField(_l("Activities to take before"), validators=optional(400))
    sdg = CodesField(_l("SDG targets"), validators=optional(400))
    gcm = CodesField(_l("GCM objectives"), validators=optional(200))
    conventions = ticks(_l("Conventions and frameworks"), lambda: _choices(vocabulary.CONVENTIONS))
    outside_region = BooleanField(_l("Uses examples from outside the region"))
    resource_countries = CodesField(_l("Countries to learn from"), validators=optional(200))
    providers = LinesField(_l("Named sources"))
    state = SelectField(_l("State"), choices=lambda: _choices(vocabulary.ACTIVITY_STATES))
    not_before = DateField(_l("Not before"), validators=optional())
    best_before = DateField(_l("Best before"), validators=optional())
    recommendations = CodesField(_l("Recommendations it answers"), validators=optional(1000))
    title_reconstructed = BooleanField(_l("Part of the title was lost in the source and restored"))

    def command(self, activity: ActivityText) -> ActivityCommand:
        texts = ("title", "note", "gender", "condition")
        lists = ("formats_mentioned", "levels", "components", "themes", "conventions")
        codes = ("prerequisites", "sdg", "gcm", "resource_countries", "providers", "recommendations")
        plain = (
            "levels_provisional",
            "hours",
            "state",
            "not_before",
            "best_before",
            "outside_region",
            "title_reconstructed",
        )
        values: dict[str, Any] = {name: self[name].data for name in (*texts, *plain)}
        values |= {name: _in_order(self[name].data or (), getattr(activity, name)) for name in lists}
        values |= {name: tuple(self[name].data or ()) for name in codes}
        values |= {name: self[name].data or None for name in ("format", "lead")}
        return ActivityCommand(**values, outcomes=self._outcomes(), audience=self._audience())

    @property
    def outcome_keys(self) -> list[str]:
        return [name.removeprefix("outcome-") for name in self._fields if name.startswith("outcome-")]

    @property
    def audience_rows(self) -> list[int]:
        return [int(name.removeprefix("category-")) for name in self._fields if name.startswith("category-")]

    def _outcomes(self) -> tuple[OutcomeDoc, ...]:
        """Return the outcomes that have a text; emptying one takes it away."""
        return tuple(
            OutcomeDoc(key, self[f"outcome-{key}"].data, self[f"proposed-{key}"].data)
            for key in self.outcome_keys
            if self[f"outcome-{key}"].data
        )

    def _audience(self) -> tuple[AudienceDoc, ...]:
        rows = [
            (self[f"category-{n}"].data, self[f"rule-{n}"].data, self[f"group-{n}"].data) for n in self.audience_rows
        ]
        return tuple(AudienceDoc(category, rule, group or None) for category, rule, group in rows if category)


def activity_form(activity: ActivityText) -> ActivityForm:
    """Make the form of one activity."""

    class Fitted(ActivityForm):
        pass

    source = activity.version.language
    data: dict[str, Any] = {
        name: getattr(activity, name)
        for name in ActivityCommand.__slots__
        if name not in ("outcomes", "audience", "prerequisites")
    }
    data |= {name: data[name] or Texts(source) for name in ("note", "gender", "condition")}
    data |= {name: data[name] or "" for name in ("format", "lead")}
    data["prerequisites"] = tuple(each.before.key for each in activity.prerequisites)
    data |= _add_outcomes(Fitted, activity, source) | _add_audience(Fitted, activity)
    form = Fitted(data=data)
    form.components.choices = _choices({each.key: str(each.title) for each in activity.module_text.components})
    return form


def _add_outcomes(form: type[ActivityForm], activity: ActivityText, source: str) -> dict[str, Any]:
    data: dict[str, Any] = {}
    outcomes = {each.key: each for each in activity.outcomes}
    last = max((int(key[1:]) for key in outcomes), default=0)
    for key in [*outcomes, *(f"o{last + number}" for number in range(1, SPARE))]:
        setattr(form, f"outcome-{key}", SideBySide(_l("Outcome %(key)s", key=key), area=True))
        setattr(form, f"proposed-{key}", BooleanField(_l("Proposed by the centre, not in the source")))
        known = outcomes.get(key)
        data[f"outcome-{key}"] = known.text if known else Texts(source)
        data[f"proposed-{key}"] = known.proposed if known else True
    return data


def _add_audience(form: type[ActivityForm], activity: ActivityText) -> dict[str, Any]:
    data: dict[str, Any] = {}
    groups = _choices({code: group_name(code) for code in reference.GROUPS}, ("", _l("All countries")))
    for number in range(len(activity.audience) + SPARE):
        setattr(form, f"category-{number}", SelectField(_l("Category"), choices=_choices(category_names(), ("", "—"))))
        setattr(form, f"rule-{number}", SelectField(_l("Rule"), choices=_choices(vocabulary.RULES)))
        setattr(form, f"group-{number}", SelectField(_l("Countries"), choices=groups))
        entry = activity.audience[number] if number < len(activity.audience) else None
        data |= {
            f"category-{number}": entry.category_code if entry else "",
            f"rule-{number}": entry.rule if entry else "in",
            f"group-{number}": (entry.group_code or "") if entry else "",
        }
    return data


def category_names() -> dict[str, str]:
    return {code: category_name(code) for code in reference.CATEGORIES}


class KeeperForm(Form):
    """Which centre's staff edit a curriculum."""

    centre = SelectField(_l("Edited by"), optional())

    def offer(self) -> "KeeperForm":
        """Fill the list with the centres."""
        self.centre.choices = [("", _("Administrators")), *people.choices.centre_choices()]
        return self


def _in_order(chosen: Iterable[str], before: list[str]) -> tuple[str, ...]:
    """Keep the order in which things stood; what is new comes after."""
    ticked = list(chosen)
    return tuple([each for each in before if each in ticked] + [each for each in ticked if each not in before])
