"""Pages that look at a whole version from one side: levels of its modules, recommendations it answers."""

from flask import render_template
from flask.typing import ResponseReturnValue

from ...kernel import i18n
from ...web.access import public, require
from ...web.kept import kept_for_visitors
from .. import policies, services
from ..coverage import COLUMNS, traces
from ..coverage import coverage as count
from ..listing import coverage_lines, level_title, trace_lines
from ..outline import Outline
from .frame import bp, context, file_asked, wanted


@bp.get("/coverage/")
@kept_for_visitors
@public
def coverage() -> ResponseReturnValue:
    """Show how many activities each module has for each level (R-011)."""
    version = wanted()
    found = count(Outline(services.modules(version), services.category_parents(), i18n.languages()))
    return file_asked("curriculum-coverage", coverage_lines(found)) or render_template(
        "curriculum/coverage.html",
        **context(version),
        coverage=found,
        columns=[(level, level_title(level)) for level in COLUMNS],
    )


@bp.get("/recommendations/")
@require(policies.EDIT)
def recommendations() -> ResponseReturnValue:
    """Show which activities answer a recommendation of the assessment, and which answer none (R-024)."""
    version = wanted()
    found = traces(services.texts(version))
    told = services.recommendations_told([code for code, _activities in found.answered])
    return file_asked("curriculum-recommendations", trace_lines(found)) or render_template(
        "curriculum/recommendations.html", **context(version), traces=found, told=told
    )
