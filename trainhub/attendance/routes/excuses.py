"""Excuses: a person asks on a page of their own, who takes the register answers."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import files, work
from ...kernel.errors import NotFound, Refused
from ...kernel.i18n import gettext as _
from ...registration.routes.finding import own_record
from ...web.access import signed_in, viewer
from ...web.forms import PlainForm
from ...web.tables import Column, Table
from .. import queries
from ..forms import AnswerForm, ExcuseForm
from ..models import EXCUSE_STATES, Excuse
from ..services import excuses
from .finding import blueprint, taught

own_excuses = Blueprint("excuses", __name__, url_prefix="/me/excuses/<public_id>")


@own_excuses.get("")
@signed_in
def show(public_id: str) -> ResponseReturnValue:
    """Show what one asked for in a training, and ask for more."""
    return _own(public_id)


@own_excuses.post("")
@signed_in
def ask(public_id: str) -> ResponseReturnValue:
    registration = own_record(public_id)
    form = ExcuseForm(excuses.slots_to_come(registration))
    if not form.validate_on_submit() or not form.attempt(
        excuses.ask, registration=registration, command=form.command()
    ):
        work.rollback()
        return _own(public_id, form), 422
    work.commit()
    flash(_("You asked to be excused. You get a mail with the answer."), "ok")
    return redirect(url_for(".show", public_id=public_id), 303)


@own_excuses.post("/<excuse_id>/withdraw")
@signed_in
def withdraw(public_id: str, excuse_id: str) -> ResponseReturnValue:
    if PlainForm().validate_on_submit():
        excuses.withdraw(excuses.own(own_record(public_id), excuse_id))
        work.commit()
        flash(_("You took it back: you are expected."), "ok")
    return redirect(url_for(".show", public_id=public_id), 303)


@own_excuses.get("/<excuse_id>/document")
@signed_in
def document(public_id: str, excuse_id: str) -> ResponseReturnValue:
    return _sent(excuses.own(own_record(public_id), excuse_id))


@blueprint.get("/excuses/")
@signed_in
def excuses_asked(slug: str) -> ResponseReturnValue:
    """List who asked not to come to which half-days of a session, and why."""
    return _list(slug)


@blueprint.post("/excuses/<public_id>")
@signed_in
def decide_excuse(slug: str, public_id: str) -> ResponseReturnValue:
    session, form = taught(slug), AnswerForm()
    found = excuses.find(session, public_id)
    if not form.validate_on_submit():
        return _list(slug, form, public_id), 422
    try:
        done = form.attempt(
            _decided,
            excuse=found,
            granted=form.granted,
            answer=form.answer.data or "",
            by=work.actor(),
            person_id=viewer().person_id,
        )
    except Refused as error:
        work.rollback()
        flash(str(error), "warn")
        return redirect(url_for(".excuses_asked", slug=slug), 303)
    if not done:
        work.rollback()
        return _list(slug, form, public_id), 422
    work.commit()
    flash(_("The person gets a mail."), "ok")
    return redirect(url_for(".excuses_asked", slug=slug), 303)


@blueprint.get("/excuses/<public_id>/document")
@signed_in
def excuse_document(slug: str, public_id: str) -> ResponseReturnValue:
    return _sent(excuses.find(taught(slug), public_id))


def _decided(**arguments: object) -> bool:
    excuses.decide(**arguments)  # type: ignore[arg-type]
    return True


def _own(public_id: str, form: ExcuseForm | None = None) -> str:
    registration = own_record(public_id)
    coming = excuses.slots_to_come(registration)
    return render_template(
        "attendance/own_excuses.html",
        registration=registration,
        session=registration.session,
        form=form or ExcuseForm(coming, formdata=None),
        may_ask=bool(coming) and registration.state == "confirmed" and registration.session.state == "published",
        asked=excuses.asked_by(registration),
        states=EXCUSE_STATES,
        kept_days=excuses.KEPT_DAYS,
    )


def _list(slug: str, form: AnswerForm | None = None, about: str = "") -> Response | str:
    session = taught(slug)
    columns = (
        Column("name", _("Name"), lambda row: row.registration.person.display),
        Column("slots", _("Half-days"), lambda row: "; ".join(str(slot) for slot in row.slots)),
        Column("reason", _("Reason"), lambda row: row.reason),
        Column("asked", _("Asked on"), lambda row: row.asked_at, sort=Excuse.asked_at),
        Column("state", _("State"), lambda row: EXCUSE_STATES[row.state]),
        Column("answer", _("Answer"), lambda row: row.answer),
    )
    table = Table(queries.excuses_of(session.id), columns, name=f"{session.slug}-excuses")
    return table.export() or render_template(
        "attendance/excuses.html",
        session=session,
        table=table,
        form=form or AnswerForm(formdata=None),
        about=about,
        states=EXCUSE_STATES,
    )


def _sent(excuse: Excuse) -> ResponseReturnValue:
    if excuse.file is None:
        raise NotFound
    return files.send(excuse.file)
