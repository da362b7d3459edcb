"""Looks at an installation and says, finding by finding, what is wrong and how to mend it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import Select
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from . import config, migrate, paths
from .accounts import queries as accounts
from .certificates import keys
from .curriculum import queries as curriculum
from .hooks.host import PluginHost
from .kernel import clock
from .kernel.db import db
from .kernel.errors import ConfigError
from .messages import queries as messages
from .messages.smtp import Server
from .office import queries as office
from .people import queries as people
from .questionnaires import services as questionnaires

LEAST_FREE_BYTES = 500 << 20
RECENTLY = timedelta(days=7)  # what failed before is told by the pages, not here
PATIENCE = timedelta(minutes=10)  # how long a job may wait for a worker
MAIL_PATIENCE = timedelta(hours=1)
NO_TABLES = ("no such table", "no such column", "does not exist")  # as SQLite and PostgreSQL say it


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. What is `next` is no fault: the installation waits for somebody to do it."""

    good: bool
    fact: str
    cure: str = ""
    next: bool = False

    def __str__(self) -> str:
        mark = "MEND" if not self.good else "NEXT" if self.next else "ok  "
        return f"{mark}  {self.fact}" + (f" {self.cure}" if self.cure and mark != "ok  " else "")


def examine(app: Flask) -> list[Finding]:
    """Return everything that was looked at, good and bad."""
    return [finding for look in LOOKS for finding in look(app)]


def _settings(app: Flask) -> Iterator[Finding]:
    for name in config.unknown():
        yield Finding(False, f"{name} is set, but nothing reads it.", "See `trainhub settings` for the names.")
    yield _base_url(str(app.config["BASE_URL"]))
    if str(app.config["BASE_URL"]).startswith("https://") and not app.config["PROXIES"]:
        cure = "If a proxy stands in front, set TRAINHUB_PROXIES=1: else all visitors share one address."
        yield Finding(True, "The address is https, and no proxy is trusted.", cure, next=True)
    for zone in {app.config["ZONE"]}:
        yield Finding(
            "/" in zone or zone == "UTC", f"Default time zone {zone}.", "Set TRAINHUB_ZONE to a name like Asia/Baku."
        )


def _base_url(url: str) -> Finding:
    parts = urlsplit(url)
    good = parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)
    cure = "Set TRAINHUB_BASE_URL to the address people type, such as https://training.example.org."
    return Finding(good, f"Links in mails begin with {url or 'nothing'}.", cure)


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
        yield Finding(False, database_fault(error) or f"The database fails: {type(error).__name__}.")
        return
    yield Finding(bool(current), "The database has a schema.", "Run `trainhub init`.")
    lost = current - migrate.known(app)
    gone = f"Revisions {sorted(lost)} belong to a plugin whose code is gone: `trainhub plugins forget NAME`."
    yield Finding(not lost, "Every schema revision is known.", gone)
    yield Finding(wanted <= current, "The schema is up to date.", "Run `trainhub init`.")
    if current and wanted <= current:
        with app.app_context():
            for look in (_beginnings, _jobs, _outbox, _waves, _keys):
                yield from look(app)


def database_fault(error: Exception) -> str | None:
    """Return in one line what is wrong with the database and what to do; None for an error of another kind."""
    if isinstance(error, ModuleNotFoundError):
        return "PostgreSQL needs its driver: pip install 'trainhub[postgres]'." if error.name == "psycopg" else None
    if isinstance(error, ArgumentError | NoSuchModuleError):
        return "TRAINHUB_DATABASE_URL cannot be used. Write it like postgresql://user:password@host:5432/name."
    if not isinstance(error, DBAPIError):
        return None
    said = (str(error.orig).splitlines() or [""])[0].strip()
    if any(words in said for words in NO_TABLES):
        return f"The database lacks what this trainhub needs ({said}). Run `trainhub init`."
    return (
        f"The database does not answer: {said}. TRAINHUB_DATABASE_URL says where it is (empty: in TRAINHUB_DATA). "
        "Check address, name and password, and that the server runs."
    )


