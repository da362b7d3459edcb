"""Figures that were worked out once, remembered in this process until the facts change."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from flask import Flask, current_app

from ...kernel.db import db
from .. import queries

KEPT = 200_000  # cells
Result = TypeVar("Result", bound=dict[Any, Any])


class Memo:
    """Tables by what was asked, all of one mark of the facts; the longest unused ones make room."""

    def __init__(self) -> None:
        self.mark = ""
        self.tables: OrderedDict[Hashable, dict[Any, Any]] = OrderedDict()
        self.cells = 0

    def get(self, mark: str, asked: Hashable) -> dict[Any, Any] | None:
        if mark != self.mark:
            self.mark, self.cells = mark, 0
            self.tables = OrderedDict()
        found = self.tables.get(asked)
        if found is not None:
            self.tables.move_to_end(asked)
        return found

    def put(self, mark: str, asked: Hashable, table: dict[Any, Any]) -> None:
        if mark != self.mark or asked in self.tables or len(table) > KEPT:
            return
        self.tables[asked] = table
        self.cells += len(table)
        while self.cells > KEPT:
            self.cells -= len(self.tables.popitem(last=False)[1])


def remembered(asked: Hashable | None, work_out: Callable[[], Result]) -> Result:
    """Return what was asked before, or work it out; None asks for what changes with more than the facts."""
    if asked is None:
        return work_out()
    mark = db.session.scalar(queries.facts.mark()) or ""
    memo = _memo(current_app)
    found = memo.get(mark, asked) if mark else None
    if found is None:
        found = work_out()
        memo.put(mark, asked, found)
    return found  # type: ignore[return-value]


def _memo(app: Flask) -> Memo:
    found = app.extensions.get("reports_memo")
    if not isinstance(found, Memo):
        found = app.extensions["reports_memo"] = Memo()
    return found
