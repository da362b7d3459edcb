"""All roll-outs a viewer knows of, and one of them: looked at, confirmed, sent back, its people found."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from ...kernel import files, work
from ...kernel.db import db
from ...kernel.errors import NotFound, Refused
from ...kernel.i18n import country_name, language
from ...kernel.i18n import gettext as _
from ...kernel.text import whole
from ...people import policies as people_policies
from ...people import queries as people_queries
from ...people import services as people
from ...people.models import Person
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.tables import Column, Filter, Table
from ...web.templating import words
from .. import policies, queries, services
from ..forms import ConfirmForm, SendBackForm
from ..models import GENDERS, STATES, Rollout
from ..services import Line
from .blueprint import blueprint

FOUND = 10  # people offered by a search


# --- the list -----------------------------------------------------------------------------------


def _table(sees: policies.Sight) -> Table:
    def line(row: Any) -> Line:
        return services.line(row, sees)

    columns = [
        Column("title", _("Training"), lambda row: row.Rollout.title, Rollout.search),
        Column("trainer", _("Trainer"), _trainer, people_queries.by_name(language())),
        Column("first", _("First day"), lambda row: row.Rollout.first_day, Rollout.first_day),
        Column("last", _("Last day"), lambda row: row.Rollout.last_day, within="first"),
        Column(
            "country",
            _("Country"),
            lambda row: country_name(row.Rollout.country_code),
            Rollout.country_code,
            within="trainer",
        ),
        Column("place", _("Place"), lambda row: row.Rollout.place, within="trainer"),
        Column("generation", _("Generation"), lambda row: row.Rollout.generation, Rollout.generation, numeric=True),
        Column("origin", _("Training of trainers"), lambda row: words(row.Rollout.session.title), shown=False),
        Column("modules", _("Modules"), _modules, shown=False),
        Column("hours", _("Hours"), lambda row: row.Rollout.hours, Rollout.hours, numeric=True, shown=False),
        Column(
            "reported", _("People reported as a number"), lambda row: services.said(line(row).reported), numeric=True
        ),
        Column("named", _("Persons by name"), lambda row: services.said(line(row).named), numeric=True),
        Column("state", _("State"), lambda row: STATES[row.Rollout.state], Rollout.state),
    ]
    return Table(queries.listed(sees), columns, _filters(sees), name="cascade")


def _filters(sees: policies.Sight) -> list[Filter]:
    def by_trainer(query: Select[Any], text: str) -> Select[Any]:
        return query.where(queries.by_trainer(text, sees))

    return [
        Filter("q", _("Training"), lambda query, text: query.where(queries.titled(text))),
        Filter("trainer", _("Trainer"), by_trainer),
        Filter("state", _("State"), _in_state, lambda: [(key, str(label)) for key, label in STATES.items()]),
        Filter("country", _("Country"), _in_country, people.choices.country_choices),
        Filter("generation", _("Generation"), _of_generation),
        Filter("module", _("Module"), _about, lambda: [(str(key), name) for key, name in _names().items()]),
        Filter("session", _("Training of trainers"), _of_session, lambda: _sessions(sees)),
    ]


def _names() -> dict[int, str]:
    return services.module_names()


def _sessions(sees: policies.Sight) -> list[tuple[str, str]]:
    return [(each.slug, words(each.title)) for each in services.roots(sees)]


def _in_state(query: Select[Any], state: str) -> Select[Any]:
    return query.where(Rollout.state == state)


def _in_country(query: Select[Any], code: str) -> Select[Any]:
    return query.where(Rollout.country_code == code)


def _of_generation(query: Select[Any], number: str) -> Select[Any]:
    return query.where(Rollout.generation == (whole(number, 0)))


def _about(query: Select[Any], number: str) -> Select[Any]:
    return query.where(queries.about_module(whole(number, 0)))


def _of_session(query: Select[Any], slug: str) -> Select[Any]:
    return query.where(queries.goes_back_to(slug))


def _trainer(row: Any) -> str:
    return row.Rollout.person.display if row.known else ""


def _modules(row: Any) -> str:
    return ", ".join(str(module.number) for module in row.Rollout.modules)


@blueprint.get("/")
@require(policies.VIEW)
def index() -> ResponseReturnValue:
    sees = services.sight(viewer())
    table = _table(sees)
    return table.export() or render_template(
        "cascade/index.html",
        table=table,
        states=STATES,
        line=lambda row: services.line(row, sees),
        said=services.said,
        whole=sees.whole,
    )


# --- one of them --------------------------------------------------------------------------------


@blueprint.get("/<public_id>/")
@require(policies.VIEW)
def show(public_id: str) -> ResponseReturnValue:
    return _page(_find(public_id))


@blueprint.post("/<public_id>/confirm")
@require(policies.DECIDE)
def confirm(public_id: str) -> ResponseReturnValue:
    rollout, form = _decide(public_id), ConfirmForm()
    if form.validate_on_submit() and form.done(
        services.confirm, rollout=rollout, by=viewer(), trains_trainers=bool(form.trains_trainers.data)
    ):
        work.commit()
        flash(_("Confirmed. The trainer was told."), "ok")
        return redirect(url_for(".show", public_id=public_id), 303)
    work.rollback()
    return _page(_find(public_id), confirm=form), 422


@blueprint.post("/<public_id>/back")
@require(policies.DECIDE)
def send_back(public_id: str) -> ResponseReturnValue:
    rollout, form = _decide(public_id), SendBackForm()
    if form.validate_on_submit() and form.done(
        services.send_back, rollout=rollout, by=viewer(), reason=form.reason.data or ""
    ):
        work.commit()
        flash(_("Sent back. The trainer was told why."), "ok")
        return redirect(url_for(".show", public_id=public_id), 303)
    return _page(rollout, back=form), 422


@blueprint.post("/<public_id>/mark")
@require(policies.DECIDE)
def mark(public_id: str) -> ResponseReturnValue:
    """Say that it was a training of trainers, or that it was none."""
    rollout, form = _decide(public_id), PlainForm()
    if form.validate_on_submit():
        try:
            services.mark(rollout=rollout, by=viewer(), trains_trainers=request.form.get("word") == "yes")
            work.commit()
            flash(_("Saved."), "ok")
        except Refused as error:
            flash(str(error), "stop")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.get("/<public_id>/evidence")
@require(policies.DECIDE)
def evidence(public_id: str) -> ResponseReturnValue:
    rollout = _decide(public_id)
    if rollout.evidence is None:
        raise NotFound
    return files.send(rollout.evidence)


@blueprint.route("/<public_id>/persons/<row_id>", methods=["GET", "POST"])
@require(policies.DECIDE)
def person(public_id: str, row_id: str) -> ResponseReturnValue:
    """Say who of the address book somebody named is."""
    rollout = _decide(public_id)
    row, form = services.find_row(rollout, row_id), PlainForm()
    if form.validate_on_submit():
        chosen = request.form.get("person", "")
        try:
            if chosen:
                services.link(rollout=rollout, row=row, person=people.find_person(chosen, viewer()))
            else:
                services.unlink(rollout=rollout, row=row)
            work.commit()
            return redirect(url_for(".show", public_id=public_id, _anchor="people"), 303)
        except Refused as error:
            work.rollback()
            flash(str(error), "stop")
            return redirect(url_for(".person", public_id=public_id, row_id=row_id), 303)
    asked = request.args.get("q", "").strip()
    return render_template(
        "cascade/person_row.html",
        rollout=rollout,
        row=row,
        q=asked,
        found=_found(asked) if asked else services.candidates(rollout).get(row.id, []),
    )


def _found(text: str) -> list[Person]:
    query = people_queries.persons(people_policies.reach(viewer())).where(people_queries.person_matches(text))
    return list(db.session.scalars(query.limit(FOUND)).unique())


def _find(public_id: str) -> Rollout:
    return services.find(public_id, services.sight(viewer()))


def _decide(public_id: str) -> Rollout:
    """Return a roll-out that a viewer decides about as staff; raises NotFound."""
    rollout = _find(public_id)
    if not viewer().may(policies.DECIDE, centre_id=rollout.session.centre_id):
        raise NotFound
    return rollout


def _page(rollout: Rollout, *, confirm: ConfirmForm | None = None, back: SendBackForm | None = None) -> str:
    sees = services.sight(viewer())
    staff = sees.staff(rollout.session.centre_id)
    return render_template(
        "cascade/show.html",
        rollout=rollout,
        line=services.line_of(rollout, sees),
        said=services.said,
        divided=services.genders(rollout, sees),
        staff=staff,
        deciding=policies.may_decide(viewer(), rollout),
        alike=services.candidates(rollout) if staff and rollout.state == "reported" else {},
        confirm=confirm or ConfirmForm(formdata=None),
        back=back or SendBackForm(formdata=None),
        states=STATES,
        genders=GENDERS,
    )
