"""Donor reports: prepared and checked by staff, read by the donor's observers, as page, PDF and workbook."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainhub.plugin_api import Column, Few, NotFound, PlainForm, clock, commit, require, viewer
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.disclosure import REFUSALS, job_of
from trainhub.plugin_api.reports import xlsx
from trainhub.plugin_api.texts import language

from .. import paper, policies
from ..forms import ReasonForm, ReportForm, texts
from ..models import DonorReport
from ..services import donor, framework
from ..vocabulary import FAMILIES, STANDINGS
from .blueprint import blueprint


@blueprint.get("/reports/")
@require(policies.DONOR)
def reports() -> ResponseReturnValue:
    """List the reports: staff see those of their centres, donors what is published of their projects."""
    office = viewer().may(policies.VIEW)
    found = donor.of_centres(viewer()) if office else donor.readable(viewer())
    columns = [
        Column("title", _("Title"), lambda row: row.title.text(language())),
        Column("project", _("Project"), lambda row: row.project.title.text(language())),
        Column("period", _("Period"), lambda row: row.period.label),
        Column("state", _("State"), lambda row: str(donor.STATES[row.state])),
        Column("published", _("Published"), lambda row: row.release.published_at if row.release else None),
    ]
    table = Few(found, columns, name="donor-reports")
    return table.export() or render_template(
        "impact/reports.html", table=table, states=donor.STATES, office=office, may_keep=viewer().may(policies.EDIT)
    )


@blueprint.route("/reports/new", methods=["GET", "POST"])
@require(policies.EDIT)
def new_report() -> ResponseReturnValue:
    """Begin a report; its check starts at once."""
    centres = [each for each in framework.centres_of(viewer()) if policies.keeps(viewer(), each.id)]
    projects = [each for centre in centres for each in donor.projects(centre.id)]
    today = clock.today(centres[0].zone if centres else "UTC")
    form = ReportForm(
        today=today, projects=projects, data={"title": texts(language(), _("Report on results")), "split": True}
    )
    if form.validate_on_submit():
        made = form.attempt(lambda: donor.draft(form.command()))
        if made is not None:
            donor.start_check(made, viewer().account_id)
            commit()
            return redirect(url_for(".donor_report", public_id=made.public_id), 303)
    page = render_template("impact/report_new.html", form=form, projects=projects)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/reports/<public_id>/")
@require(policies.DONOR)
def donor_report(public_id: str) -> ResponseReturnValue:
    """Show a report, on its way or published."""
    report = donor.find(public_id, viewer())
    lines = donor.lines(report) if report.state in {"ready", "published"} else []
    release = report.release
    return render_template(
        "impact/report.html",
        report=report,
        branches=donor.by_result(report, lines),
        states=donor.STATES,
        donors=donor.donors(report.project),
        job=job_of(release) if release and report.state == "computing" else None,
        refusal=str(REFUSALS[release.refusal]) if release and release.refusal else "",
        may_keep=policies.keeps(viewer(), report.project.centre_id),
        families=FAMILIES,
        standings=STANDINGS,
        threshold=donor.THRESHOLD,
        tables=[each.table for each in lines if each.table],
    )


@blueprint.get("/reports/<public_id>.pdf")
@require(policies.DONOR)
def report_pdf(public_id: str) -> ResponseReturnValue:
    """Print a report that was checked, in the language of the page."""
    report = _told(public_id)
    body = paper.print_report(report, donor.lines(report), donor.donors(report.project))
    answer = Response(body, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{_name(report)}.pdf"'
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@blueprint.get("/reports/<public_id>.xlsx")
@require(policies.DONOR)
def report_xlsx(public_id: str) -> ResponseReturnValue:
    """Give a report that was checked as a workbook."""
    report = _told(public_id)
    answer = Response(xlsx(paper.sheets(report, donor.lines(report))), content_type=paper.XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{_name(report)}.xlsx"'
    return answer


@blueprint.post("/reports/<public_id>/check")
@require(policies.EDIT)
def check_report(public_id: str) -> ResponseReturnValue:
    """Choose the figures anew and queue their check."""
    report = donor.find_to_keep(public_id, viewer())
    if PlainForm().validate_on_submit():
        donor.renew(report)
        donor.start_check(report, viewer().account_id)
        commit()
    return redirect(url_for(".donor_report", public_id=public_id), 303)


@blueprint.route("/reports/<public_id>/publish", methods=["GET", "POST"])
@require(policies.EDIT)
def publish_report(public_id: str) -> ResponseReturnValue:
    """Ask before a report comes out, then let it out."""
    report = donor.find_to_keep(public_id, viewer())
    if request.method == "POST" and PlainForm().validate_on_submit():
        donor.let_out(report)
        commit()
        flash(_("Published."), "ok")
        return redirect(url_for(".donor_report", public_id=public_id), 303)
    return render_template("impact/publish.html", report=report, donors=donor.donors(report.project))


@blueprint.route("/reports/<public_id>/withdraw", methods=["GET", "POST"])
@require(policies.EDIT)
def withdraw_report(public_id: str) -> ResponseReturnValue:
    """Ask why, then take it back."""
    report, form = donor.find_to_keep(public_id, viewer()), ReasonForm()
    if form.validate_on_submit() and form.done(donor.take_back, report=report, reason=form.reason.data or ""):
        commit()
        flash(_("Withdrawn."), "ok")
        return redirect(url_for(".donor_report", public_id=public_id), 303)
    page = render_template("impact/withdraw.html", report=report, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/reports/<public_id>/discard")
@require(policies.EDIT)
def discard_report(public_id: str) -> ResponseReturnValue:
    report = donor.find_to_keep(public_id, viewer())
    if PlainForm().validate_on_submit():
        donor.throw_away(report)
        commit()
        flash(_("The draft is gone."), "ok")
    return redirect(url_for(".reports"), 303)


def _told(public_id: str) -> DonorReport:
    """Return a report that says something: checked or published; raises NotFound."""
    report = donor.find(public_id, viewer())
    if report.state not in {"ready", "published"}:
        raise NotFound
    return report


def _name(report: DonorReport) -> str:
    return f"report-{report.period.key}"
