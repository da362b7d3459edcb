"""Experts from a list: found by e-mail, added to the address book and the roster; only filled cells change anything."""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...imports.services import Column, Context, Importer, Kind, Outcome, Values
from ...kernel import i18n
from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.text import fold
from ...people import services as people
from ...people.models import Person
from ...people.services import PersonCommand
from ...sessions.models import ASSIGNMENT_ROLES, EXPERT_KINDS, EXPERTISE_LEVELS, REGIONS, SKILLS, SPOKEN_LEVELS, Expert
from ...web.access import Viewer
from .. import policies, queries
from . import entries

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
SPOKEN = ("en", "az", "ru", "tk", "uz", "kk", "ky", "tg", "fa", "tr", "uk", "ka", "ro", "be", "ar", "de", "fr", "sq")
Names = dict[str, str]  # folded word -> key

COLUMNS = (
    Column(
        "name",
        _l("Name"),
        (
            "full name",
            "expert",
            "ad soyad",
            "adı, soyadı",
            "ad, soyad",
            "фио",
            "ф.и.о.",
            "имя и фамилия",
            "эксперт",
            "ady",
        ),
        help=_l("Needed for somebody who is not in the address book yet."),
    ),
    Column(
        "email",
        _l("E-mail"),
        ("mail", "email", "e-mail address", "e-poçt", "почта", "эл. почта"),
        required=True,
        longest=254,
    ),
    Column("country", _l("Country"), ("ölkə", "страна", "ýurt"), help=_l("By name or by code, any country.")),
    Column(
        "kind", _l("Kind"), ("affiliation", "type", "növ", "тип", "görnüş"), help=_l("Where the expert comes from.")
    ),
    Column(
        "modules",
        _l("Modules"),
        ("module", "topics", "modul", "modullar", "модуль", "модули", "темы"),
        help=_l("Numbers; a level may follow: 4 expert; 8 lead expert; 20"),
    ),
    Column(
        "languages",
        _l("Languages"),
        ("language", "dil", "dillər", "язык", "языки", "diller"),
        help=_l("By name or by code; a level may follow: ru fluent; en basic"),
    ),
    Column("roles", _l("Roles"), ("role",), help=_l("Trainer, facilitator, interpreter.")),
    Column("skills", _l("Skills"), help=_l("As they stand in the form, separated by semicolons.")),
    Column("regions", _l("Has worked in"), ("regional experience", "region"), help=_l("Separated by semicolons.")),
    Column("education", _l("Education"), ("təhsil", "образование", "bilimi"), longest=300),
    Column("evidence", _l("How we know"), ("experience", "təcrübə", "опыт"), longest=300, help=_l("For all modules.")),
    Column("travel", _l("Travel and visa"), ("visa", "viza", "виза"), longest=1000),
)


@dataclass(slots=True)
class Vocabulary:
    """The words of lists, in every language of the interface. Plain values only."""

    countries: Names = field(default_factory=lambda: _spoken(people.world(), i18n.country_name))
    languages: Names = field(default_factory=lambda: _spoken(SPOKEN, i18n.language_name))
    kinds: Names = field(default_factory=lambda: _labels(EXPERT_KINDS))
    levels: Names = field(default_factory=lambda: _labels(EXPERTISE_LEVELS))
    fluency: Names = field(default_factory=lambda: _labels(SPOKEN_LEVELS))
    roles: Names = field(default_factory=lambda: _labels(ASSIGNMENT_ROLES))
    skills: Names = field(default_factory=lambda: _labels(SKILLS))
    regions: Names = field(default_factory=lambda: _labels(REGIONS))
    modules: set[int] = field(default_factory=lambda: {each.number for each in db.session.scalars(queries.modules())})


@dataclass(slots=True)
class Chunk:
    """The rows of the database that some lines are about."""

    persons: dict[str, Person] = field(default_factory=dict)
    experts: dict[int, Expert] = field(default_factory=dict)


