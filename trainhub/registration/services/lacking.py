"""How many names a focal point may still give: what the most limiting quota of each dimension leaves to them."""

from collections.abc import Collection, Iterator, Mapping

from ...kernel.db import db
from ...people import queries as people
from ...people.models import Organisation
from ...people.policies import Reach
from ...web.access import Viewer
from .. import policies, queries
from ..models import EVERYBODY_ELSE, Call
from .nominating import places_left
from .quotas import Key, upwards
from .terms import terms_under

Left = Mapping[str, Mapping[str, int]]  # dimension -> value -> seats without a name


def missing(call: Call, who: Viewer) -> int:
    """Return how many names a focal point may still give.

    Of quotas that name their country or institution, the seats without a name; else one where none came. Never more
    than all quotas let in: where nobody could be nominated it is 0.
    """
    reach = policies.focal_reach(who)
    room = min(_rooms(call, reach), default=1)
    if room and not db.session.scalars(queries.quotas_for([call.id], reach)).first():
        came = db.session.execute(queries.facts_in([call.session_id], reach)).first() is not None
        return min(room, int(not came))
    return room


def _rooms(call: Call, reach: Reach) -> Iterator[int]:
    """Yield for each dimension that has quotas how many names it leaves to those in reach."""
    left = _left(call)
    own = list(db.session.scalars(queries.bodies(reach.organisation_ids))) if left else []
    wide = reach.everything or bool(reach.countries)
    if "country" in left:
        theirs = {each.country_code for each in own if each.country_code}
        yield _room(left["country"], reach.countries | theirs, {})
    if "organisation" in left:
        starts, parents = _bodies(call, reach, left["organisation"])
        yield _room(left["organisation"], starts, parents, others=wide)
    if "category" in left:
        over = {row.code: row.parent_code for row in db.session.execute(people.category_parents())}
        yield _room(left["category"], over if wide else _categories(own), over, others=wide)


def _left(call: Call) -> Left:
    """Return how many seats of each quota have no name yet, whoever gave the others."""
    rows = {each.id: each for each in db.session.scalars(queries.quotas_now(call.id))}
    found: dict[str, dict[str, int]] = {}
    for each in places_left(call.session, terms_under(call.session, call)) if rows else ():
        quota = rows[each.quota_id]
        found.setdefault(quota.dimension, {})[quota.value] = max(0, each.seats - each.used)
    return found


def _bodies(call: Call, reach: Reach, left: Mapping[str, int]) -> tuple[set[int], Mapping[int, int | None]]:
    """Return the bodies in reach that quotas may speak of, and what each is part of."""
    named = {int(value) for value in left if value != EVERYBODY_ELSE}
    parents = {row.id: row.parent_id for row in db.session.execute(queries.bodies_over(named | reach.organisation_ids))}
    mine = db.session.scalars(queries.quotas_for([call.id], reach)).all()
    own = {int(each.value) for each in mine if each.dimension == "organisation"}
    above = {body for start in reach.organisation_ids for body in upwards(start, parents)[1:]}
    return (own - above) | reach.organisation_ids, parents


def _categories(own: Collection[Organisation]) -> set[str]:
    return {each.category_code for each in own if each.category_code}


def _room(
    left: Mapping[str, int], starts: Collection[Key], parents: Mapping[Key, Key | None], *, others: bool = False
) -> int:
    """Return what the quotas of a dimension leave: the least of each with those above it, and of everybody else's."""
    chains = {start: [left[str(each)] for each in upwards(start, parents) if str(each) in left] for start in starts}
    named = {start for start, chain in chains.items() if chain}
    found = sum(min(chains[start]) for start in named if not named.intersection(upwards(start, parents)[1:]))
    rest = others or len(named) < len(chains)
    return found + (left.get(EVERYBODY_ELSE, 0) if rest else 0)
