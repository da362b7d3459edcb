"""The page of the plugins: what each adds, holds and failed at; on and off, and another try."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...web.access import require
from ...web.history import history_rows
from .. import policies, queries, services
from .running import blueprint

NEEDED = require(policies.PLUGINS)


@blueprint.get("/plugins/")
@NEEDED
def plugins() -> ResponseReturnValue:
    dead = db.session.scalars(queries.dead_jobs()).all()
    return render_template("office/plugins.html", plugins=services.overview(), dead=dead, settings=services.titles())


@blueprint.post("/plugins/<name>/<any(on, off):word>")
@NEEDED
def switch(name: str, word: str) -> ResponseReturnValue:
    """Switch a plugin on or off, from the next start."""
    services.switch(name, on=word == "on")
    said = (
        _("It is switched on from the next start of the program. Its tables are made by trainhub init.")
        if word == "on"
        else _("It is switched off from the next start of the program. What it holds is kept.")
    )
    return _done(said)


@blueprint.post("/plugins/<name>/retry")
@NEEDED
def retry(name: str) -> ResponseReturnValue:
    """Bring a plugin every event that it did not take."""
    services.try_again(services.find(name))
    return _done(_("Its events are on the way again."))


@blueprint.post("/plugins/<name>/seen")
@NEEDED
def seen(name: str) -> ResponseReturnValue:
    """Empty the list of what a plugin failed at."""
    services.forget_failures(services.find(name))
    return _done(_("The list is empty now."))


@blueprint.get("/plugins/<name>/history")
@NEEDED
def plugin_history(name: str) -> ResponseReturnValue:
    """Show who changed what about a plugin."""
    row = services.record(name)
    rows = history_rows("plugin", row.id, request.args.get("page", 1, int))
    return render_template("office/history.html", rows=rows, title=str(row))


def _done(message: str) -> ResponseReturnValue:
    work.commit()
    flash(message, "ok")
    return redirect(url_for("office.plugins"), 303)
