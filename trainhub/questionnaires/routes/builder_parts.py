"""One section or question of a draft: added, changed, copied, taken away, picked from the bank and kept there."""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from ...kernel.i18n import gettext as _
from ...kernel.i18n import language, ngettext
from ...kernel.types import Texts
from ...web.access import require, viewer
from ...web.forms import PlainForm
from .. import policies, services
from ..content import (
    Item,
    add_item,
    copy_item,
    fresh_key,
    item_from_json,
    move_choice,
    numbers,
    put_item,
    put_section,
    remove_choice,
    remove_item,
    remove_section,
    short,
)
from ..forms import BankForm, NewItemForm, begun, item_form, mark_of, section_form
from .blueprint import blueprint
from .builder_frame import Draft, changed_meanwhile, draft

BASE = "/questionnaires/<public_id>/build"


@blueprint.route(f"{BASE}/sections/<key>", methods=["GET", "POST"])
@require(policies.EDIT)
def edit_part(public_id: str, key: str) -> ResponseReturnValue:
    """Change a section: heading, introduction, for what it is asked, when."""
    found = draft(public_id)
    section = found.section(key)
    form = section_form(found.content, section)
    if form.validate_on_submit():
        entered = form.section(section)
        if form.seen.data != mark_of(section):
            form.complain("", changed_meanwhile())
            form.seen.data = mark_of(section)
        if not form.errors:
            found.save(put_section(found.content, entered))
            flash(_("The section was saved."), "ok")
            return found.overview(key, "edit")
    return found.page("questionnaires/builder_section.html", form=form, section=section), 422 if form.errors else 200


@blueprint.route(f"{BASE}/sections/<key>/remove", methods=["GET", "POST"])
@require(policies.EDIT)
def remove_part(public_id: str, key: str) -> ResponseReturnValue:
    """Ask, then take a section away with its questions."""
    found = draft(public_id)
    section = found.section(key)
    if PlainForm().validate_on_submit():
        found.save(remove_section(found.content, key))
        flash(_("The section was taken away."), "ok")
        return found.overview()
    lost = _asking(found, {item.key for item in section.items})
    return found.page("questionnaires/builder_remove.html", section=section, item=None, lost=lost)


def _asking(found: Draft, keys: set[str]) -> list[str]:
    """Return the questions and sections elsewhere whose condition asks about one of these."""
    places = numbers(found.content)
    sections = [each for each in found.content.sections if each.only_if and each.only_if.item in keys]
    items = [each for each in found.content.items if each.only_if and each.only_if.item in keys - {each.key}]
    return [each.title.text(language()) for each in sections] + [
        f"{places[each.key]}. {short(each.text.text(language()))}" for each in items if each.key not in keys
    ]


@blueprint.post(f"{BASE}/sections/<key>/add")
@require(policies.EDIT)
def add_question(public_id: str, key: str) -> ResponseReturnValue:
    """Add a question of a type to a section, and lead to its page."""
    found, form = draft(public_id), NewItemForm()
    found.section(key)
    if not form.validate_on_submit():
        flash(_("The question was not added: it is too long, or of no known type."), "stop")
        return found.overview(key, "add")
    source = found.content.language
    own = fresh_key(found.content, "q", services.used_keys(found.questionnaire))
    text = Texts(source).put(source, (form.question.data or "").strip())
    found.save(add_item(found.content, key, begun(Item(own, form.type.data, text))))
    return redirect(found.at("edit_question", key=own), 303)


@blueprint.route(f"{BASE}/questions/<key>", methods=["GET", "POST"])
@require(policies.EDIT)
def edit_question(public_id: str, key: str) -> ResponseReturnValue:
    """Change a question; each button saves first, so that nothing typed is lost."""
    found = draft(public_id)
    item = found.item(key)
    asked = services.frozen_items(found.questionnaire).get(key, [])
    form = item_form(found.content, item, test=_is_test(found, item), fixed=bool(asked))
    if form.validate_on_submit():
        entered = form.item(item, _codes(asked))
        if form.seen.data != mark_of(item):
            form.complain("", changed_meanwhile())
            form.seen.data = mark_of(item)
        if not form.errors:
            act = request.form.get("act", "save")
            found.save(put_item(found.content, acted(entered, act)))
            return _saved(found, item, entered, act)
    page = found.page("questionnaires/builder_item.html", form=form, item=item, asked=asked, own=_own(found, item))
    return page, 422 if form.errors else 200


def acted(item: Item, act: str) -> Item:
    """Do what a button besides "Save" says with an answer or a line: up:options:yes, remove:rows:food."""
    what, kind, code = (*act.split(":", 2), "", "")[:3]
    if what == "remove" and kind in {"options", "rows"}:
        return remove_choice(item, kind, code)
    if what in {"up", "down"} and kind in {"options", "rows"}:
        return move_choice(item, kind, code, -1 if what == "up" else 1)
    return item


