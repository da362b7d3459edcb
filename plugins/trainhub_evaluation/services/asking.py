"""Who is asked: those with a place before, those who came afterwards, supervisors, institutions, trainers."""

from collections.abc import Iterator
from dataclasses import dataclass

from trainhub.plugin_api import Invalid, NotFound, db
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import texts as i18n
from trainhub.plugin_api.people import Organisation, Person, PersonCommand, create_person, person_of_email
from trainhub.plugin_api.registration import Registration, hours_of_session, on_register, registers_of_session
from trainhub.plugin_api.sessions import TEACHING, TrainingSession

from ..models import Contact, Instrument, Supervisor
from ..queries import planning as queries

Asked = tuple[Person, str]  # a person and the role in which they answer


def asked_by(instrument: Instrument, session: TrainingSession) -> list[Asked]:
    """Return who may answer a wave of this instrument now; persons who were erased or merged never."""
    found = {person.id: (person, role) for person, role in _asked(instrument, session) if _alive(person)}
    return list(found.values())


def _asked(instrument: Instrument, session: TrainingSession) -> Iterator[Asked]:
    if instrument.purpose == "supervisor":
        yield from ((row.supervisor, "supervisor") for row in supervisors(session))
    elif instrument.purpose == "institution":
        yield from ((row.person, "institution") for _body, row in institutions(session) if row is not None)
    elif instrument.purpose == "trainer":
        yield from ((row.person, "trainer") for row in session.assignments if row.role in TEACHING)
    elif instrument.purpose != "scorecard":  # that one staff fill in by themselves
        yield from ((person, "participant") for person in participants(session, came=instrument.anchor == "end"))


def participants(session: TrainingSession, *, came: bool) -> list[Person]:
    """Return who has a place; with `came` only those who were there, once a register was closed."""
    rows = list(db.session.scalars(on_register(session.id)))
    if came and registers_of_session(session.id):
        hours = hours_of_session(session.id)
        rows = [row for row in rows if hours[row.id].attended > 0]
    return [row.person for row in rows if row.person is not None]


def expected(session: TrainingSession) -> list[Registration]:
    """Return the registrations with a place, by name."""
    return list(db.session.scalars(on_register(session.id)))


def supervisors(session: TrainingSession) -> list[Supervisor]:
    return list(db.session.scalars(queries.supervisors_of(session.id)))


def institutions(session: TrainingSession) -> list[tuple[Organisation, Contact | None]]:
    return [(body, contact) for body, contact in db.session.execute(queries.institutions_of(session.id))]


@dataclass(frozen=True, slots=True)
class ContactCommand:
    """Somebody outside who will be asked; both empty takes them off."""

    name: str = ""
    email: str = ""
    language: str = ""


def own_registration(session: TrainingSession, person_id: int | None) -> Registration | None:
    """Return the confirmed registration of a person; None for everybody else."""
    return db.session.scalar(queries.own_registration(session.id, person_id)) if person_id else None


def find_registration(session: TrainingSession, public_id: str) -> Registration:
    """Return a confirmed registration of a session; raises NotFound."""
    found = db.session.scalar(queries.registration(session.id, public_id))
    if found is None:
        raise NotFound
    return found


def find_institution(session: TrainingSession, slug: str) -> Organisation:
    """Return an organisation that people of this session came from; raises NotFound."""
    found = db.session.execute(queries.organisation(session.id, slug)).first()
    if found is None:
        raise NotFound
    body: Organisation = found[0]
    return body


def supervisor_of(registration: Registration) -> Person | None:
    """Return whom they named for this training."""
    row = db.session.scalar(queries.supervisor_of(registration.id))
    return row.supervisor if row else None


def known_supervisor(registration: Registration) -> Person | None:
    """Return whom they named for this training, or else the last time."""
    named = supervisor_of(registration)
    if named is not None or registration.person_id is None:
        return named
    return db.session.scalar(queries.latest_supervisor(registration.person_id))


def name_supervisor(*, registration: Registration, command: ContactCommand) -> None:
    """Note whom to ask about the work of a participant, or take it back. Raises Invalid under the fields."""
    row = db.session.scalar(queries.supervisor_of(registration.id))
    if not command.name.strip() and not command.email.strip():
        if row is not None:
            db.session.delete(row)
            db.session.flush()
        return
    person = _person(command)
    if person.id == registration.person_id:
        raise Invalid({"email": _("This is the participant’s own address. Write that of the supervisor.")})
    if row is None:
        row = Supervisor(registration=registration, person_id=registration.person_id)
    row.supervisor = person
    db.session.add(row)
    db.session.flush()


def name_contact(*, organisation: Organisation, command: ContactCommand) -> None:
    """Note who answers for an institution, or take it back. Raises Invalid under the fields."""
    row = db.session.scalar(queries.contact_of(organisation.id))
    if not command.name.strip() and not command.email.strip():
        if row is not None:
            db.session.delete(row)
            db.session.flush()
        return
    person = _person(command)
    row = row or Contact(organisation=organisation)
    row.person = person
    db.session.add(row)
    db.session.flush()


def _person(command: ContactCommand) -> Person:
    """Return who has this address in the address book, or make an entry."""
    if "@" not in command.email:
        raise Invalid({"email": _("Write an e-mail address: the questions go there.")})
    found = person_of_email(command.email)
    if found is not None:
        return found
    if not command.name.strip():
        raise Invalid({"name": _("Write the name, too: nobody with this address is in the address book.")})
    language = command.language or i18n.language()
    return create_person(PersonCommand(native=command.name, email=command.email, language=language))


def _alive(person: Person) -> bool:
    return person.erased_at is None and person.merged_into_id is None
