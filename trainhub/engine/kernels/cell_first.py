"""A first timetable in the cells, compiled: filled greedily, then untangled by a tabu search."""

import numpy as np

from ..grid import NEVER
from .cells import CONFLICTS, COST, move_clash, move_place, move_time
from .compiled import below, draw, kernel, part


@part
def put(g, s, e, p, r):
    """Place an event that is nowhere yet."""
    c = g.of[e]
    s.when[e], s.where[e] = p, r
    s.cell[p, r] = e
    change = g.when[c, p] + g.where[c, r]
    b, on = g.block[p], np.int64(1) << g.bit[p]
    for i in range(g.compact_at[c], g.compact_at[c + 1]):
        k = g.compact[i]
        old = np.int64(s.mask[k, b])
        s.count[k, p] += 1
        s.mask[k, b] = old | on
        change += g.compact_weight[k] * (g.lonely[old | on] - g.lonely[old])
    day = g.day[p]
    for i in range(g.spread_at[c], g.spread_at[c + 1]):
        k = g.spread[i]
        if s.days[k, day] == 0:
            if s.distinct[k] < g.spread_least[k]:
                change -= g.spread_weight[k]
            s.distinct[k] += 1
        s.days[k, day] += 1
    for i in range(g.stable_at[c], g.stable_at[c + 1]):
        k = g.stable[i]
        if s.used[k, r] == 0:
            change += g.stable_weight[k]
        s.used[k, r] += 1
    s.figures[CONFLICTS] += s.clash[c, p]
    s.here[c, p] += 1
    for i in range(g.rivals_at[c], g.rivals_at[c + 1]):
        s.clash[g.rival[i], p] += 1
    s.figures[COST] += change


@kernel
def place(g, s, order):
    """Fill the cells: each event in the given order where it clashes least. Counters are set."""
    s.cell[:] = -1
    for p in range(s.cell.shape[0]):
        for r in range(s.cell.shape[1]):
            if g.closed[p, r]:
                s.cell[p, r] = -2
    s.figures[COST] = 0
    s.figures[CONFLICTS] = 0
    for e in order:
        c = g.of[e]
        best, at, room = np.int64(1) << 60, -1, -1
        for i in range(g.starts_at[c], g.starts_at[c + 1]):
            p = g.starts[i]
            t, cheapest = -1, np.int64(NEVER)
            for r in range(s.cell.shape[1]):
                if s.cell[p, r] == -1 and g.where[c, r] < cheapest:
                    t, cheapest = r, g.where[c, r]
            if t >= 0:
                value = (s.clash[c, p] << 40) + (cheapest << 10) + below(draw(s.rng), 1024)
                if value < best:
                    best, at, room = value, p, t
        if at < 0:
            return False
        put(g, s, e, at, room)
    return True


@part
def _exchange(g, s, e, q, t):
    """Move e into a cell, its occupant into e's; keep the count of conflicts."""
    c, p, r = g.of[e], s.when[e], s.where[e]
    f = s.cell[q, t]
    s.figures[CONFLICTS] -= s.clash[c, p] - g.rivals[c, c]
    move_clash(g, s, c, p, q)
    s.figures[CONFLICTS] += s.clash[c, q] - g.rivals[c, c]
    s.figures[COST] += move_time(g, s, c, p, q) + move_place(g, s, c, r, t)
    s.cell[p, r] = -1
    s.cell[q, t] = e
    s.when[e], s.where[e] = q, t
    if f >= 0:
        d = g.of[f]
        s.figures[CONFLICTS] -= s.clash[d, q] - g.rivals[d, d]
        move_clash(g, s, d, q, p)
        s.figures[CONFLICTS] += s.clash[d, p] - g.rivals[d, d]
        s.figures[COST] += move_time(g, s, d, q, p) + move_place(g, s, d, t, r)
        s.cell[p, r] = f
        s.when[f], s.where[f] = p, r


@kernel
def untangle(g, s, tabu, rounds):
    """Move clashing events to where they clash least, never soon back; return how many rounds it took, or -1."""
    events = g.of.size
    resources = s.cell.shape[1]
    for turn in range(rounds):
        if s.figures[CONFLICTS] == 0:
            return turn
        e = below(draw(s.rng), events)
        for _ in range(events):
            c = g.of[e]
            if s.clash[c, s.when[e]] - g.rivals[c, c] > 0:
                break
            e += 1
            if e == events:
                e = 0
        c = g.of[e]
        p = s.when[e]
        mine = s.clash[c, p] - g.rivals[c, c]
        best, at, room = np.int64(1) << 60, -1, -1
        for i in range(g.starts_at[c], g.starts_at[c + 1]):
            q = g.starts[i]
            if q == p:
                continue
            t, change = -1, np.int64(1) << 40
            first = below(draw(s.rng), resources)
            for j in range(resources):
                r = first + j if first + j < resources else first + j - resources
                f = s.cell[q, r]
                if f == -2 or g.where[c, r] >= NEVER:
                    continue
                diff = np.int64(0)
                if f >= 0:
                    d = g.of[f]
                    if not g.free[d, p] or g.where[d, s.where[e]] >= NEVER:
                        continue
                    diff = np.int64(s.clash[d, p]) - np.int64(s.clash[d, q]) + g.rivals[d, d] - 2 * g.rivals[c, d]
                if diff < change:
                    t, change = r, diff
            if t < 0:
                continue
            change += s.clash[c, q] - mine
            if tabu[e, q] > turn and s.figures[CONFLICTS] + change > 0:
                continue
            value = (change << 20) + below(draw(s.rng), 1024)
            if value < best:
                best, at, room = value, q, t
        if at < 0:
            continue
        tabu[e, p] = turn + 5 + below(draw(s.rng), 10) + s.figures[CONFLICTS]
        _exchange(g, s, e, at, room)
    return -1
