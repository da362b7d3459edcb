"""What can be done with the framework: define, enter, lock, read, tell a module's story, report to donors."""

from . import donor, entries, evidence, figures, framework, locks, own_data, readings, starting, story

__all__ = [
    "donor",
    "entries",
    "evidence",
    "figures",
    "framework",
    "locks",
    "own_data",
    "readings",
    "starting",
    "story",
]
