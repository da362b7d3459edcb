"""Ten thousand persons from an XLSX file: tried and taken in by the job, in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter
from flask import Flask

from trainhub.accounts.login import SignedIn
from trainhub.accounts.models import Account
from trainhub.app import create_app
from trainhub.imports import services as imports
from trainhub.imports.models import ImportRun
from trainhub.kernel import jobs, work
from trainhub.kernel.db import db, expect_writes
from trainhub.people.services.importing import IMPORTER
from trainhub.seed import prepare
from trainhub.testing.make import Make
from trainhub.testing.postgres import programs, server

PERSONS, BODIES = 10_000, 60
HEAD = ("Ad, soyad", "Name as in the passport", "E-mail", "Country", "Organisation", "Position", "Level")


def measure(data: Path) -> Iterator[tuple[str, float]]:
    """Measure on SQLite, and on PostgreSQL where it is there: the slower of dry run and import, and the peak."""
    found = alone(data / "sqlite", "")
    yield "import_10k_s", max(found["tried"], found["taken"])
    yield "import_10k_mib", found["peak"]
    if programs() is not None:
        with server() as make_database:
            found = alone(data / "pg", make_database())
        yield "import_10k_s_pg", max(found["tried"], found["taken"])


def alone(data: Path, url: str) -> dict[str, float]:
    """Prepare in one process, work in another; return seconds of each run and the worker's peak memory in MiB."""
    known = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    own = {"DATA": str(data), "DATABASE_URL": url, "LOG_LEVEL": "WARNING", "BASE_URL": "http://localhost"}
    env = known | {f"TRAINHUB_{name}": value for name, value in own.items()}
    for step in ("prepare", "work"):
        command = [sys.executable, "-m", "benchmarks.importing", step]
        done = subprocess.run(command, check=True, env=env, cwd=Path.cwd(), stdout=subprocess.PIPE, text=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def make_ready(app: Flask) -> None:
    """Make the database and the file, and bring the file."""
    prepare(app)
    path = Path(app.config["DATA"]) / "persons.xlsx"
    write(path)
    with app.app_context():
        expect_writes(True)
        make = Make()
        for number in range(BODIES):
            make.organisation(short=f"B{number}")
        account = make.staff().id
        work.commit()
        jobs.drain()
        bring(path, account)


def be_worker(app: Flask) -> dict[str, float]:
    """Try the file, take it in, try it again; seconds of processor and clock."""
    figures: dict[str, float] = {}
    with app.app_context():
        expect_writes(True)
        run = db.session.query(ImportRun).one()
        first, account = run.id, run.account_id
        assert account is not None
        figures |= timed("tried")
        assert db.session.get_one(ImportRun, first).added == PERSONS
        imports.bring_in(db.session.get_one(ImportRun, first))
        work.commit()
        figures |= timed("taken")
        assert db.session.get_one(ImportRun, first).added == PERSONS
        second = bring(Path(app.config["DATA"]) / "persons.xlsx", account)
        figures |= timed("again")
        assert db.session.get_one(ImportRun, second).same == PERSONS
    status = Path("/proc/self/status").read_text().splitlines()
    figures["peak"] = next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
    return figures


def timed(key: str) -> dict[str, float]:
    """Run the next job."""
    clock, processor = time.perf_counter(), time.process_time()
    jobs.work_once()
    return {key: time.perf_counter() - clock, f"{key}_cpu": time.process_time() - processor}


def bring(path: Path, account: int) -> int:
    who = SignedIn(db.session.get_one(Account, account))
    with path.open("rb") as stream:
        run = imports.begin(IMPORTER, imports.Upload(stream, path.name), who)
    work.commit()
    return run.id


def write(path: Path) -> None:
    """Write the file: names in two scripts, e-mails, organisations by short name."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        for number in range(PERSONS):
            sheet.write_row(number + 1, 0, person(number))


def person(number: int) -> tuple[str, ...]:
    return (
        f"{('Günay', 'Leyla', 'Murad', 'Ольга')[number % 4]} Əliyev{number:05}",
        f"{('GUNAY', 'LEYLA', 'MURAD', 'OLGA')[number % 4]} ALIYEV {number:05}",
        f"person-{number}@ministry.example",
        ("AZ", "Gürcüstan", "Казахстан", "Moldova")[number % 4],
        f"B{number % BODIES}",
        ("Inspector", "Head of unit", "Adviser")[number % 3],
        ("practitioners", "Policy makers")[number % 2],
    )


if __name__ == "__main__":
    if sys.argv[1:] == ["prepare"]:
        make_ready(create_app())
    elif sys.argv[1:] == ["work"]:
        print(json.dumps(be_worker(create_app())))
    else:
        with tempfile.TemporaryDirectory(prefix="trainhub-import-") as folder:
            print("SQLite", alone(Path(folder) / "sqlite", ""))
            if programs() is not None:
                with server() as make_database:
                    print("PostgreSQL", alone(Path(folder) / "pg", make_database()))
