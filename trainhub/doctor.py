"""Looks at an installation and says, finding by finding, what is wrong and how to mend it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from . import config, migrate, paths
from .hooks.host import PluginHost

LEAST_FREE_BYTES = 500 << 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    good: bool
    fact: str
    cure: str = ""

    def __str__(self) -> str:
        return f"{'ok  ' if self.good else 'MEND'}  {self.fact}" + (
            f" {self.cure}" if self.cure and not self.good else ""
        )


def examine(app: Flask) -> list[Finding]:
    """Return everything that was looked at, good and bad."""
    return [finding for look in LOOKS for finding in look(app)]


def _settings(app: Flask) -> Iterator[Finding]:
    for name in config.unknown():
        yield Finding(False, f"{name} is set, but nothing reads it.", "See `trainhub settings` for the names.")
    for zone in {app.config["ZONE"]}:
        yield Finding(
            "/" in zone or zone == "UTC", f"Default time zone {zone}.", "Set TRAINHUB_ZONE to a name like Asia/Baku."
        )


def _data(app: Flask) -> Iterator[Finding]:
    data = Path(app.config["DATA"])
    free = shutil.disk_usage(data).free
    yield Finding(
        free > LEAST_FREE_BYTES, f"{free >> 20} MiB free for {data}.", "Make room: below 500 MiB uploads will fail."
    )
    for name in ("secret.key", "confidential.key"):
        place = data / name
        if place.exists():
            private = not place.stat().st_mode & 0o077
            yield Finding(private, f"Key {name} is readable by its owner only.", f"Run: chmod 600 {place}")


def _database(app: Flask) -> Iterator[Finding]:
    try:
        current, wanted = migrate.current(app), migrate.heads(app)
    except SQLAlchemyError as error:
        yield Finding(False, f"The database does not answer ({type(error).__name__}).", "Check TRAINHUB_DATABASE_URL.")
        return
    yield Finding(bool(current), "The database has a schema.", "Run `trainhub init`.")
    lost = current - migrate.known(app)
    yield Finding(not lost, "Every schema revision is known.", f"Revisions {sorted(lost)} belong to a removed plugin.")
    yield Finding(wanted <= current, "The schema is up to date.", "Run `trainhub init`.")


def _plugins(app: Flask) -> Iterator[Finding]:
    plugins: PluginHost = app.extensions["plugins"]
    for name, info in plugins.infos.items():
        yield Finding(True, f"Plugin {name} {info.version} is loaded.")
    for name, reason in plugins.unloaded.items():
        yield Finding(False, f"Plugin {name} is not loaded: {reason}.", "Mend it, or leave it out of TRAINHUB_PLUGINS.")


def _assets(app: Flask) -> Iterator[Finding]:
    built = (paths.static() / "vendor" / "manifest.json").exists()
    yield Finding(built, "Style sheets and icons are built.", "Run `python hatch_build.py` in the checkout.")
    fonts = list((paths.PACKAGE / "certificates" / "fonts").glob("*.ttf"))
    yield Finding(
        bool(fonts), f"{len(fonts)} fonts for printed documents.", "Run `python hatch_build.py` in the checkout."
    )


def _mail(app: Flask) -> Iterator[Finding]:
    if not app.config["MAIL_URL"]:
        yield Finding(True, "No mail server is set (TRAINHUB_MAIL_URL): mails stay in the outbox.")


LOOKS: tuple[Callable[[Flask], Iterator[Finding]], ...] = (_settings, _data, _database, _plugins, _assets, _mail)
