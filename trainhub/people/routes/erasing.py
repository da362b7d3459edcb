"""Erasure: asked for by the person, decided and started by staff, done by a job."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...web.access import require, signed_in, viewer
from ...web.tables import Column, Filter, Table
from .. import own_data, policies, queries, services
from ..forms import AskErasureForm, DecideForm, EraseForm
from ..models import ERASURE_STATES, ErasureRequest
from .answers import status, to_record

pages = Blueprint("erasure", __name__)
own = Blueprint("own_erasure", __name__)


@pages.route("/people/<public_id>/erase", methods=["GET", "POST"])
@require(policies.PEOPLE_ERASE)
def erase(public_id: str) -> ResponseReturnValue:
    """Ask for a reason and show what goes; a job does it."""
    person = services.find_person(public_id, viewer())
    form, who = EraseForm(), viewer()
    told = {"person": person, "reason": form.reason.data or "", "by": who}
    if form.validate_on_submit() and form.done(services.erase_later, **told):
        work.commit()
        flash(_("This person is being erased. That takes a moment."), "ok")
        return to_record(person)
    held = [group for group in own_data.everything(person).groups if group.plain]
    return render_template(
        "people/erase.html", form=form, person=person, held=held, may_erase=services.in_reach(who, person)
    ), status(form)


# --- requests -------------------------------------------------------------------------------------------


@pages.get("/people/erasures/")
@require(policies.PEOPLE_ERASE)
def index() -> ResponseReturnValue:
    table = _table()
    return table.export() or render_template("people/erasures.html", table=table, states=ERASURE_STATES)


def _table() -> Table:
    states = [(key, str(label)) for key, label in ERASURE_STATES.items()]
    columns = (
        Column("asked", _("Asked"), lambda row: i18n.moment(row.asked_at), ErasureRequest.asked_at),
        Column("name", _("Name"), lambda row: row.person.display),
        Column("state", _("State"), lambda row: str(ERASURE_STATES[row.state]), ErasureRequest.state),
        Column(
            "decided",
            _("Decided"),
            lambda row: i18n.moment(row.decided_at) if row.decided_at else "",
            ErasureRequest.decided_at,
        ),
    )
    filters = (
        Filter("state", _("State"), lambda query, state: query.where(ErasureRequest.state == state), lambda: states),
    )
    return Table(queries.erasure_requests(), columns, filters, order="-asked", name="erasures")


@pages.route("/people/erasures/<public_id>/", methods=["GET", "POST"])
@require(policies.PEOPLE_ERASE)
def decide(public_id: str) -> ResponseReturnValue:
    request, form = services.find_request(public_id), DecideForm()
    if form.validate_on_submit() and form.done(
        services.decide_request, request=request, decision=form.command(), by=viewer()
    ):
        work.commit()
        flash(_("Decided. The person gets a mail."), "ok")
        return redirect(url_for(".index"), 303)
    held = [group for group in own_data.everything(request.person).groups if group.plain]
    return (
        render_template(
            "people/erasure.html",
            form=form,
            request_=request,
            states=ERASURE_STATES,
            held=held,
            may_erase=services.in_reach(viewer(), request.person),
        ),
        status(form),
    )


# --- one's own ------------------------------------------------------------------------------------------


@own.route("/me/data/erase", methods=["GET", "POST"])
@signed_in
def ask() -> ResponseReturnValue:
    """Say what erasure means, and note that it is asked for."""
    person, form = services.own_person(viewer()), AskErasureForm()
    if form.validate_on_submit():
        services.ask_for_erasure(person, form.note.data or "")
        work.commit()
        flash(_("Noted. The centre answers by mail within 30 days."), "ok")
        return redirect(url_for("own_data.show"), 303)
    return render_template("people/erase_me.html", form=form, request_=services.request_of(person)), status(form)


@own.post("/me/data/erase/take-back")
@signed_in
def take_back() -> ResponseReturnValue:
    try:
        services.take_request_back(services.own_person(viewer()))
    except Refused as error:
        flash(str(error), "warn")
    else:
        work.commit()
        flash(_("Your request is taken back."), "ok")
    return redirect(url_for("own_data.show"), 303)
