"""Forms of plans and of the acts on them."""

from typing import Any

from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from ...kernel.i18n import lazy_gettext as _l
from ...web.forms import REQUIRED, Form, Guarded, TextsField, optional, required
from ..models import KINDS, Plan, PlanLine
from ..services import PlanCommand, Staffing
from ..services.many import ALL, ALSO, NOT, ONLY, Said
from ..services.money import REACH
from ..services.places import Places
from ..services.ranking import COMPONENTS, DEFAULTS
from .shared import CURRENCY, NONE, offers, texts, ticks

WHOM: dict[str, str] = {  # what becomes of the countries ticked beneath
    ONLY: _l("Only those ticked below"),
    ALSO: _l("Those ticked below too"),
    NOT: _l("Without those ticked below"),
    ALL: _l("All countries"),
}


class PlanForm(Guarded):
    """A plan, and the weights of its ranking."""

    title = TextsField(_l("Title"), validators=required())
    kind = SelectField(_l("Kind of plan"), required(), choices=offers(KINDS.items()), default="annual")
    parent = SelectField(_l("Part of the plan"), optional(), choices=[], default="")
    starts_on = DateField(_l("First day"), [InputRequired(message=REQUIRED)])
    ends_on = DateField(_l("Last day"), [InputRequired(message=REQUIRED)])
    month_load = IntegerField(
        _l("Half-days a month the centre can hold"), [InputRequired(message=REQUIRED), NumberRange(1, 500)], default=24
    )
    currency = StringField(_l("Currency"), CURRENCY, default="EUR")
    reach = IntegerField(
        _l("People whom a graduate of a training of trainers trains"),
        [*optional(), NumberRange(0, 1000)],
        default=REACH,
    )
    note = TextAreaField(_l("Note"), optional(2000))

    def command(self, weights: dict[str, int], parent_id: int | None) -> PlanCommand:
        assert self.starts_on.data is not None
        assert self.ends_on.data is not None
        return PlanCommand(
            texts(self.title),
            self.starts_on.data,
            self.ends_on.data,
            self.kind.data or "annual",
            parent_id,
            self.month_load.data or 24,
            (self.currency.data or "EUR").upper(),
            {**weights, "reach": self.reach.data if self.reach.data is not None else REACH},
            self.note.data or "",
        )


class WeightForm(Form):
    """How much each part of the score counts."""

    need = IntegerField(COMPONENTS["need"], [InputRequired(message=REQUIRED), NumberRange(0, 100)])
    recommendation = IntegerField(COMPONENTS["recommendation"], [InputRequired(message=REQUIRED), NumberRange(0, 100)])
    gender = IntegerField(COMPONENTS["gender"], [InputRequired(message=REQUIRED), NumberRange(0, 100)])
    readiness = IntegerField(COMPONENTS["readiness"], [InputRequired(message=REQUIRED), NumberRange(0, 100)])
    given = IntegerField(COMPONENTS["given"], [InputRequired(message=REQUIRED), NumberRange(0, 100)])
    cost = IntegerField(COMPONENTS["cost"], [InputRequired(message=REQUIRED), NumberRange(0, 100)])

    def weights(self) -> dict[str, int]:
        return {key: int(self[key].data or 0) for key in DEFAULTS}


def data_of_plan(plan: Plan) -> dict[str, Any]:
    names = ("title", "kind", "starts_on", "ends_on", "month_load", "currency", "note")
    return {name: getattr(plan, name) for name in names} | {
        "parent": plan.parent.public_id if plan.parent else "",
        "reach": plan.weights.get("reach", REACH),
    }


class MoveForm(Form):
    """Where a line stands: a day, half of it, a room."""

    start = DateField(_l("First day"), [InputRequired(message=REQUIRED)])
    half = SelectField(_l("Begins"), choices=offers([("0", _l("In the morning")), ("1", _l("In the afternoon"))]))
    room = SelectField(_l("Room"), optional(), choices=[], default="")
    trainers = ticks(_l("Trainers"))

    def offer(self, places: Places) -> "MoveForm":
        """Fill the lists."""
        self.room.choices = offers([("", _l("No room")), *places.offer("room")])
        self.trainers.choices = offers(places.offer("trainer"))
        return self

    def staffing(self, places: Places) -> Staffing:
        """Return room and trainers as they were chosen."""
        people = (places.number("trainer", key) for key in self.trainers.data or ())
        room = places.number("room", self.room.data or "")
        return Staffing(room, tuple(number for number in people if number is not None))


def data_of_place(line: PlanLine) -> dict[str, Any]:
    """Return where a line stands, for the form."""
    return {
        "start": line.starts_on,
        "half": str(line.start_half),
        "room": line.room.public_id if line.room else "",
        "trainers": [row.person.public_id for row in line.trainers],
    }


class RankForm(Form):
    """Another place in the ranking, with the reason."""

    rank = IntegerField(_l("Place"), [InputRequired(message=REQUIRED), NumberRange(1, 500)])
    reason = StringField(_l("Reason"), required(500))


class PartyForm(Form):
    """Somebody who approves."""

    party = StringField(_l("Who approves"), required(200))


class ApprovalForm(Form):
    """That somebody approved, and when."""

    approved_on = DateField(_l("Approved on"), [InputRequired(message=REQUIRED)])
    note = StringField(_l("Note"), optional(500))


class CommentForm(Form):
    """A comment on a line."""

    text = TextAreaField(_l("Comment"), required(1000))


class TakeForm(Form):
    """That a scenario becomes the plan; an approved plan asks why, and who approved that."""

    reason = StringField(_l("Reason"), optional(500))
    by = StringField(_l("Approved by"), optional(200))


class ScenarioForm(Form):
    """A copy of a plan in which something is otherwise."""

    title = TextsField(_l("Title"), validators=required())
    without = SelectField(_l("Without the budget line"), optional(), choices=[], default="")
    online = BooleanField(_l("Everything online"))


class ManyForm(Form):
    """What is said of several lines at once; an empty field says nothing."""

    format = SelectField(_l("Format"), optional(), choices=[], default="")
    fund = SelectField(_l("Budget line"), optional(), choices=[], default="", description=_l("It pays all of each."))
    public = SelectField(
        _l("In the public programme"),
        optional(),
        choices=offers([NONE, ("yes", _l("Yes")), ("no", _l("No"))]),
        default="",
    )
    seats = IntegerField(_l("Seats"), [*optional(), NumberRange(1, 5000)])
    languages = ticks(_l("Languages"))
    whom = SelectField(_l("Invited countries"), optional(), choices=offers([NONE, *WHOM.items()]), default="")
    countries = ticks(_l("Countries"))

    def said(self, format_id: int | None, budget_id: int | None) -> Said:
        """Return what the form says; numbers are those of the chosen format and budget line."""
        return Said(
            format_id,
            budget_id,
            public={"yes": True, "no": False}.get(self.public.data or ""),
            whom=self.whom.data or "",
            countries=tuple(self.countries.data or ()),
            languages=tuple(self.languages.data or ()),
            seats=self.seats.data,
        )
