"""The agenda: parts with numbers of their own, and the slots that hold them."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.types import Texts
from trainhub.sessions import services
from trainhub.sessions.models import Part
from trainhub.sessions.services import AudiencePlan, PartPlan, SessionPlan, SlotPlan
from trainhub.web.history import history_rows

TUESDAY = date(2027, 3, 9)
MORNING, AFTERNOON = (time(10), time(13)), (time(14), time(17))


def titled(title, **more):
    return PartPlan(Texts.of({"en": title}), **more)


@pytest.fixture
def session(make):
    """A published session of two parts and three slots; the last slot holds none."""
    plan = SessionPlan(
        centre_id=make.centre().id,
        format_id=make.format().id,
        title=Texts.of({"en": "Rights in strategies"}),
        zone="Asia/Baku",
        seats=20,
        activities=(make.activity().activity_id,),
        parts=(titled("Standards", no=1), titled("Practice", no=2)),
        slots=(
            SlotPlan(TUESDAY, *MORNING, part_no=1),
            SlotPlan(TUESDAY, *AFTERNOON, part_no=2),
            SlotPlan(TUESDAY + timedelta(days=1), *MORNING),
        ),
        audience=(AudiencePlan("government"),),
    )
    made = services.schedule(plan)
    services.publish(made)
    return made


def held(session):
    """Return what each slot holds."""
    return [str(slot.part) if slot.part else "" for slot in session.standing]


def test_slots_hold_parts_made_in_the_same_act(session):
    assert held(session) == ["Standards", "Practice", ""]


def test_a_new_part_is_held_at_once_and_calendars_hear_nothing_of_it(session):
    plan, before = services.plan_of(session), [slot.sequence for slot in session.slots]
    slots = (*plan.slots[:2], replace(plan.slots[2], part_no=3))
    services.edit(session, replace(plan, parts=(*plan.parts, titled("Outlook", no=3)), slots=slots))
    assert held(session) == ["Standards", "Practice", "Outlook"]
    assert [slot.sequence for slot in session.slots] == before
    assert not any("Outlook" in slot.vevent for slot in session.slots)


def test_a_part_that_goes_leaves_its_slots_empty_and_the_others_their_numbers(session):
    plan = services.plan_of(session)
    services.edit(session, replace(plan, parts=plan.parts[1:]))
    assert held(session) == ["", "Practice", ""]
    assert [(part.no, str(part)) for part in session.parts] == [(2, "Practice")]
    services.edit(session, replace(services.plan_of(session), parts=(*services.plan_of(session).parts, titled("New"))))
    assert [part.no for part in session.parts] == [2, 3]  # a number is not given twice


def test_a_clone_counts_anew_and_keeps_who_holds_what(session):
    plan = services.plan_of(session)
    services.edit(session, replace(plan, parts=plan.parts[1:]))
    copy = services.clone(session, date(2028, 3, 7))
    assert [(part.no, str(part)) for part in copy.parts] == [(1, "Practice")]
    assert held(copy) == ["", "Practice", ""]
    assert not {part.id for part in copy.parts} & {part.id for part in session.parts}


def test_the_history_names_parts_even_those_that_are_gone(session):
    plan = services.plan_of(session)
    services.edit(session, replace(plan, slots=(*plan.slots[:2], replace(plan.slots[2], part_no=1))))
    services.edit(session, replace(services.plan_of(session), parts=plan.parts[1:]))
    assert db.session.query(Part).count() == 1
    rows = history_rows("training_session", session.id)
    told = [(change.label, change.before, change.after) for row in rows for change in row.changes]
    assert told.count(("Part", "Standards", "—")) == 2
    assert ("Part", "—", "Standards") in told
    assert ("Part", "—", "Practice") in told
    assert "Part: Standards" in {row.what for row in rows}
    assert db.session.query(AuditEntry).filter_by(kind="session_part", action="removed").count() == 1
