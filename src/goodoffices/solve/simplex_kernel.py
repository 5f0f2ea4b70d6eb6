"""Best multipliers for rows and bans: the dual simplex method on the relaxed question.

Relaxed, an issue may take several options in parts that add up to 1. Asked is by how much every
row can exceed its least value in common, where every ban is kept: of its options outside, parts
of at least 1 are taken. The prices that the linear program puts on rows and bans are the
multipliers that make the weighted sum of `bound_kernel.weigh` least.

One option of each issue is its key: its part is what the others leave (generalised upper bounds;
Dantzig and Van Slyke 1967). So the square system to solve has one row for each row or ban that is
just reached. Rows and bans that are not are left out until they fail. Each step is one of the
dual simplex method (Lemke 1954) with long steps (Fourer 1994). The inverse of the system is handed
down from node to node and changed step by step; errors that add up are kept down by working it out
anew now and then. Nothing here has to be right for the search to be: prices are checked in whole
numbers where they are used.

Rows come first, numbered as they are, then bans. `basis[level]` keeps how a node was solved, for
the nodes below it: [number of rows just reached, these rows, and the options that are neither key
nor at 0], `key[level]` the key of each issue. While it is at work only what the node leaves open
is looked at (`open_kernel`), by places of issues and columns of options.
"""

from __future__ import annotations

from typing import Any

from goodoffices.solve.inverse_kernel import (
    grow,
    invert,
    replace_column,
    replace_row,
    shrink,
    times,
    times_row,
)
from goodoffices.solve.jit import compiled
from goodoffices.solve.open_kernel import (
    FIRST,
    INSIDE,
    LIVE,
    MANY,
    OPTION,
    OWN,
    PLACE,
    WHOM,
    add_bans,
    at_work,
    exchanged,
    hand_back,
    lay_out,
    reached,
    weighted,
)

REFUTED, SOLVED, STOPPED, BROKEN = 0, 1, 2, 3
MOST = 60  # rows just reached at once
TINY = 1e-9
OLD = 60  # steps before the inverse is worked out anew
FAR = 1e4  # along a direction in which the bound falls for ever


@compiled
def entry(row: int, at: int, rows: int, bfirst: Any, bissue: Any, bmask: Any, spot: Any, col: Any,
          sub: Any) -> float:  # fmt: skip
    """What an option that is not key adds to a row, for what the key adds. To a ban an option adds
    1 where it is outside."""
    p = col[PLACE, at]
    own = spot[OWN, p]
    if row < rows:
        return float(sub[row, at] - sub[row, own])
    for part in range(bfirst[row - rows], bfirst[row - rows + 1]):
        if bissue[part] == spot[LIVE, p]:
            key = (bmask[part] >> col[OPTION, own]) & 1
            return float(key - ((bmask[part] >> col[OPTION, at]) & 1))
    return 0.0


@compiled
def coefficients(row: int, size: int, rows: int, bfirst: Any, bissue: Any, bmask: Any, spot: Any,
                 col: Any, sub: Any, extra: Any, r: int, into: Any) -> None:  # fmt: skip
    """What a row gets from the common excess, which counts against rows but not bans, and from
    each option that is neither key nor at 0."""
    into[r, 0] = -1.0 if row < rows else 0.0
    for k in range(size - 1):
        into[r, k + 1] = entry(row, extra[k], rows, bfirst, bissue, bmask, spot, col, sub)


@compiled
def system(tight: Any, size: int, rows: int, bfirst: Any, bissue: Any, bmask: Any, spot: Any,
           col: Any, sub: Any, extra: Any, square: Any, inverse: Any) -> bool:  # fmt: skip
    """Invert the system of the rows just reached; False when it is (nearly) singular."""
    for r in range(size):
        coefficients(tight[r], size, rows, bfirst, bissue, bmask, spot, col, sub, extra, r, square)
    return bool(invert(square, size, inverse))


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
    lin.age[level] = OLD
    for issue in range(dom.shape[1]):
        best, at = -1.0, 0
        for option in range(options):
            worth = lin.flat[issue * options + option, row]
            if (dom[level, issue] >> option) & 1 and worth > best:
                best, at = worth, option
        lin.key[level, issue] = at


