"""Making a session from a plan, and changing one by a plan: slots and parts are edited in place."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count
from typing import Any

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ..models import (
    Assignment,
    Part,
    SessionActivity,
    SessionAudience,
    SessionOrganiser,
    SessionProject,
    TrainingSession,
)
from . import slots, times, usual
from .conflicts import blocks, conflicts
from .keeping import address, keep, same_words
from .notices import tell_changed, timetable
from .plans import PartPlan, SessionPlan
from .versions import version_for

PLAIN = (
    "format_id",
    "title",
    "short_title",
    "description",
    "zone",
    "mode",
    "seats",
    "min_seats",
    "join_url",
    "register_until",
    "approval",
    "closed",
    "contact",
    "note",
)
LISTS = ("languages", "interpretation", "levels")
Leaving = Callable[[Assignment], None]
_leaving: list[Leaving] = []


def before_leaving(guard: Leaving) -> None:
    """Let a later feature refuse that somebody's part in a session is taken away: it may hang on it."""
    if guard not in _leaving:
        _leaving.append(guard)


def schedule(plan: SessionPlan) -> TrainingSession:
    """Make a draft from a plan; `publish` makes it known. A draft may still clash with others.

    Raises Invalid with sentences under the plan's fields.
    """
    check(plan)
    plan = replace(plan, levels=plan.levels or usual.levels(plan.format_id))
    session = TrainingSession(slug="", centre_id=plan.centre_id, version=version_for(), state="draft", taken=0)
    with db.session.no_autoflush:
        _apply(session, plan)
        address(session)
    db.session.add(session)
    db.session.flush()
    _apply_rows(session, plan)
    keep(session)
    return session


def edit(session: TrainingSession, plan: SessionPlan) -> None:
    """Change a session by a plan. What is published must stay free of clashes that block.

    Raises Invalid with sentences under the plan's fields, Refused for a cancelled session.
    """
    if session.state == "cancelled":
        raise Refused(_("This session is cancelled. Clone it to hold it again."))
    plan = replace(plan, centre_id=session.centre_id)
    check(plan)
    refuse_blocks(plan, session)
    before = timetable(session)
    renamed = not same_words(session.title, plan.title)
    _apply(session, plan)
    if renamed:
        address(session)
    db.session.flush()
    _apply_rows(session, plan)
    keep(session)
    tell_changed(session, before)


def refuse_blocks(plan: SessionPlan, session: TrainingSession) -> None:
    """Raise Invalid with what blocks a plan: all of it once published, of a draft only its own slots and seats."""
    own = {"taken", "clock", "slot"}
    found = [each for each in blocks(conflicts(plan, session)) if session.state != "draft" or each.kind in own]
    if found:
        raise Invalid({each.field.partition("-")[0]: each.message for each in reversed(found)})


def check(plan: SessionPlan) -> None:
    """Raise Invalid where a plan cannot stand by itself."""
    wrong: dict[str, str] = {}
    if not plan.title:
        wrong["title"] = _("The session needs a title in one language at least.")
    if plan.seats < 1:
        wrong["seats"] = _("A session needs one place at least.")
    if not 0 <= plan.min_seats <= max(plan.seats, 0):
        wrong["min_seats"] = _("The minimum cannot be above the number of places.")
    if plan.join_url and not plan.join_url.startswith(("https://", "http://")):
        wrong["join_url"] = _("A link begins with https://.")
    wrong |= _wrong_slots(plan)
    if wrong:
        raise Invalid(wrong)


def _wrong_slots(plan: SessionPlan) -> dict[str, str]:
    """Return what is wrong with the hours of a plan, under its field."""
    for index, slot in enumerate(plan.slots):
        if slot.end <= slot.start:
            return {"slots": _("Slot %(number)s ends before it begins. Change one of its hours.", number=index + 1)}
        for at in (slot.start, slot.end):
            try:
                times.to_utc(slot.day, at, plan.zone)
            except Invalid as error:
                return {"zone" if "zone" in error.fields else "slots": str(error)}
    return {}


