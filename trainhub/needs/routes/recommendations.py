"""Recommendations: the list, one with what answers it, added and changed by forms, and those that are shipped."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ...sessions.models import STATES
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.history import history_rows
from ...web.tables import Column, Filter, Table
from ...web.templating import words
from .. import policies, queries, services, vocabulary
from ..forms import RecommendationForm
from ..forms.findings import AdviceForm, NewAdviceForm, data_of_advice
from ..models import Recommendation
from .blueprint import blueprint

FLAGS = {"gender": Recommendation.gender, "outside": Recommendation.outside_region, "explicit": Recommendation.explicit}


def picks_of(labels: dict[str, str]) -> Any:
    """Return what offers a closed list to a filter."""
    return lambda: [(key, str(label)) for key, label in labels.items()]


def modules() -> list[tuple[str, str]]:
    """Return number and title of each module, for a filter."""
    return [(str(number), f"{number} {words(title)}") for number, title in services.matrices.module_titles().items()]


def number(text: str) -> int:
    """Return the number that an address names; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def _flags() -> dict[str, str]:
    return {
        "gender": _("Gender component"),
        "outside": _("Examples from outside the region"),
        "explicit": _("Worded as a recommendation"),
    }


def _of_kind(words_: dict[str, str], keys: list[str]) -> str:
    return ", ".join(str(words_.get(key, key)) for key in keys)


def _recommendations(answering: Any) -> Table:
    query = queries.recommendations()
    return Table(
        query,
        (
            Column("code", _("Id"), lambda row: row.code, Recommendation.code),
            Column("text", _("Recommendation"), lambda row: words(row.text)),
            Column("section", _("Section"), lambda row: vocabulary.SECTIONS[row.section], Recommendation.section),
            Column("pillar", _("Pillar"), lambda row: words(row.pillar.title) if row.pillar else "", shown=False),
            Column("types", _("Types"), lambda row: _of_kind(vocabulary.RECOMMENDATION_TYPES, row.types)),
            Column("modules", _("Modules"), lambda row: ", ".join(str(each.number) for each in row.modules)),
            Column(
                "activities",
                _("Activities"),
                lambda row: ", ".join(text.key for text in answering().get(row.code, ())),
            ),
            Column("gender", _("Gender component"), lambda row: _("yes") if row.gender else "", shown=False),
            Column(
                "outside",
                _("Examples from outside the region"),
                lambda row: _("yes") if row.outside_region else "",
                shown=False,
            ),
            Column("state", _("State"), lambda row: vocabulary.RECOMMENDATION_STATES[row.state], Recommendation.state),
        ),
        (
            Filter("q", _("Words"), lambda query, text: query.where(*queries.saying(Recommendation, text))),
            Filter(
                "state",
                _("State"),
                lambda query, state: query.where(Recommendation.state == state),
                picks_of(vocabulary.RECOMMENDATION_STATES),
            ),
            Filter(
                "section",
                _("Section"),
                lambda query, key: query.where(Recommendation.section == key),
                picks_of(vocabulary.SECTIONS),
            ),
            Filter(
                "type",
                _("Types"),
                lambda query, key: query.where(queries.of_type(key)),
                picks_of(vocabulary.RECOMMENDATION_TYPES),
            ),
            Filter(
                "module",
                _("Module"),
                lambda query, text: query.where(queries.of_module(Recommendation, number(text))),
                modules,
            ),
            Filter("flag", _("Remark"), _flagged, lambda: list(_flags().items())),
        ),
        order="code",
        name="recommendations",
    )


def _flagged(query: Any, flag: str) -> Any:
    return query.where(FLAGS[flag]) if flag in FLAGS else query


@blueprint.get("/recommendations/")
@require(policies.VIEW)
def recommendations() -> ResponseReturnValue:
    known: dict[str, Any] = {}

    def answering() -> Any:
        if not known:
            known.update(services.concluding.answering() or {"": []})
        return known

    table = _recommendations(answering)
    return table.export() or render_template(
        "needs/recommendations.html",
        table=table,
        answering=answering,
        sections=vocabulary.SECTIONS,
        types=vocabulary.RECOMMENDATION_TYPES,
        states=vocabulary.RECOMMENDATION_STATES,
        may_edit=viewer().may(policies.EDIT),
    )


@blueprint.post("/recommendations/shipped")
@require(policies.EDIT)
def load_recommendations() -> ResponseReturnValue:
    """Add the findings and recommendations that are shipped, those that are not there yet."""
    if PlainForm().validate_on_submit():
        added = services.loading.load_shipped()
        work.commit()
        flash(ngettext("%(num)s recommendation was added.", "%(num)s recommendations were added.", added), "ok")
    return redirect(url_for(".recommendations"), 303)


@blueprint.route("/recommendations/new", methods=["GET", "POST"])
@require(policies.EDIT)
def new_recommendation() -> ResponseReturnValue:
    form = _offered(NewAdviceForm())
    if form.validate_on_submit():
        kept = form.attempt(services.concluding.keep_recommendation, command=form.command(form.code.data or ""))
        if kept is not None:
            return _kept(kept)
    return _form(form, None)


@blueprint.route("/recommendations/<code>/edit", methods=["GET", "POST"])
@require(policies.EDIT)
def edit_recommendation(code: str) -> ResponseReturnValue:
    row = services.concluding.find_recommendation(code)
    data = data_of_advice(row)
    form = _offered(AdviceForm(data=data))
    form.hold(sorted(data.items()))
    if form.validate_on_submit():
        kept = form.attempt(services.concluding.keep_recommendation, command=form.command(row.code), recommendation=row)
        if kept is not None:
            return _kept(kept)
    return _form(form, row)


def _offered(form: AdviceForm) -> Any:
    texts = services.concluding.activities()
    offered = {text.key: f"{text.key} {words(text.title)}" for text in texts}
    return form.offer(services.concluding.pillars(), services.matrices.module_titles(), offered)


def _kept(row: Recommendation) -> ResponseReturnValue:
    work.commit()
    flash(_("Saved."), "ok")
    return redirect(url_for(".recommendation", code=row.code), 303)


def _form(form: AdviceForm, row: Recommendation | None) -> ResponseReturnValue:
    page = render_template("needs/recommendation_edit.html", form=form, recommendation=row)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/recommendations/<code>", methods=["GET", "POST"])
@require(policies.VIEW)
def recommendation(code: str) -> ResponseReturnValue:
    """Show a recommendation with what answers it; the office says how far it is."""
    row = services.concluding.find_recommendation(code)
    form = RecommendationForm(data={"state": row.state, "remark": row.remark})
    may_edit = viewer().may(policies.EDIT)
    if form.is_submitted() and not may_edit:
        raise NotFound
    if form.validate_on_submit() and form.done(
        services.concluding.settle, recommendation=row, state=form.state.data, remark=form.remark.data or ""
    ):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".recommendation", code=code), 303)
    found = services.concluding.answered(row)
    page = render_template(
        "needs/recommendation.html",
        found=found,
        recommendation=row,
        form=form,
        may_edit=may_edit,
        trainings=services.concluding.sessions_answering(found, viewer()),
        rows=history_rows("recommendation", row.id, request.args.get("page", 1, int)) if may_edit else None,
        sections=vocabulary.SECTIONS,
        types=vocabulary.RECOMMENDATION_TYPES,
        states=vocabulary.RECOMMENDATION_STATES,
        session_states=STATES,
    )
    return page, 422 if form.is_submitted() else 200
