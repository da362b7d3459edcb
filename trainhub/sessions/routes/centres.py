"""Which centre something new belongs to."""

from flask import abort, make_response, render_template, request

from ...kernel.db import db
from ...kernel.errors import NotFound
from ...people.models import Centre
from ...web.access import viewer
from .. import policies, queries


def own_centre() -> Centre:
    """Return the centre of a new record: the one ?centre= names, else the viewer's first.

    Raises NotFound for a centre whose staff the viewer is not. Where there is none at all, the answer says so
    and leads to where one is added.
    """
    centres = list(db.session.scalars(queries.centres_of(viewer().centres(policies.EDIT))))
    wanted = request.values.get("centre", "")
    if not centres and not wanted:
        abort(make_response(render_template("sessions/no_centre.html"), 409))
    found = next((centre for centre in centres if not wanted or centre.slug == wanted), None)
    if found is None:
        raise NotFound
    return found
