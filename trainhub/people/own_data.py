"""What is held about a person: this feature's part, and all parts together for the person's own download."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import inspect

from ..hooks.host import host
from ..hooks.types import PersonData
from ..kernel import clock, i18n
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..kernel.types import Texts
from . import queries, reference, services
from .models import ERASURE_STATES, Person, PrivacyNotice


@dataclass(frozen=True, slots=True)
class Group:
    """One group as it is shown and as it is taken away."""

    key: str
    title: str
    plugin: str
    keeps: str
    columns: dict[str, str]
    shown: list[dict[str, str]]
    plain: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Everything:
    """All that is held about a person, and what could not be shown."""

    groups: list[Group]
    failed: list[str]  # plugins that could not say what they hold
    untold: int  # rows of plugins that do not run


def everything(person: Person) -> Everything:
    """Return what core and every plugin hold about a person."""
    parts, failed = host().gather("extend_person_data", person=person)
    groups: list[Group] = []
    told: set[str] = set()
    for part in parts:
        before = len(groups)
        with host().guarded(part.plugin, "extend_person_data"):
            groups.append(_group(part))
            told |= set(part.tables)
        if len(groups) == before:
            failed.append(part.plugin)
    return Everything(groups, list(dict.fromkeys(failed)), _untold(person, told))


def _group(part: PersonData) -> Group:
    columns = {str(key): str(label) for key, label in part.columns.items()}
    return Group(
        key=str(part.key),
        title=str(part.title),
        plugin=part.plugin,
        keeps=str(part.keeps),
        columns=columns,
        shown=[{key: shown(row.get(key)) for key in columns} for row in part.rows],
        plain=[{str(key): plain(value) for key, value in row.items()} for row in part.rows],
    )


def _untold(person: Person, told: set[str]) -> int:
    """Count the rows about a person in tables that nobody told of: their plugin is off, broken or gone."""
    there = set(inspect(db.session.connection()).get_table_names())
    columns = [
        (row.table, row.column)
        for row in db.session.scalars(queries.person_columns())
        if row.table in there - told and not row.via and row.policy != "keep"
    ]
    return int(db.session.scalar(queries.rows_about(person.id, columns)) or 0) if columns else 0


def as_json(person: Person, found: Everything) -> dict[str, Any]:
    """Return the same for a file: plain values, moments in UTC."""
    data: dict[str, dict[str, Any]] = {}
    for each in found.groups:
        group = {"title": each.title, "columns": each.columns, "rows": each.plain, "kept": each.keeps}
        data.setdefault(each.plugin or "trainhub", {})[each.key] = group
    return {
        "person": person.public_id,
        "made_at": clock.now().isoformat(),
        "data": data,
        "could_not_be_read": found.failed,
        "rows_of_plugins_that_do_not_run": found.untold,
    }


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    if isinstance(value, Texts):
        return value.text(i18n.language())
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def shown(value: Any) -> str:
    """Return a value as a reader's table shows it."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return i18n.moment(value)
    if isinstance(value, date):
        return i18n.day(value)
    if isinstance(value, int | float):
        return i18n.number(value)
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(shown(each) for each in value)
    return str(plain(value))


# --- this feature's own part --------------------------------------------------------------------------


def own(person: Person) -> list[PersonData]:
    """Return what this feature holds about a person."""
    return [
        _profile(person),
        _work(person),
        _statistic(person),
        *_confidence(person),
        _consents(person),
        _erasures(person),
    ]


def _profile(person: Person) -> PersonData:
    columns = {
        "display": _("Name shown"),
        "native": _("Name in own script"),
        "latin": _("Name as in the passport"),
        "email": _("E-mail"),
        "language": _("Language"),
        "country": _("Country"),
        "nationality": _("Nationality"),
        "zone": _("Time zone"),
        "since": _("Since"),
    }
    row = {name: getattr(person, name) for name in ("display", "native", "latin", "email", "zone")}
    row["language"] = i18n.language_name(person.language)
    row["country"] = i18n.country_name(person.country_code) if person.country_code else None
    row["nationality"] = i18n.country_name(person.nationality_code) if person.nationality_code else None
    row["since"] = person.created_at
    return PersonData(
        "person", _("Name and language"), columns, [row], tables=("person", "person_key", "person_not_same"), order=0
    )


def _work(person: Person) -> PersonData:
    columns = {
        "organisation": _("Organisation"),
        "position": _("Position"),
        "level": _("Level"),
        "since": _("First day"),
        "until": _("Last day"),
        "confirmed": _("Confirmed"),
    }
    rows = [
        {
            "organisation": each.organisation.title,
            "position": each.position,
            "level": str(reference.LEVELS.get(each.level, "")),
            "since": each.since,
            "until": each.until,
            "confirmed": each.confirmed_at,
        }
        for each in person.affiliations
    ]
    return PersonData("work", _("Where you work"), columns, rows, tables=("affiliation",), order=1)


def _statistic(person: Person) -> PersonData:
    found = services.own_statistic(person)
    row = {
        "gender": str(services.GENDERS.get(found.gender, "")),
        "age_band": str(services.AGE_BANDS.get(found.age_band, "")),
    }
    columns = {"gender": _("Gender"), "age_band": _("Age")}
    return PersonData("statistics", _("For statistics"), columns, [row], tables=("person_statistic",), order=2)


def _confidence(person: Person) -> list[PersonData]:
    kept = services.kept_confidential(person)
    opened = services.opened(kept)
    rows = [
        {
            "what": str(services.KINDS[name].label),
            "value": opened[name],
            "purpose": str(services.KINDS[name].purpose),
            "until": row.expires_on,
        }
        for name, row in kept.items()
    ]
    columns = {"what": _("What"), "value": _("Value"), "purpose": _("What for"), "until": _("Kept until")}
    looks = [
        {"at": each.at, "what": str(services.KINDS[each.attribute].label), "who": each.actor, "reason": each.reason}
        for each in services.accesses(person)
    ]
    heads = {"at": _("When"), "what": _("What"), "who": _("Who"), "reason": _("Reason")}
    return [
        PersonData("confidence", _("What you told us in confidence"), columns, rows, ("confidential",), order=3),
        PersonData(
            "looks",
            _("Who looked at what you told us in confidence"),
            heads,
            looks,
            ("confidential_access",),
            order=4,
        ),
    ]


def _consents(person: Person) -> PersonData:
    rows = [
        {"what": _told(each.notice), "notice": each.notice.version, "at": each.at, "withdrawn": each.withdrawn_at}
        for each in services.all_agreements(person)
    ]
    columns = {"what": _("What"), "notice": _("Version"), "at": _("Given"), "withdrawn": _("Taken back")}
    return PersonData("consents", _("What you agreed to"), columns, rows, tables=("consent",), order=5)


def _told(notice: PrivacyNotice) -> str:
    return _("Terms of use") if notice.kind == "terms" else _("Privacy notice")


def _erasures(person: Person) -> PersonData:
    rows = [
        {"at": each.asked_at, "state": str(ERASURE_STATES[each.state]), "note": each.note, "reason": each.reason}
        for each in db.session.scalars(queries.erasure_requests_of(person.id))
    ]
    columns = {"at": _("Asked"), "state": _("State"), "note": _("What you wrote"), "reason": _("Reason")}
    return PersonData("erasures", _("Requests to be erased"), columns, rows, tables=("erasure_request",), order=6)
