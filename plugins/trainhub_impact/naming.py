"""Figures and breakdowns of the registry by name, in the language of the page. What is kept by its code is told so."""

from collections.abc import Mapping, Sequence
from typing import Any

from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.reports import ALL, NOT_STATED, Breakdown, breakdowns, indicators


def figure_name(key: str) -> str:
    """Return the name of a figure; its key while its plugin is off."""
    found = indicators().get(key)
    return str(found.title) if found else key


def split_name(key: str) -> str:
    """Return the name of a breakdown; its key while its plugin is off."""
    found = breakdowns().get(key)
    return str(found.title) if found else key


def retold(figures: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the figures of a snapshot, their names in today's words where the registry still knows the codes."""
    return [{**part, "title": _title(part), "tables": [_table(table) for table in part["tables"]]} for part in figures]


def _title(part: Mapping[str, Any]) -> str:
    name = figure_name(part["key"])
    return name if name != part["key"] else str(part.get("title", name))


def _table(table: Mapping[str, Any]) -> dict[str, Any]:
    known = breakdowns().get(table["by"])
    if known is None:
        return dict(table)
    labels = _labels(known, [code for _label, code, *_numbers in table["cells"]])
    cells = [[labels.get(code, label), code, *numbers] for label, code, *numbers in table["cells"]]
    return {**table, "title": str(known.title), "cells": cells}


def _labels(known: Breakdown, codes: Sequence[str]) -> dict[str, str]:
    given = known.codes() if known.codes else ()
    closed = given if isinstance(given, Mapping) else {}
    asked = [code for code in codes if code not in {ALL, NOT_STATED, *closed}]
    named = {**closed, **(known.labels(asked) if asked else {})}
    return {NOT_STATED: str(known.unknown) or _("Not stated")} | {code: str(name) for code, name in named.items()}
