"""The roster: who can teach what, in which languages."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.db import db
from ...kernel.i18n import country_name, language_name
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.text import fold
from ...people import queries as people_queries
from ...people.models import Person
from ...web.access import require, viewer
from ...web.history import history_rows
from ...web.tables import Column, Filter, Table
from .. import policies, queries, services
from ..forms import ExpertForm
from ..forms.editor import SPOKEN
from ..forms.office import data_of_expert
from ..models import EXPERT_KINDS, EXPERTISE_LEVELS, Expert
from .sessions import module_choices

blueprint = Blueprint("trainers", __name__, url_prefix="/trainers")
EDIT = require(policies.EDIT)


def columns() -> list[Column]:
    return [
        Column("name", _l("Name"), lambda row: row.person.display, Person.display),
        Column("modules", _l("Modules"), _modules),
        Column("languages", _l("Languages"), lambda row: ", ".join(language_name(code) for code in row.languages)),
        Column("country", _l("Country"), lambda row: country_name(row.person.country_code or ""), Person.country_code),
        Column("kind", _l("Kind"), lambda row: EXPERT_KINDS.get(row.kind, row.kind), Expert.kind),
        Column("active", _l("Available"), lambda row: _("Yes") if row.active else _("No"), Expert.active),
    ]


def _modules(row: Expert) -> str:
    return ", ".join(f"{each.module.number} ({EXPERTISE_LEVELS.get(each.level, each.level)})" for each in row.expertise)


def filters() -> list[Filter]:
    return [
        Filter("q", _l("Name"), lambda query, text: query.where(Person.search.contains(fold(text), autoescape=True))),
        Filter("module", _l("Module"), queries.teaches_module, module_choices),
        Filter("language", _l("Language"), queries.speaks, lambda: [(code, language_name(code)) for code in SPOKEN]),
        Filter("country", _l("Country"), queries.lives_in, _country_choices),
    ]


def _country_choices() -> list[tuple[str, str]]:
    codes = db.session.scalars(people_queries.country_codes())
    return sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1])


@blueprint.get("/")
@EDIT
def index() -> ResponseReturnValue:
    table = Table(queries.experts(), columns(), filters(), order="name", name="trainers")
    return table.export() or render_template(
        "sessions/trainers.html", table=table, levels=EXPERTISE_LEVELS, kinds=EXPERT_KINDS
    )


@blueprint.get("/<public_id>/")
@EDIT
def show(public_id: str) -> str:
    expert = services.find_expert(public_id)
    centres = viewer().centres(policies.VIEW)
    taught = [
        session
        for session in db.session.scalars(queries.taught_by(expert.person_id)).unique()
        if centres is None or session.centre_id in centres
    ]
    return render_template(
        "sessions/trainer.html", expert=expert, sessions=taught, levels=EXPERTISE_LEVELS, kinds=EXPERT_KINDS
    )


@blueprint.route("/new", methods=["GET", "POST"])
@EDIT
def new() -> ResponseReturnValue:
    return _edit(None, ExpertForm(data={"email": request.args.get("email", ""), "expertise": [{}], "active": True}))


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@EDIT
def edit(public_id: str) -> ResponseReturnValue:
    expert = services.find_expert(public_id)
    return _edit(expert, ExpertForm(data=data_of_expert(expert)))


def _edit(expert: Expert | None, form: Any) -> ResponseReturnValue:
    numbers = list(db.session.scalars(queries.module_numbers()))
    turned = request.method == "POST" and form.turn(request.form.get("act", ""))
    form.offer(numbers)
    if not turned and form.validate_on_submit():
        saved = form.attempt(services.save_expert, plan=form.plan(), expert=expert, email=form.email.data or "")
        if saved is not None:
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(url_for("trainers.show", public_id=saved.person.public_id), 303)
    return render_template("sessions/trainer_edit.html", form=form, expert=expert), 422 if form.errors else 200


@blueprint.get("/<public_id>/history")
@EDIT
def history(public_id: str) -> str:
    expert = services.find_expert(public_id)
    rows = history_rows("expert", expert.id, request.args.get("page", 1, int))
    return render_template(
        "sessions/office_history.html",
        rows=rows,
        name=expert.person.display,
        home=url_for("trainers.index"),
        home_name=_("Trainers"),
        url=url_for("trainers.show", public_id=expert.person.public_id),
    )
