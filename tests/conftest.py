"""What tests of all folders share: findings that a run prints at its end, from whichever process made them."""

from collections import defaultdict

import pytest

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
