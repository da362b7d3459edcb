"""Cells of tables as text, the same for every kind of file."""

import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

_FORMULA = ("=", "+", "-", "@")  # before these our own files write an apostrophe


def text_of(cell: Any) -> str:
    """Return a cell as text: dates as 2027-03-02, whole numbers without a fraction, no control characters."""
    if isinstance(cell, str):
        return _clean(cell)
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)


def _clean(text: str) -> str:
    kept = "".join(c if c.isprintable() or c in "\u200c\u200d" else " " for c in unicodedata.normalize("NFC", text))
    kept = " ".join(kept.replace("\ufeff", " ").split())
    return kept[1:] if kept[:1] == "'" and kept[1:2] in _FORMULA and kept[1:] else kept
