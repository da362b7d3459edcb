"""Who was proposed for the roster after a training of trainers, for staff to take in."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from ...kernel import work
from ...kernel.i18n import gettext as _
from ...kernel.i18n import language_name
from ...kernel.i18n import lazy_gettext as _l
from ...people.models import Person
from ...sessions.models import EXPERT_KINDS, TrainingSession
from ...web.access import require, viewer
from ...web.tables import Column, Filter, Table
from ...web.templating import words
from .. import policies, queries, services
from ..forms import ReasonForm
from ..models import PROPOSAL_STATES, RosterProposal

blueprint = Blueprint("proposals", __name__, url_prefix="/trainers/proposals")
EDIT = require(policies.EDIT)
COLUMNS = (
    Column("name", _l("Name"), lambda row: row.person.display, Person.display),
    Column("session", _l("Session"), lambda row: words(row.session.title)),
    Column("day", _l("Date"), lambda row: row.session.last_day, TrainingSession.last_day),
    Column("modules", _l("Modules"), lambda row: ", ".join(map(str, row.modules))),
    Column("languages", _l("Languages"), lambda row: ", ".join(map(language_name, row.languages))),
    Column("kind", _l("Kind"), lambda row: EXPERT_KINDS.get(row.kind, "")),
    Column("state", _l("State"), lambda row: PROPOSAL_STATES[row.state], RosterProposal.state),
)


def _filters() -> list[Filter]:
    return [
        Filter(
            "state",
            _l("State"),
            lambda query, state: query.where(RosterProposal.state == state),
            lambda: list(PROPOSAL_STATES.items()),
        )
    ]


def _mine() -> Select[RosterProposal]:
    centres = viewer().centres(policies.EDIT)
    query = queries.proposals()
    return query if centres is None else query.where(TrainingSession.centre_id.in_(sorted(centres)))


@blueprint.get("/")
@EDIT
def index() -> ResponseReturnValue:
    return _page(ReasonForm(formdata=None))


@blueprint.post("/<public_id>")
@EDIT
def decide(public_id: str) -> ResponseReturnValue:
    proposal = services.find_proposal(public_id, viewer().centres(policies.EDIT))
    form = ReasonForm()
    if request.form.get("act") == "take":
        expert = services.take_in(proposal)
        work.commit()
        flash(_("%(person)s is on the roster now.", person=expert.person.display), "ok")
        return redirect(url_for("trainers.show", public_id=expert.person.public_id), 303)
    if form.validate_on_submit() and form.done(services.refuse, proposal=proposal, reason=form.reason.data or ""):
        work.commit()
        flash(_("The person was told."), "ok")
        return redirect(url_for(".index"), 303)
    return make_response(_page(form, public_id), 422)


def _page(form: ReasonForm, refusing: str = "") -> ResponseReturnValue:
    table = Table(_mine(), COLUMNS, _filters(), name="proposals")
    return table.export() or render_template(
        "roster/proposals.html",
        table=table,
        states=PROPOSAL_STATES,
        kinds=EXPERT_KINDS,
        form=form,
        refusing=refusing,
    )
