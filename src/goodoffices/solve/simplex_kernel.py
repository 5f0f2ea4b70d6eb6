"""Best multipliers for rows and bans: the dual simplex method on the relaxed question.

Relaxed, an issue may take several options in parts that add up to 1. Asked is by how much every
row can exceed its least value in common, where every ban is kept: of its options outside, parts
of at least 1 are taken. The prices that the linear program puts on rows and bans are the
multipliers that make the weighted sum of `kernel.weigh` least.

One option of each issue is its key: its part is what the others leave (generalised upper bounds;
Dantzig and Van Slyke 1967). So the square system to solve has one row for each row or ban that is
just reached. Rows and bans that are not are left out until they fail. Each step is one of the
dual simplex method (Lemke 1954) with long steps (Fourer 1994), on a system factored anew: small
systems, no drift. Nothing here has to be right for the search to be: prices are checked in whole
numbers where they are used.

Rows come first, numbered as they are, then bans. `basis[level]` keeps how a node was solved, for
the nodes below it: [number of rows just reached, these rows, and the options that are neither key
nor at 0], `key[level]` the key of each issue.
"""

from __future__ import annotations

from typing import Any

from goodoffices.solve.jit import compiled, compiled_loosely

REFUTED, SOLVED, STOPPED, BROKEN = 0, 1, 2, 3
MOST = 60  # rows just reached at once
TINY = 1e-9
FAR = 1e4  # along a direction in which the bound falls for ever


@compiled
def part_of(row: int, issue: int, option: int, flat: Any, options: int, bfirst: Any, bissue: Any,
            bmask: Any) -> float:  # fmt: skip
    """What an option adds to a row; to a ban 1 where it is outside."""
    rows = flat.shape[1]
    if row < rows:
        return float(flat[issue * options + option, row])
    for part in range(bfirst[row - rows], bfirst[row - rows + 1]):
        if bissue[part] == issue:
            return 0.0 if (bmask[part] >> option) & 1 else 1.0
    return 0.0


@compiled
def factor(square: Any, size: int, swaps: Any) -> bool:
    """Split a matrix in place into triangles; False when it is (nearly) singular."""
    for k in range(size):
        best, at = abs(square[k, k]), k
        for i in range(k + 1, size):
            if abs(square[i, k]) > best:
                best, at = abs(square[i, k]), i
        if best < 1e-11:
            return False
        swaps[k] = at
        if at != k:
            for j in range(size):
                square[k, j], square[at, j] = square[at, j], square[k, j]
        for i in range(k + 1, size):
            ratio = square[i, k] / square[k, k]
            square[i, k] = ratio
            if ratio != 0.0:
                for j in range(k + 1, size):
                    square[i, j] -= ratio * square[k, j]
    return True


@compiled
def solve_columns(square: Any, size: int, swaps: Any, x: Any) -> None:
    """x such that matrix x = what x was."""
    for k in range(size):
        at = swaps[k]
        if at != k:
            x[k], x[at] = x[at], x[k]
    for k in range(size):
        if x[k] != 0.0:
            for i in range(k + 1, size):
                x[i] -= square[i, k] * x[k]
    for k in range(size - 1, -1, -1):
        x[k] /= square[k, k]
        for i in range(k):
            x[i] -= square[i, k] * x[k]


@compiled
def solve_rows(square: Any, size: int, swaps: Any, x: Any) -> None:
    """x such that x matrix = what x was."""
    for k in range(size):
        x[k] /= square[k, k]
        for i in range(k + 1, size):
            x[i] -= square[k, i] * x[k]
    for k in range(size - 1, -1, -1):
        for i in range(k):
            x[i] -= square[k, i] * x[k]
    for k in range(size - 1, -1, -1):
        at = swaps[k]
        if at != k:
            x[k], x[at] = x[at], x[k]


@compiled_loosely
def sums(scale: Any, flat: Any, live: Any, count: int, options: int, bfirst: Any, bissue: Any,
         bmask: Any, into: Any) -> None:  # fmt: skip
    """What the options of the issues in `live` add up to, rows and bans taken `scale` times."""
    rows = flat.shape[1]
    for place in range(count):
        for k in range(live[place] * options, (live[place] + 1) * options):
            total = 0.0
            for row in range(rows):
                total += scale[row] * flat[k, row]
            into[k] = total
    for ban in range(bfirst.shape[0] - 1):
        if scale[rows + ban] != 0.0:
            for part in range(bfirst[ban], bfirst[ban + 1]):
                first = bissue[part] * options
                for option in range(options):
                    if (bmask[part] >> option) & 1 == 0:
                        into[first + option] += scale[rows + ban]


