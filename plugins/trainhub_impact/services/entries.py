"""Values that people enter: the centre for itself, an institution within its scope. A change is the next version."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite

from sqlalchemy import Select

from trainhub.plugin_api import Invalid, NotFound, Refused, Viewer, db, ngettext
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.people import Organisation
from trainhub.plugin_api.reports import Period

from .. import policies, queries
from ..models import Entry, Sheet, Tracked
from ..vocabulary import COMPUTED, INSTITUTIONS, KNOWN, MEAN, PERCENT, RATIO, STAFF, STATES, UNKNOWN
from .figures import Figure


@dataclass(frozen=True, slots=True)
class EntryCommand:
    """A value as it was entered: one number, or two that are divided, or the word that it is not known."""

    state: str = KNOWN
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    note: str = ""
    reason: str = ""


def by_ratio(sheet: Sheet) -> bool:
    """Say whether a value is entered as two numbers: so many of so many."""
    return sheet.shape == PERCENT and sheet.gather == RATIO


def enter(
    tracked: Tracked,
    period: Period,
    command: EntryCommand,
    *,
    organisation: Organisation | None = None,
    person_id: int | None = None,
) -> Entry:
    """Keep a value for a period. Raises Refused where it is computed or locked, Invalid for what cannot be."""
    _must_be_enterable(tracked, period, organisation)
    value = _value(tracked.sheet, command)
    before = list(db.session.scalars(_versions(tracked, period, organisation)))
    if before and not command.reason.strip():
        raise Invalid({"reason": _("There is a value already. Say why it changes.")})
    for each in before:
        each.current = False
    entry = Entry(
        tracked=tracked,
        first=period.first,
        until=period.until,
        organisation=organisation,
        no=len(before) + 1,
        state=command.state,
        value=value,
        numerator=command.numerator if command.state == KNOWN else None,
        denominator=command.denominator if command.state == KNOWN else None,
        note=command.note.strip(),
        reason=command.reason.strip() if before else "",
        person_id=person_id,
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def versions(tracked: Tracked, period: Period, organisation: Organisation | None) -> list[Entry]:
    """Return every version of an entered value, the newest first."""
    return list(db.session.scalars(_versions(tracked, period, organisation)))


def of(tracked: Sequence[Tracked], first: Period, last: Period, country: str | None = None) -> list[Entry]:
    """Return the values in force for periods from one to another."""
    ids = [each.id for each in tracked]
    return list(db.session.scalars(queries.entries(ids, first.first, last.until, country)))


def together(sheet: Sheet, entries: Iterable[Entry]) -> Figure:
    """Return what the values of one period make together, as the sheet says."""
    found = list(entries)
    known = [each for each in found if each.state == KNOWN]
    if not found:
        return Figure(why=_("Nobody has reported it yet.") if sheet.source == INSTITUTIONS else _("Not entered yet."))
    if not known:
        return Figure(UNKNOWN, n=0, why=_said_unknown(found))
    if sheet.source == STAFF:
        one = known[-1]
        return Figure(KNOWN, one.value, one.numerator, one.denominator, 1)
    return _gathered(sheet.gather, known)


# --- institutions --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing an institution is asked for a period, and what it answered."""

    tracked: Tracked
    organisation: Organisation
    entry: Entry | None
    locked: bool


def institutions_of(who: Viewer) -> list[Organisation]:
    """Return the institutions the viewer reports for."""
    countries, numbers = policies.countries(who), policies.organisation_ids(who)
    return list(db.session.scalars(queries.reporting(countries, numbers))) if countries or numbers else []


def find_institution(slug: str, who: Viewer) -> Organisation:
    """Return an institution the viewer reports for; raises NotFound."""
    organisation = db.session.scalar(queries.organisation(slug))
    if organisation is None or organisation.archived_at or not policies.reports_for(who, organisation):
        raise NotFound
    return organisation


def find_asked(public_id: str) -> Tracked:
    """Return an indicator that institutions report on; raises NotFound."""
    found = next((each for each in db.session.scalars(queries.to_report()) if each.public_id == public_id), None)
    if found is None:
        raise NotFound
    return found


