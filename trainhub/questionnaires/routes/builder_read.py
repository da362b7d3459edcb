"""Versions to read: as those who answer see them, and what differs from another."""

from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ...kernel import i18n
from ...kernel.i18n import gettext as _
from ...web.access import require, viewer
from .. import policies, services
from ..content import Blocks, content_from_json, parts, tell
from ..models import Questionnaire, QuestionnaireVersion
from .blueprint import blueprint


def sample_blocks() -> Blocks:
    """Return names for what a section is repeated over, as long as no training gives them."""
    return {
        "trainer": [("t1", _("First trainer (example)")), ("t2", _("Second trainer (example)"))],
        "module": [("m1", _("First module (example)")), ("m2", _("Second module (example)"))],
    }


@blueprint.route("/questionnaires/<public_id>/versions/<int:no>/", methods=["GET"])
@require(policies.VIEW)
def preview(public_id: str, no: int) -> ResponseReturnValue:
    """Show a version exactly as it is answered, in one of its languages; nothing is sent from here."""
    questionnaire = services.find(public_id)
    version = services.find_version(questionnaire, no)
    content = content_from_json(version.content)
    asked = request.args.get("in") or i18n.language()
    code = asked if asked in i18n.languages() else content.language
    marks = dict(services.marks(content, i18n.languages()))
    return render_template(
        "questionnaires/preview.html",
        questionnaire=questionnaire,
        version=version,
        content=content,
        blocks=sample_blocks(),
        code=code,
        mark=marks.get(code, ""),
        may_keep=policies.may_keep(viewer(), questionnaire),
    )


@blueprint.get("/questionnaires/<public_id>/versions/<int:no>/changes")
@require(policies.VIEW)
def version_changes(public_id: str, no: int) -> ResponseReturnValue:
    """Say in words what differs between a version and an earlier one."""
    questionnaire = services.find(public_id)
    version = services.find_version(questionnaire, no)
    others = [each for each in questionnaire.versions if each.id != version.id]
    before = _before(questionnaire, version, others)
    found = tell(*parts(before.content, version.content)) if before else []
    subjects = [(where, list(each)) for where, each in groupby(found, key=lambda told: told.where)]
    return render_template(
        "questionnaires/versions_changes.html",
        questionnaire=questionnaire,
        version=version,
        before=before,
        others=others,
        subjects=subjects,
        count=len(found),
    )


def _before(
    questionnaire: Questionnaire, version: QuestionnaireVersion, others: list[QuestionnaireVersion]
) -> QuestionnaireVersion | None:
    """Return the version to compare with: the one that ?since= names, else the one before."""
    since = request.args.get("since", type=int)
    if since is not None:
        return services.find_version(questionnaire, since)
    earlier = [each for each in others if each.no < version.no]
    return earlier[-1] if earlier else next(iter(others), None)
