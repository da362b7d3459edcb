"""People behind an institution's answer, and consultations before a training: pages of the staff."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ...people import services as people
from ...sessions import services as sessions
from ...sessions.models import TrainingSession
from ...web.access import require, viewer
from ...web.forms import PlainForm
from .. import policies, services
from ..forms.voices import ConsultationForm, ContributorForm, OutcomeForm
from .blueprint import blueprint, context, find_to_edit, sight


@blueprint.route("/rounds/<public_id>/institutions/<response_id>/people", methods=["GET", "POST"])
@require(policies.EDIT)
def contributors(public_id: str, response_id: str) -> ResponseReturnValue:
    """Show and note who spoke for an institution: the staff of the round's centre, nobody else."""
    found = find_to_edit(public_id)
    row = services.answering.find_response(response_id, found, sight())
    form = ContributorForm(data={"until": services.voices.longest(found)})
    if form.validate_on_submit():
        given = {"name": form.name.data or "", "position": form.position.data or "", "email": form.email.data or ""}
        if form.attempt(services.voices.add_contributor, found=found, response=row, until=form.until.data, **given):
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(url_for(".contributors", public_id=public_id, response_id=response_id), 303)
        work.rollback()
        found = find_to_edit(public_id)
        row = services.answering.find_response(response_id, found, sight())
    page = render_template(
        "needs/contributors.html",
        **context(found, "responses"),
        response=row,
        people=services.voices.contributors(row),
        purpose=services.voices.PURPOSE,
        form=form,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/rounds/<public_id>/institutions/<response_id>/people/<person_id>/remove")
@require(policies.EDIT)
def remove_contributor(public_id: str, response_id: str, person_id: str) -> ResponseReturnValue:
    found = find_to_edit(public_id)
    row = services.answering.find_response(response_id, found, sight())
    if PlainForm().validate_on_submit():
        services.voices.remove_contributor(row, person_id)
        work.commit()
        flash(_("Removed."), "ok")
    return redirect(url_for(".contributors", public_id=public_id, response_id=response_id), 303)


# --- consultations ------------------------------------------------------------------------------


def _session(slug: str) -> TrainingSession:
    """Return a training whose staff the viewer is, or raise NotFound."""
    return sessions.find_to_edit(slug, viewer())


@blueprint.get("/consultations/<slug>/")
@require(policies.EDIT)
def consultations(slug: str) -> ResponseReturnValue:
    return _consultations(_session(slug), OutcomeForm(formdata=None), "", 200)


def _consultations(session: TrainingSession, form: OutcomeForm, failed: str, status: int) -> ResponseReturnValue:
    page = render_template(
        "needs/consultations.html",
        session=session,
        consultations=services.consulting.of_session(session),
        categories=dict(people.choices.category_choices()),
        form=form,
        failed=failed,
        over=session.state in {"completed", "cancelled"},
    )
    return page, status


@blueprint.route("/consultations/<slug>/new", methods=["GET", "POST"])
@require(policies.EDIT)
def new_consultation(slug: str) -> ResponseReturnValue:
    """Ask chosen categories before the training."""
    session = _session(slug)
    form = ConsultationForm()
    if form.validate_on_submit():
        made = form.attempt(services.consulting.begin, session=session, command=form.command())
        if made:
            asked = made.asked
            work.commit()
            flash(ngettext("%(num)s person was asked.", "%(num)s people were asked.", asked), "ok")
            return redirect(url_for(".consultations", slug=slug), 303)
        work.rollback()
        session = _session(slug)
    page = render_template("needs/consultation_edit.html", session=session, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/consultations/<slug>/<consultation_id>")
@require(policies.EDIT)
def conclude(slug: str, consultation_id: str) -> ResponseReturnValue:
    """Write down what came of a consultation."""
    session = _session(slug)
    row = services.consulting.find(session, consultation_id)
    form = OutcomeForm()
    if form.validate_on_submit() and form.done(
        services.consulting.conclude, consultation=row, outcome=form.outcome.data or ""
    ):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".consultations", slug=slug), 303)
    return _consultations(session, form, consultation_id, 422)
