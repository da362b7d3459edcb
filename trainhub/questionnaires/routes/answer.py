"""The page of those who answer: by the secret of their link, without an account.

Whoever has the link sees the questions, once. The address goes nowhere: no cache, no search engine, no referrer.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from flask import Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.errors import Invalid, NotFound, Refused
from ...web.access import by_token, viewer
from .. import services
from ..content import Blocks, Content, Given, languages_of
from ..services import Sheet
from .blueprint import blueprint

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "strict-origin",  # the site's name at the most; Flask-WTF needs it on POST over HTTPS
    "X-Robots-Tag": "noindex, nofollow",
}
Page = Callable[[str, Sheet], ResponseReturnValue]


def in_their_language(page: Page) -> Callable[[str], Response]:
    """Open a page of a link in the language of the person who was asked, unless another was chosen."""

    @wraps(page)
    def opened(token: str) -> Response:
        try:
            sheet = services.find_sheet(token)
        except NotFound:
            return _private(_closed_door("unknown", None, token), 404)
        with i18n.speaking(_language(sheet)):
            return _private(page(token, sheet))

    return by_token(opened)


@blueprint.get("/answer/<token>", endpoint="answer")
@in_their_language
def show(token: str, sheet: Sheet) -> ResponseReturnValue:
    if sheet.state != "open":
        return _closed_door(sheet.state, sheet, token)
    return _questions(token, sheet, {}, {})


@blueprint.post("/answer/<token>", endpoint="send")
@in_their_language
def send(token: str, sheet: Sheet) -> ResponseReturnValue:
    given = entered()
    try:
        services.answer(token, given)
    except Invalid as error:
        work.rollback()
        return _questions(token, services.find_sheet(token), given, error.fields), 422
    except Refused:
        work.rollback()
        sheet = services.find_sheet(token)
        return _closed_door(sheet.state, sheet, token), 409
    work.commit()
    return redirect(url_for(".thanks", token=token), 303)


@blueprint.get("/answer/<token>/thanks", endpoint="thanks")
@in_their_language
def thanks(token: str, sheet: Sheet) -> ResponseReturnValue:
    """Say thank you to whoever just answered; without an answer, lead to the questions."""
    if not sheet.answered:
        return redirect(url_for(".answer", token=token), 303)
    return _closed_door("thanks", sheet, token)


def entered() -> Given:
    """Return what a form of questions sent: name of a field -> entries."""
    return {name: list(values) for name, values in request.form.lists() if name != "csrf_token"}


def draft_key(token: str) -> str:
    """Return the name under which the browser keeps a draft: it tells neither link nor person."""
    return sha256(f"draft {token}".encode()).hexdigest()[:16]


def labels(content: Content, blocks: Blocks, errors: dict[str, str]) -> list[tuple[str, str]]:
    """Return the fields with a remark and their questions, in the order asked."""
    code = i18n.language()
    return [(each.name, each.item.text.text(code)) for each in content.fields(blocks) if each.name in errors]


def _questions(token: str, sheet: Sheet, given: Given, errors: dict[str, str]) -> str:
    written = [code for code in languages_of(sheet.content) if code in (sheet.wave.languages or i18n.languages())]
    return render_template(
        "questionnaires/answer.html",
        sheet=sheet,
        wave=sheet.wave,
        token=token,
        given=given,
        errors=errors,
        whole=errors.get("", ""),
        labels=labels(sheet.content, sheet.blocks, errors),
        draft=draft_key(token),
        written=[code for code in i18n.languages() if code in {*written, i18n.language()}],
        names=i18n.NATIVE,
        needs=any(item.required for item in sheet.content.items),
    )


def _closed_door(state: str, sheet: Sheet | None, token: str) -> str:
    return render_template("questionnaires/answer_state.html", state=state, sheet=sheet, draft=draft_key(token))


def _language(sheet: Sheet) -> str:
    """Return the language chosen on this device or account, else that of the person who was asked."""
    chosen = request.args.get("lang") in i18n.languages() or session.get("lang") or viewer().is_authenticated
    return i18n.language() if chosen or sheet.language not in i18n.languages() else sheet.language


def _private(page: ResponseReturnValue, status: int | None = None) -> Response:
    """Return a page that is kept nowhere and tells nobody its address."""
    answer = make_response(page) if status is None else make_response(page, status)
    answer.headers.update(HEADERS)
    return answer
