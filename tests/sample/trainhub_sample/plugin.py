"""Implements every hook of the catalogue and remembers in `heard` which were called."""

from collections.abc import Iterable
from typing import Any

import click
from flask import Blueprint
from wtforms import StringField

from trainhub.plugin_api import (
    Area,
    AttendanceRecorded,
    CertificateIssued,
    Condition,
    Demo,
    Form,
    FormKey,
    FormPart,
    Job,
    Kind,
    MenuItem,
    Panel,
    Permission,
    PersonData,
    PersonErased,
    PersonMerged,
    PluginInfo,
    RegistrationChanged,
    SessionCompleted,
    Setting,
    Slot,
    Viewer,
    Waiting,
    db,
    hookimpl,
    require,
)
from trainhub.plugin_api.reports import Breakdown, Export, Indicator, Scope, Split, attended, fact

from .models import Note

PLUGIN = PluginInfo("sample", "1.0", requires_api=1, title="Sample", keeps="Notes are kept for ever.")
blueprint = Blueprint("sample", __name__)
heard: set[str] = set()


class Wish(Form):
    """One more field for a form of core."""

    wish = StringField("Wish")


@blueprint.get("/")
@require("sample.view")
def page() -> str:
    return "the sample plugin's page"


def note(hook: str, number: int = 0) -> None:
    heard.add(hook)
    db.session.add(Note(hook=hook, number=number))


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    heard.add("register_blueprints")
    return [blueprint]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    heard.add("register_permissions")
    return [Permission("sample.view", "See the sample plugin", ("administrator", "staff"))]


@hookimpl
def register_commands() -> Iterable[click.Command]:
    heard.add("register_commands")
    return [click.Command("sample", callback=lambda: click.echo("hello"))]


@hookimpl
def register_jobs() -> Iterable[Job]:
    heard.add("register_jobs")
    return [Job("sample.count", lambda running: note("job"))]


def measure(scope: Scope) -> Any:
    """Count what core counts: the registry does not mind."""
    return attended(scope)


def starred(measured: Any) -> Split:
    """Split by the country and a star: a column made of one that core has."""
    country = fact(measured, "country")
    return Split(country.column.op("||")("*"), country.joins)


def lines(scope: Scope) -> Iterable[list[Any]]:
    return [[scope.first, 7]]


@hookimpl
def register_indicators() -> Iterable[Indicator]:
    heard.add("register_indicators")
    return [
        Indicator(
            "sample.visits",
            "Visits",
            "Everybody who came.",
            "visits",
            measure,
            splits=frozenset({"registration", "day"}),
        )
    ]


@hookimpl
def register_breakdowns() -> Iterable[Breakdown]:
    heard.add("register_breakdowns")
    return [Breakdown("starred", "Starred", "registration", starred, lambda codes: {code: code for code in codes})]


@hookimpl
def register_exports() -> Iterable[Export]:
    heard.add("register_exports")
    return [Export("sample.days", "Days", "One line a day.", "sample.view", lambda: ["Day", "Visits"], lines)]


@hookimpl
def register_settings() -> Iterable[Setting]:
    heard.add("register_settings")
    return [Setting("most", "Most notes", kind=Kind.INT, default=10, least=1, most=100)]


@hookimpl
def register_demo() -> Iterable[Demo]:
    heard.add("register_demo")
    return [Demo("notes", lambda day: note("demo", day.year))]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    heard.add("extend_menu")
    show = area == Area.OFFICE and user.may("sample.view")
    return [MenuItem("Sample", "/x/sample/", "plug")] if show else []


@hookimpl
def extend_page(slot: Slot, subject: Any, user: Viewer) -> Iterable[Panel]:
    heard.add("extend_page")
    return [Panel("Sample", "sample/panel.html")] if slot == Slot.SESSION_SIDE else []


@hookimpl
def extend_waiting(user: Viewer) -> Iterable[Waiting]:
    heard.add("extend_waiting")
    notes = db.session.query(Note.hook, Note.number).filter(Note.person_id == user.person_id)
    return [Waiting(notes.statement, "sample/waiting.html")]


@hookimpl
def extend_form(form: FormKey, subject: Any, user: Viewer) -> Iterable[FormPart]:
    heard.add("extend_form")
    return [FormPart("Sample", Wish(prefix="sample-"), lambda made, part: note("extend_form.save", made.id))]


@hookimpl
def extend_person_data(person: Any) -> Iterable[PersonData]:
    heard.add("extend_person_data")
    rows = [{"hook": row.hook} for row in db.session.query(Note).filter(Note.person_id == person.id)]
    return [PersonData("notes", "Notes", {"hook": "Hook"}, rows, tables=("sample_note",))]


@hookimpl
def register_conditions() -> Iterable[Condition]:
    heard.add("register_conditions")
    return [Condition("wish", "The wish was told", lambda ids: {})]


@hookimpl
def check_certificate(registration: Any, kind: Any) -> None:
    heard.add("check_certificate")


@hookimpl
def on_session_completed(event: SessionCompleted) -> None:
    note("on_session_completed", event.session_id)


@hookimpl
def on_registration_changed(event: RegistrationChanged) -> None:
    note("on_registration_changed", event.registration_id)


@hookimpl
def on_attendance_recorded(event: AttendanceRecorded) -> None:
    note("on_attendance_recorded", event.slot_id)


@hookimpl
def on_certificate_issued(event: CertificateIssued) -> None:
    note("on_certificate_issued", event.certificate_id)


@hookimpl
def on_person_merged(event: PersonMerged) -> None:
    note("on_person_merged", event.into_id)


@hookimpl
def on_person_erased(event: PersonErased) -> None:
    note("on_person_erased", event.person_id)
