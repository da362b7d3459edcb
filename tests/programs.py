"""Starts the program in processes of their own that cost a fork: they come from one that has imported it already.

What `python -m trainhub.cli` itself does is asked in tests/operations, in the README's test and in tests/wheel.py.
"""

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

ROOT = Path(__file__).parents[1]
_nursery = multiprocessing.get_context("forkserver")
_nursery.set_forkserver_preload(["tests.preloaded"])


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a process."""

    returncode: int
    stdout: str
    stderr: str


def start(*arguments: str, environ: Mapping[str, str]) -> BaseProcess:
    """Start `trainhub` with these arguments; what it says goes where this process says things."""
    process = _nursery.Process(target=_in_its_own, args=(_program, arguments, dict(environ), None))
    process.start()
    return process


def trainhub(*arguments: str, environ: Mapping[str, str]) -> Ended:
    """Run `trainhub` to its end."""
    return _to_its_end(_program, arguments, environ)


def script(text: str, *arguments: str, environ: Mapping[str, str]) -> Ended:
    """Run Python to its end, as `python -c` would."""
    return _to_its_end(_script, (text, *arguments), environ)


def _to_its_end(what: Callable[..., None], arguments: tuple[str, ...], environ: Mapping[str, str]) -> Ended:
    with tempfile.TemporaryDirectory() as folder:
        said = [f"{folder}/{name}" for name in ("stdout", "stderr")]
        process = _nursery.Process(target=_in_its_own, args=(what, arguments, dict(environ), said))
        process.start()
        process.join()
        assert process.exitcode is not None
        return Ended(process.exitcode, *(Path(each).read_text("utf-8") for each in said))


def _in_its_own(
    what: Callable[..., None], arguments: tuple[str, ...], environ: dict[str, str], said: list[str] | None
) -> None:
    """Become what was asked for: this is the new process."""
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(ROOT)
    for number, place in enumerate(said or (), 1):
        os.dup2(os.open(place, os.O_WRONLY | os.O_CREAT), number)
    what(*arguments)


def _program(*arguments: str) -> None:
    from trainhub import cli

    sys.argv = ["trainhub", *arguments]
    cli.main(arguments)


def _script(text: str, *arguments: str) -> None:
    sys.argv = ["-c", *arguments]
    exec(compile(text, "<script>", "exec"), {"__name__": "__main__"})
