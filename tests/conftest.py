"""What tests of all folders share: one browser a process, and findings that a run prints at its end."""

import os
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FINDING = "finding"  # record_property(FINDING, "topic: text"): printed under its topic


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
        message = "Chromium is not installed (Debian: chromium)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with launched() as running:
        yield running
