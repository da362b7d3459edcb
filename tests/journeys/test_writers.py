"""On SQLite a request that will write says so before anything is read, whatever its thread served before."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from trainhub.app import create_app
from trainhub.kernel.db import db, expect_writes
from trainhub.testing import Clock
from trainhub.testing.make import Make
from trainhub.testing.prepared import prepare


@pytest.fixture
def own_app(tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    expect_writes(True)
    app = create_app({"DATA": tmp_path, "STRICT": True, "LOG_LEVEL": "ERROR"})
    app.config.update(WTF_CSRF_ENABLED=False)
    clock.set("2027-03-02 08:00")
    prepare(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def begun() -> Iterator[list[str]]:
    """Give the list of how transactions began."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def test_a_signed_in_post_after_a_get_begins_as_a_writer(own_app: Flask, begun: list[str]) -> None:
    with own_app.app_context():
        account = Make().account(category="ministry")
        key = f"{account.id}:{account.stamp}"
        db.session.commit()
    client = own_app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = key, True
    begun.clear()
    assert client.get("/me/profile").status_code == 200
    assert set(begun) == {"BEGIN"}
    begun.clear()
    assert client.post("/me/profile/statistics", data={"gender": "undisclosed"}).status_code == 303
    assert set(begun) == {"BEGIN IMMEDIATE"}
