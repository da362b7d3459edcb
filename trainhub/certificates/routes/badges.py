"""A certificate as an Open Badge, for its holder and the centre's staff: as a file, and in a picture."""

import json

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue

from ...web.access import signed_in, viewer
from .. import badges, services
from ..models import Certificate
from .blueprint import blueprint


@blueprint.get("/certificates/<public_id>/badge.json")
@signed_in
def badge(public_id: str) -> ResponseReturnValue:
    certificate = services.find_to_print(public_id, viewer())
    text = json.dumps(badges.issue_badge(certificate), ensure_ascii=False, indent=1)
    return _file(make_response(text), certificate, "json", badges.MEDIA_TYPE)


@blueprint.get("/certificates/<public_id>/badge.svg")
@signed_in
def badge_picture(public_id: str) -> ResponseReturnValue:
    certificate = services.find_to_print(public_id, viewer())
    picture = render_template("certificates/badge.svg", **badges.drawn(certificate))
    return _file(make_response(badges.baked(certificate, picture)), certificate, "svg", "image/svg+xml")


def _file(answer: Response, certificate: Certificate, ending: str, kind: str) -> Response:
    answer.mimetype = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{certificate.number}-badge.{ending}"'
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
