"""The screen on which the codes of a signed sheet are typed: many at once, looked at, then saved."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.i18n import ngettext
from ...sessions.models import Slot, TrainingSession
from ...web.access import signed_in, viewer
from .. import policies, services
from ..forms import CodesForm
from ..services import Reading
from .finding import blueprint, taught


@blueprint.get("/<slot_id>/codes")
@signed_in
def codes(slug: str, slot_id: str) -> ResponseReturnValue:
    session = taught(slug)
    return _page(session, services.find_slot(session, slot_id), CodesForm(formdata=None))


@blueprint.post("/<slot_id>/codes")
@signed_in
def read_codes(slug: str, slot_id: str) -> ResponseReturnValue:
    """Show what the codes say; with act=save write down the changes that are ticked."""
    session = taught(slug)
    slot, form = services.find_slot(session, slot_id), CodesForm()
    if not form.validate_on_submit():
        return _page(session, slot, form), 422
    said: dict[str, Any] = {"slot": slot, "text": form.codes.data or "", "others": form.others.data or ""}
    if request.form.get("act") == "save":
        done = form.attempt(
            services.save_codes,
            **said,
            picked=request.form.getlist("pick"),
            close=form.close.data,
            by=work.actor(),
            correcting=policies.may_correct(viewer(), session),
        )
        if done is not None:
            return _saved(session, done)
        return _page(session, slot, form), 422
    reading = form.attempt(services.read_codes, **said)
    return _page(session, slot, form, reading), 422 if form.errors else 200


def _saved(session: TrainingSession, number: int) -> ResponseReturnValue:
    work.commit()
    flash(ngettext("%(num)s mark saved.", "%(num)s marks saved.", number), "ok")
    sheet = request.args.get("sheet", "")
    if sheet:
        return redirect(url_for(".sheet", slug=session.slug, sheet_id=sheet), 303)
    return redirect(url_for(".index", slug=session.slug), 303)


def _page(session: TrainingSession, slot: Slot, form: CodesForm, reading: Reading | None = None) -> str:
    return render_template(
        "attendance/codes.html",
        session=session,
        slot=slot,
        form=form,
        reading=reading,
        due=policies.is_due(slot),
        final=session.state == "completed" and not policies.may_correct(viewer(), session),
        closed=slot.id in services.registers_of_session(session.id),
        sheet_id=request.args.get("sheet", ""),
    )
