"""`trainhub demo`: load the demonstration, or make sure it is there."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import click
from flask import Flask

from .. import paths, seed
from ..accounts.models import Account
from ..curriculum import services as curriculum
from ..curriculum.files import examine
from ..kernel import clock, work
from ..kernel.db import db
from ..kernel.errors import Invalid, Refused
from ..people.models import Centre
from . import (
    cascade,
    designs,
    exceptions,
    experts,
    figures,
    journeys,
    materials,
    needs,
    people,
    plans,
    questionnaires,
    registers,
    sessions,
    sheets,
)
from .world import World

ROLES = ("administrator", "staff", "trainer", "participant", "focal_point", "observer")
CURRICULA = ("rtcm-migration", "rtcm-migration@1.1")


def load(app: Flask, persons: int = 400, sessions_wanted: int = 30) -> World:
    """Fill an empty database with the demonstration, arranged around TRAINHUB_DEMO_DATE.

    Raises Refused when there is a centre already: a demonstration never mixes with real records.
    """
    if db.session.query(Centre).first() is not None:
        raise Refused("This database holds a centre already. The demonstration needs an empty one.")
    world = World(_day(app), persons, sessions_wanted)
    with clock.stopped(_noon(world.day) if clock.today() != world.day else clock.now()):
        _load(world)
        for _plugin, part in app.extensions["demo"]:
            part.load(world.day)
            work.commit()
    return world


def _load(world: World) -> None:
    work.act_as(work.Actor(None, "Demonstration"))
    for folder in CURRICULA:
        _import(paths.folder("curricula") / folder)
    people.load_places(world)
    curriculum.hand_over(CURRICULA[0], "baku")
    for step in (
        people.load_organisations,
        people.load_participants,
        people.load_experts,
        people.load_accounts,
        sessions.load_funding,
        sessions.load_sessions,
        materials.load_materials,
        questionnaires.load_questionnaires,
        designs.load_designs,
        designs.load_kinds,
        sheets.load_statuses,
    ):
        step(world)
    work.commit()
    needs.fill_needs(world)
    journeys.load_journeys(world)
    exceptions.load_exceptions(world)
    cascade.load_cascade(world)
    journeys.send_old_mails()
    sheets.load_sheets(world)
    registers.load_registers(world)
    experts.load_roster(world)
    figures.load_figures(world)
    plans.load_plans(world)


def _import(folder: Path) -> None:
    examined = examine(folder)
    if examined.doc is None:
        raise Invalid(str(examined.errors[0]))
    curriculum.import_files(examined.doc)


def _day(app: Flask) -> date:
    asked = app.config["DEMO_DATE"]
    return date.fromisoformat(asked) if asked else clock.today()


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(8), UTC)  # noon in Baku: between the two slots of the demo trainer's session


@click.group()
def demo() -> None:
    """A demonstration centre: the real curriculum, invented people."""


@demo.command("load")
@click.option("--people", "persons", default=400, show_default=True, help="How many participants.")
@click.option("--sessions", "sessions_wanted", default=30, show_default=True, help="How many sessions.")
@click.option("--json", "as_json", is_flag=True, help="Print the accounts as one line of JSON.")
@click.pass_obj
def load_command(app: Flask, persons: int, sessions_wanted: int, as_json: bool) -> None:
    """Load the demonstration into the configured, empty database."""
    seed.prepare(app)
    load(app, persons, sessions_wanted)
    if as_json:
        click.echo(json.dumps({"accounts": accounts()}))
    else:
        _show()


@demo.command()
@click.pass_obj
def ensure(app: Flask) -> None:
    """Load the demonstration unless it is there, and print the accounts."""
    seed.prepare(app)
    if db.session.query(Centre).first() is None:
        click.echo("Loading the demonstration …", err=True)
        load(app)
    _show()
    click.echo(f"\nOpen {app.config['BASE_URL']}  (Ctrl+C stops)")


def accounts() -> dict[str, dict[str, str]]:
    """Return one account a role, by the addresses the loader gives them."""
    logins = {role: f"{role.replace('_', '.')}@demo.example" for role in ROLES}
    have = {login for (login,) in db.session.query(Account.login).filter(Account.login.in_(logins.values()))}
    return {role: {"email": login, "password": people.PASSWORD} for role, login in logins.items() if login in have}


def _show() -> None:
    click.echo("All people and organisations are invented. One account per role:")
    for role, account in accounts().items():
        click.echo(f"  {role.replace('_', ' '):14} {account['email']:28} {account['password']}")
