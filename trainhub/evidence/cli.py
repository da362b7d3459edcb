"""`trainhub evidence`: check a pack with nothing but the published keys."""

import sys
from pathlib import Path

import click

from ..certificates import offline
from . import box


@click.group("evidence")
def commands() -> None:
    """Evidence packs of sessions."""


@commands.command()
@click.argument("pack", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--keys",
    "published",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="The published keys: /certificates/keys.json of the centre, or `trainhub certificates keys`.",
)
def verify(pack: Path, published: Path) -> None:
    """Say whether PACK is whole and signed by one of the centres in the keys; exit 1 if not."""
    try:
        known = {key.key_id: key for key in offline.keys(published.read_text("utf-8")) if key.use == "code"}
    except (offline.BadKeys, UnicodeDecodeError) as error:
        raise click.UsageError(f"{published} holds no keys.") from error

    def signed(key_id: str, signature: bytes, data: bytes) -> bool:
        return key_id in known and known[key_id].signed(signature, data)

    try:
        manifest = box.check(pack, signed)
    except box.Broken as error:
        click.echo(f"{pack}: not as the centre made it: {error}.", err=True)
        sys.exit(1)
    click.echo(f"{pack}: {len(manifest['files'])} files, as {manifest['centre']['key']} made them {manifest['made']}.")
