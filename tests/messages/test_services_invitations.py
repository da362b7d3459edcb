"""Invitations reach calendars by a real mail server, and what calendars answer reaches the registration."""

import email
import email.policy
from datetime import timedelta

import icalendar
import pytest
import vobject
from click.testing import CliRunner
from sqlalchemy import select

from tests.journeys.test_ical_js import read as by_ical_js
from tests.messages.post import Now, invitations, send_now, words
from trainhub.kernel import clock as kernel_clock
from trainhub.kernel import work
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid
from trainhub.messages import cli, services
from trainhub.messages.models import CalendarEntry, Message, ReceivedMail
from trainhub.registration import services as registration
from trainhub.registration.services import Application
from trainhub.sessions import services as sessions

NOBODY = work.Actor()


@pytest.fixture
def place(app, make, postman):
    """Give a person, a session of two slots that begins in a week, and the person's confirmed registration."""
    before = app.config["REPLY_ADDRESS"]
    app.config.update(REPLY_ADDRESS="replies@centre.example", APPROVAL=False)
    person = make.person(organisation=make.organisation(), email="ann@example.org", display="Ann Bek", language="en")
    session = make.session(
        slots=2, day=7, seats=1, title=make.texts("Rights"), join_url="https://meet.example/secret", contact=""
    )
    session.centre.email = "baku@centre.example"
    row = registration.register(session=session, person=person, command=Application(), by=NOBODY)
    work.commit()
    yield row
    app.config.update(REPLY_ADDRESS=before, APPROVAL=True)


def told(mail):
    """Return UID -> (METHOD of part and object, SEQUENCE, STATUS) as three readers understand a mail."""
    found = {}
    for method, text in invitations(mail):
        calendar = icalendar.Calendar.from_ical(text)
        [event] = calendar.walk("VEVENT")
        assert calendar["METHOD"] == method
        [seen] = by_ical_js(text)
        same = vobject.readOne(text)
        uid, sequence = str(event["UID"]), int(event["SEQUENCE"])
        assert (seen["uid"], seen["sequence"], seen["status"]) == (uid, sequence, str(event["STATUS"]))
        assert (same.vevent.uid.value, same.method.value) == (uid, method)
        assert same.vevent.dtstart.value == event.decoded("DTSTART")
        assert {"DTSTAMP", "DTSTART", "DTEND", "ORGANIZER", "ATTENDEE"} <= set(event)
        found[uid] = (method, sequence, seen["status"])
    return found


def test_request_update_and_cancel_share_uid_and_count_up(place, postman, clock):
    session = place.session
    uids = [slot.uid for slot in session.slots]
    send_now()
    assert told(postman.mails[-1]) == dict.fromkeys(uids, ("REQUEST", 0, "CONFIRMED"))
    _method, text = invitations(postman.mails[-1])[0]
    attendee = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]["ATTENDEE"]
    organizer = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]["ORGANIZER"]
    assert attendee == "mailto:ann@example.org"
    assert (attendee.params["CN"], attendee.params["RSVP"]) == ("Ann Bek", "TRUE")
    assert organizer.startswith("mailto:replies+")
    assert organizer.removeprefix("mailto:") == postman.mails[-1]["Reply-To"]
    assert "https://meet.example/secret" in text.replace("\r\n ", "")

    sessions.move_all(session, 2)
    work.commit()
    assert len(send_now()) == 2
    assert len(postman.taken) == 1  # a change waits for others to join it
    clock.set(kernel_clock.now() + timedelta(minutes=11))
    send_now()
    assert told(postman.mails[-1]) == dict.fromkeys(uids, ("REQUEST", 1, "CONFIRMED"))

    sessions.cancel(session, "The trainer is ill.")
    work.commit()
    send_now()
    last = postman.mails[-1]
    assert told(last) == dict.fromkeys(uids, ("CANCEL", 2, "CANCELLED"))
    assert last["Subject"].startswith("Cancelled: ")
    assert "secret" not in last.as_string()
    assert len({mail["List-Id"] for mail in postman.mails}) == len({mail["References"] for mail in postman.mails}) == 1


def test_who_withdraws_is_taken_out_and_comes_again(place, postman):
    send_now()
    registration.withdraw(registration=place, by=NOBODY)
    work.commit()
    send_now()
    assert set(told(postman.mails[-1]).values()) == {("CANCEL", 1, "CANCELLED")}
    assert place.session.slots[0].sequence == 0  # the slots of the others are as they were
    registration.register(session=place.session, person=place.person, command=Application(), by=NOBODY)
    work.commit()
    send_now()
    assert set(told(postman.mails[-1]).values()) == {("REQUEST", 2, "CONFIRMED")}


