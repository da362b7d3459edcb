"""`trainhub impact`: begin a framework from the command line."""

import click

from trainhub.plugin_api import Refused, commit, db

from . import queries
from .services import starting


@click.group()
def impact() -> None:
    """The results framework."""


@impact.command()
@click.option("--centre", "slug", default="", help="The centre's short name; needed where there are several.")
def start(slug: str) -> None:
    """Give a centre the starting set of results and indicators."""
    found = [each for each in db.session.scalars(queries.centres(None)) if slug in ("", each.slug)]
    if len(found) != 1:
        raise click.ClickException("Name one centre with --centre: " + ", ".join(each.slug for each in found))
    try:
        made = starting.start(found[0])
    except Refused as error:
        raise click.ClickException(str(error)) from error
    commit()
    click.echo(f"{len(made)} indicators for {found[0].slug}")
