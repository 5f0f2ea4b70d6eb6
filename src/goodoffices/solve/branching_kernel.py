"""Which issue is settled next, and how its options are parted. Imported only where it is run.

With a linear program an issue is parted in two: the option that it takes most of, with those most
like it, and the second, with those most like that. Two parts that are about as far from what the
linear program wants leave less to look at than one part for each option (special ordered sets;
Beale and Tomlin 1970, without an order being given). In the Nash mode options are taken one by one.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from goodoffices.solve.jit import compiled, compiled_loosely

GROWTH = 2.5  # of what is below a node with its slack, as an exponent
LEAST, FARTHEST = 0.02, 4.0  # guesses below are not judged; no guess is taken for further off
DOUBT = 10.0  # times that a guess was right, before anything is known
PULLED = 0.2  # part of what an option pulls the rows apart that the slack loses, by experience
WHOLE = 1.0 - 1e-9  # a part of an issue above this leaves nothing for other options


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
                for row in range(numf.shape[2]):
                    gap = numf[issue, first, row] - numf[issue, option, row]
                    differ += mu[level, row] * (gap + abs(gap))
        score = (differ + 1e-9 + 1e-3 * touch[issue]) / (count * count)
        if score > best:
            best, at = score, issue
    return at


@compiled_loosely
def foresee(issue: int, domain: Any, numf: Any, value: Any, top: Any, rate: Any, share: Any,
            mean: Any, into: Any) -> None:  # fmt: skip
    """Guess what each option takes from the slack: what it weighs less than the best, and a part of
    what it pulls the rows away from where the linear program has them."""
    options, rows = numf.shape[1], numf.shape[2]
    for row in range(rows):
        mean[row] = 0.0
    for option in range(options):
        part = share[issue * options + option]
        if part != 0.0:
            for row in range(rows):
                mean[row] += part * numf[issue, option, row]
    for option in range(options):
        if (domain >> option) & 1:
            less = np.float64(top[issue] - value[issue, option])
            for row in range(rows):
                less += rate[row] * abs(numf[issue, option, row] - mean[row])
            into[option] = less


@compiled
def greatest(issue: int, domain: Any, options: int, share: Any, but: int) -> int:
    """The option that the linear program takes most of, other than `but`."""
    most, found = -1.0, -1
    for option in range(options):
        if option != but and (domain >> option) & 1 and share[issue * options + option] > most:
            most, found = share[issue * options + option], option
    return found


@compiled_loosely
def nearer(issue: int, option: int, first: int, other: int, numf: Any, rate: Any) -> bool:
    """Whether an option is more like `first` than like `other`, by what they give at the prices."""
    apart = 0.0
    for row in range(numf.shape[2]):
        apart += rate[row] * abs(numf[issue, option, row] - numf[issue, first, row])
        apart -= rate[row] * abs(numf[issue, option, row] - numf[issue, other, row])
    return apart < 0.0


@compiled
def parted(issue: int, domain: Any, numf: Any, rate: Any, share: Any) -> Any:
    """The first of two parts of an issue: the option that the linear program takes most of, and
    where it takes others too, the options more like that than like the second."""
    options = numf.shape[1]
    first = greatest(issue, domain, options, share, -1)
    part = np.int64(1) << first
    other = greatest(issue, domain, options, share, first)
    if share[issue * options + first] <= WHOLE and other >= 0:
        for option in range(options):
            if (
                (domain >> option) & 1
                and option != first
                and option != other
                and nearer(issue, option, first, other, numf, rate)
            ):
                part |= np.int64(1) << option
    return part


@compiled
def least_lost(issue: int, options: int, part: Any, guesses: Any, factor: Any) -> int:
    """The option of a part that should take least of the slack, by what such guesses were worth."""
    least, found = np.inf, 0
    for option in range(options):
        if (part >> option) & 1 and guesses[option] * factor[issue, option] < least:
            least, found = guesses[option] * factor[issue, option], option
    return found


@compiled
def choose_by_parts(level: int, slack: int, numf: Any, totals: Any, dom: Any, whole: Any,
                    value: Any, top: Any, lin: Any) -> int:  # fmt: skip
    """The issue to part next, -1 when all are settled: the one that should leave least to look at.

    Of the issues of which the linear program takes several options, where there are any. What a
    part takes from the slack is guessed as what its best option does, and corrected by what such
    guesses were worth so far (pseudocosts; Benichou et al. 1971); what is below is taken to grow
    exponentially with what is left. Leaves the first part in `lin.side[level]`.
    """
    guesses, factor, rate = lin.guesses, lin.factor, lin.rate
    options = value.shape[1]
    for row in range(numf.shape[2]):
        rate[row] = PULLED * whole[row] * totals[row]
    best, at, several = np.inf, -1, False
    for issue in range(value.shape[0]):
        domain = dom[level, issue]
        if domain & (domain - 1) == 0:
            continue
        whole_one = False
        for option in range(options):
            if lin.share[issue * options + option] > WHOLE:
                whole_one = True
        if several and whole_one:
            continue
        foresee(issue, domain, numf, value, top, rate, lin.share, lin.slacks, guesses)
        side = parted(issue, domain, numf, rate, lin.share)
        one = least_lost(issue, options, side, guesses, factor)
        two = least_lost(issue, options, domain & ~side, guesses, factor)
        scale = 1.0 / (slack + 1.0)
        below = np.exp(-GROWTH * scale * guesses[one] * factor[issue, one])
        below += np.exp(-GROWTH * scale * guesses[two] * factor[issue, two])
        if below < best or at < 0 or not (several or whole_one):
            best, at, several = below, issue, not whole_one
            lin.side[level] = side
            lin.best[level, 0], lin.best[level, 1] = one, two
            lin.foreseen[level, 0] = guesses[one] * scale
            lin.foreseen[level, 1] = guesses[two] * scale
    lin.slack[level] = lin.y[0]
    return at


@compiled
def learn(level: int, issue: int, after: float, lin: Any) -> None:
    """Note how much of the slack of a node the part looked at took, for what was foreseen; all of
    it where `after` is below 0, and then perhaps more."""
    way = lin.way[level]
    foreseen, before, option = lin.foreseen[level, way], lin.slack[level], lin.best[level, way]
    if foreseen < LEAST or before <= 0.0 or (after < 0.0 and foreseen >= 1.0):
        return
    lost = (before - max(0.0, after)) / before
    lin.seen[issue, option] += 1.0
    times = min(FARTHEST, max(1.0 / FARTHEST, lost / foreseen))
    doubt = DOUBT + lin.seen[issue, option]
    lin.factor[issue, option] += (times - lin.factor[issue, option]) / doubt


@compiled
def next_part(level: int, left: Any, order: Any, linear: bool, lin: Any) -> Any:
    """The options to look at next, of those `left` at a node."""
    if linear:
        first = lin.way[level] < 0
        lin.way[level] = 0 if first else 1
        return lin.side[level] if first else left
    best, at = np.int64(-1), 0
    for option in range(order.shape[1]):
        if (left >> option) & 1 and order[level, option] > best:
            best, at = order[level, option], option
    return np.int64(1) << at
