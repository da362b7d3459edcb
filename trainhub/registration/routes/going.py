"""Go or no-go: the numbers, and one of two decisions with its reason."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...sessions import policies as session_policies
from ...sessions import services as sessions
from ...sessions.models import TrainingSession
from ...web.access import signed_in, viewer
from .. import services
from ..forms import GoForm
from .finding import blueprint, session_to_decide


@blueprint.route("/sessions/<slug>/go", methods=["GET", "POST"])
@signed_in
def go(slug: str) -> ResponseReturnValue:
    """Ask whether a session with too few people takes place, and keep that it does."""
    session, form = _found(slug), GoForm()
    if form.validate_on_submit() and form.done(
        services.go, session=session, reason=form.reason.data or "", by=work.actor()
    ):
        work.commit()
        flash(_("Noted: it takes place."), "ok")
        return redirect(url_for(".call", slug=slug), 303)
    return _page(session, form), 422 if form.is_submitted() else 200


@blueprint.post("/sessions/<slug>/go/cancel", endpoint="no_go")
@signed_in
def no_go(slug: str) -> ResponseReturnValue:
    """Cancel the session for want of people."""
    session, form = _found(slug), GoForm()
    if not session_policies.may_edit(viewer(), session):
        raise NotFound
    if form.validate_on_submit():
        told = form.attempt(services.no_go, session=session, reason=form.reason.data or "", by=work.actor())
        if told is not None:
            work.commit()
            flash(_("The session is cancelled."), "ok")
            return redirect(url_for("sessions.show", slug=slug), 303)
        work.rollback()
        session = _found(slug)
    return _page(session, GoForm(formdata=None), cancelling=form), 422


def _found(slug: str) -> TrainingSession:
    session = session_to_decide(slug)
    call = services.find_call(session)
    if call is None or call.decide_on is None:
        raise NotFound
    return session


def _page(session: TrainingSession, form: GoForm, cancelling: GoForm | None = None) -> str:
    call = services.find_call(session)
    assert call is not None
    return render_template(
        "registration/go.html",
        session=session,
        call=call,
        form=form,
        cancelling=cancelling or GoForm(formdata=None, prefix=""),
        numbers=services.numbers(session, services.crowd(session).states),
        open=session.state == "published" and not services.has_begun(session),
        decided=services.decided(call),
        impact=sessions.impact(session),
        may_cancel=session_policies.may_edit(viewer(), session),
    )
