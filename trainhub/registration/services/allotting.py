"""Planning the quotas of a call: what fits the session, and counting anew who holds which of them."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import insert

from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from .. import queries
from ..models import DIMENSIONS, EVERYBODY_ELSE, HOLDING, Call, Quota, QuotaPlace, Registration
from .quotas import Allotment, allotment_of, named


@dataclass(frozen=True, slots=True)
class QuotaPlan:
    """One row of a call: how many places for whom."""

    dimension: str
    value: str  # a country's code, an organisation's id, a category's code, or "*" for everybody else
    seats: int
    reserve: int = 0


def allot(call: Call, plans: Sequence[QuotaPlan]) -> None:
    """Give a call these quotas and count anew who holds a place of which; to be called under the session's lock.

    Whoever holds a seat keeps it, also where no quota is for them now. Raises Invalid when the sum is more than the
    session has, a row is named twice, or a quota would have fewer seats than are taken of it.
    """
    planned = [Quota(dimension=each.dimension, value=each.value, seats=each.seats) for each in plans]
    _check_rows(call, planned)
    holding = db.session.scalars(queries.holders(call.session_id, HOLDING)).all()
    places = _places(allotment_of(planned, [each.facts for each in holding]), holding)
    taken = Counter(key for keys in places.values() for key in keys)
    _check_taken(planned, taken)
    _write(call, plans, places, taken)


def _check_rows(call: Call, planned: Sequence[Quota]) -> None:
    for dimension in DIMENSIONS:
        rows = [quota for quota in planned if quota.dimension == dimension]
        twice = [key for key, number in Counter(quota.value for quota in rows).items() if number > 1]
        if twice:
            whom = named(next(quota for quota in rows if quota.value == twice[0]))
            raise Invalid({"quotas": _("%(whom)s stands there twice. Keep one row.", whom=whom)})
        total = sum(quota.seats for quota in rows)
        if total > call.session.seats:
            raise Invalid({"quotas": _TOO_MANY[dimension](total, call.session.seats)})


_TOO_MANY: dict[str, Callable[[int, int], str]] = {
    "country": lambda total, seats: _(
        "The places for countries come to %(total)s, and the session has %(seats)s. Give fewer, or add seats.",
        total=total,
        seats=seats,
    ),
    "organisation": lambda total, seats: _(
        "The places for organisations come to %(total)s, and the session has %(seats)s. Give fewer, or add seats.",
        total=total,
        seats=seats,
    ),
    "category": lambda total, seats: _(
        "The places for categories come to %(total)s, and the session has %(seats)s. Give fewer, or add seats.",
        total=total,
        seats=seats,
    ),
}


def _places(allotment: Allotment, holding: Sequence[Registration]) -> dict[int, list[tuple[str, str]]]:
    """Return which rows each registration that holds a seat counts for."""
    return {each.id: [(quota.dimension, quota.value) for quota in allotment.counting(each.facts)] for each in holding}


def _check_taken(planned: Sequence[Quota], taken: Counter[tuple[str, str]]) -> None:
    for quota in planned:
        number = taken[quota.dimension, quota.value]
        if number > quota.seats:
            sentence = ngettext(
                "%(whom)s: %(num)s seat is taken already. Give as many or more.",
                "%(whom)s: %(num)s seats are taken already. Give as many or more.",
                number,
                whom=named(quota),
            )
            raise Invalid({"quotas": sentence})


def _write(
    call: Call,
    plans: Sequence[QuotaPlan],
    places: dict[int, list[tuple[str, str]]],
    taken: Counter[tuple[str, str]],
) -> None:
    db.session.execute(queries.let_go_of_all(call.id))
    old = {(quota.dimension, quota.value): quota for quota in db.session.scalars(queries.quotas_now(call.id))}
    rows: dict[tuple[str, str], Quota] = {}
    for plan in plans:
        key = (plan.dimension, plan.value)
        quota = old.pop(key, None)
        if quota is None:
            quota = Quota(call=call, dimension=plan.dimension, value=plan.value)
            db.session.add(quota)
        quota.seats, quota.reserve, quota.taken = plan.seats, plan.reserve, taken[key]
        rows[key] = quota
    for quota in old.values():
        db.session.delete(quota)
    db.session.flush()
    db.session.refresh(call, ["quotas"])
    held = [
        {"registration_id": number, "quota_id": rows[key].id} for number, keys in places.items() for key in set(keys)
    ]
    if held:
        db.session.execute(insert(QuotaPlace), held)


def open_ends(call: Call) -> list[str]:
    """Return the dimensions whose quotas leave seats that nobody can have: fewer than the session, none for others."""
    found = []
    for dimension in DIMENSIONS:
        rows = [quota for quota in call.quotas if quota.dimension == dimension]
        others = any(quota.value == EVERYBODY_ELSE for quota in rows)
        if rows and not others and sum(quota.seats for quota in rows) < call.session.seats:
            found.append(dimension)
    return found
