"""What the person does: register, answer an offer, withdraw."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...hooks.types import FormKey
from ...kernel import work
from ...kernel.i18n import gettext as _
from ...people import services as people
from ...sessions import services as sessions
from ...sessions.models import TrainingSession
from ...web.access import signed_in, viewer
from ...web.forms import PlainForm
from ...web.more import MoreFields
from .. import queries, services
from ..forms import ApplicationForm, DocumentForm, ReasonForm
from ..models import OPEN, Registration
from ..services import Terms
from .finding import blueprint, own_record, person_of


@blueprint.route("/sessions/<slug>/register", methods=["GET", "POST"])
@signed_in
def register(slug: str) -> ResponseReturnValue:
    """Show whether the viewer may come, the form, or the state of what was sent already."""
    session, person = sessions.find(slug, viewer(), *queries.for_form()), person_of(viewer())
    held, mine = services.terms_and_own(session, person.id)
    form = ApplicationForm(
        reason_needed=held.select,
        data={"gender": people.own_statistic(person).gender, "motivation": mine.motivation if mine else ""},
    )
    parts = MoreFields(FormKey.REGISTRATION, session)
    if form.is_submitted() and form.validate() & parts.validate():
        made = form.attempt(services.register, session=session, person=person, command=form.command(), by=work.actor())
        if made is not None and form.done(parts.save, made=made):
            said = _SENT[made.state]  # before the commit, after which all of it would be read anew
            work.commit()
            flash(said(), "ok")
            return redirect(url_for(".register", slug=slug), 303)
        work.rollback()
    return _page(session, mine, held, form, parts), 422 if form.is_submitted() else 200


@blueprint.post("/registrations/<public_id>/documents/<key>")
@signed_in
def bring(public_id: str, key: str) -> ResponseReturnValue:
    """Keep a document of one's own that the call asks for."""
    registration = own_record(public_id)
    keep_document(registration, key)
    return redirect(url_for(".register", slug=registration.session.slug), 303)


@blueprint.post("/registrations/<public_id>/answer/<any(yes, no):word>")
@signed_in
def answer(public_id: str, word: str) -> ResponseReturnValue:
    """Take ("yes") or leave an offered place."""
    registration = own_record(public_id)
    services.answer(registration=registration, coming=word == "yes", by=work.actor())
    work.commit()
    if word == "yes":
        flash(_("Your place is confirmed."), "ok")
    else:
        flash(_("Thank you for telling us. The place goes to the next."), "ok")
    return redirect(url_for("mine.index"), 303)


@blueprint.route("/registrations/<public_id>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(public_id: str) -> ResponseReturnValue:
    """Ask once, then give the place back."""
    registration, form = own_record(public_id), ReasonForm()
    if form.validate_on_submit():
        services.withdraw(registration=registration, by=work.actor(), reason=form.reason.data or "")
        work.commit()
        flash(_("You are not registered any more. Thank you for telling us."), "ok")
        return redirect(url_for("mine.index"), 303)
    page = render_template("registration/withdraw.html", session=registration.session, form=form)
    return page, 422 if form.is_submitted() else 200


def keep_document(registration: Registration, key: str) -> None:
    """Keep what was sent in the field "file" as a document, or say why not."""
    form = DocumentForm()
    given = form.file.data
    if not form.validate_on_submit() or not given or not given.filename:
        flash(_("Choose a file first."), "warn")
        return
    held = services.terms(registration.session)
    upload = services.DocumentUpload(key, given.stream, given.filename)
    made = form.attempt(services.bring_own, registration=registration, held=held, upload=upload)
    if made is None:
        work.rollback()
        flash(" ".join(form.said), "warn")
        return
    work.commit()
    flash(_("The document is there now."), "ok")


_SENT: dict[str, Callable[[], str]] = {
    "applied": lambda: _("Your application is with the centre. You get a mail when it is decided."),
    "waiting": lambda: _("All places are taken. You are on the waiting list."),
    "confirmed": lambda: _("Your place is confirmed."),
}


def _page(
    session: TrainingSession, mine: Registration | None, held: Terms, form: ApplicationForm, parts: MoreFields
) -> str:
    person = person_of(viewer())
    fit = sessions.eligible(session, people.standing(person.id))
    context: dict[str, Any] = {
        "eligibility": fit,
        "why_not": services.why_not(session, person, fit, held),
        "closed": services.why_closed(session, held),
        "elsewhere": services.elsewhere(session, person.id),
        "open": mine is not None and mine.state in OPEN,
        "approval": held.select,
        "held": held,
        "documents": services.document_titles(held.call),
        "papers": services.papers(mine, held) if mine is not None and held.call else [],
        "may_bring": mine is not None and services.may_bring(mine),
        "questions": services.questions_path(mine, held) if mine is not None else "",
        "paper_form": DocumentForm(formdata=None),
        "upload_url": lambda key: url_for(".bring", public_id=mine.public_id if mine else "", key=key),
        "rule": services.rule(held),
        "button": PlainForm(),
        "begun": services.has_begun(session),
        "place": services.place_in_line(mine, held) if mine and mine.state == "waiting" else None,
    }
    return render_template(
        "registration/register.html", session=session, registration=mine, form=form, more=parts, **context
    )
