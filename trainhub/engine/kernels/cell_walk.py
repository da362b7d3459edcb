"""The walk over cells, compiled. Functions are long where the compiler would make calls dear."""

import numpy as np

from ..grid import NEVER
from .cells import (
    CLOCK,
    COST,
    keep_best,
    move_clash,
    move_place,
    move_time,
    place_change,
    place_change_beside,
    time_change,
    time_change_beside,
)
from .compiled import LOW, below, draw, kernel, part

U13 = np.uint64(13)


@part
def find_place(g, s, e, c, q, extra):
    """Return a free resource for event e in period q, or -1: one that its kind uses, else a cheap one, else any.

    `extra` counts as free."""
    x = draw(s.rng)
    r = s.where[e]
    if x & np.uint64(7):
        if x & np.uint64(8) and s.cell[q, r] == -1 and g.where[c, r] == g.where[c, g.good[g.good_at[c]]]:
            return r
        at = g.like_at[c]
        r = s.where[g.like[at + below(x, g.like_at[c + 1] - at)]]
        if (s.cell[q, r] == -1 or r == extra) and g.where[c, r] < NEVER:
            return r
    at = g.good_at[c]
    size = g.good_at[c + 1] - at
    i = below(draw(s.rng), size)
    for _ in range(size):
        r = g.good[at + i]
        if s.cell[q, r] == -1 or r == extra:
            return r
        i += 1
        if i == size:
            i = 0
    best, found = np.int64(NEVER), -1
    for r in range(s.cell.shape[1]):
        if (s.cell[q, r] == -1 or r == extra) and g.where[c, r] < best:
            best, found = g.where[c, r], r
    return found


@part
def _exchange_pair(g, s, e, f, p, q, threshold):
    """Exchange two events that hinder only each other; return whether it was done."""
    c, d = g.of[e], g.of[f]
    r, t = s.where[e], s.where[f]
    change = time_change_beside(g, s, c, p, q, d) + time_change_beside(g, s, d, q, p, c)
    gain = g.where[c, r] + g.where[d, t]
    for i in range(g.stable_at[c], g.stable_at[c + 1]):
        gain += g.stable_weight[g.stable[i]]
    for i in range(g.stable_at[d], g.stable_at[d + 1]):
        gain += g.stable_weight[g.stable[i]]
    if change - gain > threshold:
        return False
    rr = find_place(g, s, e, c, q, t)
    tt = find_place(g, s, f, d, p, r)
    if rr < 0 or tt < 0:
        return False
    change += move_place(g, s, c, r, rr)
    change += move_place(g, s, d, t, tt)
    if change > threshold:
        move_place(g, s, d, tt, t)
        move_place(g, s, c, rr, r)
        return False
    move_time(g, s, c, p, q)
    move_time(g, s, d, q, p)
    move_clash(g, s, c, p, q)
    move_clash(g, s, d, q, p)
    s.cell[p, r] = -1
    s.cell[q, t] = -1
    s.cell[q, rr] = e
    s.cell[p, tt] = f
    s.when[e], s.where[e] = q, rr
    s.when[f], s.where[f] = p, tt
    s.figures[COST] += change
    return True


