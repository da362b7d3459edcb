"""A meeting's log becomes marks: matched, reviewed, then written down in one act, or not at all."""

import io
from dataclasses import replace

import pytest

from trainhub.attendance import services
from trainhub.attendance.meetingmatch import Rules
from trainhub.attendance.models import Attendance, Register, SheetScan
from trainhub.attendance.services import Mark, meetings
from trainhub.kernel import files
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, Refused
from trainhub.kernel.text import fold
from trainhub.kernel.work import Actor
from trainhub.people.models import Person

from . import meeting_logs as logs

BY = Actor(None, "Trainer")
NAMES = {
    "rashad@example.org": "Rəşad Əliyev",
    "olga@example.org": "Ольга Щербакова",
    "giorgi@example.org": "გიორგი მაისურაძე",
    "ali@example.org": "علی‌رضا حسینی‌پور",
    "gul@example.org": "Gülçöhrə İsmayılzadə",
}


@pytest.fixture
def slot(make, clock):
    clock.set("2027-03-02 06:00")
    session = make.session(day=0, slots=2, mode="online")
    for email, name in NAMES.items():
        make.registration(session, make.person(native=name, display=name, email=email, search=fold(name)))
    session.slots[0].online = True
    db.session.flush()
    return session.slots[0]


def brought(body=logs.ZOOM, name="participants_84512345678.csv"):
    return meetings.bring(io.BytesIO(body.encode() if isinstance(body, str) else body), name)


def of(slot, first):
    return next(
        line.registration for line in services.open_register(slot).lines if str(line.registration).startswith(first)
    )


def row(review, name):
    return next(each for each in review.rows if each.guest.name.startswith(name))


def told(review):
    return {
        str(each.line.registration).split()[0]: each.mark and (each.mark.status, each.mark.missed)
        for each in review.outcomes
    }


def wish(slot, review, **chosen):
    """Return the first wish with people of the log said to be somebody, or left out."""
    first = meetings.wish_of(slot)
    numbers = {row(review, name).number: to for name, to in chosen.items()}
    return replace(first, chosen=numbers)


def save(slot, said, **more):
    ready = wish(slot, said, iPhone="")
    picked = [each.pick for each in meetings.review(slot, brought(), ready).outcomes if each.mark and each.ticked]
    return meetings.save_log(**{"slot": slot, "brought": brought(), "wish": ready, "picked": picked, "by": BY} | more)


def marks(slot):
    db.session.expire_all()
    rows = db.session.query(Attendance).filter_by(slot_id=slot.id)
    return {str(each.registration).split()[0]: (each.status, each.minutes, each.source) for each in rows}


class TestTheReview:
    def test_says_who_is_who_and_why_and_writes_nothing(self, slot):
        review = meetings.review(slot, brought(), meetings.wish_of(slot))
        why = {each.guest.name.split()[0]: each.match.why for each in review.rows}
        assert why == {
            "R.": "email",
            "Rəşad": "name",
            "Ольга": "name",
            "Giorgi": "spelling",
            "Gulchohra": "spelling",
            "iPhone": "unsure",
            "994501234567": "nobody",
            "Observer,": "nobody",
        }
        assert [each.guest.name for each in review.to_choose] == ["iPhone (Ольга)"]
        assert str(row(review, "iPhone").offered[0].registration) == "Ольга Щербакова"
        assert told(review) == {
            "Rəşad": ("present", 0),
            "Ольга": ("late", 50),
            "გიორგი": ("left_early", 90),
            "علی‌رضا": ("absent", 0),
            "Gülçöhrə": ("present", 0),
        }
        assert db.session.query(Attendance).count() == 0
        assert db.session.query(files.File).count() == 0

    def test_choices_and_rules_change_it(self, slot):
        review = meetings.review(slot, brought(), meetings.wish_of(slot))
        olga = of(slot, "Ольга").public_id
        chosen = meetings.review(slot, brought(), wish(slot, review, iPhone=olga))
        assert chosen.to_choose == []
        assert told(chosen)["Ольга"] == ("late", 40)  # two devices at once: ten minutes more
        strict = replace(meetings.wish_of(slot), rules=Rules(grace=1, least=60))
        assert told(meetings.review(slot, brought(), strict))["Gülçöhrə"] == ("late", 4)
        assert told(meetings.review(slot, brought(), strict))["გიორგი"] == ("absent", 0)
        elsewhere = meetings.review(slot, brought(), replace(meetings.wish_of(slot), zone="America/New_York"))
        assert not elsewhere.meets
        stranger = meetings.review(slot, brought(), wish(slot, review, iPhone="nobody-at-all"))
        assert stranger.to_choose  # what is no choice is none

    def test_who_sits_in_the_room_is_in_no_log(self, slot):
        slot.session.mode, slot.room_id, slot.online = "hybrid", None, False
        review = meetings.review(slot, brought(), meetings.wish_of(slot))
        assert told(review)["علی‌رضا"] is None

    def test_one_signs_in_with_another_address(self, slot, make):
        person = db.session.get(Person, of(slot, "Ольга").person_id)
        make.account(person=person).login = "o.s@example.net"
        db.session.flush()
        log = "Name,Email,Duration\nO,O.S@example.net,100\n"
        review = meetings.review(slot, brought(log), meetings.wish_of(slot))
        assert (row(review, "O").match.why, told(review)["Ольга"]) == ("email", ("left_early", 80))

    @pytest.mark.parametrize(
        ("body", "name"),
        [
            (b"", "a.csv"),
            (b"Name,Country\nA,AZ\n", "a.csv"),
            (b"%PDF-1.7", "a.pdf"),
            (b"\x00\x01\x02\x03" * 500, "a.csv"),
            (b"PK\x03\x04nonsense", "a.xlsx"),
            (b'Name,Duration\n"A,5\n', "a.csv"),
            (b"x" * (3 << 20), "a.csv"),
        ],
    )
    def test_bad_files_get_words_at_their_field(self, slot, body, name):
        with pytest.raises(Invalid) as told:
            meetings.review(slot, brought(body, name), meetings.wish_of(slot))
        assert "file" in told.value.fields
        assert db.session.query(Attendance).count() == 0


