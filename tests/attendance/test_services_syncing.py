"""What a device brings that was away: each mark once, none over what it had not seen, and a person decides."""

from datetime import timedelta
from uuid import uuid4

import pytest

from trainhub.attendance import services
from trainhub.attendance.models import Attendance, Conflict, Sync
from trainhub.attendance.services import Mark, Sent
from trainhub.kernel import clock as kernel_clock
from trainhub.kernel import work
from trainhub.kernel.db import db
from trainhub.kernel.errors import NotFound, Refused
from trainhub.kernel.work import Actor, EventRow

LEYLA, ANAR = Actor(None, "Leyla"), Actor(None, "Anar")


@pytest.fixture
def slot(make):
    """Give the morning of a session of today, with three people on its register."""
    session = make.session(day=0, slots=2)
    for _ in range(3):
        make.registration(session)
    return session.slots[0]


@pytest.fixture
def people(slot):
    return [line.registration for line in services.open_register(slot).lines]


def sent(person, status="absent", *, uuid="", **values):
    mark = Mark(status, values.pop("missed", 0), values.pop("comment", ""))
    return Sent(uuid or str(uuid4()), person.public_id, mark, **values)


def bring(slot, *messages, by=ANAR):
    return [each.outcome for each in services.sync(slot=slot, sent=messages, by=by)]


def standing(person):
    return db.session.query(Attendance).filter_by(registration_id=person.id).one()


def test_marks_arrive_once_however_often_they_are_sent(slot, people):
    first, second, _ = people
    messages = [sent(first), sent(second, "late", missed=20, comment="Bus")]
    assert bring(slot, *messages) == ["applied", "applied"]
    assert bring(slot, *messages) == ["applied", "applied"]
    services.mark(slot=slot, registration=first, mark=Mark("present"), by=LEYLA)
    assert bring(slot, messages[0]) == ["applied"]  # an old message does not undo what came after it
    assert (standing(first).status, standing(second).minutes, standing(second).comment) == ("present", 160, "Bus")
    assert db.session.query(Sync).count() == 2
    assert db.session.query(Conflict).count() == 0


def test_marks_of_one_person_follow_each_other_although_the_device_saw_none_of_their_versions(slot, people):
    person = people[0]
    one, two, three = (str(uuid4()) for _ in range(3))
    chain = [
        sent(person, "absent", uuid=one),
        sent(person, "late", uuid=two, after=one, missed=10),
        sent(person, "excused", uuid=three, after=two),
    ]
    assert bring(slot, *chain[:2]) == ["applied", "applied"]
    assert bring(slot, *chain) == ["applied", "applied", "applied"]  # the answer to the first message was lost
    assert standing(person).status == "excused"


def test_what_changed_meanwhile_and_says_something_else_stays_and_is_told(slot, people):
    person, same, _ = people
    services.mark(slot=slot, registration=person, mark=Mark("late", missed=30), by=LEYLA)
    services.mark(slot=slot, registration=same, mark=Mark("absent"), by=LEYLA)
    made = kernel_clock.now() - timedelta(minutes=40)
    assert bring(slot, sent(person, made_at=made), sent(same)) == ["conflict", "same"]
    assert (standing(person).status, standing(person).minutes) == ("late", 150)
    (conflict,) = services.open_register(slot).lines[people.index(person)].conflicts
    assert (conflict.held_status, conflict.held_minutes, conflict.status, conflict.minutes) == (
        "late",
        150,
        "absent",
        0,
    )
    assert (conflict.made_at, conflict.state) == (made, "open")
    assert services.undecided(slot.session_id) == {slot.id: 1}
    services.decide(conflict=conflict, take=True, by=LEYLA)
    assert (standing(person).status, conflict.state) == ("absent", "taken")
    with pytest.raises(Refused, match="in the meantime"):
        services.decide(conflict=conflict, take=False, by=ANAR)
    assert services.undecided(slot.session_id) == {}


def test_a_device_that_goes_on_disagreeing_makes_no_second_conflict_and_agreeing_ends_it(slot, people):
    person = people[0]
    services.mark(slot=slot, registration=person, mark=Mark("late", missed=30), by=LEYLA)
    one, two, three = (str(uuid4()) for _ in range(3))
    assert bring(slot, sent(person, uuid=one)) == ["conflict"]
    assert bring(slot, sent(person, "excused", uuid=two, after=one)) == ["conflict"]
    conflict = db.session.query(Conflict).one()
    assert conflict.status == "excused"
    assert bring(slot, sent(person, "late", missed=30, uuid=three, after=two)) == ["same"]
    assert (conflict.state, standing(person).status) == ("kept", "late")


def test_who_saw_both_and_marks_again_has_the_last_word(slot, people):
    person = people[0]
    services.mark(slot=slot, registration=person, mark=Mark("late", missed=30), by=LEYLA)
    seen = standing(person).version
    assert bring(slot, sent(person, "excused", seen=seen)) == ["applied"]
    conflict_of_old = bring(slot, sent(person, "absent", seen=seen))
    assert (conflict_of_old, standing(person).status) == (["conflict"], "excused")


