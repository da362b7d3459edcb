"""What happens to a session as a whole, and to its slots. Each act says first whom it touches."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ...web.access import require, viewer
from ...web.forms import PlainForm
from .. import policies, queries, services
from ..forms import CancelForm, CloneForm, CompleteForm
from ..models import TrainingSession
from .calendar import place_of
from .sessions import blueprint

EDIT = require(policies.EDIT)


def _find(slug: str) -> TrainingSession:
    return services.find_to_edit(slug, viewer(), *queries.for_page())


def _find_to_move(slug: str) -> TrainingSession:
    """Return a session with those who were asked to teach, too: they are told when it moves."""
    return services.find_to_edit(slug, viewer(), *queries.for_page(), queries.with_requests())


def _back(session: TrainingSession) -> ResponseReturnValue:
    return redirect(url_for("sessions.show", slug=session.slug), 303)


def _told(count: int) -> str:
    return ngettext("%(num)s person is told by mail.", "%(num)s people are told by mail.", count)


@blueprint.post("/<slug>/publish")
@EDIT
def publish(slug: str) -> ResponseReturnValue:
    session = _find(slug)
    try:
        services.publish(session)
    except Invalid as error:
        work.rollback()
        for sentence in error.fields.values():
            flash(sentence, "stop")
        return redirect(url_for("sessions.edit", slug=slug), 303)
    work.commit()
    flash(_("“%(title)s” is published.", title=session.title.text(session.title.source)), "ok")
    return _back(session)


@blueprint.route("/<slug>/cancel", methods=["GET", "POST"])
@EDIT
def cancel(slug: str) -> ResponseReturnValue:
    session, form = _find(slug), CancelForm()
    if form.validate_on_submit():
        told = form.attempt(services.cancel, session=session, reason=form.reason.data)
        if told is not None:
            work.commit()
            flash(_("The session is cancelled.") + (f" {_told(told)}" if told else ""), "ok")
            return _back(session)
    page = render_template("sessions/cancel.html", session=session, form=form, impact=services.impact(session))
    return page, 422 if form.errors else 200


@blueprint.route("/<slug>/complete", methods=["GET", "POST"])
@EDIT
def complete(slug: str) -> ResponseReturnValue:
    session = _find(slug)
    form = CompleteForm.of(session)
    if form.validate_on_submit():
        try:
            services.complete(session, form.outcomes())
        except Refused as error:
            form.complain("", str(error))
        else:
            work.commit()
            flash(_("The session is completed. Its attendance is final."), "ok")
            return _back(session)
    return render_template("sessions/complete.html", session=session, form=form), 422 if form.form_errors else 200


@blueprint.route("/<slug>/clone", methods=["GET", "POST"])
@EDIT
def clone(slug: str) -> ResponseReturnValue:
    session = _find(slug)
    form = CloneForm(data={"first_day": services.default_clone_day(session)})
    if form.validate_on_submit():
        copy = form.attempt(services.clone, session=session, first_day=form.first_day.data)
        if copy is not None:
            work.commit()
            flash(_("This is the copy, a draft. Look it over and publish it."), "ok")
            return redirect(url_for("sessions.edit", slug=copy.slug), 303)
    return render_template("sessions/clone.html", session=session, form=form), 422 if form.errors else 200


@blueprint.get("/<slug>/slots/")
@EDIT
def slots(slug: str) -> str:
    """Show the timetable with a button for every move."""
    return render_template("sessions/slots.html", session=_find(slug))


@blueprint.route("/<slug>/move", methods=["GET", "POST"])
@EDIT
def move(slug: str) -> ResponseReturnValue:
    """Move the whole session by ?by= half-days."""
    return _moving(_find_to_move(slug), "")


@blueprint.route("/<slug>/slots/<public_id>/move", methods=["GET", "POST"])
@EDIT
def move_slot(slug: str, public_id: str) -> ResponseReturnValue:
    """Move one slot by ?by= half-days."""
    return _moving(_find_to_move(slug), public_id)


def _moving(session: TrainingSession, public_id: str) -> ResponseReturnValue:
    steps, form = _steps(), PlainForm()
    if not steps:  # moved to and fro: nothing to ask
        return redirect(_came_from(session), 303)
    if form.validate_on_submit():
        told = _move(form, session, public_id, steps)
        if told is not None:
            work.commit()
            flash(_("Moved.") + (f" {_told(told)}" if told else ""), "ok")
            return redirect(_came_from(session), 303)
        work.rollback()
        session = _find_to_move(session.slug)
    return _asked(form, session, public_id, steps), 422 if form.form_errors else 200


def _move(form: PlainForm, session: TrainingSession, public_id: str, steps: int) -> int | None:
    if not public_id:
        return form.attempt(services.move_all, session=session, steps=steps)
    return form.attempt(services.move_half_days, slot=services.find_slot(session, public_id), steps=steps)


def _asked(form: PlainForm, session: TrainingSession, public_id: str, steps: int) -> str:
    """Ask before a move: from when to when, what is in the way, who is told."""
    moves, found = [], []
    try:
        plan = services.moved(session, steps, public_id)
    except (Invalid, Refused) as error:
        form.complain("", str(error))
    else:
        pairs = zip(session.standing, plan.slots, strict=True)
        moves = [(slot, there) for slot, there in pairs if public_id in {"", slot.public_id}]
        found = services.in_the_way(session, plan)
    return render_template(
        "sessions/move.html",
        session=session,
        form=form,
        steps=steps,
        moves=moves,
        found=found,
        back=_came_from(session),
        impact=services.impact(session),
    )


def _steps() -> int:
    steps = request.args.get("by", 1, int)
    if abs(steps) > 730:
        raise NotFound
    return steps


def _came_from(session: TrainingSession) -> str:
    """Return the page a move was begun on: the calendar, if the address names its month, else the slots."""
    return place_of(session) if "month" in request.args else url_for("sessions.slots", slug=session.slug)


@blueprint.route("/<slug>/slots/<public_id>/cancel", methods=["GET", "POST"])
@EDIT
def cancel_slot(slug: str, public_id: str) -> ResponseReturnValue:
    session = _find(slug)
    slot, form = services.find_slot(session, public_id), PlainForm()
    if form.validate_on_submit():
        services.cancel_slot(slot)
        work.commit()
        flash(_("The slot is cancelled."), "ok")
        return redirect(url_for("sessions.slots", slug=session.slug), 303)
    return render_template("sessions/cancel_slot.html", session=session, slot=slot, impact=services.impact(session))
