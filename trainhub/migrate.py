"""Schema versions by Alembic: one branch for core, one for each plugin, configured from the app.

Alembic is imported where it is used: a server and most commands never need it, and its import is slow.
"""

import os
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import MetaData, column, table

from . import paths
from .hooks.host import PluginHost
from .kernel.db import Model, db
from .kernel.errors import ConfigError

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

CORE = "core"


def config(app: Flask) -> "Config":
    """Return Alembic's configuration; there is no alembic.ini."""
    from alembic.config import Config  # slow import

    home = paths.folder("migrations")
    result = Config(attributes={"app": app})
    result.set_main_option("script_location", str(home))
    result.set_main_option("path_separator", "os")
    result.set_main_option("version_locations", os.pathsep.join(map(str, [home / "versions", *_folders(app)])))
    result.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(rev)s_%%(slug)s")
    return result


def _scripts(app: Flask) -> "ScriptDirectory":
    from alembic.script import ScriptDirectory  # slow import

    return ScriptDirectory.from_config(config(app))


def _folders(app: Flask) -> list[Path]:
    plugins: PluginHost = app.extensions["plugins"]
    return plugins.folders("migrations", unloaded=True)


def upgrade(app: Flask) -> None:
    """Bring the schema of core and of every plugin that runs, or ran, up to date.

    Raises ConfigError where the database has revisions of a plugin whose code is gone: Alembic would
    stop at them.
    """
    lost = orphans(app)
    if lost:
        raise ConfigError(
            f"The database has tables of a plugin that is not here any more (revisions {', '.join(sorted(lost))}). "
            "Install it again, or let `trainhub plugins forget NAME` delete what is left of it."
        )
    from alembic import command  # slow import

    core = branches(app)[CORE]
    with app.app_context():
        for head in sorted(heads(app), key=lambda revision: (revision not in core, revision)):
            command.upgrade(config(app), head)


def remove(app: Flask, plugin: str) -> None:
    """Take a plugin's branch down: its tables go, with all they hold."""
    from alembic import command  # slow import

    with app.app_context():
        command.downgrade(config(app), f"{plugin}@base")


def forget(app: Flask, tables: Collection[str], revisions: Collection[str]) -> None:
    """Delete what a plugin whose code is gone left behind: its tables, and the marks that its branch was up."""
    marks = table("alembic_version", column("version_num"))
    with app.app_context(), db.engine.begin() as connection:
        found = MetaData()
        found.reflect(connection, only=sorted(tables))  # and what they point at, to know the order
        found.drop_all(connection, tables=[found.tables[name] for name in tables])
        connection.execute(marks.delete().where(marks.c.version_num.in_(sorted(revisions))))


def branch(app: Flask, name: str) -> str:
    """Return the branch a table belongs to: the plugin whose name it begins with (the longest such), or core."""
    plugins: PluginHost = app.extensions["plugins"]
    owners = sorted((plugin for plugin in plugins.available if name.startswith(f"{plugin}_")), key=len)
    return owners[-1] if owners else CORE


def runs(app: Flask, name: str) -> bool:
    """Say whether a table belongs to core or to a plugin that is loaded, not to one that is off or of another app."""
    plugins: PluginHost = app.extensions["plugins"]
    packages = {__package__, *(plugins.available[each].package for each in plugins.infos if each in plugins.available)}
    owner = owners().get(name)
    return branch(app, name) in {CORE, *plugins.infos} and (owner is None or owner in packages)


def owners() -> dict[str, str]:
    """Return the package that each table's model is in, of all that were ever imported here."""
    return {
        str(getattr(mapper.local_table, "name", "")): mapper.class_.__module__.partition(".")[0]
        for mapper in Model.registry.mappers
    }


def branches(app: Flask) -> dict[str, list[str]]:
    """Return the revisions of each branch: core, and every plugin whose code is here."""
    found: dict[str, list[str]] = {}
    for script in _scripts(app).walk_revisions():
        for label in script.branch_labels:
            found.setdefault(label, []).append(script.revision)
    return found


def known(app: Flask) -> set[str]:
    """Return every revision that installed code brings."""
    return {script.revision for script in _scripts(app).walk_revisions()}


def heads(app: Flask) -> set[str]:
    """Return the revisions that this database should have: a plugin that is off and never ran gets no tables."""
    plugins: PluginHost = app.extensions["plugins"]
    there, of = current(app), branches(app)
    ours = {name for name, revisions in of.items() if name in {CORE, *plugins.infos} or there & set(revisions)}
    every = _scripts(app).get_heads()
    return {head for head in every if any(head in of[name] for name in ours)}


def head(app: Flask) -> str:
    """Return the newest revision of core: what a new plugin begins after."""
    every = set(_scripts(app).get_heads())
    return sorted(every & set(branches(app)[CORE]))[-1]


def current(app: Flask) -> set[str]:
    """Return the revisions the database has."""
    from alembic.runtime.migration import MigrationContext  # slow import

    with app.app_context(), db.engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads())


def orphans(app: Flask) -> set[str]:
    """Return revisions in the database that no code knows: traces of a removed plugin."""
    return current(app) - known(app)
