"""What pages and files list."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from ...kernel.types import Texts
from ...people.models import Organisation, Person
from ...sessions.models import Assignment, Slot, TrainingSession
from ..models import OPEN, UNDECIDED, Call, CallEvent, Registration, RegistrationDocument, RegistrationFact

LISTED: tuple[Any, ...] = (
    Registration.id,
    Registration.public_id,
    Registration.person_id,
    Registration.state,
    Registration.created_at,
    Registration.origin,
    Registration.nominated_by,
    Registration.nominee_rank,
    Registration.rank,
    Registration.endorsement,
    Person.display,
    Person.latin,
    Person.native_lang,
    Person.email,
    RegistrationFact.country_code,
    RegistrationFact.category_code,
    RegistrationFact.organisation_id,
    RegistrationFact.level,
    RegistrationFact.first_timer,
    Organisation.title.label("organisation"),
)


def participants(session_id: int) -> Select[Any]:
    """Select everybody who has a row in a session: only what the list shows, as a thousand rows are exported at once.

    A person who was erased has no name (`display`); `organisation` is its title.
    """
    return (
        select(*LISTED)
        .where(Registration.session_id == session_id)
        .join(Registration.facts)
        .outerjoin(Registration.person)
        .outerjoin(RegistrationFact.organisation)
        .order_by(Registration.created_at, Registration.id)
    )


def crowd(session_id: int) -> Select[str, str | None, str | None, str, int]:
    """Count who has a row in a session by state, country, category and gender."""
    kinds = (Registration.state, RegistrationFact.country_code, RegistrationFact.category_code, RegistrationFact.gender)
    return (
        select(*kinds, func.count().label("number"))
        .join(Registration.facts)
        .where(Registration.session_id == session_id)
        .group_by(*kinds)
    )


def mine(person_id: int, visible: Select[TrainingSession], today: date) -> Select[Registration]:
    """Select a person's registrations with what their own page shows of each session, the latest training first.

    What came to nothing is left out: what one side said no to, and requests for what is over.
    """
    standing = joinedload(Registration.session)
    alive = and_(TrainingSession.state.in_(("draft", "published")), TrainingSession.last_day >= today)
    undecided = and_(Registration.state.in_(OPEN), or_(alive, TrainingSession.last_day.is_(None)))
    return (
        select(Registration)
        .where(
            Registration.person_id == person_id,
            Registration.session_id.in_(_ids(visible)),
            or_(Registration.state == "confirmed", undecided),
        )
        .join(Registration.session)
        .options(
            standing.joinedload(TrainingSession.centre),
            standing.selectinload(TrainingSession.slots).joinedload(Slot.room),
        )
        .order_by(TrainingSession.first_day.desc().nulls_first(), Registration.id.desc())
    )


def sessions_of(person_id: int) -> Select[int]:
    return select(Registration.session_id).where(Registration.person_id == person_id)


def of_person(person_id: int) -> Select[Registration]:
    """Select all that is kept of a person's registrations, in the order they were made."""
    return (
        select(Registration)
        .where(Registration.person_id == person_id)
        .options(
            joinedload(Registration.session).selectinload(TrainingSession.audience),
            joinedload(Registration.facts),
            selectinload(Registration.events),
            selectinload(Registration.documents).joinedload(RegistrationDocument.file),
        )
        .order_by(Registration.id)
    )


def offers_to(person_id: int, visible: Select[TrainingSession]) -> Select[Texts, datetime | None]:
    """Select title and end of the offers a person has not answered, the most urgent first.

    `visible` are the sessions they may know of: one that was closed since is not told.
    """
    return (
        select(TrainingSession.title, Registration.offered_until)
        .join(Registration.session)
        .where(
            Registration.person_id == person_id, Registration.state == "offered", TrainingSession.id.in_(_ids(visible))
        )
        .order_by(Registration.offered_until, Registration.id)
    )


def feed_slots(person_id: int, visible: Select[TrainingSession], since: datetime) -> Select[Slot]:
    """Select the slots of the sessions a person has a place or a part in, for their own calendar."""
    places = select(Registration.session_id).where(
        Registration.person_id == person_id, Registration.state == "confirmed"
    )
    parts = select(Assignment.session_id).where(Assignment.person_id == person_id, Assignment.state == "accepted")
    return (
        select(Slot)
        .where(
            or_(Slot.session_id.in_(places), Slot.session_id.in_(parts)),
            Slot.session_id.in_(_ids(visible)),
            Slot.utc_end >= since,
        )
        .options(joinedload(Slot.session))
        .order_by(Slot.utc_start, Slot.id)
    )


def _ids(visible: Select[TrainingSession]) -> Select[int]:
    return visible.with_only_columns(TrainingSession.id)


def to_decide(centres: set[int] | None) -> Select[str, Texts, date | None, int]:
    """Select sessions of these centres (None: of all) that have applications to decide, with how many."""
    return (
        select(
            TrainingSession.slug,
            TrainingSession.title,
            TrainingSession.first_day,
            func.count(Registration.id).label("number"),
        )
        .join(Registration)
        .where(Registration.state.in_(UNDECIDED), TrainingSession.state == "published", _in_centres(centres))
        .group_by(TrainingSession.id)
        .order_by(TrainingSession.first_day, TrainingSession.id)
    )


def to_go(centres: set[int] | None, today: date) -> Select[str, Texts, date, int]:
    """Select sessions of these centres whose day of go or no-go has come with too few confirmed, undecided yet."""
    confirmed = (
        select(func.count())
        .where(Registration.session_id == TrainingSession.id, Registration.state == "confirmed")
        .scalar_subquery()
    )
    decided = select(CallEvent.call_id).where(CallEvent.what == "go")
    return (
        select(TrainingSession.slug, TrainingSession.title, Call.decide_on, confirmed.label("confirmed"))
        .join(Call, Call.session_id == TrainingSession.id)
        .where(
            TrainingSession.state == "published",
            TrainingSession.first_day > today,
            Call.decide_on <= today,
            confirmed < TrainingSession.min_seats,
            Call.id.not_in(decided),
            _in_centres(centres),
        )
        .order_by(Call.decide_on, TrainingSession.id)
    )


def _in_centres(centres: set[int] | None) -> ColumnElement[bool]:
    if centres is None:
        return TrainingSession.id.is_not(None)
    return TrainingSession.centre_id.in_(centres) if centres else false()
