"""Reports of countries: the list in the reader's alphabet, one of them, and the same as a PDF (R-060)."""

from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n
from ...kernel.i18n import gettext as _
from ...people.reference import MEMBERS
from ...web.access import require, viewer
from ...web.tables import Column, Few
from ...web.templating import words
from .. import paper, policies, services
from ..models import Round
from ..services.countries import Report
from ..vocabulary import (
    CONFIDENCES,
    DOCUMENT_STATES,
    FINDING_KINDS,
    INSTRUMENT_KINDS,
    ITEM_WORDS,
    PARTICIPATION,
    RESPONSE_STATES,
    WORDS,
    State,
)
from .blueprint import blueprint, find, sight
from .records import years


def _round() -> Round | None:
    """Return the round of ?round=, else the newest that runs or is closed."""
    asked = request.args.get("round")
    return find(asked) if asked else services.rounds.current(sight())


@blueprint.get("/countries/")
@require(policies.VIEW)
def countries() -> ResponseReturnValue:
    found, sees = _round(), sight()
    table = _table(services.countries.lines(found, sees, MEMBERS), found)
    return table.export() or render_template(
        "needs/countries.html",
        table=table,
        round=found,
        participation=PARTICIPATION,
        invented=found.assessment.invented if found else False,
        rates=services.rates.rates(found) if found else None,
        until=lambda code: services.rounds.to_revalidate(found, code) if found else None,
    )


def _table(lines: list[Any], found: Round | None) -> Few:
    made_up = _("Invented for the demonstration") if found and found.assessment.invented else ""
    return Few(
        lines,
        (
            Column("country", _("Country"), lambda row: i18n.country_name(row.code)),
            Column("invented", _("Remark"), lambda _row: made_up, within="country"),
            Column(
                "participation",
                _("Participation"),
                lambda row: PARTICIPATION[row.column.participation] if row.column else _("Not asked"),
            ),
            Column("asked", _("Institutions asked"), lambda row: row.rate.asked, numeric=True),
            Column("answered", _("Answered"), lambda row: row.rate.answered, numeric=True),
            Column("pressing", _("Topics that press"), lambda row: row.pressing if row.known else "", numeric=True),
            Column("known", _("Topics with a number"), lambda row: row.known, numeric=True, shown=False),
            Column("lead", _("Leading body"), lambda row: words(row.lead.title) if row.lead else ""),
        ),
        name="needs-countries",
    )


@blueprint.get("/countries/<code>/")
@require(policies.VIEW)
def country_report(code: str) -> ResponseReturnValue:
    report = services.countries.report(code, sight(), _round())
    return render_template(
        "needs/country.html",
        report=report,
        round=report.round,
        invented=report.invented,
        warnings=[] if report.asked is None else _warnings(report),
        remark=paper.cell_remark,
        states=[(state, WORDS[state], report.counts.get(state, 0)) for state in State if report.counts.get(state)],
        words=WORDS,
        sources=INSTRUMENT_KINDS,
        said=RESPONSE_STATES,
        kinds=FINDING_KINDS,
        confidences=CONFIDENCES,
        participation=PARTICIPATION,
        may_confirm=bool(report.round and policies.may_remark(viewer(), report.round, code)),
        pdf=url_for(".country_pdf", code=code, round=request.args.get("round")),
    )


def _warnings(report: Report) -> list[str]:
    """Return what must not be overlooked; that values are made up, the banner says."""
    return list(paper.warnings(report))[1 if report.invented else 0 :]


@blueprint.get("/countries/<code>/known")
@require(policies.VIEW)
def country_known(code: str) -> ResponseReturnValue:
    """Show what is known of a country beside its needs: registers, documents, who leads, who speaks for it."""
    return render_template(
        "needs/country_known.html",
        known=services.countries.profile(code, sight()),
        document_states=DOCUMENT_STATES,
        item_words=ITEM_WORDS,
        years=years,
    )


@blueprint.get("/countries/<code>/report.pdf")
@require(policies.VIEW)
def country_pdf(code: str) -> ResponseReturnValue:
    report = services.countries.report(code, sight(), _round())
    centre = report.round.assessment.centre if report.round else services.rounds.centre_of(None)
    known = services.countries.profile(code, sight())
    answer = make_response(paper.print_report(report, known, words(centre.title)))
    answer.mimetype = "application/pdf"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Disposition"] = f'attachment; filename="needs-{code}-{i18n.language()}.pdf"'
    return answer