@compiled
def overtaken(p: int, least: float, spot: Any, col: Any, worth: Any, pull: Any,
              when: Any) -> None:  # fmt: skip
    """How far the prices go until another option of the issue is worth as much as the key; 1e300
    where that is farther than `least`."""
    top, slope = worth[spot[OWN, p]], pull[spot[OWN, p]]
    length, size_of, found = least, 0.0, False
    for k in range(spot[FIRST, p], spot[FIRST, p + 1]):
        rise = pull[k] - slope
        if rise > TINY and col[INSIDE, k]:
            ratio = max(0.0, top - worth[k])
            if ratio < (length + 1e-12) * rise:
                ratio /= rise
                if ratio < length - 1e-12 or rise > size_of:
                    length, spot[WHOM, p], size_of = min(length, ratio), k, rise
                    found = True
    when[p] = length if found else 1e300


@compiled
def farthest(least: float, gap: float, places: int, spot: Any, col: Any, worth: Any, pull: Any,
             when: Any, flips: Any) -> Any:  # fmt: skip
    """The column at which moving on no longer pays, -1 where that is `least` away or never; and how
    many keys were overtaken on the way, in `flips` with what overtook them.

    On the way an issue that takes one option alone takes the one that overtakes it, as long as
    the row that fails, by `gap`, still fails afterwards (long steps; Fourer 1994).
    """
    flipped = 0
    for p in range(places):
        overtaken(p, least, spot, col, worth, pull, when)
    while True:
        next_, at, size_of = 1e300, -1, 0.0
        for p in range(places):
            if when[p] < next_ + 1e-12:
                rise = pull[spot[WHOM, p]] - pull[spot[OWN, p]]
                if when[p] < next_ - 1e-12 or rise > size_of:
                    next_, at, size_of = min(next_, when[p]), p, rise
        if at < 0 or next_ > least:
            return flipped, -1
        gap -= size_of
        if spot[MANY, at] > 0 or gap <= 1e-7:
            return flipped, spot[WHOM, at]
        flips[0, flipped], flips[1, flipped] = spot[OWN, at], spot[WHOM, at]
        flipped += 1
        spot[OWN, at] = spot[WHOM, at]
        overtaken(at, least, spot, col, worth, pull, when)


@compiled
def rekey(places: int, spot: Any, col: Any, worth: Any) -> bool:
    """Give issues whose key was struck, and is alone, the best of the others; whether any was."""
    found = False
    for p in range(places):
        own = spot[OWN, p]
        if spot[MANY, p] == 0 and (own < 0 or not col[INSIDE, own]):
            best = -1e300
            for k in range(spot[FIRST, p], spot[FIRST, p + 1]):
                if col[INSIDE, k] and worth[k] > best:
                    best, spot[OWN, p] = worth[k], k
            found = True
    return found


@compiled
def fails_most(size: int, places: int, columns: int, y: Any, spot: Any, col: Any, extra: Any,
               share: Any) -> Any:  # fmt: skip
    """Of the parts, the one that fails most: below 0, or not 0 where it was struck.

    By how much, its place in the system, whether it is too great, and where it is the key's the
    place of its issue (else -1). Leaves the part of each column in `share`.
    """
    worst, leaving, falling, swapped = 1e-7, -1, False, -1
    for k in range(columns):
        share[k] = 0.0
    for p in range(places):
        share[spot[OWN, p]] = 1.0
    for k in range(1, size):
        at = extra[k - 1]
        share[at] = y[k]
        share[spot[OWN, col[PLACE, at]]] -= y[k]
        fails = -y[k] if col[INSIDE, at] else abs(y[k])
        if fails > worst:
            worst, leaving, falling = fails, k, y[k] > 0.0
    for k in range(1, size):
        p = col[PLACE, extra[k - 1]]
        at = spot[OWN, p]
        fails = -share[at] if col[INSIDE, at] else abs(share[at])
        if fails > worst:
            worst, leaving, falling, swapped = fails, k, share[at] > 0.0, p
    return worst, leaving, falling, swapped


@compiled
def row_that_fails(worst: float, row_on: Any, size: int, issues: int, y: Any, spot: Any, col: Any,
                   sub: Any, extra: Any, keyed: Any, slacks: Any) -> Any:  # fmt: skip
    """The row that fails by more than `worst`, in parts of an issue, and by how much; or -1."""
    rows, found = sub.shape[0], -1
    for row in range(rows):
        slacks[row] = keyed[row] - y[0]
    for k in range(1, size):
        at = extra[k - 1]
        key = spot[OWN, col[PLACE, at]]
        for row in range(rows):
            slacks[row] += (sub[row, at] - sub[row, key]) * y[k]
    for row in range(rows):
        if row_on[row] and -slacks[row] * issues > worst:
            worst, found = -slacks[row] * issues, row
    return worst, found


