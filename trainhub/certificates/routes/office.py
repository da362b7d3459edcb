"""The centre's certificates: the list, and each one's record with its history."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from ...kernel import clock, work
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ...kernel.text import whole
from ...people.models import Person
from ...sessions.models import TrainingSession
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.history import history_rows
from ...web.tables import Column, Filter, Table
from ...web.templating import words
from .. import policies, queries, services
from ..forms import RevokeForm
from ..models import REASONS, STATES, Certificate, CertificateKind
from .blueprint import blueprint


@blueprint.get("/certificates/")
@require(policies.VIEW)
def listed() -> ResponseReturnValue:
    table = Table(
        queries.listed(viewer().centres(policies.VIEW)),
        name="certificates",
        order="-issued",
        all_columns=(
            Column("number", _("Number"), lambda row: row.number, sort=Certificate.number),
            Column("name", _("Name"), lambda row: row.facts["name"], sort=Person.search),
            Column("kind", _("Kind"), lambda row: services.kind_title(row), sort=CertificateKind.order),
            Column("training", _("Session"), lambda row: row.session.title, sort=TrainingSession.search),
            Column("hours", _("Hours"), lambda row: row.facts["hours"], numeric=True),
            Column("issued", _("Issued"), lambda row: row.issued_on, sort=Certificate.issued_on),
            Column("state", _("State"), lambda row: str(STATES[row.state])),
            Column("expires", _("Valid until"), lambda row: row.expires_on, sort=Certificate.expires_on, shown=False),
        ),
        all_filters=(
            Filter("q", _("Name or number"), queries.narrow_text),
            Filter("state", _("State"), _by_state, choices=_states),
            Filter("kind", _("Kind"), queries.narrow_kind, choices=_kinds),
            Filter("session", _("Address of the session"), queries.narrow_session),
        ),
    )
    may_revoke = viewer().may(policies.ISSUE)
    return table.export() or render_template("certificates/list.html", table=table, may_revoke=may_revoke)


@blueprint.route("/certificates/revoke", methods=["GET", "POST"])
@require(policies.ISSUE)
def revoke_many() -> ResponseReturnValue:
    """Ask about the ticked certificates and for a reason, then revoke those of them that still stand."""
    picked, form = services.picked(request.values.getlist("pick"), viewer()), RevokeForm()
    standing = [each for each in picked if each.revoked_at is None]
    if not standing:
        flash(_("Tick the certificates first that shall be revoked. Revoked ones stay revoked."), "warn")
        return redirect(url_for(".listed"), 303)
    if form.validate_on_submit():
        said = {"reason": form.reason.data, "note": form.note.data or ""}
        number = form.attempt(services.revoke_many, certificates=standing, by=work.actor(), **said)
        if number is not None:
            work.commit()
            flash(ngettext("%(num)s certificate was revoked.", "%(num)s certificates were revoked.", number), "ok")
            return redirect(url_for(".listed", state="revoked"), 303)
    page = render_template("certificates/revoke.html", picked=standing, form=form, kind_title=services.kind_title)
    return page, 422 if form.errors else 200


@blueprint.get("/certificates/<public_id>/")
@require(policies.VIEW)
def record(public_id: str) -> ResponseReturnValue:
    return _record(services.find(public_id, viewer()), RevokeForm())


@blueprint.post("/certificates/<public_id>/revoke")
@require(policies.ISSUE)
def revoke(public_id: str) -> ResponseReturnValue:
    certificate, form = services.find(public_id, viewer()), RevokeForm()
    if form.validate_on_submit():
        form.attempt(
            services.revoke,
            certificate=certificate,
            reason=form.reason.data,
            by=work.actor(),
            note=form.note.data or "",
        )
        if not form.errors:
            work.commit()
            flash(_("Certificate %(number)s was revoked.", number=certificate.number), "ok")
            return redirect(url_for(".record", public_id=public_id), 303)
    return _record(certificate, form), 422


@blueprint.post("/certificates/<public_id>/reissue")
@require(policies.ISSUE)
def reissue(public_id: str) -> ResponseReturnValue:
    """Replace a certificate; what hinders it is answered as a page (409), for there is no field to mend."""
    certificate, form = services.find(public_id, viewer()), PlainForm()
    if not form.validate_on_submit():
        return redirect(url_for(".record", public_id=public_id), 303)
    made = services.reissue(certificate, by=work.actor())
    work.commit()
    flash(_("Certificate %(new)s replaces %(old)s.", new=made.number, old=certificate.number), "ok")
    return redirect(url_for(".record", public_id=made.public_id), 303)


def _record(certificate: Certificate, form: RevokeForm) -> str:
    page = request.args.get("page", "1")
    return render_template(
        "certificates/record.html",
        certificate=certificate,
        form=form,
        states=STATES,
        reasons=REASONS,
        pairs=services.pairs(certificate),
        titles=services.facts.texts(certificate.facts, "titles"),
        kind=services.kind_title(certificate),
        verify_url=services.verify_url(certificate),
        may_revoke=policies.may_revoke(viewer(), certificate),
        rows=history_rows("certificate", certificate.id, whole(page, 1)),
    )


def _by_state(query: Select[Any], value: str) -> Select[Any]:
    return queries.narrow_state(query, value, clock.today())


def _states() -> Sequence[tuple[str, str]]:
    return [*((key, str(words)) for key, words in STATES.items()), ("ending", _("About to expire"))]


def _kinds() -> Sequence[tuple[str, str]]:
    return [(kind.key, words(kind.title)) for kind in db.session.scalars(queries.kinds())]
