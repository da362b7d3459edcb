"""What is asked of the tables of imports."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Delete, Insert, Select, Update, delete, insert, select, update

from ..kernel.jobs import JobRow
from .models import ImportRow, ImportRun


def run(public_id: str) -> Select[ImportRun]:
    return select(ImportRun).where(ImportRun.public_id == public_id)


def runs_of(importer: str, subject: str, account_id: int | None) -> Select[ImportRun]:
    """Select what an account brought of a kind, the latest first; None selects everybody's."""
    query = select(ImportRun).where(ImportRun.importer == importer, ImportRun.subject == subject)
    query = query if account_id is None else query.where(ImportRun.account_id == account_id)
    return query.order_by(ImportRun.id.desc())


def job(public_id: str) -> Select[JobRow]:
    return select(JobRow).where(JobRow.public_id == public_id)


def step(run_id: int, before: Collection[str], **values: Any) -> Update:
    """Let a run go on, if it still stands where it should: of two clicks one counts."""
    here = ImportRun.id == run_id, ImportRun.state.in_(before)
    return update(ImportRun).where(*here).values(**values).execution_options(synchronize_session=False)


def rows(run_id: int) -> Select[ImportRow]:
    """Select what became of the lines: what was rejected first, then in the order of the file."""
    mine = select(ImportRow).where(ImportRow.run_id == run_id)
    return mine.order_by(ImportRow.outcome != "rejected", ImportRow.line, ImportRow.id)


def rejected(run_id: int) -> Select[ImportRow]:
    here = ImportRow.run_id == run_id, ImportRow.outcome == "rejected"
    return select(ImportRow).where(*here).order_by(ImportRow.line, ImportRow.id)


def rejected_line(run_id: int, line: int) -> Select[ImportRow]:
    return rejected(run_id).where(ImportRow.line == line)


def write_rows() -> Insert:
    return insert(ImportRow)


def drop_rows(run_ids: Sequence[int]) -> Delete:
    return delete(ImportRow).where(ImportRow.run_id.in_(run_ids)).execution_options(synchronize_session=False)


def kept_since_before(moment: datetime) -> Select[ImportRun]:
    """Select the runs begun before a moment that still hold personal data."""
    return select(ImportRun).where(ImportRun.created_at < moment, ImportRun.erased_at.is_(None))


# --- of one person --------------------------------------------------------------------------------


def rows_of_person(person_id: int) -> Select[ImportRow, ImportRun]:
    """Select the lines that were about a person, with their runs."""
    mine = select(ImportRow, ImportRun).join(ImportRun, ImportRun.id == ImportRow.run_id)
    return mine.where(ImportRow.person_id == person_id).order_by(ImportRow.id)


def runs_with_file() -> Select[ImportRun]:
    return select(ImportRun).where(ImportRun.file_id.is_not(None)).order_by(ImportRun.id)


def all_lines() -> Select[int, int | None, str, str, Any]:
    """Select id, person, name, sentence and values of all lines that are kept."""
    said = (ImportRow.label, ImportRow.message, ImportRow.values)
    return select(ImportRow.id, ImportRow.person_id, *said).order_by(ImportRow.id)


def drop_lines(ids: Sequence[int]) -> Delete:
    return delete(ImportRow).where(ImportRow.id.in_(ids)).execution_options(synchronize_session=False)
