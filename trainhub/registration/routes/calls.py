"""The call of a session, for the staff of its centre: how it stands, its form, and its steps."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...people import queries as people
from ...people.services import KINDS, choices
from ...questionnaires.models import QuestionnaireVersion
from ...sessions.models import TrainingSession
from ...web.access import signed_in
from ...web.forms import PlainForm
from .. import queries, services
from ..forms import CallForm, ReasonForm, data_of_call
from ..models import AGREEMENTS, CALL_EVENTS, CALL_STATES, DIMENSIONS, EVERYBODY_ELSE, Call
from ..services import quotas
from .finding import blueprint, session_to_decide

HOME = "/sessions/<slug>/call/"


@blueprint.get(HOME)
@signed_in
def call(slug: str) -> ResponseReturnValue:
    """Show how the call stands: its steps, its quotas, what focal points said."""
    return _page(session_to_decide(slug, whole=True), ReasonForm())


@blueprint.route(f"{HOME}edit", methods=["GET", "POST"])
@signed_in
def edit_call(slug: str) -> ResponseReturnValue:
    """Show the form of the call, turn its rows, and save it."""
    session = session_to_decide(slug)
    found = services.find_call(session)
    form = CallForm(data=data_of_call(found, services.document_titles(found), session.zone))
    turned = request.method == "POST" and form.turn(request.form.get("act", ""))
    form.offer(_whom(), _versions(found))
    if not turned and form.validate_on_submit():
        plan = form.plan(session.zone)
        if form.attempt(services.save_call, session=session, plan=plan, by=work.actor()) is not None:
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(url_for(".call", slug=session.slug), 303)
        work.rollback()
        session, found = session_to_decide(slug), None
        form.offer(_whom(), _versions(found))
    page = render_template(
        "registration/call_edit.html", session=session, form=form, named=_named, dimensions=DIMENSIONS, place=i18n.city
    )
    return page, 422 if form.errors else 200


@blueprint.post(f"{HOME}<any(open, close):act>", endpoint="turn_call")
@signed_in
def turn_call(slug: str, act: str) -> ResponseReturnValue:
    """Open or close the call."""
    session = session_to_decide(slug)
    found = _call_of(session)
    acts: dict[str, Callable[..., None]] = {"open": services.open_call, "close": services.close_call}
    acts[act](found, by=work.actor())
    work.commit()
    flash(_("The call is open.") if act == "open" else _("The call is closed."), "ok")
    return redirect(url_for(".call", slug=slug), 303)


@blueprint.post(f"{HOME}agreement/<any(proposed, consulted, agreed):step>", endpoint="agree_call")
@signed_in
def agree_call(slug: str, step: str) -> ResponseReturnValue:
    """Take a step of the agreement on the audience with the focal points."""
    session, form = session_to_decide(slug), ReasonForm()
    if not form.validate_on_submit():
        return _page(session_to_decide(slug, whole=True), form), 422
    services.agree(_call_of(session), step, by=work.actor(), reason=form.reason.data or "")
    work.commit()
    flash(_("Noted, with date and your name."), "ok")
    return redirect(url_for(".call", slug=slug), 303)


def _call_of(session: TrainingSession) -> Call:
    found = services.find_call(session)
    if found is None:
        raise NotFound
    return found


def _page(session: TrainingSession, form: ReasonForm) -> str:
    found = services.find_call(session)
    context: dict[str, Any] = {"call": None}
    if found is not None:
        held = services.terms(session)
        context = {
            "call": found,
            "held": held,
            "steps": db.session.scalars(queries.call_steps(found.id)).all(),
            "comments": db.session.scalars(queries.call_comments(found.id)).all(),
            "rows": quota_rows(found, services.places_left(session, held)),
            "open_ends": services.open_ends(found),
            "why_not_open": services.why_not_open(found),
            "women": services.women_by_stage(held, services.crowd(session)),
            "documents": services.document_titles(found),
            "rule": services.rule(held),
            "due": services.due(found, session) and not services.decided(found),
            "last_day": services.last_day_to_withdraw(session, held),
        }
    return render_template(
        "registration/call.html",
        session=session,
        form=form,
        button=PlainForm(),
        states=CALL_STATES,
        agreements=AGREEMENTS,
        events=CALL_EVENTS,
        dimensions=DIMENSIONS,
        needs={key: kind.label for key, kind in KINDS.items()},
        place=i18n.city,
        **context,
    )


def quota_rows(found: Call, left: Sequence[services.Left]) -> dict[str, list[tuple[str, Any, services.Left]]]:
    """Return dimension -> (name, quota, what is left of it), in the reader's alphabet, everybody else at the end."""
    by_id = {each.quota_id: each for each in left}
    rows: dict[str, list[tuple[str, Any, services.Left]]] = {}
    for dimension in DIMENSIONS:
        mine = {str(quota.id): quota for quota in found.quotas if quota.dimension == dimension}
        names = choices.alphabetically((key, by_id[quota.id].whom) for key, quota in mine.items())
        names.sort(key=lambda pair: mine[pair[0]].value == EVERYBODY_ELSE)
        if names:
            rows[dimension] = [(name, mine[key], by_id[mine[key].id]) for key, name in names]
    return rows


def _whom() -> dict[str, list[tuple[str, str]]]:
    """Return whom places may be set aside for, in groups by name of the dimension."""
    others = _("Everybody else")
    bodies = db.session.scalars(people.open_organisations(checked=False))
    named = {
        "country": choices.country_choices(),
        "category": [pair for pair in choices.category_choices() if pair[0]],
        "organisation": choices.alphabetically((str(each.id), each.title.text(i18n.language())) for each in bodies),
    }
    return {
        str(DIMENSIONS[dimension]): [
            (f"{dimension}:{value}", name) for value, name in [*pairs, (EVERYBODY_ELSE, others)]
        ]
        for dimension, pairs in named.items()
    }


def _versions(found: Call | None) -> Mapping[str, QuestionnaireVersion]:
    """Return what may be asked: the newest frozen version of each questionnaire, and what the call asks already."""
    versions = [each.latest for each in db.session.scalars(queries.askable()).unique()]
    if found is not None and found.wave is not None:
        versions.append(found.wave.version)
    return {each.public_id: each for each in versions if each is not None}


def _named(whom: str) -> str:
    dimension, _colon, value = whom.partition(":")
    name = quotas.whom(dimension, value) if dimension in DIMENSIONS else whom
    return name[:1].upper() + name[1:] if value == EVERYBODY_ELSE else name
