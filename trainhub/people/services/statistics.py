"""Gender and age band as people give them, and the facts that a registration freezes."""

from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import Select

from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from .. import queries
from ..models import Person, Statistic

UNANSWERED = ""
GENDERS: dict[str, str] = {
    "f": _l("Woman"),
    "m": _l("Man"),
    "other": _l("Another gender"),
    "undisclosed": _l("I prefer not to say"),
}
AGE_BANDS: dict[str, str] = {
    "under-25": _l("Under 25"),
    "25-34": _l("25 to 34"),
    "35-44": _l("35 to 44"),
    "45-54": _l("45 to 54"),
    "55-64": _l("55 to 64"),
    "65-plus": _l("65 or older"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What statistics may know of a person on the day of a registration; empty means not answered or not confirmed."""

    gender: str = UNANSWERED
    age_band: str = UNANSWERED
    country_code: str | None = None
    category_code: str | None = None
    organisation_id: int | None = None
    level: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """The share of women among some people, and how many of them have stated a gender."""

    percent: int  # rounded, the more the fewer they are
    stated: int


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person answered; empty means not answered."""

    gender: str = UNANSWERED
    age_band: str = UNANSWERED


def save_statistic(person: Person, *, gender: str = UNANSWERED, age_band: str | None = UNANSWERED) -> None:
    """Keep what a person answered (None: as it was); raises Invalid for an answer that nobody offers."""
    if gender != UNANSWERED and gender not in GENDERS:
        raise Invalid({"gender": _("Choose one of the answers, or none.")})
    if age_band and age_band not in AGE_BANDS:
        raise Invalid({"age_band": _("Choose one of the answers, or none.")})
    row = db.session.scalar(queries.statistic(person.id))
    if row is None:
        row = Statistic(person_id=person.id)
        db.session.add(row)
    row.gender = gender
    if age_band is not None:
        row.age_band = age_band
    db.session.flush()


def own_statistic(person: Person) -> Answers:
    """Return what a person answered, for the own page."""
    row = db.session.scalar(queries.statistic(person.id))
    return Answers(row.gender, row.age_band) if row else Answers()


def women_among(persons: Select[Any]) -> Share | None:
    """Return the share of women among persons (a select of their ids); None where it could tell of single ones.

    At least SMALL_CELL must have stated a gender, and not all the same; the share is rounded so far that one
    person more or less in the choice mostly changes nothing.
    """
    counts = {row[0]: row[1] for row in db.session.execute(queries.genders_among(persons))}
    stated, women = sum(counts.values()), counts.get("f", 0)
    if stated < max(int(current_app.config["SMALL_CELL"]), 2) or women in {0, stated}:
        return None
    step = 25 if stated < 10 else 10 if stated < 20 else 5
    return Share(round(100 * women / stated / step) * step, stated)


def frozen_facts(person_id: int) -> Facts:
    """Return what a registration of this person keeps for statistics; of several affiliations the latest confirmed."""
    row = db.session.execute(queries.standing_and_answers(person_id)).first()
    if row is None:
        return Facts()
    return Facts(
        gender=row.gender or UNANSWERED,
        age_band=row.age_band or UNANSWERED,
        country_code=row.country_code,
        category_code=row.category_code,
        organisation_id=row.organisation_id,
        level=row.level or "",
    )
