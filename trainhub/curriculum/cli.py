"""Commands on curricula as files."""

import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from .. import paths
from ..kernel import work
from ..kernel.errors import NotFound
from . import services
from .files import Examined, VersionDoc, compare, examine

DID = {"added": "Added", "changed": "Changed", "unchanged": "Nothing to do, unchanged:"}


class Folder(click.Path):
    """A folder; or, where there is none of that name, the curriculum of that name that trainhub ships."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        shipped = {place.parent.name: place.parent for place in paths.folder("curricula").glob("*/curriculum.toml")}
        if Path(value).exists() or str(value) not in shipped:
            try:
                return super().convert(value, param, ctx)
            except click.BadParameter as error:
                self.fail(f"{error.message} trainhub ships {', '.join(sorted(shipped))}.", param, ctx)
        return shipped[str(value)]


FOLDER = Folder(exists=True, file_okay=False, path_type=Path)


@click.group("curriculum")
def commands() -> None:
    """Check, import, export and compare curricula as files."""


@commands.command()
@click.argument("path", type=FOLDER)
def check(path: Path) -> None:
    """Read a folder and say what is wrong, as file:line: message. Changes nothing.

    PATH may also be the name of a curriculum that trainhub ships.
    """
    doc = _read(path)
    click.echo(f"{doc.slug} {doc.version}: {_size(doc)}.")


@commands.command("import")
@click.argument("path", type=FOLDER)
@click.option("--centre", metavar="SLUG", help="Let the staff of this centre edit and approve it.")
def import_folder(path: Path, centre: str | None) -> None:
    """Load a folder. A version in force is never changed: changed files make or update a draft.

    PATH may also be the name of a curriculum that trainhub ships:  trainhub curriculum import rtcm-migration
    """
    done = services.import_files(_read(path, warnings=False))
    if centre is not None:
        services.hand_over(done.slug, centre)
    work.commit()
    click.echo(f"{DID[done.did]} {done.slug} {done.label} ({_state(done.state)}).")
    if done.beside:
        click.echo(
            f"Version {done.beside} stays as it is; what its files say now is draft {done.label}. "
            f"See the changes: trainhub curriculum diff {done.slug}@{done.beside} {done.slug}@{done.label}"
        )


@commands.command()
@click.argument("name", metavar="SLUG[@VERSION]")
@click.argument("path", type=click.Path(file_okay=False, path_type=Path))
def export(name: str, path: Path) -> None:
    """Write a version into a folder; without @VERSION, the one in force."""
    try:
        doc, changed = services.export_files(name, path)
    except NotFound:
        _stop(f"There is no version {name} here. trainhub curriculum import PATH loads one.")
    click.echo(f"{doc.slug} {doc.version} stands in {path}: {_size(doc)}; {len(changed)} files written or removed.")


@commands.command()
@click.argument("a")
@click.argument("b")
def diff(a: str, b: str) -> None:
    """Say what differs between two versions, one line for each change. A and B are folders or SLUG[@VERSION]."""
    for change in compare(_open(a), _open(b)):
        click.echo(str(change))


def _open(name: str) -> VersionDoc:
    if Path(name).is_dir():
        return _read(Path(name), warnings=False)
    try:
        return services.open_version(name)
    except NotFound:
        _stop(f"{name} is neither a folder nor a version here. Write PATH, SLUG or SLUG@VERSION.")


def _read(path: Path, *, warnings: bool = True) -> VersionDoc:
    """Return what a folder says; prints its remarks, and ends the program if they are mistakes."""
    examined: Examined = examine(path)
    for finding in examined.findings if warnings else examined.errors:
        click.echo(str(finding), err=True)
    if examined.doc is None:
        sys.exit(1)
    return examined.doc


def _stop(message: str) -> NoReturn:
    click.echo(f"trainhub: {message}", err=True)
    sys.exit(1)


def _state(state: str) -> str:
    return {"approved": "in force", "retired": "retired"}.get(state, "draft")


def _size(doc: VersionDoc) -> str:
    activities = sum(1 for _ in doc.activities)
    entries = activities + sum(len(module.references) for module in doc.modules)
    return f"{len(doc.modules)} modules, {entries} entries, {activities} activities"
