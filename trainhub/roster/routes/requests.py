"""Asking trainers for a session, for staff; and the page on which they answer."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...sessions import policies as session_policies
from ...sessions import queries as session_queries
from ...sessions import services as sessions
from ...sessions.models import ASSIGNMENT_ROLES, REQUEST_STATES, Assignment, Expert, TrainingSession
from ...web.access import by_token, require, viewer
from ...web.tables import Column, Few
from .. import policies, queries, services
from ..forms import AnswerForm, AskForm, offers

teaching = Blueprint("teaching", __name__, url_prefix="/sessions/<slug>/trainers")
answering = Blueprint("requests", __name__, url_prefix="/trainers/asked")
EDIT = require(policies.EDIT)

HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "strict-origin", "X-Robots-Tag": "noindex, nofollow"}
COLUMNS = (
    Column("name", _l("Name"), lambda row: row.person.display),
    Column("role", _l("Role"), lambda row: ASSIGNMENT_ROLES[row.role]),
    Column("state", _l("State"), lambda row: REQUEST_STATES[row.state]),
    Column("asked", _l("Asked on"), lambda row: row.asked_at, within="state"),
    Column("answered", _l("Answered"), lambda row: row.answered_at, within="state"),
    Column("reason", _l("Reason"), lambda row: row.reason, within="state"),
    Column("conduct", _l("Code of conduct"), lambda row: _("Yes") if services.agreed(row.expert) else _("No")),
)


@teaching.get("/")
@EDIT
def show(slug: str) -> ResponseReturnValue:
    session = _own(slug)
    form = AskForm(data={"person": request.args.get("person", "")})
    return _page(session, form)


@teaching.post("/")
@EDIT
def ask(slug: str) -> ResponseReturnValue:
    session, form = _own(slug), AskForm()
    if form.validate_on_submit():
        part = form.attempt(services.ask, session=session, request=form.request(), account_id=viewer().account_id)
        if part is not None:
            work.commit()
            flash(_("%(person)s was asked by e-mail.", person=part.person.display), "ok")
            return redirect(url_for(".show", slug=session.slug), 303)
    return make_response(_page(session, form), 422)


@teaching.post("/take-back")
@EDIT
def take_back(slug: str) -> ResponseReturnValue:
    session = _own(slug)
    services.take_back(session, request.form.get("person", ""), request.form.get("role", ""))
    work.commit()
    flash(_("The request was taken back."), "ok")
    return redirect(url_for(".show", slug=session.slug), 303)


@answering.route("/<token>", methods=["GET", "POST"])
@by_token
def answer(token: str) -> ResponseReturnValue:
    return answer_page(services.find_request(token), "")


def answer_page(part: Assignment, home: str) -> ResponseReturnValue:
    """Show what is asked, and take the answer; `home` is where the reader goes from there."""
    form, act = AnswerForm(), request.form.get("act", "")
    if act in {"yes", "no"} and form.validate_on_submit():
        words = {"reason": form.reason.data or "", "conduct": form.conduct.data}
        if form.done(services.answer, part=part, accept=act == "yes", **words):
            work.commit()
            flash(_("Thank you. The centre was told."), "ok")
            return redirect(home or request.path, 303)
    page = render_template(
        "roster/asked.html",
        part=part,
        session=part.session,
        form=form,
        home=home,
        roles=ASSIGNMENT_ROLES,
        place=i18n.city,
        needs_conduct=part.expert is not None and not services.agreed(part.expert),
    )
    reply = make_response(page, 422 if form.errors else 200)
    reply.headers.update(HEADERS)
    return reply


def _own(slug: str) -> TrainingSession:
    """Return a session that the viewer edits; raises NotFound."""
    try:
        session = sessions.find(slug, viewer(), *session_queries.for_frame())
    except sessions.Moved as moved:
        raise NotFound from moved
    if not session_policies.may_edit(viewer(), session):
        raise NotFound
    return session


def _page(session: TrainingSession, form: AskForm) -> ResponseReturnValue:
    table = Few(services.parts_of(session), COLUMNS, name=f"{session.slug}-trainers")
    roster = list(db.session.scalars(queries.experts()).unique())
    fitting = _fitting(session)
    form.person.choices = offers(
        (each.person.public_id, _label(each, fitting)) for each in sorted(roster, key=lambda one: one.id not in fitting)
    )
    return table.export() or render_template(
        "roster/teaching.html",
        session=session,
        table=table,
        form=form,
        fitting=len(fitting),
        roles=ASSIGNMENT_ROLES,
        states=REQUEST_STATES,
        agreed=services.agreed,
        search=_search(session),
        open=session.state in {"draft", "published"},
    )


def _label(expert: Expert, fitting: set[int]) -> str:
    numbers = ", ".join(str(row.module.number) for row in sorted(expert.expertise, key=lambda row: row.module.number))
    languages = " ".join(code.upper() for code in expert.languages)
    name = expert.person.display if expert.id in fitting else _("%(name)s (does not fit)", name=expert.person.display)
    return " · ".join(filter(None, (name, numbers and _("modules %(numbers)s", numbers=numbers), languages)))


def _numbers(session: TrainingSession) -> list[int]:
    return sorted({int(row.activity.key[1:3]) for row in session.activities})


def _fitting(session: TrainingSession) -> set[int]:
    """Return the experts who are free on the days of a session, teach one of its modules and speak its languages."""
    query = queries.experts()
    if session.first_day and session.last_day:
        query = queries.free_between(query, session.first_day, session.last_day)
    numbers, languages = set(_numbers(session)), set(session.languages)
    return {
        each.id
        for each in db.session.scalars(query).unique()
        if (not numbers or numbers & {row.module.number for row in each.expertise})
        and (not languages or languages & set(each.languages))
    }


def _search(session: TrainingSession) -> str:
    """Return the address of the roster narrowed to who could teach a session."""
    numbers = _numbers(session)
    return url_for(
        "trainers.index",
        module=numbers[0] if numbers else None,
        language=session.languages[0] if session.languages else None,
        free=session.first_day,
        until=session.last_day,
    )
