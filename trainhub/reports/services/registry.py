"""The registry: indicators, breakdowns and exports of core and every plugin, collected once at the start."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Flask, current_app

from ...hooks.host import CORE, PluginHost, host
from ...hooks.types import Breakdown, Export, Indicator
from ...kernel.errors import NotFound

Thing = TypeVar("Thing", Indicator, Breakdown, Export)
KINDS = (Indicator, Breakdown, Export)


@dataclass
class Registry:
    """What can be reported: by kind and key, each with who brought it."""

    shelves: dict[type, dict[str, Any]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    owners: dict[tuple[type, str], str] = field(default_factory=dict)

    def shelf(self, kind: type[Thing]) -> dict[str, Thing]:
        return self.shelves[kind]

    def add(self, contributor: str, thing: Any) -> None:
        """Take one thing in; raises ValueError for a key that is taken, or is not the contributor's to give."""
        kind, name = type(thing), "core" if contributor.startswith(CORE) else contributor
        if thing.key in self.shelves[kind]:
            raise ValueError(f"{kind.__name__} {thing.key!r} is there already")
        if kind is not Breakdown and not thing.key.startswith(f"{name}."):
            raise ValueError(f"{kind.__name__} {thing.key!r} must begin with {name!r} and a dot")
        self.shelves[kind][thing.key] = thing
        self.owners[kind, thing.key] = contributor


def collect(app: Flask, plugins: PluginHost) -> None:
    """Ask everybody once; a plugin whose contribution cannot stand is taken out whole."""
    registry = app.extensions["reports"] = Registry()
    found = [
        *plugins.register("register_breakdowns"),
        *plugins.register("register_indicators"),
        *plugins.register("register_exports"),
    ]
    for contributor, thing in found:
        try:
            registry.add(contributor, thing)
        except Exception as error:
            if contributor.startswith(CORE):
                raise
            plugins.drop(contributor, error)


def indicators() -> dict[str, Indicator]:
    """Return every indicator by its key: core's first, then the plugins' in their order."""
    return _standing(Indicator)


def breakdowns() -> dict[str, Breakdown]:
    """Return every breakdown by its key."""
    return _standing(Breakdown)


def exports() -> dict[str, Export]:
    """Return every export by its key."""
    return _standing(Export)


def indicator(key: str) -> Indicator:
    """Return an indicator; raises NotFound."""
    return _find(indicators(), key)


def breakdown(key: str) -> Breakdown:
    """Return a breakdown; raises NotFound."""
    return _find(breakdowns(), key)


def breakdowns_of(indicator: Indicator) -> list[Breakdown]:
    """Return what an indicator can be split by: it knows what the breakdown needs, or has a column for it."""
    return [each for each in breakdowns().values() if {each.needs, each.key} & indicator.splits]


def owner(thing: Indicator | Breakdown | Export) -> str:
    """Return who brought it: "core.reports", or a plugin's name."""
    registry: Registry = current_app.extensions["reports"]
    return registry.owners.get((type(thing), thing.key), "")


def _standing(kind: type[Thing]) -> dict[str, Thing]:
    """Return what was brought by those that are still loaded."""
    registry: Registry = current_app.extensions["reports"]
    loaded = host().pm
    return {key: thing for key, thing in registry.shelf(kind).items() if loaded.has_plugin(registry.owners[kind, key])}


def _find(shelf: dict[str, Thing], key: str) -> Thing:
    found = shelf.get(key)
    if found is None:
        raise NotFound
    return found
