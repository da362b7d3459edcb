"""Meeting logs as people bring them, matched with the names of a register; nothing of a database."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest

from trainhub.attendance import meetinglog, meetingtimes
from trainhub.attendance.meetinglog import Guest, Stay
from trainhub.attendance.meetingmatch import Known, Register, Rules, Seen, mark_of, seen_in
from trainhub.kernel.errors import Invalid

from . import meeting_logs as logs

DAY, ZONE = date(2027, 3, 2), "Asia/Baku"
BEGINS, ENDS = datetime(2027, 3, 2, 6, tzinfo=UTC), datetime(2027, 3, 2, 9, tzinfo=UTC)


def read(text, separator=","):
    rows = csv.reader(io.StringIO(text if isinstance(text, str) else text.decode("utf-16")), delimiter=separator)
    return meetinglog.read(list(enumerate(rows, 1)), DAY, ZONE)


def seen(log, name):
    guest = next(each for each in log.guests if each.name.startswith(name))
    return seen_in(guest.stays, BEGINS, ENDS).minutes


class TestReading:
    def test_zoom(self):
        log = read(logs.ZOOM)
        assert (log.tool, log.waited, log.unread) == ("Zoom", 1, ())
        assert len(log.guests) == 8
        assert [seen(log, each) for each in ("R. Aliyev", "Ольга", "Giorgi", "Gulchohra")] == [180, 130, 90, 176]
        assert log.span == (datetime(2027, 3, 2, 5, 58, 2, tzinfo=UTC), datetime(2027, 3, 2, 9, 6, tzinfo=UTC))

    def test_teams_in_its_new_form_takes_the_comings_and_the_emails_of_the_other_table(self):
        log = read(logs.TEAMS, "\t")
        assert log.tool == "Microsoft Teams"
        assert [each.email for each in log.guests] == ["rashad@example.org", "olga@example.org", ""]
        assert [seen(log, each) for each in ("Рашад", "Ольга", "გიორგი")] == [180, 130, 90]

    def test_teams_without_comings_and_goings_does_not_count_the_gap(self):
        log = read(logs.TEAMS.decode("utf-16").split("3. In-")[0], "\t")
        assert [seen(log, each) for each in ("Рашад", "Ольга")] == [180, 135]

    def test_teams_in_its_old_form_in_russian(self):
        log = read(logs.TEAMS_OLD, "\t")
        assert [seen(log, each) for each in ("Рашад", "Ольга")] == [180, 130]  # in until the log ends

    def test_meet_and_webex(self):
        log = read(logs.MEET)
        assert log.tool == "Google Meet"
        assert [seen(log, each) for each in ("Rəşad Ə", "Ольга Щ", "Giorgi M")] == [180, 140, 90]
        log = read(logs.MEET_TURKISH, ";")
        assert not log.timed
        assert [seen(log, each) for each in ("Rəşad Ə", "Giorgi M")] == [180, 91]
        log = read(logs.WEBEX)
        assert log.tool == "Webex"
        assert [seen(log, each) for each in ("Rashad", "Call-in")] == [180, 60]

    def test_rows_that_cannot_be_read_are_told(self):
        log = read("Name,Join time,Leave time\nA B,2027-03-02 10:00,2027-03-02 11:00\nC D,early,late\n")
        assert (len(log.guests), log.unread) == (1, (3,))

    @pytest.mark.parametrize("text", ["", "just words\n", "Name,Country\nA,AZ\n", "Name,Duration\nA B,long\n"])
    def test_what_is_no_log_is_refused(self, text):
        with pytest.raises(Invalid):
            read(text)


class TestTimes:
    @pytest.mark.parametrize(
        ("text", "hour"),
        [
            ("02.03.2027 10:00:00", 6),
            ("3/2/27, 10:00:00 AM", 6),
            ("2/3/2027, 10:00", 6),
            ("2027-03-02T10:00:00Z", 10),
            ("2027-03-02 10:00:00+04:00", 6),
            ("Mar 2, 2027 10:00 AM GMT+3", 7),
            ("10:00 PM", 18),
            ("12:30 AM", -4),
            ("02.03.2027 10:00:00 ÖS", 18),
        ],
    )
    def test_moments(self, text, hour):
        moment = meetingtimes.moments([text], DAY, ZONE)[text]
        assert moment.replace(minute=0) == datetime(2027, 3, 2, tzinfo=UTC) + timedelta(hours=hour)

    @pytest.mark.parametrize("text", ["", "early", "25:00", "31.31.2027 10:00", "10:75"])
    def test_no_moments(self, text):
        assert meetingtimes.moments([text], DAY, ZONE) == {}

    @pytest.mark.parametrize(
        ("text", "minutes"),
        [
            ("182", 182),
            ("3:02:30", 182.5),
            ("1h 5m 30s", 65.5),
            ("1 ч 5 мин 30 с", 65.5),
            ("1 saat 5 dəq 30 san", 65.5),
            ("1 sa 5 dk", 65),
            ("175 mins", 175),
            ("1 hr 5 min", 65),
            ("90 sec", 1.5),
            ("long", None),
        ],
    )
    def test_durations(self, text, minutes):
        assert meetingtimes.minutes(text) == minutes


class TestMatching:
    people = Register(
        [
            Known("rashad", ("Rəşad Əliyev", "Rashad Aliyev"), ("rashad@example.org",)),
            Known("olga", ("Ольга Щербакова", ""), ()),
            Known("giorgi", ("გიორგი მაისურაძე",), ()),
            Known("ali", ("علی‌رضا حسینی‌پور",), ("shared@example.org",)),
            Known("leyla1", ("Leyla Quliyeva",), ("shared@example.org",)),
            Known("leyla2", ("Лейла Гулиева",), ()),
        ]
    )

    @pytest.mark.parametrize(
        ("name", "email", "why", "key"),
        [
            ("somebody", "Rashad@example.org".lower(), "email", "rashad"),
            ("ALIYEV, Rashad", "", "name", "rashad"),
            ("R. (Rəşad Əliyev)", "", "name", "rashad"),
            ("Olga Shcherbakova", "", "spelling", "olga"),
            ("Giorgi Maisuradze", "other@example.org", "spelling", "giorgi"),
            ("Leyla Quliyeva", "shared@example.org", "email", "leyla1"),
            ("Leyla Guliyeva", "", "unsure", ""),
            ("iPhone (Ольга)", "", "unsure", ""),
            ("somebody", "shared@example.org", "unsure", ""),
            ("994501234567", "", "nobody", ""),
        ],
    )
    def test_who_is_who(self, name, email, why, key):
        found = self.people.match(Guest(name, email))
        assert (found.why, found.key) == (why, key)
        assert bool(found.near) == (why == "unsure")


class TestReckoning:
    def at(self, minute):
        return BEGINS + timedelta(minutes=minute)

    def test_what_overlaps_counts_once_and_only_inside(self):
        stays = [Stay(self.at(-30), self.at(60)), Stay(self.at(30), self.at(90)), Stay(self.at(170), self.at(300))]
        assert seen_in(stays, BEGINS, ENDS) == Seen(100, BEGINS, ENDS)
        assert seen_in([Stay(self.at(200), self.at(300))], BEGINS, ENDS) == Seen()
        assert seen_in([Stay(minutes=100), Stay(minutes=500)], BEGINS, ENDS) == Seen(180)

    def test_marks(self):
        def mark(*stays, **rules):
            seen = seen_in([Stay(self.at(begin), self.at(end)) for begin, end in stays], BEGINS, ENDS)
            return mark_of(seen, BEGINS, ENDS, Rules(**rules))

        assert mark((10, 178)) == ("present", 0)
        assert mark((10, 178), grace=5) == ("late", 12)
        assert mark((0, 100)) == ("left_early", 80)
        assert mark((0, 30)) == ("absent", 0)
        assert mark((0, 30), least=10) == ("left_early", 150)
        assert mark_of(Seen(100), BEGINS, ENDS, Rules(part="late")) == ("late", 80)
        assert mark_of(Seen(), BEGINS, ENDS, Rules(least=0)) == ("absent", 0)