def asked(organisation: Organisation, period: Period) -> list[Asked]:
    """Return everything an institution is asked for a period."""
    theirs = list(db.session.scalars(queries.to_report()))
    ids = [each.id for each in theirs]
    told = db.session.scalars(queries.entries_of(organisation.id, ids, period.first, period.until))
    have = {each.indicator_id: each for each in told}
    closed = {centre: is_locked(centre, period) for centre in {each.centre_id for each in theirs}}
    return [Asked(each, organisation, have.get(each.id), closed[each.centre_id]) for each in theirs]


def check_number(sheet: Sheet, value: float) -> None:
    """Raise Invalid for what this indicator cannot be. What is computed may fall: a gain may be below nought."""
    if not isfinite(value):
        raise Invalid({"value": _("Write a number.")})
    if value < 0 and (sheet.source != COMPUTED or sheet.shape == PERCENT):
        raise Invalid({"value": _("A number below nought cannot be.")})
    if sheet.shape == PERCENT and value > 1:
        raise Invalid({"value": _("A share is 100 %% at the most.")})


def is_locked(centre_id: int, period: Period) -> bool:
    """Say whether a period of a centre is locked."""
    return db.session.scalar(queries.lock_of(centre_id, period.first, period.until)) is not None


# --- inside ----------------------------------------------------------------------------------------------


def _must_be_enterable(tracked: Tracked, period: Period, organisation: Organisation | None) -> None:
    wanted = INSTITUTIONS if organisation else STAFF
    if tracked.sheet.source == COMPUTED:
        raise Refused(_("This indicator is computed from records; nobody enters it."))
    if tracked.sheet.source != wanted:
        raise Refused(_("The definition says that others enter this value."))
    if is_locked(tracked.centre_id, period):
        raise Refused(
            _("%(period)s is locked. A correction is made by the centre, with a reason.", period=period.label)
        )


def _value(sheet: Sheet, command: EntryCommand) -> float | None:
    if command.state not in STATES:
        raise Invalid({"state": _("Choose one of the list.")})
    if command.state != KNOWN:
        return None
    if by_ratio(sheet):
        return _ratio(command.numerator, command.denominator)
    if command.value is None:
        raise Invalid({"value": _("Write a number, or say that it is not known.")})
    check_number(sheet, command.value)
    return command.value


def _ratio(upper: float | None, lower: float | None) -> float:
    wrong = {
        name: _("Write a number.") for name, each in (("numerator", upper), ("denominator", lower)) if each is None
    }
    if wrong:
        raise Invalid(wrong)
    assert upper is not None
    assert lower is not None
    if not (isfinite(upper) and isfinite(lower)):
        raise Invalid({"numerator": _("Write a number.")})
    if lower <= 0:
        raise Invalid({"denominator": _("Nothing is divided by nought. Say “not available” where there was nobody.")})
    if not 0 <= upper <= lower:
        raise Invalid({"numerator": _("It lies between 0 and the number below.")})
    return upper / lower


def _versions(tracked: Tracked, period: Period, organisation: Organisation | None) -> Select[Entry]:
    return queries.versions_of(tracked.id, period.first, period.until, organisation.id if organisation else None)


def _gathered(gather: str, known: Sequence[Entry]) -> Figure:
    values = [each.value or 0 for each in known]
    if gather == RATIO:
        upper, lower = (sum(part or 0 for part in column) for column in _columns(known))
        return Figure(KNOWN, upper / lower if lower else None, upper, lower, len(known))
    total = sum(values)
    return Figure(KNOWN, total / len(values) if gather == MEAN else total, total, None, len(known))


def _columns(known: Sequence[Entry]) -> tuple[list[float | None], list[float | None]]:
    return [each.numerator for each in known], [each.denominator for each in known]


def _said_unknown(found: Sequence[Entry]) -> str:
    return ngettext("%(num)s answered that it is not known.", "%(num)s answered that it is not known.", len(found))
