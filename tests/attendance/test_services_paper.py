"""The paper path: a sheet with codes, the codes typed in, its scan kept; and the desk that reads the same codes."""

import io
import subprocess
import unicodedata
from datetime import timedelta

import pytest

from trainhub.attendance import services
from trainhub.attendance.models import Attendance, Register, SheetScan
from trainhub.attendance.services import Upload, desk
from trainhub.kernel import files, jobs, work
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.kernel.text import fold
from trainhub.kernel.types import Texts
from trainhub.kernel.work import Actor, EventRow

BY = Actor(None, "Trainer")
NAMES = {
    "az": "Gülçöhrə İsmayılzadə",
    "ru": "Ольга Щербакова",
    "ka": "გიორგი მაისურაძე",
    "fa": "علی‌رضا حسینی‌پور",
    "kk": "Әбілқайыр Нұрғалиұлы",
    "tk": "Begenç Ýazmyradow",
}


def named(make, name, code="en"):
    return make.person(native=name, native_lang=code, display=name, search=fold(name))


@pytest.fixture
def day(make):
    """Give a session of today with two half-days (10:00 and 14:00 in Baku), and people of six alphabets."""
    session = make.session(day=0, slots=2, trainer=named(make, "Marta Nowak", "pl"))
    people = [make.registration(session, named(make, name, code)) for code, name in NAMES.items()]
    return session, session.slots, people


def sheet_of(session, **said):
    return services.make_sheet(session=session, **{"day": None, "languages": ["en", "ru"], "by": BY} | said)


def code_of(session, *people):
    known = {number: code for code, number in services.codes_of(session).items()}
    return " ".join(known[each.id] for each in people)


def text_of(pdf, tmp_path):
    """Return what a PDF says, as a reader gets it: composed, and without what has no width."""
    place = tmp_path / "paper.pdf"
    place.write_bytes(pdf)
    said = subprocess.run(["pdftotext", "-layout", str(place), "-"], check=True, capture_output=True).stdout.decode()
    return plain(said)


def plain(text):
    kept = (each for each in text if unicodedata.category(each) != "Cf")
    return unicodedata.normalize("NFC", "".join(kept))


def marks(slot):
    return {row.registration_id: row for row in db.session.query(Attendance).filter_by(slot_id=slot.id)}


class TestTheSheet:
    def test_names_come_back_letter_by_letter_with_their_codes(self, day, tmp_path):
        session, _slots, people = day
        session.title = Texts.of({"en": "Referral of migrants", "ru": "Перенаправление мигрантов"})
        sheet = sheet_of(session)
        pdf = services.print_sheet(sheet)
        text = text_of(pdf, tmp_path)
        for person in people:
            line = next(each for each in text.splitlines() if code_of(session, person) in each)
            assert plain(person.person.native) in line
        assert "Referral of migrants" in text
        assert "Перенаправление мигрантов" in text
        assert f"Sheet {sheet.name} · 1 / 1" in text
        assert "10:00–13:00" in text
        assert "Marta Nowak" in text
        assert people[0].person.email not in text
        assert pdf == services.print_sheet(sheet)
        assert b"pdfaid:part>3<" in pdf
        assert b"pdfuaid:part>1<" in pdf

    def test_25_people_and_four_half_days_a_page_days_kept_together(self, make, tmp_path):
        session = make.session(day=0, slots=6, seats=40)
        for _ in range(27):
            make.registration(session)
        sheet = sheet_of(session)
        assert services.pages_of(sheet) == 4
        assert "4 / 4" in text_of(services.print_sheet(sheet), tmp_path)
        one_day = sheet_of(session, day=session.slots[2].local_date)
        assert services.slots_of(one_day) == session.slots[2:4]

    def test_who_left_is_not_printed_any_more_and_who_came_later_is_told(self, make, day, tmp_path):
        session, _slots, people = day
        sheet = sheet_of(session)
        people[0].state = "withdrawn"
        late = make.registration(session, named(make, "Lale Later"))
        assert services.came_later(sheet) == [late]
        text = text_of(services.print_sheet(sheet), tmp_path)
        assert NAMES["az"] not in text
        assert "Lale Later" not in text

    def test_no_sheet_without_people_days_or_registers(self, make, day):
        with pytest.raises(Refused, match="nobody could sign"):
            sheet_of(make.session(day=0))
        with pytest.raises(Invalid):
            sheet_of(day[0], day=day[1][0].local_date + timedelta(days=9))
        with pytest.raises(Refused):
            sheet_of(make.session(state="draft"))

    def test_a_sign_in_no_font_is_told_and_no_box_printed(self, make):
        session = make.session(day=0)
        make.registration(session, make.person(native="李 Wei"))
        with pytest.raises(Refused, match="李"):
            services.print_sheet(sheet_of(session))

    def test_badges_of_people_and_team(self, make, day, tmp_path):
        session, _slots, people = day
        text = text_of(services.print_badges(session, code="en", team=True), tmp_path)
        assert all(plain(word) in text for name in NAMES.values() for word in name.split())
        assert "Marta Nowak" in text
        assert "Trainer" in text
        only = text_of(services.print_badges(session, code="en", only=[people[1].public_id]), tmp_path)
        assert ("Щербакова" in only, "Begenç" in only, "Nowak" in only) == (True, False, False)


