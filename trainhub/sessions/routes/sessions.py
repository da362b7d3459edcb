"""The list of sessions, a session's page, its history and its calendar file."""

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel.db import db
from ...kernel.i18n import city, dates, viewer_zone
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.text import fold
from ...people import services as people
from ...web.access import public, require, viewer
from ...web.history import history_rows
from ...web.kept import kept_for_visitors
from ...web.tables import Column, Filter, Table
from ...web.templating import words
from .. import policies, queries, services
from ..models import STATES, TrainingSession
from . import shown
from .feeds import answer_feed

blueprint = Blueprint("sessions", __name__, url_prefix="/sessions")
blueprint.record_once(lambda state: state.app.jinja_env.globals.update(shown=shown))  # for every page that shows one


@blueprint.app_errorhandler(services.Moved)
def moved(error: services.Moved) -> ResponseReturnValue:
    """Send on whoever comes by a session's former address, on whichever of its pages."""
    arguments = dict(request.view_args or {}) | {"slug": error.slug}
    return redirect(url_for(request.endpoint or "sessions.show", **arguments), 301 if request.method == "GET" else 303)


def columns() -> list[Column]:
    return [
        Column("title", _l("Title"), lambda row: row.title, TrainingSession.search),
        Column("modules", _l("Modules"), lambda row: ", ".join(str(number) for number in shown.modules(row))),
        Column("when", _l("When"), _when, TrainingSession.first_day),
        Column("where", _l("Where"), lambda row: ", ".join(shown.rooms(row))),
        Column("state", _l("State"), lambda row: STATES[row.state], TrainingSession.state),
        Column("places", _l("Places"), lambda row: f"{row.taken}/{row.seats}", TrainingSession.taken, numeric=True),
        Column("trainers", _l("Trainers"), lambda row: ", ".join(each.person.display for each in row.assignments)),
        Column("format", _l("Format"), lambda row: row.format.title, shown=False),
        Column("hours", _l("Hours"), lambda row: row.hours, TrainingSession.hours, numeric=True, shown=False),
        Column("centre", _l("Centre"), lambda row: row.centre.title, shown=False),
    ]


def _when(row: TrainingSession) -> str:
    return dates(row.first_day, row.last_day or row.first_day) if row.first_day else ""


def filters() -> list[Filter]:
    return [
        Filter(
            "q",
            _l("Title"),
            lambda query, text: query.where(TrainingSession.search.contains(fold(text), autoescape=True)),
        ),
        Filter(
            "state",
            _l("State"),
            lambda query, state: query.where(TrainingSession.state == state),
            lambda: [(key, str(label)) for key, label in STATES.items()],
        ),
        Filter("module", _l("Module"), queries.of_module, module_choices),
        Filter("centre", _l("Centre"), queries.of_centre),
    ]


def module_choices() -> list[tuple[str, str]]:
    numbers = db.session.scalars(queries.module_numbers())
    return [(str(number), str(number)) for number in numbers]


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    """Staff get the table; everybody else the calendar's list."""
    if not viewer().may(policies.VIEW):
        return redirect(url_for("calendar.show", view="list"))
    table = Table(
        queries.of_centres(viewer().centres(policies.VIEW)), columns(), filters(), order="-when", name="sessions"
    )
    return table.export() or render_template("sessions/index.html", table=table)


@blueprint.get("/<slug>/")
@kept_for_visitors
@public
def show(slug: str) -> ResponseReturnValue:
    session = services.find(slug, viewer(), *queries.for_page())
    office = viewer().may(policies.VIEW, centre_id=session.centre_id)
    texts = services.activity_texts(session)
    return render_template(
        "sessions/office.html" if office else "sessions/page.html",
        session=session,
        texts=texts,
        eligibility=None if office else _eligibility(session),
        zone_here=viewer_zone(),
        place=city,
        ready=services.readiness(session) if office else [],
        feed_url=_feed_url(session),
    )


def _eligibility(session: TrainingSession) -> services.Eligibility | None:
    """Return what to tell the reader; visitors are told who may come, not whether they may."""
    who = viewer()
    return services.eligible(session, people.standing(who.person_id)) if who.is_authenticated else None


def _feed_url(session: TrainingSession) -> str:
    address = url_for("sessions.feed", slug=session.slug)
    return f"{str(current_app.config['BASE_URL']).rstrip('/')}{address}".partition("://")[2]


@blueprint.get("/<slug>.ics")
@kept_for_visitors
@public
def feed(slug: str) -> Response:
    """Give the session's slots to a calendar program: without the link to join."""
    session = services.find(slug, viewer())
    return answer_feed(session.slots, words(session.title))


@blueprint.get("/<slug>/history")
@require(policies.VIEW)
def history(slug: str) -> str:
    session = services.find_in_office(slug, viewer(), *queries.for_frame())
    rows = history_rows("training_session", session.id, request.args.get("page", 1, int))
    return render_template("sessions/history.html", session=session, rows=rows)
