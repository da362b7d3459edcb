"""One registration, for staff: what is known, what can be decided, what happened."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.i18n import gettext as _
from ...web.access import signed_in
from .. import policies, services
from ..forms import DecisionForm
from ..models import Registration
from .finding import blueprint, record_to_decide
from .table import category_titles


@blueprint.get("/registrations/<public_id>/")
@signed_in
def record(public_id: str) -> ResponseReturnValue:
    return _page(record_to_decide(public_id), DecisionForm())


@blueprint.post("/registrations/<public_id>/decide")
@signed_in
def decide_one(public_id: str) -> ResponseReturnValue:
    registration, form = record_to_decide(public_id), DecisionForm()
    if form.validate_on_submit() and form.attempt(
        services.decide,
        registrations=[registration],
        verb=form.verb.data or "",
        by=work.actor(),
        reason=form.reason.data or "",
    ):
        work.commit()
        flash(_("Decided. The mail is on its way."), "ok")
        return redirect(url_for(".record", public_id=public_id), 303)
    return _page(registration, form), 422


def _page(registration: Registration, form: DecisionForm) -> str:
    return render_template(
        "registration/record.html",
        registration=registration,
        session=registration.session,
        form=form,
        verbs=policies.verbs(registration),
        titles=category_titles(),
        place=services.place_in_line(registration) if registration.state == "waiting" else None,
    )
