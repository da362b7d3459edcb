"""Who reads and who corrects the holidays: staff those of all countries, a focal point the own country's (US-25)."""

from ..people.policies import focal_reach
from ..web.access import Viewer

VIEW, EDIT = "holidays.view", "holidays.edit"
OFFICE = ("administrator", "staff")
READERS = (*OFFICE, "focal_point", "trainer", "observer")
EDITORS = (*OFFICE, "focal_point")


def may_edit(who: Viewer, country_code: str) -> bool:
    """Say whether a viewer may enter decisions about the holidays of a country."""
    if not who.may(EDIT):
        return False
    return who.may("people.edit") or country_code in focal_reach(who).countries
