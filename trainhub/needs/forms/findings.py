"""Forms of findings and recommendations."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, DateField, SelectField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from ...kernel import i18n
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts
from ...people.services import choices
from ...web.forms import Form, Guarded, SelectChoice, TextsField, optional, required
from .. import vocabulary as words
from ..models import Finding, Pillar, Recommendation
from ..services.concluding import FindingCommand, RecommendationCommand
from .rounds import picks


class RecommendationForm(Form):
    """How far a recommendation is."""

    state = SelectField(_l("State"))
    remark = StringField(_l("Remark"), optional(500))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.state.choices = picks(words.RECOMMENDATION_STATES)


class AdviceForm(Guarded):
    """A recommendation: what it says, and what it belongs to. `NewAdviceForm` asks for its code, too."""

    text = TextsField(_l("Text"), area=True)
    section = SelectField(_l("Section"))
    pillar = SelectField(_l("Pillar"), optional())
    types = SelectMultipleField(
        _l("Types"), validators=optional(), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    gender = BooleanField(_l("Gender component"))
    outside_region = BooleanField(_l("Examples from outside the region"))
    explicit = BooleanField(_l("Worded as a recommendation"), default=True)
    modules = SelectMultipleField(
        _l("Modules"),
        coerce=int,
        validators=optional(),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    activities = SelectMultipleField(
        _l("Activities that answer it"),
        validators=optional(),
        render_kw={"size": 8},
        description=_l("Beside those of which the curriculum says so itself."),
    )
    source = StringField(_l("Source"), optional(300))

    def offer(self, pillars: list[Pillar], modules: dict[int, Texts], activities: Mapping[str, str]) -> "AdviceForm":
        """Offer the pillars, modules and activities there are; what is chosen already is offered in any case."""
        self.section.choices, self.types.choices = picks(words.SECTIONS), picks(words.RECOMMENDATION_TYPES)
        self.pillar.choices, self.modules.choices = _pillars(pillars), _modules(modules)
        chosen = {key: key for key in self.activities.object_data or () if key not in activities}
        self.activities.choices = [SelectChoice(*each) for each in (chosen | dict(activities)).items()]
        return self

    def command(self, code: str) -> RecommendationCommand:
        return RecommendationCommand(
            code=code,
            text=self.text.data,
            section=self.section.data,
            pillar=int(self.pillar.data) if self.pillar.data else None,
            types=tuple(self.types.data or ()),
            gender=bool(self.gender.data),
            outside_region=bool(self.outside_region.data),
            explicit=bool(self.explicit.data),
            modules=tuple(self.modules.data or ()),
            activities=tuple(self.activities.data or ()),
            source=self.source.data or "",
        )


class NewAdviceForm(AdviceForm):
    """A recommendation that is not there yet."""

    code = StringField(
        _l("Code"), required(20), description=_l("By this, activities and lines of plans name it; it stays.")
    )


def data_of_advice(row: Recommendation) -> dict[str, Any]:
    names = ("text", "section", "types", "gender", "outside_region", "explicit")
    return {name: getattr(row, name) for name in names} | {
        "pillar": str(row.pillar.no) if row.pillar else "",
        "modules": [module.number for module in row.modules],
        "activities": list(row.answered_by),
        "source": (row.source or {}).get("said", ""),
    }


def _pillars(pillars: list[Pillar]) -> list[Any]:
    named = [(str(each.no), f"{each.no} {each.title.text(i18n.language())}") for each in pillars]
    return [SelectChoice(*each) for each in (choices.OPEN, *named)]


def _modules(modules: dict[int, Texts]) -> list[Any]:
    language = i18n.language()
    return [SelectChoice(number, f"{number} {title.text(language)}") for number, title in modules.items()]


class FindingForm(Form):
    """A gap or a good practice."""

    text = TextsField(_l("Text"), area=True)
    kind = SelectField(_l("Kind"))
    section = SelectField(_l("Section"))
    pillar = SelectField(_l("Pillar"), optional())
    severity = SelectField(_l("Severity"), default="medium")
    confidence = SelectField(_l("Confidence"), default="indicative")
    revalidate_by = DateField(_l("To be re-validated until"), optional())
    source = StringField(_l("Source"), optional(300))
    body = StringField(_l("Body"), optional(300), description=_l("Of a good practice: whose it is."))
    reusable = SelectField(_l("Reuse"), optional())
    shared = BooleanField(
        _l("The country agrees that it is shown"),
        description=_l("A good practice of one country is then shown to the focal points of the others."),
    )
    countries = SelectMultipleField(
        _l("Countries"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("None: it concerns the whole region."),
    )
    modules = SelectMultipleField(
        _l("Modules"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def offer(self, pillars: list[Pillar], modules: dict[int, Texts]) -> "FindingForm":
        """Offer the pillars and modules there are."""
        self.kind.choices, self.section.choices = picks(words.FINDING_KINDS), picks(words.SECTIONS)
        self.pillar.choices, self.modules.choices = _pillars(pillars), _modules(modules)
        self.severity.choices, self.confidence.choices = picks(words.SEVERITIES), picks(words.CONFIDENCES)
        self.reusable.choices = picks(words.REUSE)
        self.countries.choices = [SelectChoice(*each) for each in choices.country_choices()]
        return self

    def command(self) -> FindingCommand:
        return FindingCommand(
            text=self.text.data,
            kind=self.kind.data,
            section=self.section.data,
            severity=self.severity.data,
            confidence=self.confidence.data,
            pillar=int(self.pillar.data) if self.pillar.data else None,
            countries=tuple(self.countries.data or ()),
            modules=tuple(self.modules.data or ()),
            source=self.source.data or "",
            revalidate_by=self.revalidate_by.data,
            body=self.body.data or "",
            reusable=self.reusable.data or "",
            shared=bool(self.shared.data),
        )


def data_of_finding(finding: Finding) -> dict[str, Any]:
    names = ["text", "kind", "section", "severity", "confidence", "revalidate_by", "source", "countries"]
    return {name: getattr(finding, name) for name in (*names, "body", "reusable", "shared")} | {
        "pillar": str(finding.pillar.no) if finding.pillar else "",
        "modules": [module.number for module in finding.modules],
    }
