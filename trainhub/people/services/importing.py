"""Persons from a list: found by e-mail, else by name and organisation; only filled cells change anything."""

from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from difflib import SequenceMatcher

from ...imports import services as lists
from ...imports.services import Context, Importer, Kind, Option, Outcome, Values
from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.text import slugify
from ...kernel.types import Texts
from .. import policies
from ..models import Affiliation, Organisation, Person
from ..queries import importing as queries
from .lines import COLUMNS, Directory, Line, folded, language_of, names_of, read
from .organisations import OrganisationCommand, create_organisation
from .persons import PersonCommand, fill

ALIKE = 0.5  # of the letters of two names, below which they are of two persons
NEW_ORGANISATIONS = "new_organisations"

LABELS = {
    "native": _l("Name in own script"),
    "latin": _l("Name as in the passport"),
    "display": _l("Name shown"),
    "email": _l("E-mail"),
    "language": _l("Language"),
    "country_code": _l("Country"),
    "nationality_code": _l("Nationality"),
}


@dataclass(slots=True)
class Chunk:
    """The rows of the database that some lines are about."""

    by_email: dict[str, Person] = field(default_factory=dict)
    by_name: dict[tuple[str, Hashable], list[Person]] = field(default_factory=dict)
    bodies: dict[int, Organisation] = field(default_factory=dict)
    made: dict[str, Organisation] = field(default_factory=dict)  # folded name -> one that this chunk adds

    def remember(self, person: Person, place: Hashable) -> None:
        for name in {folded(each) for each in (person.native, person.latin, person.display) if each}:
            self.by_name.setdefault((name, place), []).append(person)


# --- before a chunk -------------------------------------------------------------------------------------


def prepare(rows: Sequence[Values], context: Context) -> None:
    """Ask for everything that the lines of a chunk are compared with: four questions for five hundred lines."""
    directory = context.memory.get("directory")
    if directory is None:
        directory = context.memory["directory"] = Directory()
        for body in db.session.scalars(queries.organisation_names()):
            directory.know(body)
    chunk = context.chunk["of_people"] = Chunk()
    emails = {email for row in rows if (email := row.get("email", "").lower())}
    ids = {number for row in rows for number in directory.bodies.get(folded(row.get("organisation", "")), ())}
    chunk.bodies = {each.id: each for each in db.session.scalars(queries.organisations_numbered(ids))} if ids else {}
    for person in db.session.scalars(queries.persons_with_emails(emails)) if emails else ():
        chunk.by_email[person.email or ""] = person
    others = [row for row in rows if row.get("email", "").lower() not in chunk.by_email]
    names = {name for row in others for name in names_of(row).values() if name}
    for person in db.session.scalars(queries.persons_called(names, ids)) if names and ids else ():
        for number in {each.organisation_id for each in person.affiliations}:
            chunk.remember(person, number)


def finish(context: Context) -> None:
    """Know the organisations that a chunk has added, when they stay."""
    if not context.dry:
        for body in context.chunk["of_people"].made.values():
            if body.id is not None:
                context.memory["directory"].know(body)


def identity(values: Values) -> Iterator[Hashable]:
    """Yield what no two lines may share: the e-mail, else name and organisation."""
    if email := values.get("email", "").lower():
        yield "email", email
    elif name := next(filter(None, names_of(values).values()), ""):
        yield "name", folded(name), folded(values.get("organisation", ""))


# --- a line ---------------------------------------------------------------------------------------------


def row(values: Values, context: Context) -> Outcome:
    """Take in a line: add a person, change one, or find that all is as it says."""
    chunk: Chunk = context.chunk["of_people"]
    line = read(values, context.memory["directory"])
    body = _body(line, context)
    person = _known(line, body, chunk)
    if person is None:
        return _add(line, body, context)
    _check_place(person, line)
    changed = [*_change(person, line, chunk), *_change_place(person, line, body, context)]
    if not changed:
        return Outcome(Kind.SAME, person.display, person)
    return Outcome(Kind.CHANGED, person.display, person, ", ".join(dict.fromkeys(str(each) for each in changed)))


def _known(line: Line, body: Organisation | None, chunk: Chunk) -> Person | None:
    """Return who is meant; raises Invalid where it could be several."""
    if line.email and line.email in chunk.by_email:
        return chunk.by_email[line.email]
    called = _namesakes(line, body, chunk)
    found = [each for each in called if not each.email]
    if not line.email and not found:
        found = called
    if len(found) > 1:
        raise Invalid(_("Several persons of this name work there. Add the e-mail of the one who is meant."))
    return found[0] if found else None


def _namesakes(line: Line, body: Organisation | None, chunk: Chunk) -> list[Person]:
    """Return who is called so and works, or worked, in the organisation of the line."""
    if not line.organisation:
        return []
    place: Hashable = body.id if body is not None else folded(line.organisation)
    names = {folded(name) for name in line.names.values() if name}
    found = {id(each): each for name in names for each in chunk.by_name.get((name, place), ())}
    return list(found.values())


def _add(line: Line, body: Organisation | None, context: Context) -> Outcome:
    chunk: Chunk = context.chunk["of_people"]
    if (line.position or line.level) and not line.organisation:
        raise Invalid({"organisation": _("Say where this person works, or leave position and level empty.")})
    person = Person(display="")
    names = line.names | {"native": line.names["native"] or line.names["display"]}
    command = PersonCommand(
        **names,
        native_lang=language_of(line),
        email=line.email or None,
        language=line.language or "en",
        country_code=line.country_code or None,
        nationality_code=line.nationality_code or None,
    )
    fill(person, command, chunk.by_email.__contains__)
    remarks = []
    if _namesakes(line, body, chunk):
        remarks.append(_("Somebody of this name works there already, with another e-mail."))
    remarks.append(_join(person, line, body, context))
    db.session.add(person)
    if line.email:
        chunk.by_email[line.email] = person
    return Outcome(Kind.ADDED, person.display, person, " ".join(filter(None, remarks)))


