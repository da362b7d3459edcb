"""What no plan can cost less than: a floor at once, and a proof with more work where the whole fits one model."""

from collections.abc import Callable

from ..judge import open_worth
from ..language import Cover, Event, Plan, Problem
from .improve import Improver
from .index import Index, never
from .search import BOUND_EVENTS, whole


def floor(problem: Problem) -> int:
    """Return a bound without a search: each event by itself at its best, and all that could be reached reached."""
    covers = (rule for rule in problem.rules if isinstance(rule, Cover))
    unreachable = sum(open_worth(rule, sum(amount for _event, amount in rule.targets)) for rule in covers)
    return sum(map(_least, problem.events)) + unreachable


def _least(event: Event) -> int:
    """Return what an event costs at least: left out, or on its cheapest start with its cheapest teams."""
    placed = min(event.start_costs, default=0)
    for role in event.roles:
        placed += sum(sorted(role.costs)[: role.least])
    return placed if event.drop_cost is None else min(placed, event.drop_cost)


def proven(
    problem: Problem, plan: Plan, *, work: float, seed: int = 1, stop: Callable[[], bool] = never
) -> tuple[Plan, int | None]:
    """Solve the whole once more with so much work; return the plan, which may be a better one, and the bound.

    None where there is no bound: the problem is too large for one model, or nothing was proven in time. The same
    question gets the same answer on any machine.
    """
    if not 0 < len(problem.events) <= BOUND_EVENTS:
        return plan, None
    improver = Improver(Index(problem, stop), seed, plan)
    bound = whole(improver, work)
    return improver.plan, bound
