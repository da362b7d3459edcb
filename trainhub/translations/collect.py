"""Collects the texts of code and templates into the catalogues; `make messages` runs this.

Name languages to do only those. New texts arrive empty, texts that are gone leave; nothing is
guessed (no fuzzy matches).
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
LANGUAGES = ("az", "ru", "tk")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "_l": None,
    "lazy_gettext": None,
}
SOURCES = (("trainhub", "**.py", "python"), ("templates", "**.html", "jinja2"), ("templates", "**.txt", "jinja2"))
NEVER_CHANGES = datetime(2026, 1, 1, tzinfo=UTC)  # or every run would change every catalogue


def template() -> Catalog:
    """Return every text of core, with the files that use it."""
    found = Catalog(project="trainhub", charset="utf-8", creation_date=NEVER_CHANGES, revision_date=NEVER_CHANGES)
    for folder, pattern, method in SOURCES:
        options = {method: {"trimmed": "true", "silent": "false"}} if method == "jinja2" else {}
        texts = extract_from_dir(
            ROOT / folder,
            method_map=[(pattern, method)],
            options_map={pattern: options.get(method, {})},
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        )
        for file, _line, message, comments, context in texts:
            found.add(
                message, None, [(f"{folder}/{Path(file).as_posix()}", 0)], auto_comments=comments, context=context
            )
    return found


def path(language: str) -> Path:
    return HERE / language / "LC_MESSAGES" / "messages.po"


def load(language: str) -> Catalog:
    """Return a language's catalogue, or an empty one."""
    place = path(language)
    if not place.exists():
        return Catalog(locale=language, project="trainhub", creation_date=NEVER_CHANGES, revision_date=NEVER_CHANGES)
    with place.open("rb") as file:
        return read_po(file, locale=language)


def save(language: str, catalog: Catalog) -> None:
    """Write a catalogue in an order that keeps differences small."""
    place = path(language)
    place.parent.mkdir(parents=True, exist_ok=True)
    catalog.revision_date = NEVER_CHANGES
    catalog.obsolete.clear()
    with place.open("wb") as file:
        write_po(file, catalog, width=110, sort_output=True, omit_header=False, ignore_obsolete=True)


def missing(catalog: Catalog) -> int:
    return sum(1 for message in catalog if message.id and not all(_strings(message.string)))


def _strings(value: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (value or "",) if isinstance(value, str | None) else tuple(value)


def main(languages: Sequence[str]) -> None:
    texts = template()
    for language in languages or LANGUAGES:
        catalog = load(language)
        catalog.update(texts, no_fuzzy_matching=True)
        save(language, catalog)
        sys.stdout.write(f"{language}: {len(catalog)} texts, {missing(catalog)} to translate\n")


if __name__ == "__main__":
    main(sys.argv[1:])
