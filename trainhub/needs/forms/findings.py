"""Forms of findings and recommendations."""

from typing import Any

from wtforms import BooleanField, DateField, SelectField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from ...kernel import i18n
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts
from ...people.services import choices
from ...web.forms import Form, SelectChoice, TextsField, optional
from .. import vocabulary as words
from ..models import Finding, Pillar
from ..services.concluding import FindingCommand
from .rounds import picks


class RecommendationForm(Form):
    """How far a recommendation is."""

    state = SelectField(_l("State"))
    remark = StringField(_l("Remark"), optional(500))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.state.choices = picks(words.RECOMMENDATION_STATES)


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
        language = i18n.language()
        named = [(str(each.no), f"{each.no} {each.title.text(language)}") for each in pillars]
        self.kind.choices, self.section.choices = picks(words.FINDING_KINDS), picks(words.SECTIONS)
        self.pillar.choices = [SelectChoice(*each) for each in (choices.OPEN, *named)]
        self.severity.choices, self.confidence.choices = picks(words.SEVERITIES), picks(words.CONFIDENCES)
        self.reusable.choices = picks(words.REUSE)
        self.countries.choices = [SelectChoice(*each) for each in choices.country_choices()]
        self.modules.choices = [
            SelectChoice(number, f"{number} {title.text(language)}") for number, title in modules.items()
        ]
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
