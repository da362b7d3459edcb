"""Pages for staff: versions and what differs between them, approval, new drafts, history, what is open."""

from itertools import groupby

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...web.access import require, viewer
from ...web.history import history_rows
from .. import policies, queries, services
from ..forms import KeeperForm
from ..listing import OPEN_FIELDS, change_lines, gap_lines, version_lines
from ..models import Curriculum, Version
from .frame import bp, context, file_asked, label_of, wanted


@bp.get("/versions/")
@require(policies.EDIT)
def versions() -> ResponseReturnValue:
    """List versions with state and dates."""
    return _versions()


def _versions() -> ResponseReturnValue:
    """Return the page of all versions; administrators also say who edits which curriculum."""
    found = db.session.scalars(queries.versions()).all()
    who = viewer()
    asked = file_asked("curriculum-versions", version_lines(found))
    if asked is not None:
        return asked
    curricula = {version.curriculum.slug: version.curriculum for version in found}
    keepers = {slug: _keeper(each) for slug, each in curricula.items()} if who.centres(policies.EDIT) is None else {}
    return render_template(
        "curriculum/versions.html",
        versions=found,
        in_force=next((version for version in found if version.state == "approved"), None),
        label_of=label_of,
        may_keep=lambda version: policies.may_keep(who, version.curriculum),
        keepers=keepers,
    )


def _keeper(curriculum: Curriculum) -> KeeperForm:
    """Return the form that says who edits a curriculum; each on the page has ids of its own."""
    slug = curriculum.centre.slug if curriculum.centre else ""
    form = KeeperForm(formdata=None, data={"centre": slug}).offer()
    form.centre.id = f"centre-{curriculum.slug}"
    return form


@bp.post("/versions/<slug>/keeper")
@require(policies.EDIT, everywhere=True)
def hand_over(slug: str) -> ResponseReturnValue:
    """Say which centre's staff edit a curriculum."""
    form = KeeperForm().offer()
    if form.validate_on_submit() and form.done(services.hand_over, slug=slug, centre=form.centre.data or ""):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for("curriculum.versions"), 303)
    return make_response(_versions(), 422)


@bp.get("/versions/<label>/changes")
@require(policies.EDIT)
def changes(label: str) -> ResponseReturnValue:
    """Say in words what differs between a version and another (the one in force, if none is named)."""
    version = services.find_version(label)
    before = services.find_version(request.args.get("since"), version.curriculum.slug)
    others = [
        each
        for each in db.session.scalars(queries.versions()).all()
        if each.curriculum_id == version.curriculum_id and each.id != version.id
    ]
    found = services.compare_versions(before, version)
    asked = file_asked("curriculum-changes", change_lines(found))
    if asked is not None:
        return asked
    subjects = [(subject, list(each)) for subject, each in groupby(found, key=lambda change: change.subject)]
    page = {"before": before, "others": others, "subjects": subjects, "count": len(found)}
    return render_template("curriculum/changes.html", **context(version), **page)


@bp.get("/versions/<label>/history")
@require(policies.EDIT)
def history(label: str) -> ResponseReturnValue:
    """Show who changed what in a version."""
    version = services.find_version(label)
    rows = history_rows("curriculum_version", version.id, request.args.get("page", 1, type=int))
    return render_template("curriculum/history.html", **context(version), rows=rows)


@bp.route("/versions/<label>/approve", methods=["GET", "POST"])
@require(policies.EDIT)
def approve(label: str) -> ResponseReturnValue:
    """Ask, then bring a draft into force."""
    version = _kept(label)
    if request.method == "GET":
        if version.state != "draft":
            abort(409)
        before = db.session.scalar(queries.version_in_force(version.curriculum.slug))
        count = len(services.compare_versions(before, version)) if before else 0
        return render_template("curriculum/approve.html", **context(version), before=before, count=count)
    services.approve(version)
    work.commit()
    flash(_("Version %(label)s is in force now.", label=version.label), "ok")
    return redirect(url_for("curriculum.versions"), 303)


@bp.post("/versions/<label>/draft")
@require(policies.EDIT)
def make_draft(label: str) -> ResponseReturnValue:
    """Make a draft of a version."""
    draft = services.make_draft(_kept(label))
    work.commit()
    flash(_("Draft %(label)s was made. It is seen by staff only.", label=draft.label), "ok")
    return redirect(url_for("curriculum.index", version=draft.label), 303)


def _kept(label: str) -> Version:
    """Return a version of a curriculum that the viewer keeps; another centre's is not theirs to change."""
    version = services.find_version(label)
    if not policies.may_keep(viewer(), version.curriculum):
        abort(403)
    return version


@bp.get("/gaps/")
@require(policies.EDIT)
def gaps() -> ResponseReturnValue:
    """List what is to be completed, and titles that are near to each other."""
    version = wanted()
    modules = services.modules(version)
    pairs = services.near_duplicates([each for module in modules for each in module.activities])
    found = services.to_be_completed(modules)
    return file_asked("curriculum-gaps", gap_lines(found, pairs)) or render_template(
        "curriculum/gaps.html", **context(version), gaps=found, pairs=pairs, fields=OPEN_FIELDS
    )