def _apply(session: TrainingSession, plan: SessionPlan) -> None:
    for name in PLAIN:
        setattr(session, name, getattr(plan, name))
    for name in LISTS:
        setattr(session, name, list(getattr(plan, name)))


def _apply_rows(session: TrainingSession, plan: SessionPlan) -> None:
    """Bring the rows that belong to a session in line, leaving those that stay as they are."""
    _same(
        session.activities,
        plan.activities,
        lambda row: row.activity_id,
        lambda key: SessionActivity(session_id=session.id, activity_id=key),
    )
    for number, row in enumerate(sorted(session.activities, key=lambda row: plan.activities.index(row.activity_id)), 1):
        row.no = number
    _same(
        session.audience,
        [(row.category, row.rule, row.group, row.organisation_id) for row in plan.audience],
        lambda row: (row.category_code, row.rule, row.group_code, row.organisation_id),
        lambda key: SessionAudience(
            session_id=session.id, category_code=key[0], rule=key[1], group_code=key[2], organisation_id=key[3]
        ),
    )
    for part in session.assignments:
        if (part.person_id, part.role) not in plan.people:
            for guard in _leaving:
                guard(part)
    asked = {(row.person_id, row.role): row for row in session.requests}
    _same(
        session.assignments,
        plan.people,
        lambda row: (row.person_id, row.role),
        lambda key: _given(asked.get(key)) or Assignment(person_id=key[0], role=key[1]),
    )
    _same(
        session.organisers,
        plan.organisers,
        lambda row: (row.organisation_id, row.role),
        lambda key: SessionOrganiser(session_id=session.id, organisation_id=key[0], role=key[1]),
    )
    for number, organiser in enumerate(session.organisers, 1):
        organiser.no = number
    _same(
        session.projects,
        plan.projects,
        lambda row: row.project_id,
        lambda key: SessionProject(session_id=session.id, project_id=key),
    )
    agenda = _parts(session, plan.parts)
    db.session.flush()
    slots.apply(session, plan.slots)  # which name parts by the numbers they had
    _number(session, agenda)


def _given(asked: Assignment | None) -> Assignment | None:
    """Give a part to somebody who was asked for it, or had declined: the office enters what was agreed otherwise."""
    if asked is not None:
        asked.state, asked.answered_at = "accepted", clock.now()
    return asked


def _same(rows: list[Any], wanted: Iterable[Any], key: Callable[[Any], Any], make: Callable[[Any], Any]) -> None:
    """Make a collection hold exactly the wanted keys; rows that stay keep their identity."""
    keys = list(dict.fromkeys(wanted))
    for row in [row for row in rows if key(row) not in keys]:
        rows.remove(row)
    have = {key(row) for row in rows}
    db.session.flush()  # what goes must be gone before its twin comes
    rows.extend(make(each) for each in keys if each not in have)


def _parts(session: TrainingSession, plans: tuple[PartPlan, ...]) -> list[Part]:
    """Bring the parts in line and return them in the plan's order; those that stay keep their numbers for now."""
    kept = {plan.no for plan in plans if plan.no is not None}
    for part in [part for part in session.parts if part.no not in kept]:
        session.parts.remove(part)
    by_number = {part.no: part for part in session.parts}
    numbers = count(max({*by_number, *kept}, default=0) + 1)
    agenda = []
    for plan in plans:
        part = by_number.get(plan.no or 0) or Part(session_id=session.id, no=plan.no or next(numbers))
        if part not in session.parts:
            session.parts.append(part)
        part.title, part.activity_id = plan.title, plan.activity_id
        part.recommendation, part.lead = plan.recommendation, plan.lead
        agenda.append(part)
    return agenda


def _number(session: TrainingSession, agenda: list[Part]) -> None:
    """Number parts anew that stand in another order than before."""
    numbers = [part.no for part in agenda]
    if numbers == sorted(numbers):
        return
    for final in (False, True):  # no two may have one number, not even in between
        for number, part in enumerate(agenda, 1):
            part.no = number if final else -number
        db.session.flush()
    db.session.expire(session, ["parts"])
