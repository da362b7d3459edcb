"""What is kept of a person in confidence: shown one by one, each time with a reason."""

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.i18n import gettext as _
from ...web.access import require, viewer
from .. import services
from ..forms import ConfidentialForm, ReasonForm
from ..models import Person
from ..policies import PEOPLE_CONFIDENTIAL

pages = Blueprint("confidential", __name__, url_prefix="/people/<public_id>/confidential")


@pages.get("/")
@require(PEOPLE_CONFIDENTIAL)
def index(public_id: str) -> ResponseReturnValue:
    """Show what is kept and until when, and who has read it; no value."""
    return _page(services.find_person(public_id, viewer()))


@pages.post("/")
@require(PEOPLE_CONFIDENTIAL)
def save(public_id: str) -> ResponseReturnValue:
    """Keep what the person told a member of staff."""
    person, form = services.find_person(public_id, viewer()), ConfidentialForm()
    if form.validate_on_submit() and form.done(
        services.save_confidential, person=person, attribute=form.attribute.data, value=form.value.data
    ):
        work.commit()
        flash(_("Saved and locked."), "ok")
        return redirect(url_for(".index", public_id=person.public_id), 303)
    return _page(person, form=form), 422


@pages.post("/<attribute>/read")
@require(PEOPLE_CONFIDENTIAL)
def read(public_id: str, attribute: str) -> ResponseReturnValue:
    """Show one value on this answer only: it is in no address, no cookie and no cache."""
    person, form = services.find_person(public_id, viewer()), ReasonForm(prefix=attribute)
    if not form.validate_on_submit():
        return _page(person, reasons={attribute: form}), 422
    value = services.read_confidential(person, attribute, viewer(), form.reason.data or "")
    work.commit()
    answer = make_response(_page(person, values={attribute: value}))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.post("/<attribute>/erase")
@require(PEOPLE_CONFIDENTIAL)
def erase(public_id: str, attribute: str) -> ResponseReturnValue:
    person = services.find_person(public_id, viewer())
    services.erase_confidential(person, attribute)
    work.commit()
    flash(_("Erased."), "ok")
    return redirect(url_for(".index", public_id=person.public_id), 303)


def _page(
    person: Person,
    *,
    form: ConfidentialForm | None = None,
    values: dict[str, str] | None = None,
    reasons: dict[str, ReasonForm] | None = None,
) -> str:
    forms = {name: ReasonForm(prefix=name, formdata=None) for name in services.KINDS} | (reasons or {})
    return render_template(
        "people/confidential.html",
        person=person,
        kinds=services.KINDS,
        kept=services.kept_confidential(person),
        accesses=services.accesses(person),
        form=form or ConfidentialForm(formdata=None),
        forms_by_kind=forms,
        values=values or {},
    )
