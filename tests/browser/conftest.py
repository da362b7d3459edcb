"""One centre and one browser for all browser tests of a process."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from .driver import Centre, chromium, launched, served


@pytest.fixture(scope="session")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    with served(tmp_path_factory.mktemp("centre")) as running:
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
