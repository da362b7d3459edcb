"""The ledger: figures are drafted, checked by a job against everything that is out, published, withdrawn."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select
from sqlalchemy.exc import IntegrityError

from ...kernel import clock, jobs
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...kernel.work import Actor, acting
from ...people.models import Centre
from ...web.access import Viewer
from . import conversion, policies, queries, reading
from .conversion import HELD_BACK, SCOPES, Spec
from .models import PublishedCell, PublishedTable, Release
from .policy import DEFAULTS, Audience
from .problem import Period

COMPUTE_JOB = "reports.disclose"
MOST_TABLES = 40


@dataclass(frozen=True, slots=True)
class TableCommand:
    """One table to be published: an indicator, up to three breakdowns, and what it is narrowed to."""

    indicator: str
    by: tuple[str, ...]
    scope: tuple[tuple[str, str], ...] = ()
    title: Texts = field(default_factory=Texts)
    key: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseCommand:
    """A release to be drafted. `kind` is the word by which whoever shows it finds it again."""

    title: Texts
    audience: Audience
    first: date
    until: date
    tables: tuple[TableCommand, ...] = ()
    kind: str = "tables"
    centre: Centre | None = None
    threshold: int | None = None


def draft(command: ReleaseCommand) -> Release:
    """Make a release that nobody has checked yet; raises Invalid."""
    if not command.title:
        raise Invalid({"title": _("Give it a title.")})
    if command.until <= command.first:
        raise Invalid({"until": _("The period ends before it begins.")})
    threshold = DEFAULTS[command.audience] if command.threshold is None else command.threshold
    release = Release(
        title=command.title,
        kind=command.kind,
        audience=command.audience.value,
        first=command.first,
        until=command.until,
        centre=command.centre,
        policy={"audience": command.audience.value, "threshold": threshold},
    )
    db.session.add(release)
    db.session.flush()
    for table in command.tables:
        add_table(release, table)
    return release


def add_table(release: Release, command: TableCommand) -> PublishedTable:
    """Put one more table into a draft; what was checked must be checked again. Raises Refused, Invalid, NotFound."""
    _must_be_open(release)
    if len(release.tables) >= MOST_TABLES:
        raise Refused(_("A release holds %(most)d tables at the most. Make another one.", most=MOST_TABLES))
    scope = dict(command.scope)
    if not set(scope) <= set(SCOPES):
        raise NotFound
    if release.centre is not None:
        scope["centre"] = release.centre.slug
    if release.audience != Audience.INTERNAL and set(command.by) & set(HELD_BACK):
        raise Invalid({"by": _("Tables by session stay with the staff: who was in a room is known to all in it.")})
    table = PublishedTable(
        key=command.key or _key(release, command),
        position=max((each.position for each in release.tables), default=0) + 1,
        title=command.title,
        indicator=command.indicator,
        by=list(command.by),
        scope=scope,
    )
    if any(each.key == table.key for each in release.tables):
        raise Invalid({"indicator": _("This table is in the release already.")})
    conversion.check(spec_of(release, table))
    release.tables.append(table)
    _unchecked(release)
    return table


def remove_table(release: Release, key: str) -> None:
    """Take a table out of a draft. Raises NotFound, Refused."""
    _must_be_open(release)
    table = next((each for each in release.tables if each.key == key), None)
    if table is None:
        raise NotFound
    release.tables.remove(table)
    _unchecked(release)


def discard(release: Release) -> None:
    """Throw a draft away: nobody has seen it. Raises Refused."""
    _must_be_open(release)
    db.session.delete(release)
    db.session.flush()


def check(release: Release, *, account_id: int | None = None, publish_as: str = "") -> str | None:
    """Queue the job that decides what of a release may be shown; return its public id. Raises Refused.

    With `publish_as`, the name of whoever said so, what stands the attack comes out without another word.
    """
    _must_be_open(release)
    if not release.tables:
        raise Refused(_("There is no table in it. Add one first."))
    release.state, release.refusal, release.report = "computing", "", {}
    db.session.flush()
    key = f"{COMPUTE_JOB}:{release.id}"
    return jobs.enqueue(COMPUTE_JOB, key=key, account_id=account_id, release_id=release.id, publish_as=publish_as)


def publish(release: Release, by: Actor) -> None:
    """Let a checked release out. Raises Refused where the check is older than what was published since."""
    if release.state != "ready":
        raise Refused(_("It has not been checked. Check it first."))
    late = Refused(_("Other figures were published since it was checked. Check it again."))
    if release.ledger_mark != mark():
        raise late
    try:
        with acting(by), db.session.begin_nested():
            release.state, release.published_at, release.published_by = "published", clock.now(), by.name
            release.digest = fingerprint(release)
    except IntegrityError as error:  # somebody was faster by a moment
        raise late from error


def withdraw(release: Release, reason: str, by: Actor) -> None:
    """Take a published release back. Who has read it has read it: it counts in every later check."""
    if release.state != "published":
        raise Refused(_("It is not published."))
    if not reason.strip():
        raise Invalid({"reason": _("Say why. Readers are told.")})
    with acting(by):
        release.state, release.withdrawn_at, release.withdrawn_reason = "withdrawn", clock.now(), reason.strip()
        db.session.flush()


# --- reading ------------------------------------------------------------------------------------------


def find(public_id: str, who: Viewer) -> Release:
    """Return a release the viewer prepares; raises NotFound."""
    release = db.session.scalar(queries.release(public_id))
    if release is None or not policies.may_publish(who, release):
        raise NotFound
    return release


def find_readable(public_id: str, who: Viewer) -> Release:
    """Return a release whose tables the viewer may have; raises NotFound."""
    release = db.session.scalar(queries.release(public_id))
    if release is None or not policies.may_read(who, release):
        raise NotFound
    return release


def tables(release: Release) -> list[reading.ReadTable]:
    """Return the tables of a release as readers have them, in the language of the page."""
    return reading.read(release, list(db.session.scalars(queries.cells(release.id))))


def published(
    audience: Audience,
    *,
    kind: str | None = None,
    first: date | None = None,
    until: date | None = None,
    centre_id: int | None = None,
) -> list[Release]:
    """Return what stands published for an audience (its own and the wider ones), the newest first."""
    return list(db.session.scalars(queries.standing(audience.sees, kind, first, until, centre_id)))


def select_of_kind(kind: str, audience: Audience = Audience.PUBLIC) -> Select[Release]:
    """Select what stands published of a kind, of all centres together and of each, the newest first."""
    return queries.of_kind(audience.sees, kind)


def of_kind(kind: str, audience: Audience = Audience.PUBLIC) -> list[Release]:
    """Return the same."""
    return list(db.session.scalars(select_of_kind(kind, audience)))


def latest_of(kind: str, first: date, until: date, centre_id: int | None) -> Release | None:
    """Return the last release of a kind, period and centre, in whatever state it is; None where nobody began one."""
    return db.session.scalar(queries.latest_of(kind, first, until, centre_id))


def tables_of(releases: Sequence[Release]) -> dict[int, list[reading.ReadTable]]:
    """Return the tables of several releases, by the number of each, read at once: what a trend is made of."""
    found: dict[int, list[PublishedCell]] = {release.id: [] for release in releases}
    for number, cell in db.session.execute(queries.cells_of(list(found))):
        found[number].append(cell)
    return {release.id: reading.read(release, found[release.id]) for release in releases}


def readable(who: Viewer) -> Select[Release]:
    """Select what stands published for somebody outside the office, the newest first."""
    return queries.common([each for each in (Audience.PARTNER, Audience.PUBLIC) if policies.reads(who, each)])


def centres_of(who: Viewer) -> list[Centre]:
    """Return the centres whose figures somebody may let out."""
    return [centre for centre in db.session.scalars(queries.centres()) if policies.may_publish_for(who, centre.id)]


def job_of(release: Release) -> jobs.JobRow | None:
    """Return the work that checks a release now, or that was given up; None if all is quiet."""
    return db.session.scalar(queries.job_of(COMPUTE_JOB, release.id))


def may_change(release: Release) -> bool:
    """Say whether a release may be changed or thrown away: it is a draft, or its check was given up."""
    given_up = release.state == "computing" and (job := job_of(release)) is not None and job.state == "dead"
    return release.open or given_up


# --- inside ---------------------------------------------------------------------------------------------


def spec_of(release: Release, table: PublishedTable) -> Spec:
    """Return what a table of a release is of."""
    period = Period(release.first, release.until)
    return Spec(f"{release.public_id}/{table.key}", table.indicator, tuple(table.by), period, dict(table.scope))


def mark() -> str:
    """Return what stands for all that is out: another release changes it."""
    rows = [list(row) for row in db.session.execute(queries.ever_out())]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def fingerprint(release: Release) -> str:
    """Return what proves later that no cell was changed: of every table its axes and cells."""
    found = {table.id: [table.key, table.indicator, [axis["codes"] for axis in table.axes]] for table in release.tables}
    rows = db.session.scalars(queries.cells(release.id))
    cells = sorted([found[row.table_id][0], row.codes, row.status, row.value, row.n] for row in rows)
    return hashlib.sha256(json.dumps([list(found.values()), cells]).encode()).hexdigest()


def _must_be_open(release: Release) -> None:
    if not may_change(release):
        raise Refused(_("It is not a draft any more."))


def _unchecked(release: Release) -> None:
    release.state, release.refusal = "draft", ""
    db.session.flush()


def _key(release: Release, command: TableCommand) -> str:
    parts: Sequence[str] = (command.indicator, *command.by, *(f"{axis}={code}" for axis, code in command.scope))
    return "-".join(parts).replace(".", "-")[:60]
