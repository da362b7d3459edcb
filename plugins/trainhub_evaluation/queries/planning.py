"""Instruments, waves of sessions, and who is asked."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Delete, Select, and_, delete, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from trainhub.plugin_api.people import Organisation, Person
from trainhub.plugin_api.questionnaires import Questionnaire, QuestionnaireVersion, Wave, WaveMember
from trainhub.plugin_api.registration import Registration, RegistrationFact
from trainhub.plugin_api.sessions import Assignment, Format, SessionActivity, TrainingSession

from ..models import Contact, Instrument, Measured, SessionWave, Supervisor

Rows = Select[*tuple[Any, ...]]
ALIVE = ("published", "completed")

# --- instruments ----------------------------------------------------------------------------------


def instruments() -> Select[Instrument]:
    """Select the instruments with their questionnaires, in the order they were made."""
    return (
        select(Instrument)
        .join(Instrument.questionnaire)
        .options(contains_eager(Instrument.questionnaire))
        .order_by(Instrument.id)
    )


def instruments_in_use() -> Select[Instrument]:
    return (
        select(Instrument)
        .where(Instrument.archived_at.is_(None))
        .options(joinedload(Instrument.questionnaire).selectinload(Questionnaire.versions))
        .order_by(Instrument.id)
    )


def instrument(public_id: str) -> Select[Instrument]:
    return select(Instrument).where(Instrument.public_id == public_id).options(joinedload(Instrument.questionnaire))


def questionnaires() -> Select[Questionnaire]:
    """Select what may be chosen for an instrument."""
    return (
        select(Questionnaire)
        .where(Questionnaire.archived_at.is_(None))
        .options(selectinload(Questionnaire.versions).defer(QuestionnaireVersion.content))
        .order_by(Questionnaire.key)
    )


def formats() -> Select[Format]:
    return select(Format).where(Format.archived_at.is_(None)).order_by(Format.order, Format.id)


# --- waves of sessions ----------------------------------------------------------------------------


def _whole() -> tuple[Any, ...]:
    version = joinedload(SessionWave.wave).joinedload(Wave.version)
    return (joinedload(SessionWave.instrument), version.joinedload(QuestionnaireVersion.questionnaire))


def waves_of(session_id: int) -> Select[SessionWave]:
    return (
        select(SessionWave)
        .where(SessionWave.session_id == session_id)
        .options(*_whole())
        .order_by(SessionWave.instrument_id)
    )


def session_wave(public_id: str) -> Select[SessionWave]:
    return (
        select(SessionWave)
        .where(SessionWave.public_id == public_id)
        .options(*_whole(), joinedload(SessionWave.session).joinedload(TrainingSession.format))
    )


def of_wave(wave_id: int) -> Select[SessionWave]:
    return select(SessionWave).where(SessionWave.wave_id == wave_id)


def session(number: int) -> Select[TrainingSession]:
    """Select a session with what planning asks of it."""
    return (
        select(TrainingSession)
        .where(TrainingSession.id == number)
        .options(
            joinedload(TrainingSession.format),
            selectinload(TrainingSession.slots),
            selectinload(TrainingSession.activities).joinedload(SessionActivity.activity),
            selectinload(TrainingSession.assignments).joinedload(Assignment.person),
        )
    )


def to_plan(since: date) -> Select[int]:
    """Select the sessions that may still need waves: not long over."""
    recent = and_(TrainingSession.state.in_(ALIVE), TrainingSession.last_day >= since)
    return select(TrainingSession.id).where(recent).order_by(TrainingSession.first_day, TrainingSession.id)


def unclosed() -> Select[SessionWave]:
    """Select what is planned or open, the earliest first."""
    return (
        select(SessionWave)
        .join(SessionWave.wave)
        .where(Wave.state != "closed")
        .options(joinedload(SessionWave.instrument), contains_eager(SessionWave.wave))
        .order_by(Wave.opens_at, SessionWave.id)
    )


def running_in(session_id: int) -> Rows:
    """Select what is planned or open in a session."""
    here = (SessionWave.session_id == session_id, Wave.state != "closed")
    return select(SessionWave.id).join(SessionWave.wave).where(*here).limit(1)


def unmeasured() -> Select[SessionWave]:
    return (
        select(SessionWave)
        .join(SessionWave.wave)
        .where(Wave.state == "closed", SessionWave.measured_at.is_(None))
        .options(*_whole())
        .order_by(SessionWave.id)
    )


def drop_measured(wave_id: int) -> Delete:
    return delete(Measured).where(Measured.wave_id == wave_id)


def open_for(person_id: int, session_ids: Collection[int]) -> Rows:
    """Select session id and purpose of open waves that a person has not answered."""
    return (
        select(SessionWave.session_id, Instrument.purpose)
        .join(SessionWave.instrument)
        .join(WaveMember, WaveMember.wave_id == SessionWave.wave_id)
        .join(Wave, Wave.id == SessionWave.wave_id)
        .where(WaveMember.person_id == person_id, WaveMember.answered.is_(False), Wave.state == "open")
        .where(SessionWave.session_id.in_(session_ids))
    )


def answered_by(session_id: int, purpose: str) -> Rows:
    """Select wave, person and whether they answered, of the waves of a purpose; a wave that asks nobody is one row."""
    return (
        select(SessionWave.wave_id, WaveMember.person_id, WaveMember.answered)
        .join(SessionWave.instrument)
        .outerjoin(WaveMember, WaveMember.wave_id == SessionWave.wave_id)
        .where(SessionWave.session_id == session_id, Instrument.purpose == purpose, SessionWave.wave_id.is_not(None))
    )


def places(ids: Collection[int]) -> Rows:
    """Select id, session and person of registrations."""
    return select(Registration.id, Registration.session_id, Registration.person_id).where(Registration.id.in_(ids))


# --- who is asked ---------------------------------------------------------------------------------


def supervisors_of(session_id: int) -> Select[Supervisor]:
    """Select whom participants with a place named, with the persons."""
    return (
        select(Supervisor)
        .join(Supervisor.registration)
        .where(Registration.session_id == session_id, Registration.state == "confirmed")
        .options(joinedload(Supervisor.supervisor))
        .order_by(Supervisor.id)
    )


def supervisor_of(registration_id: int) -> Select[Supervisor]:
    return (
        select(Supervisor)
        .where(Supervisor.registration_id == registration_id)
        .options(joinedload(Supervisor.supervisor))
    )


def latest_supervisor(person_id: int) -> Select[Person]:
    """Select whom somebody named the last time."""
    return (
        select(Person)
        .join(Supervisor, Supervisor.supervisor_id == Person.id)
        .where(Supervisor.person_id == person_id)
        .order_by(Supervisor.id.desc())
        .limit(1)
    )


def own_registration(session_id: int, person_id: int) -> Select[Registration]:
    return select(Registration).where(
        Registration.session_id == session_id,
        Registration.person_id == person_id,
        Registration.state == "confirmed",
    )


def registration(session_id: int, public_id: str) -> Select[Registration]:
    return select(Registration).where(
        Registration.session_id == session_id,
        Registration.public_id == public_id,
        Registration.person_id.is_not(None),
        Registration.state == "confirmed",
    )


def registration_by_number(number: int) -> Select[Registration]:
    return select(Registration).where(Registration.id == number)


def institutions_of(session_id: int) -> Rows:
    """Select the organisations that people came from, and their contact where there is one."""
    came_from = (
        select(RegistrationFact.organisation_id)
        .join(Registration, Registration.id == RegistrationFact.registration_id)
        .where(Registration.session_id == session_id, Registration.state == "confirmed")
    )
    return (
        select(Organisation, Contact)
        .outerjoin(Contact, Contact.organisation_id == Organisation.id)
        .where(Organisation.id.in_(came_from))
        .options(contains_eager(Contact.person))
        .outerjoin(Contact.person)
        .order_by(Organisation.slug)
    )


def organisation(session_id: int, slug: str) -> Rows:
    return institutions_of(session_id).where(Organisation.slug == slug)


def contact_of(organisation_id: int) -> Select[Contact]:
    return select(Contact).where(Contact.organisation_id == organisation_id)


def named_by(person_id: int) -> Select[Supervisor]:
    """Select whom a person named as supervisor."""
    return (
        select(Supervisor)
        .where(Supervisor.person_id == person_id)
        .options(
            joinedload(Supervisor.supervisor), joinedload(Supervisor.registration).joinedload(Registration.session)
        )
        .order_by(Supervisor.id)
    )


def named_as(person_id: int) -> Select[Supervisor]:
    """Select the trainings for which somebody named this person as supervisor."""
    return (
        select(Supervisor)
        .where(Supervisor.supervisor_id == person_id)
        .options(joinedload(Supervisor.registration).joinedload(Registration.session))
        .order_by(Supervisor.id)
    )


def contacts_by(person_id: int) -> Select[Contact]:
    return select(Contact).where(Contact.person_id == person_id).options(joinedload(Contact.organisation))


def to_ask(session_id: int, purpose: str) -> Rows:
    """Select what is planned or open in a session for a purpose."""
    return (
        select(SessionWave.id)
        .join(SessionWave.instrument)
        .join(SessionWave.wave)
        .where(SessionWave.session_id == session_id, Instrument.purpose == purpose, Wave.state != "closed")
    )


def completed() -> Select[int]:
    """Select the completed training sessions, the latest first."""
    return (
        select(TrainingSession.id)
        .join(TrainingSession.format)
        .where(TrainingSession.state == "completed", Format.counts_as_trainees.is_(True))
        .order_by(TrainingSession.last_day.desc(), TrainingSession.id.desc())
    )


def upcoming(day: date) -> Select[int]:
    """Select the published sessions that have not begun."""
    alive = (TrainingSession.state == "published", TrainingSession.first_day > day)
    return select(TrainingSession.id).where(*alive).order_by(TrainingSession.first_day, TrainingSession.id)


def over_with(email: str) -> Select[int]:
    """Select the completed training sessions in which the person of an address had a place, the latest first."""
    return (
        completed()
        .join(Registration, Registration.session_id == TrainingSession.id)
        .join(Person, Person.id == Registration.person_id)
        .where(Person.email == email, Registration.state == "confirmed")
    )
