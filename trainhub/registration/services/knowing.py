"""What staff may know of everybody in a session when they choose, asked at once for all and only where it is shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm.attributes import set_committed_value

from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...people.services import Standing
from ...sessions import policies as sessions
from ...sessions.models import TrainingSession
from ...sessions.policies import Fit
from .. import queries
from .quotas import Allotment, Facts, organisations, upwards
from .terms import Terms

Earlier = Callable[
    [int], Select[int | None, int]
]  # session id -> select of person id and number of other trainings attended
_earlier: list[Earlier] = []
_KINDS = ("earlier", "documents", "nominators", "answered", "line")  # what queries.known_of tells


Needs = Callable[[int], Mapping[str, str]]  # session id -> country -> how urgent it is there, in words
_needs: list[Needs] = []


def tell_country_needs(by: Needs) -> None:
    """Let the feature that keeps needs say how urgent the modules of a session are for each country."""
    _needs[:] = [by]


def count_attended(by: Earlier) -> None:
    """Let the feature that keeps attendance say how many other trainings the people of a session attended."""
    _earlier[:] = [by]


@dataclass(frozen=True, slots=True)
class Check:
    """Whether somebody fits the audience and the quotas, and in words why not."""

    ok: bool
    first: bool
    words: str


class Known:
    """What is known of everybody in a session; each part is read when it is first asked for."""

    def __init__(self, session: TrainingSession, held: Terms, parents: Callable[[], Mapping[str, str | None]]) -> None:
        self.session = session
        self.held = held
        self.parents = parents  # category -> what it belongs to; the page knows it anyway

    @cached_property
    def earlier(self) -> dict[int, int]:
        """Return person id -> trainings attended before."""
        return {key: number for key, (number, _name) in self._counts["earlier"].items()}

    @cached_property
    def documents(self) -> dict[int, int]:
        """Return registration id -> documents that are there."""
        return {key: number for key, (number, _name) in self._counts["documents"].items()}

    @cached_property
    def nominators(self) -> dict[int, str]:
        """Return account id -> name of who nominated."""
        return {key: name for key, (_number, name) in self._counts["nominators"].items()}

    @cached_property
    def answered(self) -> set[int]:
        """Return the ids of those who answered the questions of the call."""
        return set(self._counts["answered"])

    @cached_property
    def line(self) -> dict[int, int]:
        """Return registration id -> place on the waiting list, for all who wait: 1 is next."""
        return {key: number for key, (number, _name) in self._counts["line"].items()}

    @cached_property
    def _counts(self) -> dict[str, dict[int, tuple[int, str]]]:
        """Return kind -> id -> number and name, of all kinds in one query."""
        by = _earlier[0] if _earlier else queries.earlier_of
        wave = self.held.call.wave_id if self.held.call else None
        query = queries.known_of(self.session.id, by(self.session.id), wave, ranked=self.held.ranked)
        found: dict[str, dict[int, tuple[int, str]]] = {kind: {} for kind in _KINDS}
        for kind, key, number, name in db.session.execute(query):
            found[kind][key] = (number, name)
        return found

    @cached_property
    def needs(self) -> Mapping[str, str]:
        """Return country -> how urgent the modules of the session are there; asked only where it is shown."""
        return _needs[0](self.session.id) if _needs else {}

    def check(self, person_id: int | None, facts: Facts) -> Check:
        """Measure somebody, as they were known when they came in, against audience and quotas."""
        fit = sessions.fit(self._audience, self._standing(person_id, facts))
        if fit not in {Fit.IN, Fit.PRIORITY}:
            return Check(False, False, _FITS[fit]())
        try:
            self.quotas.of(facts)
        except Refused as error:
            return Check(False, False, str(error))
        return Check(True, fit is Fit.PRIORITY, _FITS[fit]())

    @cached_property
    def _audience(self) -> TrainingSession:
        set_committed_value(
            self.session, "audience", list(db.session.scalars(queries.audience(self.session.id)).unique())
        )
        return self.session

    @cached_property
    def quotas(self) -> Allotment:
        """Return the quotas of the call, ready to be asked about anybody of the session."""
        call = self.held.call
        titles = {row.id: row.title for row in self._bodies}
        return Allotment(call.quotas if call else (), self.parents(), self._above, titles)

    @cached_property
    def _above(self) -> dict[int, int | None]:
        return {row.id: row.parent_id for row in self._bodies}

    @cached_property
    def _bodies(self) -> Sequence[Any]:
        """Return the organisations of everybody and of the quotas with what they are part of, where they count."""
        named = organisations(self.held.call.quotas if self.held.call else ())
        if not named and not any(row.organisation_id for row in self._audience.audience):
            return ()
        return db.session.execute(queries.named_over(queries.organisations_in(self.session.id, named))).all()

    def _standing(self, person_id: int | None, facts: Facts) -> Standing:
        return Standing(
            person_id,
            facts.country_code,
            categories=frozenset(upwards(facts.category_code, self.parents())),
            organisation_ids=frozenset(upwards(facts.organisation_id, self._above)),
            levels=frozenset({facts.level} if facts.level else ()),
        )


_FITS: dict[Fit, Callable[[], str]] = {
    Fit.IN: lambda: _("Fits the audience"),
    Fit.PRIORITY: lambda: _("Fits and comes first"),
    Fit.OUT: lambda: _("Left out of the audience"),
    Fit.CLOSED: lambda: _("Not of a government body"),
    Fit.BODY: lambda: _("Not of an organisation that is invited"),
    Fit.CATEGORY: lambda: _("Of another kind of organisation"),
    Fit.UNKNOWN: lambda: _("Organisation not confirmed"),
}
