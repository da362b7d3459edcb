"""The focal point's lists: calls open to them, applications to approve, and who came."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import clock, work
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...web.access import require, viewer
from .. import policies, queries, services
from ..forms.nominating import EndorseForm
from ..models import Registration
from ..policies import NOMINATE
from .desk import (
    approvals_table,
    by_country,
    call_state,
    calls_table,
    came_table,
    desk,
    endorsable,
    number_to_endorse,
    reach_of,
    women_said,
)


@desk.get("/")
@require(NOMINATE)
def index() -> ResponseReturnValue:
    table = calls_table()
    return table.export() or render_template(
        "nominations/index.html",
        table=table,
        call_state=call_state,
        women_said=women_said,
        approvals=number_to_endorse(viewer()),
    )


@desk.get("/past/")
@require(NOMINATE)
def past() -> ResponseReturnValue:
    who = viewer()
    table, said = came_table(queries.came(reach_of(who), clock.today(), government=services.knows_closed(who)))
    exported = table.export()
    if exported is not None:
        return exported
    figures, women = services.trained(table.narrowed)
    return render_template(
        "nominations/past.html",
        table=table,
        said=said,
        figures=by_country(figures),
        women=women,
        approvals=number_to_endorse(who),
    )


@desk.get("/approvals/")
@require(NOMINATE)
def approvals() -> ResponseReturnValue:
    table = approvals_table(endorsable(viewer()))
    return table.export() or render_template("nominations/approvals.html", table=table)


@desk.route("/approvals/<public_id>/", methods=["GET", "POST"])
@require(NOMINATE)
def approval(public_id: str) -> ResponseReturnValue:
    """Show an application, and let the institution say yes, or no with a reason."""
    row, form = _application(public_id), EndorseForm()
    if form.validate_on_submit():
        yes, reason = form.yes.data == "yes", (form.reason.data or "").strip()
        if not yes and not reason:
            form.complain("reason", _("Say why. The person reads it."))
        elif form.done(services.endorse, registration=row, yes=yes, by=work.actor(), reason=reason):
            work.commit()
            flash(_("Approved.") if yes else _("Refused. The person is told why."), "ok")
            return redirect(url_for(".approvals"), 303)
    page = render_template("nominations/approval.html", row=row, form=form)
    return page, 422 if form.is_submitted() else 200


def _application(public_id: str) -> Registration:
    """Return an application that waits for this viewer's approval; raises NotFound."""
    who = viewer()
    query = endorsable(who).where(Registration.public_id == public_id)
    found = db.session.scalars(query).unique().one_or_none()
    if found is None or not policies.may_endorse(who, found):
        raise NotFound
    return found
