"""A network of planted centres (`planted`) that share trainers and money."""

from dataclasses import replace

from trainhub.engine.language import (
    Balance,
    Choice,
    Cover,
    Event,
    Exclusive,
    Numbers,
    Order,
    Placement,
    Plan,
    Problem,
    Role,
    Rule,
    Stable,
)

from .planted import DAYS, FIRST_FUND, FIRST_TRAINER, FUND, LEAD, SECOND, Planted, centre


def network(seed: int, centres: int, size: int = 100) -> Planted:
    """Return centres side by side; each lends two trainers to the next, and its first fund is the next one's too.

    The planted plans stay good in it: what is lent is needed by nobody, and all money is spent. No plan costs less. A
    centre alone lends nothing.
    """
    years = [centre(seed * 1000 + number, size, f"c{number}") for number in range(centres)]
    steps = [0]
    for year in years:
        steps.append(steps[-1] + len(year.problem.resources))
    events, rules = [], []
    resources = tuple(entry for year in years for entry in year.problem.resources)
    for number, year in enumerate(years):
        moved = [_moved(event, steps[number]) for event in year.problem.events]
        lent = steps[(number + 1) % centres]
        events += moved if centres == 1 else [_lent(event, steps[number], lent) for event in moved]
        rules += [_moved_rule(rule, size * number, steps[number]) for rule in year.problem.rules]
    problem = Problem(DAYS, years[0].problem.buckets, resources, tuple(events), tuple(rules))
    plan = Plan(tuple(_moved_place(place, steps[n]) for n, year in enumerate(years) for place in year.plan.placements))
    rooms = sum(year.rooms for year in years) / centres
    return Planted(problem, plan, sum(year.cost for year in years), rooms, 1.0)


def _moved(event: Event, step: int) -> Event:
    """Return the event with its resources at other numbers."""
    roles = (replace(role, candidates=tuple(n + step for n in role.candidates)) for role in event.roles)
    return replace(event, roles=tuple(roles))


def _lent(event: Event, step: int, lent: int) -> Event:
    """Return the event with what another centre lends."""
    roles = list(event.roles)
    for place in (LEAD, SECOND):
        roles[place] = _with(roles[place], (lent + FIRST_TRAINER, lent + FIRST_TRAINER + 1), 2)
    if min(roles[FUND].candidates) == step + FIRST_FUND:
        roles[FUND] = _with(roles[FUND], (lent + FIRST_FUND,), 0)
    return replace(event, roles=tuple(roles))


def _with(role: Role, more: Numbers, price: int) -> Role:
    costs = role.costs + (price,) * len(more) if role.costs else ()
    uses = role.uses + role.uses[:1] * len(more) if role.uses else ()
    return replace(role, candidates=role.candidates + more, costs=costs, uses=uses)


def _moved_rule(rule: Rule, events: int, resources: int) -> Rule:
    if isinstance(rule, Choice):
        pairs = tuple((role, number + resources) for role, number in rule.any_of)
        return replace(rule, event=rule.event + events, any_of=pairs)
    if isinstance(rule, Order):
        return replace(rule, before=rule.before + events, after=rule.after + events)
    if isinstance(rule, Balance):
        return replace(rule, resources=tuple(number + resources for number in rule.resources))
    if isinstance(rule, Cover):
        return replace(rule, targets=tuple((number + events, amount) for number, amount in rule.targets))
    assert isinstance(rule, Exclusive | Stable)
    return replace(rule, events=tuple(number + events for number in rule.events))


def _moved_place(place: Placement, step: int) -> Placement:
    return replace(place, teams=tuple(tuple(number + step for number in team) for team in place.teams))
