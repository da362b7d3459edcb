"""One registration, for staff: what is known, what can be decided, what happened."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import files, work
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...people import reference
from ...web.access import signed_in, viewer
from .. import policies, queries, services
from ..forms import DecisionForm, LetterForm
from ..letters import languages
from ..models import ENDORSEMENTS, LETTERS, ORIGINS, Registration
from .finding import blueprint, record_to_decide
from .table import category_parents, category_titles


@blueprint.get("/registrations/<public_id>/")
@signed_in
def record(public_id: str) -> ResponseReturnValue:
    return record_page(record_to_decide(public_id), DecisionForm())


@blueprint.post("/registrations/<public_id>/decide")
@signed_in
def decide_one(public_id: str) -> ResponseReturnValue:
    registration, form = record_to_decide(public_id), DecisionForm()
    if form.validate_on_submit() and form.attempt(
        services.decide,
        registrations=[registration],
        verb=form.verb.data or "",
        by=work.actor(),
        reason=form.reason.data or "",
        missed=form.missed.data or "",
    ):
        work.commit()
        flash(_("Decided. The mail is on its way."), "ok")
        return redirect(url_for(".record", public_id=public_id), 303)
    return record_page(registration, form), 422


@blueprint.get("/registrations/documents/<public_id>")
@signed_in
def document(public_id: str) -> ResponseReturnValue:
    """Give a document to whose it is, to who nominated them, and to who decides."""
    return files.send(services.find_document(public_id, viewer()).file)


def record_page(registration: Registration, form: DecisionForm, letter: LetterForm | None = None) -> str:
    made = services.letters_of(registration)
    costs = next((each.costs for each in made if each.costs), None)
    held = services.terms(registration.session)
    return render_template(
        "registration/record.html",
        registration=registration,
        session=registration.session,
        form=form,
        verbs=policies.verbs(registration),
        titles=category_titles(),
        letters=made,
        letter=letter or LetterForm(costs, formdata=None),
        letter_names=LETTERS,
        letter_languages=languages(registration.person) if registration.person else [],
        no_letter=services.why_no_letter(registration),
        place=services.place_in_line(registration, held) if registration.state == "waiting" else None,
        held=held,
        behind=db.session.execute(queries.about(registration.id, registration.nominated_by)).one(),
        papers=services.papers(registration, held),
        answers=services.answers_of(registration, held),
        check=services.Known(registration.session, held, category_parents).check(
            registration.person_id, registration.facts
        ),
        origins=ORIGINS,
        endorsements=ENDORSEMENTS,
        levels=reference.LEVELS,
    )
