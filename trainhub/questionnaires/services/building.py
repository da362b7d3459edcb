"""What the pages of those who build questionnaires show: heads of versions, and what stands in the way of freezing."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.i18n import language, language_name, ngettext
from ...kernel.text import alphabetical, fold
from .. import queries
from ..content import Content, content_from_json, faults, stale, texts, untranslated
from ..models import Questionnaire, QuestionnaireVersion
from .waves import waves_of


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list before freezing: stop, warn or ok; `where` is a key, `language` one to translate."""

    kind: str
    sentence: str
    where: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """One version as the record shows it; `marks` says of each language: current, "old" or "no"."""

    version: QuestionnaireVersion
    questions: int
    marks: tuple[tuple[str, str], ...]
    waves: int


def heads(questionnaire: Questionnaire, languages: Collection[str]) -> list[Head]:
    """Return the versions of a questionnaire, the newest first."""
    waves = Counter(wave.version_id for wave in waves_of(questionnaire))
    found = []
    for version in reversed(questionnaire.versions):
        content = content_from_json(version.content)
        found.append(Head(version, len(list(content.items)), marks(content, languages), waves[version.id]))
    return found


def marks(content: Content, languages: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return of each language what its translation is worth: "" current, "old" or "no" (something is missing)."""
    missing = untranslated(content, languages)
    written = any(texts(content))
    return tuple(
        (code, "no" if code in missing or not written else "old" if stale(content, code) else "") for code in languages
    )


def review(version: QuestionnaireVersion, languages: Collection[str]) -> list[Check]:
    """Return what blocks freezing, what may be forgotten, and what is in order."""
    content = content_from_json(version.content)
    stops = [Check("stop", fault.sentence, fault.where) for fault in faults(content)]
    warns = [*_translations(content, languages), *_required(content), *_points(version, content)]
    if not stops:
        stops = [Check("ok", _("Every question is complete, and every condition asks about an earlier question."))]
    return [*stops, *warns]


def _translations(content: Content, languages: Collection[str]) -> list[Check]:
    missing = untranslated(content, languages)
    all_texts = len(list(texts(content)))
    found = []
    for code in languages:
        gaps, old = len(missing.get(code, ())), len(stale(content, code))
        name = language_name(code)
        if gaps and code != content.language:
            found.append(Check("warn" if gaps < all_texts else "info", _gap(name, gaps, all_texts), language=code))
        if old:
            sentence = ngettext(
                "%(language)s: %(num)s text is older than the source.",
                "%(language)s: %(num)s texts are older than the source.",
                old,
                language=name,
            )
            found.append(Check("warn", sentence, language=code))
    complete = [language_name(code) for code in languages if code not in missing and not stale(content, code)]
    if complete and all_texts:
        found.append(Check("ok", _("Complete in: %(languages)s.", languages=", ".join(complete))))
    return found


def _gap(name: str, gaps: int, whole: int) -> str:
    if gaps == whole:
        return _("%(language)s: nothing is translated. It cannot be asked in this language.", language=name)
    return ngettext(
        "%(language)s: %(num)s text is missing. The source language would be shown.",
        "%(language)s: %(num)s texts are missing. The source language would be shown.",
        gaps,
        language=name,
    )


def _required(content: Content) -> list[Check]:
    if any(item.required for item in content.items) or not any(content.items):
        return []
    return [Check("info", _("No question must be answered. Somebody may send it with a single answer."))]


def _points(version: QuestionnaireVersion, content: Content) -> list[Check]:
    if version.questionnaire.kind != "test":
        return []
    without = [item for item in content.items if item.type in {"single", "multiple", "number"} and not item.correct]
    return [Check("warn", _("This question of the test has no right answer yet."), item.key) for item in without]


def found_by(words: str) -> list[int]:
    """Return the row numbers of questionnaires whose title or key has all these words, in any language."""
    wanted = fold(words).split()
    return [
        number
        for number, key, title in db.session.execute(queries.titles())
        if all(word in fold(" ".join([key, *title.values.values()])) for word in wanted)
    ]


def themes(names: Collection[str]) -> dict[str, str]:
    """Return the names of the bank's themes: one that is the key of a questionnaire is called by its title."""
    known = {key: title.text(language()) for _number, key, title in db.session.execute(queries.titles())}
    return {name: known.get(name, name) for name in names}


def sources() -> list[Questionnaire]:
    """Return what a new questionnaire can begin with: those not archived that ask something, by title."""
    rows = db.session.scalars(queries.questionnaires_whole())
    found = [each for each in rows if each.archived_at is None and any(version.content for version in each.versions)]
    order = alphabetical(language())
    return sorted(found, key=lambda each: order(each.title.text(language())))
