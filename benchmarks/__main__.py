"""`make bench`: CPU milliseconds a request, server and embedded database together, beside a bare Flask page."""

import gc
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from trainhub.accounts.models import Account
from trainhub.app import create_app
from trainhub.kernel import clock
from trainhub.kernel.db import db, expect_writes
from trainhub.people.models import Country, Person
from trainhub.people.services import standing
from trainhub.seed import prepare
from trainhub.server import settle
from trainhub.sessions import services as sessions
from trainhub.sessions.models import TrainingSession
from trainhub.web import assets

from . import attendance, certificates, evaluation, importing
from .dataset import fill

OUT = Path("var/bench.json")
NOW = datetime(2027, 3, 2, 8, tzinfo=UTC)
REPEATS = 30
# key: what trainhub takes at most, and what others take for the same (docs/budgets.md)
BUDGETS: dict[str, tuple[str, float, str]] = {
    "home": ("ms", 4, "Indico 51, Moodle 196"),
    "home_first": ("ms", 16, "after a change"),
    "calendar_200": ("ms", 12, "Indico 269, Moodle 483"),
    "calendar_200_first": ("ms", 120, "after a change"),
    "session": ("ms", 6, "Indico 186, Moodle 354"),
    "session_first": ("ms", 12, "after a change"),
    "registrants": ("ms", 8, "Indico 4050, Moodle 178"),
    "registration_post": ("ms", 8, "Indico 62"),
    "ics_200": ("ms", 15, "Indico 198, Moodle 212"),
    "ics_304": ("ms", 1, ""),
    "csv_2000": ("ms", 80, "Indico 4390, Moodle 80"),
    "xlsx_2000": ("ms", 300, "Indico 4290, Moodle 170"),
    "certificate": ("ms", 20, "Indico 311; the page with its signed payload"),
    "certificate_signed": ("ms", 90, "as handed out: badge inside, PAdES signature"),
    "gender_1m": ("ms", 150, "SQLite by a covering index 101, PostgreSQL 143"),
    "gender_1m_cached": ("ms", 5, ""),
    "gender_1m_pg": ("ms", 150, "on PostgreSQL"),
    "gender_1m_cached_pg": ("ms", 5, "on PostgreSQL"),
    "evaluation_results_300": ("ms", 15, "300 answers, after the first view"),
    "import_10k_s": ("s", 30, "10,000 persons from XLSX: the slower of trying and taking in"),
    "import_10k_s_pg": ("s", 30, "on PostgreSQL"),
    "import_10k_mib": ("MiB", 250, "peak of the worker"),
    "first_visit_kib": ("KiB", 60, "Indico 2355, Moodle 1331"),
    "first_visit_requests": ("requests", 8, "Indico 36, Moodle 17"),
    "queries_max": ("queries", 12, "Indico 11-33, Moodle 33-330"),
    "start_s": ("s", 1.5, "Indico 12.7, Moodle 1.0"),
    "memory_mib": ("MiB", 120, "Indico 255-490, Moodle 62-102"),
}


def cpu(act: Callable[[int], object], repeats: int = REPEATS) -> float:
    """Return the median CPU milliseconds of an act, after a warm-up."""
    for number in range(-3, 0):
        act(number)
    gc.collect()
    taken = []
    for number in range(repeats):
        begin = time.process_time()
        act(number)
        taken.append((time.process_time() - begin) * 1000)
    return statistics.median(taken)


def bare(app: Flask) -> float:
    """Return the CPU milliseconds of a page with one select and nothing around it: the yardstick of this run."""
    small = Flask("bare")
    small.config["SQLALCHEMY_DATABASE_URI"] = app.config["SQLALCHEMY_DATABASE_URI"]

    @small.get("/")
    def page() -> str:
        with app.app_context():
            return str(db.session.scalar(select(Country.zone).where(Country.code == "AZ")))

    client = small.test_client()
    return cpu(lambda _: client.get("/"))


def get(client: FlaskClient, path: str, **headers: str) -> Callable[[int], object]:
    def act(_: int) -> object:
        answer = client.get(path, headers={"Accept-Encoding": "br", **headers})
        assert answer.status_code in {200, 304}, f"{path} answered {answer.status_code}"
        return answer.data

    return act


