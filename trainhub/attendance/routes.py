"""Pages of attendance: a session's registers and hours, and the register of one slot for a phone."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..kernel import i18n, work
from ..kernel.errors import NotFound
from ..kernel.i18n import gettext as _
from ..people import queries as people_queries
from ..people.models import Person
from ..registration.models import Registration
from ..registration.services import strip as draw
from ..sessions import services as sessions
from ..sessions.models import Slot, TrainingSession
from ..web.access import signed_in, viewer
from ..web.forms import PlainForm
from ..web.tables import Column, Table
from . import policies, queries, services
from .forms import MarkForm
from .models import STATUSES
from .services import Hours

blueprint = Blueprint("attendance", __name__, url_prefix="/sessions/<slug>/attendance")


@blueprint.get("/")
@signed_in
def index(slug: str) -> ResponseReturnValue:
    """Show the registers of a session, and who was there for how long."""
    session = _taught(slug)
    slots = session.standing
    marks, hours = services.marks_of_session(session.id), services.hours_of_session(session.id)
    table = _table(session, slots, marks, hours)
    exported = table.export()
    if exported is not None:
        return exported
    strips = {row.id: services.strip(slots, marks, row.id) for row in table.rows}
    return render_template(
        "attendance/index.html",
        session=session,
        slots=slots,
        table=table,
        marks=marks,
        hours=hours,
        strips=strips,
        registers=services.registers_of_session(session.id),
        is_due=policies.is_due,
    )


@blueprint.get("/<slot_id>/")
@signed_in
def register(slug: str, slot_id: str) -> ResponseReturnValue:
    """Show the register of one slot: everything on one screen of a phone."""
    session = _taught(slug)
    return _sheet(session, services.find_slot(session, slot_id))


@blueprint.post("/<slot_id>/mark/<registration_id>")
@signed_in
def mark(slug: str, slot_id: str, registration_id: str) -> ResponseReturnValue:
    """Save one tap. With htmx the row and the sums come back, else the whole page."""
    session = _taught(slug)
    slot, registration = services.find_slot(session, slot_id), services.find_line(session, registration_id)
    form = MarkForm()
    if form.validate_on_submit() and form.attempt(
        services.mark,
        slot=slot,
        registration=registration,
        mark=form.command(),
        by=work.actor(),
        correcting=policies.may_correct(viewer(), session),
    ):
        work.commit()
        if request.headers.get("HX-Request"):
            return _row(session, slot, registration)
        return redirect(url_for(".register", slug=slug, slot_id=slot_id, _anchor=f"r-{registration_id}"), 303)
    return _sheet(session, slot, form), 422


@blueprint.post("/<slot_id>/close")
@signed_in
def close(slug: str, slot_id: str) -> ResponseReturnValue:
    """Close the register: who was not marked was there."""
    session = _taught(slug)
    slot, form = services.find_slot(session, slot_id), PlainForm()
    if not form.validate_on_submit():
        return _sheet(session, slot), 422
    services.save(slot=slot, marks={}, by=work.actor(), correcting=policies.may_correct(viewer(), session))
    work.commit()
    flash(_("The register is closed. You can still correct it."), "ok")
    return redirect(url_for(".index", slug=slug), 303)


def _taught(slug: str) -> TrainingSession:
    """Return a session whose registers the viewer takes; raises NotFound."""
    session = sessions.find(slug, viewer(), *queries.for_page())
    if not policies.may_take(viewer(), session):
        raise NotFound
    return session


def _sheet(session: TrainingSession, slot: Slot, form: MarkForm | None = None) -> str:
    return render_template(
        "attendance/register.html",
        session=session,
        slot=slot,
        sheet=services.open_register(slot),
        form=form,
        due=policies.is_due(slot),
        strip=_progress(session, slot),
        final=session.state == "completed" and not policies.may_correct(viewer(), session),
    )


def _row(session: TrainingSession, slot: Slot, registration: Registration) -> str:
    sheet = services.open_register(slot)
    line = next(each for each in sheet.lines if each.registration.id == registration.id)
    return render_template("attendance/row.html", session=session, slot=slot, sheet=sheet, line=line, swapped=True)


def _progress(session: TrainingSession, slot: Slot) -> list[list[str]]:
    """Return the session's strip with the registers that are closed, and this one, filled."""
    closed = services.registers_of_session(session.id)

    def cell(each: Slot) -> str:
        held = "net" if each.online else "on"
        return held if each.id in closed or each.id == slot.id else "plan"

    return draw(session.standing, cell)


def _table(session: TrainingSession, slots: Sequence[Slot], marks: services.Marks, hours: dict[int, Hours]) -> Table:
    """Return everybody on the registers: for readers a strip, for export and by choice a column for each slot."""

    def status(row: Registration, slot: Slot) -> str:
        found = marks.get((row.id, slot.id))
        return str(STATUSES[found.status]) if found else ""

    def cell(slot: Slot) -> Column:
        label = _("%(day)s, %(time)s", day=i18n.day(slot.local_date, "short"), time=i18n.hour(slot.local_start))
        return Column(slot.public_id, label, lambda row: status(row, slot), shown=False)

    columns = [
        Column("name", _("Name"), lambda row: row.person.display, people_queries.by_name(i18n.language())),
        Column("latin", _("Name as in the passport"), lambda row: row.person.latin, Person.latin, shown=False),
        Column("slots", _("Half-days"), lambda row: "; ".join(status(row, slot) or "–" for slot in slots)),
        *map(cell, slots),
        Column("hours", _("Hours"), lambda row: hours.get(row.id, Hours()).attended, numeric=True),
        Column("share", _("Share"), lambda row: round(hours.get(row.id, Hours()).share, 2), numeric=True),
    ]
    return Table(queries.on_register(session.id), columns, order="name", name=f"{session.slug}-attendance")
