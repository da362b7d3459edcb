"""The findings and recommendations that are shipped: those of the assessment of 2021, as records."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...curriculum import queries as curriculum
from ...curriculum.models import Module
from ...kernel.db import db
from ...kernel.text import fold
from ...kernel.types import Texts
from .. import queries
from ..models import Finding, Pillar, Recommendation

SHIPPED = Path(__file__).parents[1] / "data" / "recommendations.toml"


def load_shipped() -> int:
    """Add the pillars, findings and recommendations that are not there yet; return how many recommendations came.

    What is there already stays as it is: its state and its texts are the centre's by now.
    """
    data = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    modules = {module.number: module for module in db.session.scalars(curriculum.module_identities())}
    pillars = _pillars(data["pillar"])
    _findings(data["finding"], modules, pillars)
    known = {each.code for each in db.session.scalars(queries.recommendations())}
    fresh = [each for each in data["recommendation"] if each["code"] not in known]
    db.session.add_all(_recommendation(each, modules, pillars) for each in fresh)
    db.session.flush()
    return len(fresh)


def _pillars(entries: list[dict[str, Any]]) -> dict[int, Pillar]:
    found = {pillar.no: pillar for pillar in db.session.scalars(queries.pillars())}
    for entry in entries:
        if entry["no"] not in found:
            found[entry["no"]] = Pillar(no=entry["no"], title=Texts.of(entry["title"]))
    db.session.add_all(found.values())
    return found


def _findings(entries: list[dict[str, Any]], modules: Mapping[int, Module], pillars: Mapping[int, Pillar]) -> None:
    known = {str(finding.text) for finding in db.session.scalars(queries.findings())}
    for entry in entries:
        if entry["text"]["en"] not in known:
            db.session.add(
                Finding(
                    kind=entry["kind"],
                    section=entry["section"],
                    pillar=pillars.get(entry.get("pillar", 0)),
                    text=Texts.of(entry["text"]),
                    severity=entry["severity"],
                    source=where(entry["source"]),
                    search=searched(Texts.of(entry["text"])),
                    modules=_of(entry, modules),
                )
            )


def _recommendation(
    entry: Mapping[str, Any], modules: Mapping[int, Module], pillars: Mapping[int, Pillar]
) -> Recommendation:
    text = Texts.of(entry["text"])
    return Recommendation(
        code=entry["code"],
        chapter=entry.get("chapter", 1),
        section=entry["section"],
        pillar=pillars.get(entry.get("pillar", 0)),
        text=text,
        types=entry["types"],
        gender=entry.get("gender", False),
        outside_region=entry.get("outside_region", False),
        explicit=entry.get("explicit", True),
        closest=entry.get("closest", []),
        source=entry["source"],
        search=searched(text, entry["code"]),
        modules=_of(entry, modules),
    )


def _of(entry: Mapping[str, Any], modules: Mapping[int, Module]) -> list[Module]:
    return [modules[number] for number in entry.get("modules", []) if number in modules]


def searched(text: Texts, *more: str) -> str:
    """Return what a text is found by, in all its languages."""
    return " ".join(fold(each) for each in (*text.values.values(), *more))


def where(source: Mapping[str, Any]) -> str:
    """Return where a passage stands, in one line."""
    return f"{source['file']} L{source['line']}–{source['line_end']} @{source['offset']}"