def forgetting(app: Flask, act: Callable[[int], object]) -> Callable[[int], object]:
    """Let an act begin without the pages that are kept for visitors: what the first of them waits for."""

    def afresh(number: int) -> object:
        app.extensions["kept"].clear()
        return act(number)

    return afresh


def signed_in(app: Flask, login: str) -> FlaskClient:
    client = app.test_client()
    with app.app_context():
        account = db.session.query(Account).filter_by(login=login).one()
        mark = f"{account.id}:{account.stamp}"
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = mark, True
    return client


def pages(app: Flask, slugs: dict[str, str]) -> Iterator[tuple[str, float]]:
    """Measure the pages, feeds and exports."""
    visitor, staff = app.test_client(), signed_in(app, "staff@demo.example")
    public = {
        "home": "/",
        "calendar_200": "/calendar/?month=2027-06&view=list",
        "session": f"/sessions/{slugs['long']}/",
    }
    for key, path in public.items():
        yield key, cpu(get(visitor, path))
        yield f"{key}_first", cpu(forgetting(app, get(visitor, path)), 10)
    yield "registrants", cpu(get(staff, f"/sessions/{slugs['large']}/participants/?state=confirmed&sort=-country"))
    yield "ics_200", cpu(get(visitor, "/calendar.ics"))
    etag = visitor.get("/calendar.ics", headers={"Accept-Encoding": "br"}).headers["ETag"]
    yield "ics_304", cpu(get(visitor, "/calendar.ics", **{"If-None-Match": etag}))
    yield "csv_2000", cpu(get(staff, f"/sessions/{slugs['large']}/participants/?format=csv"), 5)
    yield "xlsx_2000", cpu(get(staff, f"/sessions/{slugs['large']}/participants/?format=xlsx"), 5)


def registration(app: Flask, slug: str) -> float:
    """Measure registering: a place wished for, facts frozen, a mail queued."""
    with app.app_context():
        session = db.session.query(TrainingSession).filter_by(slug=slug).one()
        accounts = db.session.query(Account).join(Person).filter(Person.email.like("person%")).order_by(Account.id)
        fit = [each.login for each in accounts if sessions.eligible(session, standing(each.person_id)).ok]
    clients = [signed_in(app, login) for login in fit[: REPEATS + 3]]

    def act(number: int) -> object:
        answer = clients[number + 3].post(
            f"/sessions/{slug}/register", data={"gender": "", "motivation": "It is my daily work."}
        )
        assert answer.status_code == 303, answer.text[:500]
        return answer

    return cpu(act, len(clients) - 3)


def first_visit(app: Flask) -> Iterator[tuple[str, float]]:
    """Measure what a first public visit transfers, brotli, in the heaviest language."""
    client = app.test_client()
    text, answer = client.get("/?lang=ru").text, client.get("/?lang=ru", headers={"Accept-Encoding": "br"})
    vendor = Path(app.static_folder or "") / "vendor"
    fonts = {each for name, each in assets.manifest().items() if name.startswith("serif")}
    files = [vendor / name for name in fonts | set(re.findall(r"/static/vendor/([^\"#?]+)", text))]
    sizes = [
        twin.stat().st_size if (twin := file.with_name(file.name + ".br")).exists() else file.stat().st_size
        for file in files
    ]
    yield "first_visit_kib", (len(answer.data) + sum(sizes)) / 1024
    yield "first_visit_requests", 1 + len(files)


