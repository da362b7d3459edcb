"""The evidence of one session: make a pack, take it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ..kernel import audit, files, i18n, work
from ..kernel.errors import NotFound
from ..kernel.i18n import gettext as _
from ..sessions import queries as session_queries
from ..sessions import services as sessions
from ..sessions.models import TrainingSession
from ..web.access import require, viewer
from ..web.forms import PlainForm
from ..web.tables import Column, Table
from . import policies, services
from .models import EvidencePack

blueprint = Blueprint("evidence", __name__, url_prefix="/sessions/<slug>/evidence")


@blueprint.get("/")
@require(policies.MAKE)
def index(slug: str) -> ResponseReturnValue:
    session = _find(slug)
    table = _table(session)
    return table.export() or render_template(
        "evidence/session.html",
        session=session,
        table=table,
        job=services.job_of(session),
        kept_days=services.KEPT_DAYS,
    )


@blueprint.post("/")
@require(policies.MAKE)
def make(slug: str) -> ResponseReturnValue:
    session, form = _find(slug), PlainForm()
    if form.validate_on_submit():
        services.queue(session, account_id=viewer().account_id, language=i18n.language())
        work.commit()
        flash(_("The pack is being made."), "ok")
    return redirect(url_for(".index", slug=session.slug), 303)


@blueprint.post("/<public_id>.zip")
@require(policies.MAKE)
def take(slug: str, public_id: str) -> ResponseReturnValue:
    """Hand out a pack; that somebody took it stands in the history of the session."""
    pack = services.find(_find(slug), public_id)
    audit.record("exported", pack)
    work.commit()
    assert pack.file is not None
    return files.send(pack.file)


def _find(slug: str) -> TrainingSession:
    """Return a session whose evidence the viewer may have; raises NotFound."""
    try:
        session = sessions.find(slug, viewer(), *session_queries.for_frame())
    except sessions.Moved as moved:
        raise NotFound from moved
    if not policies.may_make(viewer(), session):
        raise NotFound
    return session


def _table(session: TrainingSession) -> Table:
    columns = (
        Column("made", _("Made"), lambda row: row.made_at, sort=EvidencePack.made_at),
        Column("files", _("Files"), lambda row: row.files, numeric=True),
        Column("size", _("Size"), lambda row: row.file.size if row.file else None, numeric=True),
        Column("manifest", _("Hash of the manifest"), lambda row: row.manifest),
        Column("gone", _("Deleted"), lambda row: row.gone_at),
    )
    return Table(services.table_of(session), columns, name=f"evidence-{session.slug}")
