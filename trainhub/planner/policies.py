"""Who sees and changes plans: staff all of their centre, others what is discussed, focal points their countries."""

from collections.abc import Collection
from dataclasses import dataclass

from ..people.policies import focal_reach
from ..web.access import Viewer
from .models import CountryPlan, Plan, PlanLine

VIEW, EDIT, NATIONAL = "planner.view", "planner.edit", "planner.national"
OFFICE = ("administrator", "staff")
OBSERVER = "observer"
READERS = (*OFFICE, "focal_point", OBSERVER)
KEEPERS = (*OFFICE, "focal_point")


@dataclass(frozen=True, slots=True)
class Sight:
    """How far a viewer sees: in `centres` everything (None: everywhere), else what is no draft.

    `countries` limits whose lines they see there; None: all lines. `watched` limits whose plans; None: all centres'.
    """

    centres: frozenset[int] | None = frozenset()
    countries: frozenset[str] | None = frozenset()
    watched: frozenset[int] | None = None

    def staff(self, centre_id: int) -> bool:
        return self.centres is None or centre_id in self.centres

    def plan(self, plan: Plan) -> bool:
        """Say whether a plan is there for this viewer."""
        if self.staff(plan.centre_id):
            return True
        told = plan.state != "draft" and plan.scenario_of_id is None
        return told and (self.watched is None or plan.centre_id in self.watched)

    def line(self, plan: Plan, countries: Collection[str]) -> bool:
        """Say whether a line of a plan they see is there for this viewer; one without countries invites all."""
        if self.staff(plan.centre_id) or self.countries is None:
            return True
        return bool(self.countries) and (not countries or bool(self.countries & set(countries)))


def sight(who: Viewer) -> Sight:
    """Return how far a viewer sees: an observer as far as the role is limited to countries or centres."""
    office: set[int] | None = who.centres(EDIT) if who.may(EDIT) else set()
    centres = None if office is None else frozenset(office)
    focal = focal_reach(who).countries
    if not who.may(VIEW) or who.may(NATIONAL):
        return Sight(centres, focal)
    if who.scope(OBSERVER, ""):
        return Sight(centres, None)
    countries, watched = who.scope(OBSERVER, "country"), frozenset(map(int, who.scope(OBSERVER, "centre")))
    return Sight(centres, frozenset(countries) or None, watched or None)


def may_edit(who: Viewer, plan: Plan) -> bool:
    return who.may(EDIT, centre_id=plan.centre_id)


def may_change(who: Viewer, plan: Plan) -> bool:
    """Say whether the lines of a plan may still change: until it is closed, by staff of its centre."""
    return plan.state != "closed" and may_edit(who, plan)


def may_comment(who: Viewer, line: PlanLine) -> bool:
    """Say whether a viewer may comment on a line: staff, and focal points of the countries it invites."""
    if may_edit(who, line.plan):
        return True
    mine = focal_reach(who).countries
    return bool(mine) and (not line.countries or bool(mine & set(line.countries)))


def may_keep(who: Viewer, plan: CountryPlan) -> bool:
    """Say whether a viewer keeps a country's own plan: its focal points, and staff."""
    return who.may(EDIT) or may_keep_of(who, plan.country_code)


def may_keep_of(who: Viewer, country_code: str) -> bool:
    return who.may(EDIT) or country_code in focal_reach(who).countries


def may_read(who: Viewer, plan: CountryPlan) -> bool:
    return may_keep(who, plan) or (plan.shared and who.may(NATIONAL))


def may_read_part(who: Viewer, plan: CountryPlan, part: str) -> bool:
    """Say whether a viewer may read a part of a country's plan: who keeps it all, others what is shown to them."""
    return may_keep(who, plan) or (may_read(who, plan) and part in plan.parts)
