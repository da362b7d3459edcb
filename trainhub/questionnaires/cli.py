"""Commands on waves whose key was lost."""

import click

from ..kernel import work
from . import services


@click.group("waves")
def commands() -> None:
    """Look after the waves of questionnaires."""


@commands.command("lost")
def list_lost() -> None:
    """List the waves that lost their key: after a restore, because no backup holds keys."""
    for wave in services.without_key():
        click.echo(f"{wave.public_id}  {wave}")


@commands.command()
@click.argument("wave")
def renew(wave: str) -> None:
    """Begin WAVE again with a new key. What was sealed with the lost one is deleted; everybody may answer again."""
    found = services.find_wave(wave)
    services.renew(found)
    if found.state == "open":
        services.remind(found)
    work.commit()
    click.echo(f"{found.public_id} takes answers again by new links; reminders with them are on their way.", err=True)
