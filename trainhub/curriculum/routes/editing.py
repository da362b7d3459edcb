"""Pages on which staff change a draft, the source language and one translation side by side."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...web.access import require, viewer
from ...web.forms import PlainForm
from .. import policies, services
from ..forms import (
    MergeForm,
    ModuleForm,
    NewActivityForm,
    NewEntryForm,
    activity_form,
    module_form,
    version_form,
)
from ..models import ActivityText, ModuleText, Version
from .frame import bp, context, wanted


def draft(label: str | None = None) -> Version:
    """Return the draft of a label, else of ?version=; anything else cannot be edited and has no such page."""
    version = services.find_version(label) if label else wanted()
    if not policies.may_edit(viewer(), version):
        raise NotFound(version.label)
    return version


def _activity(key: str) -> ActivityText:
    found = services.activity(key, draft())
    if found.key != key:
        raise NotFound(key)
    return found


def languages(version: Version) -> dict[str, Any]:
    """Return the source language, the translation that is worked on (?to=), and the others to choose from."""
    codes = dict.fromkeys([*version.languages, *i18n.languages()])
    others = [code for code in codes if code != version.language]
    asked = request.args.get("to") or i18n.language()
    to = asked if asked in others else others[0]
    return {"source": version.language, "to": to, "others": [(code, i18n.NATIVE.get(code, code)) for code in others]}


@bp.route("/versions/<label>/edit", methods=["GET", "POST"])
@require(policies.EDIT)
def edit_version(label: str) -> ResponseReturnValue:
    """Change what a version says of itself: label, title, notice, parts, principles."""
    version = draft(label)
    form = version_form(version)
    if form.validate_on_submit():
        form.attempt(services.edit_version, version=version, command=form.command())
        if not form.errors:
            work.commit()
            flash(_("Version %(label)s was saved.", label=version.label), "ok")
            return redirect(url_for("curriculum.edit_version", label=version.label, to=request.args.get("to")), 303)
    page = render_template("curriculum/version_edit.html", **context(version), **languages(version), form=form)
    return page, 422 if form.errors else 200


@bp.route("/modules/<int:number>/edit", methods=["GET", "POST"])
@require(policies.EDIT)
def edit_module(number: int) -> ResponseReturnValue:
    """Change the texts of a module."""
    version = draft()
    found = services.module_to_edit(number, version)
    form = module_form(found)
    if form.validate_on_submit():
        form.attempt(services.edit_module, module=found, command=form.command(found))
        if not form.errors:
            work.commit()
            flash(_("Module %(number)s was saved.", number=number), "ok")
            return redirect(
                url_for("curriculum.edit_module", number=number, version=version.label, to=request.args.get("to")), 303
            )
    return module_page(found, form=form), 422 if form.errors else 200


def module_page(
    module: ModuleText,
    *,
    form: ModuleForm | None = None,
    new: NewActivityForm | None = None,
    entry: NewEntryForm | None = None,
) -> str:
    """Return the page on which a module is changed; of its three forms, those that were not sent are fresh."""
    activities = services.texts(module.version)
    return render_template(
        "curriculum/module_edit.html",
        **context(module.version),
        **languages(module.version),
        module=module,
        activities={each.activity_id: each for each in activities},
        form=form or module_form(module, fresh=True),
        new=new or NewActivityForm(formdata=None),
        entry=entry or NewEntryForm(formdata=None).offer(services.listable(module, activities)),
    )


@bp.post("/modules/<int:number>/add")
@require(policies.EDIT)
def add_activity(number: int) -> ResponseReturnValue:
    """Add an activity to a module."""
    version = draft()
    found = services.module_to_edit(number, version)
    new = NewActivityForm()
    made = new.attempt(services.add_activity, module=found, title=new.title.data) if new.validate_on_submit() else None
    if made is None:
        return module_page(found, new=new), 422
    work.commit()
    flash(_("%(key)s was added.", key=made.key), "ok")
    return redirect(url_for("curriculum.edit_activity", key=made.key, version=version.label), 303)


@bp.route("/activities/<key>/edit", methods=["GET", "POST"])
@require(policies.EDIT)
def edit_activity(key: str) -> ResponseReturnValue:
    """Change an activity: texts, audience, facts."""
    found = _activity(key)
    version = found.version
    form = activity_form(found)
    if form.validate_on_submit():
        form.attempt(services.edit_activity, activity=found, command=form.command(found))
        if not form.errors:
            work.commit()
            flash(_("%(key)s was saved.", key=key), "ok")
            return redirect(
                url_for("curriculum.edit_activity", key=key, version=version.label, to=request.args.get("to")), 303
            )
    page = render_template(
        "curriculum/activity_edit.html", **context(version), **languages(version), activity=found, form=form
    )
    return page, 422 if form.errors else 200


@bp.route("/activities/<key>/remove", methods=["GET", "POST"])
@require(policies.EDIT)
def remove_activity(key: str) -> ResponseReturnValue:
    """Ask, then take an activity out of a draft."""
    found = _activity(key)
    form = PlainForm()
    if form.validate_on_submit():
        number, version = found.module_text.number, found.version
        form.attempt(services.remove_activity, activity=found)
        if not form.errors:
            work.commit()
            flash(_("%(key)s was taken out of this draft.", key=key), "ok")
            return redirect(url_for("curriculum.module", number=number, version=version.label), 303)
    page = render_template("curriculum/remove.html", **context(found.version), activity=found, form=form)
    return page, 422 if form.errors else 200


@bp.route("/activities/<key>/merge", methods=["GET", "POST"])
@require(policies.EDIT)
def merge_activity(key: str) -> ResponseReturnValue:
    """Ask, then make an activity a cross-listed entry of its near-duplicate."""
    found = _activity(key)
    keep = services.activity(request.values.get("keep", ""), found.version)
    form = MergeForm()
    if form.validate_on_submit():
        form.attempt(services.merge_activities, keep=keep, drop=found)
        if not form.errors:
            work.commit()
            flash(_("%(key)s stands for %(other)s now.", key=key, other=keep.key), "ok")
            return redirect(url_for("curriculum.activity", key=keep.key, version=found.version.label), 303)
    page = render_template("curriculum/merge.html", **context(found.version), activity=found, keep=keep, form=form)
    return page, 422 if form.errors else 200
