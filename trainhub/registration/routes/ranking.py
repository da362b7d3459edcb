"""The ranking of a session whose waiting list goes by rank: a number a row, or up and down."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...kernel.text import whole
from ...sessions.models import TrainingSession
from ...web.access import signed_in
from ...web.forms import PlainForm
from .. import services
from ..models import Registration
from .finding import blueprint, session_to_decide
from .table import category_titles


@blueprint.get("/sessions/<slug>/ranking")
@signed_in
def ranking(slug: str) -> ResponseReturnValue:
    session = _ranked(slug)
    return render_template(
        "registration/ranking.html",
        session=session,
        rows=services.to_rank(session),
        button=PlainForm(),
        titles=category_titles(),
        rule=services.rule(services.terms(session)),
    )


@blueprint.post("/sessions/<slug>/ranking", endpoint="rank")
@signed_in
def rank(slug: str) -> ResponseReturnValue:
    """Keep the order of the numbers typed in, or move one person by one place."""
    session = _ranked(slug)
    if PlainForm().validate_on_submit():
        order = _order(services.to_rank(session))
        services.rank(session=session, public_ids=order)
        work.commit()
        flash(_("The ranking is kept."), "ok")
    return redirect(url_for(".ranking", slug=slug), 303)


def _ranked(slug: str) -> TrainingSession:
    session = session_to_decide(slug)
    if not services.terms(session).ranked:
        raise NotFound
    return session


def _order(rows: list[Registration]) -> list[str]:
    """Return the public ids as the form orders them: whoever got another number stands before who had it."""
    typed = {
        row.public_id: _number(request.form.get(f"rank-{row.public_id}", ""), place)
        for place, row in enumerate(rows, 1)
    }
    before = {row.public_id: place for place, row in enumerate(rows, 1)}
    order = sorted(typed, key=lambda key: (typed[key], typed[key] >= before[key], before[key]))
    way, _dash, who = request.form.get("act", "").partition("-")
    place = order.index(who) if who in order else -1
    there = place + {"up": -1, "down": 1}.get(way, 0)
    if place >= 0 and 0 <= there < len(order):
        order[place], order[there] = order[there], order[place]
    return order


def _number(words: str, otherwise: int) -> int:
    return whole(words, otherwise)