def _join(person: Person, line: Line, body: Organisation | None, context: Context) -> str:
    """Let a person work where the line says; return what is worth a remark."""
    if not line.organisation:
        return ""
    chunk: Chunk = context.chunk["of_people"]
    new = body is None
    if body is None:
        body = _make_body(line, context)
    person.affiliations.append(Affiliation(organisation=body, position=line.position, level=line.level))
    chunk.remember(person, body.id or folded(line.organisation))
    return _("New organisation: %(name)s", name=line.organisation) if new else ""


def _change(person: Person, line: Line, chunk: Chunk) -> list[str]:
    """Change a person where a cell is filled and differs; return the labels of what changed."""
    said = {name: text for name, text in line.names.items() if text}
    if "display" not in said and person.display == person.native and "native" in said:
        said["display"] = said["native"]  # what was shown was the own script, and still is
    said |= {
        name: value
        for name in ("email", "language", "country_code", "nationality_code")
        if (value := getattr(line, name))
    }
    changed = {name: value for name, value in said.items() if getattr(person, name) != value}
    if {"native", "latin"} & set(changed):
        _check_likeness(person, line)
    if changed:
        fill(person, replace(_command(person), **changed), chunk.by_email.__contains__)
        chunk.by_email[person.email or ""] = person
    return [LABELS[name] for name in changed]


def _check_likeness(person: Person, line: Line) -> None:
    """Raise Invalid where an e-mail leads to somebody of quite another name: offices share addresses."""
    theirs = [_letters(each) for each in (person.native, person.latin, person.display) if each]
    given = [_letters(each) for each in line.names.values() if each]
    if all(SequenceMatcher(None, one, other).ratio() < ALIKE for one in theirs for other in given):
        told = _(
            "This e-mail belongs to %(name)s. If the name has changed, change it on that record.", name=person.display
        )
        raise Invalid({"email": told})


def _letters(name: str) -> str:
    """Return a name's words in Latin letters, in alphabetical order."""
    return " ".join(sorted(slugify(name, limit=200).split("-")))


def _check_place(person: Person, line: Line) -> None:
    places = sum(each.current for each in person.affiliations)
    if (line.position or line.level) and not line.organisation and places != 1:
        raise Invalid({"organisation": _("Say where this person works, or leave position and level empty.")})


def _command(person: Person) -> PersonCommand:
    return PersonCommand(**{each.name: getattr(person, each.name) for each in fields(PersonCommand)})


def _change_place(person: Person, line: Line, body: Organisation | None, context: Context) -> Iterator[str]:
    """Change where a person works, or add it; yield the labels of what changed."""
    current = [each for each in person.affiliations if each.current]
    if line.organisation:
        current = [each for each in current if body is not None and each.organisation is body]
    if not current and line.organisation:
        _join(person, line, body, context)
        yield _("Organisation")
    for place in current[:1] if line.organisation or len(current) == 1 else ():
        if line.position and line.position != place.position:
            place.position = line.position
            yield _("Position")
        if line.level and line.level != place.level:
            place.level = line.level
            yield _("Level")


# --- organisations --------------------------------------------------------------------------------------


def _body(line: Line, context: Context) -> Organisation | None:
    """Return the organisation that is meant; None for one that is to be added. Raises Invalid for one that may not."""
    directory: Directory = context.memory["directory"]
    chunk: Chunk = context.chunk["of_people"]
    name = folded(line.organisation)
    if not name:
        return None
    ids = directory.bodies.get(name, set())
    if len(ids) > 1 and line.country_code:
        ids = {number for number in ids if directory.homes[number] == line.country_code} or ids
    if len(ids) > 1:
        raise Invalid({"organisation": _("Several organisations are called so. Write the address of its page.")})
    if ids:
        return chunk.bodies[next(iter(ids))]
    if name in chunk.made:
        return chunk.made[name]
    if NEW_ORGANISATIONS not in context.options:
        raise Invalid({"organisation": _("There is no such organisation. Add it first, or allow new ones.")})
    if not line.category:
        raise Invalid({"category": _("Say what kind of organisation this is.")})
    return None


def _make_body(line: Line, context: Context) -> Organisation:
    """Add an organisation that a list names; somebody at the centre looks at it before anybody is confirmed in it."""
    language = line.language or "en"
    command = OrganisationCommand(
        title=Texts.of({language: line.organisation}, source=language),
        native=line.organisation,
        native_lang=language,
        category_code=line.category,
        country_code=line.country_code or None,
    )
    body = create_organisation(command)
    context.chunk["of_people"].made[folded(line.organisation)] = body
    return body


def forget(person: Person, names: Collection[str]) -> None:
    """Erase what lists hold of a person who is going to be erased."""
    lists.forget(names, person.id)


def back(_subject: str) -> tuple[str, str]:
    return _("People"), "/people/"


IMPORTER = Importer(
    key="people",
    title=_l("Import people"),
    lede=_l("Who is here already is found by e-mail, else by name and organisation. An empty cell changes nothing."),
    columns=COLUMNS,
    any_of=("native", "latin", "given", "family", "display"),
    row=row,
    may=lambda who, _subject: who.may(policies.PEOPLE_EDIT),
    options=(
        Option(
            NEW_ORGANISATIONS,
            _l("Add organisations that are not here yet"),
            _l("They wait to be checked. The file must say their category."),
        ),
    ),
    identity=identity,
    prepare=prepare,
    finish=finish,
    back=back,
    one_by_one=False,
)
