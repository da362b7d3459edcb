"""Own words for registers, several people at once, and what can still be reached."""

import pytest

from trainhub.attendance import policies, services
from trainhub.attendance.models import STATUSES, Attendance
from trainhub.attendance.services import Mark, StatusPlan
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.kernel.work import Actor
from trainhub.reports.models import Participation
from trainhub.reports.services import facts

BY = Actor(None, "Trainer")


@pytest.fixture
def own(make):
    """Add three own statuses: present in another way, late in another way, away on duty."""
    wanted = (("Online only", "present"), ("Traffic", "late"), ("On mission", "excused"))
    return [services.save_status(plan=StatusPlan(make.texts(title), counts)) for title, counts in wanted]


class TestOwnWords:
    def test_they_count_as_what_they_mean(self, make, own):
        online, traffic, mission = own
        session = make.session(day=0, slots=1)
        first, second, third = (make.registration(session) for _ in range(3))
        for person, status in ((first, online), (second, traffic), (third, mission)):
            services.mark(slot=session.slots[0], registration=person, mark=Mark(status.key, 60), by=BY)
        hours = services.hours_of_session(session.id)
        assert [hours[each.id].attended for each in (first, second, third)] == [3, 2, 0]
        tally = services.open_register(session.slots[0]).tally
        assert tally == {"present": 1, "late": 1, "left_early": 0, "excused": 1, "absent": 0}
        marks = services.marks_of_session(session.id)
        assert services.strip(session.slots, marks, third.id) == [["miss", ""]]
        facts.refresh([session.id])
        there = {row.registration_id: row.attended for row in db.session.query(Participation)}
        assert [there[each.id] for each in (first, second, third)] == [True, True, False]

    def test_the_five_stay_and_own_ones_are_put_away_not_lost(self, make, own):
        assert list(services.words())[:5] == list(STATUSES)
        online = own[0]
        session = make.session(day=0, slots=1)
        person, other = (make.registration(session) for _ in range(2))
        services.mark(slot=session.slots[0], registration=person, mark=Mark(online.key), by=BY)
        with pytest.raises(Refused, match="cannot change any more"):
            services.save_status(plan=StatusPlan(online.title, "absent"), status=online)
        services.save_status(plan=StatusPlan(make.texts("By video"), "present", archived=True), status=online)
        assert online.key not in [word.key for word in services.in_use()]
        assert services.word(online.key) == "By video"
        with pytest.raises(Invalid):
            services.mark(slot=session.slots[0], registration=other, mark=Mark(online.key), by=BY)
        services.mark(slot=session.slots[0], registration=person, mark=Mark(online.key, comment="Line fell"), by=BY)

    def test_what_makes_no_sense_is_refused(self, make):
        present = services.find_status("present")
        for plan in (StatusPlan(present.title, "absent"), StatusPlan(present.title, "present", archived=True)):
            with pytest.raises(Refused, match="one of the five"):
                services.save_status(plan=plan, status=present)
        for plan, field in (
            (StatusPlan(make.texts("")), "title"),
            (StatusPlan(make.texts("Asleep"), "asleep"), "counts"),
        ):
            with pytest.raises(Invalid) as refused:
                services.save_status(plan=plan)
            assert set(refused.value.fields) == {field}
        with pytest.raises(NotFound):
            services.find_status("asleep")


class TestSeveral:
    def test_everybody_or_some_in_one_slot_or_the_whole_day(self, make):
        session = make.session(day=0, slots=3)
        people = [make.registration(session) for _ in range(3)]
        morning, afternoon, tomorrow = session.slots
        assert policies.reach(morning, session.standing, "day") == [morning, afternoon]
        assert policies.reach(morning, session.standing, "half") == [morning]
        assert set(policies.scopes(morning, session.standing)) == {"slot", "day"}
        assert policies.scopes(tomorrow, session.standing) == {}
        chosen = services.find_lines(session, [people[0].public_id, people[2].public_id])
        services.mark_many(slots=[morning, afternoon], registrations=chosen, mark=Mark("absent"), by=BY)
        assert db.session.query(Attendance).filter_by(status="absent").count() == 4
        services.mark_many(slots=[morning], registrations=services.find_lines(session, None), mark=Mark(), by=BY)
        assert services.open_register(morning).tally["present"] == 3
        assert services.open_register(afternoon).tally["absent"] == 2

    def test_all_or_nobody(self, make):
        session = make.session(day=0, slots=1)
        person = make.registration(session)
        stranger = make.registration(make.session(day=0))
        with pytest.raises(NotFound):
            services.find_lines(session, [person.public_id, stranger.public_id])


class TestWhatCanStillBeReached:
    def test_passing_becomes_impossible_when_too_much_is_missed(self, make):
        session = make.session(day=0, slots=4, hours=12)  # 80% of 12 hours: 9.6 are needed
        person, other = (make.registration(session) for _ in range(2))
        slots = session.slots

        def outlook(each):
            marks, hours = services.marks_of_session(session.id), services.hours_of_session(session.id)
            closed = services.registers_of_session(session.id)
            return services.outlooks(session, [each.id], marks, hours, closed)[each.id]

        assert (outlook(person).possible, outlook(person).needed, outlook(person).lost) == (12, 9.6, False)
        services.mark(slot=slots[0], registration=person, mark=Mark("late", missed=60), by=BY)
        assert (outlook(person).possible, outlook(person).lost) == (11, False)
        services.mark(slot=slots[1], registration=person, mark=Mark("excused"), by=BY)
        assert (outlook(person).possible, outlook(person).lost, outlook(person).missed) == (8, True, 4)
        services.mark(slot=slots[1], registration=person, mark=Mark(), by=BY)
        assert outlook(person).lost is False
        session.format.certifies = False
        assert (outlook(other).needed, outlook(other).lost) == (0, False)

    def test_a_closed_register_without_one_is_missed_and_all_places_cost_one_question(self, make, queries):
        people = [make.person() for _ in range(1)]
        places = []
        for _ in range(3):
            session = make.session(day=0, slots=2, hours=6)
            services.save(slot=session.slots[0], marks={}, by=BY)
            places.append(make.registration(session, people[0]))
        for each in places:
            db.session.refresh(each)
        services.of_places(places)
        with queries(1):
            found = services.of_places(places)
        assert {(each.possible, each.lost) for each in found.values()} == {(3, True)}
