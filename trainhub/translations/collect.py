"""Collects the texts of code and templates into the catalogues of core and of each plugin; `make messages` runs this.

Name languages to do only those. New texts arrive empty, texts that are gone leave; nothing is guessed (no
fuzzy matches). A plugin in plugins/ has only the texts that core has not: the same words are said the same.
For one that lives elsewhere, `python -m trainhub.translations.collect --plugin FOLDER` collects all of its
texts and compiles what is translated.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
LANGUAGES = ("az", "ru", "tk")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "_l": None,
    "lazy_gettext": None,
}
NEVER_CHANGES = datetime(2026, 1, 1, tzinfo=UTC)  # or every run would change every catalogue
JINJA = {"trimmed": "true", "silent": "false"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where texts come from and where their catalogues lie."""

    name: str
    root: Path  # locations in the catalogues are told from here
    sources: tuple[tuple[str, str, str], ...]  # folder, pattern, method
    home: Path

    def path(self, language: str) -> Path:
        return self.home / language / "LC_MESSAGES" / "messages.po"


CORE = Place(
    "trainhub",
    ROOT,
    (("trainhub", "**.py", "python"), ("templates", "**.html", "jinja2"), ("templates", "**.txt", "jinja2")),
    Path(__file__).parent,
)


def plugin(folder: Path) -> Place:
    """Return the place of a plugin's texts, by the folder of its package."""
    own = ((".", "**.py", "python"), ("templates", "**.html", "jinja2"), ("templates", "**.txt", "jinja2"))
    return Place(
        folder.name, folder, tuple(each for each in own if (folder / each[0]).is_dir()), folder / "translations"
    )


def places() -> list[Place]:
    """Return core and every plugin of this checkout."""
    return [CORE, *(plugin(each.parent) for each in sorted((ROOT / "plugins").glob("trainhub_*/plugin.py")))]


def template(place: Place = CORE, *, whole: bool = False) -> Catalog:
    """Return every text of a place, with the files that use it; of a plugin only what core has not, unless `whole`."""
    found = Catalog(project=place.name, charset="utf-8", creation_date=NEVER_CHANGES, revision_date=NEVER_CHANGES)
    common = _of_core() if place != CORE and not whole else frozenset()
    for file, message, comments, context in _texts(place):
        if (message, context) not in common:
            found.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    return found


def _texts(place: Place) -> Iterator[tuple[str, str | tuple[str, ...], list[str], str | None]]:
    for folder, pattern, method in place.sources:
        texts = extract_from_dir(
            place.root / folder,
            method_map=[(pattern, method)],
            options_map={pattern: JINJA if method == "jinja2" else {}},
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        )
        for file, _line, message, comments, context in texts:
            inside = (Path(folder) / file).as_posix()
            if not inside.startswith("tests/"):
                yield inside, message, comments, context


@cache
def _of_core() -> frozenset[tuple[str | tuple[str, ...], str | None]]:
    return frozenset((message, context) for _file, message, _comments, context in _texts(CORE))


def load(language: str, place: Place = CORE) -> Catalog:
    """Return a language's catalogue, or an empty one."""
    file = place.path(language)
    if not file.exists():
        return Catalog(locale=language, project=place.name, creation_date=NEVER_CHANGES, revision_date=NEVER_CHANGES)
    with file.open("rb") as source:
        return read_po(source, locale=language)


def save(language: str, catalog: Catalog, place: Place = CORE) -> None:
    """Write a catalogue in an order that keeps differences small."""
    file = place.path(language)
    file.parent.mkdir(parents=True, exist_ok=True)
    catalog.revision_date = NEVER_CHANGES
    catalog.obsolete.clear()
    with file.open("wb") as target:
        write_po(target, catalog, width=110, sort_output=True, omit_header=False, ignore_obsolete=True)


def translate(place: Place, languages: Sequence[str], *, whole: bool = False) -> None:
    """Bring the catalogues of a place up to its texts."""
    texts = template(place, whole=whole)
    for language in languages:
        catalog = load(language, place)
        catalog.update(texts, no_fuzzy_matching=True)
        if len(texts) or place == CORE:
            save(language, catalog, place)
        sys.stdout.write(f"{place.name} {language}: {len(catalog)} texts, {missing(catalog)} to translate\n")


def compiled(place: Place, language: str) -> None:
    """Write the compiled catalogue beside its source."""
    with place.path(language).with_suffix(".mo").open("wb") as target:
        write_mo(target, load(language, place))


def missing(catalog: Catalog) -> int:
    return sum(1 for message in catalog if message.id and not all(_strings(message.string)))


def _strings(value: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (value or "",) if isinstance(value, str | None) else tuple(value)


def main(arguments: Sequence[str]) -> None:
    if arguments[:1] == ["--plugin"]:
        place, languages = plugin(Path(arguments[1]).resolve()), arguments[2:] or LANGUAGES
        translate(place, languages, whole=True)
        for language in languages:
            compiled(place, language)
        return
    for place in places():
        translate(place, arguments or LANGUAGES)


if __name__ == "__main__":
    main(sys.argv[1:])
