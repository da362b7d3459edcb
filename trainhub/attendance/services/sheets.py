"""Sign-in sheets and badges: made, found again by the code on the paper, and printed."""

from collections.abc import Collection, Sequence
from datetime import date

from flask import current_app

from ...kernel import clock, i18n
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.work import Actor
from ...registration.models import Registration
from ...sessions.models import Slot, TrainingSession
from .. import paper, policies, queries
from ..models import SignInSheet
from ..paper import Badge, Entry, SheetFacts
from .coding import badge_of, codes_of
from .scans import KEPT_YEARS


def make_sheet(*, session: TrainingSession, day: date | None, languages: Sequence[str], by: Actor) -> SignInSheet:
    """Note a sheet for everybody with a confirmed place now: for one day, or for the whole session.

    Raises Refused where there is nobody or nothing to sign for, Invalid for a day without half-days.
    """
    if session.state not in policies.STATES_WITH_REGISTERS:
        raise Refused(_("Only a published session has registers."))
    slots = [slot for slot in session.standing if day is None or slot.local_date == day]
    if not slots:
        raise Invalid({"day": _("Choose a day of this session.")})
    found = on_register(session)
    if not found:
        raise Refused(_("Nobody has a confirmed place yet, so nobody could sign."))
    sheet = SignInSheet(
        session=session,
        session_id=session.id,
        day=day,
        slots=[slot.public_id for slot in slots],
        people=[each.id for each in found],
        languages=_spoken(languages),
        account_id=by.account_id,
        actor=by.name,
    )
    db.session.add(sheet)
    db.session.flush()
    return sheet


def languages_of(session: TrainingSession) -> list[str]:
    """Return the languages a sheet of the session is printed in unless somebody chooses others: two at the most."""
    return _spoken(session.languages) or [i18n.language()]


def find_sheet(session: TrainingSession, public_id: str) -> SignInSheet:
    """Return a sheet of this session; raises NotFound."""
    found = db.session.scalar(queries.sheet(public_id.lower()))
    if found is None or found.session_id != session.id:
        raise NotFound
    return found


def find_any_sheet(public_id: str) -> SignInSheet:
    """Return a sheet by the code on its paper; who may see it is for the session's pages to say. Raises NotFound."""
    found = db.session.scalar(queries.sheet(public_id.lower()))
    if found is None:
        raise NotFound
    return found


def sheets_of(session: TrainingSession) -> list[SignInSheet]:
    """Return the sheets of a session, the newest first."""
    return list(db.session.scalars(queries.sheets_of(session.id)))


def on_register(session: TrainingSession) -> list[Registration]:
    """Return who has a confirmed place, by name."""
    return list(db.session.scalars(queries.on_register(session.id)))


def slots_of(sheet: SignInSheet) -> list[Slot]:
    """Return the half-days of a sheet, those cancelled meanwhile too: the paper shows them."""
    return list(db.session.scalars(queries.slots_named(sheet.session_id, sheet.slots)))


def came_later(sheet: SignInSheet) -> list[Registration]:
    """Return who has a place now and is not on a sheet."""
    found = db.session.scalars(queries.on_register(sheet.session_id))
    return [each for each in found if each.id not in set(sheet.people)]


def pages_of(sheet: SignInSheet) -> int:
    """Return how many pages a sheet has."""
    return paper.pages_of(slots_of(sheet), len(sheet.people))


def print_sheet(sheet: SignInSheet) -> bytes:
    """Return a sheet as PDF: who gave the place back meanwhile is not on it any more, everybody else in their order."""
    session, codes = sheet.session, {number: code for code, number in codes_of(sheet.session).items()}
    rows = {each.id: each for each in db.session.scalars(queries.some_on_register(session.id, sheet.people))}
    base = str(current_app.config["BASE_URL"]).rstrip("/")
    facts = SheetFacts(
        session=session,
        slots=slots_of(sheet),
        entries=[_entry(rows[number], codes[number]) for number in sheet.people if number in rows],
        languages=sheet.languages or ["en"],
        name=sheet.name,
        address=lambda page: f"{base}/sheets/{sheet.public_id}/{page}",
        kept=KEPT_YEARS,
    )
    return paper.print_sheet(facts, sheet.made_at)


def print_badges(session: TrainingSession, *, code: str, only: Collection[str] = (), team: bool = False) -> bytes:
    """Return the badges of those with a confirmed place (`only` some, by public id), and of who delivers the session.

    Raises Refused where there is nobody.
    """
    badges = [_badge(session, row) for row in on_register(session) if not only or row.public_id in only]
    if team:
        badges += _team(session)
    if not badges:
        raise Refused(_("Nobody has a confirmed place yet, so there are no badges."))
    return paper.print_badges(session, badges, code, clock.now())


def _entry(row: Registration, code: str) -> Entry:
    assert row.person is not None  # a row on the register joins its person
    return Entry(row.person, row.facts.organisation if row.facts else None, code)


def _badge(session: TrainingSession, row: Registration) -> Badge:
    assert row.person is not None
    return Badge(row.person, row.facts.organisation if row.facts else None, badge_of(session, row.public_id))


def _team(session: TrainingSession) -> list[Badge]:
    """Return a badge for each who trains, facilitates or interprets, by their first part."""
    found: dict[int, Badge] = {}
    for each in db.session.scalars(queries.team(session.id)):
        works = next((place.organisation for place in each.person.affiliations if place.current), None)
        found.setdefault(each.person_id, Badge(each.person, works, role=each.role))
    return list(found.values())


def _spoken(languages: Sequence[str]) -> list[str]:
    return [each for each in dict.fromkeys(languages) if each in i18n.languages()][:2]
