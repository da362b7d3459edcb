"""What is asked of the trainings that graduates hold."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ..curriculum.models import Module, ModuleText, Version
from ..kernel.text import search_words
from ..kernel.types import Texts
from ..people import queries as people
from ..people.models import Person, PersonKey
from ..registration.models import Registration
from ..sessions.models import Format, TrainingSession
from .models import Rollout, RolloutCount, RolloutModule, RolloutPerson
from .policies import Sight

FORMAT = "training-of-trainers"
Rows = Select[*tuple[Any, ...]]


# --- numbers of people --------------------------------------------------------------------------


def _reported() -> Any:
    """Return the sum of the numbers a training was reported with."""
    total = select(func.coalesce(func.sum(RolloutCount.number), 0)).where(RolloutCount.rollout_id == Rollout.id)
    return total.correlate(Rollout).scalar_subquery()


def _named() -> Any:
    """Return how many persons a training was reported with by name."""
    return (
        select(func.count(RolloutPerson.id))
        .where(RolloutPerson.rollout_id == Rollout.id)
        .correlate(Rollout)
        .scalar_subquery()
    )


REPORTED, NAMED = _reported(), _named()


# --- whoever reports ----------------------------------------------------------------------------


def learned_in(person_id: int, today: date) -> Select[Registration]:
    """Select a person's places in trainings of trainers that are over, the latest first."""
    over = or_(TrainingSession.state == "completed", TrainingSession.last_day < today)
    return (
        select(Registration)
        .join(Registration.session)
        .join(TrainingSession.format)
        .where(Registration.person_id == person_id, Registration.state == "confirmed", Format.key == FORMAT)
        .where(TrainingSession.state.in_(("published", "completed")), over)
        .options(
            contains_eager(Registration.session).contains_eager(TrainingSession.format),
            contains_eager(Registration.session).selectinload(TrainingSession.activities),
        )
        .order_by(TrainingSession.last_day.desc(), Registration.id)
    )


def taught_in(person_id: int) -> Select[Rollout]:
    """Select the confirmed roll-outs for trainers in which a person learned, the latest first."""
    mine = select(RolloutPerson.rollout_id).where(RolloutPerson.person_id == person_id)
    return (
        select(Rollout)
        .where(Rollout.id.in_(mine), Rollout.state == "confirmed", Rollout.trains_trainers)
        .options(joinedload(Rollout.session), selectinload(Rollout.modules))
        .order_by(Rollout.last_day.desc(), Rollout.id)
    )


def may_have_learned(person_id: int) -> Select[bool]:
    """Select whether somebody has reported, or may: a place in a training of trainers, or a name in a roll-out."""
    place = (
        exists()
        .where(
            Registration.person_id == person_id,
            Registration.state == "confirmed",
            Registration.session_id == TrainingSession.id,
            TrainingSession.state.in_(("published", "completed")),
            TrainingSession.format_id == Format.id,
            Format.key == FORMAT,
        )
        .correlate(None)
    )
    named = exists().where(
        RolloutPerson.person_id == person_id,
        RolloutPerson.rollout_id == Rollout.id,
        Rollout.state == "confirmed",
        Rollout.trains_trainers,
    )
    return select(or_(place, named.correlate(None)))


def own(person_id: int) -> Rows:
    """Select a person's own reports with their numbers, the latest training first."""
    return (
        select(Rollout, REPORTED.label("reported"), NAMED.label("named"))
        .where(Rollout.person_id == person_id)
        .options(joinedload(Rollout.session))
        .order_by(Rollout.first_day.desc(), Rollout.id.desc())
    )


def one(public_id: str) -> Select[Rollout]:
    """Select a roll-out with all that its pages show."""
    return (
        select(Rollout)
        .where(Rollout.public_id == public_id)
        .options(
            joinedload(Rollout.session).joinedload(TrainingSession.centre),
            joinedload(Rollout.person),
            joinedload(Rollout.parent),
            joinedload(Rollout.evidence),
            selectinload(Rollout.modules),
            selectinload(Rollout.counts).joinedload(RolloutCount.category),
            selectinload(Rollout.persons).joinedload(RolloutPerson.person),
        )
    )


def modules(numbers: Collection[int]) -> Select[Module]:
    return select(Module).where(Module.number.in_(numbers)).order_by(Module.number)


