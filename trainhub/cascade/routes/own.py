"""What a graduate reports of the trainings they hold: a list, one light form, and what became of it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import files, work
from ...kernel.errors import NotFound
from ...kernel.i18n import country_name
from ...kernel.i18n import gettext as _
from ...people import services as people
from ...web.access import signed_in, viewer
from ...web.forms import PlainForm
from ...web.tables import Column, Table
from .. import queries, services
from ..forms import RolloutForm, data_of, data_of_new
from ..models import COUNTED, GENDERS, STATES, Rollout

blueprint = Blueprint("rollouts", __name__, url_prefix="/me/rollouts")


def _table(person_id: int) -> Table:
    columns = (
        Column("title", _("Title"), lambda row: row.Rollout.title, Rollout.search),
        Column("first", _("First day"), lambda row: row.Rollout.first_day, Rollout.first_day),
        Column("country", _("Country"), lambda row: country_name(row.Rollout.country_code)),
        Column("reported", _("People reported as a number"), lambda row: row.reported, numeric=True),
        Column("named", _("Persons by name"), lambda row: row.named, numeric=True),
        Column("state", _("State"), lambda row: STATES[row.Rollout.state], Rollout.state),
    )
    return Table(queries.own(person_id), columns, name="trainings-held")


@blueprint.get("/")
@signed_in
def index() -> ResponseReturnValue:
    person = people.own_person(viewer())
    table = _table(person.id)
    return table.export() or render_template(
        "cascade/own.html", table=table, may_report=bool(services.origins(person)), states=STATES
    )


@blueprint.route("/new", methods=["GET", "POST"])
@signed_in
def new() -> ResponseReturnValue:
    """Report a training one held."""
    person = people.own_person(viewer())
    known = services.origins(person)
    if not known:
        flash(_("Who has completed a training of trainers can report what they taught on."), "info")
        return redirect(url_for(".index"), 303)
    form = RolloutForm(known, data=data_of_new(known[0], person.country_code))
    if form.validate_on_submit() and form.attempt(services.report, person=person, command=form.command()):
        work.commit()
        flash(_("Thank you. The centre looks at it and writes to you."), "ok")
        return redirect(url_for(".index"), 303)
    return _form(form, None), 422 if form.is_submitted() else 200


@blueprint.route("/<public_id>/", methods=["GET", "POST"])
@signed_in
def show(public_id: str) -> ResponseReturnValue:
    """Show one's report; as long as it is not confirmed, correct it."""
    rollout = services.find_own(public_id, viewer())
    if not rollout.open:
        return render_template("cascade/own_show.html", **_shown(rollout))
    form = RolloutForm(services.origins(rollout.person), data=data_of(rollout))
    if form.validate_on_submit() and form.done(services.correct, rollout=rollout, command=form.command()):
        work.commit()
        flash(_("Saved. The centre looks at it again."), "ok")
        return redirect(url_for(".index"), 303)
    return _form(form, rollout), 422 if form.is_submitted() else 200


@blueprint.post("/<public_id>/remove")
@signed_in
def remove(public_id: str) -> ResponseReturnValue:
    rollout = services.find_own(public_id, viewer())
    if PlainForm().validate_on_submit():
        services.take_back(rollout)
        work.commit()
        flash(_("Your report is taken back."), "ok")
    return redirect(url_for(".index"), 303)


@blueprint.get("/<public_id>/evidence")
@signed_in
def evidence(public_id: str) -> ResponseReturnValue:
    rollout = services.find_own(public_id, viewer())
    if rollout.evidence is None:
        raise NotFound
    return files.send(rollout.evidence)


def _form(form: RolloutForm, rollout: Rollout | None) -> str:
    several = [entry for entry in form.numbers if entry.form.errors or any(entry.form.counts())]
    return render_template("cascade/own_form.html", form=form, rollout=rollout, several=len(several) > 1)


def _shown(rollout: Rollout) -> dict[str, Any]:
    return {"rollout": rollout, "states": STATES, "counted": COUNTED, "genders": GENDERS}
