"""Who may see and change persons, organisations and centres."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..hooks.types import Permission
from ..kernel.i18n import lazy_gettext as _l
from ..web.access import Viewer

PEOPLE_VIEW, PEOPLE_EDIT, PEOPLE_CONFIRM = "people.view", "people.edit", "people.confirm"
PEOPLE_CONFIDENTIAL, ORGANISATIONS_EDIT, CENTRE_EDIT = "people.confidential", "organisations.edit", "centre.edit"
CENTRE_CREATE, PEOPLE_MERGE, PEOPLE_ERASE = "centre.create", "people.merge", "people.erase"
ADMINISTRATOR, STAFF, FOCAL_POINT = "administrator", "staff", "focal_point"
OFFICE = (ADMINISTRATOR, STAFF)

PERMISSIONS = (
    Permission(PEOPLE_VIEW, _l("See persons and organisations"), (*OFFICE, FOCAL_POINT)),
    Permission(PEOPLE_EDIT, _l("Add and change persons"), OFFICE),
    Permission(PEOPLE_MERGE, _l("Merge two records of one person"), OFFICE),
    Permission(PEOPLE_ERASE, _l("Erase a person, and decide about requests for it"), OFFICE),
    Permission(PEOPLE_CONFIRM, _l("Confirm where a person works"), (*OFFICE, FOCAL_POINT)),
    Permission(PEOPLE_CONFIDENTIAL, _l("Read confidential data of a person, giving a reason"), OFFICE),
    Permission(ORGANISATIONS_EDIT, _l("Add and change organisations"), OFFICE),
    Permission(CENTRE_EDIT, _l("Change the data of the centre"), OFFICE),
    Permission(CENTRE_CREATE, _l("Add a centre"), (ADMINISTRATOR,)),
)


@dataclass(frozen=True, slots=True)
class Reach:
    """Which persons and organisations a viewer may know of: all, or those of countries and bodies."""

    everything: bool = False
    countries: frozenset[str] = frozenset()
    organisation_ids: frozenset[int] = frozenset()  # their departments are meant too

    def __bool__(self) -> bool:
        return self.everything or bool(self.countries or self.organisation_ids)


def reach(who: Viewer) -> Reach:
    """Return how far a viewer sees: staff see all, a focal point the own countries and institutions.

    A focal point whose role names no country and no institution sees nobody.
    """
    if not who.may(PEOPLE_VIEW):
        return Reach()
    if who.may(PEOPLE_EDIT):
        return Reach(everything=True)
    return focal_reach(who)


def focal_reach(who: Viewer) -> Reach:
    """Return the countries and institutions a viewer is focal point of, whatever other roles see."""
    bodies = _numbers(who.scope(FOCAL_POINT, "organisation"))
    return Reach(countries=frozenset(who.scope(FOCAL_POINT, "country")), organisation_ids=bodies)


def _numbers(ids: Iterable[str]) -> frozenset[int]:
    return frozenset(int(each) for each in ids if each.isdigit())


def may_confirm(who: Viewer, person_id: int) -> bool:
    """Say whether a viewer may confirm where a person works: nobody vouches for oneself."""
    return who.may(PEOPLE_CONFIRM) and who.person_id != person_id


def keeps(who: Viewer, permission: str, centre_id: int | None) -> bool:
    """Say whether a viewer may change what all centres use and one of them keeps: the staff of that centre.

    What has no centre is kept by those who work for all centres: administrators, and staff without a limit.
    """
    if centre_id is None:
        return who.may(permission) and who.centres(permission) is None
    return who.may(permission, centre_id=centre_id)


def home_of(who: Viewer, permission: str) -> int | None:
    """Return the centre that keeps what a viewer makes: the eldest of theirs, none for those who work for all."""
    return min(who.centres(permission) or (), default=None)


def may_edit_centre(who: Viewer, centre_id: int) -> bool:
    return who.may(CENTRE_EDIT, centre_id=centre_id)
