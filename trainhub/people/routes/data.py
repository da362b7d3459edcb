"""Everything that is held about whoever is signed in: to read, and to take away."""

import json

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from ...kernel import clock
from ...web.access import signed_in, viewer
from .. import own_data, services

pages = Blueprint("own_data", __name__)


@pages.get("/me/data")
@signed_in
def show() -> ResponseReturnValue:
    """Show it as a page, or give it as a file (?format=json)."""
    person = services.own_person(viewer())
    found = own_data.everything(person)
    if request.args.get("format") != "json":
        return render_template("people/data.html", found=found)
    body = json.dumps(own_data.as_json(person, found), ensure_ascii=False, indent=1)
    answer = Response(body, content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="own-data-{clock.today()}.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
