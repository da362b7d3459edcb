"""Checking oneself in: what the wall shows, where a scan leads, and one tap on one's own phone."""

import secrets

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from ...kernel import qr, throttle, work
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...registration.routes.finding import person_of
from ...sessions.models import Slot
from ...web.access import public, signed_in, viewer
from ...web.forms import PlainForm
from .. import policies, services
from ..forms import CodeForm, WindowForm
from ..services import selfcheck
from .finding import blueprint, taught

checkin = Blueprint("checkin", __name__, url_prefix="/check-in")
COOKIE = "check_in"
TRIES = 10  # short codes an account may type in ten minutes


@blueprint.get("/<slot_id>/code")
@signed_in
def wall(slug: str, slot_id: str) -> ResponseReturnValue:
    """Show the code of a slot, for a screen in the room; with htmx only the code comes back."""
    session = taught(slug)
    return _wall(services.find_slot(session, slot_id))


@blueprint.post("/<slot_id>/code")
@signed_in
def allow(slug: str, slot_id: str) -> ResponseReturnValue:
    """Let people check themselves in, or change from when to when."""
    slot, form = services.find_slot(taught(slug), slot_id), WindowForm()
    if not form.validate_on_submit() or not form.attempt(selfcheck.allow, session=slot.session, window=form.command()):
        return _wall(slot, form), 422
    work.commit()
    return redirect(url_for(".wall", slug=slug, slot_id=slot_id), 303)


@blueprint.post("/<slot_id>/code/end")
@signed_in
def forbid(slug: str, slot_id: str) -> ResponseReturnValue:
    slot = services.find_slot(taught(slug), slot_id)
    if PlainForm().validate_on_submit():
        selfcheck.forbid(slot.session)
        work.commit()
        flash(_("Nobody can check themselves in any more."), "ok")
    return redirect(url_for(".register", slug=slug, slot_id=slot_id), 303)


@checkin.get("")
@signed_in
def code() -> ResponseReturnValue:
    """Ask for the short code, of people who cannot scan."""
    return _form(CodeForm(formdata=None))


@checkin.post("")
@signed_in
def enter() -> ResponseReturnValue:
    form = CodeForm()
    key = f"check-in:{viewer().person_id}"
    if throttle.left(key, TRIES) == 0:
        form.code.errors = [_("Too many tries. Ask the trainer to mark you.")]
        return _form(form), 429
    throttle.count(key)
    work.commit()
    person = person_of(viewer())
    if not form.validate_on_submit():
        return _form(form), 422
    try:
        holder = _holder()
        ticket = selfcheck.typed(form.code.data or "", person, holder)
    except Refused as error:
        form.code.errors = [str(error)]
        return _form(form), 422
    return _kept(ticket, holder)


@checkin.get("/<slot_id>/<code>")
@public
def scanned(slot_id: str, code: str) -> ResponseReturnValue:
    """Take a scan now, whoever is signed in: what is kept of it outlives signing in."""
    try:
        holder = _holder()
        return _kept(selfcheck.scanned(slot_id, code, holder), holder)
    except Refused as error:
        return _said(str(error)), 410


@checkin.get("/scan/<ticket>")
@signed_in
def scan(ticket: str) -> ResponseReturnValue:
    """Ask for the one tap that checks in: who, to what."""
    try:
        found = selfcheck.read(ticket, _holder())
        selfcheck.expects(found, person_of(viewer()))
    except Refused as error:
        return _said(str(error)), 410
    return render_template("attendance/scan.html", scan=found, ticket=ticket, person=person_of(viewer()))


@checkin.post("/scan/<ticket>")
@signed_in
def come(ticket: str) -> ResponseReturnValue:
    if not PlainForm().validate_on_submit():
        return redirect(url_for(".scan", ticket=ticket), 303)
    try:
        found = selfcheck.read(ticket, _holder())
    except Refused as error:
        return _said(str(error)), 410
    try:
        done = selfcheck.check_in(scan=found, person=person_of(viewer()), by=work.actor())
    except Refused as error:
        work.rollback()
        return _said(str(error)), 422
    work.commit()
    return render_template("attendance/checked_in.html", done=done, slot=done.mark.slot)


def _holder() -> str:
    """Return the secret of this browser, which outlives signing in; a new one where it has none."""
    return request.cookies.get(COOKIE) or secrets.token_urlsafe(18)


def _kept(ticket: str, holder: str) -> Response:
    """Lead to what a scan asks, and let the browser keep its secret as long as the scan is good."""
    answer = make_response(redirect(url_for(".scan", ticket=ticket), 303))
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    answer.set_cookie(COOKIE, holder, max_age=600, httponly=True, samesite="Lax", secure=secure, path="/check-in")
    return answer


def _wall(slot: Slot, form: WindowForm | None = None) -> str:
    window = selfcheck.window_of(slot.session)
    now = selfcheck.shown(slot)
    base = str(current_app.config["BASE_URL"]).rstrip("/")
    template = "attendance/wall_code.html" if request.headers.get("HX-Request") else "attendance/wall.html"
    return render_template(
        template,
        session=slot.session,
        slot=slot,
        window=window,
        form=form or WindowForm(obj=window),
        now=now,
        picture=Markup(qr.draw(f"{base}{url_for('checkin.scanned', slot_id=slot.public_id, code=now.code)}").svg),  # noqa: S704
        address=f"{base}{url_for('checkin.code')}".partition("://")[2],
        due=policies.is_due(slot) and slot.session.state == "published",
        opens=selfcheck.opens(slot, window) if window else None,
        closes=selfcheck.closes(slot, window) if window else None,
    )


def _form(form: CodeForm) -> str:
    return render_template("attendance/check_in.html", form=form)


def _said(words: str) -> str:
    return render_template("attendance/check_in_no.html", words=words)
