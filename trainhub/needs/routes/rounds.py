"""Rounds: the list, one of them with who answered, begun, changed, opened, closed, its countries."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.errors import NotFound, Refused
from ...kernel.i18n import gettext as _
from ...people.policies import home_of
from ...people.reference import MEMBERS
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.tables import Column, Filter, Table
from ...web.templating import words
from .. import policies, queries, services
from ..forms import CountryForm, RoundForm
from ..forms.rounds import data_of, data_of_country
from ..models import Round
from ..vocabulary import PARTICIPATION, ROUND_STATES
from .blueprint import blueprint, context, find, find_to_edit, sight


def _table() -> Table:
    return Table(
        queries.rounds(sight()),
        (
            Column("title", _("Round"), lambda row: words(row.Round.title)),
            Column("assessment", _("Assessment"), lambda row: words(row.Round.assessment.title), within="title"),
            Column(
                "invented",
                _("Remark"),
                lambda row: _("Invented for the demonstration") if row.Round.assessment.invented else "",
                within="title",
            ),
            Column("first", _("First day"), lambda row: row.Round.first_day, Round.first_day),
            Column("last", _("Last day"), lambda row: row.Round.last_day, Round.last_day),
            Column("state", _("State"), lambda row: ROUND_STATES[row.Round.state], Round.state),
            Column("countries", _("Countries"), lambda row: row.columns, numeric=True),
            Column("asked", _("Institutions asked"), lambda row: row.asked, numeric=True),
            Column("answered", _("Answered"), lambda row: row.answered or 0, numeric=True),
        ),
        (
            Filter(
                "state",
                _("State"),
                lambda query, state: query.where(Round.state == state),
                lambda: [(key, str(label)) for key, label in ROUND_STATES.items()],
            ),
        ),
        name="needs",
    )


@blueprint.get("/")
@require(policies.VIEW)
def index() -> ResponseReturnValue:
    table = _table()
    return table.export() or render_template(
        "needs/index.html", table=table, states=ROUND_STATES, may_begin=viewer().may(policies.EDIT)
    )


@blueprint.route("/rounds/new", methods=["GET", "POST"])
@require(policies.EDIT)
def new() -> ResponseReturnValue:
    """Begin an assessment, or with ?after= the next round of one."""
    before = find_to_edit(request.args["after"]) if request.args.get("after") else None
    form = RoundForm(data=data_of(before) if before else {"countries": list(MEMBERS)})
    if form.validate_on_submit():
        command = form.command()
        if before is not None:
            made = form.attempt(services.rounds.next_round, before=before, command=command)
        else:
            centre = services.rounds.centre_of(home_of(viewer(), policies.EDIT))
            made = form.attempt(services.rounds.begin, centre=centre, title=command.title, command=command)
        if made:
            work.commit()
            return redirect(url_for(".show", public_id=made.public_id), 303)
    return _edit_page(form, before, _("Next round") if before else _("New assessment"))


@blueprint.route("/rounds/<public_id>/edit", methods=["GET", "POST"])
@require(policies.EDIT)
def edit(public_id: str) -> ResponseReturnValue:
    found = find_to_edit(public_id)
    form = RoundForm(data=data_of(found))
    if form.validate_on_submit() and form.done(services.rounds.change, found=found, command=form.command()):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".show", public_id=public_id), 303)
    return _edit_page(form, found, _("Change the round"))


def _edit_page(form: RoundForm, found: Round | None, title: str) -> ResponseReturnValue:
    page = render_template("needs/round_edit.html", form=form, round=found, title=title)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/rounds/<public_id>/")
@require(policies.VIEW)
def show(public_id: str) -> ResponseReturnValue:
    """Show who was asked and who answered, and what stands beside a round."""
    found, sees = find(public_id), sight()
    return render_template(
        "needs/round.html",
        **context(found, "round"),
        rates=services.rates.rates(found),
        parts_=services.keeping.parts(found, sees),
        columns=_columns(found, sees),
        participation=PARTICIPATION,
        seen=sees.country,
    )


def _columns(found: Round, sees: policies.Sight) -> list[dict[str, Any]]:
    """Return the countries a viewer sees with what each may do today, in the order of the reader's alphabet."""
    known = {each.country_code: each for each in found.countries}
    return [
        {
            "column": known[code],
            "open": services.rounds.is_open(found, code),
            "revalidate": services.rounds.to_revalidate(found, code),
            "mine": policies.may_remark(viewer(), found, code),
            "fills": policies.may_fill(viewer(), found, code, open_=services.rounds.is_open(found, code)),
        }
        for code in services.matrices.alphabetical(known)
        if sees.country(code)
    ]


@blueprint.post("/rounds/<public_id>/state")
@require(policies.EDIT)
def state(public_id: str) -> ResponseReturnValue:
    """Open or close a round."""
    found = find_to_edit(public_id)
    if PlainForm().validate_on_submit():
        try:
            (services.rounds.open_round if request.form.get("to") == "running" else services.rounds.close)(found)
            work.commit()
            flash(_("Saved."), "ok")
        except Refused as error:
            flash(str(error), "stop")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.route("/rounds/<public_id>/countries/<code>", methods=["GET", "POST"])
@require(policies.EDIT)
def country(public_id: str, code: str) -> ResponseReturnValue:
    """Say how a country takes part; open the round again for it alone."""
    found = find_to_edit(public_id)
    column = services.rounds.column_of(found, code)
    form = CountryForm(data=data_of_country(column))
    if form.validate_on_submit() and form.done(
        services.rounds.set_country, found=found, code=code, command=form.command()
    ):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".show", public_id=public_id), 303)
    page = render_template(
        "needs/part_edit.html", **context(found, "round"), form=form, title=i18n.country_name(code), verb=_("Save")
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/rounds/<public_id>/countries/<code>/confirm")
@require(policies.FILL)
def confirm(public_id: str, code: str) -> ResponseReturnValue:
    """Let a focal point say that the values of a country were looked at again and stand (R-057)."""
    found = find(public_id)
    services.rounds.column_of(found, code)
    if PlainForm().validate_on_submit() and _may_confirm(found, code):
        services.rounds.confirm_values(found=found, code=code)
        work.commit()
        flash(_("Thank you. The values stand."), "ok")
    return redirect(url_for(".show", public_id=public_id), 303)


def _may_confirm(found: Round, code: str) -> bool:
    if not policies.may_remark(viewer(), found, code):
        raise NotFound
    return True
