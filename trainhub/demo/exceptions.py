"""What does not go as it should: the states that screens are made for, a few of each.

Running jobs ended the database session before, so everything is asked for anew.
"""

from ..accounts.models import Account
from ..accounts.passwords import hash_password
from ..certificates import services as certificates
from ..certificates.models import Certificate
from ..kernel import clock, work
from ..kernel.db import db
from ..kernel.work import Actor
from ..people import services as people
from ..people.models import Affiliation, Organisation, Person
from ..registration import services as registration
from ..registration.models import Call, Registration
from ..sessions.models import TrainingSession
from .people import PASSWORD, add_person
from .world import World

STAFF = Actor(None, "Leyla Hüseynova")
NEWCOMERS = ("GE", "GE", "KZ", "MD", "UZ")  # countries of people who signed up and wait for a confirmation
FIRST_NUMBER = 9500  # of newcomers, apart from all others


def load_exceptions(world: World) -> None:
    """Let newcomers wait, places be offered, declined and given up, and one certificate be revoked."""
    for number, country in enumerate(NEWCOMERS, FIRST_NUMBER):
        _sign_up(world, country, number)
    _agree()
    open_ = [session for session in _upcoming(world) if session.free > 1]
    applied = [row for row in map(_first_applied, open_) if row is not None]
    for row, verb in zip(applied, ("offer", "decline", "offer"), strict=False):
        registration.decide(registrations=[row], verb=verb, by=STAFF)
    for session in open_[:2]:
        _give_up_last(session)
    _revoke_one()
    work.commit()


def _agree() -> None:
    """Let everybody with an account have agreed to what is in force."""
    for account in db.session.query(Account):
        people.agree(account.person)


def _sign_up(world: World, country: str, number: int) -> None:
    """Add somebody who signed up and says to work in a ministry of the country; nobody confirmed it yet."""
    body = db.session.query(Organisation).filter_by(country_code=country).order_by(Organisation.id).first()
    assert body is not None
    person = add_person(world, country, "f" if number % 2 else "m", None, number)
    place = Affiliation(person=person, organisation=body, position="Specialist", level="practitioners")
    account = Account(
        person=person, login=person.email, password_hash=hash_password(PASSWORD), confirmed_at=clock.now(), stamp="1"
    )
    db.session.add_all([place, account])
    db.session.flush()


def _upcoming(world: World) -> list[TrainingSession]:
    """Return the sessions to come without a call, in which places are given one by one."""
    own = _person_of("trainer")
    coming = db.session.query(TrainingSession).filter(
        TrainingSession.state == "published",
        TrainingSession.first_day > world.day,
        TrainingSession.id.not_in(db.session.query(Call.session_id)),
    )
    ordered = coming.order_by(TrainingSession.first_day, TrainingSession.id)
    return [each for each in ordered if all(row.person_id != own for row in each.assignments)]


def _first_applied(session: TrainingSession) -> Registration | None:
    rows = db.session.query(Registration).filter_by(session_id=session.id, state="applied")
    return rows.order_by(Registration.id).first()


def _give_up_last(session: TrainingSession) -> None:
    own = _person_of("participant")
    rows = db.session.query(Registration).filter_by(session_id=session.id, state="confirmed")
    row = rows.filter(Registration.person_id != own).order_by(Registration.id.desc()).first()
    if row is not None and row.person is not None:
        registration.withdraw(registration=row, by=_as(row.person))


def _person_of(role: str) -> int:
    return db.session.query(Account).filter_by(login=f"{role}@demo.example").one().person_id


def _as(person: Person) -> Actor:
    return Actor(None, person.display)


def _revoke_one() -> None:
    own = _person_of("participant")
    found = db.session.query(Certificate).filter(Certificate.person_id != own).order_by(Certificate.id).first()
    if found is not None:
        certificates.revoke(found, reason="attendance", by=STAFF, note="The register of the second day was corrected.")
