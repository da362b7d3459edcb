"""Projects and their donors: list, record, edit, history."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...web.access import require, viewer
from ...web.history import history_rows
from ...web.tables import Column, Table
from ...web.templating import words
from .. import policies, queries, services
from ..forms import ProjectForm
from ..forms.office import data_of_project
from ..models import Project
from .centres import own_centre

blueprint = Blueprint("projects", __name__, url_prefix="/projects")
EDIT = require(policies.EDIT)


@blueprint.get("/")
@EDIT
def index() -> ResponseReturnValue:
    columns = [
        Column("title", _l("Title"), lambda row: row.title),
        Column("donors", _l("Donors"), lambda row: ", ".join(words(each.donor.title) for each in row.donors)),
        Column("start", _l("Start"), lambda row: row.starts_on, Project.starts_on),
        Column("end", _l("End"), lambda row: row.ends_on, Project.ends_on),
        Column(
            "predecessor",
            _l("Follows the project"),
            lambda row: words(row.predecessor.title) if row.predecessor else "",
            shown=False,
        ),
    ]
    table = Table(queries.projects(viewer().centres(policies.EDIT)), columns, name="projects")
    return table.export() or render_template("sessions/projects.html", table=table)


@blueprint.get("/<public_id>/")
@EDIT
def show(public_id: str) -> str:
    project = services.find_project(public_id, viewer())
    paid = list(db.session.scalars(queries.paid_by(project.id)).unique())
    return render_template(
        "sessions/project.html", project=project, sessions=paid, followers=services.followers(project)
    )


@blueprint.route("/new", methods=["GET", "POST"])
@EDIT
def new() -> ResponseReturnValue:
    return _edit(None, ProjectForm())


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@EDIT
def edit(public_id: str) -> ResponseReturnValue:
    project = services.find_project(public_id, viewer())
    return _edit(project, ProjectForm(data=data_of_project(project)))


def _edit(project: Project | None, form: Any) -> ResponseReturnValue:
    centre_id = project.centre_id if project else own_centre().id
    form.offer(
        ((donor.public_id, words(donor.title)) for donor in db.session.scalars(queries.donors())),
        (
            (each.public_id, words(each.title))
            for each in db.session.scalars(queries.projects({centre_id}))
            if each is not project
        ),
    )
    if form.validate_on_submit():
        saved = form.attempt(services.save_project, plan=form.plan(centre_id), project=project)
        if saved is not None:
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(url_for("projects.show", public_id=saved.public_id), 303)
    return render_template("sessions/project_edit.html", form=form, project=project), 422 if form.errors else 200


@blueprint.get("/<public_id>/history")
@EDIT
def history(public_id: str) -> str:
    project = services.find_project(public_id, viewer())
    rows = history_rows("project", project.id, request.args.get("page", 1, int))
    return render_template(
        "sessions/office_history.html",
        rows=rows,
        name=project.title,
        home=url_for("projects.index"),
        home_name=_("Projects"),
        url=url_for("projects.show", public_id=project.public_id),
    )