def children_of(rollout_id: int) -> Select[int]:
    return select(func.count(Rollout.id)).where(Rollout.parent_id == rollout_id)


def confirmed_before(rollout: Rollout) -> Select[int]:
    """Count the other confirmed roll-outs of the same trainer after the same training of trainers."""
    return select(func.count(Rollout.id)).where(
        Rollout.person_id == rollout.person_id,
        Rollout.session_id == rollout.session_id,
        Rollout.state == "confirmed",
        Rollout.id != rollout.id,
    )


def delivered(registration_ids: Collection[int]) -> Select[int]:
    """Select those of some registrations whose person has held a confirmed roll-out after that session."""
    held = exists().where(
        Rollout.session_id == Registration.session_id,
        Rollout.person_id == Registration.person_id,
        Rollout.state == "confirmed",
    )
    return select(Registration.id).where(Registration.id.in_(registration_ids), held)


def returned_to(person_id: int) -> Rows:
    return (
        select(Rollout.public_id, Rollout.title, Rollout.reason)
        .where(Rollout.person_id == person_id, Rollout.state == "returned")
        .order_by(Rollout.id)
    )


# --- whoever looks ------------------------------------------------------------------------------


def in_sight(sight: Sight) -> ColumnElement[bool]:
    """Say that a viewer may know of a roll-out: `Sight.sees` in SQL. It asks for Rollout.session to be joined."""
    told = true() if sight.government else TrainingSession.closed.is_(False)
    mine = and_(Rollout.state == "confirmed", Rollout.country_code.in_(sight.countries), told)
    return or_(_of_staff(sight), mine)


def _of_staff(sight: Sight) -> ColumnElement[bool]:
    if sight.centres is None:
        return true()
    return TrainingSession.centre_id.in_(sorted(sight.centres)) if sight.centres else false()


def listed(sight: Sight) -> Rows:
    """Select the roll-outs a viewer may know of with their numbers, and whether the trainer may be named to them."""
    known = people.person_in(sight.reach)
    return (
        select(Rollout, REPORTED.label("reported"), NAMED.label("named"), known.label("known"))
        .join(Rollout.session)
        .join(Rollout.person)
        .where(in_sight(sight))
        .options(contains_eager(Rollout.session), contains_eager(Rollout.person), selectinload(Rollout.modules))
        .order_by(Rollout.first_day.desc(), Rollout.id.desc())
    )


def known(person_id: int, sight: Sight) -> Select[int]:
    """Select a person's number if that person may be named to a viewer."""
    return select(Person.id).where(Person.id == person_id, people.person_in(sight.reach))


def of_session(sight: Sight, session_id: int) -> Rows:
    """Select the confirmed roll-outs that go back to one session, as `listed` does, in the order of time."""
    here = Rollout.session_id == session_id, Rollout.state == "confirmed"
    return listed(sight).where(*here).order_by(None).order_by(Rollout.first_day, Rollout.id)


def parents_in(session_id: int) -> Select[int, int | None]:
    """Select each roll-out that goes back to one session with the one it follows."""
    return select(Rollout.id, Rollout.parent_id).where(Rollout.session_id == session_id)


def named(rollouts: Select[int]) -> Select[int, int, int | None]:
    """Select who is named in some roll-outs: roll-out, row, person."""
    return select(RolloutPerson.rollout_id, RolloutPerson.id, RolloutPerson.person_id).where(
        RolloutPerson.rollout_id.in_(rollouts)
    )


def about(rollouts: Select[int]) -> Select[int, int]:
    """Select the numbers of the modules of some roll-outs."""
    return (
        select(RolloutModule.rollout_id, Module.number)
        .join(Module, Module.id == RolloutModule.module_id)
        .where(RolloutModule.rollout_id.in_(rollouts))
    )


def with_rollouts(sight: Sight, *, confirmed: bool = True) -> Select[TrainingSession]:
    """Select the sessions that roll-outs a viewer knows of go back to, the latest first."""
    grown = select(Rollout.session_id).join(Rollout.session).where(in_sight(sight))
    if confirmed:
        grown = grown.where(Rollout.state == "confirmed")
    latest = TrainingSession.first_day.desc(), TrainingSession.id.desc()
    return select(TrainingSession).where(TrainingSession.id.in_(grown)).order_by(*latest)


