"""A file on its way: brought, its columns assigned, tried, taken in. Each step queues its job."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from ...kernel import files, i18n, jobs
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.work import actor
from ...web.access import Viewer
from .. import policies, queries, sheets, wide
from ..importers import Importer, importer_of
from ..models import ImportRow, ImportRun

POLICY = files.FilePolicy("imports", sheets.KINDS, largest=10 << 10)
CHECK_JOB, IMPORT_JOB = "imports.check", "imports.import"
FRESH = {"at_line": 0, "total": 0, "added": 0, "changed": 0, "same": 0, "rejected": 0, "error": ""}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came."""

    stream: BinaryIO
    name: str


def begin(
    importer: Importer, upload: Upload, who: Viewer, *, subject: str = "", options: Iterable[str] = ()
) -> ImportRun:
    """Keep a file; where its columns are understood, queue the dry run. Raises Invalid for a file that is no table."""
    _authorise(importer, subject, who)
    file, sheet = _take(upload, importer, subject)
    known = {option.key for option in importer.options}
    run = ImportRun(
        importer=importer.key,
        subject=subject,
        account_id=who.account_id,
        actor=actor().name,
        language=i18n.language(),
        file=file,
        headers=list(sheet.headers),
        columns=wide.columns_of(importer, sheet),
        options=sorted(known & set(options)),
        total=sheet.total,
    )
    db.session.add(run)
    db.session.flush()
    if not importer.lacking(run.columns):
        _queue(run, CHECK_JOB, ("mapping",), "checking")
    return run


def assign(run: ImportRun, columns: Mapping[str, str]) -> None:
    """Say which column of the file is which, and queue the dry run.

    Raises Invalid: one that is needed is missing, one is used twice; Refused once the import has begun.
    """
    importer = importer_of(run.importer)
    chosen = {key: header for key, header in columns.items() if header and importer.column(key)}
    wrong = {key: _("This column is used above already.") for key in _twice(chosen)}
    if missing := importer.lacking(chosen):
        wrong[""] = _("Say which column is this one: %(names)s.", names=", ".join(missing))
    if wrong:
        raise Invalid(wrong)
    db.session.execute(queries.step(run.id, ("mapping", "checked", "failed"), columns=chosen))
    _queue(run, CHECK_JOB, ("mapping", "checked", "failed"), "checking")


def mend(run: ImportRun, line: int, values: Mapping[str, str]) -> None:
    """Put other texts in the place of a rejected line's, and queue the dry run anew; the file stays as it came.

    Raises NotFound where that line was not rejected, Refused once the import has begun.
    """
    row = line_of(run, line)
    importer = importer_of(run.importer)
    texts = {key: " ".join(text.split()) for key, text in values.items() if key in run.columns and importer.column(key)}
    changed = {key: text for key, text in texts.items() if text != (row.values or {}).get(key, "")}
    if not changed:
        raise Invalid(_("Nothing was changed. Mend what the remark names."))
    before = dict(run.mended)
    mended = before | {str(line): before.get(str(line), {}) | changed}
    db.session.execute(queries.step(run.id, ("checked",), mended=mended))
    _queue(run, CHECK_JOB, ("checked",), "checking")


def line_of(run: ImportRun, line: int) -> ImportRow:
    """Return a rejected line of what was tried, or raise NotFound."""
    row = db.session.scalar(queries.rejected_line(run.id, line)) if run.state == "checked" and run.file_id else None
    if row is None:
        raise NotFound
    return row


def bring_in(run: ImportRun) -> None:
    """Queue the import of what was tried; raises Refused where there is nothing to take in."""
    if run.state == "checked" and not run.added + run.changed:
        raise Refused(_("There is nothing to take in: every row is there already, or was rejected."))
    if run.state == "checked" and run.rejected and importer_of(run.importer).whole:
        raise Refused(
            _("Nothing is taken in as long as a row is rejected. Mend it here, or mend the file and bring it again.")
        )
    _queue(run, IMPORT_JOB, ("checked",), "running")


def find(public_id: str, who: Viewer) -> ImportRun:
    """Return a run that a viewer may see, or raise NotFound."""
    run = db.session.scalar(queries.run(public_id))
    if run is None or not policies.may_see(who, run.account_id):
        raise NotFound
    if not importer_of(run.importer).may(who, run.subject):
        raise NotFound
    return run


def runs_of(importer: Importer, subject: str, who: Viewer) -> list[ImportRun]:
    """Return what a viewer brought of a kind for a subject, the latest first."""
    everybody = who.may(policies.ALL)
    return list(
        db.session.scalars(queries.runs_of(importer.key, subject, None if everybody else who.account_id).limit(10))
    )


def job_of(run: ImportRun) -> jobs.JobRow | None:
    """Return the work that is done on a run now, or that was given up."""
    return db.session.scalar(queries.job(run.job)) if run.job else None


def rejected_lines(run: ImportRun) -> Iterator[list[Any]]:
    """Yield the rejected rows as lines of a file that can be mended and brought again: its heads are understood."""
    importer = importer_of(run.importer)
    columns = [each for each in importer.columns if each.key in run.columns]
    yield [_("Line"), _("Why it was not taken"), *(str(each.label) for each in columns)]
    for row in db.session.scalars(queries.rejected(run.id)):
        values = row.values or {}
        yield [row.place, row.message, *(values.get(each.key, "") for each in columns)]


def _take(upload: Upload, importer: Importer, subject: str) -> tuple[files.File, sheets.Sheet | wide.Unfolded]:
    """Keep a file that can be read; nothing stays of any other."""
    file = files.store(upload.stream, upload.name, POLICY)
    db.session.flush()
    try:
        return file, wide.read(importer, files.path(file), file.ending, subject)
    except Invalid:
        files.remove(file)
        raise


def _authorise(importer: Importer, subject: str, who: Viewer) -> None:
    if not importer.may(who, subject):
        raise NotFound


def _twice(chosen: Mapping[str, str]) -> list[str]:
    """Return the keys whose header an earlier key has."""
    headers = list(chosen.values())
    return [key for place, (key, header) in enumerate(chosen.items()) if header in headers[:place]]


def _queue(run: ImportRun, job: str, before: tuple[str, ...], state: str) -> None:
    """Let a run go on to its next state, if it stands where it should; raises Refused if not."""
    if run.file_id is None:
        raise Refused(_("The file was erased. Upload it again."))
    if not db.session.execute(queries.step(run.id, before, state=state, **FRESH)).rowcount:  # type: ignore[attr-defined]
        raise Refused(_("This import went on in the meantime. Look at the page again."))
    db.session.execute(queries.drop_rows([run.id]))
    queued = jobs.enqueue(job, account_id=run.account_id, run_id=run.id)
    db.session.execute(queries.step(run.id, (state,), job=queued))
    db.session.refresh(run)
