"""Annual statistics: six tables that staff publish with one word, and what stands published of each year."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from trainhub.plugin_api import NotFound, Refused, Texts, Viewer, clock, db
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import lazy_gettext as _l
from trainhub.plugin_api.disclosure import (
    Actor,
    Audience,
    ReadTable,
    Release,
    ReleaseCommand,
    TableCommand,
    centres_of,
    check,
    check_now,
    discard,
    draft,
    latest_of,
    may_change,
    may_publish_for,
    of_kind,
    publish,
    tables_of,
)
from trainhub.plugin_api.people import Centre
from trainhub.plugin_api.reports import PARTICIPATIONS, periods
from trainhub.plugin_api.texts import languages, speaking

from . import queries
from .words import KEY

KIND = "gender.annual"
TREND = 5  # years told beside each other
OFFERED = 3  # years back that may be published
COUNTRY, ORGANISATION, LEVEL, MODULE, COMPLETION, TRAINERS = (
    "country",
    "organisation",
    "level",
    "module",
    "completion",
    "trainers",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of the tables of a year."""

    key: str
    indicator: str
    by: tuple[str, ...]
    title: str


TABLES = (
    Wanted(COUNTRY, PARTICIPATIONS, ("country", KEY), _l("Participations by country and gender")),
    Wanted(
        ORGANISATION,
        PARTICIPATIONS,
        ("organisation_type", KEY),
        _l("Participations by kind of organisation and gender"),
    ),
    Wanted(LEVEL, PARTICIPATIONS, ("level", KEY), _l("Participations by level and gender")),
    Wanted(MODULE, PARTICIPATIONS, ("module", KEY), _l("Participations by module and gender")),
    Wanted(COMPLETION, "core.completion_rate", (KEY,), _l("Share that completed, by gender")),
    Wanted(TRAINERS, "core.trainers", (KEY,), _l("Trainers’ assignments by gender")),
)


@dataclass(frozen=True, slots=True)
class Edition:
    """The statistics of one year as they stand published."""

    release: Release
    tables: dict[str, ReadTable]

    @property
    def year(self) -> int:
        return self.release.first.year

    @property
    def centre(self) -> str:
        """Return the slug of the one centre it is about; "" of all together."""
        return self.release.centre.slug if self.release.centre else ""

    @property
    def at(self) -> date:
        """Return the day it came out."""
        assert self.release.published_at is not None
        return self.release.published_at.date()


# --- publishing -------------------------------------------------------------------------------------


def years() -> list[int]:
    """Return the years that are over and may be published, the last first."""
    last = clock.today().year - 1
    return list(range(last, last - OFFERED, -1))


def open_year() -> int | None:
    """Return the year that was over last, if nothing of it stands published."""
    last = years()[0]
    return None if any(each.first.year == last for each in editions()) else last


def centres(who: Viewer) -> list[Centre | None]:
    """Return whose figures the viewer may let out; None stands for all centres together."""
    own = [*centres_of(who)]
    return [None, *own] if may_publish_for(who, None) and sole_centre() is None else [*own]


def sole_centre() -> Centre | None:
    """Return the one centre there is; None of several: then all together have statistics of their own."""
    found = db.session.scalars(queries.centres().limit(2)).all()
    return found[0] if len(found) == 1 else None


def standing(year: int, centre: Centre | None) -> Release | None:
    """Return the last release of a year that was begun, in whatever state it is."""
    span = periods.year(year)
    return latest_of(KIND, span.first, span.until, centre.id if centre else None)


def begin(year: int, centre: Centre | None, by: Actor) -> Release:
    """Draft the six tables of a year and let a job check and publish them. Raises Refused."""
    release = _drafted(year, centre)
    check(release, account_id=by.account_id, publish_as=by.name)
    return release


def publish_now(year: int, centre: Centre | None, by: Actor) -> Release:
    """Do the same here and now: for a demonstration. What does not stand the attack stays a draft."""
    release = _drafted(year, centre)
    check_now(release)
    if release.state == "ready":
        publish(release, by)
    return release


def _drafted(year: int, centre: Centre | None) -> Release:
    if year not in years():
        raise Refused(_("Only a year that is over can be published."))
    before = standing(year, centre)
    if before is not None and may_change(before):
        discard(before)
    elif before is not None and before.state == "computing":
        raise Refused(_("These statistics are being checked. Wait until that is done."))
    elif before is not None and before.state == "published":
        raise Refused(_("These statistics are published. Withdraw them first; then they can be made anew."))
    return draft(_command(year, centre))


def _command(year: int, centre: Centre | None) -> ReleaseCommand:
    span = periods.year(year)
    tables = tuple(TableCommand(each.indicator, each.by, title=_in_all(each.title), key=each.key) for each in TABLES)
    title = _in_all(_l("Gender statistics %(year)s", year=str(year)))
    return ReleaseCommand(title, Audience.PUBLIC, span.first, span.until, tables, KIND, centre)


def _in_all(text: Any) -> Texts:
    """Return a text of the program in every language."""
    said = {}
    for code in languages():
        with speaking(code):
            said[code] = str(text)
    return Texts.of(said)


# --- reading ------------------------------------------------------------------------------------------


def editions() -> list[Release]:
    """Return the release that stands for each year and centre, the last year first, all centres before each."""
    found: dict[tuple[int, int | None], Release] = {}
    for release in of_kind(KIND):
        found.setdefault((release.first.year, release.centre_id), release)
    return sorted(found.values(), key=lambda each: (-each.first.year, each.centre_id or 0))


def edition(year: int, centre: str) -> tuple[Edition, list[Edition], list[Release]]:
    """Return the statistics of a year, those of the years before and with it, and all there are; raises NotFound.

    `centre` is a slug; "" gives those of all centres together where there are any, else a single centre's.
    """
    everything = editions()
    there = [each for each in everything if each.first.year == year and (not centre or _slug(each) == centre)]
    if not there:
        raise NotFound
    past = [each for each in everything if each.centre_id == there[0].centre_id and each.first.year <= year]
    read = list(_read(sorted(past, key=lambda each: each.first)[-TREND:]))
    return read[-1], read, everything


def _read(releases: list[Release]) -> Iterator[Edition]:
    tables = tables_of(releases)
    for release in releases:
        yield Edition(release, _by_key(tables[release.id]))


def _by_key(tables: Iterable[ReadTable]) -> dict[str, ReadTable]:
    return {table.key: table for table in tables}


def _slug(release: Release) -> str:
    return release.centre.slug if release.centre else ""
