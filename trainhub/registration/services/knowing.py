"""What staff may know of everybody in a session when they choose, asked at once for all and only where it is shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

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
from ..models import Registration
from .quotas import Allotment, upwards
from .terms import Terms

Earlier = Callable[
    [int], Select[int | None, int]
]  # session id -> select of person id and number of other trainings attended
_earlier: list[Earlier] = []


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

    @property
    def earlier(self) -> dict[int, int]:
        """Return person id -> trainings attended before."""
        return {key: number for key, (number, _name) in self._counts["earlier"].items()}

    @property
    def documents(self) -> dict[int, int]:
        """Return registration id -> documents that are there."""
        return {key: number for key, (number, _name) in self._counts["documents"].items()}

    @property
    def nominators(self) -> dict[int, str]:
        """Return account id -> name of who nominated."""
        return {key: name for key, (_number, name) in self._counts["nominators"].items()}

    @property
    def answered(self) -> set[int]:
        """Return the ids of those who answered the questions of the call."""
        return set(self._counts["answered"])

    @cached_property
    def _counts(self) -> dict[str, dict[int, tuple[int, str]]]:
        """Return kind -> id -> number and name, of all four kinds in one query."""
        by = _earlier[0] if _earlier else queries.earlier_of
        wave = self.held.call.wave_id if self.held.call else None
        found: dict[str, dict[int, tuple[int, str]]] = {
            "earlier": {},
            "documents": {},
            "nominators": {},
            "answered": {},
        }
        for kind, key, number, name in db.session.execute(queries.known_of(self.session.id, by(self.session.id), wave)):
            found[kind][key] = (number, name)
        return found

    def check(self, row: Registration) -> Check:
        """Measure somebody, as they were known when they came in, against audience and quotas."""
        fit = sessions.fit(self._audience, self._standing(row))
        if fit not in {Fit.IN, Fit.PRIORITY}:
            return Check(False, False, _FITS[fit]())
        try:
            self._quotas.of(row.facts)
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
    def _quotas(self) -> Allotment:
        call = self.held.call
        return Allotment(call.quotas if call else (), self.parents(), self._bodies)

    @cached_property
    def _bodies(self) -> Mapping[int, int | None]:
        """Return organisation -> what it is part of, where audience or quotas name organisations at all."""
        quotas = self.held.call.quotas if self.held.call else ()
        named = any(row.organisation_id for row in self._audience.audience)
        if not named and not any(quota.dimension == "organisation" for quota in quotas):
            return {}
        ids = queries.organisations_in(self.session.id)
        return {row.id: row.parent_id for row in db.session.execute(queries.bodies_over(ids))}

    def _standing(self, row: Registration) -> Standing:
        facts = row.facts
        return Standing(
            row.person_id,
            facts.country_code,
            categories=frozenset(upwards(facts.category_code, self.parents())),
            organisation_ids=frozenset(upwards(facts.organisation_id, self._bodies)),
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
