"""Finds plugins: packages trainhub_* in the plugin folders, and installed ones by entry point."""

import importlib
import importlib.util
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from .types import API_VERSION, PluginInfo

GROUP = "trainhub.plugins"
PACKAGE_PREFIX = "trainhub_"


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


def choose(found: dict[str, Found], wanted: tuple[str, ...]) -> list[Found]:
    """Return the plugins to load: those wanted, in that order, or all."""
    if not wanted:
        return [found[name] for name in sorted(found)]
    return [found.get(name) or Found(name, PACKAGE_PREFIX + name) for name in wanted]


def load_plugin(found: Found) -> tuple[ModuleType, PluginInfo]:
    """Import a plugin; raises whatever its import raises, or RuntimeError for a newer API."""
    if found.path is not None and str(found.path) not in sys.path:
        sys.path.append(str(found.path))
    module = importlib.import_module(f"{found.package}.plugin")
    info: PluginInfo = module.PLUGIN
    if info.requires_api > API_VERSION:
        raise RuntimeError(f"needs plugin API {info.requires_api}; this trainhub has {API_VERSION}")
    return module, info


def _bundled(folders: Iterable[Path]) -> Iterator[Found]:
    for folder in folders:
        for path in sorted(folder.glob(f"{PACKAGE_PREFIX}*/plugin.py")):
            yield Found(path.parent.name.removeprefix(PACKAGE_PREFIX), path.parent.name, folder)


def _installed() -> Iterator[Found]:
    for entry in entry_points(group=GROUP):
        yield Found(entry.name, entry.module.partition(".")[0])
