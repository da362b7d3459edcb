"""Registers: everybody present by default, exceptions with their minutes, and hours that add up."""

import pytest

from trainhub.attendance import services
from trainhub.attendance.models import Attendance, Register
from trainhub.attendance.services import Hours, Mark
from trainhub.kernel import work
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.kernel.work import Actor, EventRow

BY = Actor(None, "Trainer")


@pytest.fixture
def day(make):
    """Give a session that takes place today (two half-days of 3 hours), and three people on its register."""
    session = make.session(day=0, slots=2)
    return session, session.slots, [make.registration(session) for _ in range(3)]


def events():
    return db.session.query(EventRow).filter_by(name="on_attendance_recorded").count()


class TestTheRegister:
    def test_everybody_starts_as_present_and_nothing_is_written_by_looking(self, day):
        sheet = services.open_register(day[1][0])
        assert [line.status for line in sheet.lines] == ["present"] * 3
        assert sheet.register is None
        assert db.session.query(Attendance).count() == 0

    def test_only_people_with_a_confirmed_place_are_on_it(self, make, day):
        session, (slot, _), people = day
        for state in ("applied", "waiting", "offered", "declined", "withdrawn"):
            make.registration(session, state=state)
        assert {line.registration.id for line in services.open_register(slot).lines} == {each.id for each in people}

    def test_closing_it_writes_a_row_for_each(self, day):
        _, (slot, _), (first, second, third) = day
        services.save(
            slot=slot, by=BY, marks={second.id: Mark("late", missed=20), third.id: Mark("excused", comment="Ill")}
        )
        rows = {row.registration_id: row for row in db.session.query(Attendance)}
        assert (rows[first.id].status, rows[first.id].minutes) == ("present", 180)
        assert (rows[second.id].status, rows[second.id].minutes) == ("late", 160)
        assert (rows[third.id].status, rows[third.id].minutes, rows[third.id].comment) == ("excused", 0, "Ill")
        assert db.session.query(Register).filter_by(slot_id=slot.id).count() == 1
        assert events() == 1

    def test_closing_it_again_keeps_the_marks_that_were_made(self, day):
        _, (slot, _), (first, *_others) = day
        services.mark(slot=slot, registration=first, mark=Mark("absent"), by=BY)
        services.save(slot=slot, marks={}, by=BY)
        services.save(slot=slot, marks={}, by=BY)
        tally = services.open_register(slot).tally
        assert (tally["present"], tally["absent"]) == (2, 1)
        assert db.session.query(Register).count() == 1

    def test_a_tap_is_saved_at_once_and_told_only_after_the_register_was_closed(self, day):
        _, (slot, _), (first, *_others) = day
        services.mark(slot=slot, registration=first, mark=Mark("absent"), by=BY)
        assert (db.session.query(Attendance).one().status, events()) == ("absent", 0)
        services.save(slot=slot, marks={}, by=BY)
        services.mark(slot=slot, registration=first, mark=Mark("present"), by=BY)
        assert events() == 2

    def test_a_correction_keeps_what_was_there_before(self, day):
        session, (slot, _), (first, *_others) = day
        services.save(slot=slot, marks={}, by=BY)
        services.mark(slot=slot, registration=first, mark=Mark("left_early", missed=60), by=BY)
        work.commit()
        entry = db.session.query(AuditEntry).filter_by(kind="attendance", action="changed").one()
        told = {"status": ["present", "left_early"], "minutes": [180, 120], "source": ["closing", "trainer"]}
        assert entry.changes == told
        assert (entry.subject_kind, entry.subject_id) == ("training_session", session.id)

    def test_who_comes_in_at_the_door_is_on_it(self, make, day):
        session, (slot, _), _ = day
        walk_in = make.registration(session, make.person(email=None), origin="walk-in")
        services.save(slot=slot, marks={}, by=BY)
        assert services.hours(walk_in).attended == 3