def prepare(rows: Sequence[Values], context: Context) -> None:
    """Ask for the persons and entries that the lines of a chunk are about, in two questions."""
    context.memory.setdefault("words_of_experts", Vocabulary())
    emails = {email for row in rows if (email := row.get("email", "").strip().lower())}
    chunk = context.chunk["of_experts"] = Chunk()
    if emails:
        chunk.persons = {(each.email or "").lower(): each for each in db.session.scalars(_persons(emails))}
        ids = [each.id for each in chunk.persons.values()]
        chunk.experts = {each.person_id: each for each in db.session.scalars(queries.experts_among(ids)).unique()}


def _persons(emails: set[str]) -> Any:
    return queries.persons_with_emails(emails)


def identity(values: Values) -> Iterator[Hashable]:
    """Yield what no two lines may share: the e-mail."""
    if email := values.get("email", "").strip().lower():
        yield email


def row(values: Values, context: Context) -> Outcome:
    """Take in a line: add an expert, change one, or find that all is as it says."""
    chunk: Chunk = context.chunk["of_experts"]
    vocabulary: Vocabulary = context.memory["words_of_experts"]
    email = values.get("email", "").strip().lower()
    if not EMAIL.fullmatch(email):
        raise Invalid({"email": _("This does not look like an e-mail address. It needs one @.")})
    said = _said(values, vocabulary)
    person = chunk.persons.get(email)
    expert = chunk.experts.get(person.id) if person is not None else None
    new = expert is None
    if expert is None and "kind" not in said:
        raise Invalid({"kind": _("Say where the expert comes from.")})
    if person is None:
        person = _person(values, email, said.get("country", ""))
    before = None if expert is None else _snapshot(expert)
    expert = expert or Expert(person=person, kind=said["kind"], languages=[])
    if new:
        db.session.add(expert)
        db.session.flush()
    _write(expert, said, values)
    if new:
        return Outcome(Kind.ADDED, person.display, person)
    changed = before != _snapshot(expert)
    return Outcome(Kind.CHANGED if changed else Kind.SAME, person.display, person)


def _person(values: Values, email: str, country: str) -> Person:
    if not values.get("name", "").strip():
        raise Invalid({"name": _("Nobody in the address book has this e-mail, so a name is needed.")})
    if country:
        people.know_country(country)
    command = PersonCommand(native=values["name"].strip(), email=email, country_code=country or None)
    return people.create_person(command)


def _said(values: Values, words: Vocabulary) -> dict[str, Any]:
    """Return what the filled cells of a line say, in the program's words; raises Invalid with all that is wrong."""
    wrong: dict[str, str] = {}
    said: dict[str, Any] = {}
    readers: dict[str, Callable[[str], Any]] = {
        "country": lambda text: _one(words.countries, text),
        "kind": lambda text: _one(words.kinds, text),
        "modules": lambda text: _modules(text, words),
        "languages": lambda text: _languages(text, words),
        "roles": lambda text: [_one(words.roles, each) for each in _parts(text)],
        "skills": lambda text: [_one(words.skills, each) for each in _parts(text)],
        "regions": lambda text: [_one(words.regions, each) for each in _parts(text)],
    }
    for key, read in readers.items():
        if text := values.get(key, "").strip():
            try:
                said[key] = read(text)
            except Invalid as error:
                wrong[key] = str(error)
    if wrong:
        raise Invalid(wrong)
    return said


def _write(expert: Expert, said: Mapping[str, Any], values: Values) -> None:
    if (country := said.get("country")) and expert.person.country_code != country:
        people.know_country(country)
        expert.person.country_code = country
    expert.kind = said.get("kind", expert.kind)
    if "languages" in said:
        expert.languages = list(said["languages"])
        expert.language_levels = {code: level for code, level in said["languages"].items() if level}
    for name in ("roles", "skills", "regions"):
        if name in said:
            setattr(expert, name, said[name])
    for name in ("education", "travel"):
        if text := values.get(name, "").strip():
            setattr(expert, name, text)
    if modules := said.get("modules"):
        _write_modules(expert, modules, values.get("evidence", "").strip())


