"""The page of a session's registers: which are closed, and who was there for how long."""

from collections.abc import Mapping, Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from ...kernel import i18n
from ...kernel.i18n import gettext as _
from ...people import queries as people_queries
from ...people.models import Person
from ...registration.models import Registration
from ...sessions.models import Slot, TrainingSession
from ...web.access import signed_in
from ...web.tables import Column, Table
from .. import policies, queries, services
from ..services import Hours, Outlook
from .finding import blueprint, taught


@blueprint.get("/")
@signed_in
def index(slug: str) -> ResponseReturnValue:
    """Show the registers of a session, and who was there for how long."""
    session = taught(slug)
    slots = session.standing
    marks, hours = services.marks_of_session(session.id), services.hours_of_session(session.id)
    registers, _known = services.registers_of_session(session.id), services.words()
    outlooks = services.outlooks(session, services.expected(session), marks, hours, set(registers))
    table = _table(session, slots, marks, hours, outlooks)
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
        registers=registers,
        outlooks=outlooks,
        lost=sum(each.lost for each in outlooks.values()),
        undecided=services.undecided(session.id),
        word=services.word,
        is_due=policies.is_due,
    )


def _table(
    session: TrainingSession,
    slots: Sequence[Slot],
    marks: services.Marks,
    hours: dict[int, Hours],
    outlooks: Mapping[int, Outlook],
) -> Table:
    """Return everybody on the registers: for readers a strip, for export and by choice a column for each slot."""

    def status(row: Registration, slot: Slot) -> str:
        found = marks.get((row.id, slot.id))
        return services.word(found.status) if found else ""

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
    if any(each.needed for each in outlooks.values()):
        columns.append(Column("passing", _("Passing"), lambda row: _passing(outlooks.get(row.id))))
    return Table(queries.on_register(session.id), columns, order="name", name=f"{session.slug}-attendance")


def _passing(outlook: Outlook | None) -> str:
    """Say whether somebody has attended enough, still can, or cannot any more."""
    if outlook is None:
        return ""
    if outlook.lost:
        return _("no longer possible")
    return _("reached") if outlook.hours.attended >= outlook.needed else _("possible")
