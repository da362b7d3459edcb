"""What focal points ask: calls that concern them, whom they nominated, who came, who wants to come."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, exists, false, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ...accounts.models import Account, RoleGrant
from ...kernel import clock
from ...people import queries as people
from ...people.models import Affiliation, CountryGroup, CountryGroupMember, Organisation, Person
from ...people.policies import Reach
from ...sessions.models import SessionAudience, TrainingSession
from ..models import (
    EVERYBODY_ELSE,
    OPEN,
    Call,
    CallComment,
    Quota,
    Registration,
    RegistrationDocument,
    RegistrationFact,
)
from .seats import bodies_over

ENDORSED = ("applied", "waiting")  # states in which an institution may still approve
ASKED = ("proposed", "consulted")  # focal points are asked about the audience
Rows = Select[*tuple[Any, ...]]


# --- who is whose -------------------------------------------------------------------------------


def registration_in(reach: Reach) -> ColumnElement[bool]:
    """Say that a registration is one a focal point may know of: by its frozen facts, or by who the person is."""
    if reach.everything:
        return true()
    bodies = select(Organisation.id).where(people.organisation_in(reach)).correlate(None)
    facts = or_(RegistrationFact.country_code.in_(reach.countries), RegistrationFact.organisation_id.in_(bodies))
    frozen = select(RegistrationFact.registration_id).where(facts).correlate(None)
    living = select(Person.id).where(people.person_in(reach)).correlate(None)
    return or_(Registration.id.in_(frozen), Registration.person_id.in_(living))


def person_to_nominate(public_id: str, reach: Reach) -> Select[Person]:
    return people.persons(reach).where(Person.public_id == public_id)


def alike_in(person_id: int, reach: Reach) -> Select[Person]:
    """Select who of one's own people may be the same as a person."""
    return people.alike(person_id).where(people.person_in(reach))


def bodies_to_name(reach: Reach) -> Select[Organisation]:
    """Select the organisations in use, and looked at, in which a focal point may say that somebody works."""
    return people.open_organisations(checked=True).where(people.organisation_in(reach))


# --- calls --------------------------------------------------------------------------------------


def known_calls(reach: Reach, centres: Collection[int] | None, *, government: bool) -> Select[Call]:
    """Select the calls a viewer works on: those that concern the own countries and bodies, or of own centres.

    `government` lets closed sessions in. A draft is told to those only who are asked about its audience.
    """
    told = or_(
        and_(Call.nominate, Call.state != "draft", TrainingSession.state != "draft"),
        and_(Call.agreement.in_(ASKED), TrainingSession.state.in_(("draft", "published"))),
    )
    mine = and_(told, _told(government), concerns(reach)) if reach else false()
    return select(Call).join(Call.session).where(or_(mine, _of_centres(centres))).options(*_call_parts())


def _told(government: bool) -> ColumnElement[bool]:
    """Say that a session may be named: a closed one to government only."""
    return true() if government else TrainingSession.closed.is_(False)


def one_call(calls: Select[Call], here: ColumnElement[bool]) -> Select[Call]:
    """Narrow calls to one, with what its page shows, joined: the lists are short. Ask for unique rows."""
    return calls.where(here).options(joinedload(Call.events))


def _call_parts() -> tuple[Any, ...]:
    session = contains_eager(Call.session)
    audience = selectinload(TrainingSession.audience)
    return (
        joinedload(Call.quotas),
        session.joinedload(TrainingSession.centre),
        session.selectinload(TrainingSession.slots),
        session.options(audience.joinedload(SessionAudience.group).joinedload(CountryGroup.members)),
        session.options(audience.joinedload(SessionAudience.category)),
        session.options(audience.joinedload(SessionAudience.organisation)),
    )


def _of_centres(centres: Collection[int] | None) -> ColumnElement[bool]:
    if centres is None:
        return true()
    return TrainingSession.centre_id.in_(sorted(centres)) if centres else false()


def running(calls: Select[Call], today: date) -> Select[Call]:
    """Narrow calls to sessions that are still to come, those that close next first."""
    coming = or_(TrainingSession.last_day.is_(None), TrainingSession.last_day >= today)
    return calls.where(TrainingSession.state.in_(("draft", "published")), coming).order_by(
        Call.deadline.asc().nulls_last(), TrainingSession.first_day.asc().nulls_last(), Call.id
    )


def open_now(calls: Select[Call], now: datetime) -> Select[Call]:
    """Narrow calls to those in which nominations are taken now."""
    return calls.where(
        Call.state == "open",
        Call.nominate,
        TrainingSession.state == "published",
        TrainingSession.first_day >= now.date(),
        or_(Call.deadline.is_(None), Call.deadline >= now),
    )


def concerns(reach: Reach) -> ColumnElement[bool]:
    """Say that a call may give places to a country or body of one's own: by its quotas and by the audience."""
    if reach.everything:
        return true()
    return and_(_quota_for("country", _in_countries(reach)), _quota_for("organisation", _in_bodies(reach)), _let(reach))


