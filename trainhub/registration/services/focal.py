"""The focal point's desk: which calls are theirs, what is left of their quota, their order, their word on audiences."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.work import Actor
from ...people import services as people
from ...people.models import Person
from ...people.policies import Reach
from ...people.reference import GOVERNMENT
from ...sessions.models import TrainingSession
from ...web.access import Viewer
from .. import policies, queries
from ..models import EVERYBODY_ELSE, Call, CallComment, Quota, Registration
from .choosing import Women, women
from .documents import check_nominated
from .nominating import Left, places_left, reorder, take_back, why_no_nominations
from .terms import Terms, terms_under


@dataclass(frozen=True, slots=True)
class Desk:
    """A call as one viewer works on it. `reach` says for whom they nominate there."""

    call: Call
    who: Viewer
    reach: Reach
    held: Terms

    @property
    def session(self) -> TrainingSession:
        return self.call.session

    @property
    def asked(self) -> bool:
        """Say whether focal points may comment on the audience now."""
        return self.call.agreement in queries.ASKED and bool(policies.focal_reach(self.who))


@dataclass(frozen=True, slots=True)
class Brief:
    """A call in one line: whom its quotas are for by name, how many of one's own people are in, women among them."""

    call: Call
    quotas: Sequence[Quota]
    nominated: int
    women: Women
    closed: str  # why nobody can be nominated now, or ""

    @property
    def seats(self) -> int:
        return sum(each.seats for each in self.quotas)

    @property
    def reserve(self) -> int:
        return sum(each.reserve for each in self.quotas)


def known_calls(who: Viewer) -> Select[Call]:
    """Select the calls that exist for a viewer: of the own centres, and those that concern whom they speak for."""
    reach = policies.focal_reach(who)
    return queries.known_calls(reach, who.centres(policies.DECIDE), government=bool(reach) and of_government(who))


def for_focal(who: Viewer) -> Select[Call]:
    """Select the calls that concern those whom a viewer speaks for as a focal point."""
    reach = policies.focal_reach(who)
    return queries.known_calls(reach, (), government=bool(reach) and of_government(who))


def desk(slug: str, who: Viewer) -> Desk:
    """Return the call of a session as a viewer works on it; raises NotFound where it is not theirs."""
    return _desk(TrainingSession.slug == slug, who)


def desk_of(session_public_id: str, who: Viewer) -> Desk:
    """Return the same by the session's public id."""
    return _desk(TrainingSession.public_id == session_public_id, who)


def _desk(here: ColumnElement[bool], who: Viewer) -> Desk:
    calls = queries.known_calls(policies.focal_reach(who), who.centres(policies.DECIDE), government=True)
    call = db.session.scalars(queries.one_call(calls, here)).unique().one_or_none()
    if call is None or not _may_know(call.session, who):
        raise NotFound
    return Desk(call, who, policies.reach_in(who, call.session), terms_under(call.session, call))


def _may_know(session: TrainingSession, who: Viewer) -> bool:
    """Say whether a session is not closed to a viewer; where they stand is asked only if it could be."""
    return not session.closed or policies.may_decide(who, session) or of_government(who)


def knows_closed(who: Viewer) -> bool:
    """Say whether lists over all trainings name closed ones to a viewer: to government, and staff of all centres."""
    return (who.may(policies.DECIDE) and who.centres(policies.DECIDE) is None) or of_government(who)


def of_government(who: Viewer) -> bool:
    """Say whether a viewer works for government today."""
    return GOVERNMENT in people.standing(who.person_id).categories


def briefs(who: Viewer) -> list[Brief]:
    """Return the calls of sessions to come, those that close next first, in as many questions for one as for all."""
    calls = db.session.scalars(queries.running(known_calls(who), clock.today())).unique().all()
    reach = policies.focal_reach(who) or Reach(everything=True)
    facts: dict[int, list[object]] = {}
    for session_id, _origin, each in db.session.execute(queries.facts_in([call.session_id for call in calls], reach)):
        facts.setdefault(session_id, []).append(each)
    mine = _quotas_of([call.id for call in calls], reach)
    return [_brief(call, facts.get(call.session_id, []), mine) for call in calls]


