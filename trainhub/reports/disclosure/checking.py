"""The job that decides what of a release may be shown, and writes down exactly what would be published."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from ...hooks.types import Gather
from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import NotFound, Refused
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.jobs import Running
from ...kernel.work import Actor
from . import conversion, ledger, queries, sealing
from .boxes import TooLarge
from .conversion import Measured, TooManyCells
from .decide import Decision, decide, endangers
from .models import PublishedCell, PublishedTable, Release
from .policy import DEFAULTS, HIDDEN, Audience, Policy, Status
from .problem import Cell, Contradiction, Entry, Knowledge, Mark, Period
from .protect import Impossible
from .sealing import Lost
from .solver import Unsolved

SECONDS = 20  # between two signs of life
# why a release is refused, as staff read it
REFUSALS: dict[str, str] = {
    "impossible": _l(
        "Beside what was published before, even a table of marks alone would give numbers away. "
        "Take the table out that divides the small numbers further, or choose a longer period."
    ),
    "contradiction": _l("Two tables of it, or one of it and an earlier one, do not agree with each other."),
    "too_large": _l("It has too many cells. Split the tables less, or publish them apart."),
    "unsolved": _l("The check came to no end. Publish fewer tables at once."),
    "narrower": _l(
        "Partners, who have tables that are not public, could work out numbers from both. "
        "Take the table out that is nearest to theirs."
    ),
    "key": _l("The sealed numbers of earlier releases cannot be opened: the file disclosure.key is another one."),
    "missing": _l("A table asks for a figure or a breakdown that is not there any more. Take it out."),
}


class Endangered(ValueError):
    """A narrower audience would learn too much."""


ERRORS: dict[type[Exception], str] = {
    Impossible: "impossible",
    Contradiction: "contradiction",
    TooLarge: "too_large",
    TooManyCells: "too_large",
    Unsolved: "unsolved",
    Endangered: "narrower",
    Lost: "key",
    NotFound: "missing",
}
REFUSING = tuple(ERRORS)


@dataclass(frozen=True, slots=True)
class Task:
    """Everything the check needs, read beforehand: while it thinks, others may write."""

    measured: list[Measured]
    earlier: list[Entry]
    narrower: list[tuple[Policy, list[Entry]]]
    policy: Policy
    mark: str


def compute(running: Running, release_id: int, publish_as: str = "") -> None:
    """The job: decide, and leave the release ready to be published, or a draft with the reason.

    `publish_as` is who said that it may come out by itself if the attack fails.
    """
    release = db.session.scalar(queries.release_by_id(release_id))
    if release is None or release.state != "computing":
        return
    try:
        task = _task(release)
        running.checkpoint()
        decision = _decided(task, _sign_of_life(running))
    except REFUSING as error:
        _refuse(release_id, ERRORS[type(error)])
        return
    release = db.session.scalars(queries.release_by_id(release_id)).one()
    _write(release, task, decision)
    if publish_as:
        with suppress(Refused):  # something else came out meanwhile: staff check it again
            ledger.publish(release, Actor(running.account_id, publish_as))


def check_now(release: Release) -> None:
    """Do the same here and now, for a program that waits for it, such as the one that loads a demonstration."""
    try:
        task = _task(release)
        decision = _decided(task, lambda: None)
    except REFUSING as error:
        _refuse(release.id, ERRORS[type(error)])
    else:
        _write(release, task, decision)


def _refuse(release_id: int, reason: str) -> None:
    release = db.session.scalars(queries.release_by_id(release_id)).one()
    release.state, release.refusal = "draft", reason
    db.session.flush()


def _sign_of_life(running: Running) -> Callable[[], None]:
    """Return what renews the job's lease, but not at every step."""
    last = time.monotonic()

    def tick() -> None:
        nonlocal last
        if time.monotonic() - last > SECONDS:
            running.checkpoint()
            last = time.monotonic()

    return tick


# --- reading ------------------------------------------------------------------------------------------


def _task(release: Release) -> Task:
    audience = Audience(release.audience)
    policy = Policy(audience, int(release.policy["threshold"]))
    measured = [conversion.measure(ledger.spec_of(release, table)) for table in release.tables]
    if not policy.threshold:
        return Task(measured, [], [], policy, ledger.mark())
    spans = [measure.table.period for measure in measured]
    narrower = [
        (Policy(each, DEFAULTS[each]), _entries(each, spans)) for each in audience.seen_by[1:] if DEFAULTS[each]
    ]
    return Task(measured, _entries(audience, spans), narrower, policy, ledger.mark())


