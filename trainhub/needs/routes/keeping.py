"""What stands beside a round: approvals, milestones, risks, annexes, and the instruments with their waves."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import files, work
from ...kernel.db import db
from ...kernel.errors import NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ...web.access import require
from ...web.forms import REQUIRED, Form, PlainForm
from .. import policies, queries, services
from ..forms import AnnexForm, ApprovalForm, InstrumentForm, MilestoneForm, MoveForm, RiskForm, WaveForm
from ..models import Instrument, Round
from .blueprint import blueprint, context, find_to_edit, sight

FORMS: dict[str, type[Form]] = {
    "approval": ApprovalForm,
    "milestone": MilestoneForm,
    "risk": RiskForm,
    "annex": AnnexForm,
    "instrument": InstrumentForm,
}


def titles() -> dict[str, str]:
    """Return what is added, in words."""
    return {
        "approval": _("Add an approval"),
        "milestone": _("Add a milestone"),
        "risk": _("Add a risk"),
        "annex": _("Add an annex"),
        "instrument": _("Add an instrument"),
    }


@blueprint.route("/rounds/<public_id>/add/<kind>", methods=["GET", "POST"])
@require(policies.EDIT)
def add_part(public_id: str, kind: str) -> ResponseReturnValue:
    found = find_to_edit(public_id)
    if kind not in FORMS:
        raise NotFound
    form = FORMS[kind]()
    if form.validate_on_submit() and _added(found, kind, form):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".show", public_id=public_id, _anchor=kind), 303)
    return _page(found, form, titles()[kind])


def _added(found: Round, kind: str, form: Form) -> bool:
    values = {name: field.data for name, field in form._fields.items() if name != "csrf_token"}
    keep = services.keeping
    if kind == "annex":
        upload = values.pop("file")
        if not upload or not upload.filename:
            form.complain("file", str(REQUIRED))
            return False
        return form.done(keep.add_annex, found=found, stream=upload.stream, name=upload.filename, **values)
    if kind == "instrument":
        if not str(values["title"]).strip():
            form.complain("title", str(REQUIRED))
            return False
        code = values.pop("category") or None
        return form.done(keep.add_instrument, found=found, category_code=code, wave_id=None, **values)
    acts: dict[str, Callable[..., object]] = {"approval": keep.approve, "milestone": keep.add_milestone}
    return form.done(
        acts.get(kind, keep.add_risk), found=found, **{name: value or "" for name, value in values.items()}
    )


def _page(found: Round, form: Form, title: str) -> ResponseReturnValue:
    page = render_template("needs/part_edit.html", **context(found, "round"), form=form, title=title, verb=_("Save"))
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/rounds/<public_id>/milestones/<part_id>", methods=["GET", "POST"])
@require(policies.EDIT)
def milestone(public_id: str, part_id: str) -> ResponseReturnValue:
    """Move a date with its reason, or say that it is done."""
    found = find_to_edit(public_id)
    row = services.keeping.find_part(found, "milestone", part_id)
    form = MoveForm(data={"due": row.due, "finished": row.state == "done"})
    if form.validate_on_submit() and form.done(
        services.keeping.move_milestone,
        milestone=row,
        due=form.due.data,
        reason=form.reason.data or "",
        done=bool(form.finished.data),
    ):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".show", public_id=public_id, _anchor="milestone"), 303)
    return _page(found, form, row.title)


@blueprint.post("/rounds/<public_id>/remove/<kind>/<part_id>")
@require(policies.EDIT)
def remove_part(public_id: str, kind: str, part_id: str) -> ResponseReturnValue:
    found = find_to_edit(public_id)
    services.keeping.find_part(found, kind, part_id)
    if PlainForm().validate_on_submit():
        services.keeping.remove(found, kind, part_id)
        work.commit()
        flash(_("Removed."), "ok")
    return redirect(url_for(".show", public_id=public_id, _anchor=kind), 303)


@blueprint.get("/annexes/<part_id>")
@require(policies.VIEW)
def annex(part_id: str) -> ResponseReturnValue:
    """Give a document to those who see it (R-062)."""
    return files.send(services.keeping.find_annex(part_id, sight()).file)


@blueprint.route("/rounds/<public_id>/instruments/<part_id>", methods=["GET", "POST"])
@require(policies.EDIT)
def instrument(public_id: str, part_id: str) -> ResponseReturnValue:
    """Make the questionnaire of an instrument and plan its wave."""
    found = find_to_edit(public_id)
    row = _instrument(found, part_id)
    form = WaveForm(data={"first_day": found.first_day, "last_day": found.last_day})
    if form.validate_on_submit():
        opens, closes = form.moments()
        if form.done(services.waves.send, instrument=row, found=found, opens_at=opens, closes_at=closes):
            work.commit()
            flash(_("The wave is planned. Invite who is to answer."), "ok")
            return redirect(url_for(".show", public_id=public_id, _anchor="instrument"), 303)
        work.rollback()
        found = find_to_edit(public_id)
    return _page(found, form, _("Send as a questionnaire"))


@blueprint.post("/rounds/<public_id>/instruments/<part_id>/<act>")
@require(policies.EDIT)
def instrument_act(public_id: str, part_id: str, act: str) -> ResponseReturnValue:
    """Invite the focal points, or take the answers of the wave into the round."""
    found = find_to_edit(public_id)
    row = _instrument(found, part_id)
    acts = {"invite": services.waves.invite_focal_points, "take": services.waves.take}
    if act not in acts:
        raise NotFound
    if PlainForm().validate_on_submit():
        try:
            number = acts[act](instrument=row, found=found)
            work.commit()
            invited = ngettext("%(num)s focal point was asked.", "%(num)s focal points were asked.", number)
            taken = ngettext("%(num)s answer was taken in.", "%(num)s answers were taken in.", number)
            flash(invited if act == "invite" else taken, "ok")
        except Refused as error:
            work.rollback()
            flash(str(error), "stop")
    return redirect(url_for(".show", public_id=public_id, _anchor="instrument"), 303)


def _instrument(found: Round, public_id: str) -> Instrument:
    rows = db.session.scalars(queries.part_of(Instrument, found.id))
    row: Instrument | None = next((each for each in rows if each.public_id == public_id), None)
    if row is None:
        raise NotFound
    return row
