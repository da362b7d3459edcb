"""The demonstration is what it promises: the real curriculum, invented people, a training for everybody to try."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from trainhub.accounts.models import Account
from trainhub.app import create_app
from trainhub.attendance.models import Attendance, Conflict, SheetScan
from trainhub.cascade import drawing
from trainhub.cascade import services as cascade
from trainhub.cascade.models import Rollout
from trainhub.cascade.policies import Sight
from trainhub.certificates import services as certificates
from trainhub.certificates.models import Certificate, CertificateDesign
from trainhub.certificates.services import trying, verify
from trainhub.curriculum import services as curriculum
from trainhub.demo import commands
from trainhub.demo.world import World, read
from trainhub.kernel import clock as kernel_clock
from trainhub.kernel.db import db, expect_writes
from trainhub.kernel.errors import Refused
from trainhub.people.models import Affiliation, Centre, Consent, Country, Organisation, Person
from trainhub.registration.models import Registration
from trainhub.reports.models import Headcount, Participation
from trainhub.roster.models import ExpertApplication, ExpertCall, RosterProposal
from trainhub.sessions.models import Expert, Format, TrainingSession

DAY = "2027-03-02"


@pytest.fixture(scope="module")
def demo(loaded: tuple[Path, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Give an app with the demonstration."""
    kernel_clock.stop(datetime(2027, 3, 2, 8, tzinfo=UTC))
    data = shutil.copytree(loaded[0], tmp_path_factory.mktemp("demo") / "data")
    app = create_app({"DATA": data, "STRICT": True, "DEMO_DATE": DAY, "LOG_LEVEL": "ERROR"})
    expect_writes(True)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_it_has_what_it_promises(demo: Flask) -> None:
    assert db.session.query(Country).filter_by(member=True).count() == 13
    assert db.session.query(Organisation).count() == 60
    assert db.session.query(Expert).count() == 40
    assert {centre.slug for centre in db.session.query(Centre)} == {"baku", "dushanbe"}
    states = Counter(session.state for session in db.session.query(TrainingSession))
    assert states == {"completed": 10, "published": 16, "draft": 2, "cancelled": 2}


def test_it_shows_what_does_not_go_as_it_should(demo: Flask) -> None:
    states = {row.state for row in db.session.query(Registration)}
    assert {"applied", "waiting", "offered", "confirmed", "declined", "withdrawn"} <= states
    unconfirmed = db.session.query(Affiliation).filter(Affiliation.confirmed_at.is_(None)).all()
    assert len(unconfirmed) == 5
    assert sum(1 for each in unconfirmed if each.organisation.country_code == "GE") == 2
    assert db.session.query(Certificate).filter(Certificate.revoked_at.is_not(None)).count() == 1
    assert db.session.query(Consent).count() == 2 * db.session.query(Account).count()  # privacy and terms


def test_experts_are_called_for_and_graduates_proposed(demo: Flask) -> None:
    (call,) = db.session.query(ExpertCall)
    assert call.open
    assert [row.call_id for row in db.session.query(ExpertApplication)] == [call.id]
    assert {"en", "az", "ru", "tk"} <= call.title.values.keys()
    assert {row.state for row in db.session.query(RosterProposal)} == {"agreed", "proposed"}


def test_every_participant_has_a_name_in_their_script_and_in_the_passports(demo: Flask) -> None:
    scripts = {person.native_lang for person in db.session.query(Person)}
    assert {"az", "ka", "fa", "ru", "uk", "tk"} <= scripts
    assert all(person.latin.isascii() for person in db.session.query(Person))


def test_the_shipped_curriculum_is_in_force(demo: Flask) -> None:
    assert (curriculum.current().label, curriculum.current().state) == ("1.0", "approved")


def test_one_session_of_the_demo_trainer_runs_today(demo: Flask) -> None:
    trainer = db.session.query(Account).filter_by(login="trainer@demo.example").one()
    today = kernel_clock.today("Asia/Baku")
    running = [
        session
        for session in db.session.query(TrainingSession)
        if any(each.person_id == trainer.person_id for each in session.assignments)
        and any(slot.local_date == today for slot in session.standing)
    ]
    assert [session.slug for session in running] == ["rights-of-migrants-and-families"]


def test_the_demo_participant_holds_a_valid_certificate(demo: Flask) -> None:
    account = db.session.query(Account).filter_by(login="participant@demo.example").one()
    held = db.session.scalars(select(Certificate).where(Certificate.person_id == account.person_id)).all()
    assert held
    assert all(certificate.revoked_at is None for certificate in held)


def test_teachers_have_certificates_that_ended_or_were_renewed(demo: Flask) -> None:
    held = db.session.query(Certificate).filter_by(kind="trainer").all()
    ended = [each for each in held if each.state == "expired"]
    assert {each.state for each in held} == {"valid", "expired"}
    assert {verify.check(each.code).renewed for each in ended} == {True, False}


def test_two_phones_disagree_and_a_meeting_was_read_into_a_register(demo: Flask) -> None:
    conflict = db.session.query(Conflict).one()
    assert (conflict.state, conflict.slot.session.slug) == ("open", "rights-of-migrants-and-families")
    log = db.session.query(SheetScan).filter(SheetScan.sheet_id.is_(None)).one()
    assert log.slot is not None
    marks = db.session.query(Attendance).filter_by(slot_id=log.slot_id, source="log").all()
    assert len({each.status for each in marks}) > 1


