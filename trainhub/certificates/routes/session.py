"""The certificates of one session: who has one, who has earned one, who lacks what, kind by kind."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...registration.models import Registration
from ...sessions import queries as session_queries
from ...sessions import services as sessions
from ...sessions.models import TrainingSession
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.tables import Column, Few, Filter
from ...web.templating import words
from .. import policies, services
from ..models import CertificateHold, Ground
from ..services import Line, Offer
from .blueprint import blueprint

HOME = "/sessions/<slug>/certificates/"
STATES: dict[str, str] = {
    "issued": _l("Issued"),
    "revoked": _l("Revoked"),
    "held": _l("Held back"),
    "earned": _l("Earned, not issued yet"),
    "lacking": _l("Not earned"),
}


@blueprint.get(HOME)
@require(policies.ISSUE)
def index(slug: str) -> ResponseReturnValue:
    session = _find(slug)
    offers = services.offers(session)
    lines = services.overview(session, offers)
    table = _table(session, lines, offers)
    return table.export() or render_template(
        "certificates/session.html",
        session=session,
        table=table,
        states=STATES,
        issue_url=_issue_url,
        offers=[each for each in offers if each.given],
        choices=[each for each in offers if each.given or each.left_out],
        conditions=services.known_conditions(),
        lines=lines,
        ready=sum(line.due for line in lines),
        job=services.job_of(session),
        share=lambda kind: services.share_needed(session.format, kind),
    )


@blueprint.post(HOME)
@require(policies.ISSUE)
def issue_all(slug: str) -> ResponseReturnValue:
    session, form = _find(slug), PlainForm()
    if form.validate_on_submit():
        services.queue(session, account_id=viewer().account_id)
        work.commit()
    return redirect(url_for(".index", slug=session.slug), 303)


@blueprint.post(f"{HOME}kinds")
@require(policies.ISSUE)
def narrow(slug: str) -> ResponseReturnValue:
    """Say which of the kinds that its format gives are given in this session."""
    session, form = _find(slug), PlainForm()
    if form.validate_on_submit():
        shown = [each.kind for each in services.offers(session) if each.given or each.left_out]
        services.narrow(session, shown, request.form.getlist("kind"))
        work.commit()
        flash(_("Saved."), "ok")
    return redirect(url_for(".index", slug=session.slug), 303)


@blueprint.post(f"{HOME}<public_id>/issue")
@require(policies.ISSUE)
def issue_one(slug: str, public_id: str) -> ResponseReturnValue:
    session = _find(slug)
    return _issue(session, services.find_registration(public_id, session))


@blueprint.post(f"{HOME}taught/<int:number>/issue")
@require(policies.ISSUE)
def issue_taught(slug: str, number: int) -> ResponseReturnValue:
    session = _find(slug)
    return _issue(session, services.find_assignment(number, session))


def _issue(session: TrainingSession, ground: Ground) -> ResponseReturnValue:
    """Issue one certificate of the kind that the form names, participation if it names none."""
    key = request.form.get("kind", "")
    kind = services.find_kind(key) if key else None
    if kind is not None and kind.teaches is isinstance(ground, Registration):
        raise NotFound
    made = services.attempt(ground, work.actor(), offer=services.offer_of(session, kind))
    work.commit()
    if isinstance(made, CertificateHold):
        flash(_("The certificate was held back: %(reason)s", reason=made.reason), "warn")
    else:
        flash(_("Certificate %(number)s was issued.", number=made.number), "ok")
    return redirect(url_for(".index", slug=session.slug), 303)


def _issue_url(line: Line) -> str:
    ground = line.ground
    if isinstance(ground, Registration):
        return url_for(".issue_one", slug=ground.session.slug, public_id=ground.public_id)
    return url_for(".issue_taught", slug=ground.session.slug, number=ground.id)


def _find(slug: str) -> TrainingSession:
    """Return a session whose certificates the viewer issues; raises NotFound."""
    try:
        session = sessions.find(slug, viewer(), *session_queries.for_frame())
    except sessions.Moved as moved:
        raise NotFound from moved
    if not policies.may_issue(viewer(), session):
        raise NotFound
    return session


def _table(session: TrainingSession, lines: list[Line], offers: Sequence[Offer]) -> Few:
    several = len({line.kind.key for line in lines}) > 1
    kinds = [(each.kind.key, words(each.kind.title)) for each in offers]
    return Few(
        lines,
        (
            Column("name", _("Name"), lambda line: line.ground.person.display if line.ground.person else ""),
            Column("kind", _("Kind"), lambda line: line.kind.title, shown=several),
            Column("hours", _("Hours"), lambda line: line.verdict.hours.attended, numeric=True),
            Column("state", _("Certificate"), lambda line: STATES[line.state]),
            Column("reason", _("What is lacking"), _lacking),
            Column("number", _("Number"), _of(lambda made: made.number, "")),
            Column("issued", _("Issued"), _of(lambda made: made.issued_on, None)),
            Column("expires", _("Valid until"), _of(lambda made: made.expires_on, None), shown=False),
            Column("registered", _("Registered"), lambda line: line.ground.created_at.date(), shown=False),
        ),
        name=f"certificates-{session.slug}",
        filters=(
            Filter("kind", _("Kind"), _by_kind, choices=lambda: kinds),
            Filter("state", _("Certificate"), _by_state, choices=_states),
        ),
    )


def _states() -> list[tuple[str, str]]:
    return [(key, str(said)) for key, said in STATES.items()]


def _of(read: Callable[[Any], Any], none: Any) -> Callable[[Line], Any]:
    """Return a reader of a line's certificate."""
    return lambda line: read(line.certificate) if line.certificate else none


def _by_kind(lines: list[Line], key: str) -> list[Line]:
    return [line for line in lines if line.kind.key == key]


def _by_state(lines: list[Line], state: str) -> list[Line]:
    return [line for line in lines if line.state == state]


def _lacking(line: Line) -> str:
    """Return why somebody has no certificate, in a sentence; nothing for those who have."""
    if line.state == "held" and line.hold is not None:
        return line.hold.reason
    return "" if line.has_valid else line.verdict.reason
