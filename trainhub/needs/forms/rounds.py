"""Forms of rounds, their countries, topics, instruments, and what stands beside them."""

from datetime import UTC, date, datetime, time
from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from ...kernel import clock
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts
from ...people.services import choices
from ...web.forms import REQUIRED, Form, SelectChoice, TextsField, optional, required
from .. import vocabulary as words
from ..models import Round, RoundCountry, Topic
from ..services.keeping import POLICY
from ..services.rounds import CountryCommand, RoundCommand, TopicCommand


def picks(labels: dict[str, str], *, empty: bool = False) -> list[Any]:
    """Return the choices of a closed list."""
    found = [SelectChoice(key, str(label)) for key, label in labels.items()]
    return [SelectChoice(*choices.OPEN), *found] if empty else found


class RoundForm(Form):
    """A round: what it is called, when it is, whom it asks, on which scale."""

    title = TextsField(_l("Title"))
    first_day = DateField(_l("First day"), [InputRequired(message=REQUIRED)])
    last_day = DateField(_l("Last day"), [InputRequired(message=REQUIRED)])
    countries = SelectMultipleField(
        _l("Countries that are asked"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    lowest = IntegerField(_l("Lowest value of the scale"), [InputRequired(message=REQUIRED)], default=1)
    highest = IntegerField(_l("Highest value of the scale"), [InputRequired(message=REQUIRED)], default=4)
    high_is_urgent = BooleanField(_l("The highest value is most urgent"), default=True)
    rule = SelectField(_l("Several answers of a country"))
    method = TextAreaField(_l("Methodology"), optional(5000))
    revalidate_by = DateField(_l("To be re-validated until"), optional())

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.countries.choices = [SelectChoice(*each) for each in choices.country_choices()]
        self.rule.choices = picks(words.RULES)

    def command(self) -> RoundCommand:
        first = self.first_day.data or date.min
        return RoundCommand(
            title=self.title.data,
            first_day=first,
            last_day=self.last_day.data or first,
            countries=tuple(self.countries.data or ()),
            method=self.method.data or "",
            rule=self.rule.data,
            lowest=self.lowest.data or 0,
            highest=self.highest.data or 0,
            high_is_urgent=bool(self.high_is_urgent.data),
            revalidate_by=self.revalidate_by.data,
        )


def data_of(found: Round) -> dict[str, Any]:
    """Return what the form shows of a round."""
    names = ("title", "first_day", "last_day", "lowest", "highest", "high_is_urgent", "rule", "method", "revalidate_by")
    return {name: getattr(found, name) for name in names} | {
        "countries": [each.country_code for each in found.countries]
    }


class CountryForm(Form):
    """How a country takes part, and until when it is open again."""

    participation = SelectField(_l("Participation"))
    reopened_until = DateField(_l("Re-opened until"), optional())
    reason = StringField(_l("Reason"), optional(500))
    revalidate_by = DateField(_l("To be re-validated until"), optional())
    revalidated_on = DateField(_l("Re-validated"), optional())

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.participation.choices = picks(words.PARTICIPATION)

    def command(self) -> CountryCommand:
        return CountryCommand(
            self.participation.data,
            self.reopened_until.data,
            self.reason.data or "",
            self.revalidate_by.data,
            self.revalidated_on.data,
        )


def data_of_country(column: RoundCountry) -> dict[str, Any]:
    names = ("participation", "reopened_until", "reason", "revalidate_by", "revalidated_on")
    return {name: getattr(column, name) for name in names}


class TopicForm(Form):
    """A topic: what it is called, what it is part of, what is to be said of it."""

    title = TextsField(_l("Title"))
    parent = SelectField(_l("Part of the topic"), optional())
    commentary = TextsField(_l("Commentary"), area=True)

    def offer(self, topics: list[tuple[str, str]]) -> "TopicForm":
        self.parent.choices = [SelectChoice(*choices.OPEN), *(SelectChoice(*each) for each in topics)]
        return self

    def command(self) -> TopicCommand:
        return TopicCommand(self.title.data, self.parent.data or "", self.commentary.data)


class CommentaryForm(Form):
    """What is to be said of a module's topic; what it is called, the curriculum says."""

    commentary = TextsField(_l("Commentary"), area=True)

    def command(self) -> TopicCommand:
        return TopicCommand(Texts(), commentary=self.commentary.data)


def data_of_topic(topic: Topic, parent: str) -> dict[str, Any]:
    return {"title": topic.title or Texts(), "parent": parent, "commentary": topic.commentary or Texts()}


class ApprovalForm(Form):
    """That somebody approved something."""

    what = StringField(_l("What was approved"), required(200))
    approver = StringField(_l("Approved by"), required(200))
    day = DateField(_l("Day"), [InputRequired(message=REQUIRED)])


class MilestoneForm(Form):
    """A deliverable with its date."""

    title = StringField(_l("Title"), required(200))
    due = DateField(_l("Due"), [InputRequired(message=REQUIRED)])


class MoveForm(Form):
    """Another date for a deliverable, with the reason."""

    due = DateField(_l("Due"), [InputRequired(message=REQUIRED)])
    reason = StringField(_l("Reason"), optional(500))
    finished = BooleanField(_l("Done"))


class RiskForm(Form):
    """A risk and what is done about it."""

    text = StringField(_l("Risk"), required(500))
    mitigation = StringField(_l("What is done about it"), optional(500))
    severity = SelectField(_l("Severity"), default="medium")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.severity.choices = picks(words.SEVERITIES)


class AnnexForm(Form):
    """A document of the round."""

    title = StringField(_l("Title"), required(200))
    file = FileField(_l("File"), render_kw={"accept": ",".join(f".{ending}" for ending in POLICY.endings)})
    sight = SelectField(_l("Who sees it"), default="office")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sight.choices = picks(words.ANNEX_SIGHT)


class InstrumentForm(Form):
    """How a stakeholder category is asked."""

    title = TextsField(_l("Title"))
    kind = SelectField(_l("Kind"))
    category = SelectField(_l("Category"), optional())

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = picks(words.INSTRUMENT_KINDS)
        offered = [choices.OPEN, *choices.category_choices()]
        self.category.choices = [SelectChoice(*each) for each in offered]


class WaveForm(Form):
    """From when to when a questionnaire is open."""

    first_day = DateField(_l("First day"), [InputRequired(message=REQUIRED)])
    last_day = DateField(_l("Last day"), [InputRequired(message=REQUIRED)])

    def moments(self) -> tuple[datetime, datetime]:
        """Return from the morning of the first day, or from now, to the evening of the last."""
        first, last = self.first_day.data or date.min, self.last_day.data or date.min
        begin = datetime.combine(first, time(4), UTC)
        return max(begin, clock.now()), datetime.combine(last, time(20), UTC)
