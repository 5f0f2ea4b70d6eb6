"""What a node of the search leaves open, laid out closely for `simplex_kernel`.

An issue that is settled adds the same to every row whatever is done, so it is added up once. The
others get a place, and their options a column each: those left, and those that were struck but are
still part of how the node above was solved. Imported only where it is run.

What is known of a place is in `spot[LIVE ...]`, of a column in `col[OPTION ...]` and, the numbers
of the rows, `sub[row, column]`; `place_of[issue]` is -1 for settled issues. Functions take the
arrays that they use one by one: taking them out of a tuple costs more than what is done with them.
"""

from __future__ import annotations

from typing import Any

from goodoffices.solve.jit import compiled, compiled_loosely

LIVE, FIRST, OWN, MANY, WHOM = 0, 1, 2, 3, 4
"""Of a place: the issue, its first column, its key, how many other columns are not at 0, and the
column that overtakes the key."""

OPTION, PLACE, INSIDE = 0, 1, 2
"""Of a column: the option, the place of its issue, and whether the domain has it."""


@compiled
def lay_out(level: int, floor: Any, flat: Any, dom: Any, size: int, basis: Any, own: Any, most: int,
            held: Any, column: Any, place_of: Any, spot: Any, col: Any, sub: Any, extra: Any,
            base: Any) -> Any:  # fmt: skip
    """Fill places and columns for a node; how many there are. `base` is how far the settled issues
    exceed each row; `extra` the columns that are neither key nor at 0."""
    rows, issues = flat.shape[1], dom.shape[1]
    options = flat.shape[0] // issues
    for issue in range(issues):
        held[issue] = 0
    for k in range(size - 1):
        held[basis[1 + most + k] // options] += 1
        column[basis[1 + most + k]] = -2
    for row in range(rows):
        base[row] = -floor[row]
    places, columns = 0, 0
    for issue in range(issues):
        domain, begin = dom[level, issue], issue * options
        if held[issue] == 0 and domain & (domain - 1) == 0:
            place_of[issue], at = -1, 0
            while domain > 1:
                domain >>= 1
                at += 1
            own[issue] = at
            for row in range(rows):
                base[row] += flat[begin + at, row]
            continue
        place_of[issue] = places
        spot[LIVE, places], spot[FIRST, places] = issue, columns
        spot[OWN, places], spot[MANY, places] = -1, held[issue]
        for option in range(options):
            at, within = begin + option, (domain >> option) & 1
            if within or (held[issue] > 0 and (option == own[issue] or column[at] == -2)):
                col[OPTION, columns], col[PLACE, columns] = option, places
                col[INSIDE, columns] = within
                for row in range(rows):
                    sub[row, columns] = flat[at, row]
                if option == own[issue]:
                    spot[OWN, places] = columns
                column[at] = columns
                columns += 1
        places += 1
    spot[FIRST, places] = columns
    for k in range(size - 1):
        extra[k] = column[basis[1 + most + k]]
        column[basis[1 + most + k]] = -1
    return places, columns


@compiled
def at_work(size: int, tight: Any, own: Any, bfirst: Any, bissue: Any, bmask: Any, ban_on: Any,
            place_of: Any, rows: int, base: Any, needed: Any, watch: Any) -> int:  # fmt: skip
    """How many bans the settled issues do not keep by themselves, or are just reached: put into
    `watch`, with how far the settled issues exceed each of them."""
    bans, count = bfirst.shape[0] - 1, 0
    for ban in range(bans):
        needed[ban] = 0
    for r in range(size):
        if tight[r] >= rows:
            needed[tight[r] - rows] = 1
    for ban in range(bans):
        if ban_on[ban] and (needed[ban] or bfirst[ban + 1] - bfirst[ban] > 1):
            kept = -1.0
            for part in range(bfirst[ban], bfirst[ban + 1]):
                issue = bissue[part]
                if place_of[issue] < 0 and (bmask[part] >> own[issue]) & 1 == 0:
                    kept += 1.0
            base[rows + ban] = kept
            if needed[ban] or kept < 0.0:
                watch[count] = ban
                count += 1
    return count


@compiled_loosely
def weighted(scale: Any, sub: Any, columns: int, into: Any) -> None:
    """What the columns add up to, rows taken `scale` times."""
    for k in range(columns):
        into[k] = 0.0
    for row in range(sub.shape[0]):
        if scale[row] != 0.0:
            for k in range(columns):
                into[k] += scale[row] * sub[row, k]


@compiled
def add_bans(scale: Any, rows: int, bfirst: Any, bissue: Any, bmask: Any, place_of: Any, spot: Any,
             col: Any, watched: int, watch: Any, into: Any) -> None:  # fmt: skip
    """Add the bans at work, taken `scale` times, to what the columns outside them add up to."""
    for w in range(watched):
        ban = watch[w]
        weight = scale[rows + ban]
        if weight != 0.0:
            for part in range(bfirst[ban], bfirst[ban + 1]):
                p = place_of[bissue[part]]
                if p >= 0:
                    for k in range(spot[FIRST, p], spot[FIRST, p + 1]):
                        if (bmask[part] >> col[OPTION, k]) & 1 == 0:
                            into[k] += weight


@compiled_loosely
def reached(places: int, rows: int, bfirst: Any, bissue: Any, bmask: Any, place_of: Any, spot: Any,
            col: Any, sub: Any, watched: int, watch: Any, base: Any,
            keyed: Any) -> None:  # fmt: skip
    """By how much the keys alone exceed each row and ban at work, into `keyed`."""
    for row in range(rows):
        total = base[row]
        for p in range(places):
            total += sub[row, spot[OWN, p]]
        keyed[row] = total
    for w in range(watched):
        ban = watch[w]
        total = base[rows + ban]
        for part in range(bfirst[ban], bfirst[ban + 1]):
            p = place_of[bissue[part]]
            if p >= 0 and (bmask[part] >> col[OPTION, spot[OWN, p]]) & 1 == 0:
                total += 1.0
        keyed[rows + ban] = total


@compiled
def exchanged(old: int, new: int, rows: int, bfirst: Any, bissue: Any, bmask: Any, spot: Any,
              col: Any, sub: Any, watched: int, watch: Any, keyed: Any) -> None:  # fmt: skip
    """Another column is the key of an issue: change `keyed` accordingly."""
    for row in range(rows):
        keyed[row] += sub[row, new] - sub[row, old]
    issue = spot[LIVE, col[PLACE, new]]
    for w in range(watched):
        for part in range(bfirst[watch[w]], bfirst[watch[w] + 1]):
            if bissue[part] == issue:
                was, is_ = bmask[part] >> col[OPTION, old], bmask[part] >> col[OPTION, new]
                keyed[rows + watch[w]] += float((was & 1) - (is_ & 1))


@compiled
def hand_back(size: int, basis: Any, own: Any, most: int, y: Any, place_of: Any, spot: Any,
              col: Any, extra: Any, share: Any) -> None:  # fmt: skip
    """Note keys and extras as options again, and the part of each option in `share`."""
    issues = own.shape[0]
    options = share.shape[0] // issues
    for k in range(share.shape[0]):
        share[k] = 0.0
    for issue in range(issues):
        if place_of[issue] >= 0:
            own[issue] = col[OPTION, spot[OWN, place_of[issue]]]
        share[issue * options + own[issue]] = 1.0
    basis[0] = size
    for k in range(size - 1):
        issue = spot[LIVE, col[PLACE, extra[k]]]
        at = issue * options + col[OPTION, extra[k]]
        basis[1 + most + k] = at
        share[at] += y[k + 1]
        share[issue * options + own[issue]] -= y[k + 1]
