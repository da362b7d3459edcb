"""What became of a plan: real days, people and money beside what was approved."""

from flask import render_template
from flask.typing import ResponseReturnValue

from ...kernel.i18n import gettext as _
from ...web.access import require, viewer
from ...web.tables import Column, Few
from ...web.templating import words
from .. import policies
from ..services import actual
from .blueprint import blueprint, found_plan


def _columns() -> list[Column]:
    return [
        Column("title", _("Line"), lambda row: words(row.title)),
        Column("planned_day", _("Approved day"), lambda row: row.approved.day, named=True),
        Column("first", _("Real days"), lambda row: row.first, named=True),
        Column("last", _("Last day"), lambda row: row.last, within="first"),
        Column("held", _("Held"), lambda row: _("yes") if row.held else _("no"), shown=False),
        Column("seats", _("Approved places"), lambda row: row.approved.seats, numeric=True),
        Column("confirmed", _("Confirmed"), lambda row: row.confirmed, numeric=True),
        Column("attended", _("Were there"), lambda row: row.attended, numeric=True),
        Column("cost", _("Approved cost"), lambda row: row.approved.cost, numeric=True),
        Column("spent", _("Spent"), lambda row: row.spent, numeric=True),
        Column("others", _("Spent in other currencies"), lambda row: row.elsewhere, within="spent"),
        Column("each", _("For each who was there"), lambda row: _whole(row.each), numeric=True),
    ]


def _whole(amount: float | None) -> int | None:
    return None if amount is None else round(amount)


@blueprint.get("/<public_id>/actual/", endpoint="actual")
@require(policies.VIEW)
def what_came(public_id: str) -> ResponseReturnValue:
    """Show each line beside what was approved of it: sums are of all lines, the rows are those the viewer may see."""
    plan, sees = found_plan(public_id), policies.sight(viewer())
    found = actual.read(plan)
    seen = [row for row in found if sees.line(plan, row.countries)]
    table = Few(seen, _columns(), name="plan-actual", per_page=100)
    return table.export() or render_template(
        "planner/actual.html",
        plan=plan,
        table=table,
        sums=actual.totals(found),
        staff=policies.may_edit(viewer(), plan),
    )
