"""The certificates of one session: who has one, who has earned one, who lacks what."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...people.models import Person
from ...registration.models import Registration
from ...sessions import queries as session_queries
from ...sessions import services as sessions
from ...sessions.models import TrainingSession
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.tables import Column, Table
from .. import policies, queries, services
from ..models import CertificateHold
from ..services import Line
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
    lines = services.overview(session)
    table = _table(session, lines)
    return table.export() or render_template(
        "certificates/session.html",
        session=session,
        table=table,
        lines=lines,
        states=STATES,
        ready=sum(line.due for line in lines.values()),
        job=services.job_of(session),
        share=services.share_needed(session.format),
    )


@blueprint.post(HOME)
@require(policies.ISSUE)
def issue_all(slug: str) -> ResponseReturnValue:
    session, form = _find(slug), PlainForm()
    if form.validate_on_submit():
        services.queue(session, account_id=viewer().account_id)
        work.commit()
    return redirect(url_for(".index", slug=session.slug), 303)


@blueprint.post(f"{HOME}<public_id>/issue")
@require(policies.ISSUE)
def issue_one(slug: str, public_id: str) -> ResponseReturnValue:
    session = _find(slug)
    made = services.attempt(services.find_registration(public_id, session), work.actor())
    work.commit()
    if isinstance(made, CertificateHold):
        flash(_("The certificate was held back: %(reason)s", reason=made.reason), "warn")
    else:
        flash(_("Certificate %(number)s was issued.", number=made.number), "ok")
    return redirect(url_for(".index", slug=session.slug), 303)


def _find(slug: str) -> TrainingSession:
    """Return a session whose certificates the viewer issues; raises NotFound."""
    try:
        session = sessions.find(slug, viewer(), *session_queries.for_frame())
    except sessions.Moved as moved:
        raise NotFound from moved
    if not policies.may_issue(viewer(), session):
        raise NotFound
    return session


def _table(session: TrainingSession, lines: dict[int, Line]) -> Table:
    def of(read: Any) -> Any:
        """Return a reader of a row's line; people who came in between have none and show nothing."""
        return lambda row: read(lines[row.id]) if row.id in lines else None

    return Table(
        queries.registrations(session.id),
        name=f"certificates-{session.slug}",
        order="name",
        all_columns=(
            Column("name", _("Name"), lambda row: row.person.display if row.person else "", sort=Person.search),
            Column("hours", _("Hours"), of(lambda line: line.verdict.hours.attended), numeric=True),
            Column("state", _("Certificate"), of(lambda line: STATES[line.state])),
            Column("reason", _("What is lacking"), of(_lacking)),
            Column("number", _("Number"), of(lambda line: line.certificate.number if line.certificate else "")),
            Column("issued", _("Issued"), of(lambda line: line.certificate.issued_on if line.certificate else None)),
            Column(
                "registered",
                _("Registered"),
                lambda row: row.created_at.date(),
                sort=Registration.created_at,
                shown=False,
            ),
        ),
    )


def _lacking(line: Line) -> str:
    """Return why somebody has no certificate, in a sentence; nothing for those who have."""
    if line.state == "held" and line.hold is not None:
        return line.hold.reason
    return "" if line.has_valid else line.verdict.reason
