"""The register without a network: what the browser keeps, and what it brings when it is back."""

from typing import Any

from flask import Response, jsonify, request, send_from_directory
from flask.typing import ResponseReturnValue

from ... import paths
from ...kernel import work
from ...kernel.i18n import gettext as _
from ...web.access import public, signed_in, viewer
from ...web.assets import manifest
from .. import policies, services
from ..forms import read_sent
from .finding import account_mark, blueprint, taught, worker

WORKER = "attendance-worker.js"


@blueprint.post("/<slot_id>/sync")
@signed_in
def sync(slug: str, slot_id: str) -> ResponseReturnValue:
    """Receive the marks that a browser kept; each is acknowledged by its id."""
    session = taught(slug)
    slot = services.find_slot(session, slot_id)
    account, sent = read_sent(_body())
    if account != account_mark():
        return jsonify(reason=_("These marks were made by somebody else.")), 409
    receipts = services.sync(slot=slot, sent=sent, by=work.actor(), correcting=policies.may_correct(viewer(), session))
    work.commit()
    return jsonify(receipts=[{"id": each.uuid, "outcome": each.outcome, "reason": each.reason} for each in receipts])


def _body() -> Any:
    """Return what was sent as JSON; None for what is none, or is nested without end."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


@worker.get(f"/{WORKER}")
@public
def script() -> Response:
    """Return the browser's worker: it must come from the top to serve registers, and from no cache to change."""
    answer = send_from_directory(paths.static() / "vendor", manifest().get(WORKER, WORKER))
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer
