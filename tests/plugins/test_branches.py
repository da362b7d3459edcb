"""Schema: each branch goes up, matches the models, and comes down; a plugin that is off blocks nothing."""

import os
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from flask import Flask
from sqlalchemy import inspect

from trainhub import migrate, paths, seed
from trainhub.app import create_app
from trainhub.kernel.db import db
from trainhub.people.models import PersonColumn

SAMPLE = str(Path(__file__).parents[1] / "sample")


def app_with(tmp_path: Path, *plugins: str) -> Flask:
    return create_app(
        {"DATA": tmp_path, "STRICT": True, "PLUGIN_FOLDERS": (SAMPLE,), "PLUGINS": plugins, "LOG_LEVEL": "ERROR"}
    )


def tables(app: Flask) -> set[str]:
    with app.app_context():
        found = set(inspect(db.engine).get_table_names())
        db.engine.dispose()
        return found


def running(app: Flask) -> Config:
    """Return the configuration without the branches of plugins that are off here: they need not be up to date."""
    config, home = migrate.config(app), paths.folder("migrations")
    folders = [home / "versions", *app.extensions["plugins"].folders("migrations")]
    config.set_main_option("version_locations", os.pathsep.join(map(str, folders)))
    return config


@pytest.fixture
def quiet(capfd: Any) -> None:
    """Alembic says what it does; nobody asked."""


def test_core_and_a_plugin_go_up_match_and_come_down(tmp_path: Path, quiet: None) -> None:
    app = app_with(tmp_path, "sample")
    seed.prepare(app)
    assert {"person", "sample_note"} <= tables(app)
    with app.app_context():
        command.check(running(app))
        command.downgrade(migrate.config(app), "sample@base")
    assert "sample_note" not in tables(app)
    assert "person" in tables(app)
    with app.app_context():
        command.downgrade(migrate.config(app), "core@base")
    assert tables(app) <= {"alembic_version"}


def test_a_plugin_that_is_off_blocks_no_upgrade_and_keeps_its_rows(tmp_path: Path) -> None:
    seed.prepare(app_with(tmp_path, "sample"))
    without = create_app(
        {"DATA": tmp_path, "PLUGIN_FOLDERS": (SAMPLE,), "PLUGINS": ("absent",), "LOG_LEVEL": "CRITICAL"}
    )
    seed.prepare(without)
    assert "sample_note" in tables(without)
    assert migrate.orphans(without) == set()


def test_the_policy_of_a_plugins_person_column_stays_known_without_the_plugin(tmp_path: Path) -> None:
    seed.prepare(app_with(tmp_path, "sample"))
    without = create_app({"DATA": tmp_path, "PLUGINS": ("absent",), "LOG_LEVEL": "CRITICAL"})
    with without.app_context():
        assert db.session.get(PersonColumn, ("sample_note", "person_id", "")).policy == "erase"
        db.session.remove()
        db.engine.dispose()


BUNDLED = sorted(
    path.parent.name.removeprefix("trainhub_") for path in (paths.plugin_folders()[0]).glob("trainhub_*/plugin.py")
)


@pytest.mark.parametrize("plugin", BUNDLED)
def test_each_plugin_of_the_house_goes_up_matches_and_comes_down(tmp_path: Path, quiet: None, plugin: str) -> None:
    app = app_with(tmp_path, plugin)
    seed.prepare(app)
    own = {table for table in tables(app) if table.startswith(f"{plugin}_")}
    assert own == {table for table, package in migrate.owners().items() if package == f"trainhub_{plugin}"}
    with app.app_context():
        command.check(running(app))
        if plugin in migrate.branches(app):
            command.downgrade(migrate.config(app), f"{plugin}@base")
    assert not own & tables(app)


def test_a_broken_plugin_is_left_out_with_its_reason(tmp_path: Path) -> None:
    broken = tmp_path / "plugins" / "trainhub_broken"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("")
    (broken / "plugin.py").write_text("raise RuntimeError('born broken')")
    app = create_app({"DATA": tmp_path, "PLUGIN_FOLDERS": (SAMPLE, str(broken.parent)), "LOG_LEVEL": "CRITICAL"})
    host = app.extensions["plugins"]
    assert host.unloaded == {"broken": "RuntimeError: born broken"}
    assert "sample" in host.infos