@part
def chain_exchange(g, s, e, p, q, threshold, longest):
    """Exchange what must be exchanged between two periods so that e moves from p to q; return whether it was done."""
    resources = s.cell.shape[1]
    going, coming = 1, 0
    s.figures[CLOCK] += 1
    clock = s.figures[CLOCK]
    s.chain[0, 0] = e
    s.stamp[e] = clock
    i = j = 0
    while i < going or j < coming:
        side = i < going
        if side:
            m = s.chain[0, i]
            i += 1
            here, there = p, q
        else:
            m = s.chain[1, j]
            j += 1
            here, there = q, p
        c = g.of[m]
        left = s.clash[c, there]
        for r in range(resources):
            if left == 0:
                break
            f = s.cell[there, r]
            if f >= 0 and g.rivals[c, g.of[f]]:
                left -= 1
                if s.stamp[f] != clock:
                    if going + coming == longest or not g.free[g.of[f], here]:
                        return False
                    s.stamp[f] = clock
                    if side:
                        s.chain[1, coming] = f
                        coming += 1
                    else:
                        s.chain[0, going] = f
                        going += 1
    if going == 1 and coming == 1:
        return _exchange_pair(g, s, e, s.chain[1, 0], p, q, threshold)
    change = np.int64(0)
    gain = np.int64(0)
    for i in range(going + coming):
        side = i < going
        m = s.chain[0, i] if side else s.chain[1, i - going]
        c = g.of[m]
        change += move_time(g, s, c, p, q) if side else move_time(g, s, c, q, p)
        gain += g.where[c, s.where[m]]
        for k in range(g.stable_at[c], g.stable_at[c + 1]):
            gain += g.stable_weight[g.stable[k]]
    placed = 0
    fine = change - gain <= threshold
    if fine:
        for i in range(going + coming):
            m = s.chain[0, i] if i < going else s.chain[1, i - going]
            s.cell[s.when[m], s.where[m]] = -1
        for i in range(going + coming):
            side = i < going
            m = s.chain[0, i] if side else s.chain[1, i - going]
            c = g.of[m]
            to = q if side else p
            t = find_place(g, s, m, c, to, -1)
            if t < 0:
                fine = False
                break
            r = s.where[m]
            change += move_place(g, s, c, r, t)
            s.chain[2, i] = r
            s.where[m] = t
            s.cell[to, t] = m
            placed += 1
        fine = fine and change <= threshold
        if not fine:
            for i in range(placed):
                side = i < going
                m = s.chain[0, i] if side else s.chain[1, i - going]
                to = q if side else p
                s.cell[to, s.where[m]] = -1
                move_place(g, s, g.of[m], s.where[m], s.chain[2, i])
                s.where[m] = s.chain[2, i]
            for i in range(going + coming):
                m = s.chain[0, i] if i < going else s.chain[1, i - going]
                s.cell[s.when[m], s.where[m]] = m
    if not fine:
        for i in range(going + coming - 1, -1, -1):
            side = i < going
            m = s.chain[0, i] if side else s.chain[1, i - going]
            if side:
                move_time(g, s, g.of[m], q, p)
            else:
                move_time(g, s, g.of[m], p, q)
        return False
    for i in range(going + coming):
        side = i < going
        m = s.chain[0, i] if side else s.chain[1, i - going]
        if side:
            move_clash(g, s, g.of[m], p, q)
            s.when[m] = q
        else:
            move_clash(g, s, g.of[m], q, p)
            s.when[m] = p
    s.figures[COST] += change
    return True


