"""Sign-in, sign-out, sign-up."""

from urllib.parse import urlsplit

from flask import current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from ...kernel import i18n, work
from ...kernel.db import db
from ...people import queries as people_queries
from ...people import services as people
from ...web.access import public, viewer
from ...web.forms import PlainForm
from .. import queries, services
from ..forms import SignInForm, SignUpForm
from ..login import SignedIn
from ..models import Account
from .blueprint import blueprint

HOME = "/"
ASKED = "asked_to_agree"  # in the cookie of who has not agreed to the privacy notice in force: see agreement.py


def own_path(target: str | None) -> str:
    """Return a path of this site to go to; anything that leads elsewhere becomes the start page."""
    if not target or not target.isprintable() or "\\" in target or target[0] != "/" or target.startswith("//"):
        return HOME
    parts = urlsplit(target)
    return HOME if parts.scheme or parts.netloc or parts.path.startswith(("//", "/sign-")) else target


def enter(account: Account, *, keep: bool = False) -> None:
    """Begin a session of this account; of the one before only the language stays."""
    language = session.get("lang")
    session.clear()
    if language:
        session["lang"] = language
    session.permanent = keep
    if not people.has_agreed(account.person):
        session[ASKED] = True
    login_user(SignedIn(account))


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    if viewer().is_authenticated:
        return redirect(own_path(request.args.get("next")), 303)
    return _door(SignInForm(next=request.args.get("next", "")))


@blueprint.post("/sign-in")
@public
def enter_account() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return _door(form), 422
    tries = int(current_app.config["SIGN_IN_TRIES"])
    entry = services.sign_in(form.command(request.remote_addr or ""), tries=tries)
    work.commit()
    if entry.account is None:
        return _door(form, entry), 422
    enter(entry.account, keep=form.keep.data)
    target = own_path(form.next.data or request.args.get("next"))
    return redirect(url_for("accounts.agreement", next=target) if ASKED in session else target, 303)


def _door(form: SignInForm, entry: services.Entry | None = None) -> str:
    return render_template("accounts/sign_in.html", form=form, entry=entry)


@blueprint.route("/sign-out", methods=["GET", "POST"])
@public
def sign_out() -> ResponseReturnValue:
    if not viewer().is_authenticated:
        return redirect(HOME, 303)
    if request.method == "GET":
        return render_template("accounts/sign_out.html", form=PlainForm())
    language = session.get("lang")
    logout_user()
    session.clear()
    if language:
        session["lang"] = language
    return redirect(HOME, 303)


@blueprint.route("/sign-up", methods=["GET", "POST"])
@public
def sign_up() -> ResponseReturnValue:
    if viewer().is_authenticated:
        return redirect(HOME, 303)
    notice = people.current_notice()
    countries = db.session.scalars(queries.countries()).all()
    organisations = db.session.scalars(people_queries.open_organisations(checked=True)).all()
    form = SignUpForm(language=i18n.language()).offer(countries, organisations)
    if form.validate_on_submit() and _signed_up(form):
        return redirect(url_for("accounts.look_in_mail"), 303)
    terms = people.current_terms()
    form.notice.data, form.terms.data = notice.version, terms.version  # what is on this page, whatever was sent
    page = render_template("accounts/sign_up.html", form=form, notice=notice, terms=terms)
    return page, 422 if form.is_submitted() else 200


def _signed_up(form: SignUpForm) -> bool:
    most = int(current_app.config["SIGN_UP_TRIES"])
    form.attempt(services.sign_up, command=form.command(request.remote_addr or ""), most=most)
    if form.errors:
        work.rollback()
        return False
    work.commit()
    return True


@blueprint.get("/sign-in/mail")
@public
def look_in_mail() -> ResponseReturnValue:
    return render_template("accounts/look_in_mail.html")
