"""The matrix, what lies beneath a cell, and the analysis of its rows."""

from collections.abc import Iterator
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...web import sheets
from ...web.access import require, viewer
from ...web.templating import words
from .. import policies, queries, services
from ..forms import CellForm, CommentaryForm, RemarkForm, TopicForm
from ..forms.rounds import data_of_topic
from ..matrix import CellValue
from ..models import Round, Topic
from ..services.matrices import Matrix
from ..vocabulary import INSTRUMENT_KINDS, RULES, WORDS
from .blueprint import blueprint, context, file_asked, find, find_to_edit, mark, sight


def told(cell: CellValue) -> Any:
    """Return a cell for a file: a number, or the word for why there is none."""
    return cell.value if cell.value is not None else str(WORDS[cell.state])


def _lines(whole: Matrix) -> Iterator[list[Any]]:
    invented = whole.round.assessment.invented
    names = [i18n.country_name(code) for code in whole.countries]
    remark = [_("Remark")] if invented else []
    yield [_("No."), _("Module or topic"), *names, _("Most urgent"), _("Countries with a number"), *remark]
    for row in whole.rows:
        cells = [told(row.cells[code]) for code in whole.countries]
        yield [row.number or "", words(row.title), *cells, row.sum.urgent, row.sum.numbers, *mark(invented)]


@blueprint.get("/rounds/<public_id>/matrix")
@require(policies.VIEW)
def matrix(public_id: str) -> ResponseReturnValue:
    found = find(public_id)
    whole = services.matrices.matrix(found, sight())
    return file_asked("needs-matrix", _lines(whole)) or render_template(
        "needs/matrix.html",
        **context(found, "matrix"),
        matrix=whole,
        rates=services.rates.rates(found),
        rule_words=RULES[found.rule],
    )


@blueprint.get("/rounds/<public_id>/answers.<kind>")
@require(policies.VIEW)
def answers(public_id: str, kind: str) -> ResponseReturnValue:
    """Give all that lies beneath the matrix as a file that can be imported again (R-042)."""
    found, sees = find(public_id), sight()
    if kind not in sheets.KINDS or not sees.beneath(found):
        raise NotFound
    return sheets.download(kind, "needs-answers", _answer_lines(found, sees))


def _answer_lines(found: Round, sees: policies.Sight) -> Iterator[list[Any]]:
    heads = [str(each.label) for each in services.importing.COLUMNS]
    yield [*heads, *([_("Remark")] if found.assessment.invented else [])]
    titles, topics = services.matrices.module_titles(), {}
    for topic in db.session.scalars(queries.topics(found.id)):
        number = topic.module.number if topic.module else None
        topics[topic.id] = number if number is not None else words(services.matrices.title_of(topic, titles))
    for response in db.session.scalars(queries.answers_of_round(found.id)):
        if not sees.country(response.country_code):
            continue
        for said in response.answers:
            value = said.value if said.value is not None else str(WORDS[said.state])
            begin = i18n.country_name(response.country_code), topics[said.topic_id], value, response.name
            about = response.category_code or "", response.behalf, said.note
            yield [*begin, *about, *mark(found.assessment.invented)]


@blueprint.route("/rounds/<public_id>/cells/<code>/<topic_id>", methods=["GET", "POST"])
@require(policies.VIEW)
def cell(public_id: str, code: str, topic_id: str) -> ResponseReturnValue:
    """Show what lies beneath a cell; editors set it, focal points remark."""
    found, sees = find(public_id), sight()
    topic = services.rounds.find_topic(topic_id, found)
    services.rounds.column_of(found, code)
    if not sees.country(code) or not sees.beneath(found):
        raise NotFound
    scale = services.matrices.scale_of(found)
    row = services.answering.cell_of(found, code, topic)
    data = {"value": str(row.value or ""), "reason": row.reason, "note": row.note} if row else {}
    form = CellForm(data=data, prefix="cell").offer(scale)
    remark = RemarkForm(prefix="remark")
    if form.is_submitted() and _saved(found, code, topic, form, remark):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".cell", public_id=public_id, code=code, topic_id=topic_id), 303)
    if form.is_submitted():
        work.rollback()
        found, topic = find(public_id), services.rounds.find_topic(topic_id, find(public_id))
    page = render_template("needs/cell.html", **_cell_page(found, code, topic), form=form, remark=remark)
    return page, 422 if form.is_submitted() else 200


