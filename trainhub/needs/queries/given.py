"""What was trained: own sessions by module, activity and country, and trainings of others."""

from typing import Any

from sqlalchemy import Select, String, cast, func, null, select, true, union_all

from ...attendance.models import Attendance
from ...attendance.queries import there
from ...curriculum.models import ActivityText, Module, ModuleText, Version
from ...registration.models import Registration, RegistrationFact
from ...sessions.models import SessionActivity, Slot, TrainingSession
from ..models import OtherTraining, RecommendationModule

Rows = Select[*tuple[Any, ...]]
HELD = ("published", "completed")


def own_sessions(centre_id: int | None = None) -> Rows:
    """Select session, activity, module number, days, state, country and confirmed people of it: a row a country.

    Sessions of all states but cancelled ones, of a centre if one is named; one that nobody comes to has a row without
    a country.
    """
    people = (
        select(Registration.session_id, RegistrationFact.country_code, func.count(Registration.id).label("people"))
        .join(RegistrationFact, RegistrationFact.registration_id == Registration.id)
        .where(Registration.state == "confirmed")
        .group_by(Registration.session_id, RegistrationFact.country_code)
        .subquery()
    )
    text_of = (ActivityText.activity_id == SessionActivity.activity_id) & (
        ActivityText.version_id == TrainingSession.version_id
    )
    of_centre = true() if centre_id is None else TrainingSession.centre_id == centre_id
    return (
        select(
            TrainingSession.id,
            SessionActivity.activity_id,
            ModuleText.number,
            TrainingSession.first_day,
            TrainingSession.last_day,
            TrainingSession.state,
            people.c.country_code,
            func.coalesce(people.c.people, 0),
        )
        .join(SessionActivity, SessionActivity.session_id == TrainingSession.id)
        .join(ActivityText, text_of)
        .join(ModuleText, ModuleText.id == ActivityText.module_text_id)
        .outerjoin(people, people.c.session_id == TrainingSession.id)
        .where(TrainingSession.state != "cancelled", of_centre)
        .order_by(TrainingSession.id, SessionActivity.no)
    )


def came(centre_id: int) -> Rows:
    """Select session, country and how many people were there for a half-day at least, in sessions of a centre."""
    return (
        select(Registration.session_id, RegistrationFact.country_code, func.count(func.distinct(Registration.id)))
        .join(RegistrationFact, RegistrationFact.registration_id == Registration.id)
        .join(TrainingSession, TrainingSession.id == Registration.session_id)
        .join(Attendance, Attendance.registration_id == Registration.id)
        .join(Slot, Slot.id == Attendance.slot_id)
        .where(TrainingSession.centre_id == centre_id, there(), Slot.cancelled_at.is_(None))
        .group_by(Registration.session_id, RegistrationFact.country_code)
    )


def modules_of_session(session_id: int) -> Select[int]:
    """Select the numbers of the modules that a training is about."""
    text_of = (ActivityText.activity_id == SessionActivity.activity_id) & (
        ActivityText.version_id == TrainingSession.version_id
    )
    return (
        select(ModuleText.number)
        .join(ActivityText, ActivityText.module_text_id == ModuleText.id)
        .join(SessionActivity, SessionActivity.activity_id == ActivityText.activity_id)
        .join(TrainingSession, TrainingSession.id == SessionActivity.session_id)
        .where(TrainingSession.id == session_id, text_of)
        .distinct()
    )


def module_titles() -> Rows:
    """Select number and title of the modules in force; of several curricula the first one names a module."""
    return (
        select(ModuleText.number, ModuleText.title)
        .join(ModuleText.version)
        .where(Version.state == "approved")
        .order_by(ModuleText.number, Version.id)
    )


def others_given(since: int) -> Rows:
    """Select country, module number, number of trainings and last year of what others gave since a year."""
    return (
        select(OtherTraining.country_code, Module.number, func.count(OtherTraining.id), func.max(OtherTraining.year))
        .join(OtherTraining.module)
        .where(OtherTraining.year >= since)
        .group_by(OtherTraining.country_code, Module.number)
    )


def beside(since: int) -> Rows:
    """Select module number, country, and how many trainings others gave there since a year; a row without a country
    says how many recommendations belong to the module."""
    nowhere = cast(null(), String)
    advice = (
        select(Module.number, nowhere.label("country"), func.count().label("times"))
        .join(RecommendationModule, RecommendationModule.module_id == Module.id)
        .group_by(Module.number)
    )
    others = (
        select(Module.number, OtherTraining.country_code, func.count(OtherTraining.id))
        .join(OtherTraining, OtherTraining.module_id == Module.id)
        .where(OtherTraining.year >= since)
        .group_by(Module.number, OtherTraining.country_code)
    )
    return select(union_all(advice, others).subquery())


def module_ids() -> Select[int, int]:
    """Select number and id of every module there is."""
    return select(Module.number, Module.id)


def modules() -> Select[Module]:
    return select(Module).order_by(Module.number)
