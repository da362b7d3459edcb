"""What tests roll back to: the bare base, or the base with the shipped curriculum, imported once for many tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest
from sqlalchemy import Connection, Transaction
from sqlalchemy.orm import scoped_session

from ..kernel.db import db
from .make import Make

MARKER = "shipped_curriculum"  # of tests that begin with the curriculum as it is shipped


def wants_curriculum(test: pytest.Item) -> bool:
    """Say whether a test, or its module, is marked; `there=False` takes one test out of a marked module."""
    marker = test.get_closest_marker(MARKER)
    return marker is not None and bool(marker.kwargs.get("there", True))


class Ground:
    """Gives every test a connection of its own kind, and undoes afterwards what the test did on it.

    The import of the shipped curriculum stays open from one marked test to the next. Nobody else can write to SQLite
    meanwhile, so it ends before the first test that does not want it.
    """

    def __init__(self) -> None:
        self._held: Connection | None = None

    @contextmanager
    def stand(self, curriculum: bool) -> Iterator[scoped_session[Any]]:
        """Let the app work in a transaction that is undone; its commits are savepoints."""
        if curriculum:
            connection = self._with_curriculum()
            undone: Transaction = connection.begin_nested()
        else:
            connection = db.engine.connect()
            undone = connection.begin()
        with _working_on(connection):
            yield db.session
        undone.rollback()
        if not curriculum:
            connection.close()

    def end(self) -> None:
        """Undo the import, if there is one."""
        if self._held is not None:
            self._held.close()
            self._held = None

    def _with_curriculum(self) -> Connection:
        if self._held is None:
            connection = db.engine.connect()
            connection.begin()
            with _working_on(connection):
                Make().shipped_curriculum()
                db.session.commit()
            self._held = connection
        return self._held


@contextmanager
def _working_on(connection: Connection) -> Iterator[None]:
    engines = cast("dict[str | None, Any]", db.engines)
    engine = db.engine
    engines[None] = connection  # Flask-SQLAlchemy asks here for its bind, not at session.bind
    db.session.remove()
    db.session.configure(join_transaction_mode="create_savepoint")
    try:
        yield
    finally:
        db.session.remove()
        engines[None] = engine
