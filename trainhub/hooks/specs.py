"""Every hook there is. The prefix of a name says how it is called:

register_  once at the start; returns a list
extend_    at each request; returns a list
check_     may raise Refused; any other failure postpones the act
on_        after the commit, with one event; may come more than once, so do nothing twice

plugins/HOOKS.md explains each; a test holds it to this file.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click
from flask import Blueprint
from sqlalchemy import Select

from ..kernel.jobs import Job
from . import events
from .markers import hookspec
from .types import (
    Area,
    Breakdown,
    Condition,
    Demo,
    Export,
    FormKey,
    FormPart,
    Indicator,
    MenuItem,
    Panel,
    Permission,
    PersonData,
    Setting,
    Slot,
    Waiting,
)

if TYPE_CHECKING:
    from ..web.access import Viewer


@hookspec
def register_blueprints() -> Iterable[Blueprint]:
    """Return blueprints; a plugin's are mounted under /x/<plugin>/."""
    raise NotImplementedError


@hookspec
def register_permissions() -> Iterable[Permission]:
    """Return the rights this feature or plugin defines."""
    raise NotImplementedError


@hookspec
def register_commands() -> Iterable[click.Command]:
    """Return commands for the trainhub program."""
    raise NotImplementedError


@hookspec
def register_jobs() -> Iterable[Job]:
    """Return kinds of background work."""
    raise NotImplementedError


@hookspec
def register_indicators() -> Iterable[Indicator]:
    """Return what is counted or measured: for the explorer, and for whoever reads the registry."""
    raise NotImplementedError


@hookspec
def register_breakdowns() -> Iterable[Breakdown]:
    """Return ways to split indicators, one's own and others'."""
    raise NotImplementedError


@hookspec
def register_exports() -> Iterable[Export]:
    """Return tables that can be taken away as files."""
    raise NotImplementedError


@hookspec
def register_settings() -> Iterable[Setting]:
    """Return what the administrator may decide about this plugin."""
    raise NotImplementedError


@hookspec
def register_demo() -> Iterable[Demo]:
    """Return what this plugin adds to a demonstration centre."""
    raise NotImplementedError


@hookspec
def register_conditions() -> Iterable[Condition]:
    """Return conditions that kinds of certificates may ask for beside the hours."""
    raise NotImplementedError


@hookspec
def extend_menu(area: Area, user: "Viewer") -> Iterable[MenuItem]:
    """Return entries for a menu, for this viewer."""
    raise NotImplementedError


@hookspec
def extend_page(slot: Slot, subject: Any, user: "Viewer") -> Iterable[Panel]:
    """Return panels for one place of one page, for this viewer."""
    raise NotImplementedError


@hookspec
def extend_waiting(user: "Viewer", visible: Select[Any]) -> Iterable[Waiting]:
    """Return what waits for somebody signed in; `visible` selects the sessions that exist for them."""
    raise NotImplementedError


@hookspec
def extend_form(form: FormKey, subject: Any, user: "Viewer") -> Iterable[FormPart]:
    """Return more fields for a form."""
    raise NotImplementedError


@hookspec
def extend_person_data(person: Any) -> Iterable[PersonData]:
    """Return what is held about a person, for their own download."""
    raise NotImplementedError


@hookspec
def check_certificate(registration: Any, kind: Any) -> None:
    """Raise Refused to hold back a participant's certificate of a kind that is otherwise earned."""


@hookspec
def on_session_completed(event: events.SessionCompleted) -> None:
    """A session was closed."""


@hookspec
def on_registration_changed(event: events.RegistrationChanged) -> None:
    """A registration changed its state."""


@hookspec
def on_attendance_recorded(event: events.AttendanceRecorded) -> None:
    """The register of a slot was saved."""


@hookspec
def on_certificate_issued(event: events.CertificateIssued) -> None:
    """A certificate was issued."""


@hookspec
def on_person_merged(event: events.PersonMerged) -> None:
    """Two records of one person became one."""


@hookspec
def on_person_erased(event: events.PersonErased) -> None:
    """A person was erased."""