class TestCodesThatAreSigned:
    def test_they_are_read_shown_and_written_down(self, day):
        session, (slot, _), people = day
        text = code_of(session, *people[:4]).lower()
        reading = services.read_codes(slot, text)
        assert (len(reading.signed), reading.others, reading.wrong) == (4, 2, ())
        assert {(each.signed, each.after) for each in reading.changes} == {(True, "present"), (False, "absent")}
        assert marks(slot) == {}  # looking changes nothing
        picked = [each.public_id for each in reading.changes]
        number = services.save_codes(slot=slot, text=text, others="absent", picked=picked, close=True, by=BY)
        found = marks(slot)
        assert number == 6
        assert [found[each.id].status for each in people] == ["present"] * 4 + ["absent"] * 2
        assert {row.source for row in found.values()} == {"sheet"}
        assert db.session.query(Register).filter_by(slot_id=slot.id).count() == 1
        assert db.session.query(EventRow).filter_by(name="on_attendance_recorded").count() == 1

    def test_wrong_ones_are_told_each_with_its_reason(self, make, day):
        session, (slot, _), people = day
        other = make.session(day=0)
        stranger = code_of(other, make.registration(other))
        right = code_of(session, people[0])
        wrong = right[:3] + ("2" if right[3] != "2" else "3")
        gone = make.registration(session, state="withdrawn")
        reading = services.read_codes(slot, f"{right} {wrong} 9M {stranger} {code_of(session, gone)} {right}")
        why = {each.typed: each for each in reading.wrong}
        assert "does not fit" in why[wrong].why
        assert (right, NAMES["az"]) in why[wrong].near
        assert "four characters" in why["9M"].why
        assert "another session" in why[stranger].why
        assert "no confirmed place" in why[code_of(session, gone)].why
        assert reading.twice == (right,)
        assert len(reading.signed) == 1

    def test_a_signature_does_not_undo_that_somebody_was_late_and_the_desk_outweighs_a_missing_one(self, make, day):
        session, (slot, _), people = day
        make.mark(people[0], slot, "late", minutes=150)
        make.mark(people[1], slot, "absent")
        make.mark(people[2], slot, "present", source="desk")
        make.mark(people[3], slot, "excused", comment="Ill")
        reading = services.read_codes(slot, code_of(session, people[0], people[1]))
        changes = {each.line.registration.id: (each.after, each.sure) for each in reading.changes}
        assert changes == {
            people[1].id: ("present", True),
            people[2].id: ("absent", False),
            people[4].id: ("absent", True),
            people[5].id: ("absent", True),
        }

    def test_only_what_was_picked_and_others_may_stay(self, day):
        session, (slot, _), people = day
        text = code_of(session, people[0], people[1])
        said = {"slot": slot, "text": text, "others": "stay", "close": False, "by": BY}
        assert services.save_codes(**said, picked=[people[0].public_id, people[5].public_id]) == 1
        assert list(marks(slot)) == [people[0].id]
        assert db.session.query(Register).count() == 0

    def test_nothing_typed_a_day_to_come_and_a_completed_session(self, make, day):
        with pytest.raises(Invalid):
            services.read_codes(day[1][0], " , ")
        later = make.session(day=1)
        text = code_of(later, make.registration(later))
        said = {"text": text, "others": "stay", "picked": [], "close": True, "by": BY}
        with pytest.raises(Refused, match="opens on the day"):
            services.save_codes(slot=later.slots[0], **said)
        session, (slot, _), people = day
        session.state = "completed"
        said["text"] = code_of(session, people[0])
        with pytest.raises(Refused, match="completed"):
            services.save_codes(slot=slot, **said)
        services.save_codes(slot=slot, correcting=True, **said)


