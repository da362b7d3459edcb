"""Requests, reminders, days one cannot teach, proposals by rule, and a list of experts, on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from trainhub.accounts.login import SignedIn
from trainhub.certificates import services as certificates
from trainhub.imports.services import Context, Kind, perform
from trainhub.kernel import clock as kernel_clock
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, Refused
from trainhub.messages.models import Message
from trainhub.messages.services import coming, remind
from trainhub.messages.services.checks import why_dropped
from trainhub.roster import services
from trainhub.roster.models import RosterProposal
from trainhub.roster.services import Request
from trainhub.roster.services.importing import EXPERTS
from trainhub.sessions import policies
from trainhub.sessions import services as sessions
from trainhub.sessions.models import Assignment, Expert


class Running:
    account_id = None

    def checkpoint(self, *_figures):
        pass


def test_who_is_asked_has_no_part_is_reminded_once_and_hears_of_a_cancellation(session, make, clock):
    expert = make.expert()
    taught = make.session(day=20)
    part = services.ask(session=taught, request=Request(expert.person.public_id), account_id=make.staff().id)
    assert (taught.assignments, taught.requests) == ([], [part])
    remind(Running())
    assert db.session.query(Message).filter_by(kind="trainer_reminder").count() == 0
    assert [(each.kind, each.people) for each in coming(taught) if each.kind == "trainer_reminder"] == [
        ("trainer_reminder", 1)
    ]
    clock.set(kernel_clock.now() + timedelta(days=3, minutes=1))
    for _ in range(2):
        remind(Running())
    assert db.session.query(Message).filter_by(kind="trainer_reminder").count() == 1
    assert not [each for each in coming(taught) if each.kind == "trainer_reminder"]
    sessions.cancel(taught, "No money")
    assert [each.person_id for each in db.session.query(Message).filter_by(kind="session_cancelled")] == [
        expert.person_id
    ]
    with pytest.raises(Refused):
        services.answer(part=part, accept=True, conduct=True)


def test_who_declines_may_be_asked_again_and_who_is_entered_in_the_editor_has_the_part(session, make):
    expert, taught = make.expert(), make.session(day=20)
    part = services.ask(session=taught, request=Request(expert.person.public_id))
    with pytest.raises(Invalid):
        services.answer(part=part, accept=False)
    services.answer(part=part, accept=False, reason="Ill")
    again = services.ask(session=taught, request=Request(expert.person.public_id))
    assert (again.id, again.state, again.reason) == (part.id, "asked", "")
    plan = sessions.plan_of(taught)
    sessions.edit(taught, replace(plan, people=((expert.person_id, "trainer"),)))
    assert [(each.id, each.state) for each in taught.assignments] == [(part.id, "accepted")]
    assert db.session.query(Assignment).count() == 1


def test_the_editor_warns_of_days_on_which_somebody_cannot_teach(session, make):
    expert, taught = make.expert(make.person(display="Ada")), make.session(day=20)
    services.add_absence(person=expert.person, since=taught.first_day, until=taught.first_day)
    plan = replace(sessions.plan_of(taught), people=((expert.person_id, "trainer"),))
    found = [each for each in sessions.conflicts(plan, taught) if each.kind == "away"]
    assert [(each.level, each.field, "Ada" in each.message) for each in found] == [("warn", "people", True)]
    with pytest.raises(Invalid):
        services.add_absence(person=expert.person, since=date(2027, 3, 2), until=date(2027, 3, 1))


def test_who_completes_a_training_of_trainers_is_proposed_once_with_its_modules(session, make):
    taught = make.session(day=-7, format="training-of-trainers")
    graduate = make.graduate(taught, make.person())
    make.registration(taught)
    assert certificates.completed(taught) == [graduate.person]
    for _ in range(2):
        services.propose_for_session(Running(), taught.id)
    proposal = db.session.query(RosterProposal).one()
    assert (proposal.person_id, proposal.modules, proposal.state) == (graduate.person_id, [4], "proposed")
    assert db.session.query(Expert).count() == 0
    services.consent(proposal=proposal, given=None)
    with pytest.raises(Refused):
        services.take_in(proposal)
    services.consent(proposal=proposal, given=services.Consent("ngo", ("ru",)))
    services.refuse(proposal=proposal, reason="Later")
    assert {each.kind for each in db.session.query(Message)} >= {"roster_proposed", "roster_refused"}


LINES = [
    {"email": "ada@example.org", "name": "Ada Hoxha", "country": "Albania", "kind": "Civil society",
     "modules": "4 expert; 8", "languages": "ru fluent; English", "skills": "un", "evidence": "Taught in 2025"},
    {"email": "known@example.org", "name": "", "country": "JP", "kind": "academia", "modules": "8: lead",
     "languages": "азербайджанский", "skills": "", "evidence": ""},
]  # fmt: skip
WRONG = {
    "email": "no",
    "name": "",
    "country": "",
    "kind": "",
    "modules": "",
    "languages": "",
    "skills": "",
    "evidence": "",
}


def bring(lines, **more):
    mapping = {key: key for key in LINES[0]}
    numbered = list(enumerate(lines, start=2))
    return [each for results in perform(EXPERTS, numbered, mapping, Context(**more)) for each in results]


def test_experts_come_from_a_list_from_any_country_and_a_second_time_nothing_changes(session, make):
    make.module(4)
    make.module(8)
    known = make.person(email="known@example.org", country_code="AZ")
    tried = bring([*LINES, WRONG, LINES[0] | {"email": "x@example.org", "modules": "99", "kind": "friend"}], dry=True)
    assert [each.outcome for each in tried] == [Kind.ADDED, Kind.ADDED, Kind.REJECTED, Kind.REJECTED]
    assert "99" in tried[3].message
    assert "friend" in tried[3].message
    assert db.session.query(Expert).count() == 0
    assert [each.outcome for each in bring(LINES)] == [Kind.ADDED, Kind.ADDED]
    ada = db.session.query(Expert).filter(Expert.person_id != known.id).one()
    assert (ada.person.country_code, ada.kind, ada.languages) == ("AL", "ngo", ["ru", "en"])
    assert ada.language_levels == {"ru": "fluent"}
    found = [(each.module.number, each.level, each.evidence) for each in ada.expertise]
    assert sorted(found) == [(4, "expert", "Taught in 2025"), (8, "practitioner", "Taught in 2025")]
    assert known.country_code == "JP"
    assert [each.outcome for each in bring(LINES)] == [Kind.SAME, Kind.SAME]


def test_a_part_that_was_only_asked_or_declined_gives_no_rights(session, make):
    account = make.account("participant")
    make.expert(account.person)
    taught = make.session(day=5, closed=True)
    part = services.ask(session=taught, request=Request(account.person.public_id))
    who = SignedIn(account)
    assert not policies.is_assigned(who, taught)
    services.answer(part=part, accept=True, conduct=True)
    assert policies.is_assigned(who, taught)


def test_a_mail_to_who_was_asked_goes_only_while_that_is_open_and_hangs_with_its_session(session, make):
    taught, other = make.session(day=20), make.session(day=30)
    people = [make.expert(make.person(email=f"{name}@example.org")).person for name in "abc"]
    parts = [services.ask(session=taught, request=Request(each.public_id)) for each in people]
    services.answer(part=parts[0], accept=True, conduct=True)
    services.take_back(taught, people[2].public_id, "trainer")
    services.ask(session=other, request=Request(people[2].public_id))
    sessions.cancel(other, "No money")
    mails = db.session.query(Message).filter_by(kind="trainer_asked").order_by(Message.id).all()
    assert [mail.topic for mail in mails] == [sessions.topic(each) for each in (taught, taught, other)]
    assert [why_dropped(mail) for mail in mails] == [
        "This was answered already.",
        "",
        "This session is completed or cancelled already.",
    ]
