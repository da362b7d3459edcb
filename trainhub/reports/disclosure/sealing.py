"""The true numbers of published tables, sealed: what is published later is checked against them, nothing else.

The key lies beside the database (`disclosure.key`), so that a copy of the database alone gives nothing away.
Only this module opens the column, and only the ledger's check asks it to.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app

from ...kernel import keys
from .policy import Status
from .problem import Axis, Cell, Codes, Entry, Mark, Marks, Period, Table

BETWEEN = "|"  # codes never hold it


class Lost(ValueError):
    """The key does not open a sealed table: nothing can be checked against it."""


def join(codes: Codes) -> str:
    """Return the codes of a cell as one text."""
    return BETWEEN.join(codes)


def split(codes: str) -> Codes:
    return tuple(codes.split(BETWEEN)) if codes else ()


def seal(entry: Entry) -> bytes:
    """Close up a table with its marks."""
    table = entry.table
    plain = {
        "key": table.key,
        "counts": table.counts,
        "hits": table.hits,
        "axes": [_axis_out(axis) for axis in table.axes],
        "period": _period_out(table.period),
        "scope": dict(table.scope),
        "overlaps": sorted(table.overlaps),
        "splits_time": table.splits_time,
        "people": table.people,
        "cells": {join(codes): [cell.n, cell.hits] for codes, cell in table.cells.items()},
        "threshold": entry.threshold,
        "marks": _marks_out(entry.marks),
        "hit_marks": _marks_out(entry.hit_marks),
    }
    return _cipher().encrypt(json.dumps(plain).encode())


def unseal(sealed: bytes) -> Entry:
    """Return a table as it was sealed; raises Lost."""
    try:
        plain = json.loads(_cipher().decrypt(sealed))
    except InvalidToken as error:
        raise Lost from error
    table = Table(
        plain["key"],
        plain["counts"],
        tuple(_axis_in(axis) for axis in plain["axes"]),
        _period_in(plain["period"]),
        {split(codes): Cell(n, None, hits) for codes, (n, hits) in plain["cells"].items()},
        plain["scope"],
        frozenset(plain["overlaps"]),
        plain["hits"],
        plain["splits_time"],
        plain["people"],
    )
    marks, hit_marks = _marks_in(plain["marks"]), _marks_in(plain["hit_marks"])
    return Entry(table, threshold=plain["threshold"], marks=marks, hit_marks=hit_marks)


def _cipher() -> Fernet:
    return keys.fernet(Path(current_app.config["DATA"]), "disclosure")


def _period_out(period: Period) -> list[str]:
    return [period.first.isoformat(), period.until.isoformat()]


def _period_in(plain: list[str]) -> Period:
    return Period(*map(date.fromisoformat, plain))


def _axis_out(axis: Axis) -> dict[str, Any]:
    periods = {code: _period_out(period) for code, period in axis.periods.items()}
    return {"key": axis.key, "codes": axis.codes, "additive": axis.additive, "periods": periods}


def _axis_in(plain: dict[str, Any]) -> Axis:
    periods = {code: _period_in(period) for code, period in plain["periods"].items()}
    return Axis(plain["key"], tuple(plain["codes"]), plain["additive"], periods)


def _marks_out(marks: Marks | None) -> dict[str, list[Any]] | None:
    """JSON knows no infinity: an open end is nothing."""
    if marks is None:
        return None
    return {
        join(codes): [mark.status.value, mark.low, None if mark.high == float("inf") else mark.high]
        for codes, mark in marks.items()
    }


def _marks_in(plain: dict[str, list[Any]] | None) -> Marks | None:
    if plain is None:
        return None
    return {
        split(codes): Mark(Status(status), low, float("inf") if high is None else high)
        for codes, (status, low, high) in plain.items()
    }
