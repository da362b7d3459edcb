"""What counts of a person when audiences, closed sessions and scopes are decided."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TypeVar

from ...kernel.db import db
from .. import queries

Key = TypeVar("Key", str, int)
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
    return standings((person_id,)).get(person_id, Standing(person_id))


def standings(person_ids: Collection[int]) -> dict[int, Standing]:
    """Return person id -> standing, in at most two queries for all; strangers are left out."""
    rows = db.session.execute(queries.standing_rows(person_ids)).all()
    places = {row.organisation_id for row in rows if row.organisation_id is not None}
    trees = db.session.execute(queries.standing_trees(places)).all() if places else []
    bodies = {row.id: row.parent_id for row in trees if row.id is not None}
    parents = {row.code: row.parent_code for row in trees if row.code is not None}
    found = {}
    for person_id, group in groupby(rows, key=attrgetter("person_id")):
        own = list(group)
        found[person_id] = Standing(
            person_id,
            own[0].country_code,
            categories=_with_ancestors((row.category_code for row in own if row.category_code), parents),
            organisation_ids=_with_ancestors((row.organisation_id for row in own if row.organisation_id), bodies),
            levels=frozenset(row.level for row in own if row.level),
        )
    return found


def _with_ancestors(keys: Iterable[Key], parents: Mapping[Key, Key | None]) -> frozenset[Key]:
    """Return categories or organisations with all that they belong to."""
    found: set[Key] = set()
    for key in keys:
        step: Key | None = key
        while step is not None and step not in found:
            found.add(step)
            step = parents.get(step)
    return frozenset(found)
