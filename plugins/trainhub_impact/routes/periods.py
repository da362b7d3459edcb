"""Locked periods: which there are, what stands in one, and the question before locking another."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainhub.plugin_api import Column, Few, NotFound, PlainForm, commit, ngettext, require, viewer
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.texts import language

from .. import policies, spans
from ..models import Lock, Value
from ..naming import retold
from ..services import framework, locks
from ..vocabulary import PERCENT, STANDINGS, STATES
from .asking import centre_of
from .blueprint import blueprint
from .dashboard import WHOLE


@blueprint.get("/periods/")
@require(policies.VIEW)
def periods() -> ResponseReturnValue:
    """List the locked periods of a centre, and those that can be locked."""
    centres = framework.centres_of(viewer())
    centre = centre_of() if centres else None
    columns = [
        Column("period", _("Period"), lambda row: row.period.label),
        Column("first", _("First day"), lambda row: row.first),
        Column("at", _("Locked"), lambda row: row.at),
        Column("by", _("By"), lambda row: row.by),
    ]
    table = Few(locks.locks(centre) if centre else [], columns, name="impact-periods")
    return table.export() or render_template(
        "impact/periods.html",
        table=table,
        centre=centre,
        centres=centres,
        lockable=locks.lockable(centre)[::-1] if centre and framework.tracked(centre) else [],
        may_keep=bool(centre and policies.keeps(viewer(), centre.id)),
    )


@blueprint.route("/periods/lock/<key>", methods=["GET", "POST"])
@require(policies.EDIT)
def lock(key: str) -> ResponseReturnValue:
    """Ask before locking, with what is still missing; then lock."""
    centre, period = centre_of(), spans.reportable(key)
    if period is None or not policies.keeps(viewer(), centre.id):
        raise NotFound
    if request.method == "POST" and PlainForm().validate_on_submit():
        made = locks.lock(centre, period)
        commit()
        flash(_("%(period)s is locked.", period=period.label), "ok")
        return redirect(url_for(".period", public_id=made.public_id), 303)
    tracked = framework.tracked(centre)
    missing = locks.missing(centre, period)
    said = ngettext("Lock %(num)s indicator", "Lock %(num)s indicators", len(tracked))
    return render_template(
        "impact/lock.html", centre=centre, period=period, tracked=tracked, missing=missing, verb=said
    )


@blueprint.get("/periods/<public_id>/")
@require(policies.VIEW)
def period(public_id: str) -> ResponseReturnValue:
    """Show what stands in a locked period."""
    found = locks.find_lock(public_id, viewer())
    table = Few(_newest(found), _columns(), name=f"impact-locked-{found.period.key}", per_page=WHOLE)
    return table.export() or render_template(
        "impact/period.html",
        lock=found,
        table=table,
        touched=[each for each in found.values if not locks.untouched(each)],
        standings=STANDINGS,
        states=STATES,
        standing=framework.standing,
        may_keep=policies.keeps(viewer(), found.centre_id),
    )


@blueprint.get("/values/<public_id>/")
@require(policies.VIEW)
def value(public_id: str) -> ResponseReturnValue:
    """Show one locked value: all its versions, its definition and the data it was made of."""
    found = locks.find_value(public_id, viewer())
    versions = locks.versions(found)
    return render_template(
        "impact/value.html",
        value=versions[0],
        sheet=versions[0].sheet,
        versions=versions,
        untouched=locks.untouched,
        figures=retold(versions[-1].snapshot.get("figures") or []),
        states=STATES,
        may_keep=policies.keeps(viewer(), found.lock.centre_id),
    )


def _newest(lock: Lock) -> list[Value]:
    """Return the version in force of every value of a period, in the order of the framework."""
    newest = {each.indicator_id: each for each in lock.values}
    return sorted(newest.values(), key=lambda each: framework.natural(each.tracked.key))


def _columns() -> list[Column]:
    return [
        Column("key", _("Number"), lambda row: row.tracked.key),
        Column("title", _("Indicator"), lambda row: row.sheet.title.text(language())),
        Column("state", _("State"), lambda row: str(STATES[row.state])),
        Column("value", _("Value"), lambda row: row.value, numeric=True),
        Column("target", _("Target"), lambda row: row.target, numeric=True),
        Column("unit", _("Unit"), lambda row: "%" if row.sheet.shape == PERCENT else row.sheet.unit.text(language())),
        Column("sdg", _("SDG targets"), lambda row: ", ".join(row.sheet.sdg)),
        Column("gcm", _("GCM objectives"), lambda row: ", ".join(row.sheet.gcm)),
        Column("sheet", _("Definition, version"), lambda row: row.sheet.no, numeric=True),
        Column("no", _("Version"), lambda row: row.no, numeric=True),
        Column("reason", _("Reason"), lambda row: row.reason),
        Column("digest", _("Fingerprint"), lambda row: row.digest),
    ]