def my_quotas(reach: Reach) -> ColumnElement[bool]:
    """Say that a quota is for a country or body of one's own by name."""
    country = and_(Quota.dimension == "country", _in_countries(reach))
    return or_(country, and_(Quota.dimension == "organisation", _in_bodies(reach)))


def _quota_for(dimension: str, mine: ColumnElement[bool]) -> ColumnElement[bool]:
    here = Quota.call_id == Call.id, Quota.dimension == dimension
    some = exists().where(*here).correlate(Call)
    named = exists().where(*here, or_(Quota.value == EVERYBODY_ELSE, mine)).correlate(Call)
    return or_(~some, named)


def _countries(reach: Reach) -> Select[str | None]:
    """Select the countries of one's bodies."""
    return select(Organisation.country_code).where(Organisation.id.in_(reach.organisation_ids)).correlate(None)


def _in_countries(reach: Reach) -> ColumnElement[bool]:
    return or_(Quota.value.in_(reach.countries), Quota.value.in_(_countries(reach)))


def _in_bodies(reach: Reach) -> ColumnElement[bool]:
    return Quota.value.in_(select(cast(Organisation.id, String)).where(_body(reach)).correlate(None))


def _body(reach: Reach) -> ColumnElement[bool]:
    """Say that an organisation is one's own, or one that an own one is part of."""
    if not reach.organisation_ids:
        return people.organisation_in(reach)
    above = select(bodies_over(reach.organisation_ids).subquery().c.id)
    return or_(people.organisation_in(reach), Organisation.id.in_(above))


def _let(reach: Reach) -> ColumnElement[bool]:
    """Say that the audience of a session does not leave out the country or body altogether."""
    row = SessionAudience.session_id == TrainingSession.id, SessionAudience.rule != "out"
    day = func.coalesce(TrainingSession.first_day, clock.today())
    member = (
        exists()
        .where(
            CountryGroupMember.group_code == SessionAudience.group_code,
            or_(
                CountryGroupMember.country_code.in_(reach.countries),
                CountryGroupMember.country_code.in_(_countries(reach)),
            ),
            CountryGroupMember.since <= day,
            or_(CountryGroupMember.until.is_(None), CountryGroupMember.until >= day),
        )
        .correlate(SessionAudience, TrainingSession)
    )
    body = SessionAudience.organisation_id.in_(select(Organisation.id).where(_body(reach)).correlate(None))
    fits = exists().where(
        *row,
        or_(SessionAudience.group_code.is_(None), member),
        or_(SessionAudience.organisation_id.is_(None), body),
    )
    return or_(~exists().where(*row).correlate(TrainingSession), fits.correlate(TrainingSession))


# --- nominees -----------------------------------------------------------------------------------


def nominees(session_id: int, reach: Reach, accounts: Collection[int]) -> Select[Registration]:
    """Select who of one's own people has a row in a session: the nominees of these accounts first, in their order."""
    alive, mine = Registration.state.in_(OPEN), Registration.nominated_by.in_(accounts)
    return (
        people_here(reach)
        .where(Registration.session_id == session_id)
        .options(selectinload(Registration.documents))
        .order_by(
            case((alive, 0), else_=1),
            case((mine, 0), else_=1),
            Registration.nominee_rank.asc().nulls_last(),
            Registration.id,
        )
    )


def people_here(reach: Reach) -> Select[Registration]:
    """Select registrations in reach, with person and facts."""
    return (
        select(Registration)
        .join(Registration.facts)
        .outerjoin(Registration.person)
        .outerjoin(RegistrationFact.organisation)
        .where(registration_in(reach))
        .options(
            contains_eager(Registration.person),
            contains_eager(Registration.facts).contains_eager(RegistrationFact.organisation),
        )
    )


def nominee(session_id: int, public_id: str, reach: Reach) -> Select[Registration]:
    return (
        people_here(reach)
        .where(Registration.session_id == session_id, Registration.public_id == public_id)
        .options(selectinload(Registration.documents), selectinload(Registration.events))
    )


def facts_in(session_ids: Collection[int], reach: Reach) -> Rows:
    """Select session id and facts of those in reach whom neither side has said no to."""
    return (
        select(Registration.session_id, Registration.origin, RegistrationFact)
        .join(Registration.facts)
        .where(Registration.session_id.in_(session_ids), Registration.state.in_(OPEN), registration_in(reach))
        .order_by(Registration.id)
    )


def closing(calls: Select[Call], reach: Reach) -> Rows:
    """Select of calls their id, title and end, and how many in reach are in."""
    nominated = (
        select(func.count(Registration.id))
        .where(Registration.session_id == Call.session_id, Registration.state.in_(OPEN), registration_in(reach))
        .correlate(Call)
        .scalar_subquery()
    )
    return calls.options().with_only_columns(
        Call.id.label("call_id"),
        TrainingSession.slug,
        TrainingSession.title,
        Call.deadline,
        nominated.label("nominated"),
        maintain_column_froms=True,
    )


# --- those who want to come, and those who came -------------------------------------------------


