"""The desk at the door of a half-day. With a script only the answer changes and the field keeps the focus."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ...registration import policies as registration
from ...sessions.models import Slot, TrainingSession
from ...web.access import signed_in, viewer
from ...web.forms import PlainForm
from .. import policies, services
from ..forms import DeskForm
from ..services import desk
from .finding import blueprint, taught


@blueprint.get("/desk")
@signed_in
def desk_now(slug: str) -> ResponseReturnValue:
    """Lead to the desk of the half-day that people come in for."""
    session = taught(slug)
    slot = desk.slot_now(session)
    if slot is None:
        flash(_("The desk opens on the day of the training."), "warn")
        return redirect(url_for(".index", slug=slug), 303)
    return redirect(url_for(".desk", slug=slug, slot_id=slot.public_id), 303)


@blueprint.get("/<slot_id>/desk", endpoint="desk")
@signed_in
def show(slug: str, slot_id: str) -> ResponseReturnValue:
    session = taught(slug)
    return _answer(session, services.find_slot(session, slot_id))


@blueprint.post("/<slot_id>/desk", endpoint="desk_find")
@signed_in
def find(slug: str, slot_id: str) -> ResponseReturnValue:
    """Check in whose badge or code was scanned or typed; for a name, show who has it."""
    session, slot, form = _posted(slug, slot_id, DeskForm())
    if not form.validate_on_submit():
        return _answer(session, slot, form=form, status=422)
    text = form.text.data.strip()
    try:
        person = desk.identify(session, text)
        if person is None:
            found = desk.search(services.open_register(slot), text)
            return _answer(session, slot, words=text, found=found)
        done = desk.check_in(slot=slot, registration=person, by=work.actor(), correcting=_correcting(session))
    except Refused as error:
        return _refused(session, slot, error)
    work.commit()
    return _answer(session, slot, done=done)


@blueprint.post("/<slot_id>/desk/in/<registration_id>", endpoint="desk_in")
@signed_in
def check_in(slug: str, slot_id: str, registration_id: str) -> ResponseReturnValue:
    """Check in somebody who was found by name."""
    session, slot, form = _posted(slug, slot_id, PlainForm())
    person = services.find_line(session, registration_id)
    _check(form)
    try:
        done = desk.check_in(slot=slot, registration=person, by=work.actor(), correcting=_correcting(session))
    except Refused as error:
        return _refused(session, slot, error)
    work.commit()
    return _answer(session, slot, done=done)


@blueprint.post("/<slot_id>/desk/undo/<registration_id>", endpoint="desk_undo")
@signed_in
def undo(slug: str, slot_id: str, registration_id: str) -> ResponseReturnValue:
    """Take the last check-in of somebody back."""
    session, slot, form = _posted(slug, slot_id, PlainForm())
    _check(form)
    try:
        person = desk.undo(
            slot=slot,
            session=session,
            public_id=registration_id,
            status=request.form.get("status", ""),
            by=work.actor(),
            correcting=_correcting(session),
        )
    except Refused as error:
        return _refused(session, slot, error)
    work.commit()
    return _answer(session, slot, undone=person)


@blueprint.get("/<slot_id>/desk/finish", endpoint="desk_finish")
@signed_in
def ask_finish(slug: str, slot_id: str) -> ResponseReturnValue:
    session = taught(slug)
    slot = services.find_slot(session, slot_id)
    sheet = services.open_register(slot)
    return render_template(
        "attendance/desk_finish.html", session=session, slot=slot, sheet=sheet, missing=desk.unmarked(sheet)
    )


@blueprint.post("/<slot_id>/desk/finish", endpoint="desk_end")
@signed_in
def finish(slug: str, slot_id: str) -> ResponseReturnValue:
    """End the check-in: whoever did not come is absent."""
    session, slot, form = _posted(slug, slot_id, PlainForm())
    _check(form)
    absent = desk.finish(slot=slot, by=work.actor(), correcting=_correcting(session))
    work.commit()
    marked = ngettext("%(num)s person is marked absent.", "%(num)s people are marked absent.", absent)
    closed = _("The register is closed. You can still correct it.")
    flash(f"{marked} {closed}", "ok")
    return redirect(url_for(".register", slug=slug, slot_id=slot_id), 303)


def _posted(slug: str, slot_id: str, form: Any) -> tuple[TrainingSession, Slot, Any]:
    session = taught(slug)
    return session, services.find_slot(session, slot_id), form


def _check(form: PlainForm) -> None:
    if not form.validate_on_submit():
        raise Invalid(_("This page is too old. Load it again."))


def _correcting(session: TrainingSession) -> bool:
    return policies.may_correct(viewer(), session)


def _refused(session: TrainingSession, slot: Slot, error: Refused) -> Response:
    work.rollback()
    session = taught(session.slug)
    return _answer(session, services.find_slot(session, slot.public_id), refused=str(error), status=409)


def _answer(session: TrainingSession, slot: Slot, *, status: int = 200, **said: Any) -> Response:
    """Return the desk, or for a script only what changes of it (a status of 200: nothing else is put in)."""
    partly = bool(request.headers.get("HX-Request"))
    sheet = services.open_register(slot)
    page = render_template(
        "attendance/desk_answer.html" if partly else "attendance/desk.html",
        session=session,
        slot=slot,
        sheet=sheet,
        there=sum(desk.is_there(line) for line in sheet.lines),
        last=desk.last_marks(slot),
        due=policies.is_due(slot),
        final=session.state == "completed" and not _correcting(session),
        walk_in=_walk_in(session),
        hour_of=lambda row: i18n.hour(row.at.astimezone(ZoneInfo(slot.zone))),
        grace=int(desk.GRACE.total_seconds() // 60),
        swapped=partly,
        **said,
    )
    answer = make_response(page, 200 if partly else status)
    answer.headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()"  # badges may be read by it
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _walk_in(session: TrainingSession) -> str:
    """Return where somebody who is not on the list is added, for those who may; "" for everybody else."""
    if session.state != "published" or not registration.may_decide(viewer(), session):
        return ""
    return url_for("registration.add", slug=session.slug)
