"""One centre for all browser tests of a process, from a demonstration that all processes share."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .driver import Accounts, Centre, load, served


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Accounts]:
    """Return the folder of a loaded demonstration that nobody serves: to be copied, never changed."""
    own = tmp_path_factory.getbasetemp()
    common = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, written = common / "loaded", common / "accounts.json"
    with (common / "loaded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the first process loads it, the others wait
        if not written.exists():
            written.write_text(json.dumps(load(folder)))
    accounts: Accounts = json.loads(written.read_text())
    return folder, accounts


@pytest.fixture(scope="session")
def centre(loaded: tuple[Path, Accounts], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    folder, accounts = loaded
    with served(shutil.copytree(folder, tmp_path_factory.mktemp("centre") / "data"), accounts) as running:
        yield running
