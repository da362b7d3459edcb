"""Profiles that are taken over: the page of the link, and the button that sends it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.errors import NotFound, Refused
from ...kernel.i18n import gettext as _
from ...people import policies as people_policies
from ...people import services as people
from ...web.access import by_token, require, viewer
from .. import services
from ..forms import ClaimForm
from .blueprint import blueprint
from .links import over

office = Blueprint("claims", __name__)


@blueprint.route("/claim/<token>", methods=["GET", "POST"])
@by_token
def claim(token: str) -> ResponseReturnValue:
    """Show whose profile it is; with a password and the agreement it becomes an account."""
    form = ClaimForm()
    try:
        found = services.find_claim(token)
        if form.validate_on_submit() and form.attempt(services.claim, command=form.command(token)):
            work.commit()
            flash(_("The profile is yours now. Sign in with your e-mail and the password."), "ok")
            return redirect(url_for("accounts.sign_in"), 303)
    except NotFound:
        return over("claim")
    notice, terms = people.current_notice(), people.current_terms()
    form.notice.data, form.terms.data = notice.version, terms.version
    page = render_template("accounts/claim.html", form=form, account=found.account, notice=notice, terms=terms)
    return page, 422 if form.is_submitted() else 200


@office.post("/people/<public_id>/claim")
@require(people_policies.PEOPLE_EDIT)
def send(public_id: str) -> ResponseReturnValue:
    """Mail a link to a person who has no account."""
    person = people.find_person(public_id, viewer())
    try:
        services.send_claim(person)
    except Refused as error:
        work.rollback()
        flash(str(error), "warn")
    else:
        work.commit()
        flash(_("The link is on its way to %(email)s.", email=person.email), "ok")
    return redirect(url_for("people.record", public_id=public_id), 303)
