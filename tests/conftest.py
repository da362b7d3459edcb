"""What tests of all folders share: a loaded demonstration, one browser a process, findings printed at the end."""

import fcntl
import gc
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FINDING = "finding"  # record_property(FINDING, "topic: text"): printed under its topic
# The files that begin, so that two processes end together: the first loads the demonstration while the second needs
# none; then the longest, and all others as they come.
FIRST = (
    "tests/demo/test_load.py",
    "tests/journeys/test_closed.py",
    "tests/browser/test_planning.py",
    "tests/browser/test_pages.py",
    "tests/browser/test_journey.py",
    "tests/contract/test_access.py",
    "tests/browser/test_register.py",
    "tests/browser/test_evaluation.py",
    "tests/browser/test_call.py",
    "tests/look/test_look.py",
    "tests/questionnaires/test_services_anonymity.py",
    "tests/browser/test_impact.py",
    "tests/operations/test_program.py",
    "tests/plugins/test_outside.py",
    "tests/curriculum/test_pages_reading.py",
    "tests/curriculum/test_services_editing.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {name: number for number, name in enumerate(FIRST)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(FIRST)))


def pytest_collection_finish() -> None:
    """Take what was imported out of the garbage collector's sight: it stays, and looking through it costs."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in report.user_properties if report.when == "call" else ():
            if name == FINDING:
                topic, _, text = str(value).partition(": ")
                found[topic].append(text)
    for topic in sorted(found):
        terminalreporter.section(topic)
        for text in found[topic]:
            terminalreporter.write_line(text)


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Give the process's one Chromium (Playwright allows no second); without one, skip here and fail with CI=true."""
    from tests.browser.driver import chromium, launched  # few processes need it, and its import is slow

    if chromium() is None:
        message = "Chromium is not installed (Debian: chromium-headless-shell)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with launched() as running:
        yield running


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, str]]]:
    """Return the folder and accounts of a loaded demonstration that nobody serves: to be copied, never changed."""
    from tests.browser.driver import load  # few processes need it, and its import is slow

    own = tmp_path_factory.getbasetemp()
    common = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, written = common / "loaded", common / "accounts.json"
    with (common / "loaded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the first process loads it, the others wait
        if not written.exists():
            written.write_text(json.dumps(load(folder)))
    accounts: dict[str, dict[str, str]] = json.loads(written.read_text())
    return folder, accounts
