"""Who spoke for institutions: seen by the centre only, kept for a purpose and until a day (R-061)."""

from datetime import date

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.jobs import Running
from ...people import services as people
from .. import queries
from ..models import Contributor, Response, Round

YEARS = 2  # after the last day of the round, unless somebody says less
PURPOSE = _l("To ask back about an answer, and to show whom an assessment heard")


def contributors(response: Response) -> list[Contributor]:
    return list(db.session.scalars(queries.contributors(response.id)))


def longest(found: Round) -> date:
    """Return until when names of a round may be kept."""
    last = found.last_day
    return last.replace(year=last.year + YEARS, day=min(last.day, 28))


def add_contributor(
    *, found: Round, response: Response, name: str, position: str, email: str, until: date | None
) -> Contributor:
    """Note who spoke; by the e-mail somebody of the address book is meant, so that their rights reach this name."""
    person = people.person_of_email(email.strip()) if email.strip() else None
    wrong: dict[str, str] = {}
    if email.strip() and person is None:
        wrong["email"] = _("Nobody in the address book has this address. Leave it empty, or add the person first.")
    if not name.strip() and person is None:
        wrong.setdefault("name", _("This is needed. Fill it in."))
    if until is not None and not clock.today() <= until <= longest(found):
        wrong["until"] = _("Names are kept until %(day)s at the most.", day=longest(found).isoformat())
    if wrong:
        raise Invalid(wrong)
    row = Contributor(
        response=response,
        person=person,
        name=name.strip() or (person.display if person else ""),
        position=position.strip(),
        until=until or longest(found),
    )
    db.session.add(row)
    db.session.flush()
    return row


def remove_contributor(response: Response, public_id: str) -> None:
    """Take a name away before its day."""
    row = next((each for each in contributors(response) if each.public_id == public_id), None)
    if row is None:
        raise NotFound
    db.session.delete(row)
    db.session.flush()


def forget(running: Running) -> None:
    """The daily job: let names go on their day."""
    for row in db.session.scalars(queries.contributors_over(clock.today())).all():
        db.session.delete(row)
    running.checkpoint()
