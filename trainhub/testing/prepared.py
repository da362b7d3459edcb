"""Databases as `seed.prepare` leaves them, made once a process and copied for each app that wants its own."""

import shutil
import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

import psycopg
from flask import Flask
from sqlalchemy import URL

from .. import seed
from ..hooks.host import PluginHost
from ..kernel.db import db

_kept: dict[tuple[str, ...], str] = {}  # what the copy depends on -> the file, or the database's name


@cache
def _folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="trainhub-kept-")


def prepare(app: Flask) -> None:
    """Do what `seed.prepare` does for a new installation; where it was done before with the same plugins, copy that.

    The tests of migrations and upgrades ask `seed.prepare` itself.
    """
    with app.app_context():
        address = db.engine.url
        db.engine.dispose()
    act = _sqlite if address.get_backend_name() == "sqlite" else _postgresql
    act(app, address)


def _of(app: Flask, place: str) -> tuple[str, ...]:
    plugins: PluginHost = app.extensions["plugins"]
    there = sorted(f"{name} in {each.package}" for name, each in plugins.available.items())
    return (place, *there, *sorted(plugins.infos))


def _sqlite(app: Flask, address: URL) -> None:
    assert address.database
    own, key = Path(address.database), _of(app, "sqlite")
    if key in _kept and not own.exists():
        shutil.copyfile(_kept[key], own)
        return
    fresh = not own.exists()
    seed.prepare(app)
    if fresh and key not in _kept:
        kept = f"{_folder().name}/{len(_kept)}.sqlite"
        with closing(sqlite3.connect(own)) as connection:
            connection.execute("VACUUM INTO ?", (kept,))
        _kept[key] = kept


def _postgresql(app: Flask, address: URL) -> None:
    """Put a copy in the place of an empty database, or keep a copy of what was made."""
    name, key = str(address.database), _of(app, str(address.query))
    place = address.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(place, autocommit=True) as connection:
        if key in _kept:
            connection.execute(f'DROP DATABASE "{name}"')
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{_kept[key]}"')
            return
        seed.prepare(app)
        with app.app_context():
            db.engine.dispose()
        connection.execute(f'CREATE DATABASE "kept_{name}" TEMPLATE "{name}"')
        _kept[key] = f"kept_{name}"
