"""Evidence packs: all that proves a session in one signed file, which nobody changes unseen, and which goes in time."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from trainhub.accounts.models import Account
from trainhub.attendance import services as attendance
from trainhub.certificates import keys
from trainhub.evidence import box, queries, services
from trainhub.evidence.models import EvidencePack
from trainhub.kernel import files, jobs, work
from trainhub.kernel.db import db
from trainhub.kernel.work import Actor
from trainhub.people import services as people
from trainhub.people.models import Person
from trainhub.sessions.models import TrainingSession
from trainhub.testing import Clock
from trainhub.testing.make import Make

SignIn = Callable[[Account], FlaskClient]
RunJobs = Callable[[], object]


@pytest.fixture
def run_jobs(app: Flask) -> RunJobs:
    """Give a function that lets everything queued run; it ends the database session."""
    return lambda: jobs.drain()


@pytest.fixture
def training(make: Make) -> TrainingSession:
    session = make.session(day=-7, slots=2, title=make.texts("Rights at the border"), slug="borders")
    graduate = make.graduate(session, make.person(display="Şəhla Ağayeva", native="Şəhla Ağayeva"))
    make.certificate(graduate)
    make.graduate(session, marks=["present", "absent"])
    work.commit()
    return session


def pack_of(session: TrainingSession, run_jobs: RunJobs, language: str = "en") -> EvidencePack:
    number = session.id
    services.queue(session, account_id=None, language=language)
    work.commit()
    run_jobs()
    return db.session.scalars(queries.packs(number)).first() or pytest.fail("there is no pack")


def read(pack: EvidencePack, name: str) -> list[dict[str, str]]:
    assert pack.file is not None
    with zipfile.ZipFile(files.path(pack.file)) as inside:
        return list(csv.DictReader(io.StringIO(inside.read(name).decode("utf-8-sig"))))


def ours(key_id: str, signature: bytes, data: bytes) -> bool:
    from trainhub.certificates import offline

    known = offline.keys(json.dumps(keys.published()))
    return any(key.signed(signature, data) for key in known if key.key_id == key_id and key.use == "code")


def test_a_pack_holds_what_happened(training: TrainingSession, run_jobs: RunJobs) -> None:
    signed = attendance.Upload(io.BytesIO(b"%PDF-1.7 signed"), "day 1.pdf")
    attendance.attach(session=training, uploads=[signed], slot=training.slots[0], by=Actor())
    work.commit()
    pack = pack_of(training, run_jobs)
    marks = read(pack, "registers.csv")
    assert sorted(each["Attendance"] for each in marks) == ["Absent", "Present", "Present", "Present"]
    assert [each["Name"] for each in read(pack, "certificates.csv")] == ["Şəhla Ağayeva"]
    assert len(read(pack, "agenda.csv")) == 2
    assert {each["State"] for each in read(pack, "participants.csv")} == {"Confirmed"}
    assert pack.file is not None
    manifest = box.check(files.path(pack.file), ours)
    assert manifest["session"] == pack.session.public_id
    assert pack.files == len(manifest["files"]) == 11
    with zipfile.ZipFile(files.path(pack.file)) as inside:
        assert inside.read("scans/01-day 1.pdf") == b"%PDF-1.7 signed"
        assert b'"scans/01-day%201.pdf"' in inside.read("index.html")


def test_it_speaks_the_language_it_was_asked_in(training: TrainingSession, run_jobs: RunJobs) -> None:
    pack = pack_of(training, run_jobs, "az")
    assert "Davamiyyət" in read(pack, "registers.csv")[0]


def test_nobody_changes_it_unseen(training: TrainingSession, run_jobs: RunJobs, tmp_path: Path) -> None:
    pack = pack_of(training, run_jobs)
    assert pack.file is not None
    whole = files.path(pack.file)

    def changed(change: Callable[[dict[str, bytes]], object]) -> Path:
        with zipfile.ZipFile(whole) as source:
            contents = {name: source.read(name) for name in source.namelist()}
        change(contents)
        target = tmp_path / "changed.zip"
        with zipfile.ZipFile(target, "w") as made:
            for name, content in contents.items():
                made.writestr(name, content)
        return target

    def manifest(old: bytes, new: bytes) -> Callable[[dict[str, bytes]], object]:
        return lambda inside: inside.update({box.MANIFEST: inside[box.MANIFEST].replace(old, new)})

    changes: dict[str, Callable[[dict[str, bytes]], object]] = {
        "registers.csv was changed": lambda inside: inside.update({"registers.csv": inside["registers.csv"] + b"x"}),
        "other files": lambda inside: inside.update({"more.txt": b"more"}),
        "other files ": lambda inside: inside.pop("hours.csv"),
        "no known key": manifest(b"borders", b"orders!"),
        "not a whole one": lambda inside: inside.pop(box.SIGNATURE),
    }
    for said, change in changes.items():
        with pytest.raises(box.Broken, match=said.strip()):
            box.check(changed(change), ours)
    half = tmp_path / "half.zip"
    half.write_bytes(whole.read_bytes()[:-100])
    with pytest.raises(box.Broken):
        box.check(half, ours)


def test_the_command_says_it_too(training: TrainingSession, run_jobs: RunJobs, tmp_path: Path) -> None:
    pack = pack_of(training, run_jobs)
    assert pack.file is not None
    published = tmp_path / "keys.json"
    published.write_text(json.dumps(keys.published()))
    command = [sys.executable, "-m", "trainhub.cli", "evidence", "verify", "--keys", str(published)]
    good = subprocess.run([*command, str(files.path(pack.file))], capture_output=True, text=True)
    assert (good.returncode, "10 files" in good.stdout) == (0, True), good.stderr
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 nothing")
    bad = subprocess.run([*command, str(broken)], capture_output=True, text=True)
    assert (bad.returncode, "not a whole one" in bad.stderr) == (1, True)


def test_a_pack_goes_with_a_person_it_names(training: TrainingSession, run_jobs: RunJobs) -> None:
    pack = pack_of(training, run_jobs)
    assert pack.file is not None
    place = files.path(pack.file)
    person = db.session.query(Person).filter_by(display="Şəhla Ağayeva").one()
    people.erase(person)
    work.commit()
    assert not place.exists()
    assert (pack.file, pack.gone_at is not None) == (None, True)
    again = pack_of(pack.session, run_jobs)
    assert again.file is not None
    assert "Ağayeva" not in "".join(str(row) for row in read(again, "registers.csv") + read(again, "certificates.csv"))


def test_a_pack_goes_after_a_month(training: TrainingSession, run_jobs: RunJobs, clock: Clock) -> None:
    pack = pack_of(training, run_jobs)
    number = pack.id
    clock.set(pack.made_at + timedelta(days=services.KEPT_DAYS + 1))
    jobs.enqueue("evidence.purge")
    work.commit()
    run_jobs()
    kept = db.session.get(EvidencePack, number)
    assert kept is not None
    assert kept.file is None


def test_staff_make_and_take_it_and_nobody_else(
    training: TrainingSession, make: Make, sign_in: SignIn, run_jobs: RunJobs
) -> None:
    staff = make.staff()
    work.commit()
    client = sign_in(staff)
    assert "Evidence" in client.get("/sessions/borders/").text
    assert client.post("/sessions/borders/evidence/").status_code == 303
    assert "being made" in client.get("/sessions/borders/evidence/").text
    run_jobs()
    pack = db.session.query(EvidencePack).one()
    address = f"/sessions/borders/evidence/{pack.public_id}.zip"
    taken = client.post(address)
    assert (taken.status_code, taken.mimetype, taken.data[:2]) == (200, "application/zip", b"PK")
    history = client.get("/sessions/borders/history").text
    assert "Exported" in history
    assert sign_in(make.account()).post(address).status_code in {403, 404}
