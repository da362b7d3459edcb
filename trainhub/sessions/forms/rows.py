"""Rows of the editor: slots, parts, people, audience and organisers, each a small form in a list."""

from collections.abc import Iterable
from typing import Any

import wtforms
from wtforms import DateField, HiddenField, SelectField, SelectMultipleField, StringField, TimeField
from wtforms.widgets import CheckboxInput, ListWidget

from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts
from ...web.forms import Messages, SelectChoice, TextsField, optional
from ..models import ASSIGNMENT_ROLES, ORGANISER_ROLES, RULES
from ..services.choices import Choices

ONLINE = "online"


class Row(wtforms.Form):
    """A row: blank ones are left out, so every field is optional by itself."""

    class Meta:
        def get_translations(self, form: Any) -> Messages:
            return Messages()

    needed = ""  # the field without which a row counts as blank

    @property
    def blank(self) -> bool:
        return not self[self.needed].data

    def offer(self, choices: Choices) -> None:
        """Fill the row's lists."""


def texts(field: TextsField) -> Texts:
    """Return what was typed into a field of several languages."""
    return field.data if isinstance(field.data, Texts) else Texts()


def offers(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    """Return (value, label) pairs as WTForms wants them."""
    return [SelectChoice(value, label) for value, label in pairs]


def ticks(label: str, choices: Iterable[tuple[str, str]] = ()) -> SelectMultipleField:
    """Return a list of which several may be ticked."""
    return SelectMultipleField(
        label,
        choices=offers(choices),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def pick(label: str, **more: Any) -> SelectField:
    """Return a list whose choices come later, from `offer`."""
    return SelectField(label, validate_choice=False, choices=[], default="", **more)


def listed(choices: Choices, kind: str, none: str) -> list[Any]:
    return offers([("", none), *((choice.value, choice.label) for choice in choices.of(kind))])


class SlotRow(Row):
    """One half-day or block."""

    needed = "day"
    id = HiddenField()
    day = DateField(_l("Day"), optional())
    start = TimeField(_l("Start"), optional())
    end = TimeField(_l("End"), optional())
    room = pick(_l("Room"))
    part = pick(_l("Part"))
    topic = StringField(_l("Topic"), optional(200))

    def offer(self, choices: Choices) -> None:
        rooms = [
            (choice.value, _("%(room)s, %(seats)s seats", room=choice.label, seats=choice.extra))
            for choice in choices.of("room")
        ]
        self.room.choices = offers([("", _("No room yet")), (ONLINE, _("Online")), *rooms])

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        if not self.blank:
            for field in (self.start, self.end):
                if field.data is None and not field.errors:
                    field.errors = [_("Give the hour, for example 10:00.")]
                    good = False
        return good


class PartRow(Row):
    """One item of the agenda."""

    needed = "title"
    chosen = False  # by a slot
    no = HiddenField()
    title = TextsField(_l("Title"), validators=optional())
    lead = StringField(_l("Lead"), optional(200))
    activity = pick(_l("Activity"))
    recommendation = StringField(_l("Recommendation"), optional(20))

    def offer(self, choices: Choices) -> None:
        self.activity.choices = offers(
            [("", _("None")), *((choice.value, f"{choice.value} {choice.label}") for choice in choices.of("activity"))]
        )

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        if self.blank and (self.chosen or self.lead.data or self.recommendation.data):
            self.title.errors = [_("Give the part a title in one language at least.")]
            good = False
        return good


class PersonRow(Row):
    """Somebody with a part in delivering the session."""

    needed = "person"
    person = pick(_l("Person"))
    role = SelectField(_l("Role"), choices=offers(ASSIGNMENT_ROLES.items()))

    def offer(self, choices: Choices) -> None:
        self.person.choices = listed(choices, "person", _("Nobody yet"))


class AudienceRow(Row):
    """One entry of the audience."""

    needed = "category"
    category = pick(_l("Who"))
    rule = SelectField(_l("How"), choices=offers(RULES.items()))
    group = pick(_l("Countries"))
    organisation = pick(_l("Organisation"))

    def offer(self, choices: Choices) -> None:
        self.category.choices = listed(choices, "category", _("Nobody"))
        self.group.choices = listed(choices, "group", _("All countries"))
        self.organisation.choices = listed(choices, "organisation", _("All organisations"))


class OrganiserRow(Row):
    """An organisation whose logo stands on the papers."""

    needed = "organisation"
    organisation = pick(_l("Organisation"))
    role = SelectField(_l("Role"), choices=offers(ORGANISER_ROLES.items()))

    def offer(self, choices: Choices) -> None:
        self.organisation.choices = listed(choices, "organisation", _("None"))
