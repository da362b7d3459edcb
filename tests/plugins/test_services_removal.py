"""`trainhub plugins`: on and off, removing one with its tables, forgetting one whose code is gone."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import Table, inspect, text

from trainhub import migrate, seed, skeleton
from trainhub.app import create_app
from trainhub.hooks.delivery import Delivery
from trainhub.hooks.failures import PluginFailure
from trainhub.kernel import clock, work
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import Model, db, expect_writes
from trainhub.kernel.errors import ConfigError, Refused
from trainhub.office import services
from trainhub.office.models import Plugin, PluginSetting
from trainhub.people.models import PersonColumn
from trainhub.plugin_commands import plugins
from trainhub.testing.make import Make

NAME = "leaving"
TABLE = f"{NAME}_note"
OWN_TABLES: dict[str, Table] = {}


class House:
    """A database, and the apps that are started on it one after the other."""

    def __init__(self, data: Path, database: str) -> None:
        self.folder, self.data, self.database = data / "plugins", data / "data", database
        self.app = self.start()

    def start(self, **values: Any) -> Flask:
        settings = {
            "DATA": self.data,
            "DATABASE_URL": self.database,
            "PLUGIN_FOLDERS": (str(self.folder),),
            "LOG_LEVEL": "CRITICAL",
            "STRICT": False,
        }
        self.app = create_app(settings | values)
        return self.app

    def run(self, *arguments: str, answer: str = "") -> Result:
        expect_writes(True)
        with self.app.app_context():
            result = CliRunner().invoke(plugins, list(arguments), obj=self.app, input=answer)
            db.session.remove()
        return result

    def tables(self) -> set[str]:
        with self.app.app_context():
            found = set(inspect(db.engine).get_table_names())
            db.engine.dispose()
            return found


@pytest.fixture(scope="module", autouse=True)
def own_tables() -> Iterator[None]:
    """Take the tables of this file's plugins out of the process, which has other tests to run.

    Modules are imported once, so a second round (the other database) gets the tables of the first again.
    """
    for table in OWN_TABLES.values():
        table.to_metadata(Model.metadata)
    before = set(Model.metadata.tables) - set(OWN_TABLES)
    yield
    for name in set(Model.metadata.tables) - before:
        OWN_TABLES[name] = Model.metadata.tables[name]
        Model.metadata.remove(OWN_TABLES[name])


@pytest.fixture
def house(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """Give a house whose database has the tables and traces of a plugin."""
    fresh: Callable[[], str] | None = request.getfixturevalue("postgres_server") if backend == "postgresql" else None
    database = fresh() if fresh else ""
    skeleton.write(NAME, tmp_path / "plugins", project=False, revision="c013")
    house = House(tmp_path, database)
    seed.prepare(house.app)
    expect_writes(True)
    with house.app.app_context():
        _leave_traces()
        db.session.remove()
    yield house
    with house.app.app_context():
        db.session.remove()
        db.engine.dispose()


def _leave_traces() -> None:
    make = Make()
    session, person = make.session(), make.person()
    db.session.flush()
    columns = "session_id, person_id, text, at"
    values = {"session": session.id, "person": person.id, "at": clock.now().replace(tzinfo=None)}
    db.session.execute(text(f"INSERT INTO {TABLE} ({columns}) VALUES (:session, :person, 'kept', :at)"), values)
    services.save(NAME, {"shown": 5})
    moment = clock.now()
    db.session.add(
        PluginFailure(plugin=NAME, hook="page", mark="x", message="Broken: once", first_at=moment, last_at=moment)
    )
    work.commit()


def traces() -> dict[str, int]:
    return {
        "failures": db.session.query(PluginFailure).filter_by(plugin=NAME).count(),
        "deliveries": db.session.query(Delivery).filter_by(plugin=NAME).count(),
        "columns": db.session.query(PersonColumn).filter_by(table=TABLE).count(),
        "settings": db.session.query(PluginSetting).count(),
    }


def test_switching_off_keeps_everything_and_the_next_start_honours_it(house: House) -> None:
    assert house.run("disable", NAME).exit_code == 0
    assert NAME not in house.start().extensions["plugins"].infos
    seed.prepare(house.app)
    assert TABLE in house.tables()
    listed = house.run("list").output
    assert f"{NAME}\toff" in listed
    assert "1 rows" in listed
    assert house.run("enable", NAME).exit_code == 0
    assert NAME in house.start().extensions["plugins"].infos
    with house.app.app_context():
        history = [(entry.action, entry.changes) for entry in _history()]
    assert ("changed", {"on": [True, False]}) in history
    assert ("changed", {"on": [False, True]}) in history


def _history() -> list[Any]:
    return db.session.query(AuditEntry).filter_by(kind="plugin").all()


def test_one_that_trainhub_plugins_does_not_name_says_so(house: House) -> None:
    house.start(PLUGINS=("other",))
    assert "TRAINHUB_PLUGINS does not name it" in house.run("enable", NAME).output
    assert "TRAINHUB_PLUGINS does not name it" in house.run("list").output


def test_removing_asks_with_numbers_and_a_no_leaves_all(house: House) -> None:
    answer = house.run("remove", NAME, answer="n\n")
    assert "1 tables with 1 rows of leaving are deleted for ever." in answer.output
    assert answer.exit_code == 1
    assert TABLE in house.tables()
    with house.app.app_context():
        assert all(number for name, number in traces().items() if name != "deliveries")
    assert NAME in house.start().extensions["plugins"].infos


def test_removing_takes_tables_and_traces_and_stays_removed(house: House) -> None:
    assert house.run("remove", NAME, "--yes").exit_code == 0
    assert TABLE not in house.tables()
    assert "training_session" in house.tables()
    with house.app.app_context():
        assert traces() == {"failures": 0, "deliveries": 0, "columns": 0, "settings": 0}
    seed.prepare(house.start())  # an upgrade brings nothing back
    assert TABLE not in house.tables()
    assert NAME not in house.app.extensions["plugins"].infos
    assert house.run("enable", NAME).exit_code == 0
    seed.prepare(house.start())
    assert TABLE in house.tables()


def test_a_plugin_that_is_off_and_never_ran_gets_no_tables(house: House) -> None:
    skeleton.write("newcomer", house.folder, project=False, revision="c013")
    house.start()
    assert house.run("disable", "newcomer").exit_code == 0
    seed.prepare(house.start())
    assert "newcomer_note" not in house.tables()


def test_one_whose_code_is_gone_stops_the_upgrade_until_it_is_forgotten(house: House) -> None:
    skeleton.write("leaving_too", house.folder, project=False, revision="c013")
    seed.prepare(house.start())
    for name in (NAME, "leaving_too"):
        shutil.rmtree(house.folder / f"trainhub_{name}")
    house.start()
    with pytest.raises(ConfigError, match="plugins forget"):
        seed.prepare(house.app)
    assert house.app.test_client().get("/health").status_code == 200  # the centre goes on meanwhile
    assert f"{NAME}\tgone" in house.run("list").output
    assert house.run("forget", NAME, "--yes").exit_code == 0
    assert TABLE not in house.tables()
    assert "leaving_too_note" in house.tables()  # its name begins alike, and it is another's
    with house.app.app_context():
        assert traces() == {"failures": 0, "deliveries": 0, "columns": 0, "settings": 0}
        assert db.session.query(Plugin).filter_by(name=NAME).count() == 0
    assert migrate.orphans(house.app) == {"leaving_too_0001"}
    assert house.run("forget", "leaving_too", "--yes").exit_code == 0
    seed.prepare(house.app)
    assert migrate.orphans(house.app) == set()


def test_what_cannot_be_done_is_said(house: House) -> None:
    def said(*arguments: str) -> str:
        error = house.run(*arguments).exception
        assert isinstance(error, Refused | click.ClickException)
        return str(error)

    assert "There is no plugin nobody" in said("disable", "nobody")
    assert "There is no plugin nobody" in said("remove", "nobody", "--yes")
    assert "use `trainhub plugins remove leaving`" in said("forget", NAME, "--yes")
    assert "no trace of a plugin nobody" in said("forget", "nobody", "--yes")
    assert "There is a plugin leaving already" in said("new", NAME)
    assert "is no name for a plugin" in said("new", "No-Name")
