"""What this plugin adds to menus and to the start page."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from flask import url_for

from trainhub.plugin_api import Area, MenuItem, Viewer, Waiting, clock
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.reports import Period

from . import policies, queries, spans

FIRST_ZONE, LAST_ZONE = "Pacific/Kiritimati", "Etc/GMT+12"  # where a day begins first, and last


def menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    """Return the entry of whoever looks: the office's dashboard, an institution's form, a donor's reports."""
    if not user.is_authenticated:
        return []
    if area == Area.LEARN and user.may(policies.VIEW):
        return [MenuItem(_("Impact"), url_for("impact.dashboard"), "ascending", order=30, key="impact")]
    if area == Area.LEARN and user.may(policies.DONOR):
        return [MenuItem(_("Donor reports"), url_for("impact.reports"), "document", order=30, key="impact")]
    if area == Area.LEARN and user.may(policies.REPORT):
        return [
            MenuItem(_("Effects at your institution"), url_for("impact.institution"), "form", order=30, key="impact")
        ]
    return []


def waiting(user: Viewer) -> Iterable[Waiting]:
    """Yield a period that is over and not locked; for a focal point what its institution did not report yet."""
    if user.may(policies.EDIT):
        for quarter in _last_quarters():
            query = queries.to_lock(user.centres(policies.EDIT), quarter.first, quarter.until)
            yield Waiting(query, "impact/waiting.html", {"period": quarter}, partial(_if_last, quarter))
    elif user.may(policies.REPORT):
        quarter, countries, bodies = _last_quarter("UTC"), policies.countries(user), policies.organisation_ids(user)
        asked = queries.asked_of(countries, bodies, quarter.first, quarter.until)
        yield Waiting(asked, "impact/to_report.html", {"period": quarter}, lambda thing: {} if thing.number else None)


def _last_quarters() -> list[Period]:
    """Return the quarter that ended last, or two while the new one has not begun everywhere."""
    found = [_last_quarter(zone) for zone in (LAST_ZONE, FIRST_ZONE)]
    return found if found[0].key != found[1].key else found[:1]


def _if_last(quarter: Period, thing: Any) -> dict[str, Any] | None:
    """Leave out a centre where another quarter is the last one."""
    return {} if _last_quarter(thing.zone).key == quarter.key else None


def _last_quarter(zone: str) -> Period:
    return next(each for each in spans.over(clock.today(zone)) if not each.years)
