"""Change one or two issues of a package at a time until it satisfies everything, or time is up.

Steepest descent on what is missing, with a memory: what was just changed is not changed back for
some steps (Glover 1989), and what goes on failing weighs more and more (Morris 1993). Imported only
where it is run; proves nothing, and what it finds is checked in whole numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from goodoffices.solve.jit import compiled, compiled_loosely, compiled_with_room

FOUND, PAUSED = 1, 0
STEP, SEED = 0, 1  # places in `ctl`
HEAVIER = 1.2  # of what fails where no change helps
RESTING, LONGER = 2, 5  # steps before an option is taken again, and up to so many more
BAN = 0.002  # what a complete ban counts, in parts of a greatest sum
NEVER = 1e300


@compiled
def complete(ban: int, bfirst: Any, bissue: Any, bmask: Any, pick: Any) -> Any:
    """How many parts of a ban are missing (2 for more), and the place of a missing one."""
    missing, at = 0, -1
    for part in range(bfirst[ban], bfirst[ban + 1]):
        if (bmask[part] >> pick[bissue[part]]) & 1 == 0:
            missing, at = missing + 1, part
            if missing == 2:
                break
    return missing, at


@compiled
def look(num: Any, least: Any, row_on: Any, bfirst: Any, bissue: Any, bmask: Any, ban_on: Any,
         pick: Any, scale: Any, gap: Any) -> bool:  # fmt: skip
    """What each row lacks into `gap`, in parts of `scale`; whether nothing is lacking at all."""
    good = True
    for row in range(num.shape[2]):
        gap[row] = -NEVER
        if row_on[row]:
            total = np.int64(0)
            for issue in range(num.shape[0]):
                total += num[issue, pick[issue], row]
            good = good and total >= least[row]
            gap[row] = np.float64(least[row] - total) / scale[row]
    for ban in range(bfirst.shape[0] - 1):
        if ban_on[ban] and complete(ban, bfirst, bissue, bmask, pick)[0] == 0:
            good = False
    return good


@compiled
def judge_bans(bfirst: Any, bissue: Any, bmask: Any, ban_on: Any, pick: Any, heavy: Any, issue: Any,
               option: Any, cost: Any) -> None:  # fmt: skip
    """What each change costs by the bans that it completes, less those that it breaks."""
    cost[:] = 0.0
    for ban in range(bfirst.shape[0] - 1):
        if not ban_on[ban]:
            continue
        missing, at = complete(ban, bfirst, bissue, bmask, pick)
        if missing == 1:
            for k in range(issue.shape[0]):
                if issue[k] == bissue[at] and (bmask[at] >> option[k]) & 1:
                    cost[k] += BAN * heavy[ban]
        elif missing == 0:
            for part in range(bfirst[ban], bfirst[ban + 1]):
                for k in range(issue.shape[0]):
                    if issue[k] == bissue[part] and (bmask[part] >> option[k]) & 1 == 0:
                        cost[k] -= BAN * heavy[ban]


@compiled_loosely
def best_change(gap: Any, weight: Any, change: Any, cost: Any, free: Any, issue: Any,
                left: Any) -> Any:  # fmt: skip
    """The change, or the two, that leave least lacking by weight: what is left, and which.

    `left` is room to work in.
    """
    least, first, second = NEVER, -1, -1
    rows = gap.shape[0]
    for k in range(issue.shape[0]):
        if not free[k]:
            continue
        total = cost[k]
        for row in range(rows):
            left[row] = gap[row] - change[k, row]
            total += weight[row] * max(0.0, left[row])
        if total < least:
            least, first, second = total, k, -1
        for other in range(k + 1, issue.shape[0]):
            if free[other] and issue[other] != issue[k]:
                total = cost[k] + cost[other]
                for row in range(rows):
                    total += weight[row] * max(0.0, left[row] - change[other, row])
                if total < least:
                    least, first, second = total, k, other
    return least, first, second


@compiled_with_room
def exchange(num: Any, least: Any, row_on: Any, bfirst: Any, bissue: Any, bmask: Any, ban_on: Any,
             scale: Any, issue: Any, option: Any, pick: Any, weight: Any, heavy: Any, rest: Any,
             ctl: Any, steps: int) -> int:  # fmt: skip
    """Go on for at most so many steps. FOUND leaves a package in `pick`.

    `issue[k]`, `option[k]` are the changes to choose from; `weight` of rows, `heavy` of bans, and
    the step until which a change must `rest` are kept from call to call.
    """
    rows, size = num.shape[2], issue.shape[0]
    gap, room = np.zeros(rows), np.zeros(rows)
    change, cost = np.zeros((size, rows)), np.zeros(size)
    free = np.zeros(size, dtype=np.bool_)
    for _ in range(steps):
        ctl[STEP] += 1
        if look(num, least, row_on, bfirst, bissue, bmask, ban_on, pick, scale, gap):
            return FOUND
        lacking = 0.0
        for row in range(rows):
            lacking += weight[row] * max(0.0, gap[row])
        for k in range(size):
            free[k] = option[k] != pick[issue[k]] and rest[k] < ctl[STEP]
            for row in range(rows):
                more = num[issue[k], option[k], row] - num[issue[k], pick[issue[k]], row]
                change[k, row] = more / scale[row]
        judge_bans(bfirst, bissue, bmask, ban_on, pick, heavy, issue, option, cost)
        left, first, second = best_change(gap, weight, change, cost, free, issue, room)
        if first < 0:
            continue
        if left >= lacking:
            whole = 0.0
            for row in range(rows):
                if gap[row] > 0.0:
                    weight[row] *= HEAVIER
                whole += weight[row]
            for row in range(rows):
                weight[row] *= rows / whole
            for ban in range(bfirst.shape[0] - 1):
                if ban_on[ban] and complete(ban, bfirst, bissue, bmask, pick)[0] == 0:
                    heavy[ban] *= HEAVIER
        for k in (first, second):
            if k >= 0:
                ctl[SEED] = (ctl[SEED] * 1103515245 + 12345) % 2147483648
                for other in range(size):
                    if issue[other] == issue[k] and option[other] == pick[issue[k]]:
                        rest[other] = ctl[STEP] + RESTING + (ctl[SEED] >> 16) % LONGER
                pick[issue[k]] = option[k]
    return PAUSED
