"""Schema versions by Alembic: one branch for core, one for each plugin, configured from the app."""

import os
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from . import paths
from .hooks.host import PluginHost
from .kernel.db import db

CORE = "core"


def config(app: Flask) -> Config:
    """Return Alembic's configuration; there is no alembic.ini."""
    home = paths.folder("migrations")
    result = Config(attributes={"app": app})
    result.set_main_option("script_location", str(home))
    result.set_main_option("path_separator", "os")
    result.set_main_option("version_locations", os.pathsep.join(map(str, [home / "versions", *_folders(app)])))
    result.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(rev)s_%%(slug)s")
    return result


def _folders(app: Flask) -> list[Path]:
    plugins: PluginHost = app.extensions["plugins"]
    return plugins.folders("migrations", unloaded=True)


def upgrade(app: Flask) -> None:
    """Bring the schema of core and every plugin up to date."""
    with app.app_context():
        command.upgrade(config(app), "heads")


def branch(app: Flask, table: str) -> str:
    """Return the branch a table belongs to: the plugin whose name it begins with, or core."""
    plugins: PluginHost = app.extensions["plugins"]
    return next((name for name in plugins.available if table.startswith(f"{name}_")), CORE)


def known(app: Flask) -> set[str]:
    """Return every revision that installed code brings."""
    return {script.revision for script in ScriptDirectory.from_config(config(app)).walk_revisions()}


def heads(app: Flask) -> set[str]:
    """Return the revisions a current database has."""
    return set(ScriptDirectory.from_config(config(app)).get_heads())


def current(app: Flask) -> set[str]:
    """Return the revisions the database has."""
    with app.app_context(), db.engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads())


def orphans(app: Flask) -> set[str]:
    """Return revisions in the database that no code knows: traces of a removed plugin."""
    return current(app) - known(app)
