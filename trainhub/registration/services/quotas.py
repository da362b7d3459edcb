"""Quotas: which of them count for somebody, whether they have room, and taking and giving back their places.

Every quota that names somebody counts: a department's own and its ministry's, a category's and that of the
category it belongs to. Where a dimension has quotas and none names them, the one for everybody else counts; where
there is none either, they have no place. All is asked under the lock of the session; the database says it again.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Protocol, TypeVar

from sqlalchemy import insert

from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import country_name, language
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...people import queries as people
from ...people.models import Category, Organisation
from .. import queries
from ..models import EVERYBODY_ELSE, Call, Quota, QuotaPlace, Registration, RegistrationFact

Key = TypeVar("Key", str, int)


class Facts(Protocol):
    """What quotas ask of somebody: the facts of a registration, or a line of the list that has them."""

    @property
    def country_code(self) -> str | None: ...
    @property
    def category_code(self) -> str | None: ...
    @property
    def organisation_id(self) -> int | None: ...
    @property
    def level(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Allotment:
    """The quotas of a call with what is above each category and body they may have to do with."""

    quotas: Sequence[Quota] = ()
    categories: Mapping[str, str | None] = field(default_factory=dict)
    bodies: Mapping[int, int | None] = field(default_factory=dict)
    titles: Mapping[int, Texts] = field(default_factory=dict)  # of the bodies, where they were read with them

    def of(self, facts: Facts) -> list[Quota]:
        """Return the quotas that count for somebody; raises Refused where no place is set aside for them."""
        found: list[Quota] = []
        for dimension, quotas in groupby(sorted(self.quotas, key=_dimension), key=_dimension):
            rows = {quota.value: quota for quota in quotas}
            named = [rows[value] for value in self._values(dimension, facts) if value in rows]
            others = [rows[EVERYBODY_ELSE]] if EVERYBODY_ELSE in rows else []
            if not named and not others:
                raise Refused(_nothing(dimension, facts))
            found += named or others
        return found

    def counting(self, facts: Facts) -> list[Quota]:
        """Return the quotas that count for somebody, none where no place is set aside for them."""
        try:
            return self.of(facts)
        except Refused:
            return []

    def full(self, facts: Facts) -> Quota | None:
        """Return the first quota that has no room for somebody, or None; raises Refused as `of` does."""
        return next((quota for quota in self.of(facts) if quota.taken >= quota.seats), None)

    def has_room(self, facts: Facts) -> bool:
        """Say whether a place is set aside and free for somebody."""
        try:
            return self.full(facts) is None
        except Refused:
            return False

    def _values(self, dimension: str, facts: Facts) -> list[str]:
        if dimension == "country":
            return [facts.country_code] if facts.country_code else []
        if dimension == "category":
            return upwards(facts.category_code, self.categories)
        return [str(each) for each in upwards(facts.organisation_id, self.bodies)]


def allotment(call: Call | None, facts: Iterable[RegistrationFact]) -> Allotment:
    """Return the quotas of a call as the database holds them now, ready to be asked about these people."""
    if call is None:
        return Allotment()
    quotas = db.session.scalars(queries.quotas_now(call.id)).all()
    return allotment_of(quotas, facts)


def allotment_of(quotas: Sequence[Quota], facts: Iterable[RegistrationFact]) -> Allotment:
    """Return these quotas, planned ones too, ready to be asked about these people."""
    used = {quota.dimension for quota in quotas}
    categories: Mapping[str, str | None] = {}
    bodies: Mapping[int, int | None] = {}
    if "category" in used:
        categories = {row.code: row.parent_code for row in db.session.execute(people.category_parents())}
    if "organisation" in used:
        ids = {each.organisation_id for each in facts if each.organisation_id is not None}
        bodies = {row.id: row.parent_id for row in db.session.execute(queries.bodies_over(ids))} if ids else {}
    return Allotment(quotas, categories, bodies)


@dataclass(frozen=True, slots=True)
class Share:
    """A quota as the live balance shows it: `more` are the ticked people it would take."""

    dimension: str
    whom: str
    others: bool
    seats: int
    taken: int
    more: int


def shares(asked: Allotment, chosen: Sequence[Registration] = ()) -> list[Share]:
    """Return what each quota would hold if the chosen got seats."""
    new = [each.facts for each in chosen if not each.holds_seat]
    more: dict[int, int] = {}
    for facts in new:
        for quota in asked.counting(facts):
            more[quota.id] = more.get(quota.id, 0) + 1
    whom = names(asked.quotas, asked.titles)
    return [
        Share(
            quota.dimension,
            whom[quota.id],
            quota.value == EVERYBODY_ELSE,
            quota.seats,
            quota.taken,
            more.get(quota.id, 0),
        )
        for quota in asked.quotas
    ]


def check(facts: RegistrationFact, call: Call | None) -> list[int]:
    """Return the ids of the quotas that count for somebody; raises Refused where one is full or none is for them."""
    found = allotment(call, [facts])
    full = found.full(facts)
    if full is not None:
        raise Refused(_("All places for %(whom)s are taken.", whom=named(full)))
    return [quota.id for quota in found.of(facts)]


def take(registration: Registration, ids: Sequence[int]) -> None:
    """Take a place of each of these quotas (from `check`, under the same lock) for a registration."""
    if not ids:
        return
    if db.session.execute(queries.take_of_quotas(ids)).rowcount != len(ids):  # type: ignore[attr-defined]
        raise RuntimeError("a quota was filled under the lock of its session")
    db.session.execute(insert(QuotaPlace), [{"registration_id": registration.id, "quota_id": each} for each in ids])


def free(registration: Registration, call: Call | None) -> None:
    """Give back every quota's place that a registration holds."""
    if call is None:
        return
    held = db.session.scalars(queries.quotas_held(registration.id)).all()
    if held:
        db.session.execute(queries.free_of_quotas(held))
        db.session.execute(queries.let_go_of_quotas(registration.id))


