"""The story of a module, and the list of modules it can be told of."""

from flask import render_template
from flask.typing import ResponseReturnValue

from trainhub.plugin_api import Column, Few, NotFound, require
from trainhub.plugin_api import gettext as _

from .. import policies
from ..services import framework
from ..services import story as services
from ..services.readings import View
from ..vocabulary import STANDINGS, STATES
from .asking import read
from .blueprint import blueprint


@blueprint.get("/modules/")
@require(policies.VIEW)
def modules() -> ResponseReturnValue:
    """List the modules."""
    asked = read()
    named = _named(asked.view) if asked else {}
    columns = [
        Column("module", _("Module"), lambda row: row[1]),
        Column("indicators", _("Indicators"), lambda row: named.get(row[0], 0), numeric=True),
    ]
    table = Few(list(services.modules().items()), columns, name="impact-modules")
    return table.export() or render_template("impact/modules.html", table=table, named=named, asked=asked)


@blueprint.get("/modules/<int:number>/")
@require(policies.VIEW)
def module(number: int) -> ResponseReturnValue:
    """Tell the story of one module."""
    asked = read()
    if asked is None:
        raise NotFound
    view = View(asked.view.centre, asked.view.period, module=number)
    return render_template(
        "impact/story.html", story=services.story(view), asked=asked, states=STATES, standings=STANDINGS
    )


def _named(view: View) -> dict[int, int]:
    """Return how many indicators name each module."""
    found: dict[int, int] = {}
    for tracked in framework.tracked(view.centre):
        for number in tracked.sheet.modules:
            found[number] = found.get(number, 0) + 1
    return found
