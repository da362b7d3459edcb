"""The links of our mails: to confirm an e-mail, to set a new password."""

from collections.abc import Callable

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...web.access import by_token, public
from ...web.forms import PlainForm
from .. import services
from ..forms import EmailForm, NewPasswordForm
from .blueprint import blueprint

OVER = "accounts/link_over.html"


@blueprint.route("/confirm", methods=["GET", "POST"])
@public
def confirm_again() -> ResponseReturnValue:
    """Send the confirmation mail once more; the answer is the same for every e-mail."""
    form = EmailForm(email=request.args.get("email", ""))
    if form.validate_on_submit() and _asked(form, services.ask_for_confirmation):
        return redirect(url_for("accounts.look_in_mail"), 303)
    return render_template("accounts/confirm_again.html", form=form), 422 if form.is_submitted() else 200


@blueprint.get("/confirm/<token>")
@by_token
def confirm_page(token: str) -> ResponseReturnValue:
    try:
        found = services.find_token(token, "confirm")
    except NotFound:
        return over("confirm")
    return render_template("accounts/confirm.html", account=found.account, form=PlainForm())


@blueprint.post("/confirm/<token>")
@by_token
def confirm(token: str) -> ResponseReturnValue:
    try:
        services.confirm(token)
    except NotFound:
        return over("confirm")
    work.commit()
    flash(_("Your e-mail is confirmed. You can sign in now."), "ok")
    return redirect(url_for("accounts.sign_in"), 303)


@blueprint.route("/reset", methods=["GET", "POST"])
@public
def reset() -> ResponseReturnValue:
    """Send a link for a new password; the answer is the same for every e-mail."""
    form = EmailForm(email=request.args.get("email", ""))
    if form.validate_on_submit() and _asked(form, services.ask_for_reset):
        return redirect(url_for("accounts.look_in_mail"), 303)
    return render_template("accounts/reset.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
@by_token
def new_password(token: str) -> ResponseReturnValue:
    form = NewPasswordForm()
    try:
        found = services.find_token(token, "reset")
        if form.validate_on_submit() and form.attempt(
            services.set_password, secret=token, password=form.password.data, address=request.remote_addr or ""
        ):
            work.commit()
            flash(_("Your new password is set. Sign in with it."), "ok")
            return redirect(url_for("accounts.sign_in"), 303)
    except NotFound:
        return over("reset")
    page = render_template("accounts/new_password.html", form=form, account=found.account)
    return page, 422 if form.is_submitted() else 200


def _asked(form: EmailForm, ask: Callable[..., None]) -> bool:
    """Ask for a link; say whether that went through, for a known e-mail or not."""
    most = int(current_app.config["SIGN_UP_TRIES"])
    done = form.done(ask, login=form.email.data or "", address=request.remote_addr or "", most=most)
    work.commit()
    return done


def over(purpose: str) -> ResponseReturnValue:
    """Answer alike for a link that never was, was used, or is too old."""
    work.rollback()
    return render_template(OVER, purpose=purpose), 404
