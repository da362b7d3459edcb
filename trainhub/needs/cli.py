"""`trainhub needs`: a matrix from a file, and the recommendations that are shipped."""

import sys
from collections import Counter
from pathlib import Path

import click

from ..imports.services import Context, Kind, Result, columns_of, perform, read
from ..kernel import work
from ..kernel.db import db
from ..kernel.errors import Invalid
from . import queries
from .models import Round
from .policies import Sight
from .services import loading
from .services.importing import MATRIX

WORDS = {Kind.ADDED: "new", Kind.CHANGED: "changed", Kind.SAME: "as before", Kind.REJECTED: "rejected"}


@click.group("needs")
def commands() -> None:
    """Needs assessments."""


@commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--round", "round_id", default="", help="Id of the round, from its address; else the newest that runs.")
@click.option("--dry-run", is_flag=True, help="Try every row and keep nothing.")
def import_(file: Path, round_id: str, dry_run: bool) -> None:
    """Take in a matrix of needs, CSV or XLSX; say what became of each row.

    Exit code 1 where a row was rejected; then nothing was taken in.
    """
    found = _round(round_id)
    tried = _run(file, found, dry=True)
    rejected = any(each.outcome == Kind.REJECTED for each in tried)
    results = tried if rejected or dry_run else _run(file, found, dry=False)
    click.echo("\n".join(map(_told, results)))
    counted = Counter(each.outcome for each in results)
    click.echo(", ".join(f"{counted[kind]} {word}" for kind, word in WORDS.items()), err=True)
    if rejected:
        click.echo("Nothing was taken in: mend the rejected rows first.", err=True)
    sys.exit(1 if rejected else 0)


@commands.command("recommendations")
def recommendations() -> None:
    """Add the findings and the 111 recommendations of the assessment of 2021, those that are not there yet."""
    with work.acting(work.Actor(name="trainhub needs recommendations")):
        click.echo(f"{loading.load_shipped()} recommendations added")
        work.commit()


@commands.command("registers")
def registers() -> None:
    """Add the registers of countries with what the assessment of 2021 says of them, what is not there yet."""
    with work.acting(work.Actor(name="trainhub needs registers")):
        click.echo(f"{loading.load_registers()} entries added")
        work.commit()


def _round(public_id: str) -> Round:
    query = queries.round_(public_id) if public_id else queries.current_round()
    found = db.session.scalars(query).unique().first()
    if found is None or not Sight(None).round(found):
        raise Invalid("There is no such round. Begin one on the page Needs first.")
    return found


def _run(file: Path, found: Round, *, dry: bool) -> list[Result]:
    sheet = read(MATRIX, file, file.suffix.lstrip(".").lower(), found.public_id)
    columns = columns_of(MATRIX, sheet)
    if lacking := MATRIX.lacking(columns):
        raise Invalid(f"{file}: no column is called {lacking[0]!r}, nor by another name that is understood")
    context = Context(subject=found.public_id, dry=dry)
    results: list[Result] = []
    with work.acting(work.Actor(name="trainhub needs import"), f"Import of {sheet.total} rows"):
        for chunk in perform(MATRIX, sheet, columns, context):
            results += chunk
        if not dry:
            work.commit()  # all chunks at once: nothing is half taken in
    return results


def _told(result: Result) -> str:
    about = " – ".join(filter(None, (result.label, result.message)))
    return f"line {result.place}: {WORDS[result.outcome]}: {about}"
