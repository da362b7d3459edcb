"""What counts of a person when audiences, closed sessions and scopes are decided."""

from collections.abc import Iterable, Mapping
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
    """Return a person's standing in at most two queries; nothing counts for None or a stranger."""
    if person_id is None:
        return Standing()
    rows = db.session.execute(queries.standing_rows(person_id)).all()
    if not rows:
        return Standing(person_id)
    places = {row.organisation_id for row in rows if row.organisation_id is not None}
    trees = db.session.execute(queries.standing_trees(places)).all() if places else []
    parents = {row.code: row.parent_code for row in trees if row.code is not None}
    return Standing(
        person_id,
        rows[0].country_code,
        categories=_with_ancestors((row.category_code for row in rows if row.category_code and places), parents),
        organisation_ids=frozenset(row.id for row in trees if row.id is not None),
        levels=frozenset(row.level for row in rows if row.level),
    )


def _with_ancestors(codes: Iterable[str], parents: Mapping[str, str | None]) -> frozenset[str]:
    """Return categories with all that they belong to."""
    found: set[str] = set()
    for code in codes:
        step: str | None = code
        while step is not None and step not in found:
            found.add(step)
            step = parents.get(step)
    return frozenset(found)
