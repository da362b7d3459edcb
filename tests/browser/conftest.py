"""One centre and one browser for all browser tests of a process."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from .driver import Accounts, Centre, chromium, launched, load, served


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Accounts]:
    """Return the folder of a loaded demonstration that nobody serves: to be copied, never changed."""
    folder = tmp_path_factory.mktemp("loaded")
    return folder, load(folder)


@pytest.fixture(scope="session")
def centre(loaded: tuple[Path, Accounts], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    folder, accounts = loaded
    with served(shutil.copytree(folder, tmp_path_factory.mktemp("centre") / "data"), accounts) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        message = "Chromium is not installed (Debian: chromium)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with launched() as running:
        yield running
