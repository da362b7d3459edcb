"""A line of a list of persons: the columns it may have, and what it says in the program's words."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from ...imports.services import Column, Values
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.text import fold
from ..models import Organisation
from . import vocabulary

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
SCRIPTS = {"CYRILLIC": "ru", "GEORGIAN": "ka", "ARMENIAN": "hy", "ARABIC": "fa"}  # what a name is likely written in

LATIN = (
    "passport name", "latin", "latin name", "имя латиницей", "фио латиницей", "латиницей", "имя по паспорту",
    "latın hərfləri ilə", "latın hərfləri ilə ad", "pasportda yazıldığı kimi", "latyn harplary bilen",
)  # fmt: skip
COLUMNS = (
    Column(
        "native",
        _l("Name in own script"),
        ("name", "full name", "ad soyad", "adı, soyadı", "ad, soyad", "фио", "ф.и.о.", "имя и фамилия", "ady", "aty"),
        help=_l("First name and last name, in their own letters."),
    ),
    Column(
        "given", _l("First name"), ("given name", "given names", "ad", "adı", "имя"), help=_l("If it stands apart.")
    ),
    Column(
        "family",
        _l("Last name"),
        ("family name", "surname", "soyad", "soyadı", "фамилия"),
        help=_l("If it stands apart."),
    ),
    Column("latin", _l("Name as in the passport"), LATIN, help=_l("In Latin letters.")),
    Column("display", _l("Name shown"), help=_l("Empty: the name in own script.")),
    Column("email", _l("E-mail"), ("mail", "email", "e-mail address", "e-poçt", "почта", "эл. почта"), longest=254),
    Column("language", _l("Language"), help=_l("English, Azerbaijani, Russian or Turkmen; a code such as az will do.")),
    Column("country", _l("Country"), help=_l("By name in any of our languages, or by code, such as GE.")),
    Column("nationality", _l("Nationality"), ("citizenship", "vətəndaşlıq", "гражданство"), help=_l("A country.")),
    Column(
        "organisation",
        _l("Organisation"),
        ("institution", "ministry", "organization", "qurum", "təşkilat", "организация", "ведомство", "edara"),
        longest=300,
        help=_l("By name, short name or the address of its page here."),
    ),
    Column("category", _l("Category"), help=_l("Needed for an organisation that is not here yet.")),
    Column("position", _l("Position"), ("job title", "post", "vəzifə", "должность"), help=_l("What they do there.")),
    Column("level", _l("Level"), help=_l("Policy makers, practitioners or researchers.")),
)


@dataclass(slots=True)
class Directory:
    """What a file is compared with: words, and organisations by every name they have. Plain values only."""

    countries: vocabulary.Words = field(default_factory=vocabulary.countries)
    languages: vocabulary.Words = field(default_factory=vocabulary.languages)
    levels: vocabulary.Words = field(default_factory=vocabulary.levels)
    categories: vocabulary.Words = field(default_factory=vocabulary.categories)
    bodies: dict[str, set[int]] = field(default_factory=dict)  # folded name -> ids
    homes: dict[int, str | None] = field(default_factory=dict)  # id -> country

    def know(self, body: Organisation) -> None:
        for name in (body.slug, body.short, body.native, *body.title.values.values()):
            if name:
                self.bodies.setdefault(folded(name), set()).add(body.id)
        self.homes[body.id] = body.country_code


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says, in the program's words; empty means that it says nothing."""

    names: dict[str, str]
    email: str
    language: str
    country_code: str
    nationality_code: str
    organisation: str
    category: str
    position: str
    level: str


def read(values: Values, directory: Directory) -> Line:
    """Return what a line says; raises Invalid with all cells that say nothing that is understood."""
    wrong: dict[str, str] = {}

    def code(words: vocabulary.Words, key: str) -> str:
        try:
            return vocabulary.code_of(words, values.get(key, ""), key)
        except Invalid as error:
            wrong.update(error.fields)
            return ""

    email = values.get("email", "").lower()
    if email and not EMAIL.fullmatch(email):
        wrong["email"] = _("This does not look like an e-mail address. It needs one @.")
    line = Line(
        names=names_of(values),
        email=email,
        language=code(directory.languages, "language"),
        country_code=code(directory.countries, "country"),
        nationality_code=code(directory.countries, "nationality"),
        organisation=values.get("organisation", ""),
        category=code(directory.categories, "category"),
        position=values.get("position", ""),
        level=code(directory.levels, "level"),
    )
    if wrong:
        raise Invalid(wrong)
    return line


def names_of(values: Values) -> dict[str, str]:
    """Return the names that a line gives: native, latin, display."""
    whole = " ".join(filter(None, (values.get("given"), values.get("family"))))
    return {
        "native": values.get("native") or whole,
        "latin": values.get("latin", ""),
        "display": values.get("display", ""),
    }


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    return " ".join(fold(name).split())


def language_of(line: Line) -> str:
    """Return the language a name is likely written in: what the line says, where its script allows that."""
    script = unicodedata.name(next(filter(str.isalpha, line.names["native"]), "A"), "LATIN").split()[0]
    if script == "LATIN":
        return line.language if line.language in {"az", "tk"} else "az" if "ə" in line.names["native"].lower() else "en"
    return SCRIPTS.get(script, "en")
