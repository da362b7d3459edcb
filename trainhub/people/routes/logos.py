"""The logos themselves. Each has a random address of its own: open to whoever knows it, and kept by browsers."""

from flask import Blueprint, Response

from ...kernel import files
from ...web.access import public
from .. import services

pages = Blueprint("logos", __name__, url_prefix="/logos")
FOR_EVER = "public, max-age=31536000, immutable"  # another picture gets another address


@pages.get("/<public_id>")
@public
def show(public_id: str) -> Response:
    answer = files.send(services.find_logo(public_id), as_download=False)
    answer.headers["Cache-Control"] = FOR_EVER
    return answer
