"""Mails on a real SMTP server: what arrives, what is tried again, what is given up."""

import email.message
from datetime import timedelta

import pytest

from tests.messages.post import deliver, free_port, words
from trainhub.kernel import clock as kernel_clock
from trainhub.kernel import work
from trainhub.kernel.db import db
from trainhub.kernel.errors import ConfigError
from trainhub.kernel.types import Texts
from trainhub.messages import queries, services, smtp


def post(make, key="k", **values):
    person = make.person(**{"email": f"{key}@example.org", "display": "Ələkbər Əliyev"} | values)
    mail = services.post("reset_password", person, key=key, url="/reset/sesame", hours=2)
    work.commit()
    return mail


def test_what_arrives_has_one_reader_and_says_that_a_program_wrote_it(make, postman):
    title = str(make.centre(email="baku@example.org").title)
    number = post(make).public_id
    sent = deliver()["k"]
    assert (sent.state, sent.tries, sent.error, sent.sent_at) == ("sent", 1, None, kernel_clock.now())
    [(sender, readers, _)] = postman.taken
    assert (sender, readers) == ("training@centre.example", ["k@example.org"])
    [arrived] = postman.mails
    assert arrived["To"].addresses[0].display_name == "Ələkbər Əliyev"
    assert str(arrived["From"]) == f"{title} <training@centre.example>"
    assert arrived["Reply-To"] == "baku@example.org"
    assert arrived["Message-ID"] == f"<{number}@centre.example>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Content-Language"] == "en"
    assert arrived["Date"].datetime == kernel_clock.now()
    assert arrived.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in arrived.iter_parts()] == ["text/plain", "text/html"]
    assert [part.get_content_charset() for part in arrived.iter_parts()] == ["utf-8", "utf-8"]
    assert "http://localhost/reset/sesame" in words(arrived).splitlines()
    page = arrived.get_body(("html",)).get_content()
    assert '<html lang="en" dir="ltr">' in page
    assert page.count('href="http://localhost/reset/sesame"') == 2  # the button, and its address to be typed
    assert "<img" not in page
    assert "http://" not in page.replace("http://localhost/", "")  # nothing is loaded from anywhere
    assert arrived["Cc"] is arrived["Bcc"] is None


def test_many_facts_are_many_mails_to_one_person_each(make, postman):
    for key in ("a", "b", "c"):
        post(make, key)
    deliver()
    assert [readers for _, readers, _ in postman.taken] == [["a@example.org"], ["b@example.org"], ["c@example.org"]]
    deliver()
    assert len(postman.taken) == 3  # what was sent is not sent again


def test_four_scripts_survive_the_way(make, postman):
    make.centre()
    title = "Права мигрантов — «Hüquqlar» Ýyldyz"
    session = make.session(title=Texts.of({"en": title}))
    services.post("registration_confirmed", make.person(), key="k", session=session, url="/x")
    work.commit()
    deliver()
    [arrived] = postman.mails
    assert arrived["Subject"] == f"Your place is confirmed: {title}"
    assert title in words(arrived)


@pytest.mark.parametrize(
    "name", ["Eve\r\nBcc: all@example.org", "Eve\nX: y", 'Eve" <eve@evil.example>, "', "Eve\u2028Cc: x@y.org"]
)
def test_a_name_cannot_become_a_header_or_a_second_reader(make, postman, name):
    make.centre()
    post(make, display=name)
    deliver()
    [(_, readers, _)] = postman.taken
    assert readers == ["k@example.org"]
    [arrived] = postman.mails
    assert len(arrived["To"].addresses) == 1
    assert arrived["Bcc"] is arrived["Cc"] is arrived["X"] is None


@pytest.mark.parametrize(
    "address", ["a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org", "<a@example.org>", "no address"]
)
def test_an_address_that_is_none_or_two_reaches_nobody(make, postman, address):
    make.centre()
    services.post("reset_password", make.person(), key="k", address=address, url="/x", hours=2)
    work.commit()
    sent = deliver()["k"]
    assert postman.taken == []
    assert sent.state == "queued"
    assert sent.error


def test_a_secret_is_not_kept_once_it_is_sent(make, postman):
    services.post("reset_password", make.person(), key="k", secret=True, url="/reset/sesame", hours=2)
    work.commit()
    sent = deliver()["k"]
    assert "sesame" in words(postman.mails[0])
    assert (sent.state, sent.body) == ("sent", "")


def test_one_that_nobody_takes_holds_up_no_other_and_is_given_up_in_the_end(make, postman, clock):
    make.centre()
    post(make, "nobody")
    post(make, "somebody")
    now, waits = kernel_clock.now(), []
    for tries in range(1, services.TRIES + 1):
        mail = deliver()["nobody"]
        assert mail.tries == tries
        assert "550" in mail.error
        assert mail.state == ("queued" if tries < services.TRIES else "failed")
        waits.append(mail.send_at - now)
        due = mail.send_at
        assert deliver()["nobody"].tries == tries  # not before its time
        now = due
        clock.set(now)
    assert waits == sorted(waits)
    assert waits[0] >= timedelta(minutes=1)
    assert [readers for _, readers, _ in postman.taken] == [["somebody@example.org"]]
    clock.set(now + timedelta(days=1))
    assert deliver()["nobody"].tries == services.TRIES


def test_given_up_then_sent_again_after_the_address_was_mended(make, postman):
    mail = post(make, "nobody")
    mail.state, mail.tries, mail.address = "failed", services.TRIES, "mended@example.org"
    services.send_again(mail)
    work.commit()
    assert deliver()["nobody"].state == "sent"
    assert postman.taken[0][1] == ["mended@example.org"]


def test_a_server_that_is_down_loses_nothing(app, make, clock):
    app.config["MAIL_URL"] = f"smtp://127.0.0.1:{free_port()}"
    try:
        for key in ("a", "b"):
            post(make, key)
        mails = deliver()
        assert {(mail.state, mail.tries) for mail in mails.values()} == {("queued", 1)}
        assert all("refused" in mail.error for mail in mails.values())
    finally:
        app.config["MAIL_URL"] = ""


def test_two_workers_with_the_same_list_send_it_once(make, postman):
    """Both read the mail as due; who claims it second gets nothing."""
    mail = post(make)
    later = mail.send_at + timedelta(minutes=1)
    claims = [queries.claim(mail, later) for _ in range(2)]
    assert [db.session.execute(claim).rowcount for claim in claims] == [1, 0]
    assert deliver()["k"].state == "queued"  # the other worker has it until its time is over
    assert postman.taken == []


def test_a_password_goes_over_no_open_line(monkeypatch):
    sent = []

    class OpenLine:
        def ehlo(self): ...

        def has_extn(self, name):
            return False

        def login(self, user, password):
            sent.append(password)

        def close(self): ...

    monkeypatch.setattr(smtp.smtplib, "SMTP", lambda *_args, **_more: OpenLine())
    carrier = smtp.Carrier(smtp.Server.read("smtp://me:secret@mail.example.org"))
    with pytest.raises(OSError, match="no encryption"):
        carrier.send(email.message.EmailMessage(), "me@mail.example.org")
    assert sent == []


def test_the_address_of_the_server_is_read_whole():
    assert smtp.Server.read("smtps://me%40x:p%3Aw@mail.example.org") == smtp.Server(
        "mail.example.org", 465, True, "me@x", "p:w"
    )
    assert smtp.Server.read("smtp://localhost:2525") == smtp.Server("localhost", 2525, False)
    for wrong in ("http://x", "mail.example.org", "smtp://"):
        with pytest.raises(ConfigError):
            smtp.Server.read(wrong)
