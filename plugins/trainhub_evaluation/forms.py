"""Forms: each turns a request into a command of services, or into sentences beside its fields."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import choices
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from trainhub.plugin_api import Form, TextsField, optional, required
from trainhub.plugin_api import lazy_gettext as _l
from trainhub.plugin_api.people import KeptForm, Person
from trainhub.plugin_api.texts import whole

from .models import Finding, Instrument, SessionWave
from .services import ContactCommand, FindingCommand, InstrumentCommand
from .words import ANCHORS, FINDING_STATES, IDENTITIES, PURPOSES

Choices = Sequence[tuple[str, str]]
MORNING, EVENING = time(8), time(23, 59)
SelectChoice: Any = choices.SelectChoice  # type: ignore[attr-defined] # the type stubs are a version behind
NEEDED = InputRequired(message=_l("This is needed. Fill it in."))


def offered(pairs: Iterable[tuple[str, str]]) -> Any:
    """Return what a list offers, from values with their words."""
    return [SelectChoice(value, label) for value, label in pairs]


class InstrumentForm(Form):
    """One instrument."""

    purpose = SelectField(_l("Purpose"), choices=offered(PURPOSES.items()))
    questionnaire = SelectField(_l("Questionnaire"))
    identity = SelectField(
        _l("How answers are kept"),
        choices=offered(IDENTITIES.items()),
        description=_l("Under a pseudonym, answers before and after pair. A test by name can decide on certificates."),
    )
    anchor = SelectField(_l("Days are counted"), choices=offered(ANCHORS.items()))
    offset_days = IntegerField(
        _l("Opens after so many days"),
        validators=[NEEDED],
        description=_l("−14 is two weeks before. What opens before the first day closes with the first half-day."),
    )
    open_days = IntegerField(_l("Days open"), validators=[NEEDED])
    reminders = StringField(
        _l("Reminders after so many days"),
        validators=optional(20),
        description=_l("Two at the most, with a comma between: 3, 7. Only who has not answered gets them."),
    )
    minimum = IntegerField(
        _l("Fewest answers that are shown"),
        validators=[NEEDED],
        description=_l("With fewer answers, nothing is ever shown and what came is deleted unread."),
    )
    formats = SelectMultipleField(
        _l("Only for these formats"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("Without a mark: every format that counts as training."),
    )

    def command(self) -> InstrumentCommand:
        return InstrumentCommand(
            questionnaire=self.questionnaire.data,
            purpose=self.purpose.data,
            identity=self.identity.data,
            anchor=self.anchor.data,
            offset_days=self.offset_days.data or 0,
            open_days=self.open_days.data or 0,
            reminder_days=_days(self.reminders.data or ""),
            minimum=self.minimum.data or 0,
            formats=tuple(self.formats.data or ()),
        )

    def complain(self, name: str, message: str) -> None:
        super().complain("reminders" if name == "reminder_days" else name, message)


def _days(text: str) -> tuple[int, ...]:
    found = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    return tuple(whole(part, 0) for part in found)


def instrument_data(instrument: Instrument | None) -> dict[str, Any]:
    """Return what the form shows at first."""
    if instrument is None:
        return {"offset_days": 0, "open_days": 14, "minimum": 5, "anchor": "end"}
    return {
        "purpose": instrument.purpose,
        "questionnaire": instrument.questionnaire.key,
        "identity": instrument.identity,
        "anchor": instrument.anchor,
        "offset_days": instrument.offset_days,
        "open_days": instrument.open_days,
        "reminders": ", ".join(map(str, instrument.reminder_days)),
        "minimum": instrument.minimum,
        "formats": instrument.formats,
    }


class DatesForm(Form):
    """Other days for one wave."""

    opens_on = DateField(_l("Opens on"), validators=[NEEDED])
    closes_on = DateField(_l("Closes on"), validators=[NEEDED], description=_l("Answers are taken until midnight."))

    def span(self, row: SessionWave) -> dict[str, datetime]:
        """Return the moments; a day that was not changed keeps its time."""
        zone, kept = ZoneInfo(row.session.zone), dates_of(row)
        assert row.wave is not None
        opens, closes = self.opens_on.data, self.closes_on.data
        assert opens is not None
        assert closes is not None
        return {
            "opens": row.wave.opens_at if opens == kept["opens_on"] else datetime.combine(opens, MORNING, zone),
            "closes": row.wave.closes_at if closes == kept["closes_on"] else datetime.combine(closes, EVENING, zone),
        }

    def complain(self, name: str, message: str) -> None:
        super().complain({"closes_at": "closes_on", "opens_at": "opens_on"}.get(name, name), message)


def dates_of(row: SessionWave) -> dict[str, date]:
    zone = ZoneInfo(row.session.zone)
    assert row.wave is not None
    return {
        "opens_on": row.wave.opens_at.astimezone(zone).date(),
        "closes_on": row.wave.closes_at.astimezone(zone).date(),
    }


class ContactForm(Form):
    """Somebody who will be asked: a supervisor, or who answers for an institution. Empty takes them off."""

    name = StringField(_l("Name"), validators=optional(200))
    email = EmailField(_l("E-mail"), validators=optional(254))
    language = SelectField(_l("Language of the questions"))

    def command(self) -> ContactCommand:
        return ContactCommand(self.name.data or "", self.email.data or "", self.language.data or "")


def contact_data(person: Person | None, language: str) -> dict[str, Any]:
    if person is None:
        return {"language": language}
    return {"name": person.display, "email": person.email or "", "language": person.language}


class FindingForm(Form):
    """One finding, with what was decided."""

    title = StringField(_l("What was found"), validators=required(200))
    detail = TextAreaField(_l("What shows it"), validators=optional(4000))
    theme = SelectField(_l("Theme"), validators=optional())
    watch = SelectField(
        _l("Question that shows the effect"),
        validators=optional(),
        description=_l("When the next training asks it, before and after stand beside each other here."),
    )
    state = SelectField(_l("State"), choices=offered(FINDING_STATES.items()))
    decision = TextAreaField(_l("Decision"), validators=optional(4000))
    owner = SelectField(_l("Who sees to it"), validators=optional())
    due = DateField(_l("Until"), validators=optional())
    effect = TextAreaField(_l("Effect seen"), validators=optional(4000))
    people: dict[str, int] = {}  # public id -> row number of those who can be chosen

    def command(self) -> FindingCommand:
        return FindingCommand(
            title=self.title.data or "",
            detail=self.detail.data or "",
            theme=self.theme.data or "",
            watch=self.watch.data or "",
            decision=self.decision.data or "",
            owner_id=self.people.get(self.owner.data or ""),
            due=self.due.data,
            state=self.state.data,
            effect=self.effect.data or "",
        )

    def offer(self, themes: Choices, watch: Choices, owners: Sequence[Person]) -> None:
        """Fill the lists to choose from."""
        nothing = [("", "—")]
        self.people = {person.public_id: person.id for person in owners}
        self.theme.choices = offered([*nothing, *themes])
        self.watch.choices = offered([*nothing, *watch])
        self.owner.choices = offered([*nothing, *((person.public_id, person.display) for person in owners)])


def finding_data(finding: Finding) -> dict[str, Any]:
    watch = f"{finding.wave.public_id}/{finding.item}" if finding.wave and finding.item else ""
    return {
        "title": finding.title,
        "detail": finding.detail,
        "theme": finding.theme.public_id if finding.theme else "",
        "watch": watch,
        "state": finding.state,
        "decision": finding.decision,
        "owner": finding.owner.public_id if finding.owner else "",
        "due": finding.due,
        "effect": finding.effect,
    }


class ThemeForm(KeptForm):
    """A theme in the languages of the interface, and who keeps it."""

    title = TextsField(_l("Title"))
    archived = BooleanField(_l("No longer offered for new texts"))
