"""Lines of a plan: the list, one of them, its form."""

from collections.abc import Sequence
from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...people import queries as people_queries
from ...people.services import choices as people_choices
from ...sessions.models import MODES, STATES
from ...sessions.services import government_codes
from ...sessions.services.choices import choices
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.tables import Column, Few, Filter
from ...web.templating import words
from .. import policies, queries, services
from ..forms import CommentForm, LineForm, MoveForm, Offered, data_of_line, data_of_place
from ..models import AUDIENCE_STATES, SCOPES, Plan, PlanLine
from ..services import money
from .blueprint import blueprint, found_line, found_plan, own_plan, remark

SPOKEN = ("en", "ru", "az", "tk", "ka", "fa", "tr", "ro", "uk", "uz", "kk", "ky", "tg", "be")


@blueprint.get("/<public_id>/lines/")
@require(policies.VIEW)
def all_lines(public_id: str) -> ResponseReturnValue:
    plan = found_plan(public_id)
    sees = policies.sight(viewer())
    known, needs = services.topics.read(), services.needs.read()
    found = [line for line in db.session.scalars(queries.listed(plan.id)) if sees.line(plan, line.countries)]
    why = partial(services.why, staff=policies.may_edit(viewer(), plan))

    def modules(line: PlanLine) -> str:
        return ", ".join(map(str, known.numbers(row.activity_id for row in line.activities)))

    columns = [
        Column("title", _("Line"), lambda row: words(row.title)),
        Column("modules", _("Modules"), modules, named=True),
        Column(
            "format", _("Format"), lambda row: words(row.format.title) if row.format else _("not decided"), named=True
        ),
        Column("half_days", _("Half-days"), lambda row: row.half_days, numeric=True),
        Column("first", _("First day"), lambda row: row.starts_on, named=True),
        Column("room", _("Room"), lambda row: words(row.room.title) if row.room else "", named=True),
        Column(
            "trainers", _("Trainers"), lambda row: ", ".join(each.person.display for each in row.trainers), named=True
        ),
        Column("countries", _("Invited countries"), countries, shown=False),
        Column("seats", _("Seats"), lambda row: row.seats, numeric=True, shown=False),
        Column("mode", _("Way of meeting"), lambda row: MODES[row.mode], shown=False),
        Column("scope", _("Reach"), lambda row: SCOPES[row.scope], shown=False),
        Column("audience", _("Audience"), lambda row: AUDIENCE_STATES[row.audience_state], named=True),
        Column("need", _("Need"), lambda row: row.need, numeric=True),
        Column("comments", _("Comments"), lambda row: len(row.comments), numeric=True),
        Column("new", _("New comments"), lambda row: sum(each.new for each in row.comments), within="comments"),
        Column("up", _("Follows from the line"), lambda row: words(row.up.title) if row.up else "", shown=False),
        Column("why", _("Remark"), why, shown=False),
        *remark(needs.invented, "need"),
    ]
    table = Few(found, columns, name="plan", per_page=100, filters=[_by_comments()])
    return table.export() or render_template(
        "planner/lines.html",
        plan=plan,
        table=table,
        modules=modules,
        countries=countries,
        why=why,
        invented=needs.invented,
        changed=services.needs.changed(needs, found, known),
        round=needs.round,
        words_of={"mode": MODES, "scope": SCOPES, "audience": AUDIENCE_STATES},
        editing=policies.may_change(viewer(), plan),
    )


def _by_comments() -> Filter:
    def apply(rows: Sequence[PlanLine], which: str) -> list[PlanLine]:
        if which == "new":
            return [row for row in rows if any(each.new for each in row.comments)]
        return [row for row in rows if row.comments]

    return Filter("comments", _("Comments"), apply, lambda: [("new", _("With new ones")), ("any", _("With any"))])


def countries(line: PlanLine) -> str:
    """Return whom a line invites."""
    return ", ".join(sorted(i18n.country_name(code) for code in line.countries)) or _("all countries")


@blueprint.get("/<public_id>/lines/<line_id>/")
@require(policies.VIEW)
def line(public_id: str, line_id: str) -> ResponseReturnValue:
    return line_page(found_plan(public_id), line_id)


