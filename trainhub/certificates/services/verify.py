"""The public check of a certificate: enough to trust the paper in one's hand, and no more.

Who has the code learns status, course, hours and dates; the holder's name stays masked, and typing
the surname that the paper shows answers yes or no. Of a closed session only the year is told.
"""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.text import fold, initials
from ...kernel.types import ALPHABET, Texts
from .. import queries
from ..models import REASONS, Certificate
from . import facts
from .issue import CODE_LENGTH


@dataclass(frozen=True, slots=True)
class Course:
    """What is told of an open session's certificate beyond its status."""

    titles: Texts
    place: Texts
    first_day: date
    last_day: date
    modules: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer to a check. `course` is None for a closed session: then days are years only."""

    status: str  # valid | expired | revoked
    since: date | None  # since when it is expired or revoked
    reason: str
    replaced: bool  # another certificate stands in its place
    renewed: bool  # it has expired, and the holder has a later one of its kind
    holder: str
    centre: Texts
    zone: str
    hours: float
    planned: float
    languages: tuple[str, ...]
    issued: date
    expires: date | None
    number: str
    code: str
    kind: Texts
    teaches: bool
    course: Course | None


def clean(typed: str) -> str:
    """Return a code as it is stored, however it was typed: without blanks and dashes, in capitals."""
    return "".join(each for each in typed.upper() if each.isalnum())


def check(typed: str) -> Checked:
    """Return what everybody may know of the certificate with this code. Raises NotFound for any other text."""
    certificate = _find(typed)
    stated, status = certificate.facts, certificate.state
    closed = stated["closed"] or certificate.session.closed
    return Checked(
        status=status,
        since=_since(certificate),
        reason=str(REASONS.get(certificate.revoked_reason, "")),
        replaced=certificate.revoked_at is not None and _replaced(certificate),
        renewed=status == "expired" and _renewed(certificate),
        holder=". ".join(initials(stated["name"])) + "." if stated["name"] else "",
        centre=facts.texts(stated, "centre"),
        zone=certificate.centre.zone,
        hours=stated["hours"],
        planned=stated["planned"],
        languages=tuple(stated["languages"]),
        issued=certificate.issued_on,
        expires=certificate.expires_on,
        number=certificate.number,
        code=certificate.printed_code,
        kind=facts.kind_title(certificate),
        teaches=certificate.of_kind.teaches,
        course=None if closed else _course(stated),
    )


def is_holder(typed: str, surname: str) -> bool:
    """Say whether a surname is the one on the certificate with this code; spelling marks and case do not matter.

    The passport's spelling counts too. Names of thirteen countries have no common place for the surname,
    so any whole word of the name counts, and several words only if all do. Raises NotFound for a code that is none.
    """
    stated = _find(typed).facts
    asked = set(words(surname))
    return any(asked <= set(words(name)) for name in (stated["name"], stated["passport"]) if asked and name)


def words(name: str) -> list[str]:
    """Return the words of a name, folded: letters only, without marks, hyphens as blanks."""
    return "".join(each if each.isalpha() else " " for each in fold(name)).split()


def _find(typed: str) -> Certificate:
    code = clean(typed)
    if len(code) != CODE_LENGTH or set(code) - set(ALPHABET):
        raise NotFound
    found = db.session.scalar(queries.by_code(code))
    if found is None:
        raise NotFound
    return found


def _since(certificate: Certificate) -> date | None:
    if certificate.revoked_at is not None:
        return certificate.revoked_at.astimezone(ZoneInfo(certificate.centre.zone)).date()
    return certificate.expires_on if certificate.state == "expired" else None


def _replaced(certificate: Certificate) -> bool:
    return db.session.scalar(queries.valid_of(certificate.ground, certificate.kind)) is not None


def _renewed(certificate: Certificate) -> bool:
    return bool(db.session.scalar(queries.has_newer(certificate, clock.today(certificate.centre.zone))))


def _course(stated: facts.Facts) -> Course:
    return Course(
        facts.texts(stated, "titles"),
        facts.texts(stated, "place"),
        date.fromisoformat(stated["first_day"]),
        date.fromisoformat(stated["last_day"]),
        tuple(stated["module_numbers"]),
    )
