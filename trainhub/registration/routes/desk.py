"""The blueprint of focal points, the lists of their desk, and how its pages find what their address names."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import partial

from flask import Blueprint, request
from sqlalchemy import ColumnElement, Select

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...people import queries as people_queries
from ...people.models import Person
from ...people.policies import Reach, focal_reach
from ...people.services import choices
from ...sessions.models import TrainingSession
from ...web.access import Viewer, viewer
from ...web.sheets import KINDS
from ...web.tables import Column, Few, Filter, Table
from .. import policies, queries, services
from ..models import OPEN, STATES, Registration
from ..services import Brief, CameOf, Desk, Trained, quotas

desk = Blueprint("nominations", __name__, url_prefix="/nominations")


def reach_of(who: Viewer) -> Reach:
    """Return whose people the lists over all calls show: one's own as a focal point, to staff everybody's."""
    if who.may(policies.DECIDE) and who.centres(policies.DECIDE) is None:
        return Reach(everything=True)
    return focal_reach(who)


def session_desk(slug: str) -> Desk:
    """Return the call of a session that the viewer works on; raises NotFound."""
    return services.desk(slug, viewer())


# --- calls --------------------------------------------------------------------------------------


def calls_table() -> Few:
    """Return the calls of trainings to come that concern the viewer."""
    columns = (
        Column("title", _("Training"), lambda one: one.call.session.title),
        Column("first", _("First day"), lambda one: one.call.session.first_day, within="title"),
        Column("deadline", _("Deadline"), lambda one: one.call.deadline),
        Column("state", _("State"), call_state),
        Column("seats", _("Seats"), lambda one: one.seats if one.quotas else None, numeric=True),
        Column("reserve", _("Reserve"), lambda one: one.reserve if one.quotas else None, within="seats"),
        Column("nominated", _("Your people"), lambda one: one.nominated, numeric=True),
        Column("women", _("Women"), women_said, numeric=True),
    )
    return Few(services.briefs(viewer()), columns, name="nominations")


def call_state(one: Brief) -> str:
    """Return in words what can be done with a call now."""
    if one.call.agreement in queries.ASKED and one.call.state == "draft":
        return _("Your view is asked")
    return _("Open") if not one.closed else _("Closed")


def women_said(one: Brief) -> str:
    """Return the rounded share of women, where enough people said."""
    return "" if one.women.share is None else i18n.percent(one.women.share)


# --- nominees -----------------------------------------------------------------------------------


def nominees_table(found: Desk, accounts: Collection[int]) -> Table:
    """Return one's own people in a session: the nominees of these accounts first, in their order."""
    columns = (
        Column("name", _("Name"), _name, people_queries.by_name(i18n.language())),
        Column("latin", _("Name as in the passport"), _latin, Person.latin, shown=False),
        Column("organisation", _("Organisation"), _organisation),
        Column("state", _("State"), lambda row: STATES[row.state], Registration.state),
        Column("rank", _("Rank"), lambda row: row.nominee_rank, Registration.nominee_rank, within="name"),
        Column("documents", _("Documents"), lambda row: _documents(row, found), numeric=True, shown=False),
    )
    filters = (
        Filter("q", _("Name"), lambda query, words: query.where(people_queries.person_matches(words))),
        Filter("state", _("State"), _in_state, lambda: [(key, str(label)) for key, label in STATES.items()]),
    )
    query = queries.nominees(found.call.session_id, found.reach, accounts)
    return Table(query, columns, filters, name=f"{found.session.slug}-nominations")


def movable(rows: Sequence[Registration], accounts: Collection[int]) -> list[str]:
    """Return the public ids of the nominees of these accounts in their order: those that can change places."""
    return [row.public_id for row in rows if row.nominated_by in accounts and row.state in OPEN]


def _documents(row: Registration, found: Desk) -> str:
    asked = {each["key"] for each in found.call.documents}
    return f"{len(asked & {each.key for each in row.documents})}/{len(asked)}" if asked else ""


def _in_state(query: Select[Registration], state: str) -> Select[Registration]:
    return query.where(Registration.state == state)