def queries(app: Flask, slugs: dict[str, str]) -> float:
    """Return the most queries any of the main pages asks."""
    staff = signed_in(app, "staff@demo.example")
    paths = [
        "/",
        "/calendar/?month=2027-06",
        "/sessions/",
        f"/sessions/{slugs['large']}/",
        f"/sessions/{slugs['long']}/",
        f"/sessions/{slugs['large']}/participants/",
        "/people/",
        "/organisations/",
        "/curriculum/",
        "/messages/",
        "/certificates/",
        "/reports/?by=country&by=organisation_type&by=module",
    ]
    seen: list[str] = []

    def note(*told: Any) -> None:
        seen.append(told[2])

    event.listen(Engine, "before_cursor_execute", note)
    most = 0
    for path in paths:
        seen.clear()
        assert staff.get(path).status_code == 200, path
        most = max(most, sum(1 for each in seen if each.lstrip().upper().startswith(("SELECT", "WITH"))))
    event.remove(Engine, "before_cursor_execute", note)  # what is measured afterwards is not listened to
    return most


WORKER = """
import re, time
begin = time.process_time()
from trainhub.app import create_app
client = create_app().test_client()
client.get("/health")
started = time.process_time() - begin
for path in ("/", "/calendar/", "/calendar/?view=list", "/curriculum/", "/sessions/{long}/", "/calendar.ics"):
    assert client.get(path).status_code == 200, path
peak = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())  # rusage remembers the process it came from
print(started, int(peak[1]) / 1024)
"""


def worker(data: Path, slugs: dict[str, str]) -> Iterator[tuple[str, float]]:
    """Measure a process of its own: CPU seconds from import to the first answer, memory after the public pages."""
    done = subprocess.run(
        [sys.executable, "-c", WORKER.format(**slugs)],
        check=True,
        env={"PATH": "/usr/bin:/bin", "TRAINHUB_DATA": str(data), "TRAINHUB_LOG_LEVEL": "WARNING"},
        cwd=Path.cwd(),
        capture_output=True,
        text=True,
    )
    started, memory = done.stdout.split()
    yield "start_s", float(started)
    yield "memory_mib", float(memory)


def measure(data: Path) -> dict[str, float]:
    app = create_app({"DATA": data, "BASE_URL": "http://localhost", "LOG_LEVEL": "WARNING"})
    app.config["WTF_CSRF_ENABLED"] = False
    clock.stop(NOW)
    app.config["DEMO_DATE"] = NOW.date().isoformat()
    prepare(app)
    with app.app_context():
        expect_writes(True)
        slugs = fill(app)
        slugs["evaluated"] = evaluation.fill("bench-5")
        db.session.remove()
        settle()
    figures: dict[str, float] = {"bare": bare(app)}
    figures.update(pages(app, slugs))
    results = f"/x/evaluation/sessions/{slugs['evaluated']}/"
    figures["evaluation_results_300"] = cpu(get(signed_in(app, "staff@demo.example"), results))
    with app.app_context():
        expect_writes(True)
        figures.update(certificates.measure(cpu))
    figures["registration_post"] = registration(app, "bench-7")
    figures.update(first_visit(app))
    figures["queries_max"] = queries(app, slugs)
    figures.update(worker(data, slugs))
    figures.update(attendance.measure(data / "attendance"))
    figures.update(importing.measure(data / "importing"))
    return figures


def report(figures: dict[str, float]) -> dict[str, dict[str, Any]]:
    """Return the figures as var/bench.json holds them, and print them beside their budgets."""
    yardstick = figures.pop("bare")
    result: dict[str, dict[str, Any]] = {
        "bare": {"value": round(yardstick, 3), "unit": "ms", "reference": "Flask and one select"}
    }
    for key, value in figures.items():
        unit, most, others = BUDGETS[key]
        result[key] = {"value": round(value, 2), "unit": unit, "reference": f"at most {most:g}; {others}".strip("; ")}
        if unit == "ms":
            result[key]["ratio"] = round(value / yardstick, 1)
        mark = "OVER" if over({key: value}) else "ok  "
        print(f"{mark} {key:22} {value:9.2f} {unit:9} at most {most:g}")
    return result


def over(figures: dict[str, float]) -> list[str]:
    """Return the figures that are above their budgets."""
    return [key for key, value in figures.items() if key in BUDGETS and value > BUDGETS[key][1]]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="trainhub-bench-") as folder:
        figures = measure(Path(folder))
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(report(figures), indent=1) + "\n")
    sys.exit(1 if over(figures) else 0)


if __name__ == "__main__":
    main()
