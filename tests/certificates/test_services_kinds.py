"""Kinds of certificates: what each needs, who gets it, how long it is valid, and what must hold of all of them."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from trainhub.attendance import services as attendance
from trainhub.certificates import queries, services
from trainhub.certificates.models import Certificate, CertificateHold, CertificateKind
from trainhub.certificates.services import KindPlan, Lacks, conditions, mails
from trainhub.certificates.services.issue import months_after
from trainhub.hooks.host import PluginHost
from trainhub.hooks.types import Condition
from trainhub.kernel import clock, invariants
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, Refused
from trainhub.kernel.jobs import JobRow
from trainhub.kernel.types import Texts
from trainhub.kernel.work import Actor
from trainhub.messages.models import Message
from trainhub.people import services as people
from trainhub.sessions import services as sessions
from trainhub.sessions.models import Assignment, Format, TrainingSession
from trainhub.testing.make import Make

STAFF = Actor(None, "Staff")


class Delivered:
    """A condition: who has delivered a roll-out; it remembers how often it was asked."""

    def __init__(self) -> None:
        self.done: set[int] = set()
        self.asked: list[list[int]] = []
        self.broken = False

    def __call__(self, ids: Collection[int]) -> Mapping[int, str]:
        self.asked.append(sorted(ids))
        if self.broken:
            raise ZeroDivisionError("nobody expected this")
        return {number: "" if number in self.done else "No roll-out has been delivered." for number in ids}


@pytest.fixture
def rollout(monkeypatch: pytest.MonkeyPatch) -> Delivered:
    check = Delivered()
    monkeypatch.setitem(conditions._ours, "rollout", Condition("rollout", "One roll-out was delivered", check))
    return check


def give(key: str, *kinds: str) -> None:
    """Let the sessions of a format give these kinds."""
    form = db.session.query(Format).filter_by(key=key).one()
    services.give({form: [services.find_kind(each) for each in kinds]})


def run(session: TrainingSession, **more: Any) -> list[tuple[str, int | None]]:
    """Run the job; return kind and registration of every certificate there is."""
    db.session.flush()
    running: Any = SimpleNamespace(id=1, account_id=None, checkpoint=lambda done=0, total=0: None)
    services.issue_for_session(running, session.id, **more)
    return [(each.kind, each.registration_id) for each in db.session.query(Certificate).order_by(Certificate.id)]


def counted(session: TrainingSession) -> int:
    """Return how many certificates wait, by the rule in SQL."""
    db.session.flush()
    rows = db.session.execute(queries.to_issue(None, 0.8, clock.now())).all()
    return sum(row[1] for row in rows if row.session_id == session.id)


def due(session: TrainingSession) -> int:
    """Return the same by the rule in Python, of kinds without further conditions."""
    return sum(line.due and line.hold is None for line in services.overview(session) if not line.kind.needs)


# --- what a session gives -------------------------------------------------------------------------


def test_a_format_gives_kinds_and_a_session_leaves_some_out(make: Make) -> None:
    strict = services.save_kind(KindPlan(Texts.of({"en": "Excellence"}), share=1.0))
    session = make.session(day=-7, slots=2, trainer=make.person())
    whole = make.graduate(session)
    half = make.graduate(session, marks=["present", "absent"])
    kind = db.session.query(Format).filter_by(key=session.format.key).one()
    kind.certificate_share = 0.5
    assert (counted(session), due(session)) == (2, 2)  # a format of which nothing is said gives participation

    give(session.format.key, "participation", strict.key, "trainer")
    assert (counted(session), due(session)) == (4, 4)  # two participations, one excellence, one trainer

    services.narrow(session, [strict], [])
    assert (counted(session), due(session)) == (3, 3)
    offer = services.offer_of(session, strict)
    assert services.verdict(whole, offer).lacks == Lacks.KIND
    copy = sessions.clone(session, clock.today())
    assert services.offer_of(copy, strict).left_out

    services.narrow(session, [strict], [strict.key])
    strict.archived_at = clock.now()
    assert (counted(session), due(session)) == (3, 3)
    assert len(run(session)) == 3
    assert (counted(session), due(session)) == (0, 0)
    assert {line.ground.id for line in services.overview(session) if line.kind.key == "participation"} == {
        whole.id,
        half.id,
    }
    with pytest.raises(Invalid) as refused:
        services.give({kind: []})
    assert set(refused.value.fields) == {session.format.key}


def test_what_staff_say_of_a_kind_is_checked(make: Make) -> None:
    with pytest.raises(Invalid) as refused:
        services.save_kind(KindPlan(Texts(), "nobody", 2.0, ("unheard",), 0, 5))
    assert set(refused.value.fields) == {"title", "basis", "share", "needs", "valid_months", "remind_days"}

    made = services.save_kind(KindPlan(Texts.of({"en": "Participation"})))
    assert (made.key, made.basis) == ("participation-2", "place")


# --- conditions -----------------------------------------------------------------------------------


def test_a_kind_waits_for_its_condition_and_comes_by_itself(make: Make, rollout: Delivered) -> None:
    session = make.session(day=-7, slots=2, format="training-of-trainers", state="completed")
    first, second = make.graduate(session), make.graduate(session)
    absent = make.graduate(session, marks=["absent", "absent"])

    assert run(session) == [("participation", first.id), ("participation", second.id)]
    lines = {(line.kind.key, line.ground.id): line for line in services.overview(session)}
    assert lines["tot", first.id].verdict.reason == "No roll-out has been delivered."
    assert (lines["tot", first.id].state, lines["tot", first.id].verdict.lacks) == ("lacking", Lacks.CONDITION)
    assert lines["tot", absent.id].verdict.lacks == Lacks.HOURS
    assert rollout.asked[-1] == [first.id, second.id]  # all at once, and nobody who lacks the hours
    assert counted(session) == 0  # what only Python knows waits for nobody
    assert db.session.query(CertificateHold).count() == 0

    rollout.done.add(second.id)
    services.look_again(SimpleNamespace(checkpoint=lambda: None))  # type: ignore[arg-type]
    job = db.session.query(JobRow).filter_by(name="certificates.issue").one()
    third = make.graduate(session)  # whose participation staff issue
    assert run(session, further=job.args["further"])[2:] == [("tot", second.id)]
    assert run(session)[3:] == [("participation", third.id)]


def test_a_condition_that_nobody_knows_is_told(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(conditions._ours, "rollout", raising=False)
    session = make.session(day=-7, slots=2, format="training-of-trainers")
    registration = make.graduate(session)

    found = services.verdict(registration, services.offer_of(session, services.find_kind("tot")))

    assert (found.lacks, found.reason) == (Lacks.CONDITION, "A condition cannot be checked here: rollout.")


def test_a_broken_condition_of_a_plugin_postpones(
    make: Make, app: Flask, host: PluginHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = Delivered()
    check.broken = True
    monkeypatch.setitem(app.extensions, "conditions", [("fake", Condition("rollout", "A roll-out", check))])
    monkeypatch.delitem(conditions._ours, "rollout", raising=False)
    host.pm.register(SimpleNamespace(), name="fake")
    try:
        session = make.session(day=-7, slots=2, format="training-of-trainers", state="completed")
        first = make.graduate(session)
        assert run(session) == [("participation", first.id)]
        hold = db.session.query(CertificateHold).one()
        assert (hold.kind, hold.refused, hold.registration_id) == ("tot", False, first.id)
        assert host.failures[-1].plugin == "fake"
        assert db.session.query(JobRow).filter_by(name="certificates.issue").count() == 1  # tried again

        check.broken, check.done = False, {first.id}
        assert run(session)[1:] == [("tot", first.id)]
        assert db.session.query(CertificateHold).count() == 0
    finally:
        host.pm.unregister(name="fake")


# --- trainers -------------------------------------------------------------------------------------


@pytest.fixture
def taught(make: Make) -> TrainingSession:
    give("training", "participation", "trainer")
    return make.session(day=-7, slots=2, trainer=make.person(native="Leyla Quliyeva"), state="completed")


def test_trainers_get_theirs_for_an_accepted_part(make: Make, taught: TrainingSession) -> None:
    make.graduate(taught)
    part, trainer = taught.assignments[0].id, taught.assignments[0].person
    for role, state, person in (
        ("facilitator", "accepted", trainer),  # the same person gets one
        ("trainer", "declined", make.person()),
        ("interpreter", "accepted", make.person()),
    ):
        db.session.add(Assignment(session_id=taught.id, person_id=person.id, role=role, state=state))
    db.session.flush()
    db.session.expire_all()

    made = dict(run(taught))
    certificate = db.session.query(Certificate).filter_by(kind="trainer").one()

    assert (len(made), made["trainer"]) == (2, None)
    assert (certificate.person_id, certificate.assignment_id) == (trainer.id, part)
    assert certificate.number.endswith("-000002")  # all kinds are numbered in one row
    assert (certificate.facts["hours"], certificate.facts["basis"], certificate.facts["strip"]) == (6, "assignment", [])
    assert services.document(certificate, ("en", "az")).startswith(b"%PDF")
    checked = services.verify.check(certificate.code)
    assert (checked.status, checked.teaches, str(checked.kind)) == ("valid", True, "Trainer")
    issued = db.session.query(Message).filter_by(kind="certificate_issued").order_by(Message.id).all()
    assert issued[-1].person_id == trainer.id
    newer = services.reissue(certificate, by=STAFF)
    assert (newer.assignment_id, newer.kind) == (certificate.assignment_id, "trainer")


def test_a_part_with_a_certificate_stays(make: Make, taught: TrainingSession) -> None:
    make.graduate(taught)
    run(taught)

    plan = sessions.plan_of(taught)

    with pytest.raises(Refused, match="has a certificate for teaching"):
        sessions.edit(taught, replace(plan, people=()))


def test_merged_trainers_keep_what_they_have(make: Make, taught: TrainingSession) -> None:
    make.graduate(taught)
    run(taught)
    goes = taught.assignments[0].person
    stays = make.person()
    db.session.add(Assignment(session_id=taught.id, person_id=stays.id, role="trainer", state="accepted"))
    db.session.flush()

    people.merge(goes, stays, people.MergeCommand(), by=SimpleNamespace(person_id=0, may=lambda *a, **k: True))  # type: ignore[arg-type]

    db.session.expire_all()
    certificate = db.session.query(Certificate).filter_by(kind="trainer").one()
    assert certificate.assignment is not None
    assert (certificate.person_id, certificate.assignment.person_id) == (stays.id, stays.id)
    assert list(wrong()) == []


# --- time -----------------------------------------------------------------------------------------


def test_months_end_on_the_last_day_there_is() -> None:
    day = clock.today().replace(year=2027, month=1, day=31)
    assert [months_after(day, months).isoformat() for months in (1, 13, 24)] == [
        "2027-02-28",
        "2028-02-29",
        "2029-01-31",
    ]


def test_holders_are_told_once_in_time_unless_renewed(make: Make, clock: Any) -> None:
    kind = services.find_kind("participation")
    services.save_kind(KindPlan(kind.title, valid_months=6, remind_days=30), kind)
    late, renewed = make.person(language="az"), make.person()
    first = make.session(day=-7, slots=2)
    old = [services.issue(make.graduate(first, person), STAFF) for person in (late, renewed)]
    assert {each.expires_on.isoformat() for each in old if each.expires_on} == {"2027-09-02"}
    running: Any = SimpleNamespace(checkpoint=lambda done=0, total=0: None)

    def told() -> list[Message]:
        services.remind(running)
        db.session.flush()
        return db.session.query(Message).filter_by(kind="certificate_expiring").all()

    def ending() -> list[tuple[str, int]]:
        return [(row.key, row.number) for row in db.session.execute(services.ending(None))]

    clock.set("2027-08-02 08:00")
    assert (told(), ending()) == ([], [])
    clock.set("2027-08-03 08:00")
    services.issue(make.graduate(make.session(day=-7, slots=2), renewed), STAFF)
    [mail] = told()
    assert (mail.person_id, mail.language, old[0].number in mail.body) == (late.id, "az", True)
    assert ending() == [("participation", 1)]
    assert len(told()) == 1  # once

    assert mails.still_true(mail, mail.check.partition(":")[2]) == ""
    services.issue(make.graduate(make.session(day=-7, slots=2), late), STAFF)
    assert mails.still_true(mail, mail.check.partition(":")[2])
    assert ending() == []


# --- invariants -----------------------------------------------------------------------------------


def wrong() -> list[str]:
    db.session.flush()
    ours = {each.name for each in services.INVARIANTS}
    return [line for name, line in invariants.audit() if name in ours]


def test_the_audit_finds_what_cannot_be(make: Make, taught: TrainingSession) -> None:
    registration = make.graduate(taught)
    services.issue(registration, STAFF)
    services.issue(make.graduate(taught), STAFF)
    run(taught)
    assert wrong() == []

    first, second = db.session.query(Certificate).filter_by(kind="participation").order_by(Certificate.id)
    first.number = first.number.replace("-000001", "-000009")
    second.person_id = make.person().id
    mark = attendance.marks_of([registration.id])[registration.id, taught.standing[0].id]
    mark.status, mark.minutes = "absent", 0
    taught.assignments[0].state = "declined"
    said = " | ".join(wrong())

    assert "6 numbers are missing, the first is 1" in said
    assert "the counter stands at 3, but 9 was given" in said
    assert "another person, session or centre" in said
    assert "3 of 6 hours are attended" in said
    assert "is declined" in said


def test_shipped_kinds_are_added_once(make: Make) -> None:
    services.find_kind("trainer").title = Texts.of({"en": "Lecturer"})
    services.ensure_kinds()
    db.session.flush()

    assert db.session.query(CertificateKind).count() == 4
    assert str(services.find_kind("trainer")) == "Lecturer"
