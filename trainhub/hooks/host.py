"""Loads features and plugins and calls their hooks so that one plugin cannot break another.

Core features contribute through the same hooks under names that begin with "core."; what they
raise is a fault of ours and is never swallowed.
"""

import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, is_dataclass, replace
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pluggy
from flask import Blueprint, Flask, current_app

from ..kernel import clock
from ..kernel.db import db
from ..kernel.errors import Postponed, Refused
from . import specs
from .loading import Found, choose, load_plugin
from .markers import PROJECT
from .types import Panel, PluginInfo

log = logging.getLogger(__name__)
CORE = "core."
REMEMBERED = 50


@dataclass(frozen=True, slots=True)
class Failure:
    """Something a plugin did wrong, for the plugins page."""

    plugin: str
    hook: str
    message: str
    at: datetime


@dataclass
class PluginHost:
    """The plugins of one app. In strict mode (tests, development) every failure is raised."""

    strict: bool = False
    infos: dict[str, PluginInfo] = field(default_factory=dict)
    unloaded: dict[str, str] = field(default_factory=dict)  # plugin -> why it was not loaded
    available: dict[str, Found] = field(default_factory=dict)  # every plugin there is, loaded or not
    failures: deque[Failure] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def __post_init__(self) -> None:
        self.pm = pluggy.PluginManager(PROJECT)
        self.pm.add_hookspecs(specs)

    # --- loading ------------------------------------------------------------------------------

    def add_core(self, feature: str, module: ModuleType) -> None:
        """Register a core feature's contributions."""
        self.pm.register(module, name=CORE + feature)

    def load(self, available: dict[str, Found], wanted: tuple[str, ...]) -> None:
        """Load the wanted plugins, or all; one that fails is left out with its reason."""
        self.available = available
        for found in choose(available, wanted):
            try:
                module, info = load_plugin(found)
                self.pm.register(module, name=found.name)
                self.pm.check_pending()
                self.infos[found.name] = info
            except Exception as error:
                self.drop(found.name, error)

    def drop(self, name: str, error: Exception) -> None:
        """Take a plugin out, whole, and remember why."""
        if self.strict:
            raise error
        log.error("plugin not loaded", exc_info=error, extra={"plugin": name})
        self.unloaded[name] = f"{type(error).__name__}: {error}"
        self.infos.pop(name, None)
        if self.pm.has_plugin(name):
            self.pm.unregister(name=name)

    # --- calling ------------------------------------------------------------------------------

    def register(self, hook: str) -> list[tuple[str, Any]]:
        """Call a register_ hook once; return (contributor, thing). A failing plugin is unloaded whole."""
        things: list[tuple[str, Any]] = []
        for impl in self.implementations(hook):
            try:
                called: Any = impl.function()
                things += [(impl.plugin_name, thing) for thing in called]
            except Exception as error:
                if impl.plugin_name.startswith(CORE):
                    raise
                self.drop(impl.plugin_name, error)
        return [(name, thing) for name, thing in things if self.pm.has_plugin(name)]

    def extend(self, hook: str, **arguments: Any) -> list[Any]:
        """Call an extend_ hook; return all that came, in order. A failing plugin's part is missing."""
        things: list[Any] = []
        for name, result in self._each(hook, arguments):
            things += [_named(thing, name) for thing in result]
        return sorted(things, key=lambda thing: thing.order)

    def check(self, hook: str, **arguments: Any) -> None:
        """Call a check_ hook. Raises Refused as a plugin said, Postponed when a plugin is broken."""
        self._declared(hook, arguments)
        for impl in self.implementations(hook):
            try:
                with db.session.begin_nested():
                    impl.function(*[arguments[name] for name in impl.argnames])
            except Refused:
                raise
            except Exception as error:
                self.report(impl.plugin_name, hook, error)
                raise Postponed(f"{impl.plugin_name}: {type(error).__name__}: {error}") from error

    def implementations(self, hook: str) -> list[pluggy.HookImpl]:
        """Return the implementations of a hook in the order of registration."""
        return list(reversed(getattr(self.pm.hook, hook).get_hookimpls()))

    def _each(self, hook: str, arguments: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        self._declared(hook, arguments)
        for impl in self.implementations(hook):
            values = [arguments[name] for name in impl.argnames]
            result: Any
            if impl.plugin_name.startswith(CORE):
                result = impl.function(*values)
            else:
                try:
                    with db.session.no_autoflush, db.session.begin_nested():
                        called: Any = impl.function(*values)
                        result = list(called or ())
                except Exception as error:
                    self.report(impl.plugin_name, hook, error)
                    continue
            if result:
                yield impl.plugin_name, result

    def _declared(self, hook: str, arguments: dict[str, Any]) -> None:
        declared = set(getattr(self.pm.hook, hook).spec.argnames)
        if declared != set(arguments):
            raise TypeError(f"{hook} takes {sorted(declared)}, called with {sorted(arguments)}")

    def report(self, plugin: str, hook: str, error: Exception) -> None:
        """Remember a failure; raise it in strict mode."""
        if self.strict:
            raise error
        log.error("plugin failed", exc_info=error, extra={"plugin": plugin, "hook": hook})
        self.failures.append(Failure(plugin, hook, f"{type(error).__name__}: {error}", clock.now()))

    # --- files by convention ------------------------------------------------------------------

    def folders(self, name: str, *, unloaded: bool = False) -> list[Path]:
        """Return the folders of that name (templates, static, translations, migrations) of loaded plugins.

        With `unloaded` also those of plugins that are switched off or broken: a database that knows
        their revisions must find them.
        """
        plugins = [found for name, found in self.available.items() if unloaded or name in self.infos]
        places = [found.folder / name for found in plugins if found.folder is not None]
        return [place for place in places if place.is_dir()]


def host() -> PluginHost:
    """Return the present app's plugin host."""
    found: PluginHost = current_app.extensions["plugins"]
    return found


def mount(app: Flask, blueprint: Blueprint, contributor: str) -> None:
    """Mount a blueprint: core's as it says, a plugin's under /x/<plugin>/."""
    prefix = None if contributor.startswith(CORE) else f"/x/{contributor}{blueprint.url_prefix or ''}"
    app.register_blueprint(blueprint, url_prefix=prefix or blueprint.url_prefix)


def _named(thing: Any, contributor: str) -> Any:
    """Let a panel say which plugin it came from."""
    if isinstance(thing, Panel) and is_dataclass(thing) and not contributor.startswith(CORE):
        return replace(thing, plugin=contributor)
    return thing
