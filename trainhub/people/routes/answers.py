"""What several pages answer with."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from ...web.forms import Form
from ..models import Person


def status(form: Form) -> int:
    """Return the status of a page with a form: 422 when it came back to be mended."""
    return 422 if form.is_submitted() else 200


def to_record(person: Person) -> ResponseReturnValue:
    return redirect(url_for("people.record", public_id=person.public_id), 303)