def _beginnings(app: Flask) -> Iterator[Finding]:
    """Look for what has to be there before anybody can work."""
    if not db.session.scalar(accounts.other_administrators(0)):
        command = "trainhub accounts create --email you@example.org --role administrator"
        yield Finding(True, "There is no administrator yet.", f"Run `{command}`.", next=True)
    if db.session.scalar(people.centres().limit(1)) is None:
        page = f"{str(app.config['BASE_URL']).rstrip('/')}/centres/new"
        yield Finding(True, "There is no centre yet.", f"Add one as administrator: {page}", next=True)
    if db.session.scalar(curriculum.version_in_force()) is None:
        cure = "Run `trainhub curriculum import rtcm-migration`, or approve a draft on the page Curriculum."
        yield Finding(True, "No curriculum is in force.", cure, next=True)


def _jobs(_app: Flask) -> Iterator[Finding]:
    dead = _count(office.jobs_given_up(clock.now() - RECENTLY))
    yield Finding(not dead, f"Jobs given up this week: {dead}.", "The administrator's page Plugins says why.")
    late = _count(office.jobs_overdue(clock.now() - PATIENCE))
    cure = "Run `trainhub serve` without --no-jobs, or `trainhub worker`."
    yield Finding(not late, f"Jobs that wait for longer than ten minutes: {late}.", cure)


def _waves(_app: Flask) -> Iterator[Finding]:
    lost = ", ".join(wave.public_id for wave in questionnaires.without_key())
    cure = "No backup holds keys. `trainhub waves renew` begins a wave again: its sealed answers cannot be opened."
    yield Finding(not lost, f"Waves without a key: {lost or 'none'}.", cure)


def _keys(_app: Flask) -> Iterator[Finding]:
    """Look whether what signs certificates is there and private."""
    found = keys.faults()
    for key_id, fault in found:
        cure = "Bring the file back, readable by its owner only (chmod 600); or, if it is lost or known to others,"
        yield Finding(False, f"Signing key {key_id}: {fault}", f"{cure} run `trainhub certificates rotate`.")
    if not found:
        yield Finding(True, "The keys that sign certificates are there and private.")


def _outbox(app: Flask) -> Iterator[Finding]:
    lost = _count(messages.given_up(clock.now() - RECENTLY))
    cure = "The page Messages says why; send them again there."
    yield Finding(not lost, f"Mails given up this week: {lost}.", cure)
    url = str(app.config["MAIL_URL"])
    late = _count(messages.overdue(clock.now() - (MAIL_PATIENCE if url else timedelta())))
    if url:
        yield Finding(not late, f"Mails that wait for longer than an hour: {late}.", "Look whether jobs run.")
    elif late:
        yield Finding(
            True, f"Mails that wait because there is no mail server: {late}.", "Set TRAINHUB_MAIL_URL.", next=True
        )


def _count(query: Select[int]) -> int:
    return db.session.scalar(query) or 0


def _plugins(app: Flask) -> Iterator[Finding]:
    plugins: PluginHost = app.extensions["plugins"]
    for name, info in plugins.infos.items():
        yield Finding(True, f"Plugin {name} {info.version} is loaded.")
    for name, reason in plugins.unloaded.items():
        yield Finding(
            False, f"Plugin {name} is not loaded: {reason}.", f"Mend it, or: trainhub plugins disable {name}."
        )


def _assets(app: Flask) -> Iterator[Finding]:
    built = (paths.static() / "vendor" / "manifest.json").exists()
    yield Finding(built, "Style sheets and icons are built.", "Run `python hatch_build.py` in the checkout.")
    fonts = list((paths.PACKAGE / "kernel" / "fonts").glob("*.ttf"))
    yield Finding(
        bool(fonts), f"{len(fonts)} fonts for printed documents.", "Run `python hatch_build.py` in the checkout."
    )


def _mail(app: Flask) -> Iterator[Finding]:
    if not app.config["MAIL_URL"]:
        yield Finding(True, "No mail server is set (TRAINHUB_MAIL_URL): mails stay in the outbox.")
        return
    try:
        server = Server.read(app.config["MAIL_URL"])
    except ConfigError as error:
        yield Finding(False, f"{error}.")
    else:
        yield Finding(True, f"Mails are handed over to {server.host}:{server.port}.")


LOOKS: tuple[Callable[[Flask], Iterator[Finding]], ...] = (_settings, _data, _database, _plugins, _assets, _mail)
