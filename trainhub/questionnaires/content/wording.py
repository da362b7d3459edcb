"""The texts of a definition one by one, by a path, so that translations can stand side by side."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from ...kernel.types import Texts, digest
from .shapes import Content, Item, Section

Change = Callable[[str, Texts], Texts]


def texts(content: Content) -> Iterator[tuple[str, Texts]]:
    """Yield path and text of everything that is written: intro, section/s1/title, item/q1/option/yes …"""
    found: list[tuple[str, Texts]] = []

    def note(path: str, text: Texts) -> Texts:
        found.append((path, text))
        return text

    _rewrite(content, note)
    yield from ((path, text) for path, text in found if text)


def put_text(content: Content, path: str, language: str, text: str) -> Content:
    """Return the same content with one text written anew in one language."""

    def change(here: str, old: Texts) -> Texts:
        if here != path:
            return old
        return (old if old else Texts(content.language)).put(language, text.strip())

    return _rewrite(content, change)


@dataclass(frozen=True, slots=True)
class Entry:
    """A translation as it was typed: `mark` is the digest of the source beside it, `right` confirms an old one."""

    text: str
    mark: str
    right: bool = False


def translate(content: Content, language: str, entries: Mapping[str, Entry]) -> Content:
    """Return the same content with translations by path; one whose source changed meanwhile is kept as older."""

    def change(path: str, old: Texts) -> Texts:
        entry = entries.get(path)
        if entry is None or not old or (entry.text == old.values.get(language, "") and not entry.right):
            return old
        new = old.put(language, entry.text)
        if not entry.text or entry.mark == digest(old.values.get(old.source, "")):
            return new
        return replace(new, made_from={**new.made_from, language: entry.mark})

    return _rewrite(content, change)


def untranslated(content: Content, languages: Collection[str]) -> dict[str, list[str]]:
    """Return language -> paths of the texts that are missing in it; languages without a gap are left out."""
    gaps = {code: [path for path, text in texts(content) if code not in text.values] for code in languages}
    return {code: paths for code, paths in gaps.items() if paths}


def stale(content: Content, language: str) -> list[str]:
    """Return the paths of the texts whose source changed after this translation was made."""
    return [path for path, text in texts(content) if text.stale(language)]


def languages_of(content: Content) -> list[str]:
    """Return the languages in which everything is written, the source language first."""
    written = [set(text.values) for _path, text in texts(content)]
    complete = set.intersection(*written) if written else set()
    return sorted(complete, key=lambda code: (code != content.language, code))


def _rewrite(content: Content, change: Change) -> Content:
    sections = tuple(_section(section, change) for section in content.sections)
    intro, thanks = change("intro", content.intro), change("thanks", content.thanks)
    return replace(content, sections=sections, intro=intro, thanks=thanks)


def _section(section: Section, change: Change) -> Section:
    home = f"section/{section.key}"
    title, intro = change(f"{home}/title", section.title), change(f"{home}/intro", section.intro)
    return replace(section, title=title, intro=intro, items=tuple(_item(item, change) for item in section.items))


def _item(item: Item, change: Change) -> Item:
    home = f"item/{item.key}"
    text, hint = change(f"{home}/text", item.text), change(f"{home}/hint", item.hint)
    options = tuple(replace(each, text=change(f"{home}/option/{each.code}", each.text)) for each in item.options)
    rows = tuple(replace(each, text=change(f"{home}/row/{each.code}", each.text)) for each in item.rows)
    scale = item.scale and replace(
        item.scale, low=change(f"{home}/low", item.scale.low), high=change(f"{home}/high", item.scale.high)
    )
    return replace(item, text=text, hint=hint, options=options, rows=rows, scale=scale)
