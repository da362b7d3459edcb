"""The gap view: need against what is planned and was held."""

from collections.abc import Iterator
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ...kernel import i18n
from ...kernel.i18n import gettext as _
from ...web.access import require
from ...web.templating import words
from .. import policies, services
from ..services.gaps import Gaps
from .blueprint import blueprint, file_asked, find, mark, sight
from .matrix import told


@blueprint.get("/gaps")
@require(policies.VIEW)
def gaps() -> ResponseReturnValue:
    """Show the heat map of the newest round, or of ?round=."""
    sees, asked = sight(), request.args.get("round")
    found = find(asked) if asked else services.rounds.current(sees)
    view = services.gaps.gaps(found, sees)
    invented = found.assessment.invented if found else False
    return file_asked("needs-gaps", _lines(view, invented)) or render_template(
        "needs/gaps.html",
        view=view,
        round=found,
        invented=invented,
        rates=services.rates.rates(found) if found else None,
    )


def _lines(view: Gaps, invented: bool) -> Iterator[list[Any]]:
    heads = [_("No."), _("Module"), _("Country"), _("Priority"), _("Sessions in three years"), _("People")]
    heads += [_("Trainings of others"), _("Blind spot"), _("Sessions planned"), _("Activities")]
    yield [*heads, *([_("Remark")] if invented else [])]
    for row in view.rows:
        for code, cell in row.cells.items():
            begin = [row.number, words(row.title), i18n.country_name(code), told(cell.need), cell.sessions, cell.people]
            rest = [cell.others, _("yes") if cell.blind else "", row.planned, len(row.activities)]
            yield [*begin, *rest, *mark(invented)]
