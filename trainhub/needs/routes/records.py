"""Policy documents and leading bodies of countries: lists and forms."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from ...kernel import clock, i18n, work
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...people import queries as people_queries
from ...people import services as people
from ...web.access import require, viewer
from ...web.forms import Form, PlainForm
from ...web.tables import Column, Filter, Table
from ...web.templating import words
from .. import policies, queries, services
from ..forms.registers import DocumentForm, LeadForm, data_of_document, data_of_lead
from ..models import LeadBody, PolicyDocument
from ..vocabulary import DOCUMENT_STATES
from .blueprint import blueprint, sight


def _seen(query: Select[Any], model: type[Any]) -> Select[Any]:
    countries = sight().countries
    return query if countries is None else query.where(model.country_code.in_(countries))


def _countries() -> list[tuple[str, str]]:
    """Return the countries that the viewer may say something of."""
    return [each for each in people.choices.country_choices() if policies.may_tell(viewer(), each[0])]


def _alphabet(column: Any) -> Any:
    """Return what sorts countries as the reader's alphabet has them."""
    return people_queries.by_country(column, people.choices.country_choices())


def _invented(row: Any) -> str:
    return _("Invented for the demonstration") if row.invented else ""


def _of_country(model: type[Any]) -> Any:
    return lambda query, code: query.where(model.country_code == code)


# --- policy documents ---------------------------------------------------------------------------


def _documents() -> Table:
    return Table(
        _seen(queries.documents(), PolicyDocument),
        (
            Column("title", _("Document"), lambda row: words(row.title)),
            Column("invented", _("Remark"), _invented, within="title"),
            Column(
                "country",
                _("Country"),
                lambda row: i18n.country_name(row.country_code),
                _alphabet(PolicyDocument.country_code),
            ),
            Column("state", _("State"), lambda row: DOCUMENT_STATES[row.state], PolicyDocument.state),
            Column("years", _("Years"), years, PolicyDocument.first_year),
            Column("goals", _("Development goals"), lambda row: ", ".join(row.goals)),
            Column("note", _("Note"), lambda row: row.note),
            Column("source", _("Source"), lambda row: row.source, shown=False),
        ),
        (
            Filter("q", _("Words"), lambda query, text: query.where(*queries.saying(PolicyDocument, text))),
            Filter("country", _("Country"), _of_country(PolicyDocument), people.choices.country_choices),
            Filter(
                "state",
                _("State"),
                lambda query, key: query.where(PolicyDocument.state == key),
                lambda: [(key, str(label)) for key, label in DOCUMENT_STATES.items()],
            ),
        ),
        order="country",
        name="policy-documents",
    )


def years(row: PolicyDocument) -> str:
    """Return from when to when a document holds."""
    if row.first_year is None and row.last_year is None:
        return ""
    return f"{row.first_year or '…'}–{row.last_year or '…'}"


@blueprint.get("/documents/")
@require(policies.VIEW)
def documents() -> ResponseReturnValue:
    table = _documents()
    return table.export() or render_template(
        "needs/documents.html",
        table=table,
        states=DOCUMENT_STATES,
        years=years,
        year=clock.today().year,
        telling={code for code, _name in _countries()},
        may_edit=viewer().may(policies.EDIT),
        invented=any(row.invented for row in table.rows),
    )


@blueprint.route("/documents/new", methods=["GET", "POST"])
@require(policies.FILL)
def new_document() -> ResponseReturnValue:
    return _document(None, DocumentForm())


@blueprint.route("/documents/<document_id>", methods=["GET", "POST"])
@require(policies.FILL)
def document(document_id: str) -> ResponseReturnValue:
    row = services.records.find_document(document_id, sight())
    if not policies.may_tell(viewer(), row.country_code):
        raise NotFound
    return _document(row, DocumentForm(data=data_of_document(row)))


def _document(row: PolicyDocument | None, form: DocumentForm) -> ResponseReturnValue:
    form.offer(_countries())
    return _record(
        form,
        services.records.keep_document,
        lambda: {"command": form.command(), "document": row},
        title=_("Change the policy document") if row else _("New policy document"),
        home=url_for(".documents"),
        home_name=_("Policy documents"),
        remove=url_for(".remove_document", document_id=row.public_id) if row else "",
    )


