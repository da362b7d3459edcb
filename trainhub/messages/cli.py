"""The command the mail server pipes answers to."""

import sys

import click

from ..kernel import work
from . import services


@click.group("messages")
def commands() -> None:
    """Look after mails."""


@commands.command("receive")
@click.option("--to", default="", help="The address the mail came to, if the mail server tells it.")
def receive(to: str) -> None:
    """Read one mail from standard input: an answer to TRAINHUB_REPLY_ADDRESS, piped here by the mail server."""
    kept = services.receive(sys.stdin.buffer.read(), to)
    work.commit()
    click.echo(kept.outcome or kept.subject)
