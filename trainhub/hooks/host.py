"""Loads features and plugins and calls their hooks so that one plugin cannot break another.

Core features contribute through the same hooks under names that begin with "core."; what they
raise is a fault of ours and is never swallowed.
"""

import logging
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, cast, get_args

import pluggy
from flask import Blueprint, Flask, current_app

from ..kernel import clock
from ..kernel.db import db
from ..kernel.errors import Postponed, Refused
from ..kernel.jobs import Job
from . import specs
from .failures import mark, place, told
from .loading import PACKAGE_PREFIX, Found, choose, load_plugin, unload_tables
from .markers import PROJECT
from .types import Permission, PluginInfo

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
    place: str = ""
    times: int = 1


@dataclass
class PluginHost:
    """The plugins of one app. In strict mode (tests, development) every failure is raised."""

    strict: bool = False
    infos: dict[str, PluginInfo] = field(default_factory=dict)
    unloaded: dict[str, str] = field(default_factory=dict)  # plugin -> why it was not loaded
    available: dict[str, Found] = field(default_factory=dict)  # every plugin there is, loaded or not
    off: frozenset[str] = frozenset()  # switched off by an administrator
    failures: deque[Failure] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    waiting: dict[str, Failure] = field(default_factory=dict)  # to be written when this request or job is over
    met: set[str] = field(default_factory=set)  # kinds of failure that were logged
    pages: dict[str, str] = field(default_factory=dict)  # name of a blueprint -> plugin
    # which plugins have no part in what a call is about: a feature that knows sessions puts its own here
    left_out: Callable[[Mapping[str, Any]], Collection[str]] = lambda arguments: ()

    def __post_init__(self) -> None:
        self.pm = pluggy.PluginManager(PROJECT)
        self.pm.add_hookspecs(specs)

    # --- loading ------------------------------------------------------------------------------

    def add_core(self, feature: str, module: ModuleType) -> None:
        """Register a core feature's contributions."""
        self.pm.register(module, name=CORE + feature)

    def load(self, available: dict[str, Found], wanted: tuple[str, ...], off: frozenset[str] = frozenset()) -> None:
        """Load the wanted plugins, or all; one that fails is left out with its reason."""
        self.available, self.off = available, off
        for found in choose(available, wanted, off):
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
        self.unloaded[name] = told(error)
        self.infos.pop(name, None)
        if self.pm.has_plugin(name):
            self.pm.unregister(name=name)
        unload_tables(self.available.get(name) or Found(name, PACKAGE_PREFIX + name))

    # --- calling ------------------------------------------------------------------------------

    def register(self, hook: str) -> list[tuple[str, Any]]:
        """Call a register_ hook once; return (contributor, thing). A failing plugin is unloaded whole."""
        things: list[tuple[str, Any]] = []
        for impl in self.implementations(hook):
            try:
                called: Any = impl.function()
                things += [(impl.plugin_name, thing) for thing in self._checked(hook, impl.plugin_name, called)]
            except Exception as error:
                if impl.plugin_name.startswith(CORE):
                    raise
                self.drop(impl.plugin_name, error)
        return self.standing(things)

    def standing(self, things: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """Return what was registered by those that are still loaded: a plugin that fails once is out whole."""
        return [(name, thing) for name, thing in things if self.pm.has_plugin(name)]

    def extend(self, hook: str, **arguments: Any) -> list[Any]:
        """Call an extend_ hook; return all that came, in order. A failing plugin's part is missing."""
        return self.gather(hook, **arguments)[0]

    def extend_each(self, hook: str, name: str, values: Iterable[Any], **arguments: Any) -> dict[Any, list[Any]]:
        """Call an extend_ hook for each value of one argument; a plugin that fails for one gives nothing for any."""
        choices = [{**arguments, name: value} for value in values]
        found: dict[Any, list[Any]] = {choice[name]: [] for choice in choices}
        for choice in choices[:1]:
            self._declared(hook, choice)
        for impl in self._involved(hook, arguments):
            with self.guarded(impl.plugin_name, hook):
                given = [(choice[name], self._given(impl, hook, choice)) for choice in choices]
                for value, things in given:
                    found[value] += things
        return {value: sorted(things, key=lambda thing: thing.order) for value, things in found.items()}

    def gather(self, hook: str, **arguments: Any) -> tuple[list[Any], list[str]]:
        """Do the same, and say which plugins failed: where a missing part must be told."""
        self._declared(hook, arguments)
        things: list[Any] = []
        failed: list[str] = []
        for impl in self._involved(hook, arguments):
            found = self._call(impl, hook, arguments)
            if found is None:
                failed.append(impl.plugin_name)
            else:
                things += found
        return sorted(things, key=lambda thing: thing.order), failed

    def check(self, hook: str, **arguments: Any) -> None:
        """Call a check_ hook. Raises Refused as a plugin said, Postponed when a plugin is broken."""
        self._declared(hook, arguments)
        for impl in self._involved(hook, arguments):
            try:
                with db.session.begin_nested():
                    impl.function(*[arguments[name] for name in impl.argnames])
            except Refused:
                raise
            except Exception as error:
                self.report(impl.plugin_name, hook, error)
                raise Postponed(f"{impl.plugin_name}: {told(error)}") from error

    def implementations(self, hook: str) -> list[pluggy.HookImpl]:
        """Return the implementations of a hook in the order of registration: core's first."""
        return list(getattr(self.pm.hook, hook).get_hookimpls())

    @contextmanager
    def guarded(self, plugin: str, hook: str, *passing: type[Exception]) -> Iterator[None]:
        """Undo what a plugin did in this block when it fails, report that, and go on after the block.

        Errors of the kinds in `passing` go through, as do all of core ("" or "core.…").
        """
        if not plugin or plugin.startswith(CORE):
            yield
            return
        try:
            with db.session.begin_nested():
                yield
        except passing:
            raise
        except Exception as error:
            self.report(plugin, hook, error)

    def _call(self, impl: pluggy.HookImpl, hook: str, arguments: Mapping[str, Any]) -> list[Any] | None:
        """Return what one implementation gives, or None where it failed."""
        if impl.plugin_name.startswith(CORE):  # nothing to guard, and a page asks hundreds of them
            return self._given(impl, hook, arguments)
        found: list[list[Any]] = []
        with self.guarded(impl.plugin_name, hook):
            found.append(self._given(impl, hook, arguments))
        return found[0] if found else None

    def _given(self, impl: pluggy.HookImpl, hook: str, arguments: Mapping[str, Any]) -> list[Any]:
        called: Any = impl.function(*[arguments[name] for name in impl.argnames])
        return [_named(thing, impl.plugin_name) for thing in self._checked(hook, impl.plugin_name, called)]

    def _involved(self, hook: str, arguments: Mapping[str, Any]) -> list[pluggy.HookImpl]:
        out = self.left_out(arguments) if self.infos else ()
        return [impl for impl in self.implementations(hook) if impl.plugin_name not in out]

    def _checked(self, hook: str, contributor: str, called: Any) -> list[Any]:
        """Return what a hook gave; a TypeError says what is wrong with it here, not where it is used."""
        things = list(called or ())
        wanted = _wanted(hook)
        for thing in things:
            if not isinstance(thing, wanted) or not isinstance(getattr(thing, "order", 0), int):
                raise TypeError(f"{hook} must return {wanted.__name__}s, not {thing!r}")
            if isinstance(thing, Permission | Job) and not _own_name(thing.name, contributor):
                raise ValueError(f"{hook}: {thing.name!r} must begin with {contributor!r} and a dot")
        return things

    def _declared(self, hook: str, arguments: Mapping[str, Any]) -> None:
        declared = getattr(self.pm.hook, hook).spec.argnames
        if arguments.keys() != set(declared):
            raise TypeError(f"{hook} takes {sorted(declared)}, called with {sorted(arguments)}")

    def report(self, plugin: str, hook: str, error: Exception) -> None:
        """Remember a failure; raise it in strict mode."""
        if self.strict:
            raise error
        package = self.available[plugin].package if plugin in self.available else PACKAGE_PREFIX + plugin
        failure = Failure(plugin, hook, told(error), clock.now(), place(error, package))
        key = f"{plugin} {hook} {mark(failure)}"
        again = key in self.met  # the whole story is told once: a panel may fail at every visit
        log.error("plugin failed", exc_info=None if again else error, extra={"plugin": plugin, "hook": hook})
        self.met.add(key)
        self.failures.append(failure)
        before = self.waiting.get(key)
        self.waiting[key] = replace(failure, times=before.times + 1) if before else failure

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
    """Mount a blueprint: core's as it says, a plugin's under /x/<plugin>/. A plugin's that cannot be is dropped."""
    if contributor.startswith(CORE):
        app.register_blueprint(blueprint)
        return
    plugins: PluginHost = app.extensions["plugins"]
    try:
        app.register_blueprint(blueprint, url_prefix=f"/x/{contributor}{blueprint.url_prefix or ''}")
        plugins.pages[blueprint.name] = contributor
    except Exception as error:
        plugins.drop(contributor, error)


@cache
def _wanted(hook: str) -> type[Any]:
    """Return what a hook gives a list of."""
    (wanted,) = get_args(getattr(specs, hook).__annotations__["return"])
    return cast("type[Any]", wanted)


def _own_name(name: str, contributor: str) -> bool:
    """Say whether a name is the contributor's own: no plugin may take the place of another's right or job."""
    return contributor.startswith(CORE) or name.startswith(f"{contributor}.")


def _named(thing: Any, contributor: str) -> Any:
    """Let a thing that can say which plugin it came from say so."""
    if contributor.startswith(CORE) or not is_dataclass(thing) or isinstance(thing, type):
        return thing
    return replace(thing, plugin=contributor) if "plugin" in {each.name for each in fields(thing)} else thing
