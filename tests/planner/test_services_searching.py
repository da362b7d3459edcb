"""Searches as jobs, with real commits: two clicks at once, others who write meanwhile, a search that breaks off."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from flask import Flask

from tests.planner.scene import text
from trainhub.app import create_app
from trainhub.kernel import jobs, work
from trainhub.kernel.db import db, expect_writes
from trainhub.kernel.errors import Refused
from trainhub.planner import services
from trainhub.planner.models import Plan, PlanRun
from trainhub.planner.services import LineCommand, PlanCommand
from trainhub.planner.services.timetable import running
from trainhub.testing.make import Make
from trainhub.testing.prepared import prepare


@pytest.fixture
def world(backend: str, request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Flask]:
    """Give an app on a database of its own, in which a plan waits for a search."""
    url = request.getfixturevalue("postgres_server")() if backend == "postgresql" else ""
    app = create_app({"DATA": tmp_path, "DATABASE_URL": url, "STRICT": True, "TESTING": True})
    expect_writes(True)
    prepare(app)
    with app.app_context():
        days = {"starts_on": date(2028, 1, 1), "ends_on": date(2028, 12, 31)}
        plan = services.save_plan(command=PlanCommand(title=text("Plan"), **days), centre=Make().centre())
        services.add_line(plan=plan, command=LineCommand(title=text("Event"), trainers_wanted=0, mode="online"))
        work.commit()
        yield app
        db.session.remove()
        db.engine.dispose()


def test_two_clicks_at_once_begin_one_search(world: Flask) -> None:
    def clicked() -> bool:
        with world.app_context():
            expect_writes(True)
            try:
                running.queue(plan=db.session.query(Plan).one())
            except Refused:
                work.rollback()
                return False
            work.commit()
            return True

    running.queue(plan=db.session.query(Plan).one())
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(clicked)
        threading.Event().wait(0.3)  # it stands before the lock of the first
        work.commit()
        assert not other.result()
    assert db.session.query(PlanRun).count() == 1


def test_while_a_search_goes_on_others_may_write(world: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[bool] = []
    seen = threading.Event()

    class Watching(threading.Thread):
        def join(self, timeout: float | None = None) -> None:
            held.append(db.session().in_transaction())
            if len(held) > 2:
                seen.set()
            super().join(timeout)

    monkeypatch.setattr(running, "Thread", Watching)
    monkeypatch.setattr(running, "LOOK", 0.02)
    monkeypatch.setattr(running, "_search", lambda *_said: seen.wait(60))
    running.queue(plan=db.session.query(Plan).one())
    work.commit()
    assert jobs.work_once()
    assert len(held) > 2
    assert not any(held), "on SQLite nobody else could write while the job waits"
    assert db.session.query(PlanRun).one().state == "done"


def test_a_search_that_breaks_off_says_so_and_stands_in_nobodys_way(
    world: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_said: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(running, "_search", broken)
    plan = db.session.query(Plan).one()
    running.queue(plan=plan)
    work.commit()
    assert jobs.work_once()
    assert db.session.query(PlanRun).one().state == "failed"
    running.queue(plan=db.session.query(Plan).one())
