"""From lines to sessions that everybody sees: drafts made of lines, what each still lacks, publishing them."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ...sessions import policies as sessions_policies
from ...sessions.models import TrainingSession
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.tables import Column, Few, Filter
from ...web.templating import words
from .. import policies
from ..models import Plan
from ..services import publishing, series
from ..services.publishing import KINDS, Step
from .attempt import attempt
from .blueprint import blueprint, own_plan

ORDER = tuple(KINDS)
Done = tuple[list[TrainingSession], list[Any]]


@blueprint.get("/<public_id>/sessions/")
@require(policies.EDIT)
def sessions(public_id: str) -> ResponseReturnValue:
    """Show how far each line is: can become a session, draft with what is missing, ready, published."""
    plan = own_plan(public_id)
    found = sorted(publishing.steps(plan), key=lambda each: ORDER.index(each.kind))
    columns = [
        Column("title", _("Line"), lambda row: words(row.line.title)),
        Column("first", _("First day"), lambda row: row.line.starts_on, named=True),
        Column("kind", _("Session"), lambda row: str(KINDS[row.kind])),
        Column("stops", _("What is missing"), lambda row: " ".join(row.stops)),
        Column("looks", _("Worth a look"), lambda row: " ".join(row.looks)),
    ]
    table = Few(found, columns, name="plan-sessions", per_page=100, filters=[_by_kind()])
    counts = {kind: sum(each.kind == kind for each in found) for kind in KINDS}
    return table.export() or render_template(
        "planner/sessions.html",
        plan=plan,
        table=table,
        counts=counts,
        kinds=KINDS,
        may=_may_publish(plan) and plan.state == "approved",
        job=series.going(plan),
    )


def _by_kind() -> Filter:
    def apply(rows: Sequence[Step], kind: str) -> list[Step]:
        return [row for row in rows if row.kind == kind]

    return Filter("kind", _("Session"), apply, lambda: [(key, str(label)) for key, label in KINDS.items()])


def _may_publish(plan: Plan) -> bool:
    return viewer().may(sessions_policies.EDIT, centre_id=plan.centre_id)


@blueprint.post("/<public_id>/sessions/make")
@require(policies.EDIT)
def make_sessions(public_id: str) -> ResponseReturnValue:
    """Make draft sessions of the ticked lines, or of all that are ready."""
    plan = own_plan(public_id)
    if PlainForm().validate_on_submit():
        done = _done(plan, "make", publishing.make_sessions)
        if done is not None:
            made, left = done
            flash(ngettext("%(num)s draft session was made.", "%(num)s draft sessions were made.", len(made)), "ok")
            if left:
                flash(_("Not ready yet: %(names)s.", names=", ".join(left)), "warn")
    return redirect(url_for(".sessions", public_id=public_id), 303)


@blueprint.post("/<public_id>/sessions/publish")
@require(policies.EDIT)
def publish_sessions(public_id: str) -> ResponseReturnValue:
    """Publish the ticked drafts, or all that are ready; those that are not say why."""
    plan = own_plan(public_id)
    if not _may_publish(plan):
        abort(403)
    if PlainForm().validate_on_submit():
        done = _done(plan, "publish", publishing.publish)
        if done is not None:
            made, left = done
            flash(ngettext("%(num)s session is published.", "%(num)s sessions are published.", len(made)), "ok")
            if left:
                names = ", ".join(each.session.title.text(i18n.language()) for each in left)
                flash(_("Not ready yet: %(names)s.", names=names), "warn")
    return redirect(url_for(".sessions", public_id=public_id), 303)


def _done(plan: Plan, act: str, do: Callable[..., Done]) -> Done | None:
    """Do it for the ticked lines, or all that are ready; many are queued, and the page shows how far they are."""
    picked = series.ready(plan, act) if request.form.get("all") else request.form.getlist("pick")
    if len(picked) > series.AT_ONCE:
        attempt(lambda: series.later(plan=plan, act=act, lines=picked))
        return None
    done: Done | None = attempt(lambda: do(plan=plan, lines=picked))
    return done
