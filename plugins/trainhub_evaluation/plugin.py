"""What this plugin contributes; the work is done in the files beside."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Blueprint, url_for

from trainhub.plugin_api import (
    Area,
    Condition,
    Demo,
    Job,
    Kind,
    MenuItem,
    Panel,
    Per,
    Permission,
    PersonData,
    PluginInfo,
    RegistrationChanged,
    SessionCompleted,
    Setting,
    Slot,
    Viewer,
    Waiting,
    hookimpl,
)
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import lazy_gettext as _l
from trainhub.plugin_api.reports import Breakdown, Indicator

from . import demo, indicators, own_data, panels, policies, services
from . import models as models
from .routes import blueprint
from .services import certificates

PLUGIN = PluginInfo(
    "evaluation",
    "1.0.0",
    requires_api=1,
    title=_l("Evaluation"),
    summary=_l("Asks for opinion, learning, practice and effect around every training; keeps what follows."),
    keeps=_l("Answers are kept without names as long as the session; supervisors until the person is erased."),
    per_session=True,
)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return [blueprint]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return policies.PERMISSIONS


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [
        Job(services.TEND, services.tend, every=timedelta(hours=1)),
        Job(services.PLAN, services.plan_session),
    ]


@hookimpl
def register_settings() -> Iterable[Setting]:
    return [
        Setting(
            "plan",
            _l("Plan evaluations by themselves"),
            _l("Without it, staff plan nothing and nothing goes out."),
            kind=Kind.BOOL,
            default=True,
            per=Per.SESSION,
        ),
        Setting(
            "certificate",
            _l("A certificate waits for"),
            kind=Kind.CHOICE,
            default="",
            choices=(
                ("", _l("nothing more")),
                ("evaluation", _l("the opinion form")),
                ("test", _l("a test that was passed")),
            ),
            per=Per.SESSION,
        ),
        Setting(
            "test_share",
            _l("Share of points with which a test is passed"),
            kind=Kind.SHARE,
            default=0.6,
        ),
    ]


@hookimpl
def register_indicators() -> Iterable[Indicator]:
    return indicators.indicators()


@hookimpl
def register_breakdowns() -> Iterable[Breakdown]:
    return indicators.breakdowns()


@hookimpl
def register_demo() -> Iterable[Demo]:
    return [Demo("evaluations", demo.load)]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    if area != Area.LEARN or not user.may(policies.VIEW):
        return []
    return [MenuItem(_("Evaluation"), url_for("evaluation.index"), "check", order=20, key="evaluation")]


@hookimpl
def extend_page(slot: Slot, subject: Any, user: Viewer) -> Iterable[Panel]:
    return panels.of(slot, subject, user)


@hookimpl
def extend_waiting(user: Viewer) -> Iterable[Waiting]:
    return panels.waiting(user)


@hookimpl
def extend_person_data(person: Any) -> Iterable[PersonData]:
    return own_data.own(person)


@hookimpl
def register_conditions() -> Iterable[Condition]:
    return certificates.CONDITIONS


@hookimpl
def check_certificate(registration: Any) -> None:
    certificates.check(registration)


@hookimpl
def on_session_completed(event: SessionCompleted) -> None:
    services.plan_soon(event.session_id)


@hookimpl
def on_registration_changed(event: RegistrationChanged) -> None:
    services.people_changed(event.session_id)
