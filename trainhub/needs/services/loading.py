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
from ..models import Finding, LeadBody, Pillar, PolicyDocument, Recommendation, Register, RegisterEntry, RegisterItem

DATA = Path(__file__).parents[1] / "data"
SHIPPED = DATA / "recommendations.toml"


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


def load_registers() -> int:
    """Add the registers of countries with their items, and what the assessment of 2021 says for certain of each.

    What a country or the centre entered stays; return how many entries came. Documents and bodies come to countries
    of which there are none yet.
    """
    data = tomllib.loads((DATA / "registers.toml").read_text(encoding="utf-8"))
    items = _items(data)
    known = {(entry.item_id, entry.country_code) for entry in db.session.scalars(queries.all_entries())}
    fresh = [
        RegisterEntry(
            item=item, country_code=code, state=each["state"], note=each.get("note", ""), source=each["source"]
        )
        for each in data["entry"]
        for item in (items[each["register"], each["item"]],)
        for code in each["countries"]
        if (item.id, code) not in known
    ]
    db.session.add_all(fresh)
    _documents(data["document"])
    _leads(data["lead"])
    db.session.flush()
    return len(fresh)


def _items(data: Mapping[str, Any]) -> dict[tuple[str, str], RegisterItem]:
    """Return the items that are shipped by the key of their register and their own, those not there yet added."""
    found = {each.key: each for each in db.session.scalars(queries.registers_with_items()) if each.key}
    for each in data["register"]:
        if each["key"] not in found:
            title, about = Texts.of(each["title"]), Texts.of(each["about"])
            found[each["key"]] = Register(key=each["key"], place=each["place"], title=title, about=about, items=[])
    db.session.add_all(found.values())
    items = {(key, item.key): item for key, each in found.items() for item in each.items}
    for place, each in enumerate(data["item"], 1):
        key = each["register"], each["key"]
        if key not in items:
            title = Texts.of(each["title"])
            items[key] = RegisterItem(register=found[key[0]], key=key[1], place=place, kind=each["kind"], title=title)
    db.session.add_all(items.values())
    db.session.flush()
    return items


def _documents(entries: list[dict[str, Any]]) -> None:
    there = {each.country_code for each in db.session.scalars(queries.documents())}
    for each in entries:
        if each["country"] not in there:
            title = Texts.of(each["title"])
            db.session.add(
                PolicyDocument(
                    country_code=each["country"],
                    title=title,
                    state=each["state"],
                    first_year=each.get("first"),
                    last_year=each.get("last"),
                    goals=each.get("goals", []),
                    source=each["source"],
                    search=searched(title),
                )
            )


def _leads(entries: list[dict[str, Any]]) -> None:
    there = {each.country_code for each in db.session.scalars(queries.lead_bodies())}
    for each in entries:
        if each["country"] not in there:
            title, note = Texts.of(each["title"]), each.get("note", "")
            code, source = each["country"], each["source"]
            db.session.add(LeadBody(country_code=code, title=title, note=note, source=source, search=searched(title)))


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
