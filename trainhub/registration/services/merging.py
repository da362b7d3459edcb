"""What becomes of registrations when a person is erased, or two records of one person become one."""

from collections.abc import Callable, Collection

from ...kernel import work
from ...kernel.db import db
from ...people.models import Person
from .. import policies, queries
from ..models import HOLDING, Registration
from ..policies import Mover
from .steps import has_begun, lock, step
from .waiting import promote

STRENGTH = ("confirmed", "offered", "waiting", "applied", "nominated", "invited", "declined", "withdrawn")
Follow = Callable[[Registration, Registration], None]
_followers: list[Follow] = []


def follow(act: Follow) -> None:
    """Let a later feature move what hangs on a registration that gives way to another: (which goes, which stays)."""
    if act not in _followers:
        _followers.append(act)


def carry(goes: Registration, stays: Registration) -> None:
    """Move what was brought, written and printed for the row that goes to the one that stays, where that has none."""
    stays.motivation = stays.motivation or goes.motivation
    there = {each.key for each in stays.documents}
    for document in goes.documents:
        if document.key not in there:
            document.registration_id = stays.id
    for letter in db.session.scalars(queries.letters(goes.id)):
        letter.registration = stays
    if stays.substitutes_id is None and goes.substitutes_id != stays.id:
        stays.substitutes_id, goes.substitutes_id = goes.substitutes_id, None
    for row in db.session.scalars(queries.substitutes_of(goes.id)):
        row.substitutes_id = stays.id if row.id != stays.id else None
    db.session.flush()
    for each in (goes, stays):
        db.session.expire(each, ["documents"])


def give_up(person: Person, _names: Collection[str]) -> None:
    """Before erasure: leave all sessions that have not begun, so that others get the seats."""
    for registration in db.session.scalars(queries.of_person(person.id)).unique().all():
        if not has_begun(registration.session):
            _leave(registration)


def join(person: Person, into: Person) -> None:
    """Before a merge: of two registrations for one session the stronger state stays, with what hangs on both."""
    theirs = {row.session_id: row for row in db.session.scalars(queries.of_person(into.id)).unique()}
    for row in db.session.scalars(queries.of_person(person.id)).unique().all():
        twin = theirs.get(row.session_id)
        if twin is not None:
            goes, stays = sorted((row, twin), key=lambda each: (-STRENGTH.index(each.state), each is row))
            _change_hands(goes, stays, person, into)
            for act in _followers:
                act(goes, stays)
            _leave(goes)


def _change_hands(goes: Registration, stays: Registration, person: Person, into: Person) -> None:
    """Give the row that goes to the record that goes, which no mail reaches any more, and the other to the other."""
    goes.person_id = None
    db.session.flush()
    stays.person_id = into.id
    db.session.flush()
    goes.person_id = person.id
    db.session.flush()
    for each in (goes, stays):
        db.session.expire(each, ["person"])


def _leave(registration: Registration) -> None:
    """Withdraw a registration that is alive; its seat goes to the next who waits."""
    session = registration.session
    lock(session)
    held = registration.state in HOLDING
    if policies.may_move(registration.state, "withdrawn", Mover.STAFF):
        step(registration, "withdrawn", Mover.STAFF, by=work.actor())
    if held and not has_begun(session):
        promote(session)
