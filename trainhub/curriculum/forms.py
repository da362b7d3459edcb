"""Forms of the curriculum: texts in two languages side by side, and the facts of an activity."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import BooleanField, DateField, SelectField, StringField, URLField
from wtforms.validators import NumberRange, Optional

from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import Texts
from ..people import reference
from ..people import services as people
from ..web.forms import Form, SelectChoice, SideBySide, optional, required
from ..web.templating import words
from . import vocabulary
from .fields import CodesField, HoursField, LinesField, ticks
from .files import AudienceDoc, ComponentDoc, OutcomeDoc, WorkDoc, category_name, group_name
from .models import ActivityText, Component, CurriculumPart, ModuleText, Principle, Version
from .services import NEW, ActivityCommand, ModuleCommand, VersionCommand, named_bodies, new_numbers

SPARE = 3  # empty rows for what is to be added
NOT_DECIDED = ("", _l("Not decided"))


def _choices(labels: Mapping[str, str], *first: tuple[str, str]) -> list[Any]:
    return [SelectChoice(value=value, label=label) for value, label in (*first, *labels.items())]


class NewActivityForm(Form):
    """The title of an activity to be added."""

    title = SideBySide(_l("Title"))


class NewEntryForm(Form):
    """Which activity of another module is to be listed here too, and what is said of it here."""

    activity = SelectField(_l("Activity of another module"))
    note = SideBySide(_l("Note on it here"), area=True)

    def offer(self, activities: Iterable[ActivityText]) -> "NewEntryForm":
        """Fill the list with the activities that a module can list."""
        labels = {each.key: f"{each.key} {words(each.title)}" for each in activities}
        self.activity.choices = _choices(labels, ("", "—"))
        return self


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
    """The texts of a module; `module_form` adds fields for each component and cross-listed entry."""

    title = SideBySide(_l("Title"))
    introduction = SideBySide(_l("Introduction"), area=True)

    def command(self, module: ModuleText) -> ModuleCommand:
        return ModuleCommand(
            title=self.title.data,
            introduction=self.introduction.data,
            components=self._components([each.key for each in module.components]),
            notes={each.entry: self[f"note-{each.entry}"].data for each in module.references},
        )

    @property
    def component_keys(self) -> list[str]:
        return [name.removeprefix("component-") for name in self._fields if name.startswith("component-")]

    @property
    def entry_notes(self) -> list[str]:
        return [name.removeprefix("note-") for name in self._fields if name.startswith("note-")]

    def _components(self, there: list[str]) -> list[ComponentDoc]:
        """Return the components that have a title, in their new order; emptying one takes it away."""
        places = {n: int(self[f"place-{key}"].data) for n, key in enumerate(there, 1) if f"place-{key}" in self}
        numbers = new_numbers(range(1, len(there) + 1), places)
        order = sorted(there, key=lambda key: numbers[there.index(key) + 1])
        keys = [*order, *(key for key in self.component_keys if key not in there)]
        return [ComponentDoc(key, self[f"component-{key}"].data) for key in keys if self[f"component-{key}"].data]


def module_form(module: ModuleText, *, fresh: bool = False) -> ModuleForm:
    """Make the form of one module; a fresh one does not look at what was sent."""

    class Fitted(ModuleForm):
        pass

    source = module.version.language
    data: dict[str, Any] = {"title": module.title, "introduction": module.body or Texts(source)}
    data |= _add_components(Fitted, module.components, source)
    for entry in module.references:
        setattr(Fitted, f"note-{entry.entry}", SideBySide(_l("Note on %(entry)s", entry=entry.entry), area=True))
        data[f"note-{entry.entry}"] = entry.note or Texts(source)
    return Fitted(formdata=None, data=data) if fresh else Fitted(data=data)


def _add_components(form: type[ModuleForm], components: list[Component], source: str) -> dict[str, Any]:
    data: dict[str, Any] = {}
    places = _choices({str(number): str(number) for number in range(1, len(components) + 1)})
    for number, each in enumerate(components, 1):
        setattr(form, f"component-{each.key}", SideBySide(_l("Component “%(key)s”", key=each.key)))
        data[f"component-{each.key}"] = each.title
        if len(components) > 1:
            label = _l("Place of “%(key)s”", key=each.key)
            setattr(form, f"place-{each.key}", SelectField(label, choices=places))
            data[f"place-{each.key}"] = str(number)
    for number in range(1, SPARE):
        setattr(form, f"component-{NEW}{number}", SideBySide(_l("New component")))
        data[f"component-{NEW}{number}"] = Texts(source)
    return data


class ActivityForm(Form):
    """Everything of an activity; `activity_form` adds rows of outcomes, audience, co-leads and reference material."""

    title = SideBySide(_l("Title"))
    note = SideBySide(_l("Note"), area=True)
    gender = SideBySide(_l("Gender component"), area=True)
    condition = SideBySide(_l("Condition"), area=True)
    format = SelectField(_l("Format"), choices=lambda: _choices(vocabulary.FORMATS, NOT_DECIDED))
    formats_mentioned = ticks(_l("Formats that the source mentions"), lambda: _choices(vocabulary.FORMATS))
    levels = ticks(_l("Levels"), lambda: _choices(vocabulary.LEVELS))
    levels_provisional = BooleanField(_l("The levels still have to be discussed"))
    lead = SelectField(_l("Lead"), choices=lambda: _choices(category_names(), ("", _l("Nobody named"))))
    lead_organisation = SelectField(_l("Lead organisation"))
    principles = ticks(_l("Design principles it follows"))
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
        lists = ("formats_mentioned", "levels", "principles", "components", "themes", "conventions")
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
        values |= {name: self[name].data or None for name in ("format", "lead", "lead_organisation")}
        values |= {"co_leads": self._co_leads(), "reference_material": self._works()}
        return ActivityCommand(**values, outcomes=self._outcomes(), audience=self._audience())

    @property
    def outcome_keys(self) -> list[str]:
        return [name.removeprefix("outcome-") for name in self._fields if name.startswith("outcome-")]

    @property
    def audience_rows(self) -> list[int]:
        return [int(name.removeprefix("category-")) for name in self._fields if name.startswith("category-")]

    @property
    def co_lead_rows(self) -> list[str]:
        return [name for name in self._fields if name.startswith("co-lead-")]

    @property
    def work_rows(self) -> list[int]:
        return [int(name.removeprefix("work-by-")) for name in self._fields if name.startswith("work-by-")]

    def _co_leads(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self[name].data for name in self.co_lead_rows if self[name].data))

    def _works(self) -> tuple[WorkDoc, ...]:
        """Return the material that has a title, or anything else that its title is missing to."""
        names = ("work-{}", "work-by-{}", "work-url-{}")
        rows = [[(self[name.format(n)].data or "").strip() for name in names] for n in self.work_rows]
        return tuple(WorkDoc(title, by or None, url or None) for title, by, url in rows if title or by or url)

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
        if name not in ("outcomes", "audience", "prerequisites", "co_leads", "reference_material")
    }
    data |= {name: data[name] or Texts(source) for name in ("note", "gender", "condition")}
    data |= {name: data[name] or "" for name in ("format", "lead", "lead_organisation")}
    data["prerequisites"] = tuple(each.before.key for each in activity.prerequisites)
    bodies = _bodies(activity)
    data |= _add_outcomes(Fitted, activity, source) | _add_audience(Fitted, activity)
    data |= _add_co_leads(Fitted, activity, bodies) | _add_works(Fitted, activity)
    form = Fitted(data=data)
    form.lead_organisation.choices = bodies
    form.principles.choices = _choices({each.key: words(each.text) for each in activity.version.principles})
    form.components.choices = _choices({each.key: words(each.title) for each in activity.module_text.components})
    return form


def _bodies(activity: ActivityText) -> list[Any]:
    """Return what may lead an activity: the organisations in use, and whoever leads it now."""
    known = dict(people.choices.organisation_choices(checked=False))
    leads = filter(None, (activity.lead_organisation, *activity.co_leads))
    others = [name for name in leads if name not in known]
    titles = {name: words(each.title) for name, each in named_bodies(others).items()}
    return _choices({name: titles.get(name, name) for name in others} | known, ("", _l("Nobody named")))


def _add_co_leads(form: type[ActivityForm], activity: ActivityText, bodies: list[Any]) -> dict[str, Any]:
    rows = [*activity.co_leads, *([""] * (SPARE - 1))]
    for number in range(len(rows)):
        label = _l("Co-lead %(number)s", number=number + 1)
        setattr(form, f"co-lead-{number}", SelectField(label, choices=bodies))
    return {f"co-lead-{number}": name for number, name in enumerate(rows)}


def _add_works(form: type[ActivityForm], activity: ActivityText) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for number, work in enumerate([*activity.reference_material, *([{}] * (SPARE - 1))]):
        setattr(form, f"work-{number}", StringField(_l("Title of the work"), validators=optional(300)))
        setattr(form, f"work-by-{number}", StringField(_l("Made by"), validators=optional(200)))
        setattr(form, f"work-url-{number}", URLField(_l("Address of the page"), validators=optional(500)))
        names = {"title": f"work-{number}", "by": f"work-by-{number}", "url": f"work-url-{number}"}
        data |= {field: work.get(name, "") for name, field in names.items()}
    return data


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
