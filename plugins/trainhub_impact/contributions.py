"""What this plugin adds to menus and to the start page."""

from collections.abc import Iterable

from flask import url_for

from trainhub.plugin_api import Area, MenuItem, Panel, Slot, Viewer, clock
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.reports import Period

from . import policies, spans
from .services import entries, framework, locks


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


def panels(slot: Slot, user: Viewer) -> Iterable[Panel]:
    """Return what waits: a period that is over and not locked; for a focal point what nobody reported yet."""
    if slot != Slot.HOME_WAITING:
        return []
    if user.may(policies.EDIT):
        return _to_lock(user)
    return _to_report(user) if user.may(policies.REPORT) else []


def _to_lock(user: Viewer) -> Iterable[Panel]:
    for centre in framework.following(user):
        quarter = _last_quarter(centre.zone)
        if policies.keeps(user, centre.id) and not entries.is_locked(centre.id, quarter):
            missing = len(locks.missing(centre, quarter))
            yield Panel(_("Impact"), "impact/waiting.html", {"period": quarter, "missing": missing, "centre": centre})


def _to_report(user: Viewer) -> Iterable[Panel]:
    quarter = _last_quarter("UTC")
    bodies = entries.institutions_of(user)
    if len(bodies) != 1:
        return
    open_ones = [each for each in entries.asked(bodies[0], quarter) if each.entry is None and not each.locked]
    if open_ones:
        context = {"period": quarter, "open": len(open_ones), "organisation": bodies[0]}
        yield Panel(_("Impact"), "impact/to_report.html", context)


def _last_quarter(zone: str) -> Period:
    return next(each for each in spans.over(clock.today(zone)) if not each.years)
