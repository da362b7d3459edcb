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
    """A plugin that was found and not yet loaded."""

    name: str
    module: str  # what to import
    folder: Path | None  # where its package lies, if it is not installed


def find(folders: Iterable[Path], wanted: tuple[str, ...]) -> list[Found]:
    """Return the plugins to load: those `wanted`, in that order, or all that are found."""
    found = {plugin.name: plugin for plugin in (*_bundled(folders), *_installed())}
    if not wanted:
        return [found[name] for name in sorted(found)]
    return [found.get(name) or Found(name, f"{PACKAGE_PREFIX}{name}.plugin", None) for name in wanted]


def load_plugin(found: Found) -> tuple[ModuleType, PluginInfo]:
    """Import a plugin; raises whatever its import raises, or RuntimeError for a newer API."""
    if found.folder is not None and str(found.folder) not in sys.path:
        sys.path.append(str(found.folder))
    module = importlib.import_module(found.module)
    package = found.module.rpartition(".")[0]
    if importlib.util.find_spec(f"{package}.models"):
        importlib.import_module(f"{package}.models")
    info: PluginInfo = module.PLUGIN
    if info.requires_api > API_VERSION:
        raise RuntimeError(f"needs plugin API {info.requires_api}; this trainhub has {API_VERSION}")
    return module, info


def _bundled(folders: Iterable[Path]) -> Iterator[Found]:
    for folder in folders:
        for path in sorted(folder.glob(f"{PACKAGE_PREFIX}*/plugin.py")):
            package = path.parent.name
            yield Found(package.removeprefix(PACKAGE_PREFIX), f"{package}.plugin", folder)


def _installed() -> Iterator[Found]:
    for entry in entry_points(group=GROUP):
        yield Found(entry.name, entry.module, None)
