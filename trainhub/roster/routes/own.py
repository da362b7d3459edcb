"""One's own entry on the roster: what it says, when one is free, CV, consents, requests and proposals."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import files, work
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...people import services as people
from ...people.models import Person
from ...sessions.models import Expert
from ...web.access import signed_in, viewer
from .. import queries, services
from ..forms import AbsenceForm, ConsentForm, EntryForm, FileForm, data_of_expert, upload_of
from ..models import APPLICATION_STATES, PROPOSAL_STATES
from . import requests
from .trainers import format_choices, turn, vocabulary

blueprint = Blueprint("expert", __name__, url_prefix="/me/expert")


@blueprint.get("/")
@signed_in
def show() -> str:
    return _page(people.own_person(viewer()))


@blueprint.route("/edit", methods=["GET", "POST"])
@signed_in
def edit() -> ResponseReturnValue:
    person = people.own_person(viewer())
    expert = services.own_entry(person.id)
    if expert is None:
        return redirect(url_for(".show"), 303)
    form = EntryForm(data=data_of_expert(expert))
    turned = turn(form)
    if not turned and form.validate_on_submit() and form.attempt(services.save_expert, plan=form.plan(), expert=expert):
        return _saved()
    return render_template("roster/own_edit.html", form=form, person=person), 422 if form.errors else 200


@blueprint.post("/away")
@signed_in
def add_absence() -> ResponseReturnValue:
    person, _expert = _mine()
    form = AbsenceForm()
    if form.validate_on_submit():
        words = {"since": form.since.data, "until": form.until.data, "note": form.note.data or ""}
        if form.attempt(services.add_absence, person=person, **words):
            return _saved()
    return _page(person, absence=form), 422


@blueprint.post("/away/<public_id>/remove")
@signed_in
def remove_absence(public_id: str) -> ResponseReturnValue:
    services.remove_absence(people.own_person(viewer()), public_id)
    return _saved()


@blueprint.get("/cv")
@signed_in
def cv() -> ResponseReturnValue:
    expert = services.own_entry(viewer().person_id)
    if expert is None or expert.cv is None:
        return redirect(url_for(".show"), 303)
    return files.send(expert.cv)


@blueprint.post("/cv")
@signed_in
def put_cv() -> ResponseReturnValue:
    person, expert = _mine()
    form = FileForm()
    if request.form.get("act") == "drop":
        services.drop_cv(expert)
        return _saved(_("Erased."))
    if form.validate_on_submit() and form.done(services.put_cv, expert=expert, upload=upload_of(form.file)):
        return _saved()
    return _page(person, file=form), 422


@blueprint.post("/conduct")
@signed_in
def conduct() -> ResponseReturnValue:
    _person, expert = _mine()
    services.agree_to_conduct(expert)
    return _saved()


@blueprint.route("/asked/<token>", methods=["GET", "POST"])
@signed_in
def asked(token: str) -> ResponseReturnValue:
    part = services.find_request(token)
    if part.person_id != viewer().person_id:
        raise NotFound
    return requests.answer_page(part, url_for(".show"))


@blueprint.post("/proposals/<public_id>")
@signed_in
def consent(public_id: str) -> ResponseReturnValue:
    person, form = people.own_person(viewer()), ConsentForm()
    proposal = services.own_proposal(public_id, person)
    if request.form.get("act") == "no":
        services.consent(proposal=proposal, given=None)
        return _saved(_("Noted. You are not on the roster."))
    if form.validate_on_submit() and form.done(services.consent, proposal=proposal, given=form.given()):
        return _saved(_("Thank you. The centre takes you in or writes to you."))
    return _page(person, consent=form), 422


def _mine() -> tuple[Person, Expert]:
    """Return the viewer and their entry; raises NotFound for who is not on the roster."""
    person = people.own_person(viewer())
    expert = services.own_entry(person.id)
    if expert is None:
        raise NotFound
    return person, expert


def _saved(message: str = "") -> ResponseReturnValue:
    work.commit()
    flash(message or _("Saved."), "ok")
    return redirect(url_for(".show"), 303)


def _page(person: Person, **forms: Any) -> str:
    expert = services.own_entry(person.id)
    away = services.absences(person.id)
    return render_template(
        "roster/own.html",
        person=person,
        expert=expert,
        requests=[(part, services.token_of(part)) for part in db.session.scalars(queries.asked_of(person.id)).unique()],
        proposals=services.own_proposals(person.id),
        applications=list(db.session.scalars(queries.applications_of(person.id)).unique()),
        away=away,
        months=services.months(person.id, away) if expert else [],
        years=services.years(person.id) if expert else [],
        agreed=services.agreed(expert),
        formats=dict(format_choices()) if expert else {},
        states=PROPOSAL_STATES | APPLICATION_STATES,
        forms={"absence": AbsenceForm(formdata=None), "file": FileForm(formdata=None), "consent": _consent()} | forms,
        **vocabulary(),
    )


def _consent() -> ConsentForm:
    return ConsentForm(formdata=None)
