"""Figures and names that were worked out once, remembered in this process until what they come from changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from datetime import datetime
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from flask import current_app

from ...kernel.db import db
from .. import queries

KEPT = 50_000  # cells and codes
Result = TypeVar("Result", bound=Sized)


class State(NamedTuple):
    """What the data is: the mark of the facts, the number of the last change of any record, when all was right."""

    mark: str
    number: int
    checked_at: datetime | None


class Memo:
    """Things by what was asked, all of one state; the longest unused ones make room."""

    def __init__(self) -> None:
        self._state: Hashable = None
        self._things: OrderedDict[Hashable, Any] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def remembered(self, state: Hashable, asked: Hashable, work_out: Callable[[], Result]) -> Result:
        """Return what was asked before in this state, or work it out."""
        found: Result | None = self._get(state, asked)
        if found is None:
            found = work_out()
            self._put(state, asked, found)
        return found

    def _get(self, state: Hashable, asked: Hashable) -> Any:
        with self._lock:
            if state != self._state:
                self._state, self._size = state, 0
                self._things.clear()
            found = self._things.get(asked)
            if found is not None:
                self._things.move_to_end(asked)
            return found

    def _put(self, state: Hashable, asked: Hashable, thing: Sized) -> None:
        with self._lock:
            if state != self._state or asked in self._things or len(thing) > KEPT:
                return
            self._things[asked] = thing
            self._size += len(thing)
            while self._size > KEPT:
                self._size -= len(self._things.popitem(last=False)[1])


def state() -> State:
    """Return the state of the data as it is now, in one query."""
    row = db.session.execute(queries.facts.state()).one_or_none()
    if row is None or not row.mark:
        return State("", 0, None)  # the facts were never made
    return State(row.mark, row.number or 0, row.checked_at)


def remembered(shelf: str, state: Hashable, asked: Hashable, work_out: Callable[[], Result]) -> Result:
    """Return what was asked before in this state, or work it out; None or "" as state remembers nothing."""
    if not state:
        return work_out()
    memos: dict[str, Memo] = current_app.extensions.setdefault("reports_memo", {})
    return memos.setdefault(shelf, Memo()).remembered(state, asked, work_out)
