"""The own account: password, language, zone, roles, sign-ins."""

from flask import flash, g, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ...kernel import work
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...web.access import signed_in
from .. import queries, services
from ..forms import ChangePasswordForm, PreferencesForm
from ..models import ROLE_LABELS, Account
from .blueprint import blueprint
from .entry import enter


def _me() -> Account:
    found: Account = current_user.account
    return found


def _page(preferences: PreferencesForm | None = None, password: ChangePasswordForm | None = None) -> str:
    person, grants = _me().person, current_user.grants
    return render_template(
        "accounts/account.html",
        account=_me(),
        grants=grants,
        scopes=services.scope_names(grants),
        role_labels=ROLE_LABELS,
        preferences=preferences or _preferences(language=person.language, zone=person.zone or ""),
        password=password or ChangePasswordForm(formdata=None),
    )


def _preferences(**values: str) -> PreferencesForm:
    zones = {country.zone for country in db.session.scalars(queries.countries())}
    form = PreferencesForm(formdata=None, **values) if values else PreferencesForm()
    return form.offer(zones | ({_me().person.zone or ""} - {""}))


@blueprint.get("/me/account")
@signed_in
def account() -> ResponseReturnValue:
    return _page()


@blueprint.post("/me/account")
@signed_in
def keep_preferences() -> ResponseReturnValue:
    form = _preferences()
    if form.validate_on_submit():
        form.attempt(services.keep_preferences, account=_me(), language=form.language.data, zone=form.zone.data)
    if form.errors:
        return _page(preferences=form), 422
    work.commit()
    session.pop("lang", None)  # the account's own language counts from here on
    g.account_language = form.language.data
    flash(_("Saved."), "ok")
    return redirect(url_for("accounts.account"), 303)


@blueprint.post("/me/account/password")
@signed_in
def change_password() -> ResponseReturnValue:
    form, me = ChangePasswordForm(), _me()
    if form.validate_on_submit():
        form.attempt(services.change_password, account=me, current=form.current.data, new=form.password.data)
        work.commit()  # a wrong present password is counted
    if form.errors:
        return _page(password=form), 422
    enter(me, keep=session.permanent)
    flash(_("Your new password is set. You are signed out everywhere else."), "ok")
    return redirect(url_for("accounts.account"), 303)


@blueprint.post("/me/account/sign-outs")
@signed_in
def end_sign_ins() -> ResponseReturnValue:
    me = _me()
    services.end_sign_ins(me)
    work.commit()
    enter(me, keep=session.permanent)
    flash(_("You are signed out on all other devices."), "ok")
    return redirect(url_for("accounts.account"), 303)
