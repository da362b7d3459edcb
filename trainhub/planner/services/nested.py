"""Plans within plans: what a line comes from, what came of it, and which plans stand under a plan (R-085)."""

from ..models import Plan, PlanLine
from ..policies import Sight


def above(line: PlanLine, sees: Sight) -> PlanLine | None:
    """Return the line that a line follows from, if the viewer may know of it."""
    return line.up if line.up is not None and _seen(line.up, sees) else None


def below(line: PlanLine, sees: Sight) -> list[PlanLine]:
    """Return the lines of plans, not of scenarios, that follow from a line, as far as the viewer may know of them."""
    return [each for each in line.down if each.plan.scenario_of_id is None and _seen(each, sees)]


def _seen(line: PlanLine, sees: Sight) -> bool:
    return sees.plan(line.plan) and sees.line(line.plan, line.countries)


def under(plan: Plan, sees: Sight) -> list[Plan]:
    """Return the plans, not scenarios of them, that are parts of a plan."""
    return [each for each in plan.under if each.scenario_of_id is None and sees.plan(each)]
