"""What came of places in trainings that are over; attendance and certificates, right of this feature, say it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Select

from ...kernel.db import db
from ...people import services as people
from ...people.services import Share
from .. import queries
from ..models import Registration

Tell = Callable[[Collection[int]], Mapping[int, str]]
_tellers: dict[str, Tell] = {}


@dataclass(frozen=True, slots=True)
class CameOf:
    """What came of one place, in words: how much of the training somebody attended, and the certificate's number."""

    attended: str = ""
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class Trained:
    """How many people of one country came, to how many trainings, and how many places they had."""

    country_code: str
    people: int
    trainings: int
    places: int


def trained(came: Select[Registration]) -> tuple[list[Trained], Share | None]:
    """Return those who came in figures by country, and the share of women among them where it may be told."""
    rows = db.session.execute(queries.in_figures(came))
    found = [Trained(row.country_code or "", row.people, row.trainings, row.places) for row in rows]
    return found, people.women_among(queries.who_came(came))


def tell_outcome(name: str, tell: Tell) -> None:
    """Let a later feature say, in a few words, what came of registrations: "attended" or "certificate"."""
    _tellers[name] = tell


def outcomes(registration_ids: Collection[int]) -> dict[int, CameOf]:
    """Return registration id -> what came of it, in as many questions for one as for all."""
    said = {name: tell(registration_ids) if registration_ids else {} for name, tell in _tellers.items()}
    return {each: CameOf(**{name: found.get(each, "") for name, found in said.items()}) for each in registration_ids}
