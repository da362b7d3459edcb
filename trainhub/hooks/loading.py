"""Finds plugins: packages trainhub_* in the plugin folders, and installed ones by entry point."""

import importlib
import importlib.util
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy.orm import configure_mappers

from ..kernel.db import Model, db
from .types import API_VERSION, PluginInfo

GROUP = "trainhub.plugins"
PACKAGE_PREFIX = "trainhub_"
OFF = "plugins.off"  # one name a line


@dataclass(frozen=True, slots=True)
class Found:
    """A plugin that was found, loaded or not. `path` is where it is imported from, if it is not installed."""

    name: str
    package: str
    path: Path | None = None

    @property
    def folder(self) -> Path | None:
        """Return the folder of its package, without importing it."""
        if self.path is not None:
            return self.path / self.package
        spec = importlib.util.find_spec(self.package)
        return Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else None


def find(folders: Iterable[Path]) -> dict[str, Found]:
    """Return every plugin there is, by name."""
    return {plugin.name: plugin for plugin in (*_bundled(folders), *_installed())}


def choose(found: dict[str, Found], wanted: tuple[str, ...], off: frozenset[str] = frozenset()) -> list[Found]:
    """Return the plugins to load: those wanted, in that order, or all; never one that is switched off."""
    if not wanted:
        return [found[name] for name in sorted(found) if name not in off]
    return [found.get(name) or Found(name, PACKAGE_PREFIX + name) for name in wanted if name not in off]


def switched_off(data: Path) -> frozenset[str]:
    """Return the plugins that an administrator switched off: a file in the data folder, read without a database."""
    place = data / OFF
    return frozenset(place.read_text("utf-8").split()) if place.exists() else frozenset()


def switch(data: Path, name: str, *, on: bool) -> None:
    """Note that a plugin is to be on or off from the next start."""
    names = switched_off(data) - {name} if on else switched_off(data) | {name}
    fresh = data / f"{OFF}.new"
    fresh.write_text("".join(f"{each}\n" for each in sorted(names)), "utf-8")
    fresh.replace(data / OFF)


def load_plugin(found: Found) -> tuple[ModuleType, PluginInfo]:
    """Import a plugin; raises whatever its import raises, or RuntimeError for a newer API."""
    if found.path is not None and str(found.path) not in sys.path:
        sys.path.append(str(found.path))
    module = importlib.import_module(f"{found.package}.plugin")
    info: PluginInfo = module.PLUGIN
    if info.requires_api > API_VERSION:
        raise RuntimeError(f"needs plugin API {info.requires_api}; this trainhub has {API_VERSION}")
    _check_tables(found)
    configure_mappers()  # a relation to nowhere shows now, not at the first query of somebody else's page
    return module, info


def unload_tables(found: Found) -> None:
    """Forget the tables of a plugin that is not loaded: a broken one would stop every query of everybody."""
    registry: Any = Model.registry
    for manager in list(registry._managers):
        if _belongs(manager.class_, found):
            table = getattr(manager.class_, "__table__", None)
            registry._dispose_manager_and_mapper(manager)
            registry._managers.pop(manager, None)
            if table is not None:
                db.metadata.remove(table)
    for name in [name for name in sys.modules if name.partition(".")[0] == found.package]:
        del sys.modules[name]  # a later try imports it anew


def _check_tables(found: Found) -> None:
    for mapper in Model.registry.mappers:
        table = str(getattr(mapper.local_table, "name", ""))
        if _belongs(mapper.class_, found) and not table.startswith(f"{found.name}_"):
            raise RuntimeError(f"table {table} must be called {found.name}_…")


def _belongs(model: type, found: Found) -> bool:
    return model.__module__.partition(".")[0] == found.package


def _bundled(folders: Iterable[Path]) -> Iterator[Found]:
    for folder in folders:
        for path in sorted(folder.glob(f"{PACKAGE_PREFIX}*/plugin.py")):
            yield Found(path.parent.name.removeprefix(PACKAGE_PREFIX), path.parent.name, folder)


def _installed() -> Iterator[Found]:
    for entry in entry_points(group=GROUP):
        yield Found(entry.name, entry.module.partition(".")[0])
