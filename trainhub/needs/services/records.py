"""Policy documents and leading bodies of countries: kept, looked up, taken away (R-052, R-053)."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from .. import queries
from ..models import LeadBody, PolicyDocument
from ..policies import Sight
from .loading import searched

Kept = TypeVar("Kept", PolicyDocument, LeadBody)
FIRST, LAST = 1950, 2100  # years that make sense


@dataclass(frozen=True, slots=True)
class DocumentCommand:
    """What is known of a policy document."""

    country_code: str
    title: Texts
    state: str = "adopted"
    first_year: int | None = None
    last_year: int | None = None
    goals: tuple[str, ...] = ()
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class LeadCommand:
    """Which body leads in a country, and since when."""

    country_code: str
    title: Texts
    organisation_id: int | None = None
    since: date | None = None
    until: date | None = None
    note: str = ""
    source: str = ""


def goals_of(text: str) -> tuple[str, ...]:
    """Return goals and targets ("10", "10.7") out of a text; raises Invalid where one is none."""
    found = []
    for part in text.replace(";", ",").split(","):
        goal = part.strip().upper().removeprefix("SDG").strip()
        if not goal:
            continue
        number = goal.partition(".")[0]
        if not (number.isascii() and number.isdecimal() and 1 <= int(number) <= 17 and len(goal) <= 5):
            raise Invalid({"goals": _("“%(goal)s” is no goal from 1 to 17, nor a target of one.", goal=part.strip())})
        found.append(goal)
    return tuple(dict.fromkeys(found))


def keep_document(*, command: DocumentCommand, document: PolicyDocument | None = None) -> PolicyDocument:
    """Add a policy document, or change it."""
    wrong = _titled(command.title)
    years = [year for year in (command.first_year, command.last_year) if year is not None]
    if any(not FIRST <= year <= LAST for year in years):
        wrong["first_year"] = _("Years are from %(first)s to %(last)s.", first=FIRST, last=LAST)
    elif years != sorted(years):
        wrong["last_year"] = _("The last year is before the first.")
    if wrong:
        raise Invalid(wrong)
    row = document or PolicyDocument()
    for name in ("country_code", "title", "state", "first_year", "last_year", "note", "source"):
        setattr(row, name, getattr(command, name))
    row.goals = list(command.goals)
    return _kept(row, command.title)


def keep_lead(*, command: LeadCommand, lead: LeadBody | None = None) -> LeadBody:
    """Add a body that leads, or change it; one that leads no more gets its last day and stays."""
    wrong = _titled(command.title)
    if command.since and command.until and command.until < command.since:
        wrong["until"] = _("The last day is before the first.")
    if wrong:
        raise Invalid(wrong)
    row = lead or LeadBody()
    for name in ("country_code", "title", "organisation_id", "since", "until", "note", "source"):
        setattr(row, name, getattr(command, name))
    return _kept(row, command.title)


def _titled(title: Texts) -> dict[str, str]:
    return {} if str(title).strip() else {"title": _("This is needed. Fill it in.")}


def _kept(row: Kept, title: Texts) -> Kept:
    """Keep a row; what a person has changed is not made up any more."""
    row.search, row.invented = searched(title), False
    db.session.add(row)
    db.session.flush()
    return row


def find_document(public_id: str, sight: Sight) -> PolicyDocument:
    """Return a policy document of a country that a viewer sees, or raise NotFound."""
    return _seen(db.session.scalar(queries.documents().where(PolicyDocument.public_id == public_id)), sight)


def find_lead(public_id: str, sight: Sight) -> LeadBody:
    """Return a leading body of a country that a viewer sees, or raise NotFound."""
    return _seen(db.session.scalar(queries.lead_bodies().where(LeadBody.public_id == public_id)), sight)


def _seen(row: Kept | None, sight: Sight) -> Kept:
    if row is None or not sight.country(row.country_code):
        raise NotFound
    return row


def remove(row: PolicyDocument | LeadBody) -> None:
    """Take away what was entered by mistake."""
    db.session.delete(row)
    db.session.flush()
