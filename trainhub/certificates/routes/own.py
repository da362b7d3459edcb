"""A person's own certificates, and the document itself."""

import hashlib

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from ...kernel.i18n import gettext as _
from ...web.access import signed_in, viewer
from ...web.tables import Column, Table
from .. import queries, services
from ..models import REASONS, STATES, Certificate
from .blueprint import blueprint


@blueprint.get("/me/certificates/")
@signed_in
def mine() -> ResponseReturnValue:
    table = _table()
    return table.export() or render_template(
        "certificates/mine.html",
        table=table,
        pairs=services.pairs(),
        reasons=REASONS,
        default_pair=services.default_pair,
        texts=services.facts.texts,
        verify_url=services.verify_url,
    )


def _table() -> Table:
    columns = (
        Column("number", _("Number"), lambda row: row.number, Certificate.number),
        Column("training", _("Training"), lambda row: services.facts.texts(row.facts, "titles")),
        Column("attended", _("Hours attended"), lambda row: row.facts["hours"], numeric=True),
        Column("planned", _("Hours planned"), lambda row: row.facts["planned"], numeric=True),
        Column("issued", _("Issued"), lambda row: row.issued_on, Certificate.issued_on),
        Column("state", _("State"), lambda row: STATES[row.state]),
        Column("page", _("Page to share"), services.verify_url),
    )
    return Table(queries.of_person(viewer().person_id or 0), columns, name="my-certificates")


@blueprint.get("/certificates/<public_id>.pdf")
@signed_in
def document(public_id: str) -> ResponseReturnValue:
    """Print a certificate for its holder or the centre's staff, in the two languages of ?languages=az-en."""
    certificate = services.find_to_print(public_id, viewer())
    asked = request.args.get("languages")
    pair = services.default_pair(certificate) if asked is None else services.read_pair(asked)
    return _as_file(certificate, services.document(certificate, pair), "-".join(pair))


def _as_file(certificate: Certificate, body: bytes, languages: str) -> Response:
    answer = make_response(body)
    answer.mimetype = "application/pdf"
    answer.set_etag(hashlib.sha256(body).hexdigest()[:32])
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Disposition"] = f'inline; filename="{certificate.number}-{languages}.pdf"'
    answer.make_conditional(request)
    return answer
