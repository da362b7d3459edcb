"""What reports contribute: the start page, the explorer, core's indicators, and who keeps the facts."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import click
from flask import Blueprint, url_for

from ..hooks.events import AttendanceRecorded, CertificateIssued, PersonMerged, RegistrationChanged, SessionCompleted
from ..hooks.markers import hookimpl
from ..hooks.types import Area, Breakdown, Export, Indicator, MenuItem, Panel, Permission, Slot
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.jobs import Job
from ..registration import queries as registration
from ..sessions.models import TrainingSession
from ..web.access import Viewer
from . import breakdowns, cli, exports, home, indicators, policies
from . import models as models
from .disclosure import checking, ledger
from .disclosure import policies as disclosure
from .disclosure import routes as releases
from .routes import BLUEPRINTS
from .services import facts


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return [home.blueprint, *BLUEPRINTS, releases.blueprint]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return [
        Permission(policies.VIEW, _l("See the centre’s figures"), policies.OFFICE),
        Permission(disclosure.PUBLISH, _l("Publish figures"), disclosure.OFFICE),
        Permission(disclosure.PARTNER, _l("Read figures for partners"), disclosure.PARTNERS),
    ]


@hookimpl
def register_commands() -> Iterable[click.Command]:
    return [cli.reports]


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [
        Job(facts.SESSION_JOB, facts.refresh_session),
        Job("reports.refresh", facts.refresh_all, every=timedelta(days=1)),
        Job(ledger.COMPUTE_JOB, checking.compute),
        Job("reports.catch_up", facts.look, every=timedelta(minutes=15)),
    ]


@hookimpl
def register_indicators() -> Iterable[Indicator]:
    return indicators.core()


@hookimpl
def register_breakdowns() -> Iterable[Breakdown]:
    return breakdowns.core()


@hookimpl
def register_exports() -> Iterable[Export]:
    return exports.core()


@hookimpl
def on_registration_changed(event: RegistrationChanged) -> None:
    facts.queue(event.session_id)


@hookimpl
def on_person_merged(event: PersonMerged) -> None:
    for session_id in db.session.scalars(registration.sessions_of(event.into_id)).all():
        facts.queue(session_id)


@hookimpl
def on_attendance_recorded(event: AttendanceRecorded) -> None:
    facts.queue(event.session_id)


@hookimpl
def on_session_completed(event: SessionCompleted) -> None:
    facts.queue(event.session_id)


@hookimpl
def on_certificate_issued(event: CertificateIssued) -> None:
    if event.registration_id is not None:  # what trainers get for teaching counts for nobody's participation
        facts.queue_registration(event.registration_id)


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    if area == Area.TOP and user.is_authenticated:
        return [MenuItem(_("Home"), url_for("home.start"), "home", order=0)]
    if area == Area.LEARN and user.may(policies.VIEW):
        return [MenuItem(_("Reports"), url_for("reports.index"), "reports", order=10, key="reports")]
    if area == Area.LEARN and user.may(disclosure.PARTNER):
        url = url_for("releases.standing")
        return [MenuItem(_("Published figures"), url, "reports", order=10, key="releases")]
    return []


@hookimpl
def extend_page(slot: Slot, subject: Any, user: Viewer) -> Iterable[Panel]:
    if slot == Slot.REPORTS_TABS and user.may(disclosure.PUBLISH):
        context = {"url": url_for("releases.index"), "key": "releases"}
        return [Panel(_("Published figures"), "sessions/tab.html", context, order=20)]
    return _tabs(subject, user) if slot == Slot.SESSION_TABS else []


def _tabs(session: TrainingSession, user: Viewer) -> list[Panel]:
    if not policies.may_count(user, session):
        return []
    context = {"url": url_for("headcounts.index", slug=session.slug), "key": "headcount"}
    return [Panel(_("Head-count"), "sessions/tab.html", context, order=45)]