def line_page(plan: Plan, line_id: str, *, move: MoveForm | None = None, comment: CommentForm | None = None) -> str:
    """Draw a line: what it is, where it stands and what speaks against that, better days, money, comments."""
    editing = policies.may_change(viewer(), plan)
    found = services.situation.read(plan)
    here = next((each for each in found.lines if each.public_id == line_id), None)
    if here is None or not policies.sight(viewer()).line(plan, here.countries):
        raise NotFound
    db.session.scalars(queries.beneath(here.id)).unique().one()
    texts = list(db.session.scalars(queries.texts_of_line(here.id)).unique())
    kinds = {row.code: row for row in db.session.scalars(people_queries.categories())} if texts or here.quotas else {}
    government = government_codes({row.code: row.parent_code for row in kinds.values()})
    placed = found.placed()
    own = next((each for each in placed if each.line is here), None)
    staff, sees = policies.may_edit(viewer(), plan), policies.sight(viewer())
    against = services.conflicts.check(found, own, placed) if own else []
    return render_template(
        "planner/line.html",
        plan=plan,
        line=here,
        own=own,
        strip=services.halfdays.strip(own.cells, "net" if here.mode == "online" else "on") if own else [],
        conflicts=services.conflicts.told(against, staff=staff),
        free=not against,
        alternatives=services.conflicts.alternatives(found, here) if editing and here.session is None else [],
        warnings=services.warnings(here, texts, government),
        texts=texts,
        why=services.why(here, staff=staff),
        quotas=[(kinds[code].title if code in kinds else code, seats) for code, seats in here.quotas],
        comments=here.comments,
        above=services.nested.above(here, sees),
        below=services.nested.below(here, sees),
        session_words=STATES,
        commenting=policies.may_comment(viewer(), here),
        move=move or (_place_form(plan, here) if editing and here.session is None else None),
        comment=comment or CommentForm(formdata=None),
        cost=money.estimate(here, found.rules.rates, found.members, found.host),
        editing=editing,
        audience_states=AUDIENCE_STATES,
        modes=MODES,
        scopes=SCOPES,
        countries=countries(here),
    )


def _place_form(plan: Plan, here: PlanLine) -> MoveForm:
    return MoveForm(formdata=None, data=data_of_place(here)).offer(services.places.read(plan, here))


# --- adding and changing ------------------------------------------------------------------------


def offered(plan: Plan) -> Offered:
    """Return what the form's lists offer, in six questions."""
    budgets = db.session.scalars(queries.budget_lines([plan.centre_id]))
    above = db.session.scalars(queries.above(plan.parent_id)) if plan.parent_id else ()
    return Offered(
        choices(plan.centre_id),
        invited(),
        spoken(),
        [(each.public_id, words(each.title), each.id) for each in budgets],
        [(each.public_id, words(each.title), each.id) for each in above],
    )


def invited() -> list[tuple[str, str]]:
    """Return the countries that lines may invite, by name."""
    return people_choices.alphabetically(
        (code, i18n.country_name(code)) for code in db.session.scalars(queries.countries())
    )


def spoken() -> list[tuple[str, str]]:
    """Return the languages that lines may be held in, by name."""
    return people_choices.alphabetically((code, i18n.language_name(code)) for code in SPOKEN)


@blueprint.route("/<public_id>/lines/new", methods=["GET", "POST"])
@require(policies.EDIT)
def new_line(public_id: str) -> ResponseReturnValue:
    plan = own_plan(public_id)
    form = LineForm(data={"title": Texts(), "languages": ["en"]}).offer(offered(plan))
    if form.validate_on_submit():
        saved = form.attempt(services.add_line, plan=plan, command=form.command(None))
        if saved is not None:
            return _saved(plan, saved)
    return _form(plan, None, form)


@blueprint.route("/<public_id>/lines/<line_id>/edit", methods=["GET", "POST"])
@require(policies.EDIT)
def edit_line(public_id: str, line_id: str) -> ResponseReturnValue:
    plan = own_plan(public_id)
    shown, offers = found_line(plan, line_id), offered(plan)
    db.session.scalars(queries.line_for_form(shown.id)).unique().one()
    data = data_of_line(shown, offers)
    form = LineForm(data=data).offer(offers)
    form.hold(data)
    if shown.session_id is not None:
        form.of_session()
    if form.validate_on_submit():
        saved = form.attempt(services.edit_line, line=shown, command=form.command(shown))
        if saved is not None:
            return _saved(plan, saved)
    return _form(plan, shown, form)


def _saved(plan: Plan, saved: PlanLine) -> ResponseReturnValue:
    work.commit()
    flash(_("Saved."), "ok")
    return redirect(url_for(".line", public_id=plan.public_id, line_id=saved.public_id), 303)


def _form(plan: Plan, shown: PlanLine | None, form: LineForm) -> ResponseReturnValue:
    page = render_template("planner/line_edit.html", plan=plan, line=shown, form=form)
    return page, 422 if form.errors else 200


@blueprint.post("/<public_id>/lines/<line_id>/remove")
@require(policies.EDIT)
def remove_line(public_id: str, line_id: str) -> ResponseReturnValue:
    plan = own_plan(public_id)
    shown, form = found_line(plan, line_id), PlainForm()
    if form.validate_on_submit() and form.done(services.remove_line, line=shown):
        work.commit()
        flash(_("Taken out of the plan."), "ok")
        return redirect(url_for(".show", public_id=public_id), 303)
    flash(" ".join(form.form_errors), "stop")
    return redirect(url_for(".line", public_id=public_id, line_id=line_id), 303)