@compiled_loosely
def reached(own: Any, floor: Any, flat: Any, bfirst: Any, bissue: Any, bmask: Any, ban_on: Any,
            keyed: Any) -> None:  # fmt: skip
    """By how much the keys alone exceed each row and ban."""
    rows, issues = flat.shape[1], own.shape[0]
    options = flat.shape[0] // issues
    for row in range(rows):
        keyed[row] = -floor[row]
    for issue in range(issues):
        for row in range(rows):
            keyed[row] += flat[issue * options + own[issue], row]
    for ban in range(bfirst.shape[0] - 1):
        keyed[rows + ban] = -1.0
        if ban_on[ban]:
            for part in range(bfirst[ban], bfirst[ban + 1]):
                if (bmask[part] >> own[bissue[part]]) & 1 == 0:
                    keyed[rows + ban] += 1.0


@compiled_loosely
def columns(tight: Any, extra: Any, size: int, own: Any, flat: Any, bfirst: Any, bissue: Any,
            bmask: Any, square: Any) -> None:  # fmt: skip
    """The system to solve: what each row just reached gets from the common excess, which counts
    against rows but not bans, and from each option that is neither key nor at 0."""
    rows = flat.shape[1]
    options = flat.shape[0] // own.shape[0]
    for r in range(size):
        square[r, 0] = -1.0 if tight[r] < rows else 0.0
    for column in range(1, size):
        at = extra[column - 1]
        issue = at // options
        key = own[issue]
        for r in range(size):
            row = tight[r]
            if row < rows:
                square[r, column] = flat[at, row] - flat[issue * options + key, row]
            else:
                square[r, column] = 0.0
                for part in range(bfirst[row - rows], bfirst[row - rows + 1]):
                    if bissue[part] == issue:
                        mask = bmask[part]
                        inside = (mask >> key) & 1
                        square[r, column] = float(inside - ((mask >> (at - issue * options)) & 1))


@compiled
def begin(level: int, price: Any, row_on: Any, dom: Any, lin: Any) -> None:
    """Begin with the row of the greatest price, every issue at its best option for it."""
    rows, options = lin.flat.shape[1], lin.flat.shape[0] // dom.shape[1]
    most, row = -1.0, 0
    for k in range(rows):
        if row_on[k] and price[level, k] > most:
            most, row = price[level, k], k
    lin.basis[level, 0] = 1
    lin.basis[level, 1] = row
    for issue in range(dom.shape[1]):
        best, at = -1.0, 0
        for option in range(options):
            worth = lin.flat[issue * options + option, row]
            if (dom[level, issue] >> option) & 1 and worth > best:
                best, at = worth, option
        lin.key[level, issue] = at


@compiled
def overtaken(issue: int, own: Any, inside: Any, worth: Any, pull: Any, when: Any,
              whom: Any) -> None:  # fmt: skip
    """How far the prices go until another option of the issue is worth as much as the key."""
    options = worth.shape[0] // own.shape[0]
    first = issue * options
    top, slope = worth[first + own[issue]], pull[first + own[issue]]
    length, size_of = 1e300, 0.0
    for k in range(first, first + options):
        rise = pull[k] - slope
        if rise > TINY and inside[k]:
            ratio = max(0.0, top - worth[k])
            if ratio < (length + 1e-12) * rise:
                ratio /= rise
                if ratio < length - 1e-12 or rise > size_of:
                    length, whom[issue], size_of = min(length, ratio), k, rise
    when[issue] = length


@compiled
def farthest(least: float, gap: float, live: Any, count: int, own: Any, many: Any, inside: Any,
             worth: Any, pull: Any, when: Any, whom: Any) -> Any:  # fmt: skip
    """The option at which moving on no longer pays, -1 where that is `least` away or never.

    On the way an issue that takes one option alone takes the one that overtakes it, as long as
    the row that fails, by `gap`, still fails afterwards (long steps; Fourer 1994).
    """
    options = worth.shape[0] // own.shape[0]
    flipped = False
    for place in range(count):
        issue = live[place]
        overtaken(issue, own, inside, worth, pull, when, whom)
    while True:
        next_, at, size_of = 1e300, -1, 0.0
        for place in range(count):
            issue = live[place]
            if when[issue] < next_ + 1e-12:
                rise = pull[whom[issue]] - pull[issue * options + own[issue]]
                if when[issue] < next_ - 1e-12 or rise > size_of:
                    next_, at, size_of = min(next_, when[issue]), issue, rise
        if at < 0 or next_ > least:
            return flipped, -1
        gap -= size_of
        if many[at] > 0 or gap <= 1e-7:
            return flipped, whom[at]
        own[at] = whom[at] - at * options
        flipped = True
        overtaken(at, own, inside, worth, pull, when, whom)


