"""The public check of a certificate. Wrong and short codes answer alike, and trying is slowed down."""

from flask import Response, abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import clock, throttle, work
from ...kernel.db import expect_writes
from ...kernel.errors import NotFound
from ...web.access import public
from .. import services
from ..forms import SurnameForm
from .blueprint import blueprint

ONE = "/certificates/verify/<code>"


@blueprint.get("/certificates/verify/")
@public
def verify() -> ResponseReturnValue:
    """Show the form; a typed code leads to its own address. Nothing is written down about it."""
    typed = services.verify.clean(request.args.get("code", ""))
    if typed:
        return redirect(url_for(".verified", code=typed), 303)
    return _answer(render_template("certificates/verify.html", checked=None, typed="", missing=False))


@blueprint.get(ONE)
@public
def verified(code: str) -> ResponseReturnValue:
    expect_writes(True)  # a look at a certificate counts as a try
    work.commit()  # ends what loading the viewer began as a reader
    _count()
    return _checked(code, SurnameForm(formdata=None))


@blueprint.post(ONE)
@public
def surname(code: str) -> ResponseReturnValue:
    """Answer whether a surname is the holder's: a question that changes nothing, so there is no redirect."""
    _count()
    form = SurnameForm()
    if not form.validate_on_submit():
        return _checked(code, form, 422)
    try:
        fits = services.verify.is_holder(code, form.surname.data or "")
    except NotFound:
        return _missing(code)
    return _checked(code, form, fits=fits)


def _count() -> None:
    """Count one try of this address, or answer 429 when there were too many."""
    key = f"verify:{request.remote_addr}"
    if throttle.left(key, current_app.config["VERIFY_TRIES"]) == 0:
        abort(429)
    throttle.count(key)
    work.commit()


def _checked(code: str, form: SurnameForm, status: int = 200, fits: bool | None = None) -> ResponseReturnValue:
    try:
        checked = services.verify.check(code)
    except NotFound:
        return _missing(code)
    page = render_template(
        "certificates/verify.html",
        checked=checked,
        typed=checked.code,
        missing=False,
        form=form,
        fits=fits,
        at=clock.now(),
    )
    return _answer(page, status)


def _missing(code: str) -> ResponseReturnValue:
    return _answer(render_template("certificates/verify.html", checked=None, typed=code, missing=True), 404)


def _answer(page: str, status: int = 200) -> Response:
    answer = make_response(page, status)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