@kernel
def anneal(g, s, temperature, proposals, most, chains, places, longest, near):
    """Propose changes at one temperature until `most` are accepted; return how many were proposed.

    `chains`: of 1024 proposals into a period with a rival, how many try a chain. `places`: of 1024 proposals, how many
    look for another resource only; `longest`: events in a chain at most; `near`: of 1024, how many go beside one
    that they should be together with. No change makes a conflict.
    """
    events = g.of.size
    accepted = 0
    for step in range(proposals):
        x = draw(s.rng)
        threshold = (temperature * g.logs[np.int64(x & LOW)]) >> 28
        e = below(x, events)
        c = g.of[e]
        p, r = s.when[e], s.where[e]
        x = draw(s.rng)
        if np.int64(x & np.uint64(1023)) < places:
            if x & np.uint64(1024):
                i = g.like_at[c]
                t = s.where[g.like[i + below(x, g.like_at[c + 1] - i)]]
            else:
                i = g.good_at[c]
                t = g.good[i + below(x, g.good_at[c + 1] - i)]
            f = s.cell[p, t]
            if t == r or f == -2 or g.where[c, t] >= NEVER:
                continue
            if f == -1:
                change = place_change(g, s, c, r, t)
                if change <= threshold:
                    move_place(g, s, c, r, t)
                    s.cell[p, r] = -1
                    s.cell[p, t] = e
                    s.where[e] = t
                    s.figures[COST] += change
                    accepted += 1
                    keep_best(s)
            else:
                d = g.of[f]
                u = r
                if x & np.uint64(2048):
                    u = find_place(g, s, f, d, p, r)
                    if u < 0:
                        u = r
                if u == r and g.where[d, r] >= NEVER:
                    continue
                if u == r:
                    change = place_change_beside(g, s, c, r, t, d) + place_change_beside(g, s, d, t, r, c)
                else:
                    change = place_change(g, s, c, r, t) + place_change(g, s, d, t, u)
                    # groups that hold both are counted twice: their true change is found by doing it
                if change <= threshold:
                    done = move_place(g, s, d, t, u)
                    done += move_place(g, s, c, r, t)
                    s.cell[p, r] = -1
                    s.cell[p, t] = e
                    s.cell[p, u] = f
                    s.where[e] = t
                    s.where[f] = u
                    s.figures[COST] += done
                    accepted += 1
                    keep_best(s)
            if accepted >= most:
                return step + 1
            continue
        i, size = g.mates_at[c], g.mates_at[c + 1] - g.mates_at[c]
        if size > 0 and np.int64((x >> U13) & np.uint64(1023)) < near:
            m = s.when[g.mates[i + below(x, size)]]
            q = m + 1 if x & np.uint64(1 << 23) else m - 1
            if q < 0 or q >= g.block.size or g.block[q] != g.block[m] or not g.free[c, q]:
                continue
        else:
            i = g.starts_at[c]
            q = g.starts[i + below(x, g.starts_at[c + 1] - i)]
        if q == p:
            continue
        if s.clash[c, q] > 0:
            if (
                (s.here[c, q] > 0 and g.rivals[c, c])
                or s.clash[c, q] >= longest
                or np.int64(x & np.uint64(1023)) >= places + chains
            ):
                continue
            if chain_exchange(g, s, e, p, q, threshold, longest):
                accepted += 1
                keep_best(s)
                if accepted >= most:
                    return step + 1
            continue
        change = time_change(g, s, c, p, q)
        gain = g.where[c, r]
        for i in range(g.stable_at[c], g.stable_at[c + 1]):
            gain += g.stable_weight[g.stable[i]]
        t = -1
        if x & np.uint64(3072) or change - gain <= threshold:
            t = find_place(g, s, e, c, q, -1)
        if t >= 0 and x & np.uint64(7168):
            change += place_change(g, s, c, r, t)
            if change <= threshold:
                move_time(g, s, c, p, q)
                move_place(g, s, c, r, t)
                move_clash(g, s, c, p, q)
                s.cell[p, r] = -1
                s.cell[q, t] = e
                s.when[e] = q
                s.where[e] = t
                s.figures[COST] += change
                accepted += 1
                keep_best(s)
        else:
            i = g.good_at[c]
            t = g.good[i + below(draw(s.rng), g.good_at[c + 1] - i)]
            f = s.cell[q, t]
            if f < 0:
                continue
            d = g.of[f]
            if d == c or not g.free[d, p] or s.clash[d, p] > 0:
                continue
            change = time_change_beside(g, s, c, p, q, d) + time_change_beside(g, s, d, q, p, c)
            u = find_place(g, s, f, d, p, r)
            if u < 0:
                continue
            if u == r:
                change += place_change_beside(g, s, c, r, t, d) + place_change_beside(g, s, d, t, r, c)
            else:
                change += place_change(g, s, c, r, t) + place_change(g, s, d, t, u)
            if change <= threshold:
                done = move_time(g, s, c, p, q)
                done += move_time(g, s, d, q, p)
                done += move_place(g, s, c, r, t)
                done += move_place(g, s, d, t, u)
                move_clash(g, s, c, p, q)
                move_clash(g, s, d, q, p)
                s.cell[p, r] = -1
                s.cell[p, u] = f
                s.cell[q, t] = e
                s.when[e] = q
                s.where[e] = t
                s.when[f] = p
                s.where[f] = u
                s.figures[COST] += done
                accepted += 1
                keep_best(s)
        if accepted >= most:
            return step + 1
    return proposals