class TestWriting:
    def test_all_marks_in_one_act_with_their_source_in_the_history(self, slot):
        assert save(slot, meetings.review(slot, brought(), meetings.wish_of(slot))) == 5
        assert marks(slot) == {
            "Rəşad": ("present", 180, "log"),
            "Ольга": ("late", 130, "log"),
            "გიორგი": ("left_early", 90, "log"),
            "علی‌رضا": ("absent", 0, "log"),
            "Gülçöhrə": ("present", 180, "log"),
        }
        assert db.session.query(AuditEntry).filter_by(kind="attendance", action="created").count() == 5
        assert db.session.query(Register).count() == 0
        assert db.session.query(files.File).count() == 0
        again = meetings.review(slot, brought(), meetings.wish_of(slot))
        assert all(each.same for each in again.outcomes)

    def test_marks_of_a_person_stay_unless_ticked(self, slot):
        services.mark(slot=slot, registration=of(slot, "علی‌رضا"), mark=Mark("excused", 0, "ill"), by=BY)
        review = meetings.review(slot, brought(), meetings.wish_of(slot))
        [ali] = [each for each in review.outcomes if each.by_hand]
        assert save(slot, review) == 4
        assert marks(slot)["علی‌رضا"][0] == "excused"
        assert save(slot, review, picked=[ali.pick]) == 1
        assert marks(slot)["علی‌رضا"][0] == "absent"
        assert db.session.query(Attendance).filter_by(comment="ill").count() == 1

    def test_somebody_marked_meanwhile_or_not_chosen_stops_it_all(self, slot):
        review = meetings.review(slot, brought(), meetings.wish_of(slot))
        picked = [each.pick for each in review.outcomes]
        with pytest.raises(Invalid, match="iPhone"):
            save(slot, review, wish=meetings.wish_of(slot))
        services.mark(slot=slot, registration=of(slot, "Ольга"), mark=Mark("present"), by=BY)
        with pytest.raises(Invalid, match="Ольга Щербакова"):
            save(slot, review, picked=picked)
        assert list(marks(slot)) == ["Ольга"]

    def test_not_before_its_day_nor_after_the_end_of_the_session(self, slot, clock):
        review = meetings.review(slot, brought(), meetings.wish_of(slot))
        slot.session.state = "completed"
        with pytest.raises(Refused):
            save(slot, review)
        assert save(slot, review, correcting=True) == 5
        clock.set("2027-02-27 06:00")
        with pytest.raises(Refused):
            save(slot, review, correcting=True)

    def test_kept_as_evidence_and_closed_if_asked_to(self, slot):
        review = meetings.review(slot, brought(), meetings.wish_of(slot))
        save(slot, review, keep=True, close=True)
        scan = db.session.query(SheetScan).one()
        assert (scan.slot_id, scan.file.name, scan.file.media_type) == (
            slot.id,
            "participants_84512345678.csv",
            "text/csv",
        )
        assert files.path(scan.file).read_text() == logs.ZOOM
        assert services.is_log(scan)
        assert db.session.query(Register).one().slot_id == slot.id


class TestTravelling:
    def test_for_one_slot_one_account_and_four_hours(self, slot, clock):
        sealed = meetings.seal(slot, brought(logs.TEAMS), BY)
        assert "example" not in sealed
        assert meetings.unseal(slot, sealed, BY) == brought(logs.TEAMS)
        other = slot.session.slots[1]
        for place, text, who in (
            (other, sealed, BY),
            (slot, sealed, Actor(7, "X")),
            (slot, sealed[:-9], BY),
            (slot, "", BY),
        ):
            with pytest.raises(Refused):
                meetings.unseal(place, text, who)
        clock.set("2027-03-02 10:01")
        with pytest.raises(Refused):
            meetings.unseal(slot, sealed, BY)
