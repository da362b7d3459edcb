"""Which plugins there are, whether they run, what they hold and what they failed at."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import inspect

from ...hooks.delivery import forget_listener
from ...hooks.failures import PluginFailure
from ...hooks.host import CORE, PluginHost, host
from ...hooks.loading import switch as write_switch
from ...hooks.loading import switched_off
from ...kernel import clock, jobs
from ...kernel.db import Model, db
from ...kernel.errors import NotFound
from ...kernel.jobs import JobRow
from ...people.models import PersonColumn
from .. import queries
from ..models import Plugin, PluginSetting

ON, OFF, BROKEN, GONE, OURS = "on", "off", "broken", "gone", "core"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Events of one kind that a plugin did not take, for one reason."""

    event: str
    error: str
    given_up: bool
    number: int
    tries: int  # of the one that was tried most
    next_at: datetime  # when the first is tried again


@dataclass(frozen=True, slots=True)
class Standing:
    """How one plugin is: what the plugins page and `trainhub plugins list` tell of it."""

    name: str
    title: str
    state: str  # on, off, broken, gone (its code is no more, its tables may be), core (a feature of ours)
    version: str = ""
    summary: str = ""
    keeps: str = ""
    reason: str = ""  # why it is broken
    hooks: tuple[str, ...] = ()  # that it implements
    rows: int | None = None  # that its tables hold; None where it has none
    lacks: bool = False  # some of its tables are not in the database
    next: str = ""  # "on" or "off" where that changes at the next start
    unnamed: bool = False  # TRAINHUB_PLUGINS names others
    known: bool = False  # it has a history
    deliveries: Sequence[Waiting] = ()
    failures: Sequence[PluginFailure] = field(default=())


def overview() -> list[Standing]:
    """Return how every plugin is: those that are here, then those of which only traces are."""
    plugins = host()
    known = {row.name: row for row in db.session.scalars(queries.plugins())}
    failed, waiting = failures(), troubles()
    names = sorted({*plugins.available, *plugins.infos, *plugins.unloaded, *known, *failed, *waiting})
    there = tables_there()
    return [_standing(name, plugins, known.get(name), there, failed, waiting) for name in names]


def _standing(
    name: str,
    plugins: PluginHost,
    row: Plugin | None,
    there: set[str],
    failed: Mapping[str, list[PluginFailure]],
    waiting: Mapping[str, list[Waiting]],
) -> Standing:
    info = plugins.infos.get(name)
    state = _state(name, plugins)
    tables = [] if state == OURS else tables_of(name, there)
    off = name in switched_off(data())
    wanted: tuple[str, ...] = current_app.config["PLUGINS"]
    unnamed = bool(wanted) and name not in wanted
    return Standing(
        name=name,
        title=str((info.title if info else row.title if row else "") or name),
        state=state,
        version=info.version if info else row.version if row else "",
        summary=str(info.summary) if info else "",
        keeps=str(info.keeps) if info else "",
        reason=plugins.unloaded.get(name, ""),
        hooks=hooks_of(name, plugins),
        rows=rows(tables) if tables else None,
        lacks=bool(_declared_tables(name) - there),
        next=_next(state, off, unnamed),
        unnamed=unnamed,
        known=row is not None,
        deliveries=waiting.get(name, ()),
        failures=failed.get(name, ()),
    )


def _state(name: str, plugins: PluginHost) -> str:
    if name.startswith(CORE):
        return OURS
    if name in plugins.infos:
        return ON
    if name in plugins.unloaded:
        return BROKEN
    return OFF if name in plugins.available else GONE


def _next(state: str, off: bool, unnamed: bool) -> str:
    if off and state in (ON, BROKEN):
        return OFF
    return ON if state == OFF and not off and not unnamed else ""


def hooks_of(name: str, plugins: PluginHost) -> tuple[str, ...]:
    """Return the hooks a loaded plugin implements."""
    found = plugins.pm.get_hookcallers(plugins.pm.get_plugin(name)) if name in plugins.infos else None
    return tuple(sorted(caller.name for caller in found or ()))


def tables_of(name: str, there: Collection[str]) -> list[str]:
    """Return which of the tables that are there are a plugin's: those that begin with its name, and no other's."""
    known = {*host().available, *host().infos, *db.session.scalars(queries.names())}
    longer = tuple(f"{other}_" for other in known if other != name and other.startswith(f"{name}_"))
    core = _tables_in("trainhub")
    return sorted(
        table for table in there if table.startswith(f"{name}_") and not table.startswith(longer) and table not in core
    )