def test_a_mark_that_was_taken_back_and_made_anew_is_none_that_a_device_saw(slot, people, clock):
    person = people[0]
    clock.set("2027-03-02 06:00")
    here = {"slot": slot, "session": slot.session, "public_id": person.public_id}
    services.desk.check_in(slot=slot, registration=person, by=LEYLA)
    seen = standing(person).version
    services.desk.undo(**here, status="", by=LEYLA)
    clock.set("2027-03-02 06:01")
    services.mark(slot=slot, registration=person, mark=Mark("absent"), by=LEYLA)
    assert bring(slot, sent(person, "late", missed=5, seen=seen)) == ["conflict"]
    assert standing(person).status == "absent"


def test_what_was_brought_for_another_place_says_nothing_of_this_one(slot, people):
    """No conflict is decided by marks of another person, and no mark is taken for one of another slot."""
    person, other, _ = people
    elsewhere = slot.session.slots[1]
    one = str(uuid4())
    for each in (person, other):
        services.mark(slot=slot, registration=each, mark=Mark("late", missed=30), by=LEYLA)
    assert bring(slot, sent(person, uuid=one)) == ["conflict"]
    assert bring(slot, sent(other, "excused", after=one)) == ["conflict"]
    assert bring(slot, sent(other, "late", missed=30, after=one)) == ["same"]
    mine, theirs = db.session.query(Conflict).order_by(Conflict.id)
    assert (mine.registration_id, mine.status, mine.state) == (person.id, "absent", "open")
    assert (theirs.registration_id, theirs.status) == (other.id, "excused")
    assert bring(elsewhere, sent(person, uuid=one)) == ["refused"]
    assert db.session.query(Attendance).filter_by(slot_id=elsewhere.id).count() == 0


def test_closing_the_register_is_nobodys_judgement_of_who_was_not_marked(slot, people):
    person, other, _ = people
    services.save(slot=slot, marks={other.id: Mark("absent")}, by=LEYLA)
    before = db.session.query(EventRow).filter_by(name="on_attendance_recorded").count()
    assert bring(slot, sent(person), sent(other, "late", missed=5)) == ["applied", "conflict"]
    assert db.session.query(EventRow).filter_by(name="on_attendance_recorded").count() == before + 1
    assert standing(person).status == "absent"


def test_a_comment_of_a_device_joins_a_mark_that_has_none(slot, people):
    person = people[0]
    services.mark(slot=slot, registration=person, mark=Mark("excused"), by=LEYLA)
    assert bring(slot, sent(person, "excused", comment="Embassy")) == ["applied"]
    assert bring(slot, sent(person, "excused", comment="Ill")) == ["conflict"]
    assert standing(person).comment == "Embassy"


def test_what_cannot_be_used_is_refused_one_by_one_and_may_be_sent_again(make, slot, people):
    stranger = make.registration(make.session(day=0))
    messages = [sent(people[0], "asleep"), sent(people[1], "late", missed=999), sent(stranger), sent(people[2])]
    receipts = services.sync(slot=slot, sent=messages, by=ANAR)
    assert [each.outcome for each in receipts] == ["refused", "refused", "refused", "applied"]
    assert all(each.reason for each in receipts[:3])
    assert db.session.query(Sync).count() == 1
    slot.session.state = "completed"
    assert bring(slot, sent(people[0]), messages[3]) == ["refused", "applied"]
    assert services.sync(slot=slot, sent=[sent(people[0])], by=ANAR, correcting=True)[0].outcome == "applied"


def test_a_conflict_of_another_register_is_not_there(make, slot, people):
    services.mark(slot=slot, registration=people[0], mark=Mark("late"), by=LEYLA)
    bring(slot, sent(people[0]))
    conflict = db.session.query(Conflict).one()
    with pytest.raises(NotFound):
        services.find_conflict(make.session(day=0).slots[0], conflict.public_id)


def test_the_history_tells_in_words_who_said_what(slot, people):
    person = people[0]
    work.act_as(LEYLA)
    services.save(slot=slot, marks={}, by=LEYLA)
    work.act_as(ANAR)
    services.mark(slot=slot, registration=person, mark=Mark("late", missed=20, comment="Bus"), by=ANAR)
    newest, oldest = services.history(slot, standing(person))
    assert (newest.who, newest.what) == ("Anar", "Late, before: Present. 160 minutes count. The comment was changed.")
    assert (oldest.who, oldest.what) == ("Leyla", "Present. 180 minutes count. Noted when the register was closed.")
    assert services.history(slot, None) == []


def test_old_receipts_are_forgotten_marks_and_conflicts_are_not(slot, people, clock):
    services.mark(slot=slot, registration=people[0], mark=Mark("late"), by=LEYLA)
    bring(slot, sent(people[0]), sent(people[1]))
    conflict = db.session.query(Conflict).one()
    db.session.query(Sync).filter_by(conflict_id=conflict.id).update({"conflict_id": conflict.id})
    clock.set("2028-06-01 08:00")
    services.purge(None)
    assert (db.session.query(Sync).count(), db.session.query(Conflict).count()) == (0, 1)


def test_of_two_registrations_that_become_one_all_comes_along(make, slot, people):
    goes, stays, _ = people
    services.mark(slot=slot, registration=goes, mark=Mark("late"), by=LEYLA)
    bring(slot, sent(goes))
    services.join(goes, stays)
    assert standing(stays).status == "late"
    assert db.session.query(Conflict).one().registration_id == stays.id