class TestScans:
    def test_kept_with_sheet_or_half_day_listed_and_in_the_history(self, day):
        session, slots, _ = day
        sheet = sheet_of(session)
        upload = [Upload(io.BytesIO(b"%PDF-1.7 signed"), "page.pdf"), Upload(io.BytesIO(b"\xff\xd8\xff\xe0"), "2.JPG")]
        services.attach(session=session, uploads=upload, sheet=sheet, by=BY)
        [photo] = services.attach(
            session=session, uploads=[Upload(io.BytesIO(b"\x89PNG\r\n\x1a\n1"), "a.png")], slot=slots[1], by=BY
        )
        work.commit()
        found = services.scans_of(session.id)
        assert [each.file.name for each in found] == ["a.png", "2.JPG", "page.pdf"]
        assert services.shows(found[1]) == [each.public_id for each in slots]
        assert services.shows(photo) == [slots[1].public_id]
        told = db.session.query(AuditEntry).filter_by(kind="sheet_scan", action="created")
        assert {(each.subject_kind, each.subject_id) for each in told} == {("training_session", session.id)}

    def test_the_content_decides_and_one_bad_file_keeps_all_out(self, day):
        session, slots, _ = day
        good, bad = Upload(io.BytesIO(b"%PDF-1.7"), "a.pdf"), Upload(io.BytesIO(b"<script>"), "b.pdf")
        with pytest.raises(Invalid) as caught:
            services.attach(session=session, uploads=[good, bad], slot=slots[0], by=BY)
        assert "b.pdf" in caught.value.fields["files"]
        work.rollback()
        assert db.session.query(SheetScan).count() == 0
        for said in ({"uploads": []}, {"uploads": [good]}):
            with pytest.raises(Invalid):
                services.attach(session=session, by=BY, **said)

    def test_a_scan_of_another_session_is_not_there(self, make, day):
        session, slots, _ = day
        [scan] = services.attach(session=session, uploads=[Upload(io.BytesIO(b"%PDF-"), "a.pdf")], slot=slots[0], by=BY)
        with pytest.raises(NotFound):
            services.find_scan(make.session(), scan.public_id)

    def test_they_go_after_five_years_with_their_files(self, make, day, clock):
        session, slots, _ = day
        [scan] = services.attach(session=session, uploads=[Upload(io.BytesIO(b"%PDF-"), "a.pdf")], slot=slots[0], by=BY)
        work.commit()
        place = files.path(scan.file)
        jobs.enqueue("attendance.scans")
        jobs.drain()
        assert db.session.query(SheetScan).count() == 1
        clock.set("2032-04-01 08:00")
        jobs.enqueue("attendance.scans")
        jobs.drain()
        assert db.session.query(SheetScan).count() == 0
        assert not place.exists()


