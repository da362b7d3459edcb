"""The page of the plugins: what each adds, holds and failed at; on and off, and another try."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...web.access import require
from ...web.history import history_rows
from ...web.tables import Column, Few, Table
from .. import policies, queries, services
from .running import blueprint

NEEDED = require(policies.PLUGINS)
STATES: dict[str, str] = {
    "on": _l("On"),
    "off": _l("Off"),
    "broken": _l("Did not start"),
    "gone": _l("Its code is gone"),
}


@blueprint.get("/plugins/")
@NEEDED
def plugins() -> ResponseReturnValue:
    standing = services.overview()
    table = _table([each for each in standing if each.state != services.OURS])
    return table.export() or render_template(
        "office/plugins.html",
        plugins=standing,
        table=table,
        states=STATES,
        dead=db.session.scalars(queries.dead_jobs()).all(),
        settings=services.titles(),
    )


def _table(standing: Sequence[services.Standing]) -> Table:
    columns = (
        Column("title", _("Plugin"), lambda row: row.title),
        Column("name", _("Name"), lambda row: row.name, within="title"),
        Column("version", _("Version"), lambda row: row.version),
        Column("state", _("State"), lambda row: STATES[row.state]),
        Column("rows", _("Rows kept"), lambda row: row.rows, numeric=True),
        Column("reason", _("What the program said"), lambda row: row.reason),
    )
    return Few(standing, columns, name="plugins")


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
