"""Mails are written with their fact, in the reader's language, once, and without room for a header."""

from datetime import date

import pytest
from sqlalchemy import select

from trainhub import paths
from trainhub.accounts.login import SignedIn
from trainhub.kernel import jobs, outbox, work
from trainhub.kernel.db import db
from trainhub.kernel.errors import NotFound, Refused
from trainhub.kernel.types import Texts
from trainhub.messages import services
from trainhub.messages.models import KINDS, Message
from trainhub.questionnaires.models import Wave

SESSION_KINDS = [kind for kind in KINDS if kind.startswith(("registration", "session", "place", "certificate"))]

LEADS_NOWHERE = {"erasure_accepted", "trainer_not_needed", "roster_refused"}  # there is nothing left to open


def everything(make):
    """Return a value for every name that a template may ask for."""
    return {
        "session": make.session(slots=4),
        "url": "/somewhere/",
        "reset_url": "/reset",
        "verify_url": "/verify/X",
        "hours": 2,
        "days": 30,
        "position": 3,
        "until": services.clock.now(),
        "reason": "The trainer is ill.",
        "changes": ["Room: Hall A, before Hall B."],
        "number": "T-2027-0001",
        "organisation": make.organisation(),
        "wave": Wave(title=make.texts("Border training"), closes_at=services.clock.now(), identity="anonymous"),
        "role": "participant",
        "rule": "First come, first served.",
        "nominated_by": "Nino",
        "timetable": "Tue 9 March, 10:00–13:00, Hall A",
        "join_url": "/join",
        "contact": "baku@example.org",
        "reader": "Ələkbər",
        "about": "Your place",
        "said": "I come.\nhttp://localhost/somewhere/",
        "writes_from": "reader@example.org",
        "missing": 2,
        "trainer": "Ada",
        "accepted": True,
        "note": "It would be good to have you.",
        "title": make.texts("Consultants"),
        "zone": "Asia/Baku",
        "plan": "Year plan 2028",
        "lines": 5,
    }


def all_mails():
    return list(db.session.scalars(select(Message).order_by(Message.id)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "az", "ru", "tk"])
def test_every_kind_can_be_written_in_every_language(make, kind, language):
    person = make.person(language=language, display="Ələkbər")
    mail = services.post(kind, person, key=f"test:{kind}", **everything(make))
    assert (mail.state, mail.language, mail.address) == ("queued", language, person.email)
    assert mail.subject
    assert "\n" not in mail.subject
    assert "Ələkbər" in mail.body
    assert ("http://localhost/somewhere/" in mail.body.splitlines()) == (kind not in LEADS_NOWHERE)
    assert "{" not in mail.body
    assert "None" not in mail.body


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_be_missing_leaves_no_hole(make, kind):
    values = everything(make) | {
        "position": None,
        "rule": "",
        "reason": "",
        "changes": [],
        "join_url": "",
        "contact": "",
    }
    ends = ("offer_reminder", "nominations", "certificate_expiring")
    values["until"] = values["until"] if kind.startswith(ends) else None
    body = services.post(kind, make.person(), key="k", **values).body
    assert "None" not in body
    assert "\n\n\n" not in body
    assert "Reason:" not in body


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_template_and_is_documented(kind):
    folder = paths.folder("templates") / "messages"
    assert (folder / f"{kind}.txt").exists()
    assert f"`{kind}`" in (folder / "README.md").read_text()


def test_every_template_is_a_known_kind():
    found = {path.stem for path in (paths.folder("templates") / "messages").glob("*.txt")}
    assert found - {"frame", "training", "questionnaire", "joining"} == set(KINDS)


def test_titles_and_dates_follow_the_readers_language(make):
    session = make.session(title=Texts.of({"en": "Rights", "az": "Hüquqlar", "ru": "Права"}), day=date(2027, 3, 9))
    subjects = {}
    for language in ("en", "az", "ru"):
        person = make.person(language=language)
        mail = services.post("registration_confirmed", person, key=language, session=session, url="/x")
        subjects[language] = mail.subject
        assert {"en": "9 March 2027", "az": "9 mart 2027", "ru": "9 марта 2027"}[language] in mail.body
    assert subjects["en"] == "Your place is confirmed: Rights"
    assert "Hüquqlar" in subjects["az"]
    assert "Права" in subjects["ru"]


def test_a_fact_is_told_once(make):
    person = make.person()
    assert services.post("reset_password", person, key="fact:1", url="/x", hours=2)
    assert services.post("reset_password", person, key="fact:1", url="/y", hours=2) is None
    assert len(all_mails()) == 1


