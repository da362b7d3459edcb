"""What calendar programs read: one VEVENT a slot, zones with their rules, nothing that is not theirs to know."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
import vobject

from trainhub.kernel.types import Texts
from trainhub.sessions import calendar, services


def events(text):
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(text).walk("VEVENT")}


def test_every_slot_is_one_timed_event(make):
    room = make.room(title=Texts.of({"en": "Hall A"}))
    session = make.session(
        slots=3, room=room, title=Texts.of({"en": "Rights; borders, data"}), join_url="https://meet.example/s"
    )
    text = calendar.calendar_text(session.slots, "Trainings")
    found = events(text)
    assert set(found) == {slot.uid for slot in session.slots}
    event = found[session.slots[0].uid]
    assert event["DTSTART"].params["TZID"] == "Asia/Baku"
    assert event.decoded("DTSTART") == session.slots[0].utc_start
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(hours=3)
    assert str(event["SUMMARY"]) == "Rights; borders, data"
    assert str(event["LOCATION"]) == "Hall A, Centre baku"
    assert str(event["URL"]) == f"http://localhost/sessions/{session.slug}/"
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CONFIRMED", 0)
    assert {"DTSTAMP", "LAST-MODIFIED"} <= set(event)
    assert "meet.example" not in text


def test_a_title_that_looks_like_a_calendar_is_a_title(make):
    titles = ("DTSTART:9999", "END:VEVENT", "STATUS:CANCELLED", "DTSTART:1000" + " and more" * 12)
    for number, title in enumerate(titles):
        session = make.session(
            slug=f"odd-{number}", day=number, title=Texts.of({"en": title}), join_url="https://meet.example/s"
        )
        (event,) = events(calendar.calendar_text(session.slots, "Trainings", joined=True)).values()
        assert (str(event["SUMMARY"]), str(event["STATUS"])) == (title, "CONFIRMED")
        assert "meet.example" in str(event["DESCRIPTION"])
        assert len(calendar.calendar_text(session.slots, "Trainings")) < 5_000  # zones of the years that count


def test_vobject_reads_the_same(make):
    session = make.session(slots=2)
    parsed = vobject.readOne(calendar.calendar_text(session.slots, "Təlimlər"))
    assert len(parsed.vevent_list) == 2
    assert parsed.vevent.dtstart.value == session.slots[0].utc_start
    assert parsed.x_wr_calname.value == "Təlimlər"
    assert parsed.method.value == "PUBLISH"


def test_lines_are_folded_and_end_in_crlf(make):
    session = make.session(title=Texts.of({"en": "Ümumi " * 40}))
    text = calendar.calendar_text(session.slots, "Ə" * 120)
    assert text.count("\n") == text.count("\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n" in text


def test_control_characters_and_new_lines_do_no_harm(make):
    session = make.session(title=Texts.of({"en": "A\x07\tB\r\nBEGIN:VEVENT\nC"}))
    found = events(calendar.calendar_text(session.slots, "x\r\nMETHOD:REQUEST"))
    assert [str(event["SUMMARY"]) for event in found.values()] == ["A B\nBEGIN:VEVENT\nC"]


def test_zones_carry_their_clock_changes(make):
    baku = make.session(day=date(2027, 3, 26))
    moldova = make.session(day=date(2027, 3, 26), zone="Europe/Chisinau", slots=0)
    make.slot(moldova, date(2027, 3, 26))
    make.slot(moldova, date(2027, 3, 29))
    text = calendar.calendar_text([*baku.slots, *moldova.slots], "x")
    parsed = icalendar.Calendar.from_ical(text)
    zones = {str(zone["TZID"]): zone.to_tz(lookup_tzid=False) for zone in parsed.walk("VTIMEZONE")}
    assert set(zones) == {"Asia/Baku", "Europe/Chisinau"}
    for day, hours in ((date(2027, 3, 26), 2), (date(2027, 3, 29), 3), (date(2027, 11, 1), 2)):
        local = datetime.combine(day, time(10))
        assert local.replace(tzinfo=zones["Europe/Chisinau"]).utcoffset() == timedelta(hours=hours)
        assert local.replace(tzinfo=zones["Asia/Baku"]).utcoffset() == timedelta(hours=4)
    by_vobject = vobject.readOne(text)
    starts = {event.uid.value: event.dtstart.value.astimezone(UTC) for event in by_vobject.vevent_list}
    assert starts == {slot.uid: slot.utc_start for slot in [*baku.slots, *moldova.slots]}


def test_moved_and_cancelled_slots_say_so(make):
    session = make.session(slots=2)
    first, second = session.slots
    services.move_half_days(first, 4)
    services.cancel_slot(second)
    found = events(calendar.calendar_text(session.slots, "x"))
    assert (found[first.uid]["SEQUENCE"], str(found[first.uid]["STATUS"])) == (1, "CONFIRMED")
    assert (found[second.uid]["SEQUENCE"], str(found[second.uid]["STATUS"])) == (1, "CANCELLED")


def test_a_draft_is_tentative(make):
    session = make.session(state="draft")
    assert "STATUS:TENTATIVE" in session.slots[0].vevent


def test_a_new_title_reaches_calendars_and_nothing_else_touches_them(make, clock):
    session = make.session()
    slot, before = session.slots[0], session.slots[0].vevent
    clock.set("2027-03-05 08:00")
    services.edit(session, replace(services.plan_of(session), note="only for staff"))
    assert slot.vevent == before
    services.edit(session, replace(services.plan_of(session), title=Texts.of({"en": "Another name"})))
    assert "SUMMARY:Another name" in slot.vevent
    assert "LAST-MODIFIED:20270305T080000Z" in slot.vevent
    assert slot.sequence == 0


@pytest.mark.parametrize("url", ["https://meet.example/" + "a" * 90, "https://meet.example/;,x"])
def test_only_the_personal_calendar_has_the_link_to_join(make, url):
    session = make.session(slots=2, join_url=url)
    services.cancel_slot(session.slots[1])
    found = events(calendar.calendar_text(session.slots, "mine", joined=True))
    first, second = (found[slot.uid] for slot in session.slots)
    assert str(first["DESCRIPTION"]) == f"Join: {url}"
    assert "DESCRIPTION" not in second
