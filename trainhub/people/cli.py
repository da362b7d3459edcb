"""`trainhub people`: lists of persons from a file, for whoever looks after the installation."""

import sys
from collections import Counter
from pathlib import Path

import click

from ..imports.services import Context, Kind, Result, columns_of, perform, read
from ..kernel import work
from ..kernel.db import db
from ..kernel.errors import Invalid
from .services.importing import IMPORTER, NEW_ORGANISATIONS

WORDS = {Kind.ADDED: "new", Kind.CHANGED: "changed", Kind.SAME: "as before", Kind.REJECTED: "rejected"}


@click.group("people")
def people() -> None:
    """Persons and organisations."""


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Try every row and keep nothing.")
@click.option("--new-organisations", is_flag=True, help="Add organisations that are not here yet.")
def import_(file: Path, dry_run: bool, new_organisations: bool) -> None:
    """Take in persons of a CSV or XLSX file; say what became of each row. Exit code 1 where rows were rejected.

    The columns may be called as on the page "Import people", in any of its languages.
    """
    sheet = read(IMPORTER, file, file.suffix.lstrip(".").lower())
    columns = columns_of(IMPORTER, sheet)
    if lacking := IMPORTER.lacking(columns):
        raise Invalid(f"{file}: no column is called {lacking[0]!r}, nor by another name that is understood")
    context = Context(options=frozenset([NEW_ORGANISATIONS] if new_organisations else ()), dry=dry_run)
    counted: Counter[Kind] = Counter()
    with work.acting(work.Actor(name="trainhub people import"), f"Import of {sheet.total} rows"):
        for results in perform(IMPORTER, sheet, columns, context):
            work.commit()  # after a dry run there is nothing to commit
            db.session.expunge_all()
            counted.update(each.outcome for each in results)
            click.echo("\n".join(map(_told, results)))
    click.echo(", ".join(f"{counted[kind]} {word}" for kind, word in WORDS.items()), err=True)
    sys.exit(1 if counted[Kind.REJECTED] else 0)


def _told(result: Result) -> str:
    about = " – ".join(filter(None, (result.label, result.message)))
    return f"line {result.place}: {WORDS[result.outcome]}: {about}"