def _write_modules(expert: Expert, modules: Mapping[int, str], evidence: str) -> None:
    """Add modules, or change the level of those that are there; what the line does not name stays."""
    wanted = {row.module.number: (row.level, row.evidence) for row in expert.expertise}
    for number, level in modules.items():
        had = wanted.get(number, ("practitioner", ""))
        wanted[number] = (level or had[0], evidence or had[1])
    entries.set_expertise(expert, [(number, *pair) for number, pair in wanted.items()])


def _snapshot(expert: Expert) -> tuple[object, ...]:
    names = ("kind", "languages", "language_levels", "roles", "skills", "regions", "education", "travel")
    expertise = sorted((row.module.number, row.level, row.evidence) for row in expert.expertise)
    return (*(getattr(expert, name) for name in names), expertise, expert.person.country_code)


# --- words ----------------------------------------------------------------------------------------------


def _parts(text: str) -> list[str]:
    return [each.strip() for each in re.split(r"[;\n]|,(?!\s*\d*\s*$)", text) if each.strip()]


def _one(names: Names, text: str) -> str:
    """Return the key that a word stands for; raises Invalid."""
    key = names.get(_folded(text))
    if key is None:
        raise Invalid({"": _("“%(word)s” is not known here.", word=text)})
    return key


def _modules(text: str, words: Vocabulary) -> dict[int, str]:
    found: dict[int, str] = {}
    for each in re.split(r"[;,\n]", text):
        match = re.fullmatch(r"\s*m?0*(\d{1,3})\b[\s:(–-]*(.*?)\)?\s*", each, re.IGNORECASE)
        if match is None or int(match[1]) not in words.modules:
            raise Invalid({"": _("“%(word)s” is no module of the curriculum.", word=each.strip())})
        found[int(match[1])] = _one(words.levels, match[2]) if match[2] else ""
    return found


def _languages(text: str, words: Vocabulary) -> dict[str, str]:
    """Read languages, each with a level behind it or not: the longest beginning that is a language is one."""
    found: dict[str, str] = {}
    for each in re.split(r"[;,\n]", text):
        pieces = re.split(r"[\s:()–]+", each.strip().strip("()"))
        pieces = [piece for piece in pieces if piece]
        for cut in range(len(pieces), 0, -1):
            if code := words.languages.get(_folded(" ".join(pieces[:cut]))):
                rest = " ".join(pieces[cut:])
                found[code] = _one(words.fluency, rest) if rest else ""
                break
        else:
            raise Invalid({"": _("“%(word)s” is not known here.", word=each.strip())})
    return found


def _folded(text: str) -> str:
    return " ".join(fold(text).split())


def _spoken(codes: Any, name_of: Callable[[str], str]) -> Names:
    found: Names = {}
    for language in reversed(i18n.languages()):
        with i18n.speaking(language):
            found |= {_folded(name_of(code)): code for code in codes}
    return found | {_folded(code): code for code in codes}


def _labels(labels: Mapping[str, str]) -> Names:
    """Return the keys behind labels in every language of the interface; the first word of a label will do."""
    found: Names = {}
    for language in reversed(i18n.languages()):
        with i18n.speaking(language):
            for key, label in labels.items():
                found.setdefault(_folded(str(label).partition(",")[0]), key)
                found[_folded(str(label))] = key
    return found | {_folded(key): key for key in labels}


def may(who: Viewer, _subject: str) -> bool:
    return who.may(policies.EDIT)


EXPERTS = Importer(
    key="experts",
    title=_l("Experts for the roster"),
    lede=_l(
        "One line for each expert, found by e-mail; who is not in the address book yet is added to it. "
        "Only filled cells change anything. As long as one line is wrong, nothing is taken in."
    ),
    columns=COLUMNS,
    row=row,
    may=may,
    identity=identity,
    prepare=prepare,
    whole=True,
)