@compiled
def ban_that_fails(worst: float, rows: int, bfirst: Any, bissue: Any, bmask: Any, place_of: Any,
                   spot: Any, col: Any, watched: int, watch: Any, base: Any,
                   share: Any) -> Any:  # fmt: skip
    """The ban that fails by more than `worst`, and by how much; or -1."""
    found = -1
    for w in range(watched):
        ban = watch[w]
        slack = base[rows + ban]
        for part in range(bfirst[ban], bfirst[ban + 1]):
            p = place_of[bissue[part]]
            if p >= 0:
                if spot[MANY, p] == 0:
                    if (bmask[part] >> col[OPTION, spot[OWN, p]]) & 1 == 0:
                        slack += 1.0
                else:
                    for k in range(spot[FIRST, p], spot[FIRST, p + 1]):
                        if (bmask[part] >> col[OPTION, k]) & 1 == 0:
                            slack += share[k]
        if -slack > worst:
            worst, found = -slack, ban
    return worst, found


@compiled
def swap_key(p: int, size: int, y: Any, spot: Any, col: Any, extra: Any, inverse: Any) -> int:
    """Make the greatest other option of an issue its key; the place that the old one takes."""
    best, at = -1e300, -1
    for k in range(1, size):
        if col[PLACE, extra[k - 1]] == p and y[k] > best:
            best, at = y[k], k
    spot[OWN, p], extra[at - 1] = extra[at - 1], spot[OWN, p]
    for k in range(1, size):  # every column of the issue is one less the new key now
        if k != at and col[PLACE, extra[k - 1]] == p:
            for j in range(size):
                inverse[at, j] += inverse[k, j]
    for j in range(size):
        inverse[at, j] = -inverse[at, j]
    return at


@compiled
def first_to_end(size: int, mu: Any, z: Any) -> Any:
    """How far until a price is 0, and the place of its row; 1e300 and -1 where none ever is."""
    length, ending, size_of = 1e300, -1, 0.0
    for r in range(size):
        if z[r] > TINY:
            ratio = max(0.0, mu[r]) / z[r]
            if ratio < length - 1e-12 or (ratio < length + 1e-12 and z[r] > size_of):
                length, ending, size_of = min(length, ratio), r, z[r]
    return length, ending


