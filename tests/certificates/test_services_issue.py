"""Certificates are issued once, by rule, with frozen facts; plugins may hold them back."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from trainhub.certificates import services
from trainhub.certificates.models import Certificate, CertificateHold
from trainhub.certificates.pdf import printing
from trainhub.certificates.services import Lacks, NotDue
from trainhub.certificates.services.batch import AGAIN, TRIES
from trainhub.hooks.events import SessionCompleted
from trainhub.hooks.host import PluginHost
from trainhub.kernel import clock, jobs, work
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Postponed, Refused
from trainhub.kernel.types import ALPHABET, Texts
from trainhub.kernel.work import Actor, EventRow
from trainhub.messages.models import Message
from trainhub.registration.models import Registration
from trainhub.sessions.models import TrainingSession
from trainhub.testing.make import Make

STAFF = Actor(None, "Staff")
Put = Callable[[Callable[[Any], None]], None]


def issue_all(session: TrainingSession, again: int = 0) -> list[Certificate]:
    """Run the job in this transaction."""
    db.session.flush()
    steps: list[tuple[int, int]] = []
    running = SimpleNamespace(id=1, account_id=None, checkpoint=lambda done=0, total=0: steps.append((done, total)))
    services.issue_for_session(running, session.id, again)  # type: ignore[arg-type]
    assert steps[-1][0] == steps[-1][1]
    return list(db.session.query(Certificate).order_by(Certificate.id))


def refuse(_registration: Any) -> None:
    raise Refused("The test was not passed.")


def crash(_registration: Any) -> None:
    raise ZeroDivisionError("nobody expected this")


# --- one ----------------------------------------------------------------------------------------


def test_an_earned_certificate_is_issued(make: Make) -> None:
    registration = make.graduate()

    made = services.issue(registration, STAFF)

    prefix = registration.session.centre.prefix
    assert (made.number, made.kind, made.state) == (f"{prefix}-2027-000001", "participation", "valid")
    assert made.person_id == registration.person_id
    assert made.issued_on.isoformat() == "2027-03-02"
    assert len(made.code) == 12
    assert set(made.code) <= set(ALPHABET)
    assert made.printed_code == f"{made.code[:4]}-{made.code[4:8]}-{made.code[8:]}"


def test_the_actor_is_in_the_history(make: Make) -> None:
    made = services.issue(make.graduate(), STAFF)

    entry = db.session.query(AuditEntry).filter_by(kind="certificate", row_id=made.id).one()
    assert (entry.actor, entry.action) == ("Staff", "created")
    assert (entry.subject_kind, entry.subject_id) == ("certificate", made.id)


def test_plugins_hear_of_it_and_the_holder_is_told(make: Make) -> None:
    registration = make.graduate(person=make.person(language="az"))

    made = services.issue(registration, STAFF)

    event = db.session.query(EventRow).filter_by(name="on_certificate_issued").one()
    assert event.payload == {"certificate_id": made.id, "registration_id": registration.id}
    mail = db.session.query(Message).filter_by(kind="certificate_issued").one()
    assert (mail.person_id, mail.language, mail.centre_id) == (registration.person_id, "az", made.centre_id)
    assert made.number in mail.body
    assert f"/certificates/verify/{made.code}" in mail.body


def test_what_was_not_earned_is_refused_with_the_reason(make: Make) -> None:
    registration = make.graduate(make.session(day=-7, slots=2), marks=["absent", "absent"])

    with pytest.raises(NotDue, match="0 of 6 hours"):
        services.issue(registration, STAFF)

    assert db.session.query(Certificate).count() == 0


def test_there_is_one_valid_certificate_at_a_time(make: Make) -> None:
    registration = make.graduate()
    services.issue(registration, STAFF)

    with pytest.raises(NotDue):
        services.issue(registration, STAFF)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        make.certificate(registration)

    assert db.session.query(Certificate).count() == 1


def test_numbers_rise_by_centre_and_year(make: Make, clock: Any) -> None:
    other = make.centre("other")

    def number(centre: Any = None) -> str:
        session = make.session(day=-7, slots=1, **({"centre": centre} if centre else {}))
        return services.issue(make.graduate(session), STAFF).number.partition("-")[2]

    assert [number(), number(), number(other), number()] == ["2027-000001", "2027-000002", "2027-000001", "2027-000003"]
    clock.set("2027-12-31 21:00")  # next year in Baku
    assert [number(), number()] == ["2028-000001", "2028-000002"]


def test_a_number_is_not_lost_when_the_act_fails(make: Make) -> None:
    outer = db.session.begin_nested()
    services.issue(make.graduate(), STAFF)
    outer.rollback()

    assert services.issue(make.graduate(), STAFF).number.endswith("-000001")


# --- facts --------------------------------------------------------------------------------------


def test_facts_are_frozen(make: Make) -> None:
    registration = make.graduate()
    made = services.issue(registration, STAFF)
    before = services.document(made, ("en", "az"))

    assert registration.person is not None
    registration.person.native = "Somebody Else"
    registration.session.title = Texts.of({"en": "Another title"})
    db.session.flush()
    db.session.expire_all()

    assert services.document(made, ("en", "az")) == before
    assert services.facts.thaw(made).titles["en"].startswith("Session ")


def test_facts_hold_all_languages(make: Make) -> None:
    titles = {"en": "Return", "az": "Qayıdış", "ru": "Возвращение", "tk": "Dolanyp gelmek"}
    session = make.session(day=-7, slots=2, levels=["practitioners"], title=Texts.of(titles))
    made = services.issue(make.graduate(session, marks=["present", "late"]), STAFF)

    stated = services.facts.thaw(made)
    assert set(stated.titles) == {"en", "az", "ru", "tk"}
    assert stated.modules["az"] == ("4 Modul 4",)
    assert stated.modules["ru"] == ("4 Module 4",)  # not translated yet: the source stands in
    assert set(stated.format) >= {"en", "az", "ru", "tk"}
    assert set(stated.levels) == {"en", "az", "ru", "tk"}
    assert stated.organisers["az"] == ("Mərkəz baku",)
    assert (stated.hours, stated.first_day.isoformat(), stated.last_day.isoformat()) == (6, "2027-02-23", "2027-02-23")
    assert json.loads(json.dumps(made.facts)) == made.facts


def test_online_training_names_no_place(make: Make) -> None:
    made = services.issue(make.graduate(make.session(day=-7, slots=1, mode="online")), STAFF)

    assert services.facts.thaw(made).place == {}


@pytest.mark.parametrize(
    ("native", "latin", "second"),
    [
        ("Нурбек Токтосунов", "NURBEK TOKTOSUNOV", "NURBEK TOKTOSUNOV"),
        ("Ənvər Şıxəliyev", "ANVAR SHIKHALIYEV", ""),
        ("ნინო ბერიძე", "NINO BERIDZE", "NINO BERIDZE"),
        ("Ирина", "", ""),
    ],
)
def test_the_passport_form_stands_below_another_script(make: Make, native: str, latin: str, second: str) -> None:
    made = services.issue(make.graduate(person=make.person(native=native, latin=latin, native_lang="ru")), STAFF)

    stated = services.facts.thaw(made)
    assert (stated.name, stated.second_name) == (native, second)


def test_a_name_that_cannot_be_printed_is_held_back(make: Make) -> None:
    registration = make.graduate(person=make.person(native="王小明", native_lang="zh"))

    hold = services.attempt(registration, STAFF)

    assert isinstance(hold, CertificateHold)
    assert hold.refused
    assert "as in the passport" in hold.reason
    assert db.session.query(Certificate).count() == 0


def test_the_code_square_leads_to_the_check(make: Make) -> None:
    made = make.certificate()

    stated = services.facts.thaw(made)
    assert stated.qr_text == f"http://localhost/certificates/verify/{made.code}"
    assert stated.verify_url == "localhost/certificates/verify"


# --- plugins ------------------------------------------------------------------------------------


def test_a_plugin_may_refuse(make: Make, plugin: Put) -> None:
    registration = make.graduate()
    plugin(refuse)

    with pytest.raises(Refused, match="The test was not passed"):
        services.issue(registration, STAFF)
    hold = services.attempt(registration, STAFF)

    assert isinstance(hold, CertificateHold)
    assert (hold.refused, hold.reason) == (True, "The test was not passed.")


def test_a_broken_plugin_neither_issues_nor_refuses(make: Make, plugin: Put, host: PluginHost) -> None:
    registration = make.graduate()
    plugin(crash)

    with pytest.raises(Postponed):
        services.issue(registration, STAFF)
    hold = services.attempt(registration, STAFF)

    assert isinstance(hold, CertificateHold)
    assert not hold.refused
    assert "nobody expected this" in hold.reason
    assert host.failures[-1].plugin == "fake"
    assert db.session.query(Certificate).count() == 0


def test_a_hold_goes_when_the_certificate_comes(make: Make, plugin: Put) -> None:
    registration = make.graduate()
    plugin(refuse)
    services.attempt(registration, STAFF)
    db.session.flush()
    plugin(lambda registration: None)

    made = services.attempt(registration, STAFF)

    assert isinstance(made, Certificate)
    assert db.session.query(CertificateHold).count() == 0


def test_the_check_sees_the_registration(make: Make, plugin: Put) -> None:
    seen: list[Registration] = []
    plugin(seen.append)
    registration = make.graduate()

    services.issue(registration, STAFF)

    assert seen == [registration]


# --- all of a session ---------------------------------------------------------------------------


def test_the_job_issues_what_was_earned_and_nothing_twice(make: Make) -> None:
    session = make.session(day=-7, slots=2)
    earned = [make.graduate(session) for _each in range(3)]
    make.graduate(session, marks=["absent", "absent"])
    make.graduate(session, state="withdrawn")

    made = issue_all(session)

    assert {each.registration_id for each in made} == {each.id for each in earned}
    assert issue_all(session) == made
    assert db.session.query(CertificateHold).count() == 0


def test_one_refusal_holds_up_nobody_else(make: Make, plugin: Put) -> None:
    session = make.session(day=-7, slots=2)
    first, second = make.graduate(session), make.graduate(session)

    def only_second(registration: Registration) -> None:
        if registration.id == first.id:
            refuse(registration)

    plugin(only_second)
    made = issue_all(session)

    assert [each.registration_id for each in made] == [second.id]
    assert db.session.query(jobs.JobRow).filter_by(name="certificates.issue").count() == 0


def test_what_was_postponed_is_tried_again_later(make: Make, plugin: Put) -> None:
    session = make.session(day=-7, slots=2)
    make.graduate(session)
    plugin(crash)

    assert issue_all(session) == []
    job = db.session.query(jobs.JobRow).filter_by(name="certificates.issue").one()
    assert (job.args, job.run_at) == ({"session_id": session.id, "again": 1}, clock.now() + AGAIN)

    db.session.delete(job)
    assert issue_all(session, again=TRIES) == []
    assert db.session.query(jobs.JobRow).filter_by(name="certificates.issue").count() == 0

    plugin(lambda registration: None)
    assert len(issue_all(session)) == 1


def test_completing_a_session_queues_the_job_once(make: Make, app: Any) -> None:
    session = make.session(day=-7, slots=2)
    make.graduate(session)
    work.emit(SessionCompleted(session_id=session.id))
    work.emit(SessionCompleted(session_id=session.id))
    work.commit()

    jobs.registry()["events.deliver"].run(SimpleNamespace(id=0, checkpoint=lambda: None))

    queued = db.session.query(jobs.JobRow).filter_by(name="certificates.issue").one()
    assert queued.args == {"session_id": session.id}


def test_a_format_without_certificates_queues_nothing(make: Make) -> None:
    session = make.session(day=-7, slots=2, format="briefing")

    assert services.queue(session) is None
    assert db.session.query(jobs.JobRow).filter_by(name="certificates.issue").count() == 0


def test_the_job_of_a_session_is_found(make: Make) -> None:
    here, there = make.session(day=-7), make.session(day=-7)
    assert services.job_of(here) is None

    services.queue(here, account_id=make.staff().id)

    job = services.job_of(here)
    assert job is not None
    assert services.queue(here) is None
    assert services.job_of(there) is None
    job.state = "done"
    db.session.flush()
    assert services.job_of(here) is None


# --- revoking -----------------------------------------------------------------------------------


def test_revoking_keeps_the_row_and_tells_the_holder(make: Make) -> None:
    made = make.certificate()

    services.revoke(made, reason="attendance", by=STAFF, note="The register was wrong")
    db.session.flush()

    assert (made.state, made.revoked_reason) == ("revoked", "attendance")
    assert db.session.query(Message).filter_by(kind="certificate_revoked").count() == 1
    entry = db.session.query(AuditEntry).filter_by(kind="certificate", action="changed").one()
    assert (entry.actor, entry.reason) == ("Staff", "The register was wrong")
    with pytest.raises(Refused):
        services.document(made, ("en", "az"))
    with pytest.raises(Refused):
        services.revoke(made, reason="mistake", by=STAFF)


def test_a_reason_must_be_one_of_ours(make: Make) -> None:
    with pytest.raises(Invalid) as refused:
        services.revoke(make.certificate(), reason="She is the minister's cousin", by=STAFF)

    assert set(refused.value.fields) == {"reason"}


def test_reissuing_states_the_facts_anew(make: Make) -> None:
    registration = make.graduate()
    old = make.certificate(registration)
    assert registration.person is not None
    registration.person.native = "Düzgün Ad"

    new = services.reissue(old, by=STAFF)

    assert (old.state, old.revoked_reason, new.state) == ("revoked", "corrected", "valid")
    assert new.number != old.number
    assert new.code != old.code
    assert services.facts.thaw(new).name == "Düzgün Ad"


def test_a_reissue_that_fails_revokes_nothing(make: Make) -> None:
    registration = make.graduate()
    old = make.certificate(registration)
    registration.state = "withdrawn"
    db.session.flush()

    with pytest.raises(Refused):
        services.reissue(old, by=STAFF)

    db.session.expire_all()
    assert old.state == "valid"
    assert services.verdict(registration).lacks == Lacks.PLACE


def test_the_job_does_not_undo_a_revocation(make: Make) -> None:
    made = make.certificate()
    services.revoke(made, reason="wrongful", by=STAFF)
    session = made.session

    assert issue_all(session) == [made]
    assert [line.due for line in services.overview(session)] == [False]
    assert [db.session.execute(query).all() for query in services.to_do(None)] == [[], []]
    assert services.issue(made.registration, STAFF).state == "valid"  # by hand it can be


def test_the_history_holds_neither_code_nor_name(make: Make) -> None:
    made = services.issue(make.graduate(person=make.person(native="Zəminə Qasımova")), STAFF)

    entry = db.session.query(AuditEntry).filter_by(kind="certificate", row_id=made.id).one()
    assert entry.changes["code"] == entry.changes["facts"] == ["•", "•"]


def test_expiry_ends_the_day_after(make: Make, clock: Any) -> None:
    made = make.certificate(expires_on=make.session().first_day)  # a week from now

    clock.set("2027-03-09 19:00")
    assert made.state == "valid"
    clock.set("2027-03-09 20:00")  # midnight in Baku
    assert made.state == "expired"


# --- printing -----------------------------------------------------------------------------------


def test_the_same_facts_give_the_same_bytes(make: Make) -> None:
    made = make.certificate()

    first = services.document(made, ("ru", "en"))
    printing._press.cache_clear()
    assert services.document(made, ("ru", "en")) == first
    assert services.document(made, ("en", "ru")) != first


@pytest.mark.parametrize(
    ("language", "pair"),
    [("en", ("en", "az")), ("az", ("az", "en")), ("ru", ("ru", "en")), ("tk", ("tk", "en")), ("fa", ("en", "az"))],
)
def test_the_pair_follows_the_holder(make: Make, language: str, pair: tuple[str, str]) -> None:
    made = make.certificate(make.graduate(person=make.person(language=language)))

    assert services.default_pair(made) == pair


def test_other_pairs_do_not_exist(make: Make) -> None:
    made = make.certificate()

    for text in ("", "en", "en-en", "en-xx", "en-fa", "az-en-ru", "AZ-EN", "../..", "-"):
        with pytest.raises(NotFound):
            services.read_pair(made, text)
