"""Institutions of a round: the list, and the sheet of each, filled in by the centre or a focal point."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.i18n import country_name
from ...kernel.i18n import gettext as _
from ...people import services as people
from ...web.access import require, viewer
from ...web.tables import Column, Filter, Table
from ...web.templating import words
from .. import policies, queries, services
from ..forms import response_form
from ..forms.answers import ResponseForm, data_of_response
from ..models import Instrument, Response, Round
from ..vocabulary import INSTRUMENT_KINDS, MODES, RESPONSE_STATES
from .blueprint import blueprint, context, find, sight


def _table(found: Round, sees: policies.Sight) -> Table:
    query = queries.responses(found.id)
    if sees.countries is not None:
        query = query.where(Response.country_code.in_(sees.countries))
    remark = _("Invented for the demonstration") if found.assessment.invented else ""
    return Table(
        query,
        (
            Column("name", _("Institution"), lambda row: row.Response.name, Response.name),
            Column("behalf", _("Answered on its behalf by"), lambda row: row.Response.behalf, within="name"),
            Column(
                "invented",
                _("Remark"),
                lambda _row: remark,
                within="name",
            ),
            Column("country", _("Country"), lambda row: country_name(row.Response.country_code), Response.country_code),
            Column("category", _("Category"), _category),
            Column("source", _("Source"), lambda row: INSTRUMENT_KINDS[row.Response.source], Response.source),
            Column("mode", _("Way of answering"), lambda row: MODES[row.Response.mode], shown=False),
            Column("day", _("Day"), lambda row: row.Response.day, Response.day),
            Column("state", _("State"), lambda row: RESPONSE_STATES[row.Response.state], Response.state),
            Column("told", _("Topics answered"), lambda row: row.told, numeric=True),
        ),
        (
            Filter(
                "q", _("Institution"), lambda query, text: query.where(Response.name.icontains(text, autoescape=True))
            ),
            Filter("country", _("Country"), _in_country, people.choices.country_choices),
            Filter(
                "state", _("State"), _in_state, lambda: [(key, str(label)) for key, label in RESPONSE_STATES.items()]
            ),
        ),
        name="needs-institutions",
    )


def _category(row: Any) -> str:
    return words(row.Response.category.title) if row.Response.category else ""


def _states() -> list[tuple[str, str]]:
    return [(key, str(label)) for key, label in RESPONSE_STATES.items()]


def _called(query: Any, text: str) -> Any:
    return query.where(Response.name.icontains(text, autoescape=True))


def _in_country(query: Any, code: str) -> Any:
    return query.where(Response.country_code == code)


def _in_state(query: Any, state: str) -> Any:
    return query.where(Response.state == state)


@blueprint.get("/rounds/<public_id>/institutions/")
@require(policies.VIEW)
def responses(public_id: str) -> ResponseReturnValue:
    found, sees = find(public_id), sight()
    if not sees.beneath(found):
        raise NotFound
    table = _table(found, sees)
    return table.export() or render_template(
        "needs/responses.html",
        **context(found, "responses"),
        table=table,
        sources=INSTRUMENT_KINDS,
        states=RESPONSE_STATES,
        modes=MODES,
        may_fill=bool(_countries(found)),
    )


def _countries(found: Round) -> list[str]:
    """Return the countries that the viewer may answer for today."""
    codes = services.matrices.alphabetical(each.country_code for each in found.countries)
    return [
        code for code in codes if policies.may_fill(viewer(), found, code, open_=services.rounds.is_open(found, code))
    ]


@blueprint.route("/rounds/<public_id>/institutions/new", methods=["GET", "POST"])
@require(policies.FILL)
def new_response(public_id: str) -> ResponseReturnValue:
    found = find(public_id)
    countries = _countries(found)
    if not countries:
        raise NotFound
    data = {"country": request.args.get("country", countries[0]), "state": "answered", "source": "questionnaire"}
    return _sheet(found, None, countries, data)


@blueprint.route("/rounds/<public_id>/institutions/<response_id>", methods=["GET", "POST"])
@require(policies.VIEW)
def response(public_id: str, response_id: str) -> ResponseReturnValue:
    """Show an institution's sheet; who may answer for its country changes it."""
    found = find(public_id)
    row = services.answering.find_response(response_id, found, sight())
    countries = _countries(found)
    if row.country_code not in countries:
        if request.method == "POST":
            raise NotFound
        return _read_only(found, row)
    return _sheet(found, row, countries, {})


def _sheet(found: Round, row: Response | None, countries: list[str], data: dict[str, Any]) -> ResponseReturnValue:
    instruments = list(db.session.scalars(queries.part_of(Instrument, found.id)))
    topics = _topics(found)
    given = data_of_response(row, instruments) if row else data
    form: ResponseForm = response_form(topics, services.matrices.scale_of(found), countries, instruments, given)
    if row is not None:
        form.hold(sorted(given.items()))
    if form.validate_on_submit():
        kept = form.attempt(services.answering.keep, found=found, command=form.command(instruments), response=row)
        if kept:
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(url_for(".responses", public_id=found.public_id), 303)
        work.rollback()
        found = find(found.public_id)
    page = render_template(
        "needs/response_edit.html",
        **context(found, "responses"),
        form=form,
        topics=[f"t{topic.id}" for topic, _title in topics],
        response=row,
    )
    return page, 422 if form.is_submitted() else 200


def _read_only(found: Round, row: Response) -> ResponseReturnValue:
    said = {each.topic_id: each for each in row.answers}
    lines = [(title, said.get(topic.id)) for topic, title in _topics(found)]
    return render_template(
        "needs/response.html",
        **context(found, "responses"),
        response=row,
        lines=lines,
        scale=services.matrices.scale_of(found),
        sources=INSTRUMENT_KINDS,
        modes=MODES,
    )


def _topics(found: Round) -> list[tuple[Any, str]]:
    titles = services.matrices.module_titles()
    known = list(db.session.scalars(queries.topics(found.id)))
    return [
        (topic, f"{topic.module.number} · {words(title)}" if topic.module else words(title))
        for topic, _depth in services.matrices.ordered(known)
        for title in (services.matrices.title_of(topic, titles),)
    ]
