"""What must always be true of certificates; `trainhub audit` asks."""

from collections import defaultdict
from collections.abc import Iterator

from ...kernel.db import db
from ...kernel.invariants import Invariant
from ..queries import invariants as queries


def _numbers() -> Iterator[str]:
    """Yield centres and years in whose numbers something is missing, or whose counter does not fit."""
    given: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row in db.session.execute(queries.numbers()):
        prefix, year, number = row.number.rsplit("-", 2)
        if prefix != row.prefix:
            yield f"{row.number}: the number does not begin as those of its centre do, {row.prefix}"
        given[row.centre_id, int(year)].append(int(number))
    last = {(row.centre_id, row.year): row.last for row in db.session.execute(queries.counters())}
    names = {row.id: row.slug for row in db.session.execute(queries.centres())}
    for centre_id, year in sorted({*given, *last}):
        found, said = sorted(given[centre_id, year]), last.get((centre_id, year), 0)
        lost = [number for number in range(1, max([said, *found]) + 1) if number not in set(found)]
        if lost:
            yield f"{names[centre_id]} {year}: {len(lost)} numbers are missing, the first is {lost[0]}"
        if found and found[-1] > said:
            yield f"{names[centre_id]} {year}: the counter stands at {said}, but {found[-1]} was given"


def _one_valid() -> Iterator[str]:
    for row in db.session.execute(queries.doubles()):
        yield f"{row.slug}: {row.number} certificates of kind {row.kind} are valid for one ground"


def _grounds() -> Iterator[str]:
    """Yield valid certificates of a place that is not confirmed, a part not accepted, or a session that fell out."""
    for row in db.session.execute(queries.without_ground()):
        yield f"{row.number}: it is valid, but its place or part in {row.slug} is {row.state}"
    for row in db.session.execute(queries.of_cancelled()):
        yield f"{row.number}: it is valid, but {row.slug} was cancelled"


def _hours() -> Iterator[str]:
    """Yield valid certificates for which the hours of today would be too few."""
    for row in db.session.execute(queries.too_few_hours()):
        hours = f"{row.minutes / 60:g} of {row.hours:g} hours"
        yield f"{row.number}: {hours} are attended in {row.slug}, fewer than it needed"


def _people() -> Iterator[str]:
    for row in db.session.execute(queries.strangers()):
        yield f"{row.number}: it belongs to another person, session or centre than its place"


def _dates() -> Iterator[str]:
    for row in db.session.execute(queries.wrong_dates()):
        yield f"{row.number}: it ended before it began, or was revoked without a reason"


INVARIANTS = (
    Invariant("certificate numbers", _numbers),
    Invariant("one valid certificate", _one_valid),
    Invariant("grounds of certificates", _grounds),
    Invariant("hours of certificates", _hours),
    Invariant("holders of certificates", _people),
    Invariant("dates of certificates", _dates),
)
