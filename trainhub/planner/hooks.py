"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from click import Command
from flask import Blueprint, url_for

from ..hooks.markers import hookimpl
from ..hooks.types import Area, MenuItem, Panel, Permission, PersonData, Slot, Waiting
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.jobs import Job
from ..messages.kinds import EVERY, LINK, Kind, register_kind
from ..people.policies import focal_reach
from ..sessions import services as sessions
from ..web.access import Viewer
from . import cli, own_data, policies, queries, services
from . import models as models
from .routes import BLUEPRINTS
from .services import discussing, following, retention, series
from .services.timetable import running

_places = EVERY | LINK | {"plan": _l("Title of the plan"), "lines": _l("How many events invite the reader’s country")}
register_kind(Kind(discussing.KIND, _l("A plan is discussed: comments are asked for"), _places))
sessions.kept_also(following.follow)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return BLUEPRINTS


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return [
        Permission(policies.VIEW, _l("See plans"), policies.READERS),
        Permission(policies.EDIT, _l("Make and change plans"), policies.OFFICE),
        Permission(policies.NATIONAL, _l("Keep a country’s own training plan"), policies.KEEPERS),
    ]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    if area is Area.TOP and not user.is_authenticated:
        return [MenuItem(_("Programme"), url_for("programme.index"), "plan", order=25, key="programme")]
    board = MenuItem(_("Year plan"), url_for("planner.index"), "plan", order=30, key="planner")
    own = MenuItem(_("Plans of the countries"), url_for("country_plans.index"), "table", order=32, key="country_plans")
    office = user.may(policies.EDIT)
    if area is Area.PREPARE and office:
        return [board, own]
    if area is Area.OFFICE and office:
        return [
            MenuItem(_("Budget lines"), url_for("budgets.index"), "table", order=52, key="budgets"),
            MenuItem(_("Rates"), url_for("rates.index"), "table", order=54, key="rates"),
        ]
    if area is Area.TOP and not office and user.may(policies.VIEW):
        return [board, own] if focal_reach(user).countries else [board]
    return []


@hookimpl
def extend_page(slot: Slot, subject: Any, user: Viewer) -> Iterable[Panel]:
    """Show beside a session which line of a plan it was made of, and on a trainer's page what counts on them."""
    if slot in AROUND_NEEDS:
        return AROUND_NEEDS[slot](subject, user) if user.may(policies.VIEW) else []
    if slot is Slot.EXPERT_BODY and user.may(policies.EDIT):
        return _counted(subject.person_id, user)
    if slot is not Slot.SESSION_SIDE or not user.may(policies.EDIT, centre_id=subject.centre_id):
        return []
    lines = list(db.session.scalars(queries.lines_of_session(subject.id)))
    return [Panel(_("From the plan"), "planner/session.html", {"lines": lines}, order=80)] if lines else []


def _answering(found: Any, user: Viewer) -> list[Panel]:
    """Name the lines of plans that answer a recommendation."""
    values = {"rows": services.needs.lines_answering(found, policies.sight(user)), "code": found.recommendation.code}
    return [Panel(_("Lines of plans that answer it"), "planner/recommendation.html", values, order=30)]


def _ahead(_round: Any, user: Viewer) -> list[Panel]:
    """Lead from the needs to what the plans that are not over yet do about them."""
    plans = services.needs.plans_ahead(policies.sight(user))
    return [Panel(_("What the plans do about it"), "planner/gaps.html", {"plans": plans}, order=30)] if plans else []


AROUND_NEEDS: dict[Slot, Callable[[Any, Viewer], list[Panel]]] = {
    Slot.RECOMMENDATION_BODY: _answering,
    Slot.NEEDS_GAPS: _ahead,
}


def _counted(person_id: int, user: Viewer) -> list[Panel]:
    found = services.counting.counted(person_id, user.centres(policies.EDIT))
    values = {"found": found, "plans": services.counting.hit(found)}
    return [Panel(_("In the plans"), "planner/expert.html", values, order=30)] if found else []


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [
        Job(running.JOB, running.search, slow=True),
        Job(series.JOB, series.run),
        Job("planner.purge", retention.purge, every=timedelta(days=1)),
    ]


@hookimpl
def register_commands() -> Iterable[Command]:
    return [cli.commands]


@hookimpl
def extend_waiting(user: Viewer) -> Iterable[Waiting]:
    """Tell focal points which plans wait for their word, and staff which comments nobody has read."""
    own = focal_reach(user).countries
    if user.may(policies.EDIT):
        yield Waiting(discussing.unread(user.centres(policies.EDIT)), "planner/waiting_comments.html", order=46)
    elif own and user.may(policies.VIEW):
        yield Waiting(discussing.waiting(own), "planner/waiting.html", order=46)


@hookimpl
def extend_person_data(person: Any) -> Iterable[PersonData]:
    return own_data.own(person)