class TestTheDesk:
    def test_found_by_badge_code_and_name_in_any_spelling(self, make, day):
        session, (slot, _), people = day
        badge = services.badge_of(session, people[2].public_id)
        assert desk.identify(session, badge) == people[2]
        assert desk.identify(session, code_of(session, people[1]).lower()) == people[1]
        assert desk.identify(session, "Gülçöhrə") is None
        sheet = services.open_register(slot)
        assert [line.registration for line in desk.search(sheet, "ismay GUL")] == [people[0]]
        other = make.session(day=0)
        with pytest.raises(Refused, match="not of this session"):
            desk.identify(session, services.badge_of(other, make.registration(other).public_id))
        people[2].state = "withdrawn"
        with pytest.raises(Refused, match="no confirmed place"):
            desk.identify(session, badge)

    def test_present_within_ten_minutes_then_late_by_the_minutes(self, day, clock):
        _session, (slot, _), people = day
        clock.set("2027-03-02 06:09")  # 10:09 in Baku
        first = desk.check_in(slot=slot, registration=people[0], by=BY)
        clock.set("2027-03-02 06:25")
        second = desk.check_in(slot=slot, registration=people[1], by=BY)
        assert (first.row.status, first.row.minutes, first.row.source) == ("present", 180, "desk")
        assert (second.row.status, second.row.minutes) == ("late", 155)
        assert desk.check_in(slot=slot, registration=people[0], by=BY).again
        assert [row.registration_id for row in desk.last_marks(slot)] == [people[1].id, people[0].id]

    def test_not_before_its_time_and_not_after(self, day, clock):
        _session, (slot, _), people = day
        clock.set("2027-03-02 03:00")
        with pytest.raises(Refused, match="two hours"):
            desk.check_in(slot=slot, registration=people[0], by=BY)
        clock.set("2027-03-02 09:00")
        with pytest.raises(Refused, match="is over"):
            desk.check_in(slot=slot, registration=people[0], by=BY)

    def test_undone_as_it_was_before_unless_somebody_else_changed_it(self, make, day, clock):
        session, (slot, _), people = day
        clock.set("2027-03-02 06:00")
        make.mark(people[1], slot, "excused", comment="Ill")
        for person, before in ((people[0], ""), (people[1], "excused")):
            done = desk.check_in(slot=slot, registration=person, by=BY)
            assert (done.status or "") == before
            desk.undo(slot=slot, session=session, public_id=person.public_id, status=before, by=BY)
        found = marks(slot)
        assert people[0].id not in found
        assert (found[people[1].id].status, found[people[1].id].comment) == ("excused", "Ill")
        with pytest.raises(Refused, match="changed elsewhere"):
            desk.undo(slot=slot, session=session, public_id=people[1].public_id, status="", by=BY)

    def test_who_comes_in_the_moment_in_which_it_ends_is_not_absent(self, day, clock, monkeypatch):
        """Ending waits for the slot first, and looks then: meanwhile somebody checked in."""
        _session, (slot, _), people = day
        clock.set("2027-03-02 06:00")
        wait = desk.check_open

        def somebody_comes(*arguments):
            if not marks(slot):
                monkeypatch.setattr(desk, "check_open", wait)
                desk.check_in(slot=slot, registration=people[0], by=BY)
            wait(*arguments)

        monkeypatch.setattr(desk, "check_open", somebody_comes)
        desk.finish(slot=slot, by=BY)
        assert marks(slot)[people[0].id].status == "present"

    def test_at_the_end_whoever_did_not_come_is_absent(self, day, clock):
        _session, (slot, _), people = day
        clock.set("2027-03-02 06:00")
        desk.check_in(slot=slot, registration=people[0], by=BY)
        assert desk.finish(slot=slot, by=BY) == 5
        assert sum(row.status == "absent" for row in marks(slot).values()) == 5
        assert db.session.query(Register).count() == 1

    def test_it_opens_for_the_half_day_that_is_next(self, day, make, clock):
        session, (first, second), _ = day
        clock.set("2027-03-02 05:00")
        assert desk.slot_now(session) == first
        clock.set("2027-03-02 09:30")
        assert desk.slot_now(session) == second
        clock.set("2027-03-02 19:00")
        assert desk.slot_now(session) == second
        assert desk.slot_now(make.session(day=4)) is None