def _entries(audience: Audience, spans: Sequence[Period]) -> list[Entry]:
    """Return all that was ever let out to an audience and has to do with some periods, as it was and as it would be."""
    releases = list(db.session.scalars(queries.out(audience.sees)))
    near: list[Release] = []
    reach = list(spans)
    while True:
        more = [each for each in releases if each not in near and any(_meets(each, span) for span in reach)]
        if not more:
            return [entry for release in near for table in release.tables for entry in _earlier(release, table)]
        near += more
        reach += [Period(each.first, each.until) for each in more]


def _meets(release: Release, span: Period) -> bool:
    return release.first < span.until and span.first < release.until


def _earlier(release: Release, table: PublishedTable) -> Iterator[Entry]:
    """Yield an earlier table; where the records have changed since, as of then and as it would be today."""
    if table.sealed is None:
        return
    entry = sealing.unseal(table.sealed)
    try:
        today = conversion.measure_today(ledger.spec_of(release, table))
    except NotFound:  # a plugin that is gone: nothing can have changed that anybody could measure
        yield entry
        return
    if {codes: (cell.n, cell.hits) for codes, cell in today.cells.items()} == {
        codes: (cell.n, cell.hits) for codes, cell in entry.table.cells.items()
    }:
        yield entry
    else:
        yield replace(entry, version=release.public_id)
        yield Entry(today)


# --- deciding: no word with the database -----------------------------------------------------------------


def _decided(task: Task, tick: Callable[[], None]) -> Decision:
    tables = [measure.table for measure in task.measured]
    hushed = [replace(entry, hushed=True) for _, entries in task.narrower for entry in entries]
    earlier = conversion.harmonised([*task.earlier, *hushed])
    known = conversion.knowledge([*(Entry(table) for table in tables), *earlier])
    try:
        decision = decide(tables, earlier, task.policy, known, tick=tick)
    except Unsolved:  # something that is believed of the figures cannot be true of them
        known = Knowledge(nested=known.nested)
        decision = decide(tables, earlier, task.policy, known, tick=tick)
    new = [
        Entry(table, marks=decision.marks[table.key], hit_marks=decision.hit_marks.get(table.key)) for table in tables
    ]
    for policy, entries in task.narrower:
        theirs = conversion.harmonised(entries)
        if theirs and endangers(theirs, new, policy, known, tick):
            raise Endangered
    return decision


# --- writing ----------------------------------------------------------------------------------------------


def _write(release: Release, task: Task, decision: Decision) -> None:
    db.session.execute(queries.forget_cells([table.id for table in release.tables]))
    tally = dict.fromkeys(Status, 0)
    for table, measured in zip(release.tables, task.measured, strict=True):
        _write_table(table, measured, task.policy, decision, tally)
    release.report = {
        "cells": sum(tally.values()),
        "hidden": sum(tally[status] for status in HIDDEN),
        "small": tally[Status.PRIMARY],
        "attacked": len(decision.findings),
        "smallest": decision.smallest,
        "veiled": len(decision.veiled),
    }
    release.state, release.ledger_mark, release.computed_at = "ready", task.mark, clock.now()
    db.session.flush()


def _write_table(
    table: PublishedTable, measured: Measured, policy: Policy, decision: Decision, tally: dict[Status, int]
) -> None:
    found = measured.table
    marks, hit_marks = decision.marks[found.key], decision.hit_marks.get(found.key)
    table.about, table.axes, table.veiled = measured.about, measured.axes, found.key in decision.veiled
    entry = Entry(found, threshold=policy.threshold, marks=marks, hit_marks=hit_marks)
    table.sealed = sealing.seal(entry) if policy.threshold and found.people else None
    gather = Gather(measured.about["gather"])
    for codes, cell in found.cells.items():
        status, value = _shown(cell, marks[codes], hit_marks[codes] if hit_marks else None, gather, found.counts)
        tally[status] += 1
        n = cell.n if marks[codes].status == Status.SHOWN else None
        row = PublishedCell(table_id=table.id, codes=sealing.join(codes), status=status.value, value=value, n=n)
        db.session.add(row)


def _shown(cell: Cell, n: Mark, hits: Mark | None, gather: Gather, counts: str) -> tuple[Status, float | None]:
    """Return the status and, if it is shown, the value of a cell, by the marks of what it is made of."""
    counted = hits if hits is not None and gather is not Gather.SHARE else n
    if not counts.endswith("/of") or (hits is not None and gather is Gather.SUM):
        return counted.status, cell.value if counted.status == Status.SHOWN else None
    if any(mark.status != Status.SHOWN for mark in (n, hits) if mark is not None):
        return Status.SECONDARY, None
    return (Status.SHOWN, cell.value) if cell.value is not None else (Status.NOT_APPLICABLE, None)
