"""What this plugin contributes; the work is done in the files beside."""

from collections.abc import Iterable

from flask import Blueprint, url_for

from trainhub.plugin_api import Area, Demo, MenuItem, PluginInfo, Viewer, hookimpl
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import lazy_gettext as _l
from trainhub.plugin_api.reports import VIEW, Breakdown

from . import demo, routes, words

PLUGIN = PluginInfo(
    "gender",
    "1.0.0",
    requires_api=1,
    title=_l("Gender"),
    summary=_l("Splits every figure by gender, shows where the share of women drops, and publishes annual statistics."),
    keeps=_l("It keeps nothing of its own: what was published stays in the centre’s ledger."),
)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return [routes.blueprint]


@hookimpl
def register_breakdowns() -> Iterable[Breakdown]:
    return [words.breakdown()]


@hookimpl
def register_demo() -> Iterable[Demo]:
    return [Demo("annual", demo.publish_last_year)]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    """Staff get the page of all figures, everybody else the statistics that are published."""
    if area == Area.LEARN and user.may(VIEW):
        return [MenuItem(_("Gender"), url_for("gender.index"), "gender", order=20, key="gender")]
    if area == Area.TOP and not user.may(VIEW):
        return [MenuItem(_("Statistics"), url_for("gender.years"), "document", order=80, key="gender")]
    return []