def test_one_slot_is_cancelled_in_a_mail_that_leaves_the_other(place, postman, clock):
    send_now()
    first, second = place.session.slots
    sessions.cancel_slot(first)
    sessions.move_slot(
        second, day=second.local_date + timedelta(days=1), start=second.local_start, end=second.local_end
    )
    work.commit()
    clock.set(kernel_clock.now() + timedelta(minutes=11))
    mails = send_now()
    assert len([mail for mail in mails.values() if mail.kind == "session_changed"]) == 1  # two changes, one mail
    assert told(postman.mails[-1]) == {first.uid: ("CANCEL", 1, "CANCELLED"), second.uid: ("REQUEST", 1, "CONFIRMED")}
    assert words(postman.mails[-1]).count("\n- ") == 2


def test_a_change_that_is_undone_is_told_to_nobody(place, postman, clock):
    send_now()
    for steps in (2, -2):
        sessions.move_all(place.session, steps)
        work.commit()
    clock.set(kernel_clock.now() + timedelta(minutes=11))
    changed = [mail for mail in send_now().values() if mail.kind == "session_changed"]
    assert [(mail.state, mail.dropped_because) for mail in changed] == [("dropped", "Everything is as it was.")]
    assert len(postman.taken) == 1


def test_a_mail_that_is_no_longer_true_is_dropped(place, postman):
    registration.withdraw(registration=place, by=NOBODY)
    work.commit()
    states = {mail.kind: (mail.state, mail.dropped_because) for mail in send_now().values()}
    assert states["registration_confirmed"] == ("dropped", "The registration is now: Withdrawn.")
    assert states["registration_withdrawn"][0] == "sent"
    assert [invitations(mail) for mail in postman.mails] == [[]]  # the calendar was never told, so nothing is cancelled


# --- answers --------------------------------------------------------------------------------------


def answer_of(mail, says, *, of=slice(None), sender="ann@example.org"):
    """Return the mail a calendar program answers an invitation with."""
    reply = email.message.EmailMessage(policy=email.policy.SMTP)
    reply["From"], reply["To"] = sender, mail["Reply-To"]
    reply["Subject"] = f"{says}: {mail['Subject']}"
    reply.set_content(says)
    for _method, text in invitations(mail)[of]:
        event = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
        calendar = icalendar.Calendar({"METHOD": "REPLY", "VERSION": "2.0", "PRODID": "-//test//EN"})
        said = icalendar.Event({"UID": event["UID"], "SEQUENCE": event["SEQUENCE"], "DTSTAMP": event["DTSTAMP"]})
        attendee = icalendar.vCalAddress(f"mailto:{sender}")
        attendee.params["PARTSTAT"] = says
        said.add("attendee", attendee)
        calendar.add_component(said)
        reply.add_attachment(calendar.to_ical().decode(), subtype="calendar", params={"method": "REPLY"})
    return reply.as_bytes()


def test_the_address_decides_who_declines_and_not_the_from_line(place, postman):
    send_now()
    raw = answer_of(postman.mails[-1], "DECLINED", sender="somebody@else.example")
    kept = services.receive(raw)
    assert (place.state, kept.person, kept.open) == ("withdrawn", place.person, False)
    assert kept.outcome == "The person has withdrawn."
    assert services.receive(raw) is kept  # the same mail is taken once


def test_accepting_takes_an_offered_place(place, make, postman):
    waiting = make.person(organisation=make.organisation(), email="ben@example.org")
    row = registration.register(session=place.session, person=waiting, command=Application(), by=NOBODY)
    registration.withdraw(registration=place, by=NOBODY)
    work.commit()
    assert row.state == "offered"
    send_now()
    offer = next(mail for mail in postman.mails if mail["To"].addresses[0].addr_spec == "ben@example.org")
    offer = next(mail for mail in postman.mails if "There is a place" in mail["Subject"])
    assert set(told(offer).values()) == {("REQUEST", 0, "TENTATIVE")}
    assert "meet.example" not in offer.as_string()
    assert services.receive(answer_of(offer, "ACCEPTED")).outcome == "The offered place is taken."
    assert row.state == "confirmed"
    work.commit()
    send_now()
    assert set(told(postman.mails[-1]).values()) == {("REQUEST", 0, "CONFIRMED")}
    assert {entry.answer for entry in db.session.scalars(select(CalendarEntry)) if entry.person_id == waiting.id} == {
        "ACCEPTED"
    }


def test_a_part_that_is_declined_and_perhaps_are_told_to_staff(place, postman):
    send_now()
    kept = services.receive(answer_of(postman.mails[-1], "DECLINED", of=slice(1)))
    assert (place.state, kept.open) == ("confirmed", True)
    assert "a part of the days" in kept.outcome
    assert services.receive(answer_of(postman.mails[-1], "TENTATIVE")).outcome.startswith("Perhaps")
    assert place.state == "confirmed"


def test_after_the_beginning_nobody_withdraws_by_mail(place, postman, clock):
    send_now()
    clock.set(place.session.slots[0].utc_start + timedelta(minutes=1))
    kept = services.receive(answer_of(postman.mails[-1], "DECLINED"))
    assert (place.state, kept.open) == ("confirmed", True)
    assert "has begun" in kept.outcome


