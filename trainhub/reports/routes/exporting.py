"""Tables that staff take away whole: core's and the plugins' exports."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ...hooks.host import host
from ...hooks.types import Export
from ...kernel import clock, i18n
from ...kernel.errors import NotFound, Postponed
from ...kernel.i18n import gettext as _
from ...web import sheets
from ...web.access import require, viewer
from .. import periods, policies, services
from ..periods import Period
from .asking import centres_of, scope_of
from .blueprint import blueprint


@blueprint.get("/exports/")
@require(policies.VIEW)
def exports() -> ResponseReturnValue:
    """List what this viewer may take away."""
    theirs = [each for each in services.exports().values() if viewer().may(each.permission)]
    presets = periods.presets(_today())
    return render_template("reports/exports.html", exports=theirs, period=_period(), presets=presets)


@blueprint.get("/exports/<key>")
@require(policies.VIEW)
def take(key: str) -> ResponseReturnValue:
    """Give one of them as a file."""
    export = services.exports().get(key)
    kind = request.args.get("format", "csv")
    if export is None or not viewer().may(export.permission) or kind not in sheets.KINDS:
        raise NotFound
    period = _period()
    lines = _lines(export, period)
    if lines is None:
        raise Postponed(_("This file comes from the plugin %(name)s, which failed.", name=services.owner(export)))
    return sheets.download(kind, f"{key.replace('.', '-')}-{period.key}", lines, about=_about(export, period))


def _lines(export: Export, period: Period) -> list[list[Any]] | None:
    """Return head and lines; None where the plugin that brought the export fails."""
    found: list[list[Any]] = []
    with host().guarded(services.owner(export), "register_exports"):
        rows = export.rows(scope_of(period, {}, centres_of(viewer())))
        found += [list(map(str, export.columns())), *map(list, rows)]
    return found or None


def _about(export: Export, period: Period) -> list[list[Any]]:
    return [
        [_("What"), _("Value")],
        [_("Table"), export.title],
        [_("What a line is"), export.about],
        [_("Period"), period.label],
        [_("As of"), i18n.moment(clock.now())],
    ]


def _period() -> Period:
    return periods.parse(request.args.get("period", "")) or periods.default(_today())


def _today() -> Any:
    return clock.today(i18n.viewer_zone())
