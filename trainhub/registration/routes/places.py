"""One's own place by the link of a mail, without an account: what it is now, taking it, and giving it up.

The address is a secret of its reader: it goes into no cache, no search engine, and to no other site.
"""

from collections.abc import Callable
from functools import wraps

from flask import Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.errors import NotFound, Refused
from ...kernel.work import Actor
from ...web.access import by_token
from ...web.forms import PlainForm
from .. import services
from ..forms import DocumentForm, ReasonForm
from ..models import OPEN, Registration
from ..services import telling
from .finding import blueprint
from .joining import keep_document

HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "strict-origin", "X-Robots-Tag": "noindex, nofollow"}


def by_link(page: Callable[..., ResponseReturnValue]) -> Callable[..., Response]:
    """Open a page to who holds the link, in the language of the person it was sent to."""

    @wraps(page)
    def opened(token: str, **more: str) -> Response:
        registration = services.find_place(token)
        assert registration.person is not None
        with i18n.speaking(registration.person.language):
            answer = make_response(page(registration, **more))
        answer.headers.update(HEADERS)
        return answer

    return by_token(opened)


@blueprint.get("/places/<token>", endpoint="place")
@by_link
def place(registration: Registration) -> ResponseReturnValue:
    return _page(registration)


@blueprint.post("/places/<token>/accept", endpoint="accept_place")
@by_link
def accept(registration: Registration) -> ResponseReturnValue:
    return _act(registration, lambda: services.answer(registration=registration, coming=True, by=holder(registration)))


@blueprint.post("/places/<token>/decline", endpoint="decline_place")
@by_link
def decline(registration: Registration) -> ResponseReturnValue:
    """Say no to an offer or an invitation, or give up a place or a wish for one."""
    form = ReasonForm()
    reason = (form.reason.data or "").strip() if form.validate_on_submit() else ""

    def leave() -> None:
        if registration.state in {"offered", "invited"}:
            services.answer(registration=registration, coming=False, by=holder(registration))
        else:
            services.withdraw(registration=registration, by=holder(registration), reason=reason)

    return _act(registration, leave)


@blueprint.post("/places/<token>/documents/<key>", endpoint="bring_to_place")
@by_link
def bring(registration: Registration, key: str) -> ResponseReturnValue:
    """Keep a document that the call asks for; of a training that is closed to them now nobody is told."""
    if registration.person is None or not telling.may_know(registration.session, registration.person):
        raise NotFound
    keep_document(registration, key)
    return redirect(url_for(".place", token=services.place_token(registration)), 303)


def _act(registration: Registration, act: Callable[[], None]) -> ResponseReturnValue:
    token = services.place_token(registration)
    try:
        act()
    except Refused as error:
        work.rollback()
        return _page(services.find_place(token), refusal=str(error)), 422
    work.commit()
    return redirect(url_for(".place", token=token), 303)


def holder(registration: Registration) -> Actor:
    """Return who acts: the person of the registration, known by the link alone."""
    return Actor(None, str(registration))


def _page(registration: Registration, refusal: str = "") -> str:
    session, person = registration.session, registration.person
    assert person is not None
    held = services.terms(session)
    known = telling.may_know(session, person)
    alive = session.state in {"draft", "published"} and not services.has_begun(session)
    return render_template(
        "registration/place.html",
        registration=registration,
        session=session if known else None,
        token=services.place_token(registration),
        refusal=refusal,
        form=ReasonForm(),
        button=PlainForm(),
        alive=alive and known,
        papers=services.papers(registration, held) if known and held.call else [],
        questions=services.questions_path(registration, held) if known else "",
        may_bring=known and services.may_bring(registration),
        paper_form=DocumentForm(formdata=None),
        upload_url=lambda key: url_for(".bring_to_place", token=services.place_token(registration), key=key),
        open=registration.state in OPEN,
        place=services.place_in_line(registration, held) if registration.state == "waiting" else None,
        rule=services.rule(held),
        late=services.why_no_withdrawal(session, held) if registration.holds_seat else "",
        asks=known and not services.why_no_needs(registration, held),
    )
