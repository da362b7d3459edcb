"""What every rule of the language counts when an event is put in or lifted out. Compiled.

Whole numbers only, as in the grid's kernel. What hard rules are broken is counted, not forbidden: its weight grows
while it stays. `effect` is long since it is the one place where every rule of the language is counted.
"""

from typing import Any, NamedTuple

import numpy as np

from ..general import ENDLESS
from .compiled import part

Array = Any
COST, BEST, BROKEN, WEIGHT, FROM = 0, 1, 2, 3, 4
"""What the rules cost; of the best plan; hard rules broken now; what one weighs; where the lifted event was."""


class Year(NamedTuple):
    """Where everything is, and counters."""

    rng: Array
    figures: Array
    when: Array  # -1: left out
    who: Array  # slot -> resource or -1
    best_when: Array
    best_who: Array
    old_who: Array
    busy: Array  # [resource, period + pad]
    served: Array  # periods, by resource
    spent: Array
    used: Array  # limit
    exclusive: Array  # [group, period]
    days: Array  # [spread, bucket]
    distinct: Array
    placed: Array  # of spread group
    touching: Array  # by compact member
    share: Array  # [stable, resource]
    distinct_share: Array
    reached: Array  # by cover


@part
def _local(g, s, e):
    """Return what the event costs and breaks by itself."""
    p = s.when[e]
    cost, broken = np.int64(0), np.int64(0)
    if p < 0:
        if g.drop[e] < 0:
            broken += 1
        else:
            cost += g.drop[e]
    else:
        for slot in range(g.slots_at[e], g.slots_at[e + 1]):
            r = s.who[slot]
            if r < 0:
                broken += g.needed[slot]
                continue
            for i in range(g.candidates_at[slot], g.candidates_at[slot + 1]):
                if g.candidates[i] == r:
                    cost += g.cost[i]
                    break
            for t in range(p, p + g.length[e]):
                broken += g.shut[r, t]
        for i in range(g.starts_at[e], g.starts_at[e + 1]):
            if g.starts[i] == p:
                cost += g.start_cost[i]
                break
        for i in range(g.choices_at[e], g.choices_at[e + 1]):
            k = g.choices[i]
            found = np.int64(0)
            for slot in range(g.slots_at[e], g.slots_at[e + 1]):
                if s.who[slot] >= 0:
                    found += (g.choice_hit[k, s.who[slot]] >> g.role[slot]) & 1
            if found < g.choice_least[k]:
                if g.choice_weight[k] < 0:
                    broken += g.choice_least[k] - found
                else:
                    cost += g.choice_weight[k] * (g.choice_least[k] - found)
    for k in range(g.keeps_at[e], g.keeps_at[e + 1]):
        if p != g.keep_start[k]:
            cost += g.keep_moved[k]
        if p >= 0 and g.keep_start[k] >= 0:
            for role in range(g.keep_size.shape[1]):
                same, size = np.int64(0), np.int64(0)
                for slot in range(g.slots_at[e], g.slots_at[e + 1]):
                    if g.role[slot] == role and s.who[slot] >= 0:
                        size += 1
                        same += (g.keep_hit[k, s.who[slot]] >> role) & 1
                if same != size or size != g.keep_size[k, role]:
                    cost += g.keep_changed[k]
    return cost, broken


@part
def _open_worth(g, k, reached):
    missing = np.int64(0)
    for i in range(g.steps_at[k], g.steps_at[k + 1]):
        filled = min(g.step_size[i], reached)
        reached -= filled
        missing += (g.step_size[i] - filled) * g.step_worth[i]
    return missing


@part
def _resource(g, s, r, p, e, slot, sign):
    """Let one resource serve an event, or no longer; return what that costs and breaks."""
    cost, broken = np.int64(0), np.int64(0)
    length = g.length[e]
    if g.capacity[r] < ENDLESS:
        end = min(s.busy.shape[1], p + length + g.after[slot] + g.pad)
        for t in range(max(0, p - g.before[slot] + g.pad), end):
            if sign > 0:
                s.busy[r, t] += 1
                broken += s.busy[r, t] > g.capacity[r]
            else:
                broken -= s.busy[r, t] > g.capacity[r]
                s.busy[r, t] -= 1
    was = s.served[r]
    s.served[r] += sign * length
    for i in range(g.balances_at[r], g.balances_at[r + 1]):
        now, then = max(0, was - g.balance_most[i]), max(0, s.served[r] - g.balance_most[i])
        cost += g.balance_weight[i] * (then - now)
    for i in range(g.limits_at[r], g.limits_at[r + 1]):
        common = min(p + length, g.limit_last[i] + 1) - max(p, g.limit_first[i])
        if common > 0:
            over = max(0, s.used[i] - g.limit_most[i])
            s.used[i] += sign * common
            broken += max(0, s.used[i] - g.limit_most[i]) - over
    for i in range(g.candidates_at[slot], g.candidates_at[slot + 1]):
        if g.candidates[i] == r:
            if g.use[i]:
                over = max(0, s.spent[r] - g.stock[r])
                s.spent[r] += sign * g.use[i]
                above = max(0, s.spent[r] - g.stock[r])
                broken += (above + g.unit[r] - 1) // g.unit[r] - (over + g.unit[r] - 1) // g.unit[r]
            break
    for i in range(g.stables_at[slot], g.stables_at[slot + 1]):
        k = g.stables[i]
        many = max(0, s.distinct_share[k] - 1)
        if sign > 0:
            s.distinct_share[k] += s.share[k, r] == 0
            s.share[k, r] += 1
        else:
            s.share[k, r] -= 1
            s.distinct_share[k] -= s.share[k, r] == 0
        cost += g.stable_weight[k] * (max(0, s.distinct_share[k] - 1) - many)
    return cost, broken


@part
def effect(g, s, e, sign):
    """Count an event in (sign 1) or out (-1), as it stands in `when` and `who`."""
    cost, broken = _local(g, s, e)
    cost *= sign
    broken *= sign
    p = s.when[e]
    if p >= 0:
        length = g.length[e]
        end = p + length
        for slot in range(g.slots_at[e], g.slots_at[e + 1]):
            if s.who[slot] >= 0:
                more, worse = _resource(g, s, s.who[slot], p, e, slot, sign)
                cost += more
                broken += worse
        for i in range(g.exclusive_at[e], g.exclusive_at[e + 1]):
            k = g.exclusive[i]
            for t in range(p, end):
                if sign > 0:
                    broken += s.exclusive[k, t]
                    s.exclusive[k, t] += 1
                else:
                    s.exclusive[k, t] -= 1
                    broken -= s.exclusive[k, t]
        for i in range(g.orders_at[e], g.orders_at[e + 1]):
            o = g.order_other[i]
            q = s.when[o]
            if q < 0:
                continue
            late = end + g.order_gap[i] > q if g.order_first[i] else q + g.length[o] + g.order_gap[i] > p
            if late:
                if g.order_weight[i] < 0:
                    broken += sign
                else:
                    cost += sign * g.order_weight[i]
        for i in range(g.spreads_at[e], g.spreads_at[e + 1]):
            k = g.spreads[i]
            b = g.bucket[g.spread_bucket[k], p]
            short = max(0, min(g.spread_least[k], s.placed[k]) - s.distinct[k])
            s.placed[k] += sign
            if sign > 0:
                s.distinct[k] += s.days[k, b] == 0
                s.days[k, b] += 1
            else:
                s.days[k, b] -= 1
                s.distinct[k] -= s.days[k, b] == 0
            cost += g.spread_weight[k] * (max(0, min(g.spread_least[k], s.placed[k]) - s.distinct[k]) - short)
        for i in range(g.compacts_at[e], g.compacts_at[e + 1]):
            m = g.compacts[i]
            k = g.compact_of[m]
            row = g.compact_bucket[k]
            s.touching[m] = 0
            alone = np.int64(1)
            for n in range(g.members_at[k], g.members_at[k + 1]):
                o = g.members[n]
                q = s.when[o]
                if n == m or q < 0 or q > end or q + g.length[o] < p or g.bucket[row, q] != g.bucket[row, p]:
                    continue
                alone = 0
                if sign > 0:
                    s.touching[m] += 1
                    alone_before = s.touching[n] == 0
                    s.touching[n] += 1
                    if alone_before:
                        cost -= g.compact_weight[k]
                else:
                    s.touching[n] -= 1
                    if s.touching[n] == 0:
                        cost += g.compact_weight[k]
            cost += sign * alone * g.compact_weight[k]
        for i in range(g.covers_at[e], g.covers_at[e + 1]):
            k = g.covers[i]
            open_now = _open_worth(g, k, s.reached[k])
            s.reached[k] += sign * g.cover_amount[i]
            cost += _open_worth(g, k, s.reached[k]) - open_now
    s.figures[COST] += cost
    s.figures[BROKEN] += broken


@part
def lift(g, s, e):
    """Take an event out of all counters; it is then nowhere."""
    effect(g, s, e, -1)
    s.when[e] = -2


@part
def save(g, s, e):
    for slot in range(g.slots_at[e], g.slots_at[e + 1]):
        s.old_who[slot] = s.who[slot]


@part
def back(g, s, e, p):
    lift(g, s, e)
    for slot in range(g.slots_at[e], g.slots_at[e + 1]):
        s.who[slot] = s.old_who[slot]
    s.when[e] = p


@part
def keep_best(s):
    if s.figures[BROKEN] == 0 and s.figures[COST] < s.figures[BEST]:
        s.figures[BEST] = s.figures[COST]
        s.best_when[:] = s.when
        s.best_who[:] = s.who
