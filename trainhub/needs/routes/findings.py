"""Findings, and trainings of other providers: lists, and one of each."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.errors import NotFound
from ...kernel.i18n import country_name
from ...kernel.i18n import gettext as _
from ...people import services as people
from ...people.policies import home_of
from ...web.access import require, viewer
from ...web.history import history_rows
from ...web.tables import Column, Filter, Table
from ...web.templating import words
from .. import policies, queries, services, vocabulary
from ..forms import FindingForm
from ..forms.findings import data_of_finding
from ..models import Finding, OtherTraining
from .blueprint import blueprint, sight
from .recommendations import modules, number, picks_of


def _made_up(row: Any) -> str:
    return _("Invented for the demonstration") if row.assessment and row.assessment.invented else ""


def _findings() -> Table:
    return Table(
        queries.seen_findings(sight()),
        (
            Column("text", _("Finding"), lambda row: words(row.text)),
            Column("invented", _("Remark"), _made_up, within="text"),
            Column("kind", _("Kind"), lambda row: vocabulary.FINDING_KINDS[row.kind], Finding.kind),
            Column("section", _("Section"), lambda row: vocabulary.SECTIONS[row.section], Finding.section),
            Column("pillar", _("Pillar"), lambda row: words(row.pillar.title) if row.pillar else "", shown=False),
            Column("countries", _("Countries"), _scope),
            Column("modules", _("Modules"), lambda row: ", ".join(str(each.number) for each in row.modules)),
            Column("severity", _("Severity"), lambda row: vocabulary.SEVERITIES[row.severity]),
            Column(
                "confidence", _("Confidence"), lambda row: vocabulary.CONFIDENCES[row.confidence], Finding.confidence
            ),
            Column("body", _("Body"), lambda row: row.body, shown=False),
            Column("reuse", _("Reuse"), lambda row: vocabulary.REUSE[row.reusable], shown=False),
            Column("source", _("Source"), lambda row: row.source, shown=False),
        ),
        (
            Filter("q", _("Words"), lambda query, text: query.where(*queries.saying(Finding, text))),
            Filter(
                "kind",
                _("Kind"),
                lambda query, key: query.where(Finding.kind == key),
                picks_of(vocabulary.FINDING_KINDS),
            ),
            Filter(
                "country",
                _("Country"),
                lambda query, code: query.where(queries.about_country(code)),
                people.choices.country_choices,
            ),
            Filter(
                "severity",
                _("Severity"),
                lambda query, key: query.where(Finding.severity == key),
                picks_of(vocabulary.SEVERITIES),
            ),
            Filter(
                "module",
                _("Module"),
                lambda query, text: query.where(queries.of_module(Finding, number(text))),
                modules,
            ),
        ),
        name="findings",
    )


def _confidence(row: Any) -> str:
    return vocabulary.CONFIDENCES[row.confidence]


def _scope(row: Any) -> str:
    codes = services.matrices.alphabetical(row.countries)
    return ", ".join(map(country_name, codes)) if codes else _("The whole region")


@blueprint.get("/findings/")
@require(policies.VIEW)
def findings() -> ResponseReturnValue:
    table = _findings()
    return table.export() or render_template(
        "needs/findings.html",
        table=table,
        scope=_scope,
        kinds=vocabulary.FINDING_KINDS,
        sections=vocabulary.SECTIONS,
        severities=vocabulary.SEVERITIES,
        confidences=vocabulary.CONFIDENCES,
        reuse=vocabulary.REUSE,
        may_edit=viewer().may(policies.EDIT),
    )


@blueprint.route("/findings/new", methods=["GET", "POST"])
@require(policies.EDIT)
def new_finding() -> ResponseReturnValue:
    form = _offered(FindingForm())
    home = home_of(viewer(), policies.EDIT)
    if form.validate_on_submit() and form.attempt(
        services.concluding.keep_finding, command=form.command(), centre_id=home
    ):
        work.commit()
        return redirect(url_for(".findings"), 303)
    page = render_template("needs/finding_edit.html", form=form, title=_("New finding"))
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/findings/<finding_id>")
@require(policies.VIEW)
def finding(finding_id: str) -> ResponseReturnValue:
    """Show a finding; who keeps it sees its history."""
    row = services.concluding.find_finding(finding_id, sight())
    keeps = policies.may_keep_finding(viewer(), row)
    return render_template(
        "needs/finding.html",
        finding=row,
        may_edit=keeps,
        scope=_scope(row),
        kinds=vocabulary.FINDING_KINDS,
        sections=vocabulary.SECTIONS,
        confidences=vocabulary.CONFIDENCES,
        reuse=vocabulary.REUSE,
        rows=history_rows("need_finding", row.id, request.args.get("page", 1, int)) if keeps else None,
    )


@blueprint.route("/findings/<finding_id>/edit", methods=["GET", "POST"])
@require(policies.EDIT)
def edit_finding(finding_id: str) -> ResponseReturnValue:
    row = services.concluding.find_finding(finding_id, sight())
    if not policies.may_keep_finding(viewer(), row):
        raise NotFound
    form = _offered(FindingForm(data=data_of_finding(row)))
    if form.validate_on_submit() and form.attempt(
        services.concluding.keep_finding, command=form.command(), finding=row
    ):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".finding", finding_id=finding_id), 303)
    page = render_template("needs/finding_edit.html", form=form, title=_("Change the finding"))
    return page, 422 if form.is_submitted() else 200


def _offered(form: FindingForm) -> FindingForm:
    return form.offer(services.concluding.pillars(), services.matrices.module_titles())


def _history(sees: policies.Sight) -> Table:
    query = queries.other_trainings()
    if sees.countries is not None:
        query = query.where(OtherTraining.country_code.in_(sees.countries))
    return Table(
        query,
        (
            Column("topic", _("Topic"), lambda row: row.topic, OtherTraining.topic),
            Column("invented", _("Remark"), _invented, within="topic"),
            Column("provider", _("Provider"), lambda row: row.provider, OtherTraining.provider),
            Column("country", _("Country"), lambda row: country_name(row.country_code), OtherTraining.country_code),
            Column("year", _("Year"), lambda row: row.year, OtherTraining.year, numeric=True),
            Column("module", _("Module"), lambda row: row.module.number if row.module else "", numeric=True),
            Column(
                "people", _("People"), lambda row: _("not known") if row.people is None else row.people, numeric=True
            ),
        ),
        (
            Filter("country", _("Country"), _of_country, people.choices.country_choices),
            Filter("year", _("Year"), lambda query, text: query.where(OtherTraining.year == number(text))),
        ),
        name="trainings-of-others",
    )


def _invented(row: Any) -> str:
    return _("Invented for the demonstration") if row.invented else ""


def _people(row: Any) -> Any:
    return _("not known") if row.people is None else row.people


def _of_country(query: Any, code: str) -> Any:
    return query.where(OtherTraining.country_code == code)


@blueprint.get("/history/")
@require(policies.VIEW)
def history() -> ResponseReturnValue:
    """List the trainings that other providers gave (R-064, R-091)."""
    table = _history(sight())
    if (answer := table.export()) is not None:
        return answer
    centre = services.rounds.centre_of(home_of(viewer(), policies.EDIT)) if viewer().may(policies.EDIT) else None
    return render_template(
        "needs/history.html",
        table=table,
        subject=centre.slug if centre else None,
        invented=any(row.invented for row in table.rows),
    )
