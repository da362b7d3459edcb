"""Who changed what, when, from what to what: written by the flush itself, so nothing slips past.

A model takes part by `__audited__ = True`. What its rows belong to in a reader's eyes (a slot to
its session) it says by `audit_subject`. A column's `info` may carry a lazy `label` for the
history page, `words` (a mapping or a function that names a stored value), `secret=True` to log that
it changed, not what it holds, `parts` (a function of before and after) for what is logged of a large value,
and `derived=True` for what only follows from other columns.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any, ClassVar

from sqlalchemy import JSON, Connection, Index, String, event, func, insert, inspect, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from . import clock
from .db import Model, db
from .types import Texts, UTCDateTime, to_json
from .work import Actor, actor

Change = dict[str, list[Any]]  # field -> [before, after]
HIDDEN = "•"


class AuditEntry(Model):
    """One act: by whom, on what, with before and after of every field it touched."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "subject_kind", "subject_id"), Index(None, "at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    account_id: Mapped[int | None]
    actor: Mapped[str] = mapped_column(String(200), default="")
    action: Mapped[str] = mapped_column(String(60))  # created, changed, removed, or a feature's own verb
    kind: Mapped[str] = mapped_column(String(60))  # table of the row that changed
    row_id: Mapped[int | None]
    label: Mapped[str] = mapped_column(String(300), default="")  # the row's name at that time
    subject_kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int | None]
    changes: Mapped[Change] = mapped_column(JSON, default=dict)
    reason: Mapped[str] = mapped_column(String(500), default="")
    prev_hash: Mapped[str | None] = mapped_column(String(64))  # reserved for a chain of hashes


class Audited:
    """Mixin of models whose every change is logged."""

    __audited__: ClassVar[bool] = True
    audit_name: ClassVar[str] = ""  # what a row of this table is called on the history page (a lazy text)

    def audit_subject(self) -> tuple[str, int | None]:
        """Return table and id of what this row belongs to for a reader of the history."""
        return self.__tablename__, self.id  # type: ignore[attr-defined]


def record(action: str, subject: Any, *, reason: str = "", **details: Any) -> None:
    """Log an act that changes no row, such as an export or a look at confidential data."""
    kind, number = subject.audit_subject() if isinstance(subject, Audited) else (str(subject), None)
    changes = {name: [None, plain(value)] for name, value in details.items()}
    values = _values(action, kind, number, (kind, number), str(subject), changes, actor())
    db.session.execute(insert(AuditEntry).values({**values, "reason": reason[:500]}))


def last_number() -> int:
    """Return the number of the last act: as long as it stays, no record has changed."""
    return db.session.scalar(select(func.max(AuditEntry.id))) or 0


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    if isinstance(value, Texts):
        return to_json(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return HIDDEN
    return value


def _values(
    action: str, kind: str, row_id: int | None, subject: tuple[str, int | None], label: str, changes: Change, who: Actor
) -> dict[str, Any]:
    return {
        "at": clock.now(),
        "account_id": who.account_id,
        "actor": who.name,
        "action": action,
        "kind": kind,
        "row_id": row_id,
        "label": label[:300],
        "subject_kind": subject[0],
        "subject_id": subject[1],
        "changes": changes,
        "reason": str(db.session.info.get("reason", ""))[:500],
    }


def _changes(row: Any) -> Iterator[tuple[str, list[Any]]]:
    state = inspect(row)
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        if not history.has_changes() or attribute.columns[0].info.get("derived"):
            continue
        before = plain(history.deleted[0]) if history.deleted else None
        after = plain(history.added[0]) if history.added else None
        if before != after:
            yield attribute.key, _logged(attribute.columns[0].info, before, after)


def _logged(info: Any, before: Any, after: Any) -> list[Any]:
    if info.get("secret"):
        return [HIDDEN, HIDDEN]
    return list(info["parts"](before, after)) if "parts" in info else [before, after]


def _label(row: Any) -> str:
    """Return what a row is called, if its model says so."""
    named = any("__str__" in vars(kind) for kind in type(row).__mro__[:-1])
    return str(row) if named else ""


def _entries(session: Session) -> Iterator[dict[str, Any]]:
    who = actor()
    changed = sorted(
        _audited(session.dirty), key=lambda row: (row.__tablename__, row.id)
    )  # a set, in no order of its own
    for action, rows in (("created", _audited(session.new)), ("changed", changed)):
        for row in rows:
            if changes := dict(_changes(row)):
                yield _entry(action, row, changes, who)


def _audited(rows: Iterable[Any]) -> list[Any]:
    return [row for row in rows if isinstance(row, Audited)]


def _entry(action: str, row: Any, changes: Change, who: Actor) -> dict[str, Any]:
    return _values(action, row.__tablename__, row.id, row.audit_subject(), _label(row), changes, who)


@event.listens_for(Session, "after_flush")
def _log(session: Session, _context: Any) -> None:
    """Write the entries of this flush: rows have their ids by now, and still know what they were."""
    entries = list(_entries(session))
    if entries:
        session.execute(insert(AuditEntry), entries)


@event.listens_for(Audited, "before_delete", propagate=True)
def _log_removal(_mapper: Any, connection: Connection, row: Any) -> None:
    """Write down a row that goes, also one that only its collection let go of (`delete-orphan`)."""
    connection.execute(insert(AuditEntry).values(_entry("removed", row, {}, actor())))
