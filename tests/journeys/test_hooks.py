"""The sample plugin goes along on a whole journey and hears every hook there is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.journeys.reading import form_of
from trainhub.accounts.models import Account
from trainhub.app import create_app
from trainhub.certificates.models import Certificate
from trainhub.hooks import specs
from trainhub.hooks.delivery import Delivery
from trainhub.kernel import jobs
from trainhub.kernel.db import db, expect_writes
from trainhub.registration.models import Registration
from trainhub.sessions.models import TrainingSession
from trainhub.testing import Clock
from trainhub.testing.make import Make
from trainhub.testing.prepared import prepare

SAMPLE = str(Path(__file__).parents[1] / "sample")
HOOKS = {name for name, thing in vars(specs).items() if hasattr(thing, "trainhub_spec")}
TITLE, SLUG = "A session with a wish", "a-session-with-a-wish"


class House:
    """An installation with the sample plugin in a database of its own, and the people of the journey."""

    def __init__(self, folder: Path) -> None:
        self.app: Flask = create_app(
            {
                "DATA": folder,
                "STRICT": True,
                "PLUGIN_FOLDERS": (SAMPLE,),
                "PLUGINS": ("sample",),
                "LOG_LEVEL": "ERROR",
                "BASE_URL": "http://localhost",
            }
        )
        self.app.config.update(WTF_CSRF_ENABLED=False)
        self.sample: Any = self.app.extensions["plugins"].pm.get_plugin("sample")
        self.keys: dict[str, str] = {}  # who -> what the sign-in cookie says

    def people(self) -> None:
        with self.app.app_context():
            make = Make()
            make.activity("m04-a03", audience=("government",))
            self.room = make.room().public_id
            trainer = make.expert().person
            self.trainer = trainer.public_id
            self._keep("trainer", make.account("trainer", person=trainer))
            self._keep("staff", make.staff())
            self._keep("official", make.account(category="ministry"))
            self.spare = [(person.id, person.public_id) for person in (make.person() for _ in range(3))]
            db.session.commit()

    def _keep(self, who: str, account: Account) -> None:
        self.keys[who] = f"{account.id}:{account.stamp}"

    def client(self, who: str) -> FlaskClient:
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = self.keys[who], True
        return client

    def send(self, who: str, address: str, **fields: Any) -> None:
        """Send a form; what comes back must be the redirect of success."""
        answer = self.client(who).post(address, data=fields)
        assert answer.status_code == 303, f"{address} answered {answer.status_code}: {answer.text[-3000:]}"

    def read(self, who: str, address: str) -> str:
        answer = self.client(who).get(address)
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"
        return answer.text

    def work(self) -> None:
        with self.app.app_context():
            jobs.drain()


@pytest.fixture
def house(tmp_path: Path, clock: Clock) -> Iterator[House]:
    expect_writes(True)
    house = House(tmp_path)
    clock.set("2027-03-02 08:00")  # building an app lets the clock run
    prepare(house.app)
    house.people()
    yield house
    with house.app.app_context():
        db.session.remove()
        db.engine.dispose()


def schedule(house: House) -> None:
    """Plan and publish by the page, with the field that the plugin adds."""
    page = house.read("staff", "/sessions/new")
    assert "sample-wish" in form_of(page, "title-en")
    slots = {
        f"slots-{number}-{name}": value
        for number, day in enumerate(("2027-03-09", "2027-03-10"))
        for name, value in (("day", day), ("start", "10:00"), ("end", "13:00"), ("room", house.room))
    }
    house.send(
        "staff",
        "/sessions/new",
        **slots,
        **{
            "title-en": TITLE,
            "format": "training",
            "activities-0": "m04-a03",
            "zone": "Asia/Baku",
            "mode": "room",
            "seats": "12",
            "approval": "yes",
            "people-0-person": house.trainer,
            "people-0-role": "trainer",
            "audience-0-category": "government",
            "audience-0-rule": "in",
            "sample-wish": "a flipchart",
            "act": "publish",
        },
    )


def register_and_confirm(house: House) -> None:
    address = f"/sessions/{SLUG}"
    assert "A word from the sample plugin." in house.read("official", f"{address}/")
    assert "sample-wish" in house.read("official", f"{address}/register")
    house.send("official", f"{address}/register", motivation="I draft the law.", **{"sample-wish": "tea"})
    with house.app.app_context():
        row = db.session.query(Registration).one()
        picked = row.public_id
    house.send("staff", f"{address}/participants/decide", verb="confirm", pick=picked)


def take_attendance(house: House, clock: Clock) -> None:
    clock.set("2027-03-10 10:00")
    with house.app.app_context():
        slots = [slot.public_id for slot in db.session.query(TrainingSession).one().slots]
    for slot in slots:
        house.send("trainer", f"/sessions/{SLUG}/attendance/{slot}/close")


def complete(house: House, clock: Clock) -> None:
    clock.set("2027-03-11 08:00")
    house.send("staff", f"/sessions/{SLUG}/complete")
    house.work()


def merge_and_erase(house: House) -> None:
    """Make one of two records, and erase a third person."""
    (_stays, stays), (_goes, goes), (_last, last) = house.spare
    house.send("staff", f"/people/{stays}/merge/{goes}", sure="y")
    house.send("staff", f"/people/{last}/erase", sure="y", reason="asked for it")
    house.work()


@pytest.fixture
def travelled(house: House, clock: Clock) -> House:
    """Return a house in which the whole journey was made."""
    house.sample.heard.intersection_update({hook for hook in HOOKS if hook.startswith("register_")})
    schedule(house)
    register_and_confirm(house)
    house.work()
    take_attendance(house, clock)
    complete(house, clock)
    merge_and_erase(house)
    assert "Notes" in house.read("official", "/me/data")
    house.read("staff", "/")
    return house


def test_the_sample_plugin_hears_every_hook(travelled: House) -> None:
    assert travelled.sample.heard == HOOKS | {"extend_form.save"}
    with travelled.app.app_context():
        session, registration = db.session.query(TrainingSession).one(), db.session.query(Registration).one()
        certificate = db.session.query(Certificate).one()
        notes = {(note.hook, note.number) for note in db.session.query(_note(travelled))}
        assert notes == {
            ("extend_form.save", session.id),
            ("extend_form.save", registration.id),
            *(("on_attendance_recorded", slot.id) for slot in session.slots),
            ("on_registration_changed", registration.id),
            ("on_session_completed", session.id),
            ("on_certificate_issued", certificate.id),
            ("on_person_merged", travelled.spare[0][0]),
            ("on_person_erased", travelled.spare[2][0]),
        }
        assert {delivery.state for delivery in db.session.query(Delivery)} == {"done"}


def test_its_indicator_and_its_breakdown_meet_those_of_core(travelled: House) -> None:
    page = travelled.read("staff", "/reports/?indicator=sample.visits&by=country&by=starred&period=2027")
    assert "Visits, 2027" in page
    assert "AZ*" in page
    page = travelled.read("staff", "/reports/?indicator=core.persons&by=starred&period=2027")
    assert "AZ*" in page
    file = travelled.client("staff").get("/reports/exports/sample.days?format=csv&period=2027")
    assert file.get_data().decode("utf-8-sig").splitlines() == ["Day,Visits", "2027-01-01,7"]


def test_events_come_one_for_each_change_of_a_registration(travelled: House) -> None:
    with travelled.app.app_context():
        note = _note(travelled)
        heard = db.session.query(note).filter_by(hook="on_registration_changed").count()
        assert heard == 2  # applied, confirmed


def test_its_page_job_and_command_stand_beside_the_houses_own(travelled: House) -> None:
    assert travelled.read("staff", "/x/sample/") == "the sample plugin's page"
    assert travelled.client("official").get("/x/sample/").status_code == 403
    assert 'href="/x/sample/"' in travelled.read("staff", "/")
    assert 'href="/x/sample/"' not in travelled.read("official", "/")
    assert "sample" in [command.name for _plugin, command in travelled.app.extensions["commands"]]
    with travelled.app.app_context():
        jobs.enqueue("sample.count")
        db.session.commit()
        jobs.drain()
        assert db.session.query(_note(travelled)).filter_by(hook="job").count() == 1


def _note(house: House) -> Any:
    """Return the plugin's own model."""
    return house.sample.Note
