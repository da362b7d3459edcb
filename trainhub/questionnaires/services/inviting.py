"""Who may answer: invited by a link of their own, reminded while they have not answered."""

from collections import Counter
from collections.abc import Collection

from ...kernel import clock, jobs, outbox
from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import new_public_id
from ...messages import services as messages
from ...people.models import Person
from .. import queries, sealing
from ..models import ROLES, Wave, WaveKeeper, WaveMember

REMIND = "questionnaires.remind"
MOST_REMINDERS = 2
INVITED, REMINDER = "questionnaire_invited", "questionnaire_reminder"  # kinds of mail


def invite(wave: Wave, person: Person, role: str = "participant", *, mail: bool = True) -> str:
    """Let a person answer, once, and return the token of the link; a second time changes nothing.

    An open wave writes to them at once (unless `mail` is off), a planned one when it opens.
    """
    if wave.state == "closed" or wave.closes_at <= clock.now():
        raise Refused(_("This wave is closed; nobody can be asked any more."))
    if role not in ROLES:
        raise ValueError(role)
    member = db.session.scalar(queries.member(wave.id, person.id))
    if member is None:
        member = WaveMember(id=new_public_id(), wave_id=wave.id, person_id=person.id, role=role)
        member.token_hash = sealing.token_hash(sealing.token(wave.public_id, member.id))
        db.session.add(member)
        db.session.flush()
        if mail and wave.state == "open":
            _write_to(wave, member, person, INVITED, "")
    return sealing.token(wave.public_id, member.id)


def uninvite(wave: Wave, person: Person) -> None:
    """Take back an invitation that was not answered; an answer that came stays, nobody knows which it is."""
    member = db.session.scalar(queries.member(wave.id, person.id))
    if member is not None and not member.answered:
        db.session.delete(member)
        db.session.flush()
        take_back_mails(wave, person)


def members(wave: Wave) -> list[WaveMember]:
    """Return who may answer and whether they have, by name."""
    return list(db.session.scalars(queries.members(wave.id)))


def by_role(wave: Wave) -> dict[str, tuple[int, int]]:
    """Return role -> how many may answer and how many of them have, in the order of ROLES."""
    rows = [(row.role, row.answered) for row in db.session.execute(queries.member_rows(wave.id))]
    asked, ticked = Counter(role for role, _answered in rows), Counter(role for role, answered in rows if answered)
    return {role: (asked[role], ticked[role]) for role in ROLES if asked[role]}


def to_remind(wave: Wave) -> int:
    """Return how many a reminder would go to now."""
    return len(db.session.scalars(queries.silent(wave.id, MOST_REMINDERS)).all())


def token_of(wave: Wave, person: Person) -> str | None:
    """Return the token of a person's link; None for who may not answer."""
    member = db.session.scalar(queries.member(wave.id, person.id))
    return sealing.token(wave.public_id, member.id) if member else None


def announce(wave: Wave) -> None:
    """Write to everybody invited, when a wave opens."""
    for member in members(wave):
        _write_to(wave, member, member.person, INVITED, "")


def remind(wave: Wave) -> None:
    """Remind those who may answer and have not: a job looks again who they are before it writes."""
    if wave.state != "open" or wave.closes_at <= clock.now():
        raise Refused(_("Only for an open wave can people be reminded."))
    jobs.enqueue(REMIND, key=f"{REMIND}:{wave.public_id}", wave=wave.public_id)


def send_reminders(wave: Wave) -> int:
    """Write to those who may answer and have not, twice in all at the most; return to how many."""
    if wave.state != "open" or wave.closes_at <= clock.now():
        return 0
    silent = db.session.scalars(queries.silent(wave.id, MOST_REMINDERS)).all()
    for member in silent:
        member.reminded += 1
        _write_to(wave, member, member.person, REMINDER, f":{member.reminded}")
    db.session.flush()
    return len(silent)


def take_back_mails(wave: Wave, person: Person | None = None) -> None:
    """Take back what still waits to be sent to a person about a wave, or to everybody: it is answered, or over."""
    messages.withdraw(f"wave:{wave.public_id}:{person.public_id if person else ''}")


def set_keepers(wave: Wave, persons: Collection[Person]) -> None:
    """Say who besides staff may type in paper forms, such as the session's trainers."""
    db.session.execute(queries.drop_keepers(wave.id))
    db.session.add_all([WaveKeeper(wave_id=wave.id, person_id=person.id) for person in persons])
    db.session.flush()


def is_keeper(wave: Wave, person_id: int | None) -> bool:
    """Say whether a person may type in paper forms of a wave."""
    return person_id is not None and db.session.scalar(queries.keeper(wave.id, person_id)) is not None


def _write_to(wave: Wave, member: WaveMember, person: Person, kind: str, mark: str) -> None:
    outbox.post(
        kind,
        person,
        key=f"wave:{wave.public_id}:{person.public_id}{mark}",
        centre_id=wave.centre_id,
        secret=True,
        url=f"/answer/{sealing.token(wave.public_id, member.id)}",
        wave=wave,
        role=member.role,
    )
