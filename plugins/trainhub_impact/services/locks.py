"""Locking a period: value, definition and the data behind it stand; later there are only corrections, with a reason."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC
from typing import Any

from sqlalchemy.exc import IntegrityError

from trainhub.plugin_api import Invalid, NotFound, Refused, Texts, Viewer, actor, clock, db
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.people import Centre
from trainhub.plugin_api.reports import Period, Scope

from .. import policies, queries, spans
from ..models import Entry, Lock, Sheet, Tracked, Value
from ..vocabulary import KNOWN, STATES
from . import entries, figures, framework
from .figures import Figure


def lockable(centre: Centre) -> list[Period]:
    """Return the quarters and years that are over and not locked yet, the oldest first."""
    done = {(each.first, each.until) for each in locks(centre)}
    return [each for each in reversed(spans.over(clock.today(centre.zone))) if (each.first, each.until) not in done]


def locks(centre: Centre) -> list[Lock]:
    """Return the locked periods of a centre, the newest first."""
    return list(db.session.scalars(queries.locks(centre.id)))


def find_lock(public_id: str, who: Viewer) -> Lock:
    """Return a locked period with its values; raises NotFound."""
    lock = db.session.scalar(queries.lock(public_id))
    if lock is None or not policies.sees(who, lock.centre_id):
        raise NotFound
    return lock


def find_value(public_id: str, who: Viewer) -> Value:
    """Return a locked value of an indicator the viewer sees; raises NotFound."""
    value = db.session.scalar(queries.value(public_id))
    if value is None or not policies.sees(who, value.lock.centre_id):
        raise NotFound
    return value


def find_value_to_keep(public_id: str, who: Viewer) -> Value:
    """Return a locked value that the viewer may correct; raises NotFound."""
    value = find_value(public_id, who)
    if not policies.keeps(who, value.lock.centre_id):
        raise NotFound
    return value


def missing(centre: Centre, period: Period) -> list[Tracked]:
    """Return the indicators that somebody should have entered for a period and nobody did."""
    tracked = [each for each in framework.tracked(centre) if not figures.is_computed(each.sheet)]
    have = {each.indicator_id for each in _entered(tracked, period)}
    return [each for each in tracked if each.id not in have]


def lock(centre: Centre, period: Period) -> Lock:
    """Freeze every indicator of a period: its value, its definition and the data behind it. Raises Refused."""
    if spans.reportable(period.key) is None:
        raise Refused(_("Quarters and years are locked, nothing else."))
    if period.until > clock.today(centre.zone):
        raise Refused(_("%(period)s is not over yet.", period=period.label))
    if entries.is_locked(centre.id, period):
        raise Refused(_("%(period)s is locked already.", period=period.label))
    tracked = framework.tracked(centre)
    if not tracked:
        raise Refused(_("There is no indicator to lock. Define one first."))
    made = Lock(centre=centre, first=period.first, until=period.until, by=actor().name)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:  # somebody was faster by a moment
        raise Refused(_("%(period)s is locked already.", period=period.label)) from error
    targets = {
        each.indicator_id: each.value
        for each in framework.targets(tracked)
        if each.project_id is None and (each.first, each.until) == (period.first, period.until)
    }
    entered = _entered(tracked, period)
    for each in tracked:
        figure, data = _frozen(each, centre, period, [one for one in entered if one.indicator_id == each.id])
        _write(made, each, each.sheet, 1, figure, data, targets.get(each.id), "")
    db.session.flush()
    return made


def correct(value: Value, *, state: str, number: float | None, reason: str) -> Value:
    """Put another value in the place of a locked one, as its next version. Raises Invalid."""
    newest = newest_of(value)
    if state not in STATES:
        raise Invalid({"state": _("Choose one of the list.")})
    if state == KNOWN and number is None:
        raise Invalid({"value": _("Write a number, or say that it is not known.")})
    if number is not None and state == KNOWN:
        entries.check_number(newest.sheet, number)
    if not reason.strip():
        raise Invalid({"reason": _("Say why: a correction after the lock needs a reason.")})
    figure = Figure(state, number if state == KNOWN else None)
    data = {"corrects": newest.digest, "by_hand": True}
    return _write(newest.lock, newest.tracked, newest.sheet, newest.no + 1, figure, data, newest.target, reason.strip())


def recompute(value: Value, *, reason: str) -> Value:
    """Compute a locked value again from today's records, by the definition it was locked with. Raises Invalid."""
    newest = newest_of(value)
    if not figures.is_computed(newest.sheet):
        raise Refused(_("This value was entered; enter the correction."))
    if not reason.strip():
        raise Invalid({"reason": _("Say why: a correction after the lock needs a reason.")})
    scope = scope_of(newest.lock.centre, newest.lock.period)
    figure, data = figures.compute(newest.sheet, scope), figures.snapshot(newest.sheet, scope)
    data["corrects"] = newest.digest
    return _write(newest.lock, newest.tracked, newest.sheet, newest.no + 1, figure, data, newest.target, reason.strip())


