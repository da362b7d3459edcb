"""What stands around the lines of a plan and what they keep to, in one question: a row says of which kind it is."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    Float,
    Integer,
    Select,
    String,
    Time,
    and_,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)

from ...curriculum.models import ActivityText, Module, ModuleText, Prerequisite, Reference
from ...people.models import Country, Person
from ...sessions.models import Assignment, Expert, Expertise, Room, RoomClosing, Slot, TrainingSession
from ...sessions.models import Unavailability as Away
from ..models import CostRate, LineActivity, PlanLine, TimetableWishes
from .plans import in_force

COLUMNS = {
    "of": Integer,  # row number of a room, a person, an activity, a budget line, a format
    "other": Integer,
    "word": String,
    "line": String,  # public id of a line of the plan
    "day": Date,
    "until": Date,
    "begins": Time,
    "ends": Time,
    "said": JSON,
    "also": JSON,
    "first": Float,
    "second": Float,
    "third": Float,
}


def _columns(kind: str, **values: Any) -> list[Any]:
    """Return the columns of a row of a kind; what it does not say is empty."""
    filled = (values.get(name, cast(null(), kept)).label(name) for name, kept in COLUMNS.items())
    return [literal(kind).label("kind"), *filled]


def standing(centre_id: int, host: str, first: date, last: date, plans: Collection[int]) -> Select[*tuple[Any, ...]]:
    """Select what sessions, absences and closed rooms take, and the rules that lines of some plans keep to.

    `line` names the line of `plans` that a session was made of: it stands for that session.
    """
    rows = (
        *_taken(centre_id, first, last, plans),
        *_curriculum(plans),
        *_people(),
        *_centre(centre_id, host),
    )
    return select(union_all(*rows).subquery())


def _taken(centre_id: int, first: date, last: date, plans: Collection[int]) -> list[Select[Any]]:
    own = and_(PlanLine.session_id == Slot.session_id, PlanLine.plan_id.in_(sorted(plans)))
    held = and_(Slot.cancelled_at.is_(None), Slot.local_date.between(first, last), TrainingSession.state != "cancelled")
    when = {"line": PlanLine.public_id, "day": Slot.local_date, "begins": Slot.local_start, "ends": Slot.local_end}
    mine = (RoomClosing.since <= last, RoomClosing.until >= first, Room.centre_id == centre_id)
    return [
        select(*_columns("room", of=Slot.room_id, **when))
        .select_from(Slot)
        .join(Slot.session)
        .outerjoin(PlanLine, own)
        .where(held, Slot.room_id.is_not(None), TrainingSession.centre_id == centre_id),
        select(*_columns("person", of=Assignment.person_id, **when))
        .select_from(Slot)
        .join(Slot.session)
        .join(Assignment, and_(Assignment.session_id == Slot.session_id, Assignment.state == "accepted"))
        .outerjoin(PlanLine, own)
        .where(held),
        select(*_columns("held", of=PlanLine.id, **when))
        .select_from(Slot)
        .join(Slot.session)
        .join(PlanLine, own)
        .where(held),
        select(*_columns("away", of=Away.person_id, day=Away.since, until=Away.until)).where(
            Away.since <= last, Away.until >= first
        ),
        select(*_columns("closed", of=RoomClosing.room_id, day=RoomClosing.since, until=RoomClosing.until))
        .join(RoomClosing.room)
        .where(*mine),
    ]


def _curriculum(plans: Collection[int]) -> list[Select[Any]]:
    """Select which activity comes before which, and the modules of the activities in plans, cross-listed ones too."""
    covered = select(LineActivity.activity_id).join(PlanLine).where(PlanLine.plan_id.in_(sorted(plans)))
    known = (ActivityText.version_id == in_force(), ActivityText.activity_id.in_(covered))
    module = _columns("module", of=ActivityText.activity_id, other=ModuleText.number)
    return [
        select(*_columns("before", of=ActivityText.activity_id, other=Prerequisite.before_id))
        .join(Prerequisite, Prerequisite.activity_text_id == ActivityText.id)
        .where(*known),
        select(*module).join(ActivityText.module_text).where(*known),
        select(*module)
        .join(Reference, Reference.activity_id == ActivityText.activity_id)
        .join(ModuleText, ModuleText.id == Reference.module_text_id)
        .where(*known, Reference.version_id == in_force()),
    ]


def _people() -> list[Select[Any]]:
    """Select who teaches or interprets: languages, roles, and modules they know."""
    there = (Expert.active.is_(True), Person.erased_at.is_(None), Person.merged_into_id.is_(None))
    return [
        select(*_columns("expert", of=Expert.person_id, said=Expert.languages, also=Expert.roles))
        .join(Expert.person)
        .where(*there),
        select(*_columns("knows", of=Expert.person_id, other=Module.number))
        .select_from(Expertise)
        .join(Expert, Expert.id == Expertise.expert_id)
        .join(Expertise.module)
        .join(Expert.person)
        .where(*there),
    ]


def _centre(centre_id: int, host: str) -> list[Select[Any]]:
    """Select the numbers of the centre's rules, the clocks of its countries, and what people and halls cost."""
    rate = {"first": CostRate.travel, "second": CostRate.daily, "third": CostRate.fixed}
    return [
        select(*_columns("wishes", said=TimetableWishes.numbers)).where(TimetableWishes.centre_id == centre_id),
        select(*_columns("zone", line=Country.code, word=Country.zone)).where(
            or_(Country.member.is_(True), Country.code == host)
        ),
        select(*_columns("rate", of=CostRate.format_id, word=CostRate.country_code, **rate)).where(
            CostRate.centre_id == centre_id
        ),
    ]
