"""`trainhub plugins`: list them, switch them on and off, remove one, forget one that is gone, begin a new one."""

from pathlib import Path

import click
from flask import Flask

from . import migrate, skeleton
from .hooks.host import PluginHost
from .kernel import work
from .kernel.db import db
from .kernel.errors import NotFound, Refused
from .office import services

RUNNING = "The program that is running notices at its next start."


@click.group("plugins")
def plugins() -> None:
    """List plugins, switch them on and off, remove them, begin a new one."""


@plugins.command("list")
def show() -> None:
    """List every plugin with its state, version and the rows it holds."""
    for plugin in services.overview():
        if plugin.state == services.OURS:
            continue
        state = f"{plugin.state}, {plugin.next} at the next start" if plugin.next else plugin.state
        rows = f"{plugin.rows} rows" if plugin.rows is not None else ""
        hint = plugin.reason or ("run trainhub init" if plugin.lacks else "")
        hint = hint or ("TRAINHUB_PLUGINS does not name it" if plugin.unnamed else "")
        click.echo("\t".join([plugin.name, state, plugin.version, rows, hint]).rstrip())


@plugins.command()
@click.argument("name")
@click.pass_obj
def enable(app: Flask, name: str) -> None:
    """Let a plugin run from the next start."""
    _switch(name, on=True)
    wanted: tuple[str, ...] = app.config["PLUGINS"]
    if wanted and name not in wanted:
        click.echo(f"TRAINHUB_PLUGINS does not name it: add {name} there, or leave that setting empty.", err=True)
    click.echo(f"{name} is on. {RUNNING} If it is new, run trainhub init.", err=True)


@plugins.command()
@click.argument("name")
def disable(name: str) -> None:
    """Switch a plugin off from the next start; what it holds is kept."""
    _switch(name, on=False)
    click.echo(f"{name} is off. {RUNNING}", err=True)


@plugins.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def remove(app: Flask, name: str, yes: bool) -> None:
    """Switch a plugin off and delete its tables with all they hold."""
    _find(name)
    tables = services.tables_of(name, services.tables_there())
    _sure(yes, name, tables)
    services.switch(name, on=False)
    work.commit()  # first: a plugin without tables must not start
    db.session.remove()
    if name in migrate.branches(app):
        migrate.remove(app, name)
    services.forget(name, tables, whole=False)
    work.commit()
    click.echo(f"{name} is removed; its code is still here. {RUNNING}", err=True)


@plugins.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def forget(app: Flask, name: str, yes: bool) -> None:
    """Delete what a plugin whose code is gone left behind: its tables and its marks in the schema."""
    found: PluginHost = app.extensions["plugins"]
    if name in found.available or name in found.infos:
        raise Refused(f"The code of {name} is here: use `trainhub plugins remove {name}`.")
    orphans = migrate.orphans(app)  # first: it asks by a connection of its own
    tables = services.tables_of(name, services.tables_there())
    revisions = services.revisions_of(name, orphans)
    if not tables and not revisions and not services.is_known(name):
        raise Refused(f"There is no trace of a plugin {name}.")
    _sure(yes, name, tables)
    db.session.remove()
    migrate.forget(app, tables, revisions)
    services.forget(name, tables, whole=True)
    work.commit()
    click.echo(f"{name} is forgotten.", err=True)


@plugins.command()
@click.argument("name")
@click.option("--folder", type=click.Path(path_type=Path), default="plugins", show_default=True, help="Where to.")
@click.option("--wheel", is_flag=True, help="Make a project of its own that can be built and installed.")
@click.pass_obj
def new(app: Flask, name: str, folder: Path, wheel: bool) -> None:
    """Begin a plugin: a table, a page, a panel, a setting, and tests that pass."""
    if name in app.extensions["plugins"].available or name == migrate.CORE:
        raise Refused(f"There is a plugin {name} already.")
    package = skeleton.write(name, folder, project=wheel, revision=migrate.head(app))
    click.echo(f"{package} is written; its README.md says how to go on.", err=True)


def _switch(name: str, *, on: bool) -> None:
    _find(name)
    services.switch(name, on=on)
    work.commit()


def _find(name: str) -> None:
    try:
        services.find(name)
    except NotFound as error:
        raise Refused(f"There is no plugin {name}. `trainhub plugins list` names those there are.") from error


def _sure(yes: bool, name: str, tables: list[str]) -> None:
    """Ask once, with the numbers, before anything is deleted."""
    if not yes:
        words = f"{len(tables)} tables with {services.rows(tables)} rows of {name} are deleted for ever. Go on?"
        click.confirm(words, abort=True)
