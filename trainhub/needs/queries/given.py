"""What was trained: own sessions by module, activity and country, and trainings of others."""

from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from ...curriculum.models import ActivityText, Module, ModuleText, Version
from ...registration.models import Registration, RegistrationFact
from ...sessions.models import SessionActivity, TrainingSession
from ..models import OtherTraining

Rows = Select[*tuple[Any, ...]]
HELD = ("published", "completed")


def own_sessions() -> Rows:
    """Select session, activity, module number, last day and state of what is planned or was held."""
    return (
        select(
            TrainingSession.id,
            SessionActivity.activity_id,
            ModuleText.number,
            TrainingSession.first_day,
            TrainingSession.last_day,
            TrainingSession.state,
        )
        .join(SessionActivity, SessionActivity.session_id == TrainingSession.id)
        .join(
            ActivityText,
            (ActivityText.activity_id == SessionActivity.activity_id)
            & (ActivityText.version_id == TrainingSession.version_id),
        )
        .join(ModuleText, ModuleText.id == ActivityText.module_text_id)
        .where(TrainingSession.state != "cancelled")
        .order_by(TrainingSession.id, SessionActivity.no)
    )


def module_titles() -> Rows:
    """Select number and title of the modules in force; of several curricula the first one names a module."""
    return (
        select(ModuleText.number, ModuleText.title)
        .join(ModuleText.version)
        .where(Version.state == "approved")
        .order_by(ModuleText.number, Version.id)
    )


def people_of_sessions(since: date | None, until: date) -> Rows:
    """Select session, country and confirmed people of what was held between two days."""
    held = TrainingSession.state.in_(HELD), TrainingSession.last_day <= until
    query = (
        select(Registration.session_id, RegistrationFact.country_code, func.count(Registration.id))
        .join(RegistrationFact, RegistrationFact.registration_id == Registration.id)
        .join(TrainingSession, TrainingSession.id == Registration.session_id)
        .where(Registration.state == "confirmed", *held)
        .group_by(Registration.session_id, RegistrationFact.country_code)
    )
    return query if since is None else query.where(TrainingSession.last_day >= since)


def others_given(since: int) -> Rows:
    """Select country, module number, number of trainings and last year of what others gave since a year."""
    return (
        select(OtherTraining.country_code, Module.number, func.count(OtherTraining.id), func.max(OtherTraining.year))
        .join(OtherTraining.module)
        .where(OtherTraining.year >= since)
        .group_by(OtherTraining.country_code, Module.number)
    )
