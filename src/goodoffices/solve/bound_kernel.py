"""The weighted sum of rows: good multipliers, what they prove, and what they strike out.

Imported only where it is run. What is asked and how it is laid out is told in `arrays`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from goodoffices.solve.jit import compiled, compiled_loosely

WORD = 62  # claims per mask; below 63 so that shifts stay within signed 64 bits
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
def add(masks: Any, more: Any) -> None:
    """Add the claims of another set to a set of claims."""
    for word in range(masks.shape[0]):
        masks[word] |= more[word]


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
                        bfirst: Any, bissue: Any, bmask: Any, ban_on: Any, now: Any,
                        over: Any) -> int:  # fmt: skip
    """Subgradient steps; the best multipliers stay in `mu[level]`. 1: `pick` looks like a package.

    Subgradient: what the options that maximise the weighted sum leave over, row by row. `now` and
    `over` are room to work in.
    """
    issues, options, rows = numf.shape
    for row in range(rows):
        now[row] = mu[level, row]
    best = np.inf
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
            for row in range(rows):
                mu[level, row] = now[row]
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
          want: float, dom: Any, mu: Any, bfirst: Any, bissue: Any, bmask: Any, ban_on: Any,
          whole: Any, value: Any, top: Any) -> Any:  # fmt: skip
    """The weighted sum in whole numbers: `whole` multipliers, `value[issue, option]`, its `top`.

    A ban counts as a row that must reach 1, to which each option outside adds 1. Returns how far
    the greatest weighted sum lies above what is wanted; below 0 is a proof that no package is left.
    The root of the Nash mode is rounded down by more than its error. Multipliers may be anything:
    they are brought below what 64 bits hold, and what is no number counts as 0.
    """
    issues, options, rows = num.shape
    slack = np.int64(0)
    logs = want
    weight = 0.0
    for row in range(rows):
        weight += mu[level, row] if row_on[row] else 0.0
    for ban in range(bfirst.shape[0] - 1):
        if ban_on[ban]:
            weight += mu[level, rows + ban] * (bfirst[ban + 1] - bfirst[ban])
    unit = UNIT / max(1.0, weight)
    for row in range(rows):
        whole[row] = 0
        if row_on[row]:
            share = mu[level, row] * unit / (2.0 * totals[row] + 1.0)
            if 0.0 <= share <= UNIT / (2.0 * totals[row] + 1.0):
                whole[row] = np.int64(share)
            if row < nash:
                whole[row] = max(whole[row], np.int64(1))
                logs += np.log(np.float64(whole[row]))
                slack -= whole[row] * base[row]
            else:
                slack -= whole[row] * least[row]
    if nash > 0 and want > -1e300:
        slack -= np.int64(min(nash * np.exp(logs / nash) * (1.0 - 1e-9), 2.0 * UNIT))
    for issue in range(issues):
        for option in range(options):
            total = np.int64(0)
            for row in range(rows):
                total += whole[row] * num[issue, option, row]
            value[issue, option] = total
    for ban in range(bfirst.shape[0] - 1):
        whole[rows + ban] = 0
        share = mu[level, rows + ban] * unit / 2.0
        if ban_on[ban] and 0.0 < share <= UNIT / 2.0 / (bfirst[ban + 1] - bfirst[ban]):
            whole[rows + ban] = np.int64(share)
            slack -= whole[rows + ban]
            for part in range(bfirst[ban], bfirst[ban + 1]):
                for option in range(options):
                    if (bmask[part] >> option) & 1 == 0:
                        value[bissue[part], option] += whole[rows + ban]
    for issue in range(issues):
        best = np.int64(-1)
        for option in range(options):
            if (dom[level, issue] >> option) & 1 and value[issue, option] > best:
                best = value[issue, option]
        top[issue] = best
        slack += best
    return slack


@compiled
def blame_sum(level: int, masks: Any, whole: Any, value: Any, top: Any, dom0: Any, rclaim: Any,
              bclaim: Any, decided: Any, reason: Any) -> None:  # fmt: skip
    """Add what keeps the weighted sum low: claims of its rows and bans, and earlier strikes."""
    for row in range(rclaim.shape[0]):
        if whole[row] > 0:
            mark(masks, rclaim[row])
    for ban in range(bclaim.shape[0]):
        if whole[rclaim.shape[0] + ban] > 0:
            mark(masks, bclaim[ban])
    for issue in range(value.shape[0]):
        if decided[issue]:
            continue
        for option in range(value.shape[1]):
            if (dom0[issue] >> option) & 1 and value[issue, option] > top[issue]:
                for word in range(masks.shape[0]):
                    masks[word] |= reason[level, issue, word]
                break


@compiled
def burden_sum(whole: Any, value: Any, top: Any, totals: Any, dom0: Any, decided: Any,
               burden: Any) -> None:  # fmt: skip
    """Note how much rows, bans and struck options keep the weighted sum down, added to `burden` in
    this order: what could be left out at little loss, so a guide only."""
    rows, options = totals.shape[0], value.shape[1]
    for row in range(rows):
        burden[row] += whole[row] * totals[row] / UNIT
    for ban in range(rows, whole.shape[0]):
        burden[ban] += whole[ban] / UNIT
    for issue in range(value.shape[0]):
        if not decided[issue]:
            for option in range(options):
                if (dom0[issue] >> option) & 1 and value[issue, option] > top[issue]:
                    over = value[issue, option] - top[issue]
                    burden[whole.shape[0] + issue * options + option] += over / UNIT


@compiled
def strike_by_sum(level: int, slack: int, whole: Any, value: Any, top: Any, num: Any, dom0: Any,
                  dom: Any, pot: Any, mx: Any, rclaim: Any, bclaim: Any, decided: Any, reason: Any,
                  core: Any, blame: Any, track: bool) -> int:  # fmt: skip
    """Strike options that the weighted sum cannot afford; whether any was."""
    changed = 0
    blame[:] = 0
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
                    blame_sum(level, blame, whole, value, top, dom0, rclaim, bclaim, decided,
                              reason)  # fmt: skip
                    known = True
                add(reason[level, issue], blame)
            narrow(level, issue, keep, num, dom, pot, mx)
            changed = 1
    return changed


@compiled
def nearest(level: int, share: Any, dom: Any, bfirst: Any, bissue: Any, bmask: Any, ban_on: Any,
            pick: Any) -> bool:  # fmt: skip
    """The options with the greatest part as `pick`; whether they complete no ban."""
    issues = dom.shape[1]
    options = share.shape[0] // issues
    for issue in range(issues):
        most = -1.0
        for option in range(options):
            if (dom[level, issue] >> option) & 1 and share[issue * options + option] > most:
                most, pick[issue] = share[issue * options + option], option
    for ban in range(bfirst.shape[0] - 1):
        if ban_on[ban]:
            hit = True
            for part in range(bfirst[ban], bfirst[ban + 1]):
                if (bmask[part] >> pick[bissue[part]]) & 1 == 0:
                    hit = False
                    break
            if hit:
                return False
    return True


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
