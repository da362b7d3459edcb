"""The search for problems that fit no grid, compiled: an event is lifted out, changed, and put back."""

import numpy as np

from .compiled import LOW, below, draw, kernel, part
from .effects import BROKEN, COST, FROM, WEIGHT, back, effect, keep_best, lift, save


@part
def _free(g, s, e, slot, r, p):
    """Say whether a resource can serve a lifted event from p on."""
    for t in range(p, p + g.length[e]):
        if g.shut[r, t]:
            return False
    for t in range(max(0, p - g.before[slot] + g.pad), min(s.busy.shape[1], p + g.length[e] + g.after[slot] + g.pad)):
        if s.busy[r, t] >= g.capacity[r]:
            return False
    return True


@part
def _twice(g, s, e, slot, r):
    """Say whether the resource is in the same team already."""
    for other in range(g.slots_at[e], g.slots_at[e + 1]):
        if other != slot and g.role[other] == g.role[slot] and s.who[other] == r:
            return True
    return False


@part
def _fill(g, s, e, slot, p, tries):
    """Give a slot of a lifted event a resource: one that is free among some drawn, else one drawn."""
    at = g.candidates_at[slot]
    size = g.candidates_at[slot + 1] - at
    last = s.who[slot]
    for _ in range(tries):
        if size == 0:
            break
        r = g.candidates[at + below(draw(s.rng), size)]
        if _twice(g, s, e, slot, r):
            continue
        last = r
        over = False
        for i in range(at, at + size):
            if g.candidates[i] == r:
                over = s.spent[r] + g.use[i] > g.stock[r]
                break
        if not over and _free(g, s, e, slot, r, p):
            break
    s.who[slot] = last


@part
def _team(g, s, e, p, loose):
    """Mend the teams of a lifted event for a start at p: who is free stays (unless `loose`), others are replaced."""
    for slot in range(g.slots_at[e], g.slots_at[e + 1]):
        r = s.who[slot]
        if r < 0 and not g.needed[slot]:
            continue
        if r < 0 or loose or not _free(g, s, e, slot, r, p):
            _fill(g, s, e, slot, p, 6)


@part
def _pick_start(g, s, e):
    size = g.starts_at[e + 1] - g.starts_at[e]
    if size == 0:
        return np.int64(-1)
    return g.starts[g.starts_at[e] + below(draw(s.rng), size)]


@part
def _one(g, s, e, x):
    """Change one lifted event that was at p; return its new start."""
    kind = np.int64(x & LOW)
    p = s.figures[FROM]
    if p < 0 or (kind < 300 and g.drop[e] >= 0):  # put in, or take out
        if p >= 0:
            return np.int64(-1)
        q = _pick_start(g, s, e)
        if q >= 0:
            _team(g, s, e, q, True)
        return q
    slots = g.slots_at[e + 1] - g.slots_at[e]
    if kind < 1700 or slots == 0:  # another time, mended teams
        q = _pick_start(g, s, e)
        _team(g, s, e, q, kind < 600)
        return q
    if kind < 2300:  # a little earlier or later
        i = g.starts_at[e]
        while i < g.starts_at[e + 1] - 1 and g.starts[i] != p:
            i += 1
        i += below(draw(s.rng), 9) - 4
        q = g.starts[min(max(i, g.starts_at[e]), g.starts_at[e + 1] - 1)]
        _team(g, s, e, q, False)
        return q
    slot = g.slots_at[e] + below(draw(s.rng), slots)
    if s.who[slot] >= 0 and not g.needed[slot] and kind & 1:
        s.who[slot] = -1
    else:
        _fill(g, s, e, slot, p, 4)
    return p


@part
def _in_starts(g, e, p):
    mine = g.starts[g.starts_at[e] : g.starts_at[e + 1]]
    i = np.searchsorted(mine, p)
    return i < mine.size and mine[i] == p


@kernel
def begin(g, s, order):
    """Count all events in as left out, then place those of the order, each where it breaks and costs least."""
    for e in range(g.length.size):
        effect(g, s, e, 1)
    for e in order:
        now = s.figures[COST] + s.figures[WEIGHT] * s.figures[BROKEN]
        best, at = now, np.int64(-1)
        save(g, s, e)
        lift(g, s, e)
        for i in range(g.starts_at[e], g.starts_at[e + 1]):
            p = g.starts[i]
            _team(g, s, e, p, True)
            s.when[e] = p
            effect(g, s, e, 1)
            value = s.figures[COST] + s.figures[WEIGHT] * s.figures[BROKEN]
            if value < best:
                best, at = value, p
                save(g, s, e)
            lift(g, s, e)
        for slot in range(g.slots_at[e], g.slots_at[e + 1]):
            s.who[slot] = s.old_who[slot]
        s.when[e] = at
        effect(g, s, e, 1)
    keep_best(s)


@kernel
def anneal(g, s, temperature, proposals, most):
    """Propose changes at one temperature until `most` are accepted; return how many were proposed."""
    events = g.length.size
    accepted = 0
    for step in range(proposals):
        x = draw(s.rng)
        threshold = (temperature * g.logs[np.int64(x & LOW)]) >> 28
        e = below(x, events)
        x = draw(s.rng)
        f = np.int64(-1)
        if x & np.uint64(1048576 * 7) == 0:  # one in eight: two events exchange their times
            f = below(x, events)
            if f == e or s.when[e] == s.when[f]:
                continue
        weight = s.figures[WEIGHT]
        before = s.figures[COST] + weight * s.figures[BROKEN]
        p = s.when[e]
        save(g, s, e)
        lift(g, s, e)
        if f >= 0:
            q = s.when[f]
            if (q >= 0 and not _in_starts(g, e, q)) or (p >= 0 and not _in_starts(g, f, p)):
                s.when[e] = p
                effect(g, s, e, 1)
                continue
            save(g, s, f)
            lift(g, s, f)
            if q >= 0:
                _team(g, s, e, q, p < 0)
            s.when[e] = q
            effect(g, s, e, 1)
            if p >= 0:
                _team(g, s, f, p, q < 0)
            s.when[f] = p
            effect(g, s, f, 1)
        else:
            s.figures[FROM] = p
            s.when[e] = _one(g, s, e, draw(s.rng))
            effect(g, s, e, 1)
        if s.figures[COST] + weight * s.figures[BROKEN] - before <= threshold:
            accepted += 1
            keep_best(s)
            if accepted >= most:
                return step + 1
        else:
            if f >= 0:
                back(g, s, f, s.when[e])
                effect(g, s, f, 1)
            back(g, s, e, p)
            effect(g, s, e, 1)
    return proposals
