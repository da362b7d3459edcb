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
        pairs=services.pairs,
        reasons=REASONS,
        default_pair=services.default_pair,
        texts=services.facts.texts,
        kind_title=services.kind_title,
        verify_url=services.verify_url,
    )


def _table() -> Table:
    columns = (
        Column("number", _("Number"), lambda row: row.number, Certificate.number),
        Column("kind", _("Kind"), services.kind_title),
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
    pair = services.default_pair(certificate) if asked is None else services.read_pair(certificate, asked)
    printed = services.document(certificate, pair)
    mark = hashlib.sha256(printed).hexdigest()[:32]
    if request.if_none_match.contains_weak(mark):  # each signature is another one: what was printed is compared
        return _named(make_response("", 304), mark)
    answer = _named(make_response(services.sign(certificate, printed, pair)), mark)
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{certificate.number}-{"-".join(pair)}.pdf"'
    return answer


def _named(answer: Response, mark: str) -> Response:
    answer.set_etag(mark, weak=True)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
