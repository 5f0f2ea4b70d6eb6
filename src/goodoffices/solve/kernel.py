"""Depth-first search for packages, in whole numbers. Imported only where it is run.

What it asks, how it prunes and how its arrays are laid out is told in `arrays`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from goodoffices.solve.jit import compiled, compiled_loosely

EXHAUSTED, FOUND, GUESSED, PAUSED = 0, 1, 2, 3
DEPTH, PHASE, NODES, WHAT = 0, 1, 2, 3  # places in `ctl`
ENTER, NEXT, OVER = 0, 1, 2
WORD = 62  # claims per mask; below 63 so that shifts stay within signed 64 bits
ROUNDS = 2  # of improving multipliers at a node below the first
UNIT = 1 << 60  # weighted sums stay below this


@compiled
def narrow(level: Any, issue: int, mask: Any, num: Any, dom: Any, pot: Any, mx: Any) -> None:
    """Leave only `mask` of an issue's options."""
    dom[level, issue] = mask
    for row in range(num.shape[2]):
        best = np.int64(-1)
        for option in range(num.shape[1]):
            if (mask >> option) & 1 and num[issue, option, row] > best:
                best = num[issue, option, row]
        pot[level, row] += best - mx[level, issue, row]
        mx[level, issue, row] = best


@compiled
def mark(masks: Any, claim: int) -> None:
    """Add a claim to a set of claims; rules of the world (-1) are in no set."""
    if claim >= 0:
        masks[claim // WORD] |= np.int64(1) << (claim % WORD)


@compiled
def blame_row(level: int, row: int, masks: Any, rclaim: Any, mx: Any, mx0: Any, decided: Any,
              reason: Any) -> None:  # fmt: skip
    """Add what keeps the potential of a row low: its claim, and earlier strikes."""
    mark(masks, rclaim[row])
    for issue in range(mx.shape[1]):
        if not decided[issue] and mx[level, issue, row] < mx0[issue, row]:
            masks |= reason[level, issue]


@compiled
def strike_by_bans(level: int, bfirst: Any, bissue: Any, bmask: Any, bclaim: Any, ban_on: Any,
                   num: Any, dom: Any, pot: Any, mx: Any, decided: Any, reason: Any, core: Any,
                   touch: Any, track: bool) -> int:  # fmt: skip
    """Strike options that would complete a ban. -1: a ban is complete; else whether any was."""
    changed = 0
    touch[:] = 0
    for ban in range(bfirst.shape[0] - 1):
        if not ban_on[ban]:
            continue
        left, open_part, over = 0, -1, False
        for part in range(bfirst[ban], bfirst[ban + 1]):
            domain = dom[level, bissue[part]]
            inside = domain & bmask[part]
            if inside == 0:
                over = True
                break
            if inside != domain:
                left += 1
                open_part = part
        if over:
            continue
        if left <= 1:
            if track:
                blame = core[level] if left == 0 else np.zeros_like(core[level])
                mark(blame, bclaim[ban])
                for part in range(bfirst[ban], bfirst[ban + 1]):
                    if part != open_part and not decided[bissue[part]]:
                        blame |= reason[level, bissue[part]]
                if left == 1:
                    reason[level, bissue[open_part]] |= blame
            if left == 0:
                return -1
            issue = bissue[open_part]
            narrow(level, issue, dom[level, issue] & ~bmask[open_part], num, dom, pot, mx)
            changed = 1
        else:
            for part in range(bfirst[ban], bfirst[ban + 1]):
                touch[bissue[part]] += 1
    return changed


@compiled
def strike_by_rows(level: int, num: Any, least: Any, row_on: Any, spread: Any, dom: Any, pot: Any,
                   mx: Any, mx0: Any, rclaim: Any, decided: Any, reason: Any, core: Any,
                   track: bool) -> int:  # fmt: skip
    """Strike options that a row cannot afford. -1: a row cannot be reached; else whether any."""
    changed = 0
    for row in range(num.shape[2]):
        if not row_on[row]:
            continue
        slack = pot[level, row] - least[row]
        if slack < 0:
            if track:
                blame_row(level, row, core[level], rclaim, mx, mx0, decided, reason)
            return -1
        if slack >= spread[row]:
            continue
        for issue in range(num.shape[0]):
            domain = dom[level, issue]
            if domain & (domain - 1) == 0:
                continue
            floor = mx[level, issue, row] - slack
            keep = domain
            for option in range(num.shape[1]):
                if (domain >> option) & 1 and num[issue, option, row] < floor:
                    keep &= ~(np.int64(1) << option)
            if keep != domain:
                if track:
                    blame = np.zeros_like(core[level])
                    blame_row(level, row, blame, rclaim, mx, mx0, decided, reason)
                    reason[level, issue] |= blame
                narrow(level, issue, keep, num, dom, pot, mx)
                changed = 1
    return changed


@compiled
def nash_term(mu: Any, nash: int, want: float) -> Any:
    """(threshold x product of multipliers) ** (1/k); 0 without a threshold."""
    if nash == 0 or want < -1e300:
        return 0.0
    logs = want
    for row in range(nash):
        logs += np.log(mu[row])
    return np.exp(logs / nash)


@compiled_loosely
def improve_multipliers(level: int, numf: Any, leastf: Any, aimf: Any, row_on: Any, nash: int,
                        want: float, dom: Any, mu: Any, pick: Any, steps: int, heur: bool,
                        bfirst: Any, bissue: Any, bmask: Any, ban_on: Any) -> int:  # fmt: skip
    """Subgradient steps; the best multipliers stay in `mu[level]`. 1: `pick` looks like a package.

    Subgradient: what the options that maximise the weighted sum leave over, row by row.
    """
    issues, options, rows = numf.shape
    now = mu[level].copy()
    best = np.inf
    over = np.zeros(rows)
    scale = 1.0
    for _ in range(steps + 1):
        total = 0.0
        for row in range(rows):
            over[row] = 0.0
        for issue in range(issues):
            domain, top, at = dom[level, issue], -1.0, 0
            for option in range(options):
                if (domain >> option) & 1:
                    value = 0.0
                    for row in range(rows):
                        value += now[row] * numf[issue, option, row]
                    if value > top:
                        top, at = value, option
            total += top
            pick[issue] = at
            for row in range(rows):
                over[row] += numf[issue, at, row]
        term = nash_term(now, nash, want)
        total -= nash * term
        norm, met = 0.0, heur
        for row in range(rows):
            if not row_on[row]:
                over[row] = 0.0
                continue
            if over[row] < aimf[row]:
                met = False
            total -= now[row] * leastf[row]
            over[row] -= leastf[row]
            if row < nash:
                over[row] -= term / now[row]
            norm += over[row] * over[row]
        if met:
            for ban in range(bfirst.shape[0] - 1):
                if ban_on[ban]:
                    hit = True
                    for part in range(bfirst[ban], bfirst[ban + 1]):
                        if (bmask[part] >> pick[bissue[part]]) & 1 == 0:
                            hit = False
                            break
                    if hit:
                        met = False
                        break
            if met:
                return 1
        if total < best:
            best = total
            mu[level] = now
        else:
            scale *= 0.85
        if total < -1e-12 or norm < 1e-24:
            break
        length = scale * (total + 0.3 * abs(best) + 1e-7) / norm
        weight = 0.0
        for row in range(rows):
            if row_on[row]:
                now[row] = max(now[row] - length * over[row], 1e-7 if row < nash else 0.0)
                weight += now[row]
            else:
                now[row] = 0.0
        if weight <= 0.0:
            break
        for row in range(rows):
            now[row] /= weight
    return 0


@compiled
def weigh(level: int, num: Any, least: Any, base: Any, totals: Any, row_on: Any, nash: int,
          want: float, dom: Any, mu: Any, whole: Any, value: Any, top: Any) -> Any:  # fmt: skip
    """The weighted sum in whole numbers: `whole` multipliers, `value[issue, option]`, its `top`.

    Returns how far the greatest weighted sum lies above what is wanted; below 0 is a proof that no
    package is left. The root of the Nash mode is rounded down by more than its error.
    """
    issues, options, rows = num.shape
    slack = np.int64(0)
    logs = want
    for row in range(rows):
        whole[row] = 0
        if row_on[row]:
            share = mu[level, row] * UNIT / (2.0 * totals[row] + 1.0)
            whole[row] = max(np.int64(share), np.int64(1 if row < nash else 0))
            if row < nash:
                logs += np.log(np.float64(whole[row]))
                slack -= whole[row] * base[row]
            else:
                slack -= whole[row] * least[row]
    if nash > 0 and want > -1e300:
        slack -= np.int64(min(nash * np.exp(logs / nash) * (1.0 - 1e-9), 2.0 * UNIT))
    for issue in range(issues):
        best = np.int64(-1)
        for option in range(options):
            total = np.int64(0)
            for row in range(rows):
                total += whole[row] * num[issue, option, row]
            value[issue, option] = total
            if (dom[level, issue] >> option) & 1 and total > best:
                best = total
        top[issue] = best
        slack += best
    return slack


@compiled
def blame_sum(level: int, masks: Any, whole: Any, value: Any, top: Any, dom0: Any, rclaim: Any,
              decided: Any, reason: Any) -> None:  # fmt: skip
    """Add what keeps the weighted sum low: the claims of its rows, and earlier strikes."""
    for row in range(whole.shape[0]):
        if whole[row] > 0:
            mark(masks, rclaim[row])
    for issue in range(value.shape[0]):
        if decided[issue]:
            continue
        for option in range(value.shape[1]):
            if (dom0[issue] >> option) & 1 and value[issue, option] > top[issue]:
                masks |= reason[level, issue]
                break


@compiled
def strike_by_sum(level: int, slack: int, whole: Any, value: Any, top: Any, num: Any, dom0: Any,
                  dom: Any, pot: Any, mx: Any, rclaim: Any, decided: Any, reason: Any, core: Any,
                  track: bool) -> int:  # fmt: skip
    """Strike options that the weighted sum cannot afford; whether any was."""
    changed = 0
    blame = np.zeros_like(core[level])
    known = False
    for issue in range(value.shape[0]):
        domain = dom[level, issue]
        if domain & (domain - 1) == 0:
            continue
        keep = domain
        for option in range(value.shape[1]):
            if (domain >> option) & 1 and top[issue] - value[issue, option] > slack:
                keep &= ~(np.int64(1) << option)
        if keep != domain:
            if track:
                if not known:
                    # Options struck here are below `top`, so the reasons need no second look.
                    blame_sum(level, blame, whole, value, top, dom0, rclaim, decided, reason)
                    known = True
                reason[level, issue] |= blame
            narrow(level, issue, keep, num, dom, pot, mx)
            changed = 1
    return changed


@compiled_loosely
def choose(level: int, numf: Any, dom: Any, mu: Any, value: Any, top: Any, touch: Any) -> int:
    """The issue to settle next, -1 when all are: where options differ most from the best one.

    Options that weigh alike may still pull the rows apart; that is what keeps the bound loose.
    """
    best, at = -1.0, -1
    for issue in range(value.shape[0]):
        domain = dom[level, issue]
        if domain & (domain - 1) == 0:
            continue
        first = 0
        for option in range(value.shape[1]):
            if (domain >> option) & 1 and value[issue, option] == top[issue]:
                first = option
        differ, count = 0.0, 0
        for option in range(value.shape[1]):
            if (domain >> option) & 1:
                count += 1
                for row in range(mu.shape[1]):
                    gap = numf[issue, first, row] - numf[issue, option, row]
                    differ += mu[level, row] * (gap + abs(gap))
        score = (differ + 1e-9 + 1e-3 * touch[issue]) / (count * count)
        if score > best:
            best, at = score, issue
    return at


@compiled
def reaches(num: Any, least: Any, base: Any, row_on: Any, nash: int, want: float, margin: float,
            pick: Any) -> bool:  # fmt: skip
    """Whether the package reaches every row, and the logarithm of its product `want + margin`."""
    logs = 0.0
    for row in range(num.shape[2]):
        total = np.int64(0)
        for issue in range(num.shape[0]):
            total += num[issue, pick[issue], row]
        if row_on[row] and total < least[row]:
            return False
        if row < nash:
            if total <= base[row]:
                return want < -1e300 and margin < 0.0
            logs += np.log(np.float64(total - base[row]))
    return nash == 0 or want < -1e300 or logs >= want + margin


@compiled
def settled(level: int, dom: Any) -> int:
    """1 when every issue has one option left."""
    for issue in range(dom.shape[1]):
        if dom[level, issue] & (dom[level, issue] - 1):
            return 0
    return 1


@compiled
def enter(level: int, num: Any, numf: Any, least: Any, leastf: Any, aim: Any, aimf: Any, base:
          Any, totals: Any, row_on: Any, spread: Any, nash: int, want: float, wantf: float,
          bfirst: Any, bissue: Any, bmask: Any, bclaim: Any, ban_on: Any, rclaim: Any, dom0: Any,
          mx0: Any, dom: Any, pot: Any, mx: Any, mu: Any, decided: Any, reason: Any, core: Any,
          pick: Any, whole: Any, value: Any, top: Any, touch: Any, track: bool, steps: int, heur:
          bool) -> int:  # fmt: skip
    """Work out one node: -2 nothing below it, -1 all settled, -3 `pick` is a package; or the issue
    to settle next."""
    core[level, :] = 0
    rounds = 0
    while True:
        rounds += 1
        while True:
            changed = strike_by_bans(level, bfirst, bissue, bmask, bclaim, ban_on, num, dom, pot,
                                     mx, decided, reason, core, touch, track)  # fmt: skip
            if changed < 0:
                return -2
            more = strike_by_rows(level, num, least, row_on, spread, dom, pot, mx, mx0, rclaim,
                                  decided, reason, core, track)  # fmt: skip
            if more < 0:
                return -2
            if changed + more == 0:
                break
        looks_good = improve_multipliers(level, numf, leastf, aimf, row_on, nash, wantf, dom, mu,
                                         pick, steps, heur, bfirst, bissue, bmask,
                                         ban_on)  # fmt: skip
        if looks_good and reaches(num, aim, base, row_on, nash, want, 1e-9, pick):
            return -3
        slack = weigh(level, num, least, base, totals, row_on, nash, want, dom, mu, whole, value,
                      top)  # fmt: skip
        if slack < 0:
            if track:
                blame_sum(level, core[level], whole, value, top, dom0, rclaim, decided, reason)
            return -2
        struck = strike_by_sum(level, slack, whole, value, top, num, dom0, dom, pot, mx, rclaim,
                               decided, reason, core, track)  # fmt: skip
        if not struck or (level > 0 and rounds >= ROUNDS and settled(level, dom) == 0):
            return choose(level, numf, dom, mu, value, top, touch)
        heur = False


@compiled
def failing(pick: Any, num: Any, least: Any, rclaim: Any, bfirst: Any, bissue: Any, bmask: Any,
            bclaim: Any, masks: Any) -> bool:  # fmt: skip
    """Put the claims that a package fails into `masks`; whether it keeps the rules of the world."""
    lawful = True
    masks[:] = 0
    for row in range(num.shape[2]):
        total = np.int64(0)
        for issue in range(num.shape[0]):
            total += num[issue, pick[issue], row]
        if total < least[row]:
            mark(masks, rclaim[row])
            lawful = lawful and rclaim[row] >= 0
    for ban in range(bfirst.shape[0] - 1):
        hit = True
        for part in range(bfirst[ban], bfirst[ban + 1]):
            if (bmask[part] >> pick[bissue[part]]) & 1 == 0:
                hit = False
                break
        if hit:
            mark(masks, bclaim[ban])
            lawful = lawful and bclaim[ban] >= 0
    return lawful


@compiled
def search(num: Any, numf: Any, least: Any, leastf: Any, aim: Any, aimf: Any, base: Any, totals:
           Any, row_on: Any, spread: Any, nash: int, want: float, wantf: float, bfirst: Any,
           bissue: Any, bmask: Any, bclaim: Any, ban_on: Any, rclaim: Any, dom0: Any, mx0: Any,
           dom: Any, pot: Any, mx: Any, mu: Any, decided: Any, reason: Any, core: Any, todo: Any,
           order: Any, branch: Any, pick: Any, whole: Any, value: Any, top: Any, touch: Any, ctl:
           Any, track: bool, steps: int, root_steps: int, heur: bool,
           budget: int) -> int:  # fmt: skip
    """Go on from the state in the arrays until a package, the end, or `budget` nodes.

    FOUND and GUESSED leave a package in `pick`. A guess reaches `aim`, not only `least`, and does
    not close its node, so `aim` must be raised before going on. EXHAUSTED leaves the claims to
    blame in `core[0]`.
    """
    stop = ctl[NODES] + budget
    while ctl[PHASE] != OVER:
        level = ctl[DEPTH]
        if ctl[PHASE] == ENTER:
            if ctl[NODES] >= stop:
                return PAUSED
            ctl[NODES] += 1
            effort = steps if level > 0 else root_steps
            found = enter(level, num, numf, least, leastf, aim, aimf, base, totals, row_on,
                          spread, nash, want, wantf, bfirst, bissue, bmask, bclaim, ban_on,
                          rclaim, dom0, mx0, dom, pot, mx, mu, decided, reason, core, pick,
                          whole, value, top, touch, track, effort, heur)  # fmt: skip
            if found == -3:
                return GUESSED
            ctl[PHASE] = NEXT
            branch[level] = -1
            if found == -1:
                for issue in range(num.shape[0]):
                    bit, at = dom[level, issue], 0
                    while bit > 1:
                        bit >>= 1
                        at += 1
                    pick[issue] = at
                todo[level] = 0
                if reaches(num, least, base, row_on, nash, want, -1e-9, pick):
                    return FOUND
            if found >= 0:
                branch[level] = found
                todo[level] = dom[level, found]
                decided[found] = True
                order[level] = value[found]
                core[level, :] = 0
            else:
                todo[level] = 0
            continue
        issue = branch[level]
        if todo[level] == 0:  # nothing left here: back to the node above
            if issue >= 0:
                decided[issue] = False
                core[level] |= reason[level, issue]
            if level == 0:
                ctl[PHASE] = OVER
                break
            core[level - 1] |= core[level]
            ctl[DEPTH] = level - 1
            continue
        best, at = np.int64(-1), 0
        for option in range(num.shape[1]):
            if (todo[level] >> option) & 1 and order[level, option] > best:
                best, at = order[level, option], option
        todo[level] &= ~(np.int64(1) << at)
        dom[level + 1] = dom[level]
        pot[level + 1] = pot[level]
        mx[level + 1] = mx[level]
        mu[level + 1] = mu[level]
        if track:
            reason[level + 1] = reason[level]
        narrow(level + 1, issue, np.int64(1) << at, num, dom, pot, mx)
        ctl[DEPTH] = level + 1
        ctl[PHASE] = ENTER
    return EXHAUSTED
