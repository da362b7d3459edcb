"""What everybody needs to check certificates without asking the centre each time."""

from flask import Response, make_response
from flask.typing import ResponseReturnValue

from ...web.access import public
from ...web.kept import kept_for_visitors
from .. import keys, services
from .blueprint import blueprint


@blueprint.get("/certificates/keys.json")
@public
def published_keys() -> ResponseReturnValue:
    """Answer with the public keys of all centres, retired ones too."""
    return _open_to_all(make_response(keys.published()))


@blueprint.get("/certificates/centres/<slug>/did.json")
@public
def did(slug: str) -> ResponseReturnValue:
    """Answer with the keys by which a centre signs badges, as its did:web leads here."""
    return _open_to_all(make_response(services.badges.did_document(services.status.find_centre(slug))))


@blueprint.get("/certificates/centres/<slug>/status.json")
@kept_for_visitors
@public
def status_list(slug: str) -> ResponseReturnValue:
    """Answer with the centre's revoked badges, as a W3C Bitstring Status List."""
    return _open_to_all(make_response(services.badges.status_credential(services.status.find_centre(slug))))


@blueprint.get("/certificates/centres/<slug>/status.txt")
@public
def small_status_list(slug: str) -> ResponseReturnValue:
    """Answer with the signed list of what a centre revoked so far."""
    answer = make_response(services.status.signed(services.status.find_centre(slug)))
    answer.mimetype = "text/plain"
    return _open_to_all(answer)


def _open_to_all(answer: Response) -> Response:
    """Let programs and pages of others read an answer that holds nothing but what is published."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer
