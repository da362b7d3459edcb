"""Sessions are planned, changed, moved, cancelled, completed and cloned."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.kernel.types import Texts
from trainhub.kernel.work import EventRow
from trainhub.messages.models import Message
from trainhub.sessions import services
from trainhub.sessions.models import Room, SessionSlug, Slot, TrainingSession
from trainhub.sessions.services import AudiencePlan, PartPlan, SessionPlan, SlotPlan, notices

TUESDAY = date(2027, 3, 9)
MORNING = (time(10), time(13))
AFTERNOON = (time(14), time(17))


@pytest.fixture
def plan(make):
    """A plan of one morning in a room, with a trainer."""
    room, trainer = make.room(), make.person()
    activity = make.activity()
    return SessionPlan(
        centre_id=make.centre().id,
        format_id=make.format().id,
        title=Texts.of({"en": "Rights in strategies", "az": "Hüquqlar"}),
        zone="Asia/Baku",
        seats=20,
        activities=(activity.activity_id,),
        languages=("en",),
        slots=(SlotPlan(TUESDAY, *MORNING, room_id=room.id),),
        audience=(AudiencePlan("government"),),
        people=((trainer.id, "trainer"),),
    )


def published(plan):
    session = services.schedule(plan)
    services.publish(session)
    return session


def moved(plan, **changes):
    """Return the plan with its only slot changed."""
    return replace(plan, slots=(replace(plan.slots[0], **changes),))


def test_a_plan_becomes_a_session_with_all_that_follows(plan):
    session = services.schedule(plan)
    assert (session.slug, session.state, session.hours) == ("rights-in-strategies", "draft", 3)
    assert (session.first_day, session.last_day) == (TUESDAY, TUESDAY)
    assert session.slots[0].utc_start == datetime(2027, 3, 9, 6, tzinfo=UTC)
    assert session.version.state == "approved"
    assert "huquqlar" in session.search
    assert services.plan_of(session) == replace(
        plan,
        slots=(replace(plan.slots[0], public_id=session.slots[0].public_id),),
        levels=tuple(session.format.default_levels),
    )


def test_a_new_version_of_the_curriculum_leaves_planned_sessions_alone(plan, make):
    session = services.schedule(plan)
    session.version.state = "retired"
    db.session.flush()
    later = make.version("2.0")
    assert services.schedule(plan).version_id == later.id
    services.edit(session, services.plan_of(session))
    assert session.version_id != later.id


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": Texts()}, "title"),
        ({"seats": 0}, "seats"),
        ({"min_seats": 21}, "min_seats"),
        ({"join_url": "javascript:alert(1)"}, "join_url"),
        ({"zone": "Asia/Nowhere"}, "zone"),
    ],
)
def test_a_plan_that_cannot_stand_names_its_field(plan, changes, field):
    with pytest.raises(Invalid) as refused:
        services.schedule(replace(plan, **changes))
    assert set(refused.value.fields) == {field}


def test_two_sessions_of_one_title_have_two_addresses(plan):
    assert [services.schedule(plan).slug for _ in range(3)] == [
        "rights-in-strategies",
        "rights-in-strategies-2",
        "rights-in-strategies-3",
    ]


def test_a_new_title_moves_the_address_and_the_old_one_leads_on(plan):
    session = published(plan)
    services.edit(session, replace(services.plan_of(session), title=Texts.of({"en": "Rights of migrants"})))
    assert session.slug == "rights-of-migrants"
    assert db.session.query(SessionSlug).one().slug == "rights-in-strategies"
    services.edit(session, replace(services.plan_of(session), title=plan.title))
    assert session.slug == "rights-in-strategies"
    assert [row.slug for row in db.session.query(SessionSlug)] == ["rights-of-migrants"]
    assert services.schedule(replace(plan, title=Texts.of({"en": "Rights of migrants"}))).slug == "rights-of-migrants-2"


def test_a_translation_added_later_keeps_the_address(plan):
    session = published(plan)
    services.edit(session, replace(services.plan_of(session), title=session.title.put("ru", "Права")))
    assert session.slug == "rights-in-strategies"
    assert db.session.query(SessionSlug).count() == 0


def test_editing_keeps_the_rows_that_stay(plan, make):
    session = published(plan)
    slot, assignment = session.slots[0], session.assignments[0]
    now = services.plan_of(session)
    more = make.person()
    services.edit(
        session,
        replace(
            now,
            slots=(*now.slots, SlotPlan(TUESDAY, *AFTERNOON)),
            seats=24,
            people=(*now.people, (more.id, "interpreter")),
        ),
    )
    assert session.slots[0] is slot
    assert assignment in session.assignments
    assert [each.role for each in session.assignments] == ["trainer", "interpreter"]
    assert (slot.sequence, session.hours, session.seats) == (0, 6, 24)


def test_a_moved_slot_keeps_its_uid_and_raises_its_sequence(plan, clock):
    session = published(plan)
    slot = session.slots[0]
    uid, event = slot.uid, slot.vevent
    clock.set("2027-03-03 08:00")
    assert services.move_slot(slot, day=TUESDAY + timedelta(days=1), start=time(14), end=time(16)) == 1
    mail = db.session.query(Message).filter_by(kind="session_changed").one()
    assert (mail.person, "14:00–16:00" in mail.body) == (session.assignments[0].person, True)
    assert (slot.uid, slot.sequence) == (uid, 1)
    assert slot.vevent != event
    assert "LAST-MODIFIED:20270303T080000Z" in slot.vevent
    assert (session.first_day, session.hours) == (date(2027, 3, 10), 2)


@pytest.mark.parametrize(
    ("start", "steps", "day", "begins"),
    [
        (time(10), 1, 9, time(14)),
        (time(10), 2, 10, time(10)),
        (time(10), -1, 8, time(14)),
        (time(14, 30), 1, 10, time(10)),
        (time(14, 30), 2, 10, time(14, 30)),
        (time(14, 30), -1, 9, time(10)),
    ],
)
def test_half_days(plan, start, steps, day, begins):
    session = published(moved(plan, start=start, end=time(start.hour + 2, start.minute)))
    slot = session.slots[0]
    services.move_half_days(slot, steps)
    assert (slot.local_date.day, slot.local_start, slot.hours) == (day, begins, 2)


def test_a_session_moves_with_all_its_slots(plan, make):
    text = make.activity("m02-a03")
    text.best_before = TUESDAY + timedelta(days=1)
    slots = (*plan.slots, SlotPlan(TUESDAY, *AFTERNOON))
    session = published(replace(plan, slots=slots, seats=31, activities=(text.activity_id,)))
    uids = [slot.uid for slot in session.slots]
    there = services.moved(session, 15)
    make.session(day=TUESDAY + timedelta(days=7), room=db.session.get(Room, plan.slots[0].room_id), slots=2)
    assert [each.kind for each in services.in_the_way(session, there)] == ["room", "activity"]  # not the 31 seats
    with pytest.raises(Invalid):
        services.move_all(session, 15)
    assert services.move_all(session, 1) == 1
    assert [(slot.local_date, slot.local_start) for slot in session.slots] == [
        (TUESDAY, AFTERNOON[0]),
        (TUESDAY + timedelta(days=1), MORNING[0]),
    ]
    assert [(slot.uid, slot.sequence) for slot in session.slots] == [(uid, 1) for uid in uids]


def test_what_is_over_stays_where_it_was(plan):
    session = published(plan)
    session.state = "completed"
    for act in (services.moved, services.move_all):
        with pytest.raises(Refused):
            act(session, 2)
    with pytest.raises(Refused):
        services.move_half_days(session.slots[0], 2)


def test_a_slot_taken_out_is_cancelled_once_calendars_know_it(plan):
    draft = services.schedule(plan)
    services.edit(draft, replace(services.plan_of(draft), slots=()))
    assert draft.slots == []
    session = published(plan)
    slot = session.slots[0]
    services.edit(session, replace(services.plan_of(session), slots=(SlotPlan(TUESDAY, *AFTERNOON),)))
    assert (slot.cancelled_at is not None, slot.sequence, "STATUS:CANCELLED" in slot.vevent) == (True, 1, True)
    assert (len(session.slots), session.hours) == (2, 3)
    with pytest.raises(Refused):
        services.move_slot(slot, day=TUESDAY, start=time(10), end=time(11))


def test_single_slots_are_added_and_cancelled(plan):
    session = published(plan)
    added = services.add_slot(session, SlotPlan(TUESDAY + timedelta(days=1), *MORNING))
    assert (session.hours, session.last_day) == (6, date(2027, 3, 10))
    services.cancel_slot(services.find_slot(session, added.public_id))
    assert (session.hours, session.last_day, len(session.slots)) == (3, TUESDAY, 2)
    with pytest.raises(NotFound):
        services.find_slot(session, "nothing")


def test_local_times_follow_the_zone_across_a_clock_change(plan):
    winter, summer = date(2027, 3, 26), date(2027, 3, 29)  # Moldova goes to summer time on 28 March 2027
    session = services.schedule(
        replace(plan, zone="Europe/Chisinau", slots=(SlotPlan(winter, *MORNING), SlotPlan(summer, *MORNING)))
    )
    assert [slot.utc_start.hour for slot in session.slots] == [8, 7]
    assert session.hours == 6


def test_a_time_that_clocks_skip_is_refused(plan):
    with pytest.raises(Invalid, match="does not exist in Berlin"):
        services.schedule(
            replace(moved(plan, day=date(2027, 3, 28), start=time(2, 30), end=time(4)), zone="Europe/Berlin")
        )


def test_a_time_that_comes_twice_is_the_first_and_said(plan):
    twice = replace(moved(plan, day=date(2027, 10, 31), start=time(2, 30), end=time(4)), zone="Europe/Berlin")
    assert any("comes twice in Berlin" in each.message for each in services.conflicts(twice))
    slot = services.schedule(twice).slots[0]
    assert (slot.utc_start, slot.hours) == (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), 2.5)


def test_publishing_asks_for_what_is_missing(plan):
    session = services.schedule(replace(plan, slots=(), activities=(), audience=()))
    with pytest.raises(Invalid) as refused:
        services.publish(session)
    assert set(refused.value.fields) == {"slots", "activities", "audience"}
    assert session.state == "draft"


def test_a_dialogue_of_recommendations_needs_no_activity(plan):
    parts = tuple(
        PartPlan(Texts.of({"en": title}), recommendation=key, lead="Vəfa Məmmədova")
        for title, key in (("Training plans", "REC-CAP-06"), ("Twinning", "REC-CAP-18"), ("Impact", "REC-CAP-09"))
    )
    session = published(replace(plan, activities=(), parts=parts))
    assert [part.recommendation for part in session.parts] == ["REC-CAP-06", "REC-CAP-18", "REC-CAP-09"]


def test_places_never_go_below_those_taken(plan):
    session = published(plan)
    session.taken = 12
    with pytest.raises(Invalid) as refused:
        services.edit(session, replace(services.plan_of(session), seats=11))
    assert "12 places are taken" in refused.value.fields["seats"]
    services.edit(session, replace(services.plan_of(session), seats=12))
    assert session.free == 0


def test_cancelling_needs_a_reason_and_tells_calendars_and_people(plan, make, monkeypatch):
    session = published(plan)
    with pytest.raises(Invalid):
        services.cancel(session, "  ")
    guest = make.person()
    monkeypatch.setattr(notices, "_more", [])
    people = (guest, *[row.person for row in session.assignments])
    services.tell_also(lambda each: [services.Group("Guests", people)])
    assert services.cancel(session, "The hall was flooded.") == 2
    mails = db.session.query(Message).filter_by(kind="session_cancelled").all()
    assert {mail.person_id for mail in mails} == {guest.id, session.assignments[0].person_id}
    assert "The hall was flooded." in mails[0].body
    slot = session.slots[0]
    assert (session.state, slot.sequence, "STATUS:CANCELLED" in slot.vevent) == ("cancelled", 1, True)
    assert session.first_day == TUESDAY  # lists still know when it was to be
    with pytest.raises(Refused):
        services.edit(session, services.plan_of(session))
    with pytest.raises(Refused):
        services.cancel(session, "again")


def test_completing_keeps_outcomes_and_is_heard(plan, clock):
    session = published(
        replace(plan, parts=(PartPlan(Texts.of({"en": "Twinning"})), PartPlan(Texts.of({"en": "Plans"}))))
    )
    with pytest.raises(Refused):
        services.complete(session, {})
    clock.set("2027-03-09 09:00")
    services.complete(session, {1: Texts.of({"en": "Two ministries agreed."})})
    assert session.state == "completed"
    assert [str(part.outcome or "") for part in session.parts] == ["Two ministries agreed.", ""]
    event = db.session.query(EventRow).filter_by(name="on_session_completed").one()
    assert event.payload == {"session_id": session.id}


def test_a_clone_is_a_draft_of_its_own(plan, make):
    parts = (PartPlan(Texts.of({"en": "Twinning"})), PartPlan(Texts.of({"en": "Plans"})))
    slots = (replace(plan.slots[0], part_no=2), SlotPlan(TUESDAY + timedelta(days=1), *MORNING))
    session = published(replace(plan, parts=parts, slots=slots, join_url="https://meet.example/1"))
    session.taken = 5
    copy = services.clone(session, date(2028, 3, 7))
    assert (copy.state, copy.taken, copy.join_url, copy.seats) == ("draft", 0, "", 20)
    assert [slot.local_date for slot in copy.slots] == [date(2028, 3, 7), date(2028, 3, 8)]
    assert copy.slots[0].part.title == Texts.of({"en": "Plans"})
    assert not {slot.uid for slot in copy.slots} & {slot.uid for slot in session.slots}
    assert [row.person_id for row in copy.assignments] == [row.person_id for row in session.assignments]
    assert services.default_clone_day(session) == date(2028, 3, 7)


def test_who_changed_what_is_written_down(plan, make, as_actor):
    session = published(plan)
    as_actor(make.staff())
    services.edit(session, replace(services.plan_of(session), seats=24, note="call the hotel"))
    entry = (
        db.session.query(AuditEntry)
        .filter_by(kind="training_session", row_id=session.id)
        .order_by(AuditEntry.id.desc())
        .first()
    )
    assert entry.changes == {"seats": [20, 24], "note": ["", "call the hotel"]}
    assert entry.actor


def test_database_refuses_a_slot_that_ends_before_it_begins(make):
    session: TrainingSession = make.session(slots=0)
    with pytest.raises(Exception, match="ends_after_start"):
        db.session.execute(
            Slot.__table__.insert().values(  # past every service
                uid="x",
                public_id="x",
                session_id=session.id,
                local_date=TUESDAY,
                local_start=time(12),
                local_end=time(11),
                zone="UTC",
                utc_start=datetime(2027, 3, 9, 12, tzinfo=UTC),
                utc_end=datetime(2027, 3, 9, 11, tzinfo=UTC),
            )
        )
