"""The pages everybody reads: the whole curriculum, a module, an activity; the version in force."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...web.access import public, viewer
from ...web.kept import kept_for_visitors
from ...web.templating import words
from .. import policies, queries, services, vocabulary
from ..files import category_name
from ..listing import level_title, outline_lines
from ..models import ActivityText
from ..outline import NO_LEVEL, Asked, Outline, twins_of
from .frame import bp, context, file_asked, label_of, wanted

ASKED = ("q", "theme", "audience", "level", "kind", "module", "principle")  # in the order of Asked


@bp.get("/")
@kept_for_visitors
@public
def index() -> ResponseReturnValue:
    """Show parts, modules and entries of a version."""
    try:
        version = wanted()
    except NotFound:
        if request.args.get("version"):
            raise
        return render_template("curriculum/none.html", is_staff=viewer().may(policies.EDIT))
    modules = services.modules(version)
    parents = services.category_parents()
    outline = Outline(modules, parents, i18n.languages())
    asked = Asked(*(request.args.get(name, "").strip() for name in ASKED))
    activities = list(outline.activities.values())
    twins = twins_of(services.near_duplicates(activities)) if viewer().may(policies.EDIT) else {}
    sections = outline.sections(asked, twins)
    lines = outline_lines(sections, is_staff=viewer().may(policies.EDIT))
    return file_asked("curriculum", lines) or render_template(
        "curriculum/index.html",
        **context(version),
        sections=sections,
        asked=asked,
        counts=services.counts(modules),
        share=services.gender_share(activities),
        gaps=services.to_be_completed(modules),
        categories=[(code, category_name(code)) for code in parents],
        levels={**vocabulary.LEVELS, NO_LEVEL: level_title(NO_LEVEL)},
        modules=[(str(each.number), f"{each.number} {words(each.title)}") for each in modules],
        principles=[(each.key, words(each.text)) for each in version.principles],
    )


@bp.get("/modules/<int:number>/")
@kept_for_visitors
@public
def module(number: int) -> ResponseReturnValue:
    """Show a module."""
    version = wanted()
    found = services.module(number, version)
    outline = Outline([found], services.category_parents(), i18n.languages())
    away = [each.activity.key for each in found.references]
    if away:
        outline.activities |= {each.activity_id: each for each in services.texts(version, away)}
    (section,) = outline.sections(Asked(), {})
    return render_template("curriculum/module.html", **context(version), module=found, row=section.rows[0])


@bp.get("/activities/<key>/")
@kept_for_visitors
@public
def activity(key: str) -> ResponseReturnValue:
    """Show an activity; the id of a cross-listed entry leads to it."""
    version = wanted()
    found = services.activity(key, version)
    if found.key != key:
        return redirect(url_for("curriculum.activity", key=found.key, version=label_of(version)), 301)
    marks = services.language_marks(services.activity_words(found), i18n.languages())
    return render_template(
        "curriculum/activity.html", **context(version), activity=found, marks=marks, **_around(found)
    )


def _around(found: ActivityText) -> dict[str, Any]:
    """Return the other entries and activities that an activity's page names."""
    befores = [each.before.key for each in found.prerequisites]
    return {
        "entries": db.session.scalars(queries.references_to(found.version_id, found.activity_id)).all(),
        "befores": services.texts(found.version, befores) if befores else [],
        "afters": db.session.scalars(queries.followers(found.version_id, found.activity_id)).all(),
        "invited": services.invited(found.audience),
        "bodies": services.bodies_of(found),
        "principles": [each for each in found.version.principles if each.key in found.principles],
    }
