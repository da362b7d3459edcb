"""One centre for all browser tests of a process, from the demonstration that all processes share."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .driver import Accounts, Centre, served


@pytest.fixture(scope="session")
def centre(loaded: tuple[Path, Accounts], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    folder, accounts = loaded
    with served(shutil.copytree(folder, tmp_path_factory.mktemp("centre") / "data"), accounts) as running:
        yield running
