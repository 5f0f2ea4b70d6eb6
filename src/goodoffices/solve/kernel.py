"""Depth-first search for packages, in whole numbers. Imported only where it is run.

What it asks, how it prunes and how its arrays are laid out is told in `arrays`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from goodoffices.solve.bound_kernel import (
    WORD,
    add,
    blame_sum,
    burden_sum,
    improve_multipliers,
    mark,
    narrow,
    nearest,
    reaches,
    settled,
    strike_by_sum,
    weigh,
)
from goodoffices.solve.branching_kernel import choose, choose_by_parts, learn, next_part
from goodoffices.solve.jit import compiled
from goodoffices.solve.simplex_kernel import BROKEN, REFUTED, SOLVED, begin, relax

__all__ = ["WORD"]

EXHAUSTED, FOUND, GUESSED, PAUSED = 0, 1, 2, 3
DEPTH, PHASE, NODES, WHAT = 0, 1, 2, 3  # places in `ctl`
ENTER, NEXT, OVER = 0, 1, 2
ROUNDS = 2  # of subgradient steps at a node below the first; the linear program is solved once
PIVOTS, PIVOTS_FIRST = 60, 600  # steps of the simplex method at a node, and at the first


@compiled
def blame_row(level: int, row: int, masks: Any, rclaim: Any, mx: Any, mx0: Any, decided: Any,
              reason: Any) -> None:  # fmt: skip
    """Add what keeps the potential of a row low: its claim, and earlier strikes."""
    mark(masks, rclaim[row])
    for issue in range(mx.shape[1]):
        if not decided[issue] and mx[level, issue, row] < mx0[issue, row]:
            add(masks, reason[level, issue])


@compiled
def strike_by_bans(level: int, bfirst: Any, bissue: Any, bmask: Any, bclaim: Any, ban_on: Any,
                   num: Any, dom: Any, pot: Any, mx: Any, decided: Any, reason: Any, core: Any,
                   blame: Any, touch: Any, track: bool) -> int:  # fmt: skip
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
                if left > 0:
                    blame[:] = 0
                mine = core[level] if left == 0 else blame
                mark(mine, bclaim[ban])
                for part in range(bfirst[ban], bfirst[ban + 1]):
                    if part != open_part and not decided[bissue[part]]:
                        add(mine, reason[level, bissue[part]])
                if left == 1:
                    add(reason[level, bissue[open_part]], blame)
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
                   blame: Any, track: bool) -> int:  # fmt: skip
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
                    blame[:] = 0
                    blame_row(level, row, blame, rclaim, mx, mx0, decided, reason)
                    add(reason[level, issue], blame)
                narrow(level, issue, keep, num, dom, pot, mx)
                changed = 1
    return changed


@compiled
def enter(level: int, num: Any, numf: Any, least: Any, leastf: Any, aim: Any, aimf: Any, base:
          Any, totals: Any, row_on: Any, spread: Any, nash: int, want: float, wantf: float,
          bfirst: Any, bissue: Any, bmask: Any, bclaim: Any, ban_on: Any, rclaim: Any, dom0: Any,
          mx0: Any, dom: Any, pot: Any, mx: Any, mu: Any, lin: Any, decided: Any, reason: Any,
          core: Any, blame: Any, pick: Any, whole: Any, value: Any, top: Any, touch: Any, branch:
          Any, track: bool, steps: int, heur: bool, linear: bool) -> int:  # fmt: skip
    """Work out one node: -2 nothing below it, -1 all settled, -3 `pick` is a package; or the issue
    to settle next."""
    core[level, :] = 0
    rounds = 0
    while True:
        rounds += 1
        while True:
            changed = strike_by_bans(level, bfirst, bissue, bmask, bclaim, ban_on, num, dom, pot,
                                     mx, decided, reason, core, blame, touch, track)  # fmt: skip
            if changed < 0:
                return -2
            more = strike_by_rows(level, num, least, row_on, spread, dom, pot, mx, mx0, rclaim,
                                  decided, reason, core, blame, track)  # fmt: skip
            if more < 0:
                return -2
            if changed + more == 0:
                break
        if linear:
            effort = PIVOTS if level > 0 else PIVOTS_FIRST
            solved = relax(level, leastf, row_on, bfirst, bissue, bmask, ban_on, dom, mu, lin,
                           effort)  # fmt: skip
            if solved == BROKEN:
                begin(level, mu, row_on, dom, lin)
                solved = relax(level, leastf, row_on, bfirst, bissue, bmask, ban_on, dom, mu, lin,
                               effort)  # fmt: skip
            if level > 0 and rounds == 1:
                after = lin.y[0] if solved != REFUTED else -1.0
                learn(level - 1, branch[level - 1], after, lin)
            if (
                solved == SOLVED
                and heur
                and nearest(level, lin.share, dom, bfirst, bissue, bmask, ban_on, pick)
                and reaches(num, aim, base, row_on, nash, want, 1e-9, pick)
            ):
                return -3
        else:
            looks_good = improve_multipliers(level, numf, leastf, aimf, row_on, nash, wantf, dom,
                                             mu, pick, steps, heur, bfirst, bissue, bmask,
                                             ban_on, lin.rate, lin.slacks)  # fmt: skip
            if looks_good and reaches(num, aim, base, row_on, nash, want, 1e-9, pick):
                return -3
            heur = False
        slack = weigh(level, num, least, base, totals, row_on, nash, want, dom, mu, bfirst, bissue,
                      bmask, ban_on, whole, value, top)  # fmt: skip
        if slack < 0:
            if track:
                blame_sum(level, core[level], whole, value, top, dom0, rclaim, bclaim, decided,
                          reason)  # fmt: skip
                burden_sum(whole, value, top, totals, dom0, decided, lin.burden)
            return -2
        struck = strike_by_sum(level, slack, whole, value, top, num, dom0, dom, pot, mx, rclaim,
                               bclaim, decided, reason, core, blame, track)  # fmt: skip
        most = 1 if linear else ROUNDS
        if not struck or (level > 0 and rounds >= most and settled(level, dom) == 0):
            if linear:
                return choose_by_parts(level, slack, numf, totals, dom, whole, value, top, lin)
            return choose(level, numf, dom, mu, value, top, touch)


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
def hand_down(level: int, dom: Any, pot: Any, mx: Any, mu: Any, basis: Any, key: Any, inverse: Any,
              age: Any, reason: Any, track: bool) -> None:  # fmt: skip
    """Begin the node below where a node is."""
    for kept in (dom, pot, key):
        for k in range(kept.shape[1]):
            kept[level + 1, k] = kept[level, k]
    for k in range(mu.shape[1]):
        mu[level + 1, k] = mu[level, k]
    most = basis.shape[1] // 2
    for k in range(basis[level, 0]):
        basis[level + 1, 1 + k] = basis[level, 1 + k]
        basis[level + 1, 1 + most + k] = basis[level, 1 + most + k]
        for r in range(basis[level, 0]):
            inverse[level + 1, k, r] = inverse[level, k, r]
    basis[level + 1, 0], age[level + 1] = basis[level, 0], age[level]
    for issue in range(mx.shape[1]):
        for row in range(mx.shape[2]):
            mx[level + 1, issue, row] = mx[level, issue, row]
        if track:
            for word in range(reason.shape[2]):
                reason[level + 1, issue, word] = reason[level, issue, word]


@compiled
def search(num: Any, numf: Any, least: Any, leastf: Any, aim: Any, aimf: Any, base: Any, totals:
           Any, row_on: Any, spread: Any, nash: int, want: float, wantf: float, bfirst: Any,
           bissue: Any, bmask: Any, bclaim: Any, ban_on: Any, rclaim: Any, dom0: Any, mx0: Any,
           dom: Any, pot: Any, mx: Any, mu: Any, lin: Any, decided: Any, reason: Any, core: Any,
           blame: Any, todo: Any, order: Any, branch: Any, pick: Any, whole: Any, value: Any, top:
           Any, touch: Any, ctl: Any, track: bool, steps: int, root_steps: int, heur: bool, linear:
           bool, budget: int) -> int:  # fmt: skip
    """Go on from the state in the arrays until a package, the end, or `budget` nodes.

    FOUND and GUESSED leave a package in `pick`. A guess reaches `aim`, not only `least`, and does
    not close its node, so `aim` must be raised before going on. EXHAUSTED leaves the claims to
    blame in `core[0]`.
    """
    stop = ctl[NODES] + budget
    basis, key, inverse, age = lin.basis, lin.key, lin.inverse, lin.age
    while ctl[PHASE] != OVER:
        level = ctl[DEPTH]
        if ctl[PHASE] == ENTER:
            if ctl[NODES] >= stop:
                return PAUSED
            ctl[NODES] += 1
            effort = steps if level > 0 else root_steps
            found = enter(level, num, numf, least, leastf, aim, aimf, base, totals, row_on,
                          spread, nash, want, wantf, bfirst, bissue, bmask, bclaim, ban_on,
                          rclaim, dom0, mx0, dom, pot, mx, mu, lin, decided, reason, core, blame,
                          pick, whole, value, top, touch, branch, track, effort, heur,
                          linear)  # fmt: skip
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
                lin.way[level] = -1
                for option in range(num.shape[1]):
                    order[level, option] = value[found, option]
                core[level, :] = 0
            else:
                todo[level] = 0
            continue
        issue = branch[level]
        if todo[level] == 0:  # nothing left here: back to the node above
            if issue >= 0:
                decided[issue] = False
                add(core[level], reason[level, issue])
            if level == 0:
                ctl[PHASE] = OVER
                break
            add(core[level - 1], core[level])
            ctl[DEPTH] = level - 1
            continue
        part = next_part(level, todo[level], order, linear, lin)
        todo[level] &= ~part
        decided[issue] = part & (part - 1) == 0
        hand_down(level, dom, pot, mx, mu, basis, key, inverse, age, reason, track)
        narrow(level + 1, issue, part, num, dom, pot, mx)
        ctl[DEPTH] = level + 1
        ctl[PHASE] = ENTER
    return EXHAUSTED
