"""The editor: scheduling a session and changing one, on one page."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...hooks.types import FormKey
from ...kernel import clock, i18n, work
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...people.models import Centre
from ...web.access import require, viewer
from ...web.more import MoreFields
from .. import policies, queries, services
from ..forms import SessionForm
from ..forms.editor import data_of
from ..models import TrainingSession
from .centres import own_centre
from .sessions import blueprint


@blueprint.route("/new", methods=["GET", "POST"])
@require(policies.EDIT)
def new() -> ResponseReturnValue:
    return _editor(own_centre(), None)


@blueprint.route("/<slug>/edit", methods=["GET", "POST"])
@require(policies.EDIT)
def edit(slug: str) -> ResponseReturnValue:
    session = services.find_to_edit(slug, viewer(), *queries.for_page())
    return _editor(session.centre, session)


@blueprint.post("/check")
@require(policies.EDIT)
def check() -> ResponseReturnValue:
    """Answer a field that was left with what the whole plan touches."""
    slug = request.form.get("slug", "")
    session = services.find_to_edit(slug, viewer(), *queries.for_page()) if slug else None
    centre = session.centre if session else own_centre()
    choices = services.choices(centre.id, session)
    form = _form(session, choices, centre)
    plan = form.plan(centre.id, choices, session)
    found = _touched(plan, session)
    return render_template(
        "sessions/touches.html",
        found=found if found or plan.slots else None,
        form=form,
        checked=clock.now(),
        apart=True,
        format=_format(form, choices),
        impact=_impact(session),
    )


def _form(session: TrainingSession | None, choices: services.Choices, centre: Centre) -> SessionForm:
    form = SessionForm(data=data_of(services.plan_of(session), choices) if session else _blank(centre))
    form.offer(choices)
    return form


def _blank(centre: Centre) -> dict[str, Any]:
    """Return what a new session begins with: the centre's zone, its usual size, one empty row of each kind.

    The address may propose title-en, title-az and so on, format, and activities.
    """
    titles = {code: request.args.get(f"title-{code}", "") for code in i18n.languages()}
    return {
        "title": Texts.of(titles),
        "format": request.args.get("format"),
        "zone": centre.zone,
        "seats": 24,
        "mode": "room",
        "contact": centre.email,
        "slots": [{}],
        "people": [{}],
        "activities": [key for key in request.args.getlist("activity") if key],
    }


def _editor(centre: Centre, session: TrainingSession | None) -> ResponseReturnValue:
    choices = services.choices(centre.id, session)
    form, act = _form(session, choices, centre), request.form.get("act", "")
    more = MoreFields(FormKey.SESSION, session)
    if request.method == "GET" or form.turn(act, choices):
        return _page(form, centre, session, choices, more)
    plan = form.plan(centre.id, choices, session)
    if act == "audience":
        form.set_audience(services.union(services.texts_of(plan, session)))
        form.offer(choices)
        return _page(form, centre, session, choices, more)
    good = form.validate() & more.validate()
    saved = _save(form, plan, session, more, publish=act == "publish") if good else None
    if saved is None:
        work.rollback()
        fresh = services.find_to_edit(session.slug, viewer(), *queries.for_page()) if session else None
        return _page(form, centre, fresh, choices, more, found=_touched(plan, fresh)), 422
    work.commit()
    flash(_("Saved.") if saved.state == "draft" else _("Saved and published."), "ok")
    return redirect(url_for("sessions.show", slug=saved.slug), 303)


def _save(
    form: SessionForm,
    plan: services.SessionPlan,
    session: TrainingSession | None,
    more: MoreFields,
    *,
    publish: bool,
) -> TrainingSession | None:
    """Save what was entered, and publish it if asked; return None with the reasons on the form."""
    try:
        if session is None:
            session = services.schedule(plan)
        else:
            services.edit(session, plan)
        more.save(session)
        if publish:
            services.publish(session)
    except Invalid as error:
        for name, sentence in error.fields.items():
            form.complain(name, sentence)
        return None
    except Refused as error:
        form.complain("", str(error))
        return None
    return session


def _touched(plan: services.SessionPlan, session: TrainingSession | None) -> list[services.Conflict]:
    try:
        return services.conflicts(plan, session)
    except (Invalid, Refused):
        return []  # the form says what is wrong with it


def _format(form: SessionForm, choices: services.Choices) -> Any:
    return choices.kinds.get("format", {}).get(form.format.data)


def _page(
    form: SessionForm,
    centre: Centre,
    session: TrainingSession | None,
    choices: services.Choices,
    more: MoreFields,
    found: list[services.Conflict] | None = None,
) -> str:
    return render_template(
        "sessions/edit.html",
        form=form,
        centre=centre,
        session=session,
        choices=choices,
        more=more,
        found=found,
        checked=clock.now(),
        format=_format(form, choices),
    )


def _impact(session: TrainingSession | None) -> services.Impact | None:
    """Return what a change would lead to, of a session that people know of."""
    return services.impact(session) if session is not None and session.state == "published" else None
