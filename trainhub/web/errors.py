"""Turns errors into answers that say what happened and what to do; the one place that does."""

import logging
from http import HTTPStatus

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from ..hooks.host import host
from ..kernel import work
from ..kernel.errors import Invalid, NotFound, Postponed, Refused
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import random_code
from .logs import safe_path

log = logging.getLogger(__name__)

# status -> (what happened, what to do)
WORDS: dict[int, tuple[str, str]] = {
    400: (_l("This request did not arrive whole."), _l("Go back, reload the page and send it again.")),
    403: (_l("This page is not open to your account."), _l("If you need it for your work, ask the centre's staff.")),
    404: (_l("There is no page at this address."), _l("It may have moved, or it is not open to you. Try the menu.")),
    405: (_l("This address does not take what was sent."), _l("Go back and use the buttons of the page.")),
    409: (_l("This cannot be done now."), _l("Somebody may have changed it meanwhile. Reload the page and look.")),
    413: (_l("This file is too large."), _l("Make it smaller, or upload it in parts.")),
    422: (_l("Something in this form needs another look."), _l("Go back; the form says what.")),
    429: (_l("Too many tries in a short time."), _l("Wait a quarter of an hour and try again.")),
    500: (
        _l("Something went wrong on our side."),
        _l("Nothing of what you entered was saved. Try again; if it stays, tell the centre this number."),
    ),
    503: (_l("This cannot be decided at the moment."), _l("It will be tried again; staff have been told.")),
}


def init_app(app: Flask) -> None:
    app.register_error_handler(NotFound, lambda error: answer(404))
    app.register_error_handler(Refused, lambda error: answer(409, str(error)))
    app.register_error_handler(Invalid, lambda error: answer(422, str(error)))
    app.register_error_handler(Postponed, lambda error: answer(503))
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    return answer(error.code)


def _stale_form(error: CSRFError) -> ResponseReturnValue:
    return answer(400, str(_l("This form was open for too long. Reload the page and send it again.")))


def _unexpected(error: Exception) -> ResponseReturnValue:
    number = random_code(6)
    plugin = host().pages.get(request.blueprint or "")
    if plugin and not host().strict:
        host().report(plugin, "page", error)
    log.exception("unexpected", extra={"number": number, "path": safe_path(request.path)})
    return answer(500, number=number)


def answer(status: int, message: str = "", number: str = "") -> ResponseReturnValue:
    """Return an error page; `message` says more than the status can."""
    work.rollback()
    known = status if status in WORDS else 400
    fact, advice = WORDS[known]
    page = render_template(
        "errors/error.html",
        status=status,
        fact=message or fact,
        advice="" if message else advice,
        number=number,
        phrase=HTTPStatus(status).phrase,
    )
    return page, status
