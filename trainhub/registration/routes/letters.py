"""Letters: made by staff on the record of a registration; the person takes the invitation from My trainings."""

from flask import Response, make_response
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...web.access import signed_in, viewer
from .. import services
from ..forms import DecisionForm, LetterForm
from ..models import Letter
from .finding import blueprint, own_record, record_to_decide
from .mine import blueprint as mine
from .records import record_page


@blueprint.post("/registrations/<public_id>/letters", endpoint="make_letter")
@signed_in
def make(public_id: str) -> ResponseReturnValue:
    """Answer with the letter; that it was made is noted, what it says is not."""
    registration, form = record_to_decide(public_id), LetterForm()
    if form.validate_on_submit():
        given = {"registration": registration, "by": work.actor(), "costs": form.costs.data}
        if form.kind.data == "visa":
            given |= {"who": viewer(), "reason": form.reason.data or ""}
        make_one = services.letter_for_visa if form.kind.data == "visa" else services.invite_by_letter
        made = form.attempt(make_one, **given)
        if made is not None:
            work.commit()
            return _as_file(*made)
        work.rollback()
    return record_page(record_to_decide(public_id), DecisionForm(formdata=None), form), 422


@mine.post("/registrations/<public_id>/letter", endpoint="letter")
@signed_in
def own(public_id: str) -> ResponseReturnValue:
    """Answer with one's own invitation."""
    made = services.invite_by_letter(own_record(public_id), by=work.actor())
    work.commit()
    return _as_file(*made)


def _as_file(letter: Letter, body: bytes) -> Response:
    answer = make_response(body)
    answer.mimetype = "application/pdf"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Disposition"] = f'attachment; filename="{letter.number}.pdf"'
    return answer
