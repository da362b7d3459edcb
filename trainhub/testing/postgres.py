"""A PostgreSQL server of the tests' own, in a temporary folder, from Debian's packages."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

FLAGS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200"


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL programs on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return found[-1] if found else None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Callable[[], str]]:
    """Give a function that makes an empty database and returns its address."""
    if programs() is None:
        message = "PostgreSQL is not installed (Debian: postgresql)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with server() as make_database:
        yield make_database


@contextmanager
def server() -> Iterator[Callable[[], str]]:
    """Run a server until the block ends; give a function that makes an empty database and returns its address."""
    home = programs()
    assert home is not None, "PostgreSQL is not installed"
    folder = Path(tempfile.mkdtemp(prefix="trainhub-pg-"))
    run = _runner(home, folder)
    run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "trainhub", "--no-sync", "--encoding=UTF8")
    run("pg_ctl", "-D", str(folder / "data"), "-w", "-l", str(folder / "log"), "-o", f"-k {folder} {FLAGS}", "start")
    numbers = count(1)

    def make_database() -> str:
        name = f"test{next(numbers)}"
        run("createdb", "-h", str(folder), "-U", "trainhub", name)
        return f"postgresql://trainhub@/{name}?host={folder}"

    yield make_database
    run("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def _runner(home: Path, folder: Path) -> Callable[..., None]:
    """Return what runs a program, as user postgres when we are root (the server refuses root)."""
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(home / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            **who,
        )

    return run
