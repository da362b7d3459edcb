"""The interface is complete: no text missing, none a copy of the English, none that loses its values."""

import re
from collections import Counter
from gettext import c2py  # type: ignore[attr-defined]
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from trainhub.translations import collect

ROOT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|%%")
# names and words that are the same in a language as in English; everything else that is the same was forgotten
SAME_EVERYWHERE = {"CSV", "XLSX", "PDF", "SDG", "GCM", "COVID-19", "E-mail", "OK", "trainhub", "URL", "ID"}
SAME = {
    "az": {"Status", "Risk", "Format", "Plan", "Modul", "Seminar", "Server", "Plugin", "Gender"},
    "ru": set(),
    "tk": {"Format", "Modul", "Seminar", "Plan", "Gender", "Media", "Plugin"},
}
FORMS = {"az": (0, 1, 2, 5, 21), "ru": (0, 1, 2, 5, 21), "tk": (0, 1, 2, 5, 21)}


@pytest.fixture(scope="module", params=collect.LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=collect.places(), ids=lambda place: place.name)
def place(request: pytest.FixtureRequest) -> collect.Place:
    """Give core and each plugin in turn: both must be complete."""
    found: collect.Place = request.param
    return found


@pytest.fixture(scope="module")
def catalog(language: str, place: collect.Place) -> Catalog:
    return collect.load(language, place)


@pytest.fixture(scope="module")
def texts(place: collect.Place) -> Catalog:
    return collect.template(place)


def messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def test_there_are_texts() -> None:
    assert len(collect.template()) > 500


def test_the_catalogue_holds_exactly_the_texts_of_the_code(texts: Catalog, catalog: Catalog) -> None:
    wanted = {(message.id, message.context) for message in messages(texts)}
    have = {(message.id, message.context) for message in messages(catalog)}
    assert {"missing": sorted(map(str, wanted - have)), "gone": sorted(map(str, have - wanted))} == {
        "missing": [],
        "gone": [],
    }


def test_nothing_is_untranslated_or_guessed(catalog: Catalog) -> None:
    assert [message.id for message in messages(catalog) if message.fuzzy or not all(strings(message))] == []


def test_nothing_is_a_copy_of_the_english(catalog: Catalog, language: str) -> None:
    def copied(message: Message) -> bool:
        english = ids(message)[0]
        words = re.findall(r"[^\W\d_]{2,}", PLACEHOLDER.sub("", english))
        return (
            bool(words)
            and strings(message)[0].strip() == english.strip()
            and english not in SAME_EVERYWHERE | SAME[language]
        )

    assert [message.id for message in messages(catalog) if copied(message)] == []


def test_russian_is_written_in_cyrillic(place: collect.Place) -> None:
    latin = [
        message.id
        for message in messages(collect.load("ru", place))
        if re.search(r"[A-Za-z]{3,}", ids(message)[0]) and not re.search(r"[а-яё]", " ".join(strings(message)), re.I)
    ]
    assert [
        text
        for text in latin
        if text not in SAME_EVERYWHERE and not re.fullmatch(r"[\W\d]*(%\(\w+\)s[\W\d]*)+", str(text))
    ] == []


def test_every_placeholder_survives(catalog: Catalog) -> None:
    lost = []
    for message in messages(catalog):
        wanted = set(PLACEHOLDER.findall(ids(message)[-1])) | set(PLACEHOLDER.findall(ids(message)[0]))
        for string in strings(message):
            found = Counter(PLACEHOLDER.findall(string))
            needed = wanted if len(strings(message)) == 1 else set(PLACEHOLDER.findall(ids(message)[-1]))
            if set(found) - wanted or (needed - set(found) and not _may_leave_out(needed - set(found), message)):
                lost.append((message.id, string))
    assert lost == []


def _may_leave_out(lost: set[str], message: Message) -> bool:
    """A plural form may say its number in a word: "one place"."""
    return lost <= {"%(num)s", "%(num)d"} and not isinstance(message.id, str)


def test_every_plural_has_as_many_forms_as_the_language(catalog: Catalog, language: str) -> None:
    if not messages(catalog):
        return
    wanted = catalog.num_plurals
    assert [
        message.id
        for message in messages(catalog)
        if not isinstance(message.id, str) and len(strings(message)) != wanted
    ] == []
    choose = c2py(catalog.plural_expr)
    assert {choose(number) for number in FORMS[language]} == set(range(wanted))


TEMPLATES = sorted([*(ROOT / "templates").rglob("*.html"), *(ROOT / "plugins").glob("*/templates/**/*.html")])


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_template_holds_no_bare_english(path: Path) -> None:
    """Text between tags goes through gettext; what is left over is signs, figures and language codes."""
    source = re.sub(
        r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<(?:style|kbd|svg)\b.*?</(?:style|kbd|svg)>|<!--.*?-->|<!doctype[^>]*>",
        " ",
        path.read_text(),
        flags=re.S,
    )
    words = re.findall(r">([^<]*[^\W\d_]{3,}[^<]*)<", source)
    loose = [word.strip() for word in words]
    assert [
        word for word in loose if not word.startswith("-")
    ] == []  # "-hint" is the rest of an id that a macro builds