def _brief(call: Call, facts: Sequence[object], mine: Collection[Quota]) -> Brief:
    held = terms_under(call.session, call)
    return Brief(
        call,
        [quota for quota in mine if quota.call_id == call.id],
        len(facts),
        women(held, facts),  # type: ignore[arg-type]
        why_no_nominations(call.session, held),
    )


def _quotas_of(call_ids: Collection[int], reach: Reach) -> list[Quota]:
    """Return the quotas of calls that name one's own countries and bodies; staff see all of a call."""
    return list(db.session.scalars(queries.quotas_for(call_ids, reach)))


def women_of(found: Desk) -> Women:
    """Return the share of women among one's own people in a call, rounded, and only where enough said."""
    rows = db.session.execute(queries.facts_in([found.call.session_id], found.reach)).all()
    return women(found.held, [facts for _session, _origin, facts in rows])


def my_places(found: Desk) -> list[Left]:
    """Return what may still be nominated of the quotas that count for one's own people: never another country's."""
    mine = {quota.id for quota in _quotas_of([found.call.id], found.reach)}
    common = {each.id for each in found.call.quotas if each.dimension == "category" or each.value == EVERYBODY_ELSE}
    named = {each.dimension for each in found.call.quotas if each.id in mine}
    hidden = {each.id for each in found.call.quotas if each.value == EVERYBODY_ELSE and each.dimension in named}
    shown = mine | (common - hidden)
    return [each for each in places_left(found.session, found.held) if each.quota_id in shown]


def nominee(found: Desk, public_id: str) -> Registration:
    """Return a registration in the session of somebody whom the viewer speaks for; raises NotFound."""
    row = db.session.scalars(queries.nominee(found.call.session_id, public_id, found.reach)).unique().one_or_none()
    if row is None:
        raise NotFound
    return row


def person_to_nominate(found: Desk, public_id: str) -> Person:
    """Return a person whom the viewer speaks for; raises NotFound."""
    person = db.session.scalars(queries.person_to_nominate(public_id, found.reach)).unique().one_or_none()
    if person is None:
        raise NotFound
    return person


def together(who: Viewer) -> set[int]:
    """Return the accounts that keep one order of nominees with a viewer: the viewer's own and those of deputies."""
    return set(db.session.scalars(queries.together(who.account_id))) if who.account_id is not None else set()


def shift(found: Desk, registration: Registration, *, up: bool, by: Actor) -> None:
    """Let one of one's own nominees, or of a deputy, change places with the one before or after."""
    assert by.account_id is not None
    mine = queries.nominees_of(found.call.session_id, by.account_id).where(queries.registration_in(found.reach))
    order = [each.public_id for each in db.session.scalars(mine)]
    if registration.public_id not in order:
        raise Refused(_("Only who nominated somebody, or a deputy, changes the order."))
    place = order.index(registration.public_id)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    reorder(session=found.session, by=by, public_ids=order)


def explain(*, registration: Registration, motivation: str) -> None:
    """Write why a nominee should come. Raises Refused for whoever applied: these words are their own."""
    check_nominated(registration)
    registration.motivation = motivation.strip()
    db.session.flush()


def take_back_nominee(*, registration: Registration, by: Actor, reason: str) -> None:
    """Take a nominee back. Raises Refused for whoever came otherwise, and as `take_back` does."""
    check_nominated(registration)
    take_back(registration=registration, by=by, reason=reason)


def comment(found: Desk, *, agrees: bool, text: str) -> CallComment:
    """Keep what a focal point says of the proposed audience; raises Refused when nobody is asked."""
    if not found.asked:
        raise Refused(_("Nobody is asked about the audience any more."))
    reach = policies.focal_reach(found.who)
    said = CallComment(
        call_id=found.call.id,
        person_id=found.who.person_id,
        country_code=min(reach.countries, default=None),
        organisation_id=None if reach.countries else min(reach.organisation_ids, default=None),
        agrees=agrees,
        text=text.strip(),
    )
    db.session.add(said)
    db.session.flush()
    return said