def test_an_address_that_is_not_ours_changes_nothing(place, postman):
    send_now()
    raw = answer_of(postman.mails[-1], "DECLINED")
    token = postman.mails[-1]["Reply-To"].addresses[0].addr_spec
    for wrong in ("replies@centre.example", "replies+aaaaaaaaaaaaaaaaaaaaaaaa@centre.example", "ann@example.org"):
        with pytest.raises(Invalid):
            services.receive(raw.replace(token.encode(), wrong.encode()))
    assert place.state == "confirmed"
    assert db.session.scalars(select(ReceivedMail)).all() == []


BOUNCE = """From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered
Content-Type: multipart/report; report-type=delivery-status; boundary="x"
MIME-Version: 1.0

--x
Content-Type: text/plain

It did not work.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ann@example.org
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such mailbox

--x
Content-Type: text/rfc822-headers

Message-ID: {number}
Subject: Rights

--x--
"""


def test_what_comes_back_is_noted_on_the_mail(place, postman):
    send_now()
    to, number = postman.taken[-1][0], postman.mails[-1]["Message-ID"]
    assert to.startswith("replies+")  # failures come to the person's address, too
    services.receive(BOUNCE.format(to=to, number=number, action="delayed").encode())
    mail = db.session.scalars(select(Message)).one()
    assert mail.bounced_at is None
    raw = BOUNCE.format(to=to, number=number, action="failed").encode()
    assert CliRunner().invoke(cli.commands, ["receive"], input=raw).output == "smtp; 550 5.1.1 no such mailbox\n"
    assert (mail.bounced_at, mail.bounce) == (kernel_clock.now(), "smtp; 550 5.1.1 no such mailbox")


def test_what_a_person_writes_is_passed_on_and_what_a_program_writes_is_not(place, postman):
    send_now()
    reply = email.message.EmailMessage(policy=email.policy.SMTP)
    reply["From"], reply["To"], reply["Subject"] = "ann@example.org", postman.mails[-1]["Reply-To"], "Re: Rights"
    reply.set_content("Is there a car park?")
    assert services.receive(reply.as_bytes()).outcome == "Passed on to baku@centre.example."
    work.commit()
    send_now()
    passed = postman.mails[-1]
    assert (postman.taken[-1][1], passed["Reply-To"]) == (["baku@centre.example"], "ann@example.org")
    assert "Is there a car park?" in words(passed)
    assert passed["Auto-Submitted"] == "auto-generated"
    reply["Auto-Submitted"] = "auto-replied"
    kept = services.receive(reply.as_bytes())
    work.commit()
    number = len(postman.taken)
    send_now()
    assert (kept.kind, kept.open, len(postman.taken)) == ("auto", False, number)


# --- reminders ------------------------------------------------------------------------------------


def remind():
    services.remind(Now())
    return [mail.kind for mail in db.session.scalars(select(Message).order_by(Message.id))]


def test_reminders_are_worked_out_on_their_day(place, postman, clock):
    session = place.session
    session.mode = "online"
    coming = [(each.kind, (session.first_day - each.day).days, each.people) for each in services.coming(session)]
    assert coming == [("joining_3", 3, 1), ("joining_1", 1, 1), ("morning_link", 0, 1)]
    assert remind() == ["registration_confirmed"]
    first = session.slots[0].utc_start
    for moment, kind in ((first - timedelta(days=3), "joining_3"), (first - timedelta(days=1), "joining_1")):
        clock.set(moment)
        assert remind()[-1] == kind
        assert remind().count(kind) == 1
    clock.set(first - timedelta(hours=9))  # before seven in the morning there
    assert remind()[-1] == "joining_1"
    clock.set(first - timedelta(hours=1))
    assert remind()[-1] == "morning_link"
    send_now()
    joining = next(mail for mail in postman.mails if "in three days" in mail["Subject"])
    page = joining.get_body(("html",)).get_content()
    assert f'href="http://localhost/sessions/{session.slug}/" style="display:inline-block' in page  # its own link
    link = postman.mails[-1]
    assert "https://meet.example/secret" in words(link).splitlines()
    assert "Join online" in link.get_body(("html",)).get_content()


def test_nobody_is_reminded_of_what_they_left_or_what_staff_switched_off(place, postman, clock):
    clock.set(place.session.slots[0].utc_start - timedelta(days=3))
    services.change_mode("joining_3", "off")
    assert "joining_3" not in remind()
    assert "joining_3" not in [each.kind for each in services.coming(place.session)]
    services.change_mode("joining_3", "send")
    assert "joining_3" in remind()
    registration.withdraw(registration=place, by=NOBODY)
    work.commit()
    send_now()
    mails = {mail.kind: mail.state for mail in db.session.scalars(select(Message))}
    assert mails["joining_3"] in {"sent", "dropped"}  # sent at once where a mail server is there
    clock.set(place.session.slots[0].utc_start - timedelta(days=1))
    assert "joining_1" not in remind()