# --- who came, who wants to come ----------------------------------------------------------------


def came_table(query: Select[Registration]) -> tuple[Table, Mapping[int, CameOf]]:
    """Return who had a place in trainings that are over, with what came of each row shown."""
    said: dict[int, CameOf] = {}
    columns = (
        Column("name", _("Name"), _name, people_queries.by_name(i18n.language())),
        Column("organisation", _("Organisation"), _organisation),
        Column("country", _("Country"), _country, shown=False),
        Column("title", _("Training"), lambda row: row.session.title),
        Column("first", _("First day"), lambda row: row.session.first_day, TrainingSession.first_day),
        Column("hours", _("Hours"), lambda row: row.session.hours, TrainingSession.hours, numeric=True, shown=False),
        Column("attended", _("Attended"), lambda row: said[row.id].attended),
        Column("certificate", _("Certificate"), lambda row: said[row.id].certificate),
    )
    filters = (
        Filter("q", _("Name"), lambda found, words: found.where(people_queries.person_matches(words))),
        Filter("training", _("Training"), _titled),
        Filter("since", _("From"), partial(_day, TrainingSession.first_day.__ge__), type="date"),
        Filter("until", _("Until"), partial(_day, TrainingSession.first_day.__le__), type="date"),
    )
    table = Table(query, columns, filters, name="attended")
    rows = table.whole() if request.args.get("format") in KINDS else table.rows
    said.update(services.outcomes([row.id for row in rows]))
    return table, said


def approvals_table(query: Select[Registration]) -> Table:
    """Return the applications that wait for the approval of one's country or institution."""
    columns = (
        Column("name", _("Name"), _name, people_queries.by_name(i18n.language())),
        Column("organisation", _("Organisation"), _organisation),
        Column("title", _("Training"), lambda row: row.session.title),
        Column("first", _("First day"), lambda row: row.session.first_day, TrainingSession.first_day),
        Column("since", _("Since"), lambda row: row.created_at.date(), Registration.created_at),
    )
    filters = (
        Filter("q", _("Name"), lambda found, words: found.where(people_queries.person_matches(words))),
        Filter("training", _("Training"), _titled),
    )
    return Table(query, columns, filters, name="approvals")


def number_to_endorse(who: Viewer) -> int:
    closed = services.knows_closed(who)
    query = queries.number_to_endorse(reach_of(who), but_not=who.person_id, government=closed)
    return db.session.scalar(query) or 0


def endorsable(who: Viewer) -> Select[Registration]:
    """Select the applications that wait for a viewer's approval."""
    return queries.to_endorse(reach_of(who), but_not=who.person_id, government=services.knows_closed(who))


def _titled(query: Select[Registration], words: str) -> Select[Registration]:
    return query.where(TrainingSession.search.contains(words.lower(), autoescape=True))


def _day(compare: Callable[[date], ColumnElement[bool]], query: Select[Registration], day: str) -> Select[Registration]:
    try:
        return query.where(compare(date.fromisoformat(day)))
    except ValueError:  # half a date narrows nothing
        return query


def by_country(figures: Sequence[Trained]) -> list[tuple[str, Trained]]:
    """Return figures with their country's name, countries as equals: in the reader's alphabet."""
    each = {one.country_code: one for one in figures}
    names = ((code, i18n.country_name(code) if code else _("Country not known")) for code in each)
    return [(name, each[code]) for code, name in choices.alphabetically(names)]


def _country(row: Registration) -> str:
    return i18n.country_name(row.facts.country_code) if row.facts.country_code else ""


def _name(row: Registration) -> str:
    return row.person.display if row.person else "—"


def _latin(row: Registration) -> str:
    return row.person.latin if row.person else ""


def _organisation(row: Registration) -> Texts | str:
    return row.facts.organisation.title if row.facts.organisation else ""


def quota_name(one: Brief) -> list[str]:
    """Return whom the quotas of a call are for, as far as they are one's own."""
    return list(quotas.names(one.quotas).values())
