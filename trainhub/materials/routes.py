"""Pages of materials: a session's list, and the file or link itself."""

from flask import Blueprint, current_app, flash, g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ..kernel import files, work
from ..kernel.errors import NotFound
from ..kernel.i18n import gettext as _
from ..kernel.i18n import language_name
from ..sessions import queries as session_queries
from ..sessions import services as sessions
from ..sessions.models import TrainingSession
from ..web.access import Viewer, public, signed_in, viewer
from ..web.tables import Column, Few, Table
from . import policies, services
from .forms import LabelForm, MaterialForm, VersionForm, label_form
from .models import VISIBILITY, Material
from .services import Shelf

blueprint = Blueprint("materials", __name__)
HOME = "/sessions/<slug>/materials/"
ONE = f"{HOME}<public_id>/"


@blueprint.get(HOME)
@public
def index(slug: str) -> ResponseReturnValue:
    try:
        session = sessions.find(slug, viewer(), *session_queries.for_frame())
    except sessions.Moved as moved:
        return redirect(url_for(".index", slug=moved.slug), 301)
    return _index(session, MaterialForm())


@blueprint.post(HOME)
@signed_in
def create(slug: str) -> ResponseReturnValue:
    session, form = _taught(slug), MaterialForm()
    if form.validate_on_submit():
        made = form.attempt(services.add, session=session, label=form.wanted_label(), content=form.content())
        if made is not None:
            return _done(session, _("The material is there now."))
    return make_response(_index(session, form), 422)


@blueprint.get(ONE)
@signed_in
def edit(slug: str, public_id: str) -> ResponseReturnValue:
    session, material = _one(slug, public_id)
    return _edit(session, material, label_form(material), VersionForm())


@blueprint.post(ONE)
@signed_in
def change(slug: str, public_id: str) -> ResponseReturnValue:
    session, material = _one(slug, public_id)
    form = label_form(material)
    if form.validate_on_submit():
        form.attempt(services.change, material=material, label=form.wanted_label())
        if not form.errors:
            return _done(session, _("The material was changed."))
    return _edit(session, material, form, VersionForm(formdata=None)), 422


@blueprint.post(f"{ONE}versions")
@signed_in
def create_version(slug: str, public_id: str) -> ResponseReturnValue:
    session, material = _one(slug, public_id)
    form = VersionForm()
    if form.validate_on_submit():
        made = form.attempt(services.add_version, material=material, content=form.content())
        if made is not None:
            return _done(session, _("The language version is there now."))
    return _edit(session, material, label_form(material, fresh=True), form), 422


@blueprint.post(f"{ONE}take-back")
@signed_in
def take_back(slug: str, public_id: str) -> ResponseReturnValue:
    session, material = _one(slug, public_id)
    services.take_back(material)
    return _done(session, _("The material was taken back. Only trainers and staff see it."))


@blueprint.post(f"{ONE}bring-back")
@signed_in
def bring_back(slug: str, public_id: str) -> ResponseReturnValue:
    session, material = _one(slug, public_id)
    services.bring_back(material)
    return _done(session, _("The material is open again."))


@blueprint.get("/materials/<public_id>")
@public
def download(public_id: str) -> ResponseReturnValue:
    version = services.find_version(public_id, viewer())
    if version.file is not None:
        return files.send(version.file)
    return render_template(
        "materials/link.html", version=version, material=version.material, session=version.material.session
    )


def shelf_for(session: TrainingSession, who: Viewer) -> Shelf:
    """Return what the viewer may have of a session; tab, panel and list ask in the same request."""
    known: dict[int, Shelf] = g.setdefault("shelves", {})
    if session.id not in known:
        known[session.id] = services.shelf(session, services.reader(who, session))
    return known[session.id]


def _taught(slug: str) -> TrainingSession:
    """Return a session that the viewer may bring materials to; raises NotFound."""
    try:
        session = sessions.find(slug, viewer(), *session_queries.for_frame())
    except sessions.Moved as moved:
        raise NotFound from moved
    if not policies.may_upload(viewer(), session):
        raise NotFound
    return session


def _one(slug: str, public_id: str) -> tuple[TrainingSession, Material]:
    session = _taught(slug)
    return session, services.find(public_id, session)


def _done(session: TrainingSession, sentence: str) -> ResponseReturnValue:
    work.commit()
    flash(sentence, "ok")
    return redirect(url_for(".index", slug=session.slug), 303)


def _index(session: TrainingSession, form: MaterialForm) -> ResponseReturnValue:
    shelf = shelf_for(session, viewer())
    table = _table(session, shelf)
    return table.export() or render_template(
        "materials/index.html",
        session=session,
        table=table,
        hidden=shelf.hidden,
        form=form,
        teaches=policies.may_upload(viewer(), session),
        newest=services.newest,
        visibility=VISIBILITY,
        limit=current_app.config["UPLOAD_MIB"],
    )


def _table(session: TrainingSession, shelf: Shelf) -> Table:
    columns = [
        Column("title", _("Title"), lambda row: row.title),
        Column("languages", _("Languages"), _languages),
        Column("addresses", _("Address of the page"), _addresses),
    ]
    if policies.may_upload(viewer(), session):
        columns.insert(1, Column("visibility", _("Who sees it"), lambda row: VISIBILITY[row.visibility]))
    return Few(shelf.shown, columns, name=f"{session.slug}-materials")


def _languages(material: Material) -> str:
    return ", ".join(language_name(each.language) for each in services.newest(material))


def _addresses(material: Material) -> str:
    newest = services.newest(material)
    return " ".join(url_for(".download", public_id=each.public_id, _external=True) for each in newest)


def _edit(session: TrainingSession, material: Material, form: LabelForm, version_form: VersionForm) -> str:
    return render_template(
        "materials/edit.html",
        session=session,
        material=material,
        form=form,
        version_form=version_form,
        newest=services.newest,
    )
