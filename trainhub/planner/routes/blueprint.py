"""The blueprint of plans, and how a page finds its plan and line."""

from flask import Blueprint, abort

from ...kernel.i18n import gettext as _
from ...web.access import viewer
from ...web.tables import Column
from .. import policies, services
from ..models import Plan, PlanLine

blueprint = Blueprint("planner", __name__, url_prefix="/plan")


def found_plan(public_id: str) -> Plan:
    """Return the plan an address names, if the viewer knows of it."""
    return services.find_plan(public_id, policies.sight(viewer()))


def own_plan(public_id: str) -> Plan:
    """Return the plan an address names, for staff of its centre."""
    plan = found_plan(public_id)
    if not policies.may_edit(viewer(), plan):
        abort(403)
    return plan


def found_line(plan: Plan, line_id: str) -> PlanLine:
    return services.find_line(plan, line_id, policies.sight(viewer()))


def remark(invented: bool, within: str = "title") -> list[Column]:
    """Return the column of a file that says of needs that they are invented, where they are."""
    return [Column("invented", _("Needs"), lambda _row: _("Invented for the demonstration"), within=within)] * invented