def test_a_mail_that_waits_can_be_taken_back(make):
    ann = make.person()
    for key in ("wave:a:1", "wave:a:1:2", "wave:ab:1", "wave_a:1"):
        services.post("registration_received", ann, key=key, **everything(make))
    all_mails()[1].state = "sent"
    services.withdraw("wave:a:")
    assert [mail.key for mail in all_mails()] == ["wave:a:1:2", "wave:ab:1", "wave_a:1"]
    services.withdraw("wave_")
    assert [mail.key for mail in all_mails()] == ["wave:a:1:2", "wave:ab:1"]


def test_a_mail_is_gone_with_its_fact(make):
    person = make.person()
    work.commit()
    services.post("reset_password", person, key="fact:1", url="/x", hours=2)
    work.rollback()
    assert all_mails() == []


def test_nothing_is_written_to_who_has_no_address_or_is_erased(make):
    nowhere, gone = make.person(email=None), make.person()
    gone.erased_at = services.clock.now()
    for number, person in enumerate((nowhere, gone)):
        assert services.post("reset_password", person, key=f"fact:{number}", url="/x", hours=2) is None
    assert services.post("reset_password", nowhere, key="k", address="login@example.org", url="/x", hours=2)
    assert [mail.address for mail in all_mails()] == ["login@example.org"]


def test_features_before_messages_post_through_the_slot(make):
    outbox.post("reset_password", make.person(), key="k", secret=True, url="/x", hours=2)
    assert [(mail.kind, mail.secret) for mail in all_mails()] == [("reset_password", True)]


def test_the_centre_signs(make):
    first, second = make.centre(email="baku@example.org"), make.centre("second")
    body = services.post("reset_password", make.person(), key="a", url="/x", hours=2).body
    assert body.rstrip().endswith(f"{first.title}\nbaku@example.org")
    body = services.post("reset_password", make.person(), key="b", centre_id=second.id, url="/x", hours=2).body
    assert body.rstrip().endswith(str(second.title))


def test_a_cancellation_says_so_first_and_brings_neither_agenda_nor_link(make):
    session = make.session(join_url="https://meet.example/secret-room", description=Texts.of({"en": "The agenda"}))
    mail = services.post("session_cancelled", make.person(), key="k", session=session, url="/calendar/", reason="")
    assert mail.subject.startswith("Cancelled: ")
    assert "secret-room" not in mail.body
    assert "agenda" not in mail.body


@pytest.mark.parametrize("kind", ["../base/page", "frame.txt", "", "a/b", "Ä"])
def test_a_kind_is_a_name_and_no_path(make, kind):
    with pytest.raises(ValueError, match="kind of mail"):
        services.post(kind, make.person(), key="k")


def test_a_title_cannot_break_out_of_the_subject(make):
    session = make.session(title=Texts.of({"en": "Rights\r\nBcc: everybody@example.org\u2028X"}))
    mail = services.post("registration_confirmed", make.person(), key="k", session=session, url="/x")
    assert mail.subject == "Your place is confirmed: Rights"  # the first line only; the rest stays in the text
    for each in ("subject", "address"):
        assert not {"\r", "\n", "\u2028"} & set(getattr(mail, each))


def test_without_a_mail_server_mails_wait(make, clock):
    services.post("reset_password", make.person(), key="k", url="/x", hours=2)
    work.commit()
    jobs.drain()
    assert [(mail.state, mail.tries) for mail in all_mails()] == [("queued", 0)]


def test_only_what_was_given_up_is_sent_again(make):
    mail = services.post("reset_password", make.person(), key="k", url="/x", hours=2)
    with pytest.raises(Refused):
        services.send_again(mail)
    mail.state, mail.tries, mail.error = "failed", 6, "gone"
    services.send_again(mail)
    assert (mail.state, mail.tries, mail.error) == ("queued", 0, None)


def test_find_hides_what_somebody_may_not_know(make):
    own, other = make.centre(), make.centre("second")
    mails = {
        number: services.post("reset_password", make.person(), key=str(number), centre_id=number, url="/", hours=1)
        for number in (own.id, other.id, None)
    }
    staff, boss = who(make.staff(own)), who(make.account("administrator"))
    assert services.find(mails[own.id].public_id, staff) is mails[own.id]
    for hidden in (other.id, None):
        with pytest.raises(NotFound):
            services.find(mails[hidden].public_id, staff)
        assert services.find(mails[hidden].public_id, boss)
    with pytest.raises(NotFound):
        services.find("nothing", boss)


def who(account):
    db.session.refresh(account)
    return SignedIn(account)
