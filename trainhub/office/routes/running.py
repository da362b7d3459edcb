"""Whether the program runs, and how far its background work is."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import jobs, work
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...web.access import public, require, signed_in, viewer
from .. import policies, queries, services

blueprint = Blueprint("office", __name__)


@blueprint.get("/health")
@public
def health() -> ResponseReturnValue:
    """Say that the database answers; a monitor asks."""
    db.session.scalar(queries.alive())
    return {"status": "ok"}


@blueprint.get("/jobs/<public_id>")
@signed_in
def job(public_id: str) -> ResponseReturnValue:
    """Show how far a piece of background work is; only to whoever started it, and to administrators."""
    row = _job(public_id)
    if not _may_watch(row):
        raise NotFound
    return render_template("office/job.html", job=row)


@blueprint.post("/jobs/<public_id>/retry")
@require(policies.PLUGINS)
def retry_job(public_id: str) -> ResponseReturnValue:
    """Queue work that was given up once more."""
    services.try_job_again(_job(public_id))
    work.commit()
    flash(_("It is tried again."), "ok")
    return redirect(url_for("office.plugins"), 303)


def _job(public_id: str) -> jobs.JobRow:
    row = db.session.scalar(queries.job(public_id))
    if row is None:
        raise NotFound
    return row


def _may_watch(row: jobs.JobRow) -> bool:
    return row.account_id == viewer().account_id or viewer().may(policies.PLUGINS)
