"""The one table of a registration's states, and who may look at or decide what. Pure."""

from enum import StrEnum

from ..accounts.models import Role
from ..people.policies import PEOPLE_CONFIDENTIAL, Reach
from ..people.policies import focal_reach as focal_reach
from ..sessions import policies as sessions
from ..sessions.models import TrainingSession
from ..web.access import Viewer
from .models import Registration

DECIDE, NOMINATE = "registration.decide", "registration.nominate"


class Mover(StrEnum):
    """Who takes a step: the person (or staff for them), the focal point, staff, or the program when time is up."""

    PERSON = "person"
    FOCAL = "focal"
    STAFF = "staff"
    PROGRAM = "program"


_PERSON, _STAFF, _BOTH = frozenset({Mover.PERSON}), frozenset({Mover.STAFF}), frozenset({Mover.PERSON, Mover.STAFF})
_FOCAL, _NOT_PROGRAM, _ALL = frozenset({Mover.FOCAL}), _BOTH | {Mover.FOCAL}, frozenset(Mover)
_COMES = {
    "applied": _PERSON,
    "waiting": _PERSON,
    "confirmed": _PERSON,
    "nominated": _FOCAL,
    "invited": _STAFF,
    "offered": _FOCAL,  # a colleague takes the place that a nominee gives up
}
_IN_HAND = {"offered": _STAFF, "confirmed": _STAFF, "waiting": _STAFF, "declined": _STAFF, "withdrawn": _NOT_PROGRAM}

# From -> to -> who may. "" is no registration yet. Declined: the centre or the own institution said no; withdrawn: the
# person or the focal point did, or an offer ran out. All may come again, in the same row. Whoever withdrew is not
# brought back by a decision about many.
MOVES: dict[str, dict[str, frozenset[Mover]]] = {
    "": _COMES,
    "invited": {"applied": _PERSON, "waiting": _BOTH, "confirmed": _BOTH, "offered": _STAFF, "withdrawn": _BOTH},
    "nominated": _IN_HAND,
    "applied": _IN_HAND | {"declined": _STAFF | _FOCAL},
    "waiting": {
        "offered": _STAFF | {Mover.PROGRAM},
        "confirmed": _STAFF,
        "declined": _STAFF | _FOCAL,
        "withdrawn": _NOT_PROGRAM,
    },
    "offered": {"confirmed": _BOTH, "declined": _STAFF, "withdrawn": _ALL},
    "confirmed": {"declined": _STAFF, "withdrawn": _NOT_PROGRAM},
    "declined": {
        "applied": _PERSON,
        "waiting": _BOTH,
        "confirmed": _BOTH,
        "offered": _STAFF | _FOCAL,
        "nominated": _FOCAL,
        "invited": _STAFF,
    },
    "withdrawn": _COMES,
}
VERBS = {"offer": "offered", "confirm": "confirmed", "wait": "waiting", "decline": "declined", "withdraw": "withdrawn"}


def may_move(before: str, after: str, mover: Mover) -> bool:
    """Say whether the table has this step for this mover."""
    return mover in MOVES.get(before, {}).get(after, frozenset())


def verbs(registration: Registration) -> list[str]:
    """Return what staff may decide about a registration now."""
    return [verb for verb, after in VERBS.items() if may_move(registration.state, after, Mover.STAFF)]


def may_decide(who: Viewer, session: TrainingSession) -> bool:
    """Say whether the viewer decides about places in a session: staff of its centre."""
    return who.may(DECIDE, centre_id=session.centre_id)


def may_list(who: Viewer, session: TrainingSession) -> bool:
    """Say whether the viewer may see who comes: those who decide, and those who teach."""
    return may_decide(who, session) or sessions.may_teach(who, session)


def may_read_needs(who: Viewer, session: TrainingSession) -> bool:
    """Say whether the viewer may open, with a reason, what those who come told in confidence."""
    return may_decide(who, session) and who.may(PEOPLE_CONFIDENTIAL, centre_id=session.centre_id)


def reach_in(who: Viewer, session: TrainingSession) -> Reach:
    """Return for whom a viewer nominates in a session: a focal point for the own countries and institutions.

    Staff of its centre stand in for every focal point.
    """
    return Reach(everything=True) if may_decide(who, session) else focal_reach(who)


def may_endorse(who: Viewer, registration: Registration) -> bool:
    """Say whether a viewer may approve for an institution that somebody comes: nobody does that for oneself."""
    return not is_own(who, registration)


def is_own(who: Viewer, registration: Registration) -> bool:
    return who.person_id is not None and registration.person_id == who.person_id


def may_read_documents(who: Viewer, registration: Registration, *, in_reach: bool) -> bool:
    """Say whether the viewer may open somebody's documents: their own, of their nominee, or as who decides.

    `in_reach` says that the viewer is a focal point for this person today; it passes with the role.
    """
    nominee = registration.origin == "nomination" and registration.nominated_by is not None
    nominated = in_reach and nominee and registration.nominated_by == who.account_id
    return is_own(who, registration) or nominated or may_decide(who, registration.session)


DECIDERS = (Role.ADMINISTRATOR.value, Role.STAFF.value)
NOMINATORS = (*DECIDERS, Role.FOCAL_POINT.value)
