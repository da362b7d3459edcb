"""What people told in confidence for one training, and the letters that were made for them."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.sql.dml import ReturningInsert

from ...kernel import clock
from ...people.models import Confidential, Person
from ...sessions.models import TrainingSession
from ..models import Letter, LetterCounter, Registration

SUBJECT = "registration:"  # of what is told for one registration; its public id follows


def _told_for() -> ColumnElement[bool]:
    return Confidential.subject == SUBJECT + Registration.public_id


def told(session_ids: Collection[int] | None = None) -> Select[Confidential, Registration]:
    """Select what was told for registrations (of these sessions), run out or not, each with its registration."""
    query = select(Confidential, Registration).join(Registration, _told_for()).join(Registration.session)
    query = query.options(contains_eager(Registration.session))
    return query if session_ids is None else query.where(Registration.session_id.in_(session_ids))


def told_by(person_id: int) -> Select[Confidential, Registration]:
    """Select what a person told for their registrations."""
    return told().where(Registration.person_id == person_id).order_by(Registration.id, Confidential.attribute)


def ending_before_a_training(today: date) -> Select[Confidential, TrainingSession]:
    """Select what was told for all trainings and ends, with each training its person has still to come to."""
    return (
        select(Confidential, TrainingSession)
        .join(Registration, Registration.person_id == Confidential.person_id)
        .join(Registration.session)
        .where(
            Confidential.subject == "",
            Confidential.expires_on <= today,
            Registration.state == "confirmed",
            TrainingSession.state.in_(("draft", "published")),
            TrainingSession.last_day >= today,
        )
    )


def needs_in(session_id: int, kinds: Collection[str]) -> Select[Confidential, Registration]:
    """Select what those who come told, for this training or for all, by name; what was told for this one comes last."""
    return (
        select(Confidential, Registration)
        .join(Registration, Registration.person_id == Confidential.person_id)
        .join(Registration.person)
        .where(
            Registration.session_id == session_id,
            Registration.state == "confirmed",
            Confidential.attribute.in_(kinds),
            (Confidential.subject == "") | _told_for(),
            Confidential.expires_on >= clock.today(),
        )
        .options(contains_eager(Registration.person), joinedload(Registration.facts))
        .order_by(Person.search, Person.display, Registration.id, Confidential.subject)
    )


def number_in(session_id: int, state: str) -> Select[int]:
    """Count the registrations of a session in one state."""
    return select(func.count()).where(Registration.session_id == session_id, Registration.state == state)


# --- letters ------------------------------------------------------------------------------------


def letters(registration_id: int) -> Select[Letter]:
    """Select the letters of a registration, the latest first."""
    return select(Letter).where(Letter.registration_id == registration_id).order_by(Letter.id.desc())


def letters_to(person_id: int) -> Select[Letter]:
    """Select the letters that were made for a person."""
    mine = Letter.registration_id == Registration.id
    with_session = joinedload(Letter.registration).joinedload(Registration.session)
    return (
        select(Letter)
        .join(Registration, mine)
        .where(Registration.person_id == person_id)
        .options(with_session)
        .order_by(Letter.id)
    )


def next_letter(dialect: str, centre_id: int, year: int) -> ReturningInsert[int]:
    """Raise a centre's counter of letters and read it, in one statement that holds its row until the commit."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    first = insert(LetterCounter).values(centre_id=centre_id, year=year, last=1)
    return first.on_conflict_do_update(
        index_elements=["centre_id", "year"], set_={"last": LetterCounter.last + 1}
    ).returning(LetterCounter.last)