def session(slug: str) -> Select[TrainingSession]:
    return select(TrainingSession).where(TrainingSession.slug == slug).options(joinedload(TrainingSession.centre))


def about_person(person_id: int, sight: Sight) -> Rows:
    """Select the roll-outs that a person held or is named in, as far as a viewer may know of them."""
    return listed(sight).where(or_(Rollout.person_id == person_id, Rollout.id.in_(_naming(person_id))))


def naming(person_id: int) -> Select[Rollout]:
    """Select all roll-outs in which a person is named, for their own data."""
    return select(Rollout).where(Rollout.id.in_(_naming(person_id))).order_by(Rollout.first_day, Rollout.id)


def _naming(person_id: int) -> Select[int]:
    return select(RolloutPerson.rollout_id).where(RolloutPerson.person_id == person_id)


def titled(words: str) -> ColumnElement[bool]:
    """Say that title and place have all the words."""
    return and_(true(), *(Rollout.search.contains(word, autoescape=True) for word in search_words(words)))


def by_trainer(words: str, sight: Sight) -> ColumnElement[bool]:
    """Say that the trainer's name has all the words, as far as a viewer may know of that person."""
    fits = (Person.search.contains(word, autoescape=True) for word in search_words(words))
    return and_(people.person_in(sight.reach), *fits)


def goes_back_to(slug: str) -> ColumnElement[bool]:
    """Say that a roll-out goes back to a session; it asks for Rollout.session to be joined."""
    return TrainingSession.slug == slug


def about_module(number: int) -> ColumnElement[bool]:
    here = RolloutModule.rollout_id == Rollout.id, RolloutModule.module_id == Module.id, Module.number == number
    return exists().where(*here).correlate(Rollout)


def waiting(centres: Collection[int] | None) -> Rows:
    """Select the sessions of these centres (None: of all) with how many reports wait for a decision."""
    here = true() if centres is None else TrainingSession.centre_id.in_(sorted(centres))
    return (
        select(TrainingSession.slug, TrainingSession.title, func.count(Rollout.id).label("number"))
        .join(Rollout, Rollout.session_id == TrainingSession.id)
        .where(Rollout.state == "reported", here)
        .group_by(TrainingSession.id, TrainingSession.slug)
        .order_by(TrainingSession.id)
    )


# --- persons reported by name -------------------------------------------------------------------


def with_keys(keys: Collection[str]) -> Select[str, Person]:
    """Select living persons by the keys of their names."""
    return (
        select(PersonKey.key, Person)
        .join(Person, Person.id == PersonKey.person_id)
        .where(PersonKey.key.in_(keys), Person.merged_into_id.is_(None), Person.erased_at.is_(None))
        .order_by(Person.id)
    )


# --- what is kept for a time only ---------------------------------------------------------------


def never_confirmed(before: datetime) -> Select[RolloutPerson]:
    """Select names in reports that nobody confirmed and that have lain since a moment."""
    return (
        select(RolloutPerson)
        .join(RolloutPerson.rollout)
        .where(RolloutPerson.person_id.is_(None), Rollout.state != "confirmed", Rollout.reported_at < before)
        .options(contains_eager(RolloutPerson.rollout))
    )


def old_evidence(before: datetime) -> Select[Rollout]:
    """Select roll-outs whose evidence was brought before a moment."""
    return select(Rollout).where(Rollout.evidence_id.is_not(None), Rollout.reported_at < before)


def orphans() -> Select[Rollout]:
    """Select roll-outs that do not follow from what they say they follow from."""
    parent = select(Rollout.id, Rollout.generation, Rollout.session_id, Rollout.state).subquery()
    wrong = or_(
        Rollout.generation != parent.c.generation + 1,
        Rollout.session_id != parent.c.session_id,
        parent.c.state != "confirmed",
    )
    return select(Rollout).join(parent, parent.c.id == Rollout.parent_id).where(wrong).order_by(Rollout.id)


def module_titles() -> Select[int, Texts]:
    """Select number and title of the modules in force; of several curricula the first one names a module."""
    return (
        select(ModuleText.number, ModuleText.title)
        .join(ModuleText.version)
        .where(Version.state == "approved")
        .order_by(ModuleText.number, Version.id)
    )


def module_numbers() -> Select[int]:
    return select(Module.number).order_by(Module.number)