@blueprint.post("/documents/<document_id>/remove")
@require(policies.FILL)
def remove_document(document_id: str) -> ResponseReturnValue:
    return _removed(services.records.find_document(document_id, sight()), url_for(".documents"))


# --- leading bodies -----------------------------------------------------------------------------


def _leads() -> Table:
    return Table(
        _seen(queries.lead_bodies(), LeadBody),
        (
            Column(
                "country",
                _("Country"),
                lambda row: i18n.country_name(row.country_code),
                _alphabet(LeadBody.country_code),
            ),
            Column("title", _("Body"), lambda row: words(row.title)),
            Column("invented", _("Remark"), _invented, within="title"),
            Column("since", _("Since"), lambda row: row.since, LeadBody.since),
            Column("until", _("Until"), lambda row: row.until, LeadBody.until),
            Column("note", _("Note"), lambda row: row.note),
            Column("source", _("Source"), lambda row: row.source, shown=False),
        ),
        (
            Filter("q", _("Words"), lambda query, text: query.where(*queries.saying(LeadBody, text))),
            Filter("country", _("Country"), _of_country(LeadBody), people.choices.country_choices),
            Filter(
                "now",
                _("State"),
                lambda query, key: query.where(
                    LeadBody.until.is_(None) if key == "yes" else LeadBody.until.is_not(None)
                ),
                lambda: [("yes", _("Leads today")), ("no", _("Led before"))],
            ),
        ),
        order="country",
        name="lead-bodies",
    )


@blueprint.get("/bodies/")
@require(policies.VIEW)
def leads() -> ResponseReturnValue:
    table = _leads()
    return table.export() or render_template(
        "needs/leads.html",
        table=table,
        telling={code for code, _name in _countries()},
        may_edit=viewer().may(policies.EDIT),
        invented=any(row.invented for row in table.rows),
    )


@blueprint.route("/bodies/new", methods=["GET", "POST"])
@require(policies.FILL)
def new_lead() -> ResponseReturnValue:
    return _lead(None, {})


@blueprint.route("/bodies/<lead_id>", methods=["GET", "POST"])
@require(policies.FILL)
def lead(lead_id: str) -> ResponseReturnValue:
    row = services.records.find_lead(lead_id, sight())
    if not policies.may_tell(viewer(), row.country_code):
        raise NotFound
    return _lead(row, data_of_lead(row))


def _lead(row: LeadBody | None, data: dict[str, Any]) -> ResponseReturnValue:
    offered = _countries()
    bodies = list(db.session.scalars(queries.organisations_of([code for code, _name in offered])))
    form = LeadForm(data=data).offer(offered, bodies)
    return _record(
        form,
        services.records.keep_lead,
        lambda: {"command": form.command(bodies), "lead": row},
        title=_("Change the leading body") if row else _("New leading body"),
        home=url_for(".leads"),
        home_name=_("Leading bodies"),
        remove=url_for(".remove_lead", lead_id=row.public_id) if row else "",
    )


@blueprint.post("/bodies/<lead_id>/remove")
@require(policies.FILL)
def remove_lead(lead_id: str) -> ResponseReturnValue:
    return _removed(services.records.find_lead(lead_id, sight()), url_for(".leads"))


def _removed(row: PolicyDocument | LeadBody, home: str) -> ResponseReturnValue:
    if not policies.may_tell(viewer(), row.country_code):
        raise NotFound
    if PlainForm().validate_on_submit():
        services.records.remove(row)
        work.commit()
        flash(_("Removed."), "ok")
    return redirect(home, 303)


def _record(
    form: Form,
    keep: Callable[..., PolicyDocument | LeadBody],
    said: Callable[[], dict[str, Any]],
    *,
    home: str,
    **around: str,
) -> ResponseReturnValue:
    """Show the form of a record, or keep what it says and lead back to its list."""
    if form.validate_on_submit() and form.attempt(keep, **said()):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(home, 303)
    page = render_template("needs/record.html", form=form, home=home, **around)
    return page, 422 if form.is_submitted() else 200
