"""Erasure holds with every plugin off or broken: rows of its tables, bytes of the database, files and log lines."""

import io
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.people.filling import MARK, NAMES, Filler, in_bytes, standing
from trainhub import paths
from trainhub.accounts.login import SignedIn
from trainhub.app import create_app
from trainhub.hooks import host, loading
from trainhub.kernel import jobs
from trainhub.kernel.db import db, expect_writes
from trainhub.kernel.files import FilePolicy, store
from trainhub.people import services as people
from trainhub.people.models import Person
from trainhub.registration.models import RegistrationDocument
from trainhub.testing.make import Make
from trainhub.testing.prepared import prepare

BUNDLED = sorted(loading.find(paths.plugin_folders()))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder in which every table of core and plugins names one person, who is to be erased."""
    folder = tmp_path_factory.mktemp("filled")
    app = create_app({"DATA": folder, "STRICT": True, "TESTING": True, "LOG_LEVEL": "ERROR"})
    prepare(app)
    expect_writes(True)
    with app.app_context():
        make = Make()
        registration = make.graduate()
        person, account = registration.person, make.account(person=registration.person)
        make.person()
        for name, value in NAMES.items():
            setattr(person, name, value)
        account.login = NAMES["email"]
        db.session.flush()
        assert Filler(person, account.id).fill() == []
        file = store(io.BytesIO(b"%PDF-1.4 " + MARK.encode()), f"{MARK}.pdf", FilePolicy("call", ("pdf",)))
        db.session.add(RegistrationDocument(registration_id=registration.id, key="cv", file=file))
        db.session.query(Person).filter(Person.id == person.id).update({"search": "zqxmarker vwperson"})
        people.erase_later(person, reason=f"{NAMES['display']} asked", by=SignedIn(make.account("administrator")))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    assert in_bytes(folder)
    return folder


@pytest.mark.parametrize("off", ["", *BUNDLED, f"broken {BUNDLED[0]}"])
def test_nothing_is_left_with_a_plugin_off_or_broken(
    filled: Path, tmp_path: Path, off: str, capfd: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, name = tmp_path / "data", off.removeprefix("broken ")
    shutil.copytree(filled, folder)
    if name != off:
        monkeypatch.setattr(host, "load_plugin", partial(break_one, name, loading.load_plugin))
    elif off:
        loading.switch(folder, off, on=False)
    app = create_app({"DATA": folder, "TESTING": True, "LOG_LEVEL": "DEBUG"})
    assert name not in app.extensions["plugins"].infos
    expect_writes(True)
    with app.app_context():
        jobs.drain()
        assert standing() == {}
        db.session.remove()
        db.engine.dispose()
    assert in_bytes(folder) == []
    told = capfd.readouterr()
    assert MARK not in (told.out + told.err).lower()


def break_one(name: str, load: Callable[[loading.Found], Any], found: loading.Found) -> Any:
    """Load a plugin, unless it is the one that is to be broken."""
    if found.name == name:
        raise RuntimeError("broken")
    return load(found)
