"""Kinds of certificates: list, record, edit, history, and which formats give which."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.history import history_rows
from ...web.tables import Column, Table
from .. import policies, queries, services
from ..forms import KindForm, data_of_kind
from ..models import BASES, CertificateKind

blueprint = Blueprint("certificate_kinds", __name__, url_prefix="/settings/certificates")
SEE, EDIT = require(policies.KINDS), require(policies.KINDS, everywhere=True)  # all centres share kinds


@blueprint.get("/")
@SEE
def index() -> ResponseReturnValue:
    columns = [
        Column("title", _l("Title"), lambda row: row.title),
        Column("basis", _l("For whom"), lambda row: str(BASES[row.basis])),
        Column("rule", _l("What earns it"), lambda row: " ".join(_rule(row))),
        Column("valid", _l("Valid for months"), lambda row: row.valid_months, numeric=True),
        Column("state", _l("State"), lambda row: _("No longer used") if row.archived_at else _("In use")),
    ]
    table = Table(queries.kinds(), columns, name="kinds-of-certificates")
    return table.export() or render_template(
        "certificates/kinds.html", table=table, rule=_rule, bases=BASES, may_edit=policies.may_edit_kinds(viewer())
    )


@blueprint.get("/<key>/")
@SEE
def show(key: str) -> str:
    kind = services.find_kind(key)
    page = request.args.get("page", 1, int)
    given = services.given()
    return render_template(
        "certificates/kind.html",
        kind=kind,
        rule=_rule,
        bases=BASES,
        formats=[each for each in db.session.scalars(queries.certifying()) if kind in given.get(each.id, ())],
        issued=dict(db.session.execute(queries.issued_of([key])).all()).get(key, 0),
        rows=history_rows("certificate_kind", kind.id, page),
        may_edit=policies.may_edit_kinds(viewer()),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@EDIT
def new() -> ResponseReturnValue:
    return _edit(None, KindForm())


@blueprint.route("/<key>/edit", methods=["GET", "POST"])
@EDIT
def edit(key: str) -> ResponseReturnValue:
    kind = services.find_kind(key)
    return _edit(kind, KindForm(data=data_of_kind(kind)))


def _edit(kind: CertificateKind | None, form: KindForm) -> ResponseReturnValue:
    form.offer(services.known_conditions(), kind)
    if form.validate_on_submit():
        saved = form.attempt(services.save_kind, plan=form.plan(), kind=kind)
        if saved is not None:
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(url_for(".show", key=saved.key), 303)
    return render_template("certificates/kind_edit.html", form=form, kind=kind), 422 if form.errors else 200


@blueprint.route("/formats", methods=["GET", "POST"])
@EDIT
def formats() -> ResponseReturnValue:
    """Say for all formats at once which kinds their sessions give."""
    form, wrong = PlainForm(), {}
    kinds = [each for each in db.session.scalars(queries.kinds()) if not each.archived_at]
    rows = db.session.scalars(queries.certifying()).all()
    ticked = {form.key: {kind.key for kind in services.given()[form.id]} for form in rows}
    if form.validate_on_submit():
        ticked = {each.key: set(request.form.getlist(f"format-{each.key}")) for each in rows}
        try:
            services.give({each: [kind for kind in kinds if kind.key in ticked[each.key]] for each in rows})
        except Invalid as error:
            wrong = error.fields
        else:
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(url_for(".index"), 303)
    page = render_template(
        "certificates/kind_formats.html", form=form, kinds=kinds, formats=rows, ticked=ticked, wrong=wrong
    )
    return page, 422 if wrong else 200


def _rule(kind: CertificateKind) -> list[str]:
    """Return what earns a kind, in sentences."""
    known: dict[str, Any] = services.known_conditions()
    if kind.teaches:
        return [_("Having taught in a session that is over.")]
    hours = (
        _("A confirmed place and %(share)s of the hours.", share=f"{round(kind.share * 100)}%")
        if kind.share
        else _("A confirmed place and as many of the hours as the format of the session asks for.")
    )
    unknown = _("A condition that nobody answers for now: %(name)s")
    return [hours, *(f"{known[name].label}." if name in known else unknown % {"name": name} for name in kind.needs)]
