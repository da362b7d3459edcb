"""The register of one slot: everything on one screen of a phone."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.i18n import gettext as _
from ...registration.models import Registration
from ...registration.services import strip as draw
from ...sessions.models import Slot, TrainingSession
from ...web.access import signed_in, viewer
from ...web.forms import PlainForm
from .. import policies, services
from ..forms import MarkForm
from .finding import blueprint, taught


@blueprint.get("/<slot_id>/")
@signed_in
def register(slug: str, slot_id: str) -> ResponseReturnValue:
    """Show the register of one slot: everything on one screen of a phone."""
    session = taught(slug)
    return _sheet(session, services.find_slot(session, slot_id))


@blueprint.post("/<slot_id>/mark/<registration_id>")
@signed_in
def mark(slug: str, slot_id: str, registration_id: str) -> ResponseReturnValue:
    """Save one tap. With htmx the row and the sums come back, else the whole page."""
    session = taught(slug)
    slot, registration = services.find_slot(session, slot_id), services.find_line(session, registration_id)
    form = MarkForm()
    if form.validate_on_submit() and form.attempt(
        services.mark,
        slot=slot,
        registration=registration,
        mark=form.command(),
        by=work.actor(),
        correcting=policies.may_correct(viewer(), session),
    ):
        work.commit()
        if request.headers.get("HX-Request"):
            return _row(session, slot, registration)
        return redirect(url_for(".register", slug=slug, slot_id=slot_id, _anchor=f"r-{registration_id}"), 303)
    return _sheet(session, slot, form), 422


@blueprint.post("/<slot_id>/close")
@signed_in
def close(slug: str, slot_id: str) -> ResponseReturnValue:
    """Close the register: who was not marked was there."""
    session = taught(slug)
    slot, form = services.find_slot(session, slot_id), PlainForm()
    if not form.validate_on_submit():
        return _sheet(session, slot), 422
    services.save(slot=slot, marks={}, by=work.actor(), correcting=policies.may_correct(viewer(), session))
    work.commit()
    flash(_("The register is closed. You can still correct it."), "ok")
    return redirect(url_for(".index", slug=slug), 303)


def _sheet(session: TrainingSession, slot: Slot, form: MarkForm | None = None) -> str:
    return render_template(
        "attendance/register.html",
        session=session,
        slot=slot,
        sheet=services.open_register(slot),
        form=form,
        due=policies.is_due(slot),
        strip=_progress(session, slot),
        final=session.state == "completed" and not policies.may_correct(viewer(), session),
    )


def _row(session: TrainingSession, slot: Slot, registration: Registration) -> str:
    sheet = services.open_register(slot)
    line = next(each for each in sheet.lines if each.registration.id == registration.id)
    return render_template("attendance/row.html", session=session, slot=slot, sheet=sheet, line=line, swapped=True)


def _progress(session: TrainingSession, slot: Slot) -> list[list[str]]:
    """Return the session's strip with the registers that are closed, and this one, filled."""
    closed = services.registers_of_session(session.id)

    def cell(each: Slot) -> str:
        held = "net" if each.online else "on"
        return held if each.id in closed or each.id == slot.id else "plan"

    return draw(session.standing, cell)
