"""The draft of a questionnaire: all its questions, their order, what is missing, and freezing."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...web.access import require
from ...web.forms import PlainForm
from .. import policies, services
from ..content import Section, add_section, fresh_key, move_item, move_section
from ..forms import NewItemForm, NewSectionForm, WordsForm, mark_of
from .blueprint import blueprint
from .builder_frame import Draft, changed_meanwhile, draft

MOVES = {"up": -1, "down": 1}


@blueprint.get("/questionnaires/<public_id>/build")
@require(policies.EDIT)
def build(public_id: str) -> ResponseReturnValue:
    """Show sections and questions of the draft."""
    return _overview(draft(public_id))


def _overview(found: Draft, form: NewSectionForm | None = None) -> str:
    return found.page(
        "questionnaires/builder.html",
        new_section=form or NewSectionForm(formdata=None),
        new_item=NewItemForm(formdata=None),
        checks=services.review(found.version, i18n.languages()),
        at=request.args.get("at", ""),
        by=request.args.get("by", ""),
    )


@blueprint.post("/questionnaires/<public_id>/build/sections")
@require(policies.EDIT)
def add_part(public_id: str) -> ResponseReturnValue:
    """Add a section at the end."""
    found, form = draft(public_id), NewSectionForm()
    if not form.validate_on_submit():
        return _overview(found, form), 422
    source = found.content.language
    key = fresh_key(found.content, "s", services.used_keys(found.questionnaire))
    title = Texts(source).put(source, (form.heading.data or "").strip())
    found.save(add_section(found.content, Section(key, title)))
    flash(_("The section was added. Now add its questions."), "ok")
    return found.overview(key, "new")


@blueprint.post("/questionnaires/<public_id>/build/move")
@require(policies.EDIT)
def move_part(public_id: str) -> ResponseReturnValue:
    """Move a section or a question up or down."""
    found = draft(public_id)
    if not PlainForm().validate_on_submit():
        return found.overview()
    kind, key, way = (*request.form.get("move", "").split(":"), "", "", "")[:3]
    if way not in MOVES:
        raise NotFound(key)
    act = move_section if kind == "section" else move_item
    found.save(act(found.content, key, MOVES[way]))
    return found.overview(key, way)


@blueprint.route("/questionnaires/<public_id>/build/around", methods=["GET", "POST"])
@require(policies.EDIT)
def edit_around(public_id: str) -> ResponseReturnValue:
    """Change what is said before and after the questions."""
    found = draft(public_id)
    source = found.content.language
    intro, thanks = (text or Texts(source) for text in (found.content.intro, found.content.thanks))
    form = WordsForm(data={"intro": intro, "thanks": thanks, "seen": mark_of(found.content)})
    if form.validate_on_submit():
        if form.seen.data == mark_of(found.content):
            found.save(form.content(found.content))
            flash(_("The words around the questions were saved."), "ok")
            return found.overview()
        form.complain("", changed_meanwhile())
        form.seen.data = mark_of(found.content)
    return found.page("questionnaires/builder_around.html", form=form), 422 if form.errors else 200


@blueprint.route("/questionnaires/<public_id>/build/check", methods=["GET", "POST"])
@require(policies.EDIT)
def check(public_id: str) -> ResponseReturnValue:
    """List what is to be looked at before freezing; freeze."""
    found, form = draft(public_id), PlainForm()
    if form.validate_on_submit() and form.attempt(services.freeze, version=found.version) is not None:
        work.commit()
        flash(_("Version %(no)s is frozen. It can be sent now.", no=found.version.no), "ok")
        return redirect(url_for("questionnaires.record", public_id=public_id), 303)
    checks = services.review(found.version, i18n.languages())
    page = found.page("questionnaires/builder_check.html", checks=checks, keys=_keys(found))
    return page, 422 if form.errors else 200


def _keys(found: Draft) -> dict[str, str]:
    """Return of each section and question the page where it is put right."""
    sections = {each.key: found.at("edit_part", key=each.key) for each in found.content.sections}
    return sections | {each.key: found.at("edit_question", key=each.key) for each in found.content.items}


@blueprint.route("/questionnaires/<public_id>/build/discard", methods=["GET", "POST"])
@require(policies.EDIT)
def discard(public_id: str) -> ResponseReturnValue:
    """Ask, then throw the draft away."""
    found, form = draft(public_id), PlainForm()
    if form.validate_on_submit() and form.done(services.discard_draft, questionnaire=found.questionnaire):
        work.commit()
        flash(_("The draft was thrown away. The frozen versions are as they were."), "ok")
        return redirect(url_for("questionnaires.record", public_id=public_id), 303)
    page = found.page("questionnaires/builder_discard.html", form=form)
    return page, 422 if form.errors else 200
