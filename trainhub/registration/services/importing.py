"""Nominees from a list: found among one's own people, or added in an organisation of one's own, in the list's order."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field

from ...accounts.login import SignedIn
from ...accounts.models import Account
from ...imports.services import Column, Context, Importer, Kind, Outcome, Values
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.work import Actor
from ...people import services as people
from ...people.models import Organisation, Person
from ...people.services import PersonCommand
from ...people.services.lines import COLUMNS as PEOPLE
from ...people.services.lines import Directory, Line, folded, language_of, names_of, read
from ...web.access import Viewer
from .. import policies, queries
from ..models import OPEN, Registration
from .focal import Desk, desk_of
from .joining import own
from .nominating import why_no_nominations
from .proposing import NewNominee, add_person, alike, bodies_to_name, join, not_with_this_email, put_forward

KEY = "nominations"
TAKEN = ("native", "given", "family", "latin", "email", "organisation", "position", "level")
ENGLISH = "en"

COLUMNS = (
    *(each for each in PEOPLE if each.key in TAKEN),
    Column(
        "rank",
        _l("Rank"),
        ("order", "no", "number", "№", "sıra", "место", "номер", "orun"),
        longest=6,
        help=_l("A whole number; 1 comes first. Empty: in the order of the file."),
    ),
    Column(
        "motivation",
        _l("Motivation"),
        ("reason", "why", "motivasiya", "səbəb", "мотивация", "обоснование"),
        longest=2000,
        help=_l("Why this person should come."),
    ),
)


@dataclass(slots=True)
class Chunk:
    """The rows of the database that some lines are about."""

    desk: Desk
    by: Actor
    directory: Directory
    bodies: dict[int, Organisation] = field(default_factory=dict)


def prepare(_rows: Sequence[Values], context: Context) -> None:
    """Look up the call and the organisations of one's own; nothing of others is compared with."""
    account = db.session.get(Account, context.account_id)
    if account is None:
        raise Refused(_("Whoever brought this file has no account any more."))
    found = desk_of(context.subject, SignedIn(account))
    bodies = bodies_to_name(found)
    directory = context.memory.get("directory")
    if directory is None:
        directory = context.memory["directory"] = Directory()
        for body in bodies:
            directory.know(body)
    by = Actor(account.id, account.person.display)
    context.chunk["of_call"] = Chunk(found, by, directory, {each.id: each for each in bodies})


def identity(values: Values) -> Iterator[Hashable]:
    """Yield what no two lines may share: the e-mail, else name and organisation."""
    if email := values.get("email", "").lower():
        yield "email", email
    elif name := next(filter(None, names_of(values).values()), ""):
        yield "name", folded(name), folded(values.get("organisation", ""))


def row(values: Values, context: Context) -> Outcome:
    """Nominate whom a line names, or find that they are nominated as it says."""
    chunk: Chunk = context.chunk["of_call"]
    line, rank = read(values, chunk.directory), _rank(values)
    motivation = values.get("motivation", "")
    body = _body(line, chunk)
    person = _known(line, body, chunk)
    if person is not None:
        there = own(chunk.desk.session, person.id)
        if there is not None and there.origin == "nomination" and there.state in OPEN:
            return _again(there, person, rank, motivation)
    return _nominate(line, body, person, rank, motivation, chunk)


def _nominate(
    line: Line, body: Organisation | None, person: Person | None, rank: int | None, motivation: str, chunk: Chunk
) -> Outcome:
    note = ""
    if person is None:
        person = _add(line, body, chunk)
        if alike(chunk.desk, person):
            note = _("Somebody of much the same name is in the address book. Look whether the two are one person.")
    elif body is not None:
        join(person, body, chunk.desk, position=line.position, level=line.level)
    made = put_forward(chunk.desk, person, by=chunk.by, motivation=motivation)
    if rank is not None:
        made.nominee_rank = rank
    return Outcome(Kind.ADDED, person.display, person, note)


def _again(there: Registration, person: Person, rank: int | None, motivation: str) -> Outcome:
    """Change what a line says otherwise of a nominee; only filled cells change anything."""
    changed = []
    if rank is not None and there.nominee_rank != rank:
        there.nominee_rank = rank
        changed.append(_("Rank"))
    if motivation and there.motivation != motivation:
        there.motivation = motivation
        changed.append(_("Motivation"))
    return Outcome(Kind.CHANGED if changed else Kind.SAME, person.display, person, ", ".join(changed))


def _add(line: Line, body: Organisation | None, chunk: Chunk) -> Person:
    if body is None:
        raise Invalid({"organisation": _("Say where this person works.")})
    command = PersonCommand(
        native=line.names["native"],
        native_lang=language_of(line),
        latin=line.names["latin"],
        email=line.email or None,
        language=chunk.desk.who.person.language if isinstance(chunk.desk.who, SignedIn) else ENGLISH,
    )
    said = NewNominee(person=command, organisation=body.slug, position=line.position, level=line.level)
    return add_person(chunk.desk, said)


def _known(line: Line, body: Organisation | None, chunk: Chunk) -> Person | None:
    """Return who of one's own people is meant; raises Invalid where it could be several, or somebody of others."""
    if line.email and (person := people.person_of_email(line.email)) is not None:
        query = queries.person_to_nominate(person.public_id, chunk.desk.reach)
        if db.session.scalars(query).unique().one_or_none() is None:
            raise Invalid({"email": not_with_this_email()})
        return person
    names = [name for name in line.names.values() if name]
    if body is None or not names:
        return None
    query = queries.called_in(names, body.id, chunk.desk.reach)
    found = [each for each in db.session.scalars(query).unique() if not (line.email and each.email)]
    if len(found) > 1:
        raise Invalid(_("Several persons of this name work there. Add the e-mail of the one who is meant."))
    return found[0] if found else None


def _body(line: Line, chunk: Chunk) -> Organisation | None:
    """Return the organisation that a line names; raises Invalid for one that is not one's own."""
    if not line.organisation:
        return None
    ids = chunk.directory.bodies.get(folded(line.organisation), set()) & set(chunk.bodies)
    if len(ids) > 1:
        raise Invalid({"organisation": _("Several organisations are called so. Write the address of its page.")})
    if not ids:
        raise Invalid({"organisation": _("This is no organisation of your country or institution.")})
    return chunk.bodies[next(iter(ids))]


def _rank(values: Values) -> int | None:
    text = values.get("rank", "").strip().removesuffix(".0").removesuffix(".")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text)):
        raise Invalid({"rank": _("Write a whole number; 1 comes first.")})
    return int(text)


def may(who: Viewer, subject: str) -> bool:
    """Say whether a viewer nominates in a session, by its public id."""
    if not who.may(policies.NOMINATE):
        return False
    try:
        found = desk_of(subject, who)
    except NotFound:
        return False
    return not why_no_nominations(found.session, found.held)


def back(subject: str) -> tuple[str, str]:
    call = db.session.scalars(queries.call_of_session(subject)).unique().one()
    return _("Nominations"), f"/nominations/{call.session.slug}/"


IMPORTER = Importer(
    key=KEY,
    title=_l("Nominate from a list"),
    lede=_l("Your own people are found by e-mail, else by name and organisation; others are added and get a link."),
    columns=COLUMNS,
    any_of=("native", "latin", "given", "family"),
    row=row,
    may=may,
    identity=identity,
    prepare=prepare,
    back=back,
)
