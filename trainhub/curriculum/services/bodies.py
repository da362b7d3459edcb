"""Bodies that a curriculum names: organisations of the address book where they are in it, mere names otherwise.

Files are written for any centre, so a body stands in them by the address of its page here ("asan-academy") or by
its name. What no organisation is called stays a name and is no mistake.
"""

from collections.abc import Collection, Mapping

from ...kernel.db import db
from ...people.models import Organisation
from .. import queries
from ..models import ActivityText


def named_bodies(names: Collection[str]) -> Mapping[str, Organisation]:
    """Return name -> organisation: by its present or a former address, else by a short name that one alone has."""
    if not names:
        return {}
    found: dict[str, Organisation] = {}
    short: dict[str, set[Organisation]] = {}
    for organisation, former in db.session.execute(queries.organisations_called(names)):
        short.setdefault(organisation.short, set()).add(organisation)
        found |= {address: organisation for address in (organisation.slug, former) if address and address in names}
    alone = {name: each for name, (each, *more) in short.items() if name in names and not more}
    return alone | found


def bodies_of(activity: ActivityText) -> Mapping[str, Organisation]:
    """Return the organisations that an activity names."""
    names = [*activity.co_leads, *activity.providers, *(work.get("by", "") for work in activity.reference_material)]
    return named_bodies({name for name in (activity.lead_organisation, *names) if name})
