"""The evaluation of one session: its waves, what they say level by level, and what staff do with them."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from trainhub.plugin_api import NotFound, PlainForm, clock, commit, require, signed_in, viewer
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import texts as i18n
from trainhub.plugin_api.sessions import TrainingSession

from .. import policies, services
from ..forms import DatesForm, dates_of
from ..models import SessionWave
from ..services import results
from ..services.results import Line
from ..summary import print_summary
from ..words import LEVELS, PURPOSES, WAVE_STATES
from . import memo
from .blueprint import SESSION, blueprint, editable, readable

ORDER = ("reaction", "post", "pre", "follow_up", "baseline", "supervisor", "institution", "trainer", "scorecard")

OF_PARTICIPANTS = ("reaction", "pre", "post")


@dataclass(frozen=True, slots=True)
class Act:
    """What staff do with one wave, and what is said then."""

    do: Callable[[SessionWave], None]
    done: Callable[[], str]


def _open(row: SessionWave) -> None:
    services.open_now(row)
    services.look_after(row)


ACTS = {
    "open": Act(_open, lambda: _("Open. Everybody who may answer gets a mail with a link.")),
    "close": Act(services.close_now, lambda: _("Closed. The answers are being opened.")),
    "skip": Act(services.skip, lambda: _("Left out. Nothing of it goes out.")),
    "take": Act(services.take_up, lambda: _("Planned again.")),
}


@blueprint.get(SESSION)
@signed_in
def session(slug: str) -> ResponseReturnValue:
    """Show the results of a session; to staff also its waves."""
    found = readable(slug)
    lines = results.lines(found)
    shown = _readable_lines(found, lines)
    chosen = _chosen(shown)
    return render_template(
        "evaluation/session.html",
        session=found,
        lines=lines if policies.may_see(viewer(), found) else [],
        shown=shown,
        chosen=chosen,
        body=memo.body(chosen.row, _only_trainer(found)) if chosen else None,
        summary=memo.summary(lines),
        findings=services.findings_of(found) if policies.may_see(viewer(), found) else [],
        may_edit=policies.may_edit(viewer(), found),
        purposes=PURPOSES,
        levels=LEVELS,
        states=WAVE_STATES,
        now=clock.now(),
    )


def _readable_lines(found: TrainingSession, lines: list[Line]) -> list[Line]:
    """Return the closed waves whose answers the viewer may read, the most asked for first.

    Trainers read what participants said; what colleagues, supervisors and institutions said is for staff.
    """
    all_ = policies.may_see(viewer(), found)
    known = [line for line in lines if line.shown and (all_ or line.row.instrument.purpose in OF_PARTICIPANTS)]
    return sorted(known, key=lambda line: ORDER.index(line.row.instrument.purpose))


def _chosen(shown: list[Line]) -> Line | None:
    asked = request.args.get("wave", "")
    return next((line for line in shown if line.row.public_id == asked), shown[0] if shown else None)


def _only_trainer(found: TrainingSession) -> str | None:
    """Return whose block is shown: of trainers, a trainer reads only the own one; None for staff."""
    if policies.may_see(viewer(), found):
        return None
    mine = [row.person for row in found.assignments if row.person_id == viewer().person_id]
    return mine[0].public_id if mine else ""


@blueprint.get(f"{SESSION}summary.pdf")
@require(policies.VIEW)
def summary_pdf(slug: str) -> ResponseReturnValue:
    """Print two pages for a donor."""
    found = readable(slug)
    if not policies.may_see(viewer(), found):
        raise NotFound
    answer = make_response(print_summary(found, clock.now()))
    answer.mimetype = "application/pdf"
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Disposition"] = f'inline; filename="{found.slug}-{i18n.language()}.pdf"'
    return answer


@blueprint.post(f"{SESSION}plan")
@require(policies.EDIT)
def plan(slug: str) -> ResponseReturnValue:
    """Plan the waves now, instead of with the next look."""
    found = editable(slug)
    if PlainForm().validate_on_submit():
        services.ensure_instruments()
        services.tend_session(found)
        commit()
        flash(_("Planned."), "ok")
    return redirect(url_for(".session", slug=slug), 303)


@blueprint.route(f"{SESSION}waves/<public_id>/", methods=["GET", "POST"])
@require(policies.EDIT)
def dates(slug: str, public_id: str) -> ResponseReturnValue:
    """Give one wave other days."""
    found = editable(slug)
    row = _row(found, public_id)
    if row.wave is None or row.wave.state == "closed":
        raise NotFound
    form = DatesForm(data=dates_of(row))
    if form.validate_on_submit() and form.done(services.redate, row=row, **form.span(row)):
        commit()
        flash(_("Saved. The days stay as they are when the training moves."), "ok")
        return redirect(url_for(".session", slug=slug), 303)
    page = render_template("evaluation/dates.html", session=found, row=row, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post(f"{SESSION}waves/<public_id>/<word>")
@require(policies.EDIT)
def act(slug: str, public_id: str, word: str) -> ResponseReturnValue:
    """Open, close, leave out or take up one wave."""
    found = editable(slug)
    if word not in ACTS:
        raise NotFound
    row = _row(found, public_id)
    if PlainForm().validate_on_submit():
        ACTS[word].do(row)
        commit()
        flash(ACTS[word].done(), "ok")
    return redirect(url_for(".session", slug=slug), 303)


def _row(found: TrainingSession, public_id: str) -> SessionWave:
    row = services.find_row(public_id)
    if row.session_id != found.id:
        raise NotFound
    return row
