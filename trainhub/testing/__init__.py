"""Fixtures that core and every plugin test with; loaded through `-p trainhub.testing`.

Each test runs in a transaction that is undone afterwards, on a database made by the migrations.
Tests of services (test_services*.py) run on SQLite and PostgreSQL, all others on SQLite.
"""

import logging
import random
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import scoped_session

from ..accounts.models import Account
from ..app import create_app
from ..kernel import clock as kernel_clock
from ..kernel import work
from ..kernel.db import db, expect_writes
from .ground import Ground, wants_curriculum
from .make import Make
from .postgres import postgres_server
from .prepared import prepare
from .templates import keep_compiled

NOW = datetime(2027, 3, 2, 8, 0, tzinfo=UTC)  # a Tuesday, noon in Baku
BOTH = ("sqlite", "postgresql")
PASSWORD = "correct horse battery staple"  # of every account that tests make
__all__ = ["postgres_server"]
keep_compiled()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests of services on both databases."""
    if "backend" not in metafunc.fixturenames:
        return
    marked = {mark.name for mark in metafunc.definition.iter_markers()}
    backends: tuple[str, ...] = (
        BOTH if metafunc.module.__name__.rpartition(".")[2].startswith("test_services") else BOTH[:1]
    )
    if "postgres_only" in marked:
        backends = BOTH[1:]
    elif "sqlite_only" in marked:
        backends = BOTH[:1]
    metafunc.parametrize("backend", backends, indirect=True, scope="session")


@pytest.fixture(scope="session")
def backend(request: pytest.FixtureRequest) -> str:
    return cast("str", request.param)


@pytest.fixture(scope="session")
def addresses() -> dict[str, str]:
    """Return the databases of this run so far, by kind: tests alternate between kinds, and each is prepared once."""
    return {}


@pytest.fixture(scope="session")
def database_url(
    backend: str, addresses: dict[str, str], request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """Return the address of a database of this run."""
    if backend not in addresses and backend == "postgresql":
        make_database: Callable[[], str] = request.getfixturevalue("postgres_server")
        addresses[backend] = make_database()
    return addresses.setdefault(backend, f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.sqlite'}")


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def apps() -> dict[str, Flask]:
    """Return the apps of this run so far, by the address of their database."""
    return {}


@pytest.fixture(scope="session")
def ground() -> Ground:
    return Ground()


@pytest.fixture(scope="session")
def app(database_url: str, data: Path, apps: dict[str, Flask], ground: Ground) -> Iterator[Flask]:
    """Give an app in strict mode on a database with schema and reference data."""
    app = apps.get(database_url) or _app(database_url, data)
    with app.app_context():
        if database_url not in apps:
            apps[database_url] = app
            prepare(app)
        yield app
        db.session.remove()
        ground.end()
        db.engine.dispose()


def _app(database_url: str, data: Path) -> Flask:
    app = create_app(
        {"DATA": data, "DATABASE_URL": database_url, "STRICT": True, "TESTING": True, "BASE_URL": "http://localhost"}
    )
    app.config.update(WTF_CSRF_ENABLED=False)
    app.before_request_funcs.setdefault(None, []).insert(0, _forget)
    expect_writes(True)
    return app


def _forget() -> None:
    """Begin each request as in production: with an empty `g`, and with the test's rows committed.

    A refusal undoes what the request did; it must not undo what the test made before.
    """
    work.commit()
    for remembered in set(db.session.info) - {"actor", "reason"}:  # for one request or job
        db.session.info.pop(remembered)
    _empty_g()


def _empty_g() -> None:
    for name in list(g):
        g.pop(name)


@pytest.fixture
def session(
    app: Flask, clock: "Clock", ground: Ground, request: pytest.FixtureRequest
) -> Iterator[scoped_session[Any]]:
    """Give a session whose commits are savepoints, and undo everything afterwards."""
    _empty_g()  # the language of the last test's last page is in it
    log = logging.getLogger("trainhub")  # another app of this process may have kept its log to itself
    log.propagate = True
    log.setLevel(app.config["LOG_LEVEL"])
    app.extensions["kept"].clear()  # what is undone gives its numbers free again
    app.extensions["plugins"].failures.clear()
    app.extensions["plugins"].waiting.clear()
    expect_writes(True)
    with ground.stand(curriculum=wants_curriculum(request.node)) as session:
        yield session


@pytest.fixture
def client(app: Flask, session: object) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def make(session: object) -> Make:
    """Give the factories: make.person(), make.session(seats=1) and so on."""
    return Make()


@pytest.fixture
def sign_in(client: FlaskClient) -> Callable[[Account], FlaskClient]:
    """Give a function that signs the client in as an account, without the form."""

    def act(account: Account) -> FlaskClient:
        db.session.flush()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = f"{account.id}:{account.stamp}"
            cookie["_fresh"] = True
        return client

    return act


class Clock:
    """The stopped clock of a test."""

    def set(self, moment: str | datetime) -> None:
        when = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        kernel_clock.stop(when if when.tzinfo else when.replace(tzinfo=UTC))


@pytest.fixture(autouse=True)
def clock() -> Iterator[Clock]:
    """Stop the clock at NOW; `clock.set("2027-03-09 08:00")` moves it."""
    kernel_clock.stop(NOW)
    random.seed(20270302)
    yield Clock()
    kernel_clock.stop(None)


@pytest.fixture
def queries(app: Flask) -> Callable[[int], AbstractContextManager[list[str]]]:
    """Give a context that fails when its block asks the database more than so many times."""

    @contextmanager
    def at_most(limit: int) -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "PRAGMA")):
                seen.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        assert len(seen) <= limit, f"{len(seen)} queries:\n" + "\n".join(seen)

    return at_most


@pytest.fixture(autouse=True)
def no_loose_ends(request: pytest.FixtureRequest, ground: Ground) -> Iterator[None]:
    """End a transaction that a test of the app alone left open: the next test would wait for it for ever."""
    if not wants_curriculum(request.node):
        ground.end()
    yield
    if has_app_context():
        db.session.remove()


@pytest.fixture(autouse=True)
def no_outside_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tests reach loopback and unix sockets only."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "unix"
        if host not in {"unix", "127.0.0.1", "::1", "localhost"}:
            pytest.fail(f"a test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def as_actor() -> Callable[[Account], None]:
    """Give a function that makes an account the actor of what follows, for the audit log."""
    return lambda account: work.act_as(work.Actor(account.id, account.person.display))
