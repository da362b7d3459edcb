"""How long lists are kept: a month, and not longer than the persons in them want."""

from collections.abc import Collection, Iterable

from ...kernel import clock, files, jobs
from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.text import fold
from .. import queries, sheets
from ..models import ImportRun

KEPT_DAYS = 30


def purge(running: jobs.Running) -> None:
    """The job: erase files and rows a month after they came; how many there were stays."""
    for run in db.session.scalars(queries.kept_since_before(clock.ago(days=KEPT_DAYS))).all():
        db.session.execute(queries.drop_rows([run.id]))
        run.actor, run.headers, run.mended, run.erased_at = "", [], {}, clock.now()
        _drop_file(run)
        running.checkpoint()


def forget(words: Collection[str], person_id: int | None = None) -> None:
    """Erase what lists hold of a person: the rows about them or saying one of some words, and the files that do.

    `words` are names and addresses that belong to nobody else. A file goes whole; what it brought stays.
    """
    wanted = {fold(word) for word in words if word.strip()}
    about = set()
    if person_id is not None:
        about = {row.run_id for row, _run in db.session.execute(queries.rows_of_person(person_id))}
    for run in db.session.scalars(queries.runs_with_file()).all():
        if run.id in about or _says(_cells(run), wanted):
            _drop_file(run)
    for row in db.session.execute(queries.all_lines()).all():
        said = [row.label, row.message, *(row.values or {}).values()]
        if row.person_id == person_id is not None or _says(said, wanted):
            db.session.execute(queries.drop_lines([row.id]))
    db.session.flush()


def _says(texts: Iterable[str], wanted: Collection[str]) -> bool:
    return any(word in fold(text) for text in texts for word in wanted)


def _cells(run: ImportRun) -> Iterable[str]:
    """Return every cell of a run's file; of one that cannot be read, what it is called."""
    assert run.file is not None
    yield run.file.name
    for line in run.mended.values():
        yield from line.values()
    try:
        sheet = sheets.read(files.path(run.file), run.file.ending)
    except (Invalid, OSError):
        return
    yield from sheet.everything()


def _drop_file(run: ImportRun) -> None:
    file, run.file, run.mended = run.file, None, {}
    db.session.flush()
    if file is not None:
        files.remove(file)
