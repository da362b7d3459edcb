"""Rows of a list taken in, chunk by chunk: what a job and a command have in common."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from sqlalchemy.exc import DBAPIError

from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from .. import sheets
from ..importers import Context, Importer, Kind, Outcome, Values

CHUNK = 500


@dataclass(slots=True)
class Result:
    """What became of one line."""

    line: int
    values: Values
    outcome: Kind = Kind.REJECTED
    label: str = ""
    message: str = ""
    person_id: int | None = None

    @property
    def place(self) -> str:
        return sheets.place(self.line)


def perform(
    importer: Importer,
    rows: Iterable[tuple[int, Mapping[str, str]]],
    mapping: Mapping[str, str],
    context: Context,
    after: int = 0,
) -> Iterator[list[Result]]:
    """Take in the rows of a file, a chunk at a time; the caller commits after each. A dry run keeps nothing.

    Lines up to `after` were taken in before: they are only remembered, so that a later one cannot repeat them.
    """
    seen: dict[Hashable, int] = {}
    numbered = iter(rows)
    while lines := list(islice(numbered, CHUNK)):
        results = [_fresh(importer, line, {key: cells[head] for key, head in mapping.items()}) for line, cells in lines]
        _find_repeated(importer, results, seen)
        results = [each for each in results if each.line > after]
        if results:
            _chunk(importer, results, context)
            yield results


def _fresh(importer: Importer, line: int, values: Values) -> Result:
    """Return a line before it is taken in, called by the first cell of those that name it."""
    naming = importer.any_of or [each.key for each in importer.columns]
    return Result(line, values, label=next((values[key] for key in naming if values.get(key)), "")[:200])


def _find_repeated(importer: Importer, results: list[Result], seen: dict[Hashable, int]) -> None:
    """Say of each row that shares what no two may share, on which line it stands already."""
    for each in results:
        for mark in importer.identity(each.values):
            first = seen.setdefault(mark, each.line)
            if first != each.line:
                each.message = _("This is on line %(line)s already.", line=sheets.place(first))


def _chunk(importer: Importer, results: list[Result], context: Context) -> None:
    """Take in some rows; all together where the importer allows it and the database has nothing against it."""
    fresh = [each for each in results if not each.message]
    if importer.one_by_one or not _at_once(importer, fresh, context):
        _each(importer, fresh, context)


def _at_once(importer: Importer, results: list[Result], context: Context) -> bool:
    """Take in rows with one flush; say whether it went through. If not, nothing has happened."""
    try:
        with db.session.begin_nested() as point:
            _prepare(importer, results, context)
            outcomes = [_attempt(importer, each, context) for each in results]
            db.session.flush()
            _note(results, outcomes, context)
            importer.finish(context)
            if context.dry:
                point.rollback()
    except DBAPIError:
        return False
    return True


def _each(importer: Importer, results: list[Result], context: Context) -> None:
    """Take in rows one by one, each in a savepoint of its own."""
    with db.session.begin_nested() as point:
        _prepare(importer, results, context)
        for each in results:
            try:
                with db.session.begin_nested():
                    outcome = _attempt(importer, each, context)
                    db.session.flush()
                    if outcome is None:
                        raise _Undo
                    _note([each], [outcome], context)
            except _Undo:
                pass
            except DBAPIError:
                each.message = _("The database refuses this row. Look for what is too long or there twice.")
        importer.finish(context)
        if context.dry:
            point.rollback()


class _Undo(Exception):
    """A row was refused; what it may have changed is undone."""


def _prepare(importer: Importer, results: list[Result], context: Context) -> None:
    context.chunk.clear()
    importer.prepare([each.values for each in results], context)


def _attempt(importer: Importer, result: Result, context: Context) -> Outcome | None:
    """Take in a row; None where something speaks against it, which the result then says."""
    try:
        for key, text in result.values.items():
            _check_length(importer, key, text)
        return importer.row(result.values, context)
    except Invalid as error:
        result.message = " ".join(_said(importer, key, str(text)) for key, text in error.fields.items())
    except Refused as error:
        result.message = str(error)
    return None


def _check_length(importer: Importer, key: str, text: str) -> None:
    column = importer.column(key)
    if column is not None and len(text) > column.longest:
        raise Invalid({key: _("This is too long: %(max)d characters at the most.", max=column.longest)})


def _said(importer: Importer, key: str, sentence: str) -> str:
    column = importer.column(key)
    return f"{column.label}: {sentence}" if column else sentence


def _note(results: list[Result], outcomes: list[Outcome | None], context: Context) -> None:
    """Write down what became of rows, now that new persons have their numbers; those of a dry run vanish."""
    for result, outcome in zip(results, outcomes, strict=True):
        if outcome is not None:
            result.outcome, result.label, result.message = outcome.kind, outcome.label[:200], outcome.note
            lasting = outcome.person is not None and not (context.dry and outcome.kind == Kind.ADDED)
            result.person_id = outcome.person.id if lasting else None
