"""The agreement to the privacy notice: asked for at the sign-in when it is missing, and taken back here."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ...kernel import work
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...people import services as people
from ...people.models import Person
from ...web.access import signed_in
from ...web.forms import PlainForm
from .blueprint import blueprint
from .entry import ASKED, own_path

# what is open to somebody who has not agreed: to read, to agree, to see the own data, to go
OPEN = {
    "accounts.agreement",
    "accounts.agree",
    "accounts.take_back",
    "accounts.sign_out",
    "own_data.show",
    "privacy.notice",
    "terms.notice",
    "own_erasure.ask",
    "own_erasure.take_back",
    "office.health",
    "static",
}


@blueprint.before_app_request
def agree_first() -> ResponseReturnValue | None:
    """Lead back to the question whoever was asked at the sign-in and has not answered."""
    if ASKED not in session or request.endpoint in {*OPEN, None} or not current_user.is_authenticated:
        return None
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.agreement", next=wanted), 303)


@blueprint.get("/me/agreement")
@signed_in
def agreement() -> ResponseReturnValue:
    """Show the notice in force with the question, or what was agreed to and when."""
    return render_template(
        "accounts/agreement.html",
        notice=people.current_notice(),
        terms=people.current_terms(),
        given=people.all_agreements(_me()),
        agreed=people.has_agreed(_me()),
        target=request.args.get("next", ""),
    )


@blueprint.post("/me/agreement")
@signed_in
def agree() -> ResponseReturnValue:
    """Note the agreement to the versions that were on the page; if there is a newer one, show that."""
    seen = request.form.get("notice"), request.form.get("terms")
    if not PlainForm().validate_on_submit() or seen != (
        people.current_notice().version,
        people.current_terms().version,
    ):
        flash(_("There is a newer version. Please read it first."), "warn")
        return redirect(url_for("accounts.agreement", next=request.form.get("next") or None), 303)
    people.agree(_me())
    work.commit()
    session.pop(ASKED, None)
    flash(_("Thank you. Your agreement is noted."), "ok")
    return redirect(own_path(request.form.get("next")), 303)


@blueprint.route("/me/agreement/take-back", methods=["GET", "POST"])
@signed_in
def take_back() -> ResponseReturnValue:
    """Ask, then note that the agreement is taken back; from then on only the own data is open."""
    form = PlainForm()
    if not form.validate_on_submit():
        return render_template("accounts/agreement_back.html")
    try:
        people.take_agreement_back(_me())
    except Refused as error:
        flash(str(error), "warn")
        return redirect(url_for("accounts.agreement"), 303)
    work.commit()
    session[ASKED] = True
    flash(_("Your agreement is taken back."), "ok")
    return redirect(url_for("accounts.agreement"), 303)


def _me() -> Person:
    found: Person = current_user.account.person
    return found
