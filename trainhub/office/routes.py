"""Pages that say how the installation is: health, plugins, jobs."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ..hooks.host import host
from ..kernel import jobs
from ..kernel.db import db
from ..kernel.errors import NotFound
from ..web.access import public, require, signed_in, viewer
from . import queries

blueprint = Blueprint("office", __name__)


@blueprint.get("/health")
@public
def health() -> ResponseReturnValue:
    """Say that the database answers; a monitor asks."""
    db.session.scalar(queries.alive())
    return {"status": "ok"}


@blueprint.get("/plugins/")
@require("office.plugins")
def plugins() -> ResponseReturnValue:
    waiting = db.session.scalars(queries.troubled_deliveries()).all()
    failed = db.session.scalars(queries.dead_jobs()).all()
    return render_template("office/plugins.html", host=host(), deliveries=waiting, dead=failed)


@blueprint.get("/jobs/<public_id>")
@signed_in
def job(public_id: str) -> ResponseReturnValue:
    """Show how far a piece of background work is; only to whoever started it, and to administrators."""
    row = db.session.scalar(queries.job(public_id))
    if row is None or not _may_watch(row):
        raise NotFound
    return render_template("office/job.html", job=row)


def _may_watch(row: jobs.JobRow) -> bool:
    return row.account_id == viewer().account_id or viewer().may("office.plugins")