def rows(tables: Collection[str]) -> int:
    """Return how many rows some tables hold together."""
    return int(db.session.scalar(queries.rows(tables)) or 0)


def tables_there() -> set[str]:
    """Return every table of the database."""
    return set(inspect(db.session.connection()).get_table_names())


def _declared_tables(name: str) -> set[str]:
    return _tables_in(host().available[name].package) if name in host().available else set()


def _tables_in(package: str) -> set[str]:
    """Return the tables that the models of a package are kept in."""
    return {
        str(getattr(mapper.local_table, "name", ""))
        for mapper in Model.registry.mappers
        if mapper.class_.__module__.partition(".")[0] == package
    }


# --- on and off ---------------------------------------------------------------------------------------


def find(name: str) -> str:
    """Return the name of a plugin whose code is here, or raise NotFound."""
    plugins = host()
    if name not in plugins.available and not plugins.pm.has_plugin(name):
        raise NotFound
    return name


def record(name: str) -> Plugin:
    """Return what is known of a plugin, or raise NotFound."""
    row = db.session.scalar(queries.plugin(name))
    if row is None:
        raise NotFound
    return row


def switch(name: str, *, on: bool) -> None:
    """Let a plugin run, or not, from the next start of the program."""
    if name.startswith(CORE):
        raise NotFound
    row = remember(find(name))
    row.on = on
    write_switch(data(), name, on=on)


def remember(name: str) -> Plugin:
    """Return the row of a plugin; make it if need be."""
    row = db.session.scalar(queries.plugin(name))
    if row is None:
        info = host().infos.get(name)
        row = Plugin(name=name, title=str(info.title) if info else "", version=info.version if info else "")
        db.session.add(row)
        db.session.flush()
    return row


def is_known(name: str) -> bool:
    return db.session.scalar(queries.plugin(name)) is not None


def revisions_of(name: str, orphans: Collection[str]) -> list[str]:
    """Return which revisions without code are a plugin's: those noted for it, else those noted for nobody."""
    noted = {row.name: set(row.revisions) for row in db.session.scalars(queries.plugins())}
    if name in noted:
        return sorted(noted[name] & set(orphans))
    return sorted(set(orphans).difference(*noted.values()))


def register_plugins(revisions: Mapping[str, Sequence[str]]) -> None:
    """Note what is here and which revisions belong to whom, so that traces can be told when the code is gone."""
    for name, info in host().infos.items():
        row = remember(name)
        row.title, row.version = str(info.title), info.version
    for name, belonging in revisions.items():
        row = remember(name)
        row.revisions = sorted(belonging)


def forget(name: str, tables: Collection[str], *, whole: bool) -> None:
    """Delete what core keeps about a plugin whose tables are gone: settings, failures, events, declared columns.

    `whole` forgets also that it was ever here; else its history stays.
    """
    forget_failures(name)
    forget_listener(name)
    db.session.query(PersonColumn).filter(PersonColumn.table.in_(tables)).delete()
    row = db.session.scalar(queries.plugin(name))
    if row is None:
        return
    db.session.query(PluginSetting).filter(PluginSetting.plugin_id == row.id).delete()
    if whole:
        db.session.delete(row)
        write_switch(data(), name, on=True)
    else:
        row.revisions = []


def data() -> Path:
    return Path(current_app.config["DATA"])


# --- what went wrong -----------------------------------------------------------------------------------


def failures() -> dict[str, list[PluginFailure]]:
    """Return the failures of each plugin, the latest first."""
    found: dict[str, list[PluginFailure]] = {}
    for failure in db.session.scalars(queries.failures()):
        found.setdefault(failure.plugin, []).append(failure)
    return found


def forget_failures(name: str) -> None:
    """Empty the list of a plugin: somebody looked at it."""
    db.session.query(PluginFailure).filter(PluginFailure.plugin == name).delete()


def troubles() -> dict[str, list[Waiting]]:
    """Return the events that each plugin did not take yet, or never will."""
    found: dict[str, list[Waiting]] = {}
    for plugin, event, error, state, number, tries, next_at in db.session.execute(queries.troubled_deliveries()):
        row = Waiting(event, error or "", state == "dead", number, tries, next_at)
        found.setdefault(plugin, []).append(row)
    return found


def try_again(name: str) -> None:
    """Bring a plugin every event that it did not take."""
    db.session.execute(queries.try_again(name))
    jobs.enqueue("events.deliver", unless_queued=True)


def try_job_again(row: JobRow) -> None:
    """Queue a job that was given up once more."""
    if row.state == "dead":
        row.state, row.attempts, row.run_at, row.error = "queued", 0, clock.now(), None
