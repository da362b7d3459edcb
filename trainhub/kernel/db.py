"""The database handle, the base of every model, and what SQLite needs to be trusted."""

import sqlite3
from collections.abc import Callable, Collection
from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, MetaData, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase

from .text import alphabetical

COLLATED = ("en", "az", "ru", "tk", "fa")  # languages that lists are sorted in
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "secure_delete=ON",
)  # zeros over what is deleted
BUSY_MS = 30_000  # how long a writer waits for another before it gives up


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:

    class Model(Base):  # what the type checker should believe db.Model is
        __abstract__ = True
else:
    Model = db.Model

# A transaction that will write must say so at its start on SQLite: one that begins as a reader
# and turns writer fails at once when somebody else wrote in between, however long it may wait.
_begin: ContextVar[str] = ContextVar("begin", default="BEGIN IMMEDIATE")


def expect_writes(yes: bool) -> None:
    """Say whether the transactions of this request, job or command are going to write."""
    _begin.set("BEGIN IMMEDIATE" if yes else "BEGIN")


@event.listens_for(Engine, "connect")
def _sqlite_connect(connection: Any, _record: Any) -> None:
    """Check foreign keys, share the file between processes, and leave BEGIN to SQLAlchemy."""
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in (*PRAGMAS, f"busy_timeout={BUSY_MS}"):
            connection.execute(f"PRAGMA {pragma}")
        for language in COLLATED:
            connection.create_collation(collation(language), partial(_compare, alphabetical(language)))


def collation(language: str) -> str:
    """Return the name of the collation that sorts by a language's alphabet, on both databases.

    PostgreSQL brings it (ICU); SQLite connections get one of the same name.
    """
    return f"{language if language in COLLATED else COLLATED[0]}-x-icu"


def _compare(key: Callable[[str], Any], one: str, other: str) -> int:
    first, second = key(one), key(other)
    return int(first > second) - int(first < second)


@event.listens_for(Engine, "begin")
def _sqlite_begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_begin.get())


def wipe(tables: Collection[str]) -> None:
    """Take away what changed and deleted rows leave behind: free pages, the write-ahead log, dead tuples.

    To be called outside a transaction. SQLite writes the whole file anew; PostgreSQL looks at the tables named.
    """
    engine: Engine | Connection = db.engine
    if isinstance(engine, Connection):  # a test's: inside a transaction that is undone nothing can be wiped
        return
    connection = engine.raw_connection()
    try:
        if db.engine.dialect.name == "sqlite":
            connection.cursor().execute("VACUUM")
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            connection.driver_connection.autocommit = True  # type: ignore[union-attr]
            for table in sorted(tables):
                connection.cursor().execute(f"VACUUM {db.engine.dialect.identifier_preparer.quote(table)}")
            connection.driver_connection.autocommit = False  # type: ignore[union-attr]
    finally:
        connection.close()
