"""One's own data: names, place of work, statistics, needs; and who has read what was told in confidence."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.i18n import gettext as _
from ...web.access import signed_in, viewer
from ...web.forms import Form
from .. import reference, services
from ..forms import NamesForm, NeedsForm, ProposalForm, StatisticForm
from ..models import Person

pages = Blueprint("profile", __name__, url_prefix="/me/profile")


@pages.get("")
@signed_in
def index() -> ResponseReturnValue:
    return _page(_me())


@pages.post("/names")
@signed_in
def names() -> ResponseReturnValue:
    person, form = _me(), NamesForm()
    if form.validate_on_submit() and form.done(services.edit_person, person=person, command=form.command(person)):
        return _saved()
    return _page(person, names=form), 422


@pages.post("/work")
@signed_in
def propose() -> ResponseReturnValue:
    person, form = _me(), ProposalForm()
    if form.validate_on_submit() and form.attempt(services.propose_affiliation, person=person, command=form.command()):
        return _saved(_("Noted. It counts once the centre or the focal point of your country has confirmed it."))
    return _page(person, proposal=form), 422


@pages.post("/work/<affiliation_id>/leave")
@signed_in
def leave(affiliation_id: str) -> ResponseReturnValue:
    services.leave(services.find_affiliation(_me(), affiliation_id))
    return _saved()


@pages.post("/statistics")
@signed_in
def statistics() -> ResponseReturnValue:
    person, form = _me(), StatisticForm()
    if form.validate_on_submit() and form.done(services.save_statistic, person=person, **form.answers()):
        return _saved()
    return _page(person, statistic=form), 422


@pages.post("/needs")
@signed_in
def needs() -> ResponseReturnValue:
    person, form = _me(), NeedsForm()
    if form.validate_on_submit() and form.done(services.save_needs, person=person, values=form.values()):
        return _saved()
    return _page(person, needs=form), 422


@pages.post("/needs/<attribute>/erase")
@signed_in
def erase(attribute: str) -> ResponseReturnValue:
    services.erase_confidential(_me(), attribute)
    return _saved(_("Erased."))


def _me() -> Person:
    return services.own_person(viewer())


def _saved(message: str = "") -> ResponseReturnValue:
    work.commit()
    flash(message or _("Saved."), "ok")
    return redirect(url_for(".index"), 303)


def _page(person: Person, **forms: Form) -> str:
    kept = services.kept_confidential(person)
    held = services.opened(kept)
    names = forms.setdefault("names", NamesForm(obj=person, formdata=None))
    fresh: dict[str, Any] = {
        "names": lambda: names,
        "proposal": lambda: ProposalForm(countries=names.country_code.choices, formdata=None),
        "statistic": lambda: StatisticForm(obj=services.own_statistic(person), formdata=None),
        "needs": lambda: NeedsForm(data=held, formdata=None),
    }
    every = {name: forms.get(name) or make() for name, make in fresh.items()}
    return render_template(
        "people/own.html",
        person=person,
        forms=every,
        held=held,
        kinds=services.KINDS,
        levels=reference.LEVELS,
        kept=kept,
        accesses=services.accesses(person),
        agreements=services.agreements(person),
    )