@compiled
def relax(level: int, floor: Any, row_on: Any, bfirst: Any, bissue: Any, bmask: Any, ban_on: Any,
          dom: Any, price: Any, lin: Any, steps: int) -> int:  # fmt: skip
    """Improve the prices at a node until they are best, refute it, or `steps` are done.

    Leaves `price[level]` for rows and bans, and in `lin.share` the part of each option.
    """
    issues, rows = dom.shape[1], lin.flat.shape[1]
    y, z, mu, alpha, raw = lin.y, lin.z, lin.now, lin.alpha, lin.raw
    worth, pull, scale, extra = lin.worth, lin.pull, lin.scale, lin.extra
    spot, col, sub, place_of, watch = lin.spot, lin.col, lin.sub, lin.place_of, lin.watch
    base, keyed, part, slacks, when = lin.base, lin.keyed, lin.part, lin.slacks, lin.when
    flips = lin.flips
    basis, own, inverse, square = lin.basis[level], lin.key[level], lin.inverse[level], lin.square
    tight, size, age = basis[1 : 1 + MOST], basis[0], lin.age[level]
    places, columns = lay_out(level, floor, lin.flat, dom, size, basis, own, MOST, lin.held,
                              lin.column, place_of, spot, col, sub, extra, base)  # fmt: skip
    watched = at_work(size, tight, own, bfirst, bissue, bmask, ban_on, place_of, rows, base,
                      lin.needed, watch)  # fmt: skip
    scale[:] = 0.0
    y[:size] = 0.0
    status, beyond, fresh = STOPPED, -1, True
    for _ in range(steps):
        if age >= OLD:
            age = 0
            if not system(tight, size, rows, bfirst, bissue, bmask, spot, col, sub, extra, square,
                          inverse):  # fmt: skip
                return BROKEN
        for r in range(size):
            mu[r] = -inverse[0, r]
        if fresh:
            for r in range(size):
                scale[tight[r]] = mu[r]
            weighted(scale, sub, columns, worth)
            add_bans(scale, rows, bfirst, bissue, bmask, place_of, spot, col, watched, watch,
                     worth)  # fmt: skip
            for r in range(size):
                scale[tight[r]] = 0.0
        if rekey(places, spot, col, worth) or fresh:
            reached(places, rows, bfirst, bissue, bmask, place_of, spot, col, sub, watched, watch,
                    base, keyed)  # fmt: skip
        fresh = False
        for r in range(size):
            raw[r] = -keyed[tight[r]]
        times(inverse, size, raw, y)
        if y[0] < -TINY:
            status = REFUTED
            break
        worst, leaving, falling, swapped = fails_most(size, places, columns, y, spot, col, extra,
                                                      part)  # fmt: skip
        worst, row = row_that_fails(worst, row_on, size, issues, y, spot, col, sub, extra, keyed,
                                    slacks)  # fmt: skip
        if row >= 0:
            leaving = MOST + row
        if leaving < 0:
            worst, ban = ban_that_fails(worst, rows, bfirst, bissue, bmask, place_of, spot, col,
                                        watched, watch, base, part)  # fmt: skip
            if ban >= 0:
                leaving = MOST + rows + ban
        if leaving < 0:
            status = SOLVED
            break
        if leaving < MOST and swapped >= 0:
            leaving = swap_key(swapped, size, y, spot, col, extra, inverse)
            exchanged(extra[leaving - 1], spot[OWN, swapped], rows, bfirst, bissue, bmask, spot,
                      col, sub, watched, watch, keyed)  # fmt: skip
        # How the sums of the options change when the price moves that mends it.
        if leaving < MOST:
            for r in range(size):
                z[r] = -inverse[leaving, r] if falling else inverse[leaving, r]
        else:
            coefficients(leaving - MOST, size, rows, bfirst, bissue, bmask, spot, col, sub, extra,
                         0, square)  # fmt: skip
            times_row(square[0], inverse, size, z)
            scale[leaving - MOST] = 1.0
        for r in range(size):
            scale[tight[r]] -= z[r]
        weighted(scale, sub, columns, pull)
        add_bans(scale, rows, bfirst, bissue, bmask, place_of, spot, col, watched, watch,
                 pull)  # fmt: skip
        for r in range(size):
            scale[tight[r]] = 0.0
        if leaving >= MOST:
            scale[leaving - MOST] = 0.0
        length, ending = first_to_end(size, mu, z)
        gap = worst / issues if MOST <= leaving < MOST + rows else worst
        flipped, entering = farthest(length, gap, places, spot, col, worth, pull,
                                     when, flips)  # fmt: skip
        if entering >= 0:
            length, ending = when[col[PLACE, entering]], -1
        for k in range(flipped):
            exchanged(flips[0, k], flips[1, k], rows, bfirst, bissue, bmask, spot, col, sub,
                      watched, watch, keyed)  # fmt: skip
        if length >= 1e300:  # nothing mends it: the bans alone cannot be kept, not even in parts
            status, beyond = REFUTED, leaving
            break
        for k in range(columns):
            worth[k] += length * pull[k]
        age += 1
        if entering >= 0:
            for r in range(size):
                raw[r] = entry(tight[r], entering, rows, bfirst, bissue, bmask, spot, col, sub)
            times(inverse, size, raw, alpha)
            spot[MANY, col[PLACE, entering]] += 1
        if leaving < MOST:
            spot[MANY, col[PLACE, extra[leaving - 1]]] -= 1
            if ending >= 0:  # a row is no longer just reached
                whole = shrink(inverse, size, ending, leaving)
                extra[leaving - 1] = extra[size - 2]
                tight[ending] = tight[size - 1]
                size -= 1
            else:
                whole = replace_column(inverse, size, leaving, alpha)
                extra[leaving - 1] = entering
        elif ending >= 0:
            whole = replace_row(inverse, size, ending, z)
            tight[ending] = leaving - MOST
        else:
            if size == MOST:
                break
            corner = entry(leaving - MOST, entering, rows, bfirst, bissue, bmask, spot, col, sub)
            for r in range(size):
                corner -= z[r] * raw[r]
            whole = grow(inverse, size, alpha, z, corner)
            tight[size] = leaving - MOST
            extra[size - 1] = entering
            size += 1
        if not whole:
            age = OLD
    if status == STOPPED:
        for r in range(size):
            mu[r] = -inverse[0, r]
    lin.age[level] = age
    price[level] = 0.0
    for r in range(size):
        price[level, tight[r]] = max(0.0, mu[r] if beyond < 0 else mu[r] - FAR * z[r])
    if beyond >= MOST:
        price[level, beyond - MOST] = FAR
    hand_back(size, basis, own, MOST, y, place_of, spot, col, extra, lin.share)
    return status
