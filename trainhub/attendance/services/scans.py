"""Scans of signed sheets: kept as evidence of attendance, with the half-days they show, and gone when time is up."""

from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from ...kernel import clock, files, i18n
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.jobs import Running
from ...kernel.work import Actor
from ...sessions.models import Slot, TrainingSession
from .. import queries
from ..models import SheetScan, SignInSheet

POLICY = files.FilePolicy("sheet-scans", ("pdf", "jpg", "png"))
LOGS = files.FilePolicy("meeting-logs", ("csv", "xlsx"), largest=2048)  # other evidence of a half-day
KEPT_YEARS = 5  # after the last day of the session; the paper says so


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in."""

    stream: BinaryIO
    name: str


def attach(
    *,
    session: TrainingSession,
    uploads: list[Upload],
    sheet: SignInSheet | None = None,
    slot: Slot | None = None,
    by: Actor,
    policy: files.FilePolicy = POLICY,
) -> list[SheetScan]:
    """Keep scans of a sheet, of a half-day, or of both; with another `policy`, other evidence of it.

    Raises Invalid by field; then none is kept.
    """
    if not uploads:
        raise Invalid({"files": _("Choose at least one file.")})
    if sheet is None and slot is None:
        raise Invalid({"of": _("Say which sheet or half-day this is.")})
    kept = [_kept(each, policy) for each in uploads]
    about = {"session": session, "sheet": sheet, "slot": slot, "account_id": by.account_id, "actor": by.name}
    made = [SheetScan(file=each, **about) for each in kept]
    db.session.add_all(made)
    db.session.flush()
    return made


def find_scan(session: TrainingSession, public_id: str) -> SheetScan:
    """Return a scan of this session; raises NotFound."""
    found = db.session.scalar(queries.scans_of(session.id).where(SheetScan.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def scans_of(session_id: int) -> list[SheetScan]:
    """Return all scans of a session, the newest first."""
    return list(db.session.scalars(queries.scans_of(session_id)))


def shows(scan: SheetScan) -> list[str]:
    """Return the public ids of the half-days that a scan is evidence for."""
    if scan.slot is not None:
        return [scan.slot.public_id]
    return list(scan.sheet.slots) if scan.sheet is not None else []


def describe_scan(scan: SheetScan) -> str:
    """Return in words what a scan shows."""
    if scan.sheet is not None:
        return _("Sheet %(name)s", name=scan.sheet.name)
    assert scan.slot is not None  # the table says so
    begins, ends = i18n.hour(scan.slot.local_start), i18n.hour(scan.slot.local_end)
    return f"{i18n.day(scan.slot.local_date, 'week')}, {begins}–{ends}"


def is_log(scan: SheetScan) -> bool:
    """Say whether it is the log of an online meeting, no signed sheet."""
    return scan.file.policy == LOGS.name


def remove_scan(scan: SheetScan) -> None:
    """Take a scan away, with its file: brought by mistake, it may show others. The history keeps that it was there."""
    file = scan.file
    db.session.delete(scan)
    db.session.flush()
    files.remove(file)


def forget_scans(running: Running) -> None:
    """The job: take away scans whose time is up."""
    today = clock.today()
    before = date(today.year - KEPT_YEARS, today.month, min(today.day, 28))
    for scan in db.session.scalars(queries.scans_ended(before)).all():
        remove_scan(scan)
        running.checkpoint()


def _kept(upload: Upload, policy: files.FilePolicy) -> files.File:
    try:
        return files.store(upload.stream, upload.name, policy)
    except Invalid as error:
        raise Invalid({"files": f"{upload.name}: {error}"}) from error