def _saved(found: Round, code: str, topic: Topic, form: CellForm, remark: RemarkForm) -> bool:
    """Keep what editors set, or what somebody remarks; say whether it went through."""
    if remark.text.data is None:
        if not policies.may_edit(viewer(), found.assessment):
            raise NotFound
        return form.validate() and form.done(
            services.answering.set_cell,
            found=found,
            country=code,
            topic=topic,
            value=form.chosen(),
            reason=form.reason.data or "",
            note=form.note.data or "",
        )
    if not policies.may_remark(viewer(), found, code):
        raise NotFound
    return remark.validate() and remark.done(
        services.answering.remark,
        found=found,
        country=code,
        topic=topic,
        text=remark.text.data or "",
        person_id=viewer().person_id,
    )


def _cell_page(found: Round, code: str, topic: Topic) -> dict[str, Any]:
    whole = services.matrices.matrix(found, policies.Sight(None, frozenset([code])))
    row = whole.row(topic.id)
    assert row is not None
    return context(found, "matrix") | {
        "code": code,
        "row": row,
        "cell": row.cells[code],
        "scale": whole.scale,
        "lines": db.session.execute(queries.answers_of_cell(found.id, code, topic.id)).all(),
        "remarks": db.session.scalars(queries.remarks(found.id, code, topic.id)).all(),
        "may_remark": policies.may_remark(viewer(), found, code),
        "words": WORDS,
        "sources": INSTRUMENT_KINDS,
    }


@blueprint.get("/rounds/<public_id>/analysis")
@require(policies.VIEW)
def analysis(public_id: str) -> ResponseReturnValue:
    """Count, spread and commentary of each topic (R-043)."""
    found = find(public_id)
    whole = services.matrices.matrix(found, sight())
    return file_asked("needs-analysis", _analysis_lines(whole)) or render_template(
        "needs/analysis.html", **context(found, "analysis"), matrix=whole, rates=services.rates.rates(found)
    )


def _analysis_lines(whole: Matrix) -> Iterator[list[Any]]:
    invented = whole.round.assessment.invented
    states = list(WORDS)[1:]
    heads = [_("Most urgent"), _("Countries with a number"), _("Mean"), _("Lowest"), _("Highest")]
    remark = [_("Remark")] if invented else []
    yield [_("No."), _("Module or topic"), *heads, *(str(WORDS[state]) for state in states), _("Commentary"), *remark]
    for row in whole.rows:
        total = row.sum
        mean = "" if total.mean is None else round(total.mean, 2)
        begin = [row.number or "", words(row.title), total.urgent, total.numbers, mean]
        spread = ["" if value is None else value for value in (total.lowest, total.highest)]
        counts = [row.sum.counts.get(state, 0) for state in states]  # type: ignore[call-overload]
        said = words(row.topic.commentary) if row.topic.commentary else ""
        yield [*begin, *spread, *counts, said, *mark(invented)]


@blueprint.route("/rounds/<public_id>/topics/new", methods=["GET", "POST"])
@require(policies.EDIT)
def new_topic(public_id: str) -> ResponseReturnValue:
    """Add a free topic, or a sub-need of a topic."""
    found = find_to_edit(public_id)
    form = TopicForm().offer(_parents(found, None))
    if form.validate_on_submit() and form.attempt(services.rounds.add_topic, found=found, command=form.command()):
        work.commit()
        return redirect(url_for(".analysis", public_id=public_id), 303)
    return _topic_page(found, form, _("New topic"))


@blueprint.route("/rounds/<public_id>/topics/<topic_id>", methods=["GET", "POST"])
@require(policies.EDIT)
def edit_topic(public_id: str, topic_id: str) -> ResponseReturnValue:
    """Change a topic and what is said of it."""
    found = find_to_edit(public_id)
    topic = services.rounds.find_topic(topic_id, found)
    parents = _parents(found, topic)
    whole = {each.id: each.public_id for each in db.session.scalars(queries.topics(found.id))}
    data = data_of_topic(topic, whole.get(topic.parent_id or 0, ""))
    form = CommentaryForm(data=data) if topic.module_id else TopicForm(data=data).offer(parents)
    if form.validate_on_submit() and form.done(services.rounds.change_topic, topic=topic, command=form.command()):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".analysis", public_id=public_id), 303)
    title = services.matrices.title_of(topic, services.matrices.module_titles())
    return _topic_page(found, form, words(title))


def _topic_page(found: Round, form: TopicForm | CommentaryForm, title: str) -> ResponseReturnValue:
    page = render_template(
        "needs/part_edit.html",
        **context(found, "analysis"),
        form=form,
        title=title,
        verb=_("Save"),
        back=url_for(".analysis", public_id=found.public_id),
    )
    return page, 422 if form.is_submitted() else 200


def _parents(found: Round, topic: Topic | None) -> list[tuple[str, str]]:
    titles = services.matrices.module_titles()
    return [
        (each.public_id, words(services.matrices.title_of(each, titles)))
        for each in db.session.scalars(queries.topics(found.id))
        if each.parent_id is None and each is not topic
    ]
