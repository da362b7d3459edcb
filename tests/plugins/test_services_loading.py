"""What a plugin may not do at the start: take another's name, or break what everybody uses."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from trainhub import cli, seed
from trainhub.app import create_app
from trainhub.hooks import loading
from trainhub.hooks.host import PluginHost
from trainhub.kernel.db import Model, db

HEAD = """
import click
from flask import Blueprint
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship
from trainhub.plugin_api import Job, Model, Permission, PluginInfo, hookimpl
PLUGIN = PluginInfo("{name}", "1.0", requires_api=1)
"""
GREEDY = {
    "right": """
@hookimpl
def register_permissions():
    return [Permission("sessions.edit", "All may", ("participant",))]
""",
    "job": """
@hookimpl
def register_jobs():
    return [Job("people.purge", lambda running: None)]
""",
    "pages": """
@hookimpl
def register_blueprints():
    return [Blueprint("home", __name__)]
""",
    "table": """
class Thing(Model):
    __tablename__ = "session_thing"
    id: Mapped[int] = mapped_column(primary_key=True)
""",
    "relation": """
class Thing(Model):
    __tablename__ = "relation_thing"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    nowhere: Mapped["Nowhere"] = relationship("Nowhere")
""",
    "half": """
class Thing(Model):
    __tablename__ = "half_thing"
    id: Mapped[int] = mapped_column(primary_key=True)

raise RuntimeError("born broken")
""",
    "newer": """
PLUGIN = PluginInfo("newer", "1.0", requires_api=99)
""",
    "hookless": """
@hookimpl
def register_weather():
    return []
""",
}
COMMAND = """
@hookimpl
def register_commands():
    return [click.Command("serve", callback=lambda: None), click.Command("hello", callback=lambda: None)]
"""


def write(folder: Path, name: str, body: str) -> None:
    package = folder / f"trainhub_{name}"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "plugin.py").write_text(HEAD.format(name=name) + body)


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Flask]:
    """Give an app that met all of them, and one good plugin."""
    for name, body in GREEDY.items():
        write(tmp_path / "plugins", name, body)
    write(tmp_path / "plugins", "good", COMMAND)
    app = create_app(
        {
            "DATA": tmp_path / "data",
            "PLUGIN_FOLDERS": (str(tmp_path / "plugins"),),
            "PLUGINS": (*GREEDY, "good"),
            "LOG_LEVEL": "CRITICAL",
        }
    )
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_greedy_and_broken_plugins_are_out_whole_and_the_centre_works(started: Flask) -> None:
    host: PluginHost = started.extensions["plugins"]
    assert set(host.unloaded) == set(GREEDY)
    assert set(host.infos) == {"good"}
    assert "must begin with 'right' and a dot" in host.unloaded["right"]
    assert "must be called table_" in host.unloaded["table"]
    assert "plugin API 99" in host.unloaded["newer"]
    assert started.extensions["permissions"]["sessions.edit"].roles == ("administrator", "staff")
    left = {str(getattr(mapper.local_table, "name", "")) for mapper in Model.registry.mappers}
    assert not left & {"session_thing", "relation_thing", "half_thing"}
    seed.prepare(started)
    assert started.test_client().get("/calendar/").status_code == 200


def test_a_command_never_takes_the_place_of_ours(started: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    ours = cli.trainhub.commands["serve"]
    for contributor, command in started.extensions["commands"]:
        if contributor == "good":
            cli._add(contributor, command)
    assert cli.trainhub.commands["serve"] is ours
    assert "good has a command 'serve' too" in capsys.readouterr().err
    assert cli.trainhub.commands.pop("hello").name == "hello"


def test_the_file_of_what_is_off_is_read_before_there_is_a_database(tmp_path: Path) -> None:
    assert loading.switched_off(tmp_path) == frozenset()
    loading.switch(tmp_path, "one", on=False)
    loading.switch(tmp_path, "two", on=False)
    loading.switch(tmp_path, "one", on=True)
    assert loading.switched_off(tmp_path) == {"two"}
    assert (tmp_path / "plugins.off").read_text() == "two\n"
    assert [each.name for each in loading.choose(_found("one", "two", "three"), (), frozenset({"two"}))] == [
        "one",
        "three",
    ]
    chosen = loading.choose(_found("one", "two", "three"), ("three", "two"), frozenset({"two"}))
    assert [each.name for each in chosen] == ["three"]


def _found(*names: str) -> dict[str, loading.Found]:
    return {name: loading.Found(name, f"trainhub_{name}") for name in names}
