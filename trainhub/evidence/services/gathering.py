"""What goes into a pack: tables of facts as CSV in one language, and the scans of signed sheets."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app

from ...attendance import services as attendance
from ...certificates.models import REASONS
from ...certificates.models import STATES as CERTIFICATE_STATES
from ...kernel import files
from ...kernel.db import db
from ...kernel.i18n import country_name, direction, language, language_name
from ...kernel.i18n import gettext as _
from ...materials import queries as materials
from ...materials.models import VISIBILITY
from ...messages import kinds
from ...messages import queries as messages
from ...messages.models import STATES as MESSAGE_STATES
from ...registration.models import ORIGINS
from ...registration.models import STATES as REGISTRATION_STATES
from ...sessions import services as sessions
from ...sessions.models import ASSIGNMENT_ROLES, REQUEST_STATES, TrainingSession
from ...web.sheets import csv_of
from .. import queries
from ..box import Item

Lines = Iterator[list[Any]]


def items(session: TrainingSession) -> Iterator[Item]:
    """Yield everything that proves a session, in the language that is spoken; the page that explains it comes last."""
    made: list[Item] = []
    for name, about, lines in _tables(session):
        made.append(Item(name, about, csv_of(lines)))
        yield made[-1]
    for item in _scans(session):
        made.append(item)
        yield item
    shell = current_app.jinja_env.get_template("evidence/inside.html")  # outside of a request: no page furniture
    page = shell.render(session=session, items=made, lang=language(), dir=direction())
    yield Item("index.html", _("What is in this pack"), page.encode())


def _tables(session: TrainingSession) -> Iterator[tuple[str, str, Iterable[list[Any]]]]:
    yield "agenda.csv", _("The agenda as delivered: every slot, moved and cancelled ones too"), _slots(session)
    yield "parts.csv", _("The parts of the agenda and who led them"), _parts(session)
    yield "trainers.csv", _("Who taught and helped"), _trainers(session)
    yield "participants.csv", _("Everybody who registered or was nominated, and what became of it"), _people(session)
    yield "registers.csv", _("The registers: every mark of every person and slot"), _registers(session)
    yield "hours.csv", _("Hours attended, of the hours planned"), _hours(session)
    yield "certificates.csv", _("The certificates that were issued, revoked ones too"), _certificates(session)
    yield "materials.csv", _("The materials, with the hash of each file"), _materials(session)
    yield "messages.csv", _("The log of mails, without their texts"), _messages(session)


def _scans(session: TrainingSession) -> Iterator[Item]:
    """Yield the scans of signed sheets as they were brought, the oldest first."""
    for number, scan in enumerate(reversed(attendance.scans_of(session.id)), 1):
        what = attendance.describe_scan(scan)
        log = attendance.is_log(scan)
        about = (
            _("Log of an online meeting: %(what)s", what=what)
            if log
            else _("Scan of a signed sheet: %(what)s", what=what)
        )
        yield Item(f"scans/{number:02d}-{scan.file.name}", about, files.path(scan.file))


def _slots(session: TrainingSession) -> Lines:
    yield [_("Date"), _("Start"), _("End"), _("Time zone"), _("Place"), _("Topic"), _("Hours"), _("Cancelled")]
    for slot in db.session.scalars(queries.slots(session.id)):
        topic = slot.topic or (slot.part.title if slot.part else "")
        place = slot.room.title if slot.room else _("Online") if slot.online else ""
        gone = _moment(slot.cancelled_at, slot.zone)
        times = (f"{slot.local_start:%H:%M}", f"{slot.local_end:%H:%M}")
        yield [slot.local_date, *times, slot.zone, place, topic, slot.hours, gone]


def _parts(session: TrainingSession) -> Lines:
    yield [_("Number"), _("Title"), _("Lead"), _("Activity"), _("Outcome")]
    for part in db.session.scalars(queries.parts(session.id)):
        yield [part.no, part.title, part.lead, part.activity.key if part.activity else "", part.outcome or ""]


def _trainers(session: TrainingSession) -> Lines:
    yield [_("Name"), _("Role"), _("State")]
    for each in db.session.scalars(queries.assignments(session.id)):
        yield [each.person.display, ASSIGNMENT_ROLES[each.role], REQUEST_STATES[each.state]]


def _people(session: TrainingSession) -> Lines:
    yield [_("Name"), _("Name as in the passport"), _("Organisation"), _("Country"), _("How it began"), _("State")]
    for row in db.session.scalars(queries.registrations(session.id)):
        facts, person = row.facts, row.person
        body = facts.organisation.title if facts and facts.organisation else ""
        country = country_name(facts.country_code) if facts and facts.country_code else ""
        name = (person.display, person.latin) if person else ("", "")
        yield [*name, body, country, ORIGINS.get(row.origin, row.origin), REGISTRATION_STATES[row.state]]


def _registers(session: TrainingSession) -> Lines:
    yield [_("Name"), _("Date"), _("Start"), _("Attendance"), _("Minutes"), _("Marked by"), _("Marked on")]
    for mark in db.session.scalars(queries.marks(session.id)):
        person = mark.registration.person
        slot = mark.slot
        told = [attendance.word(mark.status), mark.minutes, mark.source]
        yield [
            person.display if person else "",
            slot.local_date,
            f"{slot.local_start:%H:%M}",
            *told,
            _moment(mark.at, slot.zone),
        ]


def _hours(session: TrainingSession) -> Lines:
    yield [_("Name"), _("Hours"), _("Planned"), _("Share")]
    hours = attendance.hours_of_session(session.id)
    for row in db.session.scalars(queries.registrations(session.id)):
        if row.state == "confirmed" and row.id in hours:
            each = hours[row.id]
            yield [row.person.display if row.person else "", each.attended, each.planned, round(each.share, 4)]


def _certificates(session: TrainingSession) -> Lines:
    yield [_("Number"), _("Name"), _("Kind"), _("Hours"), _("Issued"), _("Valid until"), _("State"), _("Reason")]
    for row in db.session.scalars(queries.certificates(session.id)):
        reason = str(REASONS.get(row.revoked_reason, ""))
        state = CERTIFICATE_STATES[row.state]
        facts = row.facts
        days = (row.issued_on, row.expires_on or "")
        yield [row.number, facts["name"], row.of_kind.title, facts.get("hours", ""), *days, state, reason]


def _materials(session: TrainingSession) -> Lines:
    yield [_("Title"), _("Language"), _("Who may have it"), _("File or link"), "SHA-256", _("Size"), _("Since")]
    for material in db.session.scalars(materials.of_session(session.id)).unique():
        for version in material.versions:
            file = version.file
            what = (file.name, file.sha256, file.size) if file else (version.url, "", "")
            seen = VISIBILITY[material.visibility]
            since = _moment(version.created_at, session.zone)
            yield [material.title, language_name(version.language), seen, *what, since]


def _messages(session: TrainingSession) -> Lines:
    yield [_("Written"), _("Sent"), _("What"), _("To"), _("Language"), _("State")]
    for row in db.session.scalars(messages.all_about(sessions.topic(session))):
        reader = row.person.display if row.person else ""
        when = (_moment(row.created_at, session.zone), _moment(row.sent_at, session.zone))
        yield [*when, str(kinds.find(row.kind).label), reader, language_name(row.language), MESSAGE_STATES[row.state]]


def _moment(moment: datetime | None, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") if moment else ""