def test_a_design_of_certificates_can_be_put_to_use(demo: Flask) -> None:
    draft = db.session.query(CertificateDesign).one()
    assert (draft.state, len(draft.pairs), len(draft.logos)) == ("draft", 6, 2)
    assert trying.faults(draft) == []


def test_most_sessions_have_an_agenda_that_their_slots_hold(demo: Flask) -> None:
    sessions = db.session.query(TrainingSession).all()
    planned = [session for session in sessions if session.parts]
    assert len(planned) == 24
    for session in planned:
        assert {slot.part_id for slot in session.slots} == {part.id for part in session.parts}
        assert all({"en", "az", "ru"} <= part.title.values.keys() and part.lead for part in session.parts)
        assert {part.activity_id for part in session.parts} <= {None, *(row.activity_id for row in session.activities)}


def test_those_who_help_to_organise_show_their_logos(demo: Flask) -> None:
    (session,) = (each for each in db.session.query(TrainingSession) if each.slug == "rights-of-migrants-and-families")
    pictures = [each.organisation.logo for each in session.organisers]
    assert [picture.media_type for picture in pictures] == ["image/png", "image/png"]
    client = demo.test_client()
    page = client.get(f"/sessions/{session.slug}/").text
    for picture in pictures:
        assert f'src="/logos/{picture.public_id}"' in page
        assert client.get(f"/logos/{picture.public_id}").status_code == 200


def test_the_training_that_runs_has_a_sheet_with_its_scan(demo: Flask) -> None:
    scan = db.session.query(SheetScan).filter(SheetScan.sheet_id.is_not(None)).one()
    assert scan.session.slug == "rights-of-migrants-and-families"
    assert scan.file.media_type == "application/pdf"
    assert len(scan.sheet.people) > 20


def test_the_facts_are_made_and_heads_are_counted_where_nobody_registers(demo: Flask) -> None:
    counted = db.session.query(Headcount).all()
    assert sum(row.number for row in counted) == 32
    assert {row.session.format.key for row in counted} == {"information-session"}
    registered = (
        db.session.query(Registration)
        .join(Registration.session)
        .filter(TrainingSession.state.in_(("published", "completed")))
    )
    assert db.session.query(Participation).count() == registered.count() > 100


def test_a_training_of_trainers_has_a_cascade_of_eleven_countries_and_two_generations(demo: Flask) -> None:
    session = db.session.query(TrainingSession).join(Format).filter(Format.key == "training-of-trainers").one()
    graduates = certificates.completed(session)
    assert len({person.country_code for person in graduates}) == 11
    all_ = Sight(centres=None)
    tree = cascade.tree(session.slug, all_)
    assert len(tree.countries) == 11
    assert [sum(1 for node in tree.all() if node.level == level) for level in (1, 2, 3)] == [11, 4, 0]
    assert len(drawing.draw(tree).boxes) == 1 + 11 + 4
    first, second, total = cascade.counts(all_, "generation")
    assert (first.trainings, first.reported, len(first.persons)) == (11, 194, 19)
    assert (second.trainings, second.reported, len(second.persons)) == (4, 73, 4)
    assert (total.trainings, total.reported, len(total.persons)) == (15, 267, 23)
    assert [row.trainings for row in cascade.counts(all_, "country")][-1] == 15
    assert {row.key for row in cascade.counts(all_, "module")} == {4, 14, None}
    assert {row.state for row in db.session.query(Rollout)} == {"confirmed", "reported", "returned"}
    assert db.session.query(Certificate).filter_by(kind="tot").count() == 11


@pytest.mark.parametrize("role", commands.ROLES)
def test_each_role_can_sign_in(demo: Flask, role: str) -> None:
    demo.config["WTF_CSRF_ENABLED"] = False
    account = commands.accounts()[role]
    answer = demo.test_client().post("/sign-in", data=account)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_a_second_load_is_refused(demo: Flask) -> None:
    with pytest.raises(Refused, match="empty"):
        commands.load(demo)


def test_the_accounts_are_one_line_of_json(demo: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "load", lambda *arguments: None)
    done = CliRunner().invoke(commands.demo, ["load", "--json"], obj=demo)
    assert set(json.loads(done.stdout)["accounts"]) == set(commands.ROLES)
    assert done.stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("day", "offset", "expected"),
    [
        ("2027-03-02", 0, "2027-03-02"),
        ("2027-03-02", 4, "2027-03-08"),
        ("2027-03-02", -2, "2027-02-26"),
        ("2027-03-06", 0, "2027-03-06"),
        ("2027-03-06", 1, "2027-03-08"),
    ],
)
def test_days_are_counted_in_working_days(day: str, offset: int, expected: str) -> None:
    world = World(datetime.fromisoformat(day).date())
    assert world.working_day(offset).isoformat() == expected


def test_names_are_drawn_the_same_for_the_same_seed() -> None:
    def draw() -> list[Any]:
        world = World(datetime.fromisoformat(DAY).date())
        stock = read("names")["GE"]["family"]
        return [world.dice.choice(stock)["latin"] for _ in range(5)]

    assert draw() == draw()


def test_the_data_files_lie_beside_the_code() -> None:
    assert {path.stem for path in Path(commands.__file__).parent.glob("data/*.toml")} >= {
        "names",
        "sessions",
        "experts",
    }
