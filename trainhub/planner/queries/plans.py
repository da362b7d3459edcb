"""What is asked of plans, their lines and their money."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, String, and_, cast, func, literal, null, or_, select, true, union_all
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ...curriculum.models import ActivityText, ModuleText, Reference, Version
from ...needs.models import Assessment, Round
from ...people.models import Country, Person
from ...sessions.models import (
    Expert,
    Expertise,
    Format,
    Room,
    SessionActivity,
    TrainingSession,
)
from ..models import (
    BaselineLine,
    BudgetLine,
    LineActivity,
    LineFund,
    LineTrainer,
    Plan,
    PlanLine,
    PlanMove,
    RankOverride,
)
from ..policies import Sight

# --- plans --------------------------------------------------------------------------------------


def seen(sees: Sight) -> Any:
    """Say that a viewer knows of a plan."""
    if sees.centres is None:
        return true()
    others = and_(Plan.state != "draft", Plan.scenario_of_id.is_(None))
    if sees.watched is not None:
        others = and_(others, Plan.centre_id.in_(sorted(sees.watched)))
    return or_(Plan.centre_id.in_(sorted(sees.centres)), others)


def plans(sees: Sight) -> Select[*tuple[Any, ...]]:
    """Select the plans a viewer knows of, with how many lines each has and how many are placed."""
    lines = select(func.count(PlanLine.id)).where(PlanLine.plan_id == Plan.id).correlate(Plan).scalar_subquery()
    placed = (
        select(func.count(PlanLine.id))
        .where(PlanLine.plan_id == Plan.id, PlanLine.starts_on.is_not(None))
        .correlate(Plan)
        .scalar_subquery()
    )
    return (
        select(Plan, lines.label("lines"), placed.label("placed"))
        .where(seen(sees))
        .options(joinedload(Plan.centre), joinedload(Plan.scenario_of))
        .order_by(Plan.starts_on.desc(), Plan.id)
    )


def plan(public_id: str) -> Select[Plan]:
    """Select a plan with who approves it, and the plans around it; to be made unique."""
    shown = (
        Plan.public_id,
        Plan.title,
        Plan.starts_on,
        Plan.state,
        Plan.centre_id,
        Plan.parent_id,
        Plan.scenario_of_id,
    )
    return (
        select(Plan)
        .where(Plan.public_id == public_id)
        .options(
            joinedload(Plan.centre),
            joinedload(Plan.parent),
            joinedload(Plan.scenario_of),
            joinedload(Plan.approvals),
            joinedload(Plan.under).load_only(*shown),
        )
    )


def parents(centre_id: int, but_not: int | None) -> Select[Plan]:
    """Select the plans that another one may be a part of."""
    found = select(Plan).where(Plan.centre_id == centre_id, Plan.kind != "action", Plan.scenario_of_id.is_(None))
    return (found if but_not is None else found.where(Plan.id != but_not)).order_by(Plan.starts_on, Plan.id)


def scenarios(plan_id: int) -> Select[Plan]:
    return select(Plan).where(Plan.scenario_of_id == plan_id).order_by(Plan.id)


def baseline(plan_id: int) -> Select[BaselineLine]:
    return select(BaselineLine).where(BaselineLine.plan_id == plan_id).order_by(BaselineLine.id)


def overrides(plan_id: int) -> Select[RankOverride]:
    return select(RankOverride).where(RankOverride.plan_id == plan_id)


def last_move(plan_id: int) -> Select[PlanMove]:
    return select(PlanMove).where(PlanMove.plan_id == plan_id).order_by(PlanMove.id.desc()).limit(1)


# --- lines --------------------------------------------------------------------------------------


def lines(plan_id: int) -> Select[PlanLine]:
    """Select the lines of a plan with what the board and its checks need, in four statements."""
    people = selectinload(PlanLine.trainers).joinedload(LineTrainer.person)
    return _lines(plan_id).options(selectinload(PlanLine.activities), people)


def line_count(plan_id: int) -> Select[int]:
    """Count the lines of a plan."""
    return select(func.count()).select_from(PlanLine).where(PlanLine.plan_id == plan_id)


def lines_beside(plan_id: int) -> Select[PlanLine]:
    """Select the lines of a plan that one of them is checked against, in two statements; to be made unique."""
    people = joinedload(PlanLine.trainers).joinedload(LineTrainer.person)
    return _lines(plan_id).options(joinedload(PlanLine.activities), people)


def lines_of(plan_ids: Collection[int]) -> Select[PlanLine]:
    """Select the lines of several plans, in four statements."""
    people = selectinload(PlanLine.trainers).joinedload(LineTrainer.person)
    return _lines(*plan_ids).options(selectinload(PlanLine.activities), people)


def _lines(*plan_ids: int) -> Select[PlanLine]:
    return (
        select(PlanLine)
        .where(PlanLine.plan_id.in_(sorted(plan_ids)))
        .options(
            joinedload(PlanLine.format),
            joinedload(PlanLine.room),
            joinedload(PlanLine.session),
            selectinload(PlanLine.funds).joinedload(LineFund.budget_line).joinedload(BudgetLine.project),
        )
        .order_by(PlanLine.starts_on, PlanLine.start_half, PlanLine.id)
    )


def places(centre_id: int) -> Select[*tuple[Any, ...]]:
    """Select rooms and trainers that a line may be given, by kind: public id, row number, and title or name."""
    name = cast(null(), String).label("name")
    rooms = select(literal("room").label("kind"), Room.public_id, Room.id, Room.title, name)
    people = select(literal("trainer"), Person.public_id, Person.id, null(), Person.display)
    there = (Expert.active.is_(True), Person.erased_at.is_(None), Person.merged_into_id.is_(None))
    return select(
        union_all(
            rooms.where(Room.centre_id == centre_id, Room.archived_at.is_(None)),
            people.join(Expert, Expert.person_id == Person.id).where(*there),
        ).subquery()
    )


def listed(plan_id: int) -> Select[PlanLine]:
    """Select the lines of a plan as a list shows them."""
    return (
        select(PlanLine)
        .where(PlanLine.plan_id == plan_id)
        .options(
            joinedload(PlanLine.format),
            joinedload(PlanLine.room),
            joinedload(PlanLine.up),
            selectinload(PlanLine.activities).joinedload(LineActivity.activity),
            selectinload(PlanLine.trainers).joinedload(LineTrainer.person),
            selectinload(PlanLine.comments),
        )
        .order_by(PlanLine.starts_on, PlanLine.id)
    )


def line(public_id: str) -> Select[PlanLine]:
    return (
        select(PlanLine)
        .where(PlanLine.public_id == public_id)
        .options(joinedload(PlanLine.plan).joinedload(Plan.centre), joinedload(PlanLine.up))
    )


def line_for_form(line_id: int) -> Select[PlanLine]:
    """Select a line that is read already with all that its form shows, in two statements."""
    return (
        select(PlanLine)
        .where(PlanLine.id == line_id)
        .options(
            joinedload(PlanLine.activities),
            selectinload(PlanLine.parts),
            joinedload(PlanLine.trainers).joinedload(LineTrainer.person),
            joinedload(PlanLine.funds).joinedload(LineFund.budget_line),
        )
    )


def beneath(line_id: int) -> Select[PlanLine]:
    """Select a line with its parts and comments, and the lines above and below it, for one that is read already."""
    read = (
        joinedload(PlanLine.parts),
        joinedload(PlanLine.comments),
        joinedload(PlanLine.up).joinedload(PlanLine.plan),
        joinedload(PlanLine.down).options(joinedload(PlanLine.plan), joinedload(PlanLine.session)),
    )
    return select(PlanLine).where(PlanLine.id == line_id).options(*read)


def above(plan_id: int) -> Select[PlanLine]:
    """Select the lines of the plan above, which lines may follow from."""
    return select(PlanLine).where(PlanLine.plan_id == plan_id).order_by(PlanLine.id)


def public_lines(today: date) -> Select[PlanLine]:
    """Select what the public programme shows: lines of approved plans that were let out, none of them closed.

    A session says more than its line: one that was closed to others since, or is cancelled, is not told of.
    """
    hidden = or_(TrainingSession.closed.is_(True), TrainingSession.state == "cancelled")
    return (
        select(PlanLine)
        .join(PlanLine.plan)
        .outerjoin(PlanLine.session)
        .where(
            or_(PlanLine.session_id.is_(None), ~hidden),
            PlanLine.public.is_(True),
            PlanLine.closed.is_(False),
            Plan.state == "approved",
            Plan.scenario_of_id.is_(None),
            Plan.ends_on >= today,
        )
        .options(
            contains_eager(PlanLine.plan).joinedload(Plan.centre),
            joinedload(PlanLine.format),
            contains_eager(PlanLine.session),
        )
        .order_by(PlanLine.starts_on.is_(None), PlanLine.starts_on, PlanLine.id)
    )


# --- the curriculum -----------------------------------------------------------------------------


def in_force() -> Any:
    """Return the version in force: of the first curriculum that has one."""
    found = select(Version.id).where(Version.state == "approved").order_by(Version.curriculum_id).limit(1)
    return found.scalar_subquery()


def topics() -> Select[*tuple[Any, ...]]:
    """Select activities with title and module; a cross-listed one once for each module, its own first."""
    version = in_force()
    columns = (ActivityText.activity_id, ActivityText.key, ActivityText.title)
    own = select(*columns, ModuleText.number, ModuleText.title.label("module"), literal(0).label("also"))
    other = select(*columns, ModuleText.number, ModuleText.title.label("module"), literal(1).label("also"))
    found = union_all(
        own.join(ActivityText.module_text).where(ActivityText.version_id == version),
        other.join(Reference, Reference.activity_id == ActivityText.activity_id)
        .join(ModuleText, ModuleText.id == Reference.module_text_id)
        .where(ActivityText.version_id == version, Reference.version_id == version),
    ).subquery()
    return select(found).order_by(found.c.also, found.c.number, found.c.key)


def activity_texts() -> Select[ActivityText]:
    """Select what the version in force says of its activities, with audience and module."""
    return (
        select(ActivityText)
        .where(ActivityText.version_id == in_force())
        .options(joinedload(ActivityText.module_text), joinedload(ActivityText.audience))
        .order_by(ActivityText.key)
    )


def texts_of_line(line_id: int) -> Select[ActivityText]:
    """Select what the version in force says of the activities of a line."""
    chosen = select(LineActivity.activity_id).where(LineActivity.line_id == line_id)
    return activity_texts().where(ActivityText.activity_id.in_(chosen))


def planned(plan_id: int) -> Select[*tuple[Any, ...]]:
    """Select how often each activity stands in a plan."""
    return (
        select(LineActivity.activity_id, func.count().label("times"))
        .join(PlanLine, PlanLine.id == LineActivity.line_id)
        .where(PlanLine.plan_id == plan_id)
        .group_by(LineActivity.activity_id)
    )


def invented() -> Select[bool]:
    """Select whether the needs that plans go by are invented: those of the newest round that runs or is closed."""
    return (
        select(Assessment.invented)
        .join(Round, Round.assessment_id == Assessment.id)
        .where(Round.state != "draft")
        .order_by(Round.first_day.desc(), Round.id.desc())
        .limit(1)
    )


# --- who is there ------------------------------------------------------------------------------


def countries() -> Select[str]:
    return select(Country.code).where(Country.member.is_(True)).order_by(Country.code)


def trainers() -> Select[Expert]:
    """Select the experts who teach, with what they can."""
    return (
        select(Expert)
        .join(Expert.person)
        .where(Expert.active.is_(True), Person.erased_at.is_(None), Person.merged_into_id.is_(None))
        .options(contains_eager(Expert.person), selectinload(Expert.expertise).joinedload(Expertise.module))
        .order_by(Person.display, Person.id)
    )


def formats() -> Select[Format]:
    return select(Format).where(Format.archived_at.is_(None)).order_by(Format.order, Format.id)


def given(until: date) -> Select[*tuple[Any, ...]]:
    """Select when each activity was last held."""
    return (
        select(
            SessionActivity.activity_id, func.max(TrainingSession.last_day).label("last"), func.count().label("times")
        )
        .join(TrainingSession, TrainingSession.id == SessionActivity.session_id)
        .where(TrainingSession.state.in_(("published", "completed")), TrainingSession.last_day <= until)
        .group_by(SessionActivity.activity_id)
    )