def organisations(quotas: Collection[Quota]) -> set[int]:
    """Return the organisations that quotas name."""
    return {int(each.value) for each in quotas if each.dimension == "organisation" and each.value != EVERYBODY_ELSE}


def names(quotas: Collection[Quota], titles: Mapping[int, Texts] | None = None) -> dict[int, str]:
    """Return quota id -> whom it is for, with one question for all organisations whose titles are not known."""
    ids, code = organisations(quotas), language()
    if ids and not titles:
        titles = {each.id: each.title for each in db.session.scalars(queries.bodies(ids))}
    said = {str(number): titles[number].text(code) for number in ids if number in titles} if titles else {}
    return {
        quota.id: said[quota.value] if quota.dimension == "organisation" and quota.value in said else named(quota)
        for quota in quotas
    }


def named(quota: Quota) -> str:
    """Return whom a quota is for, in the language being spoken."""
    return whom(quota.dimension, quota.value)


def whom(dimension: str, value: str) -> str:
    """Return whom a row of a call is for, in the language being spoken."""
    return _("everybody else") if value == EVERYBODY_ELSE else _NAMES[dimension](value)


def _category(code: str) -> str:
    found = db.session.get(Category, code)
    return found.title.text(language()) if found else code


def _body(number: str) -> str:
    found = db.session.get(Organisation, int(number))
    return found.title.text(language()) if found else number


_NAMES: Mapping[str, Callable[[str], str]] = {"country": country_name, "category": _category, "organisation": _body}


def _dimension(quota: Quota) -> str:
    return quota.dimension


def _nothing(dimension: str, facts: Facts) -> str:
    if dimension == "country" and facts.country_code:
        return _("No places are set aside for %(country)s.", country=country_name(facts.country_code))
    if dimension == "organisation":
        return _("No places are set aside for this organisation.")
    if dimension == "category":
        return _("No places are set aside for this kind of organisation.")
    return _("Places are given by country, and the country of this person is not known.")


def upwards(start: Key | None, parents: Mapping[Key, Key | None]) -> list[Key]:
    """Return something and all that is above it, from below."""
    found: list[Key] = []
    while start is not None and start not in found:
        found.append(start)
        start = parents.get(start)
    return found
