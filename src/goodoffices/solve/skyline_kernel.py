"""Undominated partial packages, one issue at a time. Imported only where it is run.

Blocks of points are each in descending lexicographic order, and shifting a block keeps them so;
candidates then come out of a merge in an order in which nothing is dominated by what follows it.
Points of equal utilities are one class, with all the ways to reach it.

A utility is a number and the rest of it, in as many further parts of a base as it takes (`rests`
has none where the number says it all), so that no comparison is ever rounded.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from goodoffices.solve.jit import compiled, compiled_with_room

WORD = 62  # points per mask, so that shifts stay within signed 64 bits


@compiled
def add(points: Any, rests: Any, at: int, more: Any, more_rest: Any, by: int, base: Any, out: Any,
        out_rest: Any, to: int) -> None:  # fmt: skip
    """Write `points[at] + more[by]` into `out[to]`."""
    for k in range(points.shape[1]):
        carry = np.int64(0)
        for part in range(rests.shape[2] - 1, -1, -1):
            total = rests[at, k, part] + more_rest[by, k, part] + carry
            carry = np.int64(total >= base[k])
            out_rest[to, k, part] = total - carry * base[k]
        out[to, k] = points[at, k] + more[by, k] + carry


@compiled
def copy(points: Any, rests: Any, at: int, out: Any, out_rest: Any, to: int) -> None:
    """Write `points[at]` into `out[to]`; by loops, which are faster here than slices."""
    for k in range(points.shape[1]):
        out[to, k] = points[at, k]
        for part in range(rests.shape[2]):
            out_rest[to, k, part] = rests[at, k, part]


@compiled
def compare(left_rest: Any, right_rest: Any, k: int) -> int:
    """-1, 0 or 1 as the rest of number k is less, equal or more."""
    for part in range(left_rest.shape[1]):
        if left_rest[k, part] != right_rest[k, part]:
            return 1 if left_rest[k, part] > right_rest[k, part] else -1
    return 0


@compiled
def later(points: Any, rests: Any, left: int, right: int) -> int:
    """-1 when the left point comes before the right, 1 when after, 0 when they are the same."""
    for k in range(points.shape[1]):
        if points[left, k] != points[right, k]:
            return -1 if points[left, k] > points[right, k] else 1
        if rests.shape[2] > 0:
            order = compare(rests[left], rests[right], k)
            if order != 0:
                return -order
    return 0


@compiled
def beats(points: Any, rests: Any, at: int, right: Any, right_rest: Any, far: Any,
          far_rest: Any) -> bool:  # fmt: skip
    """Whether `points[at]` is at least `right` everywhere and more than `far` somewhere."""
    beyond = False
    for k in range(points.shape[1]):
        number = points[at, k]
        if number < right[k]:
            return False
        if number > far[k]:
            beyond = True
        elif rests.shape[2] > 0:
            if number == right[k] and compare(rests[at], right_rest, k) < 0:
                return False
            if number == far[k] and compare(rests[at], far_rest, k) > 0:
                beyond = True
    return beyond


@compiled
def group(cuts: Any, number: int) -> int:
    """How many of the ascending cuts are at most the number."""
    left, right = 0, cuts.shape[0]
    while left < right:
        middle = (left + right) // 2
        if cuts[middle] <= number:
            left = middle + 1
        else:
            right = middle
    return left


@compiled
def note(place: int, point: Any, start: int, cuts: Any, bits: Any) -> None:
    """Put a point in the sets `bits[k, g]`: those that reach the g-th group in number k."""
    word, bit = place // WORD, np.int64(1) << (place % WORD)
    for k in range(start, point.shape[0]):
        for g in range(group(cuts[k], point[k]) + 1):
            bits[k, g, word] |= bit


@compiled
def beaten(point: Any, rest: Any, far: Any, far_rest: Any, kept: Any, kept_rests: Any, count: int,
           start: int, cuts: Any, bits: Any, groups: Any) -> bool:  # fmt: skip
    """Whether one of the `count` points kept beats this one; only those in all of its sets may."""
    for k in range(start, point.shape[0]):
        groups[k] = group(cuts[k], point[k])
    for word in range((count + WORD - 1) // WORD):
        some = np.int64(-1)
        for k in range(start, point.shape[0]):
            some &= bits[k, groups[k], word]
            if some == 0:
                break
        if some == 0:
            continue
        for bit in range(min(WORD, count - word * WORD)):
            if (some >> bit) & 1:
                other = word * WORD + bit
                if beats(kept, kept_rests, other, point, rest, far, far_rest):
                    return True
    return False


@compiled
def step_over(point: Any, rest: Any, stairs: Any, steps: int, rests: Any) -> int:
    """The step of the staircase whose last two numbers are at least those of the point, else -1 - k
    where k is its place among the steps.

    Steps ascend in the last number but one and fall in the last; each names the point it is of.
    """
    size = point.shape[0]
    second, third = min(1, size - 1), size - 1
    left, right = 0, steps
    while left < right:
        middle = (left + right) // 2
        below = stairs[middle, 0] < point[second]
        if stairs[middle, 0] == point[second]:
            below = compare(rests[stairs[middle, 2]], rest, second) < 0
        if below:
            left = middle + 1
        else:
            right = middle
    if left == steps or stairs[left, 1] < point[third]:
        return -1 - left
    if stairs[left, 1] > point[third] or compare(rests[stairs[left, 2]], rest, third) >= 0:
        return left
    return -1 - left


@compiled
def climb(place: int, point: Any, rest: Any, stairs: Any, steps: int, rests: Any, left: int) -> int:
    """Put a point on the staircase at step `left`, in place of those below it; the steps then."""
    size = point.shape[0]
    second, third = min(1, size - 1), size - 1
    start, end = left, left
    while start > 0 and stairs[start - 1, 1] <= point[third]:
        lower = stairs[start - 1, 1] < point[third]
        if not lower and compare(rests[stairs[start - 1, 2]], rest, third) > 0:
            break
        start -= 1
    if left < steps and stairs[left, 0] == point[second]:
        end += compare(rests[stairs[left, 2]], rest, second) == 0
    gap = 1 - (end - start)
    if gap > 0:
        for k in range(steps - 1, end - 1, -1):
            for part in range(stairs.shape[1]):
                stairs[k + gap, part] = stairs[k, part]
    elif gap < 0:
        for k in range(end, steps):
            for part in range(stairs.shape[1]):
                stairs[k + gap, part] = stairs[k, part]
    stairs[start, 0], stairs[start, 1], stairs[start, 2] = point[second], point[third], place
    return steps + gap


@compiled_with_room
def stage(points: Any, rests: Any, base: Any, first: Any, last: Any, shift: Any, shift_rest: Any,
          option: Any, need: Any, need_rest: Any, reach: Any, reach_rest: Any, fine: bool, out: Any,
          out_rests: Any, link_at: Any, link_from: Any, link_option: Any, stairs: Any, cuts: Any,
          bits: Any) -> Any:  # fmt: skip
    """Merge blocks `points[first:last] + shift` into undominated classes; (classes, links).

    Candidates below `need` anywhere are left out. `out[k]` has the links from `link_at[k]` to
    `link_at[k + 1]`: the point it comes from and the option. A point yields to one that is at least
    as good everywhere and better by more than the tolerance somewhere; `reach` is `shift` with the
    tolerance, `fine`: they differ. With up to three parties a staircase tells; with more the point
    is compared with those of the kept that share all its sets. Stops at one class more than `out`
    has room for.
    """
    size, blocks, room = points.shape[1], first.shape[0], out.shape[0]
    parts, left = rests.shape[2], last - first
    ahead = np.zeros((blocks + 1, size), dtype=np.int64)  # the next of each block, and the last one
    ahead_rests = np.zeros((blocks + 1, *rests.shape[1:]), dtype=np.int64)
    lead = np.full(blocks, -2, dtype=np.int64)  # the first number of each, -2 where none is left
    for block in range(blocks):
        if left[block] > 0:
            add(points, rests, first[block], shift, shift_rest, block, base, ahead, ahead_rests,
                block)  # fmt: skip
            lead[block] = ahead[block, 0]
    here, here_rest = ahead[blocks], ahead_rests[blocks]
    far, far_rest = np.zeros((1, size), dtype=np.int64), ahead_rests[:1].copy()
    groups = np.zeros(size, dtype=np.int64)
    count, links, steps, step = 0, 0, 0, 0
    fresh, seen = False, False  # whether the last candidate became the class out[count - 1]
    while True:
        best, top = -1, np.int64(-1)
        for block in range(blocks):
            number = lead[block]
            if number > top:
                best, top = block, number
            elif number == top and later(ahead, ahead_rests, block, best) < 0:
                best = block
        if top < 0:
            break
        same = seen and top == ahead[blocks, 0] and later(ahead, ahead_rests, best, blocks) == 0
        source = last[best] - left[best]
        left[best] -= 1
        for k in range(size):
            ahead[blocks, k] = ahead[best, k]
            for part in range(parts):
                ahead_rests[blocks, k, part] = ahead_rests[best, k, part]
        lead[best] = -2
        if left[best] > 0:
            add(points, rests, source + 1, shift, shift_rest, best, base, ahead, ahead_rests, best)
            lead[best] = ahead[best, 0]
        if same:
            if fresh:
                link_from[links], link_option[links] = source, option[best]
                links += 1
                link_at[count] = links
            continue
        seen, fresh = True, False
        low = False
        for k in range(size):
            if here[k] <= need[k]:
                low = low or here[k] < need[k] or compare(here_rest, need_rest, k) < 0
        if low:
            continue
        if fine:
            add(points, rests, source, reach, reach_rest, best, base, far, far_rest, 0)
        else:
            copy(ahead, ahead_rests, blocks, far, far_rest, 0)
        if size <= 3:
            step = step_over(here, here_rest, stairs, steps, out_rests)
            if step >= 0:
                if not fine:
                    continue
                over = stairs[step, 2]
                if beats(out, out_rests, over, here, here_rest, far[0], far_rest[0]):
                    continue
                # Something is ahead of it by no more than the slack; is anything by more?
                lost = False
                for k in range(count):
                    if beats(out, out_rests, k, here, here_rest, far[0], far_rest[0]):
                        lost = True
                        break
                if lost:
                    continue
        elif beaten(here, here_rest, far[0], far_rest[0], out, out_rests, count, 1, cuts, bits,
                    groups):  # fmt: skip
            continue
        if count >= room:
            return count + 1, links
        copy(ahead, ahead_rests, blocks, out, out_rests, count)
        if size > 3:
            note(count, here, 1, cuts, bits)
        elif step < 0:
            steps = climb(count, here, here_rest, stairs, steps, out_rests, -1 - step)
        link_at[count] = links
        link_from[links], link_option[links] = source, option[best]
        links += 1
        count += 1
        link_at[count] = links
        fresh = True
    return count, links


@compiled_with_room
def outdone(points: Any, rests: Any, base: Any, slack: Any, slack_rest: Any, cuts: Any, bits: Any,
            found: Any) -> None:  # fmt: skip
    """`found`: whether another point is worse by at most `slack[0]` anywhere and better by more
    somewhere."""
    size = points.shape[1]
    near, near_rest = np.zeros(size, dtype=np.int64), np.zeros(rests.shape[1:], dtype=np.int64)
    far, far_rest = points[:1].copy(), rests[:1].copy()
    groups = np.zeros(size, dtype=np.int64)
    for place in range(points.shape[0]):
        note(place, points[place], 0, cuts, bits)
    for place in range(points.shape[0]):
        add(points, rests, place, slack, slack_rest, 0, base, far, far_rest, 0)
        for k in range(size):
            borrow = np.int64(0)
            for part in range(rests.shape[2] - 1, -1, -1):
                left = rests[place, k, part] - slack_rest[0, k, part] - borrow
                borrow = np.int64(left < 0)
                near_rest[k, part] = left + borrow * base[k]
            near[k] = points[place, k] - slack[0, k] - borrow
        found[place] = beaten(near, near_rest, far[0], far_rest[0], points, rests, points.shape[0],
                              0, cuts, bits, groups)  # fmt: skip