def to_endorse(reach: Reach, *, but_not: int | None, government: bool) -> Select[Registration]:
    """Select applications that wait for the approval of an institution or country; nobody approves for oneself.

    `government` lets closed sessions in, here and below.
    """
    session = contains_eager(Registration.session)
    return (
        people_here(reach)
        .join(Registration.session)
        .where(
            Registration.endorsement == "asked",
            Registration.state.in_(ENDORSED),
            TrainingSession.state == "published",
            _told(government),
            Registration.person_id.is_not(None),
            Registration.person_id != (but_not or 0),
        )
        .options(session.joinedload(TrainingSession.centre))
        .order_by(TrainingSession.first_day, Registration.created_at, Registration.id)
    )


def number_to_endorse(reach: Reach, *, but_not: int | None, government: bool) -> Select[int]:
    found = (
        to_endorse(reach, but_not=but_not, government=government)
        .with_only_columns(Registration.id)
        .order_by(None)
        .subquery()
    )
    return select(func.count(found.c.id).label("number"))


def came(reach: Reach, today: date, *, government: bool) -> Select[Registration]:
    """Select who of one's own people had a place in a training that is over, the latest training first."""
    over = or_(TrainingSession.state == "completed", TrainingSession.last_day < today)
    return (
        people_here(reach)
        .join(Registration.session)
        .where(Registration.state == "confirmed", TrainingSession.state.in_(("published", "completed")), over)
        .where(_told(government))
        .options(contains_eager(Registration.session))
        .order_by(TrainingSession.first_day.desc(), Registration.id)
    )


def in_figures(came: Select[Registration]) -> Rows:
    """Select of those who came, by the country they came for: numbers of people, trainings and places."""
    return (
        came.order_by(None)
        .with_only_columns(
            RegistrationFact.country_code.label("country_code"),
            func.count(Registration.person_id.distinct()).label("people"),
            func.count(Registration.session_id.distinct()).label("trainings"),
            func.count(Registration.id.distinct()).label("places"),
            maintain_column_froms=True,
        )
        .group_by(RegistrationFact.country_code)
    )


def who_came(came: Select[Registration]) -> Select[int | None]:
    """Select the ids of the people among those who came."""
    return came.order_by(None).with_only_columns(Registration.person_id, maintain_column_froms=True).distinct()


# --- agreeing on the audience, reminding --------------------------------------------------------


def comments(call_id: int, reach: Reach, person_id: int | None) -> Select[CallComment]:
    """Select what was said of a proposed audience for one's own countries and bodies."""
    bodies = select(Organisation.id).where(people.organisation_in(reach)).correlate(None)
    mine = or_(
        CallComment.country_code.in_(reach.countries),
        CallComment.organisation_id.in_(bodies),
        CallComment.person_id == (person_id or 0),
    )
    return (
        select(CallComment)
        .where(CallComment.call_id == call_id, true() if reach.everything else mine)
        .options(joinedload(CallComment.person))
        .order_by(CallComment.id)
    )


def focal_points() -> Select[Account]:
    """Select the accounts in use that are focal points of something, with their roles."""
    grant = exists().where(RoleGrant.account_id == Account.id, RoleGrant.role == "focal_point")
    return (
        select(Account)
        .join(Account.person)
        .where(grant, Account.disabled_at.is_(None), Person.email.is_not(None), Person.erased_at.is_(None))
        .options(selectinload(Account.grants))
        .order_by(Account.id)
    )


def calls_closing(now: datetime, until: datetime) -> Select[Call]:
    """Select open calls whose deadline lies in a span of time."""
    found = known_calls(Reach(), None, government=True)
    return open_now(found, now).where(Call.deadline > now, Call.deadline <= until).order_by(Call.id)


def call(public_id: str) -> Select[Call]:
    return known_calls(Reach(), None, government=True).where(Call.public_id == public_id)


def quotas_for(call_ids: Collection[int], reach: Reach) -> Select[Quota]:
    """Select the quotas of calls that name one's own countries and bodies."""
    return select(Quota).where(Quota.call_id.in_(call_ids), _mine(reach)).order_by(Quota.id)


def _mine(reach: Reach) -> ColumnElement[bool]:
    return true() if reach.everything else my_quotas(reach)


def documents_of(person_id: int) -> Select[RegistrationDocument]:
    """Select every document brought for a person."""
    mine = select(Registration.id).where(Registration.person_id == person_id)
    return select(RegistrationDocument).where(RegistrationDocument.registration_id.in_(mine))


def called_in(names: Collection[str], organisation_id: int, reach: Reach) -> Select[Person]:
    """Select who of one's own people is called like one of some names and works, or worked, in an organisation."""
    called = or_(Person.native.in_(names), Person.latin.in_(names), Person.display.in_(names))
    there = select(Affiliation.person_id).where(Affiliation.organisation_id == organisation_id)
    return people.persons(reach).where(called, Person.id.in_(there))


def call_of_session(public_id: str) -> Select[Call]:
    return known_calls(Reach(), None, government=True).where(TrainingSession.public_id == public_id)