def _saved(found: Draft, before: Item, after: Item, act: str) -> ResponseReturnValue:
    """Lead on: to all questions, or to the same page where there is more to fill in."""
    number = numbers(found.content)[before.key]
    shape = (before.type, before.scale is None) != (after.type, after.scale is None)
    if act == "save" and not shape:
        flash(_("Question %(number)s was saved.", number=number), "ok")
        return found.overview(before.key, "edit")
    if shape:
        flash(_("Question %(number)s was saved. Fill in what this type needs.", number=number), "ok")
    elif act == "bank":
        return redirect(found.at("keep_question", key=before.key), 303)
    return redirect(found.at("edit_question", key=before.key, at=act), 303)


def _is_test(found: Draft, item: Item) -> bool:
    return found.questionnaire.kind == "test" or bool(item.correct)


def _codes(asked: list[Item]) -> set[str]:
    """Return the codes that answers given in frozen versions may have."""
    options: set[str] = {option.code for each in asked for option in each.options}
    return options | {row.code for each in asked for row in each.rows}


def _own(found: Draft, item: Item) -> dict[str, Any]:
    """Return what the page says of a question besides its fields."""
    section = found.content.section_of(item.key)
    return {"section": section, "spare": {"new1", "new2"}, "at": request.args.get("at", "")}


@blueprint.post(f"{BASE}/questions/<key>/copy")
@require(policies.EDIT)
def copy_question(public_id: str, key: str) -> ResponseReturnValue:
    """Put a copy behind a question."""
    found = draft(public_id)
    found.item(key)
    if not PlainForm().validate_on_submit():
        return found.overview(key)
    own = fresh_key(found.content, "q", services.used_keys(found.questionnaire))
    content = copy_item(found.content, key, own)
    copied = content.item(own)
    found.save(put_item(content, replace(copied, bank="")) if copied else content)
    return redirect(found.at("edit_question", key=own), 303)


@blueprint.route(f"{BASE}/questions/<key>/remove", methods=["GET", "POST"])
@require(policies.EDIT)
def remove_question(public_id: str, key: str) -> ResponseReturnValue:
    """Ask, then take a question away."""
    found = draft(public_id)
    item = found.item(key)
    if PlainForm().validate_on_submit():
        found.save(remove_item(found.content, key))
        flash(_("The question was taken away."), "ok")
        return found.overview()
    return found.page("questionnaires/builder_remove.html", section=None, item=item, lost=_asking(found, {key}))


@blueprint.route(f"{BASE}/questions/<key>/bank", methods=["GET", "POST"])
@require(policies.EDIT)
def keep_question(public_id: str, key: str) -> ResponseReturnValue:
    """Keep a question of the draft in the bank."""
    found = draft(public_id)
    item = found.item(key)
    form = BankForm(data={"key": services.free_bank_key(item, viewer()), "theme": _theme(found, item)})
    if form.validate_on_submit():
        kept = form.attempt(
            services.keep_in_bank,
            content=found.content,
            item=item,
            key=form.key.data or "",
            theme=(form.theme.data or "").strip(),
            who=viewer(),
            centre_id=found.questionnaire.centre_id,
        )
        if kept is not None:
            found.save(kept)
            flash(_("The question is in the bank now."), "ok")
            return found.overview(key, "edit")
    page = found.page(
        "questionnaires/bank_keep.html",
        form=form,
        item=item,
        may_replace=services.may_replace(viewer(), item),
        themes=services.bank_themes(),
    )
    return page, 422 if form.errors else 200


def _theme(found: Draft, item: Item) -> str:
    known = next((row.theme for row in services.bank_items() if row.key == item.bank), "")
    return known or found.questionnaire.key[:40]


@blueprint.route(f"{BASE}/sections/<key>/bank", methods=["GET", "POST"])
@require(policies.EDIT)
def pick_questions(public_id: str, key: str) -> ResponseReturnValue:
    """Choose questions of the bank for a section."""
    found = draft(public_id)
    section = found.section(key)
    picked = request.form.getlist("pick")
    if PlainForm().validate_on_submit() and picked:
        content = found.content
        for each in picked:
            content = services.copy_from_bank(content, key, each)
        found.save(content)
        flash(ngettext("%(num)s question was added.", "%(num)s questions were added.", len(picked)), "ok")
        return found.overview(key, "add")
    theme, wanted = request.args.get("theme", ""), request.args.get("q", "").strip()
    rows = services.bank_items(theme)
    if wanted:
        keys = set(services.bank_keys_with(wanted))
        rows = [row for row in rows if row.key in keys]
    page = found.page(
        "questionnaires/bank_pick.html",
        section=section,
        rows=[(row, item) for row in rows if services.is_finished(item := item_from_json(row.item))],
        themes=services.themes(services.bank_themes()),
        theme=theme,
        wanted=wanted,
        nothing=request.method == "POST",
        taken={item.bank for item in found.content.items if item.bank},
    )
    return page, 422 if request.method == "POST" else 200
