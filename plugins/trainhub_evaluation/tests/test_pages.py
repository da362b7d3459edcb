"""What staff, trainers and participants see of an evaluation."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from trainhub.accounts.models import Account
from trainhub.kernel import work
from trainhub.plugin_api import db
from trainhub.plugin_api.questionnaires import blocks_of
from trainhub.plugin_api.sessions import Assignment, TrainingSession
from trainhub_evaluation import services
from trainhub_evaluation.models import Finding, Instrument
from trainhub_evaluation.routes import memo
from trainhub_evaluation.services import results, trainers

from .conftest import MakeSession, close, fill, row_of

SignIn = Callable[..., FlaskClient]


@pytest.fixture(autouse=True)
def forgetting() -> Iterator[None]:
    memo.forget()
    yield
    memo.forget()


@pytest.fixture
def told(planned: MakeSession, make: Any) -> TrainingSession:
    """Six people answered the opinion form of a training with two trainers, and it is closed."""
    services.ensure_themes()
    ada, bob = make.person(display="Ada Trainer"), make.person(display="Bob Trainer")
    session = make.session(day=-2, slots=2, trainer=ada)
    make.account("trainer", person=ada, scope=("centre", session.centre_id))
    db.session.add(Assignment(session=session, person=bob))
    people = [make.graduate(session).person for _number in range(6)]
    services.ensure_instruments()
    services.plan(session)
    db.session.refresh(session)
    row = row_of(session, "reaction")
    services.look_after(row)
    for number, person in enumerate(people):
        given = {
            "relevant": str(3 + number % 3),
            "practice": "2",
            "level": "difficult" if number == 0 else "right",
            "difficult_what": "The law of the sea" if number == 0 else "",
            "recommend": "9",
            "change": "More time for cases",
            f"trainer_clear@{ada.public_id}": "5",
            f"trainer_clear@{bob.public_id}": "1",
        }
        fill(row, person, given)
    close(row)
    return db.session.query(TrainingSession).filter_by(slug=session.slug).one()


def test_staff_read_results_code_texts_and_decide(told: TrainingSession, make: Any, sign_in: SignIn) -> None:
    staff = make.staff()
    client, home = sign_in(staff), f"/x/evaluation/sessions/{told.slug}/"
    page = client.get(home).text
    assert "Highest: What I learned is useful for my work. (4.0); lowest: There was enough time" in page
    assert "Bob Trainer" in page
    assert client.get(home).text.count("<svg") > 5
    row = row_of(told, "reaction")
    texts = f"{home}texts/{row.public_id}/"
    read = client.get(texts).text
    assert "More time for cases" in read
    assert "The law of the sea" in read
    key = next(each.key for each in services.coded([row.wave]) if each.text.item == "change")  # type: ignore[list-item]
    theme = services.themes()[0].public_id
    assert client.post(texts, data={"text": key, "theme": theme}).status_code == 303
    assert "5 texts" in client.get(f"{texts}?theme={theme}").text or "Time" in client.get(texts).text
    assert client.get("/x/evaluation/themes/").text.count("<tr>") >= 6
    watch = f"{row.wave.public_id}/practice" if row.wave else ""
    bad = client.post(f"{home}findings/new", data={"title": "", "state": "decided"})
    assert bad.status_code == 422
    sent = client.post(
        f"{home}findings/new",
        data={
            "title": "Too little time for practice",
            "state": "decided",
            "decision": "One case less",
            "owner": staff.person.public_id,
            "due": "2027-04-01",
            "watch": watch,
            "theme": theme,
        },
    )
    assert sent.status_code == 303
    found = client.get(sent.headers["Location"]).text
    assert "One case less" in found
    assert "No later training with the same activity" in found
    assert "Too little time" in client.get("/x/evaluation/findings/").text
    assert "Too little time" in client.get("/").text
    assert client.get("/x/evaluation/findings/?format=csv").status_code == 200
    pdf = client.get(f"{home}summary.pdf")
    assert pdf.data.startswith(b"%PDF")
    export = client.get(f"/questionnaires/waves/{row.wave.public_id}/answers?format=xlsx")  # type: ignore[union-attr]
    assert export.status_code == 200


def test_the_figures_of_one_training_never_stand_on_another(told: TrainingSession, make: Any, sign_in: SignIn) -> None:
    """A wave is shown as soon as it is closed, up to an hour before it is measured."""
    first, other = results.lines(told), results.lines(make.session(day=-5))
    next(line for line in first if line.shown).row.measured_at = None
    assert memo.summary(first).satisfaction_n == 6
    assert memo.summary(other) == results.Summary()


def test_the_next_run_shows_the_effect(told: TrainingSession, make: Any, planned: MakeSession, sign_in: SignIn) -> None:
    watch = next(value for value, _words in services.watchable(told) if value.endswith("/practice"))
    command = services.FindingCommand(title="Too little time", watch=watch)
    finding = services.save_finding(session=told, command=command)
    assert services.effects(finding) == []
    number = finding.public_id
    later = make.session(day=-1)
    people = [make.graduate(later).person for _number in range(5)]
    services.plan(later)
    row = row_of(later, "reaction")
    services.look_after(row)
    for person in people:
        fill(row, person, {"relevant": "5", "practice": "4"})
    close(row)
    effect = services.effects(db.session.query(Finding).filter_by(public_id=number).one())[0]
    assert (effect.before.mean, effect.after.mean, effect.change) == (2.0, 4.0, 2.0)
    page = sign_in(make.staff()).get(f"/x/evaluation/findings/{number}/").text
    assert "+2" in page


def test_a_trainer_reads_the_own_results_and_nobody_elses(told: TrainingSession, make: Any, sign_in: SignIn) -> None:
    ada = next(row.person for row in told.assignments if row.person.display == "Ada Trainer")
    client = sign_in(db.session.query(Account).filter_by(person_id=ada.id).one())
    page = client.get(f"/x/evaluation/sessions/{told.slug}/").text
    assert "Ada Trainer" in page
    assert "Bob Trainer</bdi>" not in page
    assert "What goes out when" not in page
    row = row_of(told, "reaction")
    assert client.get(f"/x/evaluation/sessions/{told.slug}/texts/{row.public_id}/").status_code == 403
    assert "Explained clearly." in client.get(f"/x/evaluation/trainers/{ada.public_id}/").text
    assert row.wave is not None
    bob = next(code for code, name in blocks_of(row.wave)["trainer"] if name == "Bob Trainer")
    assert client.get(f"/x/evaluation/trainers/{bob}/").status_code == 404


def test_staff_change_days_leave_out_and_plan(planned: MakeSession, make: Any, sign_in: SignIn) -> None:
    session = planned(people=2, day=21)
    client, home = sign_in(make.staff()), f"/x/evaluation/sessions/{session.slug}/"
    row = row_of(session, "reaction")
    here = f"{home}waves/{row.public_id}/"
    assert "What goes out when" in client.get(home).text
    assert client.get(here).status_code == 200
    assert client.post(here, data={"opens_on": "2027-04-01", "closes_on": "2027-03-01"}).status_code == 422
    assert client.post(here, data={"opens_on": "2027-04-01", "closes_on": "2027-04-09"}).status_code == 303
    for word in ("skip", "take", "open", "close"):
        assert client.post(f"{here}{word}").status_code == 303, word
    assert client.post(f"{here}nonsense").status_code == 404
    assert client.post(f"{home}plan").status_code == 303
    assert "Evaluation" in client.get(f"/sessions/{session.slug}/").text
    other = planned(day=30)
    assert client.post(f"/x/evaluation/sessions/{other.slug}/waves/{row.public_id}/skip").status_code == 404


def test_a_participant_names_the_supervisor_and_staff_the_institution(
    planned: MakeSession, make: Any, sign_in: SignIn
) -> None:
    session, body = planned(day=5), make.organisation()
    account = make.account(organisation=body)
    registration = make.registration(session, account.person)
    work.commit()
    client, home = sign_in(account), f"/x/evaluation/sessions/{session.slug}/"
    assert "Name your supervisor" in client.get(f"/sessions/{session.slug}/").text
    assert client.get(home).status_code == 404
    assert (
        client.post(f"{home}supervisor", data={"name": "Head", "email": "nowhere", "language": "az"}).status_code == 422
    )
    sent = client.post(f"{home}supervisor", data={"name": "Head", "email": "head@m.example", "language": "az"})
    assert sent.status_code == 303
    assert "head@m.example" in client.get("/me/data").text
    known = make.person(display="Murad Known", email="known@m.example")
    again = {"name": "", "email": known.email, "language": "az"}
    assert client.post(f"{home}supervisor", data=again).status_code == 303
    for address in (f"/sessions/{session.slug}/", f"{home}supervisor", "/me/data"):  # who has an address, nobody learns
        page = client.get(address).text
        assert ("known@m.example" in page, "Murad" in page) == (True, False), address
    client.post(f"{home}supervisor", data={"name": "Head", "email": "head@m.example", "language": "az"})
    assert sign_in(make.account()).get(f"{home}supervisor").status_code == 404
    staff = sign_in(make.staff())
    assert "head@m.example" in staff.get(f"{home}asked").text
    assert staff.get(f"{home}asked/{registration.public_id}").status_code == 200
    contact = staff.post(
        f"{home}institutions/{body.slug}", data={"name": "Rəşad", "email": "r@m.example", "language": "az"}
    )
    assert contact.status_code == 303
    assert "r@m.example" in staff.get(f"{home}asked").text


def test_instruments_and_themes_are_edited_by_those_for_all_centres(make: Any, sign_in: SignIn) -> None:
    assert sign_in(make.staff()).get("/x/evaluation/instruments/new").status_code == 403
    client = sign_in(make.account("administrator"))
    assert client.post("/x/evaluation/instruments/ready").status_code == 303
    page = client.get("/x/evaluation/instruments/").text
    assert "14 days before the first day" in page
    one = (
        services.find_instrument(page.partition("/x/evaluation/instruments/")[2].partition("/")[0][:12])
        if False
        else None
    )
    assert one is None
    first = db.session.query(Instrument).order_by(Instrument.id).first()
    assert first is not None
    here = f"/x/evaluation/instruments/{first.public_id}/"
    assert client.get(here).status_code == 200
    data = {
        "purpose": "reaction",
        "questionnaire": "reaction",
        "identity": "anonymous",
        "anchor": "end",
        "offset_days": "1",
        "open_days": "7",
        "reminders": "2, 5",
        "minimum": "5",
    }
    assert client.post(here, data=data | {"reminders": "2, 5, 6"}).status_code == 422
    assert client.post(here, data=data).status_code == 303
    assert "2, 5" in client.get(here).text
    assert client.post(f"{here}switch").status_code == 303
    assert client.post("/x/evaluation/themes/new", data={"title-en": "Food", "title-az": "Yemək"}).status_code == 303
    assert "Food" in client.get("/x/evaluation/themes/").text


def test_more_trainings_ask_no_more_about_trainers(told: TrainingSession, make: Any, queries: Any) -> None:
    with queries(20) as one:
        before = trainers.overview(None)
    assert [(each.person.display, each.mean, len(each.known)) for each in before] == [
        ("Ada Trainer", 5.0, 1),
        ("Bob Trainer", 1.0, 1),
    ]
    ada = before[0].person
    for day in (-3, -4):
        session = make.session(day=day, trainer=ada)
        people = [make.graduate(session).person for _number in range(5)]
        services.plan(session)
        row = row_of(session, "reaction")
        services.look_after(row)
        for person in people:
            fill(row, person, {"relevant": "4", "practice": "4", f"trainer_clear@{ada.public_id}": "3"})
        close(row)
    with queries(20) as three:
        after = trainers.overview(None)
    assert after[0].mean == pytest.approx(11 / 3)
    assert len(three) == len(one)


def test_overview_figures_and_trainers(told: TrainingSession, make: Any, sign_in: SignIn) -> None:
    client = sign_in(make.staff())
    page = client.get("/x/evaluation/").text
    assert told.slug in page
    assert client.get("/x/evaluation/?format=xlsx").status_code == 200
    figures = client.get("/x/evaluation/figures/?period=2027").text
    assert "Satisfaction" in figures
    assert "by quarter" in figures or "<svg" in figures
    assert client.get("/x/evaluation/figures/?indicator=core.hours").status_code == 404
    assert "Ada Trainer" in client.get("/x/evaluation/trainers/").text
    assert "Ada Trainer" in client.get("/x/evaluation/trainers/?format=csv").text
    explorer = client.get("/reports/?indicator=evaluation.satisfaction&by=module&by=venue&period=2027")
    assert explorer.status_code == 200
    assert "Azerbaijan" in explorer.text
    assert (
        sign_in(make.staff(make.centre("dushanbe", country_code="TJ")))
        .get(f"/x/evaluation/sessions/{told.slug}/")
        .status_code
        == 404
    )
