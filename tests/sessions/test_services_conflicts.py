"""What a plan touches: said beside the field, and blocking or warning as the setting says."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from trainhub.curriculum.models import ActivityAudience
from trainhub.holidays import services as holidays
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid
from trainhub.kernel.i18n import day
from trainhub.kernel.types import Texts
from trainhub.people.models import Country
from trainhub.sessions import services
from trainhub.sessions.services import AudiencePlan, SessionPlan, SlotPlan

TUESDAY, WEDNESDAY = date(2027, 3, 9), date(2027, 6, 9)
GOVERNMENT = (AudiencePlan("government"),)


@pytest.fixture
def plan(make):
    activity = make.activity()
    return SessionPlan(
        centre_id=make.centre().id,
        format_id=make.format().id,
        title=Texts.of({"en": "Planned"}),
        zone="Asia/Baku",
        seats=20,
        activities=(activity.activity_id,),
        audience=(AudiencePlan("government"),),
        slots=(SlotPlan(TUESDAY, time(10), time(13)),),
    )


def found(plan, kind, session=None):
    return [each for each in services.conflicts(plan, session) if each.kind == kind]


def in_room(plan, room, start=time(10), end=time(13)):
    return replace(plan, slots=(SlotPlan(TUESDAY, start, end, room_id=room.id),))


def test_a_room_is_taken_by_another_session(plan, make):
    room, other = make.room(title=Texts.of({"en": "Hall A"})), make.room()
    session = make.session(day=TUESDAY, room=room)
    (clash,) = found(in_room(plan, room, time(12), time(15)), "room")
    assert (clash.level, clash.field, clash.slug, clash.free) == ("block", "slots-0", session.slug, (other,))
    assert f"Hall A is taken on {day(TUESDAY, 'week')} from 10:00 to 13:00" in clash.message
    assert not found(in_room(plan, room, time(13), time(15)), "room")  # one ends as the other begins
    assert not found(in_room(plan, other), "room")


def test_a_room_is_compared_in_world_time(plan, make):
    room = make.room()
    make.session(day=TUESDAY, room=room)  # 10 to 13 in Baku is 8 to 11 in Chisinau
    early = replace(in_room(plan, room, time(8), time(9)), zone="Europe/Chisinau")
    (clash,) = found(early, "room")
    assert "from 08:00 to 11:00" in clash.message
    assert not found(
        replace(
            in_room(plan, room),
            zone="Asia/Tashkent",
            slots=(SlotPlan(TUESDAY, time(8), time(10, 59), room_id=room.id),),
        ),
        "room",
    )


def test_cancelled_and_own_slots_hold_nothing_and_drafts_only_warn(plan, make):
    room = make.room()
    session = make.session(day=TUESDAY, room=room)
    assert not found(in_room(plan, room), "room", session)
    session.state = "draft"
    assert [each.level for each in found(in_room(plan, room), "room")] == ["warn"]
    session.state = "cancelled"
    assert not found(in_room(plan, room), "room")
    session.state = "published"
    services.cancel_slot(session.slots[0])
    assert not found(in_room(plan, room), "room")


@pytest.mark.parametrize("level", ["block", "warn"])
def test_the_setting_decides_what_a_clash_does(plan, make, app, monkeypatch, level):
    monkeypatch.setitem(app.config, "CONFLICTS", (f"room:{level}",))
    room = make.room()
    make.session(day=TUESDAY, room=room)
    session = services.schedule(in_room(plan, room))
    if level == "warn":
        services.publish(session)
        assert session.state == "published"
        return
    with pytest.raises(Invalid) as refused:
        services.publish(session)
    assert "is taken" in refused.value.fields["slots"]
    assert session.state == "draft"


def test_a_published_session_is_not_edited_or_moved_into_a_clash(plan, make):
    room = make.room()
    make.session(day=date(2027, 3, 10), room=room)
    session = services.schedule(in_room(plan, room))
    services.publish(session)
    now = services.plan_of(session)
    with pytest.raises(Invalid):
        services.edit(session, replace(now, slots=(replace(now.slots[0], day=date(2027, 3, 10)),)))
    with pytest.raises(Invalid):
        services.move_half_days(session.slots[0], 2)
    with pytest.raises(Invalid):
        services.add_slot(session, SlotPlan(TUESDAY, time(12), time(14)))


def test_a_trainer_teaches_elsewhere(plan, make):
    trainer = make.person(display="Leyla Hüseynova")
    make.session(day=TUESDAY, trainer=trainer, slots=2, title=Texts.of({"en": "Border days"}))
    (clash,) = found(replace(plan, people=((trainer.id, "trainer"),)), "trainer")
    assert clash.message.startswith("Leyla Hüseynova has a part in “Border days”")
    assert (clash.level, clash.field) == ("block", "people")


def test_another_centres_session_is_not_named(plan, make):
    trainer, moldova = make.person(), make.centre("chisinau", zone="Europe/Chisinau")
    make.session(day=TUESDAY, trainer=trainer, centre=moldova, title=Texts.of({"en": "Marker"}), closed=True)
    (clash,) = found(
        replace(plan, people=((trainer.id, "trainer"),), slots=(SlotPlan(TUESDAY, time(10), time(14)),)), "trainer"
    )
    assert "Marker" not in clash.message
    assert ("a session of Centre chisinau" in clash.message, clash.slug) == (True, "")


def test_seats_over_the_room(plan, make):
    small, large = make.room(seats=16, title=Texts.of({"en": "Small"})), make.room(seats=20)
    (clash,) = found(in_room(plan, small), "seats")
    assert (clash.message, clash.level) == ("Small seats 16; this session has 20 places.", "warn")
    assert not found(in_room(plan, large), "seats")


def test_slots_of_one_session_do_not_overlap(plan):
    both = replace(plan, slots=(*plan.slots, SlotPlan(TUESDAY, time(12), time(14))))
    assert [(each.level, each.field) for each in found(both, "slot")] == [("block", "slots-1")]


def test_weekends_of_invited_countries_are_named(plan):
    thursday, friday, saturday = (date(2027, 3, number) for number in (11, 12, 13))

    def weekend(when, start=10, audience=GOVERNMENT):
        chosen = replace(plan, slots=(SlotPlan(when, time(start), time(start + 3)),), audience=audience)
        return [(each.level, each.message) for each in found(chosen, "weekend")]

    assert weekend(friday) == [("warn", f"{day(friday, 'week')} falls on the weekend in: Iran.")]
    assert weekend(thursday) == []
    assert weekend(thursday, 14) == [("info", f"{day(thursday, 'week')} falls on the weekend in: Iran.")]
    assert "Azerbaijan" in weekend(saturday)[0][1]
    assert "Iran" not in weekend(saturday)[0][1]
    assert weekend(friday, audience=(AudiencePlan("government", group="council-of-europe"),)) == []


def test_holidays_of_invited_countries_are_named(plan):
    holidays.fill([2027])
    novruz = date(2027, 3, 22)
    chosen = replace(plan, slots=(SlotPlan(novruz, time(10), time(13)),))
    (clash,) = found(chosen, "holiday")
    assert clash.level == "warn"
    assert "is a public holiday in: Azerbaijan" in clash.message
    iran = db.session.scalars(select(Country).where(Country.code == "IR")).one()
    row = holidays.decide(country=iran, said=holidays.Decision(WEDNESDAY, "added", "Decree 7", title="Mourning"))
    moved = replace(plan, slots=(SlotPlan(WEDNESDAY, time(10), time(13)),))
    (clash,) = found(moved, "holiday")
    assert clash.message == f"{day(WEDNESDAY, 'week')} is a public holiday in: Iran."
    holidays.withdraw(row)
    assert not found(moved, "holiday")


def test_merged_activities_unite_their_audiences_with_a_warning(plan, make):
    official = make.activity("m08-a02", audience=("ministry", "agency"))
    press = make.activity("m09-a01", audience=("media", "csos"))
    db.session.add(ActivityAudience(activity_text_id=official.id, category_code="media", rule="out"))
    db.session.add(ActivityAudience(activity_text_id=press.id, category_code="csos", rule="priority"))
    db.session.flush()
    for text in (official, press):
        db.session.refresh(text)
    union = services.union([official, press])
    assert {(row.category, row.rule) for row in union} == {
        ("ministry", "in"),
        ("agency", "in"),
        ("media", "in"),
        ("csos", "priority"),
    }
    merged = replace(plan, activities=(official.activity_id, press.activity_id), audience=union)
    said = " ".join(each.message for each in found(merged, "audience"))
    assert "m08-a02 is for government only, m09-a01 is not." in said
    assert "m08-a02 leaves media out" in said
    alone = replace(plan, activities=(press.activity_id,), audience=services.union([press]))
    assert not found(alone, "audience")


def test_practitioners_in_a_closed_session_are_a_warning_only(plan):
    closed = replace(plan, closed=True, levels=("practitioners",))
    assert [each.level for each in found(closed, "audience")] == ["warn"]
    assert not found(replace(closed, levels=("policy-makers",)), "audience")


def test_asking_costs_the_same_for_many_slots(plan, make, queries):
    room, trainer = make.room(), make.person()
    for hour in (9, 11, 14):
        make.slot(make.session(day=TUESDAY, room=room, trainer=trainer), TUESDAY, hour=hour, hours=1, room=room)
    many = replace(
        plan,
        people=((trainer.id, "trainer"),),
        slots=tuple(SlotPlan(date(2027, 3, number), time(10), time(13), room_id=room.id) for number in range(9, 20)),
    )
    counts = []
    for chosen in (replace(many, slots=many.slots[:1]), many):
        db.session.expire_all()
        with queries(12) as seen:
            services.conflicts(chosen)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def kinds(plan, kind):
    return [each.message for each in found(plan, kind)]


def test_an_activity_on_hold_says_what_it_waits_for(plan, make):
    text = make.activity("m01-a01")
    text.state, text.condition = "on-hold", Texts.of({"en": "It depends on the pandemic."})
    planned = replace(plan, activities=(text.activity_id,))
    assert kinds(planned, "activity") == ["m01-a01 is on hold: It depends on the pandemic."]


def test_an_activity_has_its_time(plan, make):
    text = make.activity("m02-a03")
    planned = replace(plan, activities=(text.activity_id,))
    text.not_before = TUESDAY + timedelta(days=1)
    assert "should not take place before" in kinds(planned, "activity")[0]
    text.not_before, text.best_before = TUESDAY, TUESDAY
    assert kinds(planned, "activity") == []
    text.best_before = TUESDAY - timedelta(days=1)
    assert "out of date" in kinds(planned, "activity")[0]


def test_a_format_says_what_is_usual_for_it(plan, make):
    kind = make.format()
    kind.default_levels, kind.default_hours = ["practitioners"], 3
    assert kinds(replace(plan, format_id=kind.id, levels=("practitioners",)), "format") == []
    assert "Practitioners" in kinds(replace(plan, format_id=kind.id, levels=("policy-makers",)), "format")[0]
    kind.default_hours = 18
    assert "usually takes 18 hours; this plan has 3" in kinds(replace(plan, format_id=kind.id), "format")[0]


def test_a_new_session_takes_the_levels_of_its_format(plan, make):
    kind = make.format()
    kind.default_levels = ["practitioners"]
    assert services.schedule(replace(plan, format_id=kind.id)).levels == ["practitioners"]
    assert services.schedule(replace(plan, format_id=kind.id, levels=("all",))).levels == ["all"]
