"""Doctor says what is wrong, what is still to be done, and how; what the documents tell one to set is fine."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from trainhub import doctor
from trainhub.app import create_app
from trainhub.kernel import clock, jobs
from trainhub.kernel.db import db
from trainhub.messages.models import Message
from trainhub.testing.make import Make
from trainhub.testing.prepared import prepare

Asking = Callable[..., list[str]]


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Give a function that makes an installation, with settings; the last one is open for changes."""
    opened: list[Any] = []

    def make(**settings: Any) -> Flask:
        app = create_app({"DATA": tmp_path, "LOG_LEVEL": "ERROR", **settings})
        prepare(app)
        context = app.app_context()
        context.push()
        opened.append(context)
        return app

    yield make
    for context in opened:
        db.session.remove()
        db.engine.dispose()
        context.pop()


def said(app: Flask, mark: str) -> str:
    db.session.commit()
    return "\n".join(str(each) for each in doctor.examine(app) if str(each).startswith(mark))


def mail(**values: Any) -> Message:
    row = Message(kind="confirm_email", address="a@example.org", language="en", subject="s", body="b", **values)
    db.session.add(row)
    return row


def test_a_new_installation_is_sound_and_told_what_comes_next(installed: Any) -> None:
    app = installed(BASE_URL="https://training.example.org")
    assert said(app, "MEND") == ""
    told = said(app, "NEXT")
    assert "trainhub accounts create --email you@example.org --role administrator" in told
    assert "https://training.example.org/centres/new" in told
    assert "trainhub curriculum import rtcm-migration" in told


def test_what_was_done_is_not_asked_for_again(installed: Any) -> None:
    app = installed()
    make = Make()
    make.account("administrator")
    make.centre()
    make.activity()
    assert said(app, "NEXT") == ""


def test_the_password_of_a_new_account_is_a_variable_that_is_read(installed: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("TRAINHUB_PASSWORD", "x")
    monkeypatch.setenv("TRAINHUB_PASWORD", "x")
    told = said(installed(), "MEND")
    assert "TRAINHUB_PASWORD is set" in told
    assert "TRAINHUB_PASSWORD" not in told


@pytest.mark.parametrize(
    "url", ["training.example.org", "ftp://training.example.org", "https://", "https://a.b/?x=1", ""]
)
def test_an_address_that_mails_cannot_link_to_is_found(installed: Any, url: str) -> None:
    assert "TRAINHUB_BASE_URL" in said(installed(BASE_URL=url), "MEND")


def test_jobs_that_nobody_runs_and_jobs_that_were_given_up(installed: Any) -> None:
    app = installed()
    db.session.add(jobs.JobRow(name="a", run_at=clock.now() - timedelta(minutes=9)))
    assert said(app, "MEND") == ""
    db.session.add(jobs.JobRow(name="b", run_at=clock.now() - timedelta(minutes=11)))
    db.session.add(jobs.JobRow(name="c", state="running", lease_until=clock.now() - timedelta(minutes=11)))
    db.session.add(jobs.JobRow(name="d", state="dead"))
    db.session.add(jobs.JobRow(name="e", state="dead", created_at=clock.now() - timedelta(days=8)))
    told = said(app, "MEND")
    assert "Jobs that wait for longer than ten minutes: 2." in told
    assert "trainhub worker" in told
    assert "Jobs given up this week: 1." in told


def test_mails_that_never_arrived(installed: Any) -> None:
    app = installed(MAIL_URL="smtp://127.0.0.1:25")
    mail(state="sent")
    mail(send_at=clock.now() - timedelta(minutes=59))
    assert said(app, "MEND") == ""
    mail(state="failed")
    mail(send_at=clock.now() - timedelta(minutes=61))
    told = said(app, "MEND")
    assert "Mails given up this week: 1." in told
    assert "Mails that wait for longer than an hour: 1." in told


def test_without_a_mail_server_waiting_mails_are_the_next_thing_to_do(installed: Any) -> None:
    app = installed()
    mail(send_at=clock.now() - timedelta(minutes=1))
    assert "Mails that wait because there is no mail server: 1. Set TRAINHUB_MAIL_URL." in said(app, "NEXT")
    assert said(app, "MEND") == ""


def test_a_mail_server_that_cannot_be_one(installed: Any) -> None:
    assert "TRAINHUB_MAIL_URL must look like" in said(installed(MAIL_URL="mail.example.org"), "MEND")
