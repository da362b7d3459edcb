"""`trainhub certificates`: keys, the status list, and checks that need neither server nor database."""

import json
from pathlib import Path

import click
from flask import current_app

from ..kernel import work
from ..kernel.db import db
from ..people import queries as people
from ..people.models import Centre
from . import keys, verifying
from .models import KEY_USES
from .services import status as status_lists


@click.group("certificates")
def commands() -> None:
    """Keys, status list and offline checks of certificates."""


commands.add_command(verifying.verify)


@commands.command("keys")
def show_keys() -> None:
    """Print the public keys, retired ones too, as JSON: what others need to check certificates."""
    click.echo(json.dumps(keys.published(), ensure_ascii=False, indent=1))


@commands.command()
@click.argument("use", type=click.Choice(list(KEY_USES)))
@click.option("--centre", "slug", metavar="SLUG", help="The centre; may be left out where there is one only.")
def rotate(use: str, slug: str | None) -> None:
    """Let a new key sign from now on. What the old one signed stays valid; its private half is destroyed."""
    old, made = keys.rotate(_centre(slug), use)
    work.commit()
    if old is not None:
        keys.destroy(old)
    keys.publish()
    click.echo(f"{made.key_id} signs now. Hand out the new `trainhub certificates keys`.", err=True)


@commands.command()
@click.option("--centre", "slug", metavar="SLUG", help="The centre; may be left out where there is one only.")
def status(slug: str | None) -> None:
    """Print the signed list of what was revoked so far: hand it to those who check without network."""
    click.echo(status_lists.signed(_centre(slug)), nl=False)


@commands.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def page(file: Path) -> None:
    """Write the page that checks certificates without network, everything inside, into FILE.html."""
    client = current_app.test_client()
    answer = client.get("/certificates/offline.html", base_url=str(current_app.config["BASE_URL"]))
    file.write_bytes(answer.data)
    click.echo(f"{file} can be opened anywhere; make it anew after a key was rotated.", err=True)


def _centre(slug: str | None) -> Centre:
    found = list(db.session.scalars(people.centres() if slug is None else people.centre(slug)))
    if len(found) != 1:
        raise click.UsageError(f"There is no centre {slug!r}." if slug else "Name one centre by --centre.")
    return found[0]
