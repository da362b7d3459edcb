"""Acts on the board and on lines: moved, fixed, undone, commented, agreed, booked."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.templating import words
from .. import policies, services
from ..forms import CommentForm, MoveForm
from ..models import AUDIENCE_STATES, Plan, PlanLine
from ..services.conflicts import INFO
from .attempt import attempt
from .blueprint import blueprint, found_line, found_plan, own_plan
from .lines import line_page


def _back(plan: Plan, line: PlanLine) -> ResponseReturnValue:
    """Lead back to where the act was asked for: the board with the card in focus, or the line's page."""
    way, begin = request.form.get("by", ""), request.form.get("from", "")
    if request.form.get("to") == "board":
        page = services.board.page_of(plan, line) or begin
        asked: dict[str, Any] = {"by": way or None, "from": page or None}
        target = url_for(".show", public_id=plan.public_id, **asked)
        return redirect(f"{target}#line-{line.public_id}", 303)
    return redirect(url_for(".line", public_id=plan.public_id, line_id=line.public_id), 303)


def _tell(outcome: services.Outcome) -> None:
    """Say where a line stands now, and what speaks against it."""
    line = outcome.line
    title = line.title.text(i18n.language())
    team = ", ".join(row.person.display for row in line.trainers) or _("No trainer")
    place = _("Online") if line.mode == "online" else words(line.room.title) if line.room else _("No room")
    where = _("%(place)s; %(people)s.", place=place, people=team)
    if line.starts_on is None:
        said = _("“%(title)s” has no day yet.", title=title)
    else:
        said = _("“%(title)s” begins on %(day)s.", title=title, day=i18n.day(line.starts_on, "week"))
    flash(f"{said} {where}", "ok")
    for each in outcome.conflicts:
        if each.level != INFO:
            flash(each.message, "warn")
            break


@blueprint.post("/<public_id>/lines/<line_id>/move")
@require(policies.EDIT)
def move(public_id: str, line_id: str) -> ResponseReturnValue:
    """Move a line to a day (form of its page), to a month, or by months (the board)."""
    plan = own_plan(public_id)
    line = found_line(plan, line_id)
    month, by, row = (request.form.get(name, "") for name in ("month", "months", "row"))
    if not month and not by and not row:
        return _move_to_day(plan, line)
    if PlainForm().validate_on_submit():
        if row:
            outcome = attempt(lambda: _to_row(line, row, month))
        elif by:
            steps = int(by) if by.removeprefix("-").isdecimal() and len(by) < 4 else 0
            outcome = attempt(lambda: services.move_by(line=line, months=steps))
        else:
            outcome = attempt(lambda: services.move_to_month(line=line, month=_month(month)))
        if outcome:
            _tell(outcome)
    return _back(plan, line)


def _to_row(line: PlanLine, row: str, month: str) -> services.Outcome:
    """Put a line on another row of the board, which is a room or a trainer, and into a month if one is named."""
    way, was = request.form.get("by", ""), request.form.get("was", "")
    staffing = services.places.on_row(line, way, row=row, was=was)
    if month:
        return services.move_to_month(line=line, month=_month(month), staffing=staffing)
    if staffing is None:
        raise Refused(_("It stands there already."))
    return services.assign(line=line, staffing=staffing)


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        raise Refused(_("Choose a month.")) from None


def _move_to_day(plan: Plan, line: PlanLine) -> ResponseReturnValue:
    places = services.places.read(plan, line)
    form = MoveForm().offer(places)
    whole = request.form.get("places") == "1"  # a button for a day leaves room and trainers as they are
    if form.validate_on_submit() and form.start.data:
        half, start = int(form.half.data or 0), form.start.data
        outcome = attempt(
            lambda: services.move_to(
                line=line, start=start, half=half, staffing=form.staffing(places) if whole else None
            )
        )
        if outcome:
            _tell(outcome)
        return _back(plan, line)
    return line_page(plan, line.public_id, move=form), 422


@blueprint.post("/<public_id>/lines/<line_id>/act")
@require(policies.EDIT)
def act(public_id: str, line_id: str) -> ResponseReturnValue:
    """Fix or loosen a line, take it off the board, say how far its audience is agreed, make a session of it."""
    plan = own_plan(public_id)
    line, what = found_line(plan, line_id), request.form.get("act", "")
    acts: dict[str, Callable[[], Any]] = {
        "fix": lambda: services.pin(line=line, fixed=True),
        "loosen": lambda: services.pin(line=line, fixed=False),
        "off": lambda: services.take_off(line=line),
        "session": lambda: services.publishing.make_session(line=line),
        "noted": lambda: services.discussing.note(line=line),
        **{state: partial(services.set_audience, line=line, state=state) for state in AUDIENCE_STATES},
    }
    if PlainForm().validate_on_submit() and what in acts:
        made = attempt(acts[what])
        if what == "session" and made is not None:
            flash(_("A draft session was made. Check it, then publish it."), "ok")
    return _back(plan, line)


@blueprint.post("/<public_id>/undo")
@require(policies.EDIT)
def undo(public_id: str) -> ResponseReturnValue:
    plan = own_plan(public_id)
    line = attempt(lambda: services.undo(plan=plan)) if PlainForm().validate_on_submit() else None
    if line is None:
        return redirect(url_for(".show", public_id=public_id), 303)
    flash(_("Undone."), "ok")
    return _back(plan, line)


@blueprint.post("/<public_id>/needs")
@require(policies.EDIT)
def take_needs(public_id: str) -> ResponseReturnValue:
    """Note on a line, or on all, what the needs say by now."""
    plan = own_plan(public_id)
    if PlainForm().validate_on_submit():
        keys = request.form.getlist("line") or None
        taken = attempt(lambda: services.take_needs(plan=plan, keys=keys))
        if taken is not None:
            flash(ngettext("%(num)s line has a new need.", "%(num)s lines have a new need.", taken), "ok")
    return redirect(url_for(".all_lines", public_id=public_id), 303)


@blueprint.post("/<public_id>/lines/<line_id>/comment")
@require(policies.VIEW)
def comment(public_id: str, line_id: str) -> ResponseReturnValue:
    """Say something about a line: staff, and focal points of the countries it invites."""
    plan = found_plan(public_id)
    line, form = found_line(plan, line_id), CommentForm()
    if form.validate_on_submit() and form.done(
        services.national.comment, line=line, by=viewer(), text=form.text.data or ""
    ):
        work.commit()
        flash(_("Your comment stands here for the centre and the other focal points."), "ok")
        return redirect(url_for(".line", public_id=public_id, line_id=line_id, _anchor="comments"), 303)
    return line_page(plan, line_id, comment=form), 422


@blueprint.post("/<public_id>/lines/<line_id>/book")
@require(policies.EDIT)
def book(public_id: str, line_id: str) -> ResponseReturnValue:
    """Enter what was promised and paid."""
    plan = own_plan(public_id)
    line = found_line(plan, line_id)
    if PlainForm().validate_on_submit():
        keys = [row.budget_line.public_id for row in line.funds]
        said = {key: (_amount(f"committed-{key}"), _amount(f"spent-{key}")) for key in keys}
        if attempt(lambda: services.money.book(line=line, said=said)):
            flash(_("Saved."), "ok")
    return redirect(url_for(".line", public_id=public_id, line_id=line_id, _anchor="money"), 303)


def _amount(name: str) -> float:
    """Return an amount as it was typed; -1 for what is none."""
    try:
        return float("".join(request.form.get(name, "").split()).replace(",", ".") or 0)
    except ValueError:
        return -1.0
