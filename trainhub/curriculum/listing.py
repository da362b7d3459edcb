"""The lists of the curriculum as lines of a file: what the page shows, in the page's language."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..web.templating import words
from . import vocabulary
from .coverage import COLUMNS, Coverage, Covered, Traces
from .files import Change, audience_words
from .models import ActivityText, Version
from .outline import NO_LEVEL, Entry, Row, Section, audience_entries
from .services import Gap

Lines = Iterator[Sequence[Any]]
OPEN_FIELDS: dict[str, str] = {"format": _l("Format"), "audience": _l("For whom"), "levels": _l("Levels")}


def level_title(level: str) -> str:
    """Return what a column of the coverage is called."""
    return str(_("Not decided") if level == NO_LEVEL else vocabulary.LEVELS[level])


def outline_lines(sections: Iterable[Section], *, is_staff: bool) -> Lines:
    """Give parts, modules and entries; a module without entries has a line of its own."""
    head = (_("Part"), _("No."), _("Module"), _("Id"), _("Activity"), _("Counted in module"), _("For whom"))
    yield (*head, _("Levels"), _("Format"), _("Hours"), _("State"), *([_("To be completed")] if is_staff else []))
    for section in sections:
        for row in section.rows:
            begin = (section.part.number, row.module.number, words(row.module.title))
            for cells in _entries(row, is_staff):
                yield (*begin, *cells)


def _entries(row: Row, is_staff: bool) -> Iterator[tuple[Any, ...]]:
    if row.empty:
        yield (*[""] * 8, *([_("Activities")] if is_staff else []))
    for entry in row.entries:
        yield (*_entry(entry), *([_open(entry)] if is_staff else []))


def _entry(entry: Entry) -> tuple[Any, ...]:
    each = entry.activity
    return (
        entry.key,
        words(each.title),
        each.module_text.number if entry.reference else "",
        "; ".join(map(audience_words, audience_entries(each))),
        ", ".join(str(vocabulary.LEVELS[level]) for level in each.levels),
        str(vocabulary.FORMATS[each.format]) if each.format else "",
        "" if each.hours is None else each.hours,
        str(vocabulary.ACTIVITY_STATES[each.state]),
    )


def _open(entry: Entry) -> str:
    """Return what is open of an activity; of a cross-listed one its own module tells."""
    return "" if entry.reference else open_words(entry.open_fields)


def open_words(names: Iterable[str]) -> str:
    """Return the fields that are to be completed, in words."""
    return ", ".join(str(OPEN_FIELDS[name]) for name in names)


def gap_lines(gaps: Iterable[Gap], pairs: Iterable[tuple[ActivityText, ActivityText]]) -> Lines:
    """Give empty modules and open activities, then titles that are close to each other."""
    yield _("No."), _("Module"), _("Id"), _("Activity"), _("To be completed")
    for gap in sorted(gaps, key=lambda each: each.activity is not None):
        begin = gap.module.number, words(gap.module.title)
        if gap.activity is None:
            yield *begin, "", "", _("Activities")
        else:
            yield *begin, gap.activity.key, words(gap.activity.title), open_words(gap.fields)
    for one, other in pairs:
        module = other.module_text
        yield module.number, words(module.title), other.key, words(other.title), _("Close to %(id)s", id=one.key)


def version_lines(versions: Iterable[Version]) -> Lines:
    """Give the versions with state and dates."""
    head = (_("Curriculum"), _("Version"), _("State"), _("In force from"), _("In force until"), _("Languages"))
    yield (*head, _("Edited by"))
    for each in versions:
        state = _("In force") if each.state == "approved" else str(vocabulary.STATES[each.state])
        centre = each.curriculum.centre
        keeper = words(centre.title) if centre else _("administrators")
        dates = (each.effective_from or "", each.effective_until or "")
        yield each.curriculum.slug, each.label, state, *dates, ", ".join(each.languages), keeper


def change_lines(changes: Iterable[Change]) -> Lines:
    """Give what differs between two versions."""
    yield _("Where"), _("What")
    for each in changes:
        yield each.subject, each.words


def coverage_lines(found: Coverage) -> Lines:
    """Give modules by levels, and the sums."""
    yield _("Part"), _("No."), _("Module"), *map(level_title, COLUMNS), _("Activities")
    for part in found.parts:
        for row in part.rows:
            yield (part.part.number, *_covered(row))
    yield "", "", _("All modules"), *found.counts, found.total


def _covered(row: Covered) -> tuple[Any, ...]:
    return row.module.number, words(row.module.title), *row.counts, row.total


def trace_lines(found: Traces) -> Lines:
    """Give recommendations with the activities that answer them; activities that answer none come last."""
    yield _("Recommendation"), _("Id"), _("Activity")
    for code, activities in found.answered:
        for each in activities:
            yield code, each.key, words(each.title)
    for each in found.without:
        yield "", each.key, words(each.title)
