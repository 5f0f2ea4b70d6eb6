"""Undominated partial packages, one issue at a time. Imported only where it is run.

Blocks of points are each sorted by a key that a dominating point never has less of, and shifting a
block keeps it sorted; so candidates come out of a merge in an order in which nothing is dominated
by what follows it. Points of equal utilities are one class, with all the ways to reach it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from goodoffices.solve.jit import compiled


@compiled
def later(left: Any, right: Any, left_key: Any, right_key: Any) -> int:
    """-1 when `left` comes before `right`, 1 when after, 0 when they are the same point."""
    if left_key != right_key:
        return -1 if left_key > right_key else 1
    for k in range(left.shape[0]):
        if left[k] != right[k]:
            return -1 if left[k] > right[k] else 1
    return 0


@compiled
def stage(points: Any, keys: Any, first: Any, last: Any, shift: Any, key_shift: Any, option: Any,
          need: Any, slack: Any, fine: bool, out: Any, out_keys: Any, link_at: Any, link_from:
          Any, link_option: Any, stairs: Any) -> Any:  # fmt: skip
    """Merge blocks `points[first:last] + shift` into undominated classes; (classes, links).

    Candidates below `need` anywhere are left out. `out[k]` has the links from `link_at[k]` to
    `link_at[k + 1]`: the point it comes from and the option. With up to three parties a staircase
    tells whether a point is dominated; with more, it is compared with what was kept. Where numbers
    are `fine`, finer than the tolerance, a point yields only to one better by more than `slack`.
    """
    size, blocks = points.shape[1], first.shape[0]
    head = first.copy()
    here = np.zeros(size, dtype=np.int64)
    count, links, steps = 0, 0, 0
    fresh = False  # whether the last candidate became the class out[count - 1]
    last_point = np.zeros(size, dtype=np.int64)
    seen = False
    other = np.zeros(size, dtype=np.int64)
    while True:
        best, best_key = -1, np.int64(0)
        for block in range(blocks):
            if head[block] >= last[block]:
                continue
            key = keys[head[block]] + key_shift[block]
            if best >= 0 and key < best_key:
                continue
            for k in range(size):
                other[k] = points[head[block], k] + shift[block, k]
            if best < 0 or later(other, here, key, best_key) < 0:
                best, best_key = block, key
                here[:] = other
        if best < 0:
            break
        source = head[best]
        head[best] += 1
        if seen and later(here, last_point, 0, 0) == 0:
            if fresh:
                link_from[links], link_option[links] = source, option[best]
                links += 1
                link_at[count] = links
            continue
        seen = True
        last_point[:] = here
        fresh = False
        low = False
        for k in range(size):
            if here[k] < need[k]:
                low = True
                break
        if low:
            continue
        if size == 1 and not fine:
            if count > 0:
                continue
        elif size <= 3 and not fine:
            second, third = here[1], here[size - 1]
            left, right = 0, steps  # stairs ascend in the second number and fall in the third
            while left < right:
                middle = (left + right) // 2
                if stairs[middle, 0] < second:
                    left = middle + 1
                else:
                    right = middle
            if left < steps and stairs[left, 1] >= third:
                continue
            start = left
            while start > 0 and stairs[start - 1, 1] <= third:
                start -= 1
            end = left + 1 if left < steps and stairs[left, 0] == second else left
            gap = 1 - (end - start)
            if gap > 0:
                for k in range(steps - 1, end - 1, -1):
                    stairs[k + gap] = stairs[k]
            elif gap < 0:
                for k in range(end, steps):
                    stairs[k + gap] = stairs[k]
            stairs[start, 0], stairs[start, 1] = second, third
            steps += gap
        else:
            beaten = False
            for j in range(count):
                ahead, beyond = True, not fine
                for k in range(size):
                    if out[j, k] < here[k]:
                        ahead = False
                        break
                    if fine and out[j, k] > here[k] + slack[k]:
                        beyond = True
                if ahead and beyond:
                    beaten = True
                    break
            if beaten:
                continue
        out[count] = here
        out_keys[count] = best_key
        link_at[count] = links
        link_from[links], link_option[links] = source, option[best]
        links += 1
        count += 1
        link_at[count] = links
        fresh = True
    return count, links
