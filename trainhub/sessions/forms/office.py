"""Forms of the office: rooms, formats, projects, donors."""

from collections.abc import Iterable

from wtforms import (
    BooleanField,
    DateField,
    FloatField,
    IntegerField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange

from ...curriculum.models import LEVELS
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...people.models import Organisation
from ...web.forms import REQUIRED, Form, TextsField, optional
from ...web.templating import words
from ..models import Format, Project
from ..services import DonorPlan, FormatPlan, ProjectPlan, RoomPlan
from .rows import offers, texts, ticks


class RoomForm(Form):
    """A room."""

    title = TextsField(_l("Name"))
    seats = IntegerField(_l("Seats"), [InputRequired(message=REQUIRED), NumberRange(1, 5000)])
    equipment = StringField(_l("Equipment"), optional(300))
    archived = BooleanField(_l("No longer used"))

    def plan(self, centre_id: int) -> RoomPlan:
        return RoomPlan(
            centre_id, texts(self.title), self.seats.data or 0, self.equipment.data or "", self.archived.data
        )


class ClosingForm(Form):
    """Days on which a room cannot be used."""

    since = DateField(_l("First day"), [InputRequired(message=REQUIRED)])
    until = DateField(_l("Last day"), [InputRequired(message=REQUIRED)])
    note = StringField(_l("Why"), optional(200))


class FormatForm(Form):
    """A format and its switches."""

    title = TextsField(_l("Title"))
    counts_as_trainees = BooleanField(_l("Participants count as trained in statistics"))
    certifies = BooleanField(_l("Gives certificates"))
    percent = IntegerField(_l("Share of hours for a certificate, in percent"), [*optional(), NumberRange(1, 100)])
    default_hours = FloatField(_l("Usual hours"), [*optional(), NumberRange(0, 500)])
    default_levels = ticks(_l("Usual levels"), LEVELS.items())
    archived = BooleanField(_l("No longer used"))

    def plan(self) -> FormatPlan:
        share = self.percent.data / 100 if self.percent.data else None
        return FormatPlan(
            texts(self.title),
            self.counts_as_trainees.data,
            self.certifies.data,
            share,
            self.default_hours.data,
            tuple(self.default_levels.data or ()),
            self.archived.data,
        )


def data_of_format(kind: Format) -> dict[str, object]:
    share = round(kind.certificate_share * 100) if kind.certificate_share else None
    return {
        "title": kind.title,
        "counts_as_trainees": kind.counts_as_trainees,
        "certifies": kind.certifies,
        "percent": share,
        "default_hours": kind.default_hours,
        "default_levels": kind.default_levels,
        "archived": kind.archived_at is not None,
    }


class ProjectForm(Form):
    """A project and its donors."""

    title = TextsField(_l("Title"))
    starts_on = DateField(_l("Start"), optional())
    ends_on = DateField(_l("End"), optional())
    budget = FloatField(_l("Budget"), [*optional(), NumberRange(0)])
    currency = StringField(_l("Currency"), [InputRequired(message=REQUIRED), Length(3, 3)], default="EUR")
    predecessor = SelectField(_l("Follows the project"), optional(), choices=[], default="")
    donors = ticks(_l("Donors"))
    new_donor = StringField(_l("A donor who is not in the list"), optional(200))

    def offer(self, donors: Iterable[tuple[str, str]], projects: Iterable[tuple[str, str]] = ()) -> None:
        """Fill the lists of donors and of projects that it may follow with (public id, title)."""
        self.donors.choices = offers(donors)
        self.predecessor.choices = offers([("", "—"), *projects])

    def plan(self, centre_id: int) -> ProjectPlan:
        return ProjectPlan(
            centre_id,
            texts(self.title),
            self.starts_on.data,
            self.ends_on.data,
            self.budget.data,
            (self.currency.data or "").upper(),
            tuple(self.donors.data or ()),
            self.new_donor.data or "",
            self.predecessor.data or "",
        )


class DonorForm(Form):
    """A donor: the name, and the organisation of the address book that it is."""

    title = TextsField(_l("Name"))
    organisation = SelectField(_l("In the address book"), optional(), choices=[], default="", validate_choice=False)

    def offer(self, organisations: Iterable[Organisation]) -> "DonorForm":
        """Fill the list of organisations."""
        self.known = {each.slug: each for each in organisations}
        named = sorted((words(each.title), slug) for slug, each in self.known.items())
        self.organisation.choices = offers([("", _("None")), *((slug, name) for name, slug in named)])
        return self

    def plan(self) -> DonorPlan:
        chosen = self.known.get(self.organisation.data or "")
        return DonorPlan(texts(self.title), chosen.id if chosen else None)


def data_of_project(project: Project) -> dict[str, object]:
    return {
        "title": project.title,
        "starts_on": project.starts_on,
        "ends_on": project.ends_on,
        "budget": project.budget,
        "currency": project.currency,
        "donors": [row.donor.public_id for row in project.donors],
        "predecessor": project.predecessor.public_id if project.predecessor else "",
    }
