"""What counts of a person when audiences, closed sessions and scopes are decided."""

from collections.abc import Iterable
from dataclasses import dataclass

from ...kernel.db import db
from .. import queries

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands: the country, and what confirmed, current affiliations say.

    `categories` and `organisation_ids` hold all ancestors too: whoever works in a department of a
    ministry stands in the ministry, in "ministry", in "government" and in "all-stakeholders".
    """

    person_id: int | None = None
    country_code: str | None = None
    categories: frozenset[str] = NOTHING
    organisation_ids: frozenset[int] = frozenset()
    levels: frozenset[str] = NOTHING


def standing(person_id: int | None) -> Standing:
    """Return a person's standing in at most three queries; nothing counts for None or a stranger."""
    if person_id is None:
        return Standing()
    rows = db.session.execute(queries.standing_rows(person_id)).all()
    if not rows:
        return Standing(person_id)
    places = {row.organisation_id for row in rows if row.organisation_id is not None}
    return Standing(
        person_id,
        rows[0].country_code,
        categories=with_ancestors(row.category_code for row in rows if row.category_code) if places else NOTHING,
        organisation_ids=frozenset(db.session.scalars(queries.with_parents(places))) if places else frozenset(),
        levels=frozenset(row.level for row in rows if row.level),
    )


def with_ancestors(codes: Iterable[str]) -> frozenset[str]:
    """Return categories with all that they belong to."""
    parents = {row.code: row.parent_code for row in db.session.execute(queries.category_parents())}
    found: set[str] = set()
    for code in codes:
        step: str | None = code
        while step is not None and step not in found:
            found.add(step)
            step = parents.get(step)
    return frozenset(found)
