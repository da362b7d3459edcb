"""`trainhub reports`: what an operator may do for the figures."""

import click

from ..kernel import work
from .services import facts


@click.group()
def reports() -> None:
    """Figures of the centre."""


@reports.command()
def rebuild() -> None:
    """Make the facts behind all figures anew from the records."""
    number = facts.rebuild()
    work.commit()
    click.echo(f"The facts of {number} sessions were made anew.", err=True)
