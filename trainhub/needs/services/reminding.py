"""Focal points are reminded in time that values of their country are to be looked at again (R-057)."""

from datetime import date, timedelta

from sqlalchemy import Select

from ...accounts import queries as accounts
from ...kernel import clock, i18n
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.jobs import Running
from ...messages import services as messages
from ...messages.models import Message
from ...people.models import Person
from .. import queries
from ..models import RoundCountry
from .matrices import is_firm

KIND = "needs_revalidate"
SOON, NEAR = timedelta(days=14), timedelta(days=3)
LATE = timedelta(days=30)  # after which nobody is reminded any more


def remind(running: Running) -> None:
    """The daily job: write two weeks before, three days before, and when the day is over; each once."""
    today = clock.today()
    due = [row for row in db.session.execute(queries.to_revalidate(today + SOON)) if row.until >= today - LATE]
    speakers = _speakers({row.RoundCountry.country_code for row in due})
    for done, (column, until) in enumerate(due):
        for person in speakers.get(column.country_code, ()):
            _write(column, until, person, _stage(until - today))
        running.checkpoint(done + 1, len(due))


def _stage(left: timedelta) -> str:
    return "over" if left < timedelta() else "near" if left <= NEAR else "soon"


def _speakers(codes: set[str]) -> dict[str, list[Person]]:
    """Return who speaks for each country: two roles of one person are one reader."""
    found: dict[str, dict[int, Person]] = {}
    for grant in db.session.scalars(accounts.focal_grants([("country", code) for code in sorted(codes)])).unique():
        person = grant.account.person
        found.setdefault(grant.scope_id, {})[person.id] = person
    return {code: list(people.values()) for code, people in found.items()}


def _write(column: RoundCountry, until: date, person: Person, stage: str) -> None:
    with i18n.speaking(person.language):
        country, day = i18n.country_name(column.country_code), i18n.day(until)
    messages.post(
        KIND,
        person,
        key=f"{KIND}:{column.id}:{until:%Y%m%d}:{stage}:{person.public_id}",
        centre_id=column.round.assessment.centre_id,
        check=f"needs_revalidate:{column.id}",
        country=country,
        until=day,
        over=stage == "over",
        url=f"/needs/countries/{column.country_code}/",
    )


def still_true(_message: Message, argument: str) -> str:
    """Say why a reminder is no longer true: the values were looked at, or nothing is to be looked at any more."""
    column = db.session.get(RoundCountry, int(argument)) if argument.isdecimal() else None
    if column is None or is_firm(column.round, column):
        return _("The values have been looked at, or need not be any more.")
    return ""


def waiting(countries: frozenset[str]) -> Select[str, date, str]:
    """Return what selects what waits for the focal point of some countries."""
    return queries.waiting(clock.today() + SOON, countries)


messages.register_check("needs_revalidate", still_true)
