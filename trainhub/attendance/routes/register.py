"""The register of one slot: everything on one screen of a phone, one by one or several at once."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ...registration.services import strip as draw
from ...sessions.models import Slot, TrainingSession
from ...web.access import signed_in, viewer
from ...web.forms import Form, PlainForm
from .. import policies, services
from ..forms import BulkForm, MarkForm
from ..models import CONFLICT_STATES
from .finding import account_mark, blueprint, taught

LETTERS = {"p": "present", "l": "late", "e": "left_early", "x": "excused", "a": "absent"}
KEPT_FOR = "X-Kept-For"  # tells the worker in the browser whose page it may keep for when there is no network


@blueprint.get("/<slot_id>/")
@signed_in
def register(slug: str, slot_id: str) -> ResponseReturnValue:
    """Show the register of one slot."""
    session = taught(slug)
    answer = Response(_sheet(session, services.find_slot(session, slot_id)))
    answer.headers[KEPT_FOR] = account_mark()
    return answer


@blueprint.post("/<slot_id>/mark/<registration_id>")
@signed_in
def mark(slug: str, slot_id: str, registration_id: str) -> ResponseReturnValue:
    """Save one tap."""
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
        return _back(slug, slot_id, registration_id)
    return _sheet(session, slot, form), 422


@blueprint.post("/<slot_id>/several")
@signed_in
def mark_several(slug: str, slot_id: str) -> ResponseReturnValue:
    """Mark those who were chosen, or everybody, in this slot or in more of its day."""
    session = taught(slug)
    slot, form = services.find_slot(session, slot_id), BulkForm()
    if form.validate_on_submit():
        chosen = services.find_lines(session, None if form.everybody.data else form.pick.data)
        slots = policies.reach(slot, session.standing, form.scope.data)
        if not chosen:
            form.complain("pick", _("Choose at least one person."))
        elif form.done(
            services.mark_many,
            slots=slots,
            registrations=chosen,
            mark=form.command(),
            by=work.actor(),
            correcting=policies.may_correct(viewer(), session),
        ):
            work.commit()
            flash(ngettext("%(num)s person was marked.", "%(num)s people were marked.", len(chosen)), "ok")
            return _back(slug, slot_id)
    work.rollback()
    return _sheet(session, slot, form, several=True), 422


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


@blueprint.get("/<slot_id>/people/<registration_id>")
@signed_in
def person(slug: str, slot_id: str, registration_id: str) -> ResponseReturnValue:
    """Show one person in one slot: the mark with its comment, what was said before, and what is to be decided."""
    session = taught(slug)
    slot, registration = services.find_slot(session, slot_id), services.find_line(session, registration_id)
    line = next(each for each in services.open_register(slot).lines if each.registration.id == registration.id)
    conflicts = services.conflicts_of(slot, registration)
    return render_template(
        "attendance/person.html",
        session=session,
        slot=slot,
        line=line,
        statuses=services.in_use(),
        history=services.history(slot, line.mark),
        conflicts=conflicts,
        names=services.names([number for each in conflicts for number in (each.held_by, each.account_id)]),
        in_words=services.in_words,
        states=CONFLICT_STATES,
        outlook=services.of_places([registration])[registration.id],
        open=policies.is_due(slot) and not _final(session),
    )


@blueprint.post("/<slot_id>/conflicts/<public_id>")
@signed_in
def decide(slug: str, slot_id: str, public_id: str) -> ResponseReturnValue:
    """Settle two marks that did not know of each other."""
    session = taught(slug)
    slot, form = services.find_slot(session, slot_id), PlainForm()
    conflict = services.find_conflict(slot, public_id)
    if form.validate_on_submit() and form.done(
        services.decide,
        conflict=conflict,
        take=request.form.get("act") == "take",
        by=work.actor(),
        correcting=policies.may_correct(viewer(), session),
    ):
        work.commit()
        flash(_("Decided."), "ok")
        return _back(slug, slot_id, conflict.registration.public_id)
    return _sheet(session, slot, form), 422


def _back(slug: str, slot_id: str, registration_id: str = "") -> ResponseReturnValue:
    anchor = f"r-{registration_id}" if registration_id else None
    return redirect(url_for(".register", slug=slug, slot_id=slot_id, _anchor=anchor), 303)


def _final(session: TrainingSession) -> bool:
    return session.state == "completed" and not policies.may_correct(viewer(), session)


def _sheet(session: TrainingSession, slot: Slot, form: Form | None = None, *, several: bool = False) -> str:
    sheet = services.open_register(slot)
    closed = services.registers_of_session(session.id)
    people = [line.registration.id for line in sheet.lines]
    marks, hours = services.marks_of_session(session.id), services.hours_of_session(session.id)
    told = [number for line in sheet.lines for each in line.conflicts for number in (each.held_by, each.account_id)]
    return render_template(
        "attendance/register.html",
        session=session,
        slot=slot,
        sheet=sheet,
        form=form,
        statuses=services.in_use(),
        outlooks=services.outlooks(session, people, marks, hours, set(closed)),
        names=services.names(told),
        in_words=services.in_words,
        keys=_keys(),
        scopes=policies.scopes(slot, session.standing),
        several=several or "several" in request.args,
        due=policies.is_due(slot),
        strip=_progress(session, slot, set(closed)),
        final=_final(session),
        account=account_mark(),
        day=[each for each in session.standing if each.local_date == slot.local_date],
    )


def _keys() -> dict[str, services.Word]:
    """Return which key marks what: a letter for each of the five, a digit for each of the centre's own."""
    used = {word.key: word for word in services.in_use()}
    own = [word for key, word in used.items() if key not in LETTERS.values()]
    letters = {letter: used[key] for letter, key in LETTERS.items()}
    return letters | {str(number): word for number, word in enumerate(own[:9], start=1)}


def _progress(session: TrainingSession, slot: Slot, closed: set[int]) -> list[list[str]]:
    """Return the session's strip with the registers that are closed, and this one, filled."""

    def cell(each: Slot) -> str:
        held = "net" if each.online else "on"
        return held if each.id in closed or each.id == slot.id else "plan"

    return draw(session.standing, cell)
