"""Findings: list, record with history, and the form for a session's new one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainhub.plugin_api import (
    Column,
    Filter,
    NotFound,
    Table,
    clock,
    commit,
    db,
    history_rows,
    require,
    signed_in,
    viewer,
)
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import texts as i18n
from trainhub.plugin_api.people import Person, holders
from trainhub.plugin_api.sessions import TrainingSession

from .. import policies, services
from ..forms import FindingForm, finding_data
from ..models import Finding
from ..queries import reading
from ..words import FINDING_STATES
from .blueprint import SESSION, blueprint, editable


@blueprint.get("/findings/")
@require(policies.VIEW)
def findings() -> ResponseReturnValue:
    """Show what was found in all trainings that the viewer may see, what is due first."""
    columns = [
        Column("title", _("What was found"), lambda row: row.title, Finding.title),
        Column("session", _("Training"), lambda row: row.session.title.text(i18n.language())),
        Column("decision", _("Decision"), lambda row: row.decision, shown=False),
        Column("owner", _("Who sees to it"), lambda row: row.owner.display if row.owner else "", Person.display),
        Column("due", _("Until"), lambda row: row.due, Finding.due),
        Column("state", _("State"), lambda row: str(FINDING_STATES[row.state]), Finding.state),
        Column("effect", _("Effect seen"), lambda row: row.effect, shown=False),
    ]
    filters = [
        Filter(
            "state",
            _("State"),
            lambda query, value: query.where(Finding.state == value),
            lambda: [(code, str(label)) for code, label in FINDING_STATES.items()],
        )
    ]
    table = Table(reading.findings(viewer().centres(policies.VIEW)), columns, filters, name="findings")
    page = {"table": table, "states": FINDING_STATES, "today": clock.today(i18n.viewer_zone())}
    return table.export() or render_template("evaluation/findings.html", **page)


@blueprint.get("/findings/<public_id>/")
@signed_in
def finding(public_id: str) -> ResponseReturnValue:
    """Show one finding, what came of it, and its history; to staff of the centre and to whoever sees to it."""
    found, number = services.find_finding(public_id, viewer()), request.args.get("page", "1")
    return render_template(
        "evaluation/finding.html",
        finding=found,
        effects=services.effects(found),
        states=FINDING_STATES,
        today=clock.today(found.session.zone),
        may_see=policies.may_see(viewer(), found.session),
        may_edit=policies.may_edit(viewer(), found.session),
        rows=history_rows("evaluation_finding", found.id, i18n.whole(number, 1)),
    )


@blueprint.route("/findings/<public_id>/edit", methods=["GET", "POST"])
@require(policies.EDIT)
def edit_finding(public_id: str) -> ResponseReturnValue:
    found = services.find_finding(public_id, viewer())
    if not policies.may_edit(viewer(), found.session):
        raise NotFound
    form = FindingForm(data=finding_data(found))
    _offer(form, found.session, found.owner)
    if form.validate_on_submit() and form.attempt(
        services.save_finding, session=found.session, command=form.command(), finding=found
    ):
        commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".finding", public_id=public_id), 303)
    page = render_template("evaluation/finding_edit.html", form=form, session=found.session, finding=found)
    return page, 422 if form.is_submitted() else 200


@blueprint.route(f"{SESSION}findings/new", methods=["GET", "POST"])
@require(policies.EDIT)
def new_finding(slug: str) -> ResponseReturnValue:
    """Note what was found in a session."""
    session = editable(slug)
    form = FindingForm(data={"state": "open"})
    _offer(form, session, None)
    if form.validate_on_submit():
        made = form.attempt(services.save_finding, session=session, command=form.command())
        if made is not None:
            commit()
            flash(_("Saved."), "ok")
            return redirect(url_for(".finding", public_id=made.public_id), 303)
    page = render_template("evaluation/finding_edit.html", form=form, session=session, finding=None)
    return page, 422 if form.is_submitted() else 200


def _offer(form: FindingForm, session: TrainingSession, owner: Person | None) -> None:
    """Offer themes, questions of closed waves, and the centre's staff and the session's trainers."""
    staff = [account.person for account in db.session.scalars(holders("staff", session.centre_id)).unique()]
    people = {person.id: person for person in [*staff, *(row.person for row in session.assignments)]}
    if owner is not None:
        people[owner.id] = owner
    themes = [(theme.public_id, theme.title.text(i18n.language())) for theme in services.themes()]
    form.offer(themes, services.watchable(session), sorted(people.values(), key=lambda person: person.search))