class TestWhatIsRefused:
    def test_a_slot_whose_day_has_not_come(self, make, clock):
        session = make.session(day=1)
        registration = make.registration(session)
        with pytest.raises(Refused, match="opens on the day"):
            services.save(slot=session.slots[0], marks={}, by=BY)
        with pytest.raises(Refused, match="opens on the day"):
            services.mark(slot=session.slots[0], registration=registration, mark=Mark(), by=BY)
        clock.set("2027-03-02 20:00")  # midnight in Baku: its day has come
        services.save(slot=session.slots[0], marks={}, by=BY)
        assert db.session.query(Attendance).count() == 1

    @pytest.mark.parametrize("mark", [Mark("late", missed=180), Mark("left_early", missed=-1)])
    def test_minutes_that_do_not_fit_the_slot(self, day, mark):
        with pytest.raises(Invalid, match="180 minutes"):
            services.mark(slot=day[1][0], registration=day[2][0], mark=mark, by=BY)

    def test_an_unknown_status(self, day):
        with pytest.raises(Invalid):
            services.mark(slot=day[1][0], registration=day[2][0], mark=Mark("asleep"), by=BY)

    def test_somebody_of_another_session(self, make, day):
        stranger = make.registration(make.session(day=0))
        with pytest.raises(NotFound):
            services.save(slot=day[1][0], marks={stranger.id: Mark("absent")}, by=BY)

    @pytest.mark.parametrize("state", ["draft", "cancelled"])
    def test_a_session_that_does_not_take_place(self, make, state):
        session = make.session(day=0, state=state)
        with pytest.raises(Refused):
            services.save(slot=session.slots[0], marks={}, by=BY)

    def test_a_completed_session_unless_staff_correct_it(self, day):
        session, (slot, _), (first, *_others) = day
        session.state = "completed"
        with pytest.raises(Refused, match="completed"):
            services.mark(slot=slot, registration=first, mark=Mark("absent"), by=BY)
        services.mark(slot=slot, registration=first, mark=Mark("absent"), by=BY, correcting=True)
        assert services.open_register(slot).tally["absent"] == 1

    def test_a_cancelled_slot(self, day, clock):
        from_now = day[1][0]
        from_now.cancelled_at = from_now.modified_at
        db.session.flush()
        with pytest.raises(Refused):
            services.save(slot=from_now, marks={}, by=BY)


class TestHours:
    def test_they_count_what_was_attended_of_what_was_planned(self, day):
        session, slots, (first, second, third) = day
        services.save(slot=slots[0], marks={second.id: Mark("late", missed=30), third.id: Mark("absent")}, by=BY)
        services.save(slot=slots[1], marks={third.id: Mark("excused")}, by=BY)
        hours = services.hours_of_session(session.id)
        assert [(hours[each.id].attended, hours[each.id].planned) for each in (first, second, third)] == [
            (6, 6),
            (5.5, 6),
            (0, 6),
        ]
        assert services.hours(second) == Hours(5.5, 6)
        assert round(services.hours(second).share, 3) == 0.917

    def test_a_slot_that_was_cancelled_later_counts_for_nobody(self, day):
        session, slots, (first, *_others) = day
        services.save(slot=slots[0], marks={}, by=BY)
        slots[0].cancelled_at, session.hours = slots[0].modified_at, 3
        db.session.flush()
        assert services.hours(first) == Hours(0, 3)

    def test_nothing_planned_is_no_share(self, make):
        session = make.session(slots=0)
        assert services.hours(make.registration(session)).share == 0

    def test_hours_of_a_session_are_one_query(self, day, queries):
        session, slots, _ = day
        services.save(slot=slots[0], marks={}, by=BY)
        with queries(1):
            assert len(services.hours_of_session(session.id)) == 3

    def test_the_strip_tells_day_by_day(self, day):
        session, slots, (first, second, _) = day
        slots[1].online = True
        services.save(slot=slots[0], marks={second.id: Mark("absent")}, by=BY)
        marks = services.marks_of_session(session.id)
        assert services.strip(slots, marks, first.id) == [["on", "plan"]]
        assert services.strip(slots, marks, second.id) == [["miss", "plan"]]
        services.save(slot=slots[1], marks={}, by=BY)
        assert services.strip(slots, services.marks_of_session(session.id), first.id) == [["on", "net"]]