def versions(value: Value) -> list[Value]:
    """Return every version of a locked value, the newest first."""
    found = db.session.scalars(queries.locked([value.indicator_id], value.lock.first, value.lock.until))
    return [each for each in reversed(list(found)) if each.lock_id == value.lock_id]


def newest_of(value: Value) -> Value:
    """Return the version in force."""
    return versions(value)[0]


def untouched(value: Value) -> bool:
    """Say whether a locked value is still what it was when it was written."""
    return value.digest == fingerprint(value)


def fingerprint(value: Value) -> str:
    """Return what proves later that neither value, nor definition, nor data, nor who gave it when was changed."""
    sheet = {each.name: _plain(getattr(value.sheet, each.name)) for each in fields(framework.SheetCommand)}
    numbers = [_plain(each) for each in (value.value, value.numerator, value.denominator, value.n, value.target)]
    who = [value.by, value.at.astimezone(UTC).isoformat(timespec="seconds")]
    told = [value.no, value.state, numbers, value.reason, who, sheet, value.snapshot]
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def scope_of(centre: Centre, period: Period) -> Scope:
    """Return what a centre's own values are about."""
    return Scope(period.first, period.until, centre_id=centre.id)


# --- inside --------------------------------------------------------------------------------------------


def _entered(tracked: Sequence[Tracked], period: Period) -> list[Entry]:
    found = entries.of(tracked, period, period)
    return [each for each in found if (each.first, each.until) == (period.first, period.until)]


def _frozen(
    tracked: Tracked, centre: Centre, period: Period, entered: Sequence[Entry]
) -> tuple[Figure, dict[str, Any]]:
    if figures.is_computed(tracked.sheet):
        scope = scope_of(centre, period)
        return figures.compute(tracked.sheet, scope), figures.snapshot(tracked.sheet, scope)
    return entries.together(tracked.sheet, entered), {"entries": [_line(each) for each in entered]}


def _line(entry: Entry) -> list[Any]:
    body = entry.organisation
    return [body.slug if body else "", entry.no, entry.state, entry.value, entry.numerator, entry.denominator]


def _write(
    lock: Lock,
    tracked: Tracked,
    sheet: Sheet,
    no: int,
    figure: Figure,
    data: dict[str, Any],
    target: float | None,
    reason: str,
) -> Value:
    value = Value(
        lock=lock,
        tracked=tracked,
        sheet=sheet,
        no=no,
        state=figure.state,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        n=figure.n,
        target=target,
        snapshot=data | ({"why": figure.why} if figure.why else {}),
        reason=reason,
        by=actor().name,
        at=clock.now(),
    )
    value.digest = fingerprint(value)
    db.session.add(value)
    db.session.flush()
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Texts):
        return dict(value.values)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)  # as a database gives it back
    return value.isoformat() if hasattr(value, "isoformat") else value