@compiled
def relax(level: int, floor: Any, row_on: Any, bfirst: Any, bissue: Any, bmask: Any, ban_on: Any,
          dom: Any, price: Any, lin: Any, steps: int) -> int:  # fmt: skip
    """Improve the prices at a node until they are best, refute it, or `steps` are done.

    Leaves `price[level]` for rows and bans, and in `lin.share` the part of each option.
    """
    flat, share, square, swaps = lin.flat, lin.share, lin.square, lin.swaps
    y, z, mu, worth, pull = lin.y, lin.z, lin.now, lin.worth, lin.pull
    inside, keyed, many = lin.inside, lin.keyed, lin.many
    width, rows = flat.shape
    issues = dom.shape[1]
    options = width // issues
    bans = bfirst.shape[0] - 1
    size = lin.basis[level, 0]
    tight, extra = lin.basis[level, 1 : 1 + MOST], lin.basis[level, 1 + MOST :]
    own = lin.key[level]
    for issue in range(issues):
        many[issue] = 0
        for option in range(options):
            inside[issue * options + option] = (dom[level, issue] >> option) & 1
    for column in range(size - 1):
        many[extra[column] // options] += 1
    count, live, scale, slacks = 0, lin.live, lin.scale, lin.slacks
    for issue in range(issues):
        if many[issue] > 0 or dom[level, issue] & (dom[level, issue] - 1):
            live[count] = issue
            count += 1
        else:
            for option in range(options):
                if inside[issue * options + option]:
                    own[issue] = option
    scale[:] = 0.0
    status, beyond = STOPPED, -1
    fresh = True
    y[:size] = 0.0
    moved = True
    for _ in range(steps):
        columns(tight, extra, size, own, flat, bfirst, bissue, bmask, square)
        if not factor(square, size, swaps):
            return BROKEN
        mu[:size] = 0.0
        mu[0] = -1.0
        solve_rows(square, size, swaps, mu)
        if fresh:
            fresh = False
            for r in range(size):
                scale[tight[r]] = mu[r]
            sums(scale, flat, live, count, options, bfirst, bissue, bmask, worth)
            for r in range(size):
                scale[tight[r]] = 0.0
        for place in range(count):  # a key that was struck, and alone: the best of the others
            issue = live[place]
            if many[issue] == 0 and not inside[issue * options + own[issue]]:
                best = -1e300
                for option in range(options):
                    at = issue * options + option
                    if inside[at] and worth[at] > best:
                        best, own[issue] = worth[at], option
                moved = True
        if moved:
            reached(own, floor, flat, bfirst, bissue, bmask, ban_on, keyed)
        moved = False
        for r in range(size):
            y[r] = -keyed[tight[r]]
        solve_columns(square, size, swaps, y)
        if y[0] < -TINY:
            status = REFUTED
            break
        # What fails most: an option below 0, one that was struck and not at 0, or a row.
        worst, leaving, falling = 1e-7, -1, False
        share[:] = 0.0
        for issue in range(issues):
            share[issue * options + own[issue]] = 1.0
        for column in range(1, size):
            at = extra[column - 1]
            issue = at // options
            share[at] = y[column]
            share[issue * options + own[issue]] -= y[column]
            fails = -y[column] if inside[at] else abs(y[column])
            if fails > worst:
                worst, leaving, falling = fails, column, y[column] > 0.0
        swapped = -1
        for column in range(1, size):
            issue = extra[column - 1] // options
            at = issue * options + own[issue]
            fails = -share[at] if inside[at] else abs(share[at])
            if fails > worst:
                worst, leaving, falling, swapped = fails, column, share[at] > 0.0, issue
        for row in range(rows):
            slacks[row] = keyed[row] - y[0]
        for column in range(1, size):
            at = extra[column - 1]
            key = at // options * options + own[at // options]
            for row in range(rows):
                slacks[row] += (flat[at, row] - flat[key, row]) * y[column]
        for row in range(rows):
            if row_on[row] and -slacks[row] * issues > worst:
                worst, leaving = -slacks[row] * issues, MOST + row
        for ban in range(bans):
            if ban_on[ban] and bfirst[ban + 1] - bfirst[ban] > 1:
                slack = -1.0
                for part in range(bfirst[ban], bfirst[ban + 1]):
                    issue, mask = bissue[part], bmask[part]
                    if many[issue] == 0:
                        if (mask >> own[issue]) & 1 == 0:
                            slack += 1.0
                    else:
                        for option in range(options):
                            if (mask >> option) & 1 == 0:
                                slack += share[issue * options + option]
                if -slack > worst:
                    worst, leaving = -slack, MOST + rows + ban
        if leaving < 0:
            status = SOLVED
            break
        if leaving < MOST and swapped >= 0:
            # The key itself: the greatest other option of the issue becomes the key.
            best, at = -1e300, -1
            for column in range(1, size):
                if extra[column - 1] // options == swapped and y[column] > best:
                    best, at = y[column], column
            old, moved = own[swapped], True
            own[swapped] = extra[at - 1] - swapped * options
            extra[at - 1] = swapped * options + old
            leaving = at
            columns(tight, extra, size, own, flat, bfirst, bissue, bmask, square)
            if not factor(square, size, swaps):
                return BROKEN
        # How the sums of the options change when the price moves that mends it.
        z[:size] = 0.0
        if leaving < MOST:
            z[leaving] = -1.0 if falling else 1.0
        else:
            row = leaving - MOST
            z[0] = -1.0 if row < rows else 0.0
            for column in range(1, size):
                at = extra[column - 1]
                issue = at // options
                z[column] = part_of(
                    row, issue, at - issue * options, flat, options, bfirst, bissue, bmask
                ) - part_of(row, issue, own[issue], flat, options, bfirst, bissue, bmask)
            scale[row] = 1.0
        solve_rows(square, size, swaps, z)
        for r in range(size):
            scale[tight[r]] -= z[r]
        sums(scale, flat, live, count, options, bfirst, bissue, bmask, pull)
        scale[:] = 0.0
        length, ending, size_of = 1e300, -1, 0.0
        for r in range(size):
            if z[r] > TINY:
                ratio = max(0.0, mu[r]) / z[r]
                if ratio < length - 1e-12 or (ratio < length + 1e-12 and z[r] > size_of):
                    length, ending, size_of = min(length, ratio), r, z[r]
        gap = worst / issues if MOST <= leaving < MOST + rows else worst
        flipped, entering = farthest(length, gap, live, count, own, many, inside, worth, pull,
                                     lin.when, lin.whom)  # fmt: skip
        if entering >= 0:
            length, ending = lin.when[entering // options], -1
        moved = moved or flipped
        if length >= 1e300:  # nothing mends it: the bans alone cannot be kept, not even in parts
            status, beyond = REFUTED, leaving
            break
        for place in range(count):
            for k in range(live[place] * options, (live[place] + 1) * options):
                worth[k] += length * pull[k]
        if leaving < MOST:
            gone = extra[leaving - 1]
            many[gone // options] -= 1
            if ending >= 0:  # a row is no longer just reached
                extra[leaving - 1] = extra[size - 2]
                tight[ending] = tight[size - 1]
                size -= 1
            else:
                extra[leaving - 1] = entering
                many[entering // options] += 1
            share[gone] = 0.0
        elif ending >= 0:
            tight[ending] = leaving - MOST
        else:
            if size == MOST:
                break
            tight[size] = leaving - MOST
            extra[size - 1] = entering
            many[entering // options] += 1
            size += 1
        lin.basis[level, 0] = size
    price[level] = 0.0
    for r in range(size):
        price[level, tight[r]] = max(0.0, mu[r] if beyond < 0 else mu[r] - FAR * z[r])
    if beyond >= MOST:
        price[level, beyond - MOST] = FAR
    for k in range(width):
        share[k] = 0.0
    for issue in range(issues):
        share[issue * options + own[issue]] = 1.0
    for column in range(1, size):
        at = extra[column - 1]
        issue = at // options
        share[at] += y[column]
        share[issue * options + own[issue]] -= y[column]
    return status
