"""Instruments: which questionnaire goes out when."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from trainhub.plugin_api import Column, PlainForm, Table, commit, db, history_rows, require
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import texts as i18n

from .. import policies, services
from ..forms import InstrumentForm, instrument_data, offered
from ..models import Instrument
from ..queries import planning
from ..words import IDENTITIES, LEVEL_OF, LEVELS, PURPOSES
from .blueprint import blueprint


@blueprint.get("/instruments/")
@require(policies.VIEW)
def instruments() -> ResponseReturnValue:
    """Show what goes out around a training, by level."""
    columns = [
        Column("purpose", _("Purpose"), lambda row: str(PURPOSES[row.purpose]), Instrument.purpose),
        Column("level", _("Level"), lambda row: str(LEVELS[LEVEL_OF[row.purpose]])),
        Column("questionnaire", _("Questionnaire"), lambda row: row.questionnaire.title.text(i18n.language())),
        Column("identity", _("How answers are kept"), lambda row: str(IDENTITIES[row.identity]), Instrument.identity),
        Column("when", _("Opens"), _when, Instrument.offset_days),
        Column("open_days", _("Days open"), lambda row: row.open_days, Instrument.open_days, numeric=True),
        Column("formats", _("Formats"), lambda row: ", ".join(row.formats), shown=False),
        Column("state", _("State"), lambda row: _("In use") if row.archived_at is None else _("Switched off")),
    ]
    table = Table(planning.instruments(), columns, name="instruments")
    return table.export() or render_template("evaluation/instruments.html", table=table)


@blueprint.post("/instruments/ready")
@require(policies.EDIT, everywhere=True)
def ready() -> ResponseReturnValue:
    """Take the ready instruments and themes."""
    if PlainForm().validate_on_submit():
        services.ensure_instruments()
        services.ensure_themes()
        commit()
        flash(_("The ready instruments are there. Look whether they fit."), "ok")
    return redirect(url_for(".instruments"), 303)


@blueprint.route("/instruments/new", methods=["GET", "POST"])
@require(policies.EDIT, everywhere=True)
def new_instrument() -> ResponseReturnValue:
    return _edit(None)


@blueprint.route("/instruments/<public_id>/", methods=["GET", "POST"])
@require(policies.EDIT, everywhere=True)
def instrument(public_id: str) -> ResponseReturnValue:
    """Change an instrument: all centres use the same, so those change it who work for all."""
    return _edit(services.find_instrument(public_id))


@blueprint.post("/instruments/<public_id>/switch")
@require(policies.EDIT, everywhere=True)
def switch(public_id: str) -> ResponseReturnValue:
    """Switch an instrument off, or on again."""
    found = services.find_instrument(public_id)
    if PlainForm().validate_on_submit():
        services.switch_instrument(found, on=found.archived_at is not None)
        commit()
        flash(_("Saved. What is planned follows within the hour."), "ok")
    return redirect(url_for(".instruments"), 303)


def _edit(found: Instrument | None) -> ResponseReturnValue:
    form = InstrumentForm(data=instrument_data(found))
    language = i18n.language()
    form.questionnaire.choices = offered(
        (row.key, row.title.text(language)) for row in db.session.scalars(planning.questionnaires())
    )
    form.formats.choices = offered(
        (row.key, row.title.text(language)) for row in db.session.scalars(planning.formats())
    )
    if form.validate_on_submit() and form.attempt(services.save_instrument, command=form.command(), instrument=found):
        commit()
        flash(_("Saved. What is planned follows within the hour."), "ok")
        return redirect(url_for(".instruments"), 303)
    rows = history_rows("evaluation_instrument", found.id) if found else None
    page = render_template("evaluation/instrument.html", form=form, instrument=found, rows=rows)
    return page, 422 if form.is_submitted() else 200


def _when(row: Instrument) -> str:
    if row.anchor == "start":
        return _("%(days)s days before the first day", days=-row.offset_days)
    return _("%(days)s days after the end", days=row.offset_days) if row.offset_days else _("at the end")
