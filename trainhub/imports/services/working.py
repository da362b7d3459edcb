"""The two jobs of a run: try it, and take it in. Each goes on where a worker that died left off."""

from collections import Counter
from collections.abc import Iterator, Mapping

from ...kernel import files, i18n, jobs
from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...kernel.work import Actor, acting
from .. import queries, sheets, wide
from ..importers import Context, Importer, Kind, importer_of
from ..models import ImportRun
from .engine import Result, perform


def run_check(running: jobs.Running, run_id: int) -> None:
    """The job: try every row and keep nothing."""
    _work(running, run_id, "checking", "checked")


def run_import(running: jobs.Running, run_id: int) -> None:
    """The job: take in every row that can be."""
    _work(running, run_id, "running", "done")


def _work(running: jobs.Running, run_id: int, state: str, then: str) -> None:
    run = db.session.get(ImportRun, run_id)
    if run is None or run.state != state or run.file is None:
        return  # somebody went on, or the file was erased
    importer, after = importer_of(run.importer), run.at_line
    counted = Counter(run.counts)
    context = Context(run.account_id, run.subject, frozenset(run.options), dry=state == "checking")
    who, reason = Actor(run.account_id, run.actor), _("Import %(number)s", number=run.public_id)
    columns, mended = dict(run.columns), dict(run.mended)
    with i18n.speaking(run.language):
        try:
            sheet = _open(run, importer)
        except Invalid as error:
            db.session.execute(queries.step(run_id, (state,), state="failed", error=str(error)))
            return
        db.session.execute(queries.step(run_id, (state,), total=sheet.total))
        running.checkpoint(counted.total(), sheet.total)
        with acting(who, reason):
            for results in perform(importer, _as_mended(sheet, columns, mended), columns, context, after):
                _write(run_id, state, results, counted)
                db.session.expunge_all()  # ten thousand persons are too many to remember
                running.checkpoint(counted.total(), sheet.total)
    db.session.execute(queries.step(run_id, (state,), state=then))


def _as_mended(
    sheet: sheets.Sheet | wide.Unfolded, columns: Mapping[str, str], mended: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the lines of a file, with what was written in the place of single cells."""
    for line, cells in sheet:
        other = mended.get(str(line), {})
        yield line, cells | {columns[key]: text for key, text in other.items() if key in columns}


def _open(run: ImportRun, importer: Importer) -> sheets.Sheet | wide.Unfolded:
    assert run.file is not None
    sheet = wide.read(importer, files.path(run.file), run.file.ending, run.subject)
    if not set(run.columns.values()) <= set(sheet.headers):
        raise Invalid(_("The columns of this file are others than before. Upload it again."))
    return sheet


def _write(run_id: int, state: str, results: list[Result], counted: Counter[str]) -> None:
    """Write down what became of some rows, with how far the run is: both are true at once with the rows' own work."""
    counted.update(each.outcome.value for each in results)
    db.session.execute(
        queries.write_rows(),
        [
            {
                "run_id": run_id,
                "line": each.line,
                "outcome": each.outcome.value,
                "label": each.label,
                "message": each.message,
                "values": dict(each.values) if each.outcome == Kind.REJECTED else None,
                "person_id": each.person_id,
            }
            for each in results
        ],
    )
    counts = {kind.value: counted[kind.value] for kind in Kind}
    db.session.execute(queries.step(run_id, (state,), at_line=results[-1].line, **counts))
