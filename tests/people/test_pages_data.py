"""Everything that is held about a person, for themselves: complete, readable, and to take away."""

import json
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from trainhub.hooks.host import PluginHost
from trainhub.hooks.types import PersonData
from trainhub.kernel.db import db
from trainhub.people import own_data, services
from trainhub.people.models import PersonColumn, PersonPolicy
from trainhub.plugin_api import hookimpl
from trainhub.testing.make import Make

SignIn = Callable[..., FlaskClient]
TOLD_ELSEWHERE = {"participation"}  # what reports reckon from registrations and attendance


def test_it_shows_what_every_feature_holds(make: Make, sign_in: SignIn) -> None:
    account = make.account(category="ministry", person=make.person(display="Aysel Məmmədova"))
    person = account.person
    services.save_statistic(person, gender="f", age_band="35-44")
    services.save_confidential(person, "diet", "no nuts")
    registration = make.graduate(person=person, motivation="I draft the law.")
    make.certificate(registration)
    make.session(trainer=person)
    page = sign_in(account).get("/me/data").text
    for words in ("Aysel Məmmədova", "Woman", "35 to 44", "no nuts", "I draft the law.", "Present", "Check code"):
        assert words in page
    assert "Sessions you help to deliver" in page


def test_it_can_be_taken_away_as_a_file(make: Make, sign_in: SignIn) -> None:
    account = make.account(category="ministry")
    make.graduate(person=account.person)
    answer = sign_in(account).get("/me/data?format=json")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="own-data-2027-03-02.json"')
    assert answer.headers["Cache-Control"] == "no-store"
    held = json.loads(answer.text)
    assert held["person"] == account.person.public_id
    assert held["data"]["trainhub"]["registrations"]["rows"][0]["state"] == "Confirmed"
    assert held["data"]["trainhub"]["registrations"]["rows"][0]["steps"] is not None
    assert held["could_not_be_read"] == []


def test_nobody_reads_of_others(make: Make, sign_in: SignIn) -> None:
    other = make.graduate(motivation="of somebody else")
    services.save_confidential(other.person, "diet", "secret diet")
    page = sign_in(make.account()).get("/me/data").text
    assert "of somebody else" not in page
    assert "secret diet" not in page
    assert sign_in(make.account()).get("/me/data").status_code == 200


def test_a_closed_training_that_is_no_longer_theirs_is_not_named(make: Make, sign_in: SignIn) -> None:
    account = make.account(category="ngo")
    title = make.texts("Behind closed doors")
    make.registration(make.session(closed=True, audience=("government",), title=title), account.person)
    page = sign_in(account).get("/me/data").text
    assert "Behind closed doors" not in page
    assert "A closed training" in page


def test_visitors_sign_in_first(client: FlaskClient) -> None:
    assert client.get("/me/data").headers["Location"].startswith("/sign-in")


def test_every_table_that_points_at_a_person_is_told(app: Flask, make: Make) -> None:
    """A new table with a column for a person needs its part in `extend_person_data`."""
    account = make.account()
    make.expert(person=account.person)
    found = app.extensions["plugins"].extend("extend_person_data", person=account.person)
    told = {table for part in found for table in part.tables}
    held = {table for (table, _column), policy in services.person_columns().items() if policy is not PersonPolicy.KEEP}
    assert held - told - TOLD_ELSEWHERE == set()


class Tells:
    """A plugin that says what it holds."""

    @hookimpl
    def extend_person_data(self, person: Any) -> list[PersonData]:
        return [PersonData("notes", "Notes", {"text": "Text"}, [{"text": person.display}], ("note",), "For a year.")]


class Fails:
    """A plugin that cannot."""

    @hookimpl
    def extend_person_data(self, person: Any) -> list[PersonData]:
        raise ZeroDivisionError


def test_a_plugins_part_stands_there_and_one_that_cannot_tell_is_named(app: Flask, make: Make, sign_in: SignIn) -> None:
    host: PluginHost = app.extensions["plugins"]
    host.pm.register(Tells(), name="tells")
    host.pm.register(Fails(), name="fails")
    host.strict = False
    client = sign_in(make.account(person=make.person(display="Aysel Məmmədova")))
    page, held = client.get("/me/data").text, json.loads(client.get("/me/data?format=json").text)
    host.strict = True
    for name in ("tells", "fails"):
        host.pm.unregister(name=name)
    assert "Notes" in page
    assert "For a year." in page
    assert "What the plugin fails holds could not be read." in page
    assert held["data"]["tells"]["notes"]["rows"] == [{"text": "Aysel Məmmədova"}]
    assert held["could_not_be_read"] == ["fails"]


def test_what_a_plugin_that_does_not_run_holds_is_counted(make: Make) -> None:
    person = make.person()
    db.session.flush()
    db.session.execute(text("CREATE TABLE asleep_note (id INTEGER, person_id INTEGER)"))
    db.session.add(PersonColumn(table="asleep_note", column="person_id", policy="erase"))
    db.session.execute(text(f"INSERT INTO asleep_note VALUES (1, {person.id}), (2, {person.id}), (3, -1)"))
    assert own_data.everything(person).untold == 2
