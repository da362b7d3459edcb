"""The log of an online meeting: uploaded, reviewed, and written into the register of a half-day as it was reviewed."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.errors import NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ...sessions.models import Slot, TrainingSession
from ...web.access import signed_in, viewer
from .. import policies, services
from ..forms import LogForm, ReviewForm
from ..meetingmatch import UNSURE
from ..services import meetings
from ..services.meetings import CHOOSE, Brought
from .finding import blueprint, taught


@blueprint.get("/log")
@signed_in
def log_now(slug: str) -> ResponseReturnValue:
    """Lead to the last half-day online whose day has come."""
    session = taught(slug)
    due = [slot for slot in session.standing if policies.met_online(slot) and policies.is_due(slot)]
    if not due:
        flash(_("A log can be read from the day of the meeting on."), "warn")
        return redirect(url_for(".index", slug=slug), 303)
    return redirect(url_for(".log", slug=slug, slot_id=due[-1].public_id), 303)


@blueprint.get("/<slot_id>/log")
@signed_in
def log(slug: str, slot_id: str) -> ResponseReturnValue:
    session, slot = _found(slug, slot_id)
    return _upload_page(session, slot, LogForm(formdata=None))


@blueprint.post("/<slot_id>/log")
@signed_in
def read_log(slug: str, slot_id: str) -> ResponseReturnValue:
    """Show what a file says; writes nothing."""
    session, slot = _found(slug, slot_id)
    form = LogForm()
    if form.validate_on_submit():
        given = form.file.data
        if not given or not given.filename:
            form.complain("file", _("Choose the file."))
        else:
            brought = form.attempt(meetings.bring, stream=given.stream, name=given.filename)
            first = ReviewForm(meetings.wish_of(slot), formdata=None)
            review = brought and form.attempt(meetings.review, slot=slot, brought=brought, wish=meetings.wish_of(slot))
            if brought and review:
                return _review_page(session, slot, first, brought, review)
    return _upload_page(session, slot, form, 422)


@blueprint.post("/<slot_id>/log/review")
@signed_in
def review_log(slug: str, slot_id: str) -> ResponseReturnValue:
    """Look at a log again by other rules and choices; with act=save write down what is ticked."""
    session, slot = _found(slug, slot_id)
    form = ReviewForm(meetings.wish_of(slot))
    try:
        brought = meetings.unseal(slot, form.sealed.data or "", work.actor())
    except Refused as error:
        again = LogForm(formdata=None)
        again.complain("file", str(error))
        return _upload_page(session, slot, again, 422)
    if not form.validate_on_submit():
        return _again(session, slot, form, brought, 422)
    if request.form.get("act") != "save":
        return _again(session, slot, form, brought)
    number = form.attempt(
        meetings.save_log,
        slot=slot,
        brought=brought,
        wish=form.wish(_chosen()),
        picked=request.form.getlist("pick"),
        close=form.close.data,
        keep=form.keep.data,
        by=work.actor(),
        correcting=policies.may_correct(viewer(), session),
    )
    if number is None:
        work.rollback()
        session, slot = _found(slug, slot_id)
        return _again(session, slot, form, brought, 422)
    work.commit()
    flash(ngettext("%(num)s mark saved.", "%(num)s marks saved.", number), "ok")
    return redirect(url_for(".register", slug=slug, slot_id=slot_id), 303)


def _again(session: TrainingSession, slot: Slot, form: ReviewForm, brought: Brought, status: int = 200) -> Response:
    """Show the review by what the form says; by the first rules, where that cannot be used."""
    usable = not any(each.errors for each in form)
    wish = form.wish(_chosen()) if usable else meetings.wish_of(slot)
    review = form.attempt(meetings.review, slot=slot, brought=brought, wish=wish)
    if review is None:
        again = LogForm(formdata=None)
        again.complain("file", _("No row of this log could be read. Export it from the tool again."))
        return _upload_page(session, slot, again, 422)
    return _review_page(session, slot, form, brought, review, status)


def _found(slug: str, slot_id: str) -> tuple[TrainingSession, Slot]:
    session = taught(slug)
    slot = services.find_slot(session, slot_id)
    if not policies.met_online(slot):
        raise NotFound
    return session, slot


def _chosen() -> dict[int, str]:
    """Return whom people of the log were said to be: fields to-0, to-1 and so on."""
    said = ((name.removeprefix("to-"), value) for name, value in request.form.items() if name.startswith("to-"))
    return {int(number): value for number, value in said if number.isdecimal() and len(number) < 6}


def _upload_page(session: TrainingSession, slot: Slot, form: LogForm, status: int = 200) -> Response:
    others = [each for each in session.standing if policies.met_online(each) and policies.is_due(each)]
    return _answer("attendance/log.html", status, session=session, slot=slot, form=form, others=others)


def _review_page(
    session: TrainingSession, slot: Slot, form: ReviewForm, brought: Brought, review: meetings.Review, status: int = 200
) -> Response:
    form.sealed.data = meetings.seal(slot, brought, work.actor())
    said: dict[str, Any] = {
        "name": brought.name,
        "review": review,
        "choose": CHOOSE,
        "unsure": UNSURE,
        "hour_of": lambda moment: i18n.hour(moment.astimezone(ZoneInfo(slot.zone))),
        "years": services.KEPT_YEARS,
        "picked": request.form.getlist("pick") if status != 200 else None,
    }
    return _answer("attendance/log_review.html", status, session=session, slot=slot, form=form, **said)


def _answer(template: str, status: int, *, session: TrainingSession, slot: Slot, **said: Any) -> Response:
    final = session.state == "completed" and not policies.may_correct(viewer(), session)
    page = render_template(template, session=session, slot=slot, due=policies.is_due(slot), final=final, **said)
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
