"""Calls for experts: public pages, applications, decisions."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import clock, files, i18n, work
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...kernel.i18n import language_name
from ...kernel.i18n import lazy_gettext as _l
from ...people import services as people
from ...people.models import Centre, Person
from ...sessions import queries as session_queries
from ...sessions.models import EXPERT_KINDS
from ...web.access import public, require, signed_in, viewer
from ...web.tables import Column, Filter, Table
from ...web.templating import words
from .. import policies, queries, services
from ..forms import CallForm, ReasonForm, application_form, data_of_call
from ..models import APPLICATION_STATES, CALL_STATES, DOCUMENTS, ExpertApplication, ExpertCall

blueprint = Blueprint("calls", __name__, url_prefix="/trainers/calls")
EDIT = require(policies.EDIT)
ONE = "/<public_id>/applications/"


def _columns(numbers: dict[int, tuple[int, int]] | None) -> list[Column]:
    own = [
        Column("title", _l("Title"), lambda row: words(row.title)),
        Column("deadline", _l("Deadline"), lambda row: row.deadline, ExpertCall.deadline),
        Column("modules", _l("Modules"), lambda row: ", ".join(map(str, row.modules))),
        Column("languages", _l("Languages"), lambda row: ", ".join(map(language_name, row.languages))),
    ]
    if numbers is None:
        return own
    return [
        *own,
        Column("state", _l("State"), lambda row: CALL_STATES[row.state], ExpertCall.state),
        Column("applied", _l("Applications"), lambda row: numbers.get(row.id, (0, 0))[0], numeric=True),
        Column("waiting", _l("Wait for a decision"), lambda row: numbers.get(row.id, (0, 0))[1], numeric=True),
    ]


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    office = viewer().may(policies.EDIT)
    query = queries.calls(viewer().centres(policies.EDIT) if office else None)
    table = Table(query if office else queries.open_calls(query, clock.now()), [], order="", name="expert-calls")
    numbers = _numbers(table) if office else None
    table.all_columns = _columns(numbers)
    return table.export() or render_template(
        "roster/calls.html", table=table, office=office, states=CALL_STATES, numbers=numbers or {}, place=i18n.city
    )


def _numbers(table: Table) -> dict[int, tuple[int, int]]:
    rows = db.session.execute(queries.numbers_of_applications(table.narrowed))
    return {call: (whole, waiting) for call, whole, waiting in rows}


@blueprint.get("/<public_id>/")
@public
def show(public_id: str) -> str:
    call = services.find_call(public_id, viewer())
    person = people.own_person(viewer()) if viewer().is_authenticated else None
    return render_template(
        "roster/call.html",
        call=call,
        office=policies.may_keep_call(viewer(), call),
        own=services.own_application(call, person) if person else None,
        documents=DOCUMENTS,
        states=APPLICATION_STATES,
        place=i18n.city,
        zone_here=i18n.viewer_zone(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@EDIT
def new() -> ResponseReturnValue:
    centre = _centre()
    return _edit(None, CallForm(data={"zone": centre.zone, "documents": ["cv"], "state": "draft"}), centre)


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@EDIT
def edit(public_id: str) -> ResponseReturnValue:
    call = services.kept_call(public_id, viewer())
    return _edit(call, CallForm(data=data_of_call(call)), call.centre)


def _centre() -> Centre:
    """Return the centre the viewer works for."""
    centre = db.session.scalar(session_queries.centres_of(viewer().centres(policies.EDIT)).limit(1))
    if centre is None:
        raise NotFound
    return centre


def _edit(call: ExpertCall | None, form: CallForm, centre: Centre) -> ResponseReturnValue:
    form.offer(db.session.scalars(session_queries.module_numbers()))
    if form.validate_on_submit():
        saved = form.attempt(services.save_call, plan=form.plan(), call=call, centre_id=centre.id)
        if saved is not None:
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(url_for(".show", public_id=saved.public_id), 303)
    return render_template("roster/call_edit.html", form=form, call=call), 422 if form.errors else 200


# --- for those who apply --------------------------------------------------------------------------------


@blueprint.route("/<public_id>/apply", methods=["GET", "POST"])
@signed_in
def apply(public_id: str) -> ResponseReturnValue:
    call, person = services.find_call(public_id, viewer()), people.own_person(viewer())
    own = services.own_application(call, person)
    form = application_form(call, own, db.session.scalars(session_queries.module_numbers()))
    if form.validate_on_submit():
        more: dict[str, Any] = {"plan": form.plan(), "documents": form.uploads()}
        if form.attempt(services.apply, call=call, person=person, **more):
            return _done(call, _("Your application has arrived."))
    page = render_template("roster/apply.html", call=call, own=own, form=form, documents=DOCUMENTS, place=i18n.city)
    return page, 422 if form.errors else 200


@blueprint.post("/<public_id>/withdraw")
@signed_in
def withdraw(public_id: str) -> ResponseReturnValue:
    call = services.find_call(public_id, viewer())
    own = services.own_application(call, people.own_person(viewer()))
    if own is None:
        raise NotFound
    services.withdraw_application(own)
    return _done(call, _("Your application was taken back."))


def _done(call: ExpertCall, sentence: str) -> ResponseReturnValue:
    work.commit()
    flash(sentence, "ok")
    return redirect(url_for(".show", public_id=call.public_id), 303)


# --- for staff ------------------------------------------------------------------------------------------

APPLICATIONS = (
    Column("name", _l("Name"), lambda row: row.person.display, Person.display),
    Column("country", _l("Country"), lambda row: row.person.country_code or "", Person.country_code),
    Column("kind", _l("Kind"), lambda row: EXPERT_KINDS[row.kind], ExpertApplication.kind),
    Column("modules", _l("Modules"), lambda row: ", ".join(map(str, row.modules))),
    Column("languages", _l("Languages"), lambda row: ", ".join(map(language_name, row.languages))),
    Column("at", _l("Sent"), lambda row: row.created_at, ExpertApplication.created_at),
    Column("state", _l("State"), lambda row: APPLICATION_STATES[row.state], ExpertApplication.state),
)


@blueprint.get(ONE)
@EDIT
def applications(public_id: str) -> ResponseReturnValue:
    call = services.kept_call(public_id, viewer())
    states = Filter(
        "state",
        _l("State"),
        lambda query, state: query.where(ExpertApplication.state == state),
        lambda: list(APPLICATION_STATES.items()),
    )
    table = Table(queries.applications(call.id), APPLICATIONS, [states], name="applications")
    return table.export() or render_template(
        "roster/applications.html", call=call, table=table, states=APPLICATION_STATES, kinds=EXPERT_KINDS
    )


@blueprint.route(f"{ONE}<application_id>", methods=["GET", "POST"])
@EDIT
def application(public_id: str, application_id: str) -> ResponseReturnValue:
    call = services.kept_call(public_id, viewer())
    row, form = services.find_application(call, application_id), ReasonForm()
    act = request.form.get("act", "")
    if act == "take":
        expert = services.take_application(row)
        work.commit()
        flash(_("%(person)s is on the roster now.", person=expert.person.display), "ok")
        return redirect(url_for("trainers.show", public_id=expert.person.public_id), 303)
    declined = act == "decline" and form.validate_on_submit()
    if declined and form.done(services.decline_application, row=row, reason=form.reason.data or ""):
        work.commit()
        flash(_("The person was told."), "ok")
        return redirect(url_for(".applications", public_id=public_id), 303)
    page = render_template(
        "roster/application.html",
        call=call,
        row=row,
        form=form,
        states=APPLICATION_STATES,
        kinds=EXPERT_KINDS,
        documents=DOCUMENTS,
    )
    return page, 422 if form.errors else 200


@blueprint.get(f"{ONE}<application_id>/<kind>")
@EDIT
def document(public_id: str, application_id: str, kind: str) -> ResponseReturnValue:
    call = services.kept_call(public_id, viewer())
    return files.send(services.document(services.find_application(call, application_id), kind))
