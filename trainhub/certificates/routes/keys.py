"""What everybody needs to check certificates without asking the centre each time."""

from flask import Response, make_response
from flask.typing import ResponseReturnValue

from ...web.access import public
from .. import keys
from .blueprint import blueprint


@blueprint.get("/certificates/keys.json")
@public
def published_keys() -> ResponseReturnValue:
    """Answer with the public keys of all centres, retired ones too."""
    return _open_to_all(make_response(keys.published()))


def _open_to_all(answer: Response) -> Response:
    """Let programs and pages of others read an answer that holds nothing but what is published."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer
