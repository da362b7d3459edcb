"""Cells: where everything is, and the counters that make a change cheap to judge. Compiled.

Only whole numbers: costs, temperatures (65536ths) and logarithms (4096ths), so that every machine walks the same way.
"""

from typing import Any, NamedTuple

import numpy as np

from .compiled import kernel, part

Array = Any
COST, BEST, CONFLICTS, CLOCK = 0, 1, 2, 3


class State(NamedTuple):
    """Where everything is, and the counters that make a change cheap to judge."""

    rng: Array
    figures: Array  # COST, BEST, CONFLICTS, CLOCK
    when: Array
    where: Array
    best_when: Array
    best_where: Array
    cell: Array  # [period, resource] -> event, -1 free, -2 shut
    here: Array  # [class, period] -> events of the class there
    clash: Array  # [class, period] -> events there that may not be together with one of the class
    count: Array  # [compact group, period]
    mask: Array  # [compact group, block]
    days: Array  # [spread group, day]
    distinct: Array  # spread group
    used: Array  # [stable group, resource]
    chain: Array  # events of a chain, twice: those that go, those that come
    stamp: Array


@part
def time_change(g, s, c, p, q):
    """Return what moving one event of class c from p to q costs, resources aside."""
    change = g.when[c, q] - g.when[c, p]
    bp, bq = g.block[p], g.block[q]
    off, on = np.int64(1) << g.bit[p], np.int64(1) << g.bit[q]
    for i in range(g.compact_at[c], g.compact_at[c + 1]):
        k = g.compact[i]
        old = np.int64(s.mask[k, bp])
        new = old & ~off if s.count[k, p] == 1 else old
        if bp == bq:
            diff = g.lonely[new | on] - g.lonely[old]
        else:
            other = np.int64(s.mask[k, bq])
            diff = g.lonely[new] - g.lonely[old] + g.lonely[other | on] - g.lonely[other]
        change += g.compact_weight[k] * diff
    dp, dq = g.day[p], g.day[q]
    if dp != dq:
        for i in range(g.spread_at[c], g.spread_at[c + 1]):
            k = g.spread[i]
            now = s.distinct[k]
            then = now - (s.days[k, dp] == 1) + (s.days[k, dq] == 0)
            least = g.spread_least[k]
            change += g.spread_weight[k] * (max(0, least - then) - max(0, least - now))
    return change


@part
def time_change_beside(g, s, c, p, q, other):
    """Return the same for an exchange with an event of class `other`: groups that hold both stay as they are."""
    change = g.when[c, q] - g.when[c, p]
    bp, bq = g.block[p], g.block[q]
    off, on = np.int64(1) << g.bit[p], np.int64(1) << g.bit[q]
    for i in range(g.compact_at[c], g.compact_at[c + 1]):
        k = g.compact[i]
        if g.in_compact[other, k]:
            continue
        old = np.int64(s.mask[k, bp])
        new = old & ~off if s.count[k, p] == 1 else old
        if bp == bq:
            diff = g.lonely[new | on] - g.lonely[old]
        else:
            there = np.int64(s.mask[k, bq])
            diff = g.lonely[new] - g.lonely[old] + g.lonely[there | on] - g.lonely[there]
        change += g.compact_weight[k] * diff
    dp, dq = g.day[p], g.day[q]
    if dp != dq:
        for i in range(g.spread_at[c], g.spread_at[c + 1]):
            k = g.spread[i]
            if not g.in_spread[other, k]:
                now = s.distinct[k]
                then = now - (s.days[k, dp] == 1) + (s.days[k, dq] == 0)
                least = g.spread_least[k]
                change += g.spread_weight[k] * (max(0, least - then) - max(0, least - now))
    return change


@part
def move_time(g, s, c, p, q):
    """Move one event of class c from p to q in the counters of costs, and return the change."""
    change = g.when[c, q] - g.when[c, p]
    bp, bq = g.block[p], g.block[q]
    off, on = np.int64(1) << g.bit[p], np.int64(1) << g.bit[q]
    for i in range(g.compact_at[c], g.compact_at[c + 1]):
        k = g.compact[i]
        old = np.int64(s.mask[k, bp])
        new = old
        s.count[k, p] -= 1
        if s.count[k, p] == 0:
            new = old & ~off
            s.mask[k, bp] = new
        other = np.int64(s.mask[k, bq])
        s.count[k, q] += 1
        s.mask[k, bq] = other | on
        if bp == bq:
            diff = g.lonely[new | on] - g.lonely[old]
        else:
            diff = g.lonely[new] - g.lonely[old] + g.lonely[other | on] - g.lonely[other]
        change += g.compact_weight[k] * diff
    dp, dq = g.day[p], g.day[q]
    if dp != dq:
        for i in range(g.spread_at[c], g.spread_at[c + 1]):
            k = g.spread[i]
            now = s.distinct[k]
            s.days[k, dp] -= 1
            then = now - (s.days[k, dp] == 0) + (s.days[k, dq] == 0)
            s.days[k, dq] += 1
            s.distinct[k] = then
            least = g.spread_least[k]
            change += g.spread_weight[k] * (max(0, least - then) - max(0, least - now))
    return change


@part
def place_change(g, s, c, r, t):
    change = g.where[c, t] - g.where[c, r]
    if r != t:
        for i in range(g.stable_at[c], g.stable_at[c + 1]):
            k = g.stable[i]
            change += g.stable_weight[k] * (np.int64(s.used[k, t] == 0) - np.int64(s.used[k, r] == 1))
    return change


@part
def place_change_beside(g, s, c, r, t, other):
    change = g.where[c, t] - g.where[c, r]
    for i in range(g.stable_at[c], g.stable_at[c + 1]):
        k = g.stable[i]
        if not g.in_stable[other, k]:
            change += g.stable_weight[k] * (np.int64(s.used[k, t] == 0) - np.int64(s.used[k, r] == 1))
    return change


@part
def move_place(g, s, c, r, t):
    change = g.where[c, t] - g.where[c, r]
    if r != t:
        for i in range(g.stable_at[c], g.stable_at[c + 1]):
            k = g.stable[i]
            s.used[k, r] -= 1
            change += g.stable_weight[k] * (np.int64(s.used[k, t] == 0) - np.int64(s.used[k, r] == 0))
            s.used[k, t] += 1
    return change


@part
def move_clash(g, s, c, p, q):
    s.here[c, p] -= 1
    s.here[c, q] += 1
    for i in range(g.rivals_at[c], g.rivals_at[c + 1]):
        d = g.rival[i]
        s.clash[d, p] -= 1
        s.clash[d, q] += 1


@kernel
def keep_best(s):
    """Remember where everything is, if it is the best so far."""
    if s.figures[COST] < s.figures[BEST]:
        s.figures[BEST] = s.figures[COST]
        s.best_when[:] = s.when
        s.best_where[:] = s.where
