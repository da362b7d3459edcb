"""Countries that are not in the address book yet: experts come from anywhere (R-144)."""

from functools import cache

from babel.core import get_global

from ...kernel import clock, i18n
from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ..models import Country
from .choices import Choices, alphabetically


@cache
def world() -> dict[str, str]:
    """Return country code -> a zone of it, of all countries that CLDR knows."""
    known = clock.zones()
    found: dict[str, str] = {}
    for zone, code in sorted(get_global("zone_territories").items()):
        if len(code) == 2 and code.isalpha() and code not in {"ZZ", "EU", "UN"} and zone in known:
            found.setdefault(code, zone)
    return found


def world_choices() -> Choices:
    """Return all countries there are, by name in the reader's language."""
    return alphabetically((code, i18n.country_name(code)) for code in world())


def know_country(code: str) -> None:
    """Let a country be named by persons and organisations; raises Invalid on `country` where there is none."""
    if db.session.get(Country, code) is not None:
        return
    if code not in world():
        raise Invalid({"country": _("There is no such country.")})
    db.session.add(Country(code=code, zone=world()[code]))
    db.session.flush()
