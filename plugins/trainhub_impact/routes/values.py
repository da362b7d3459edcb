"""Entering a value of the centre, and correcting one that is locked."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from trainhub.plugin_api import NotFound, commit, require, viewer
from trainhub.plugin_api import gettext as _

from .. import policies, spans
from ..forms import CorrectionForm, EntryForm, ReasonForm, scaled, typed
from ..models import Entry, Sheet
from ..services import entries, figures, framework, locks
from ..services.entries import by_ratio
from .blueprint import blueprint


@blueprint.route("/indicators/<public_id>/value/<key>", methods=["GET", "POST"])
@require(policies.EDIT)
def enter(public_id: str, key: str) -> ResponseReturnValue:
    """Enter what the centre measured in a year or quarter."""
    tracked, period = framework.find_to_keep(public_id, viewer()), spans.reportable(key)
    if period is None:
        raise NotFound
    before = entries.versions(tracked, period, None)
    form = EntryForm(data=entered(before, tracked.sheet))
    if form.validate_on_submit() and form.attempt(
        entries.enter,
        tracked=tracked,
        period=period,
        command=form.command(tracked.sheet),
        person_id=viewer().person_id,
    ):
        commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".indicator", public_id=public_id, period=period.key), 303)
    page = render_template(
        "impact/entry.html",
        form=form,
        tracked=tracked,
        sheet=tracked.sheet,
        period=period,
        before=before,
        ratio=by_ratio(tracked.sheet),
        organisation=None,
        back=url_for(".indicator", public_id=public_id, period=period.key),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/values/<public_id>/correct", methods=["GET", "POST"])
@require(policies.EDIT)
def correct(public_id: str) -> ResponseReturnValue:
    """Put another value in the place of a locked one."""
    value = locks.newest_of(locks.find_value_to_keep(public_id, viewer()))
    sheet = value.sheet
    form = CorrectionForm(data={"state": value.state, "value": typed(sheet.shape, value.value)})
    if form.validate_on_submit() and form.attempt(
        locks.correct,
        value=value,
        state=form.state.data or "",
        number=scaled(sheet.shape, form.value.data),
        reason=form.reason.data or "",
    ):
        commit()
        flash(_("Corrected. The value that was locked stays in the history."), "ok")
        return redirect(url_for(".period", public_id=value.lock.public_id), 303)
    page = render_template(
        "impact/correct.html",
        form=form,
        value=value,
        sheet=sheet,
        versions=locks.versions(value),
        computed=figures.is_computed(sheet),
        again=ReasonForm(formdata=None),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/values/<public_id>/recompute")
@require(policies.EDIT)
def recompute(public_id: str) -> ResponseReturnValue:
    """Compute a locked value again, from today's records."""
    value, form = locks.find_value_to_keep(public_id, viewer()), ReasonForm()
    if form.validate_on_submit():
        locks.recompute(value, reason=form.reason.data or "")
        commit()
        flash(_("Computed again. The value that was locked stays in the history."), "ok")
        return redirect(url_for(".period", public_id=value.lock.public_id), 303)
    flash(_("Say why: a correction after the lock needs a reason."), "warn")
    return redirect(url_for(".correct", public_id=public_id), 303)


def entered(before: list[Entry], sheet: Sheet) -> dict[str, object]:
    """Return what the form shows of the value in force."""
    if not before:
        return {}
    latest = before[0]
    return {
        "state": latest.state,
        "value": typed(sheet.shape, latest.value),
        "numerator": latest.numerator,
        "denominator": latest.denominator,
        "note": latest.note,
    }
