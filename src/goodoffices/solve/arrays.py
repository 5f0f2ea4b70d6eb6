"""A `Space` as arrays for the compiled search, and a search that can be asked.

Rows are sums that must reach a least value. Numbers too large for 64-bit sums are divided and
rounded in the direction that keeps every package (entries up, least values down): what the search
excludes is excluded, and what it finds is checked against the numbers as written.

The question: options, one per issue, such that every row (a sum of whole numbers that must reach
its `least`) and every ban holds, and in the Nash mode a product of gains reaches a threshold. The
search is resumable: it stops at every package and after a number of nodes, its whole state is in
the arrays it was given, and thresholds may be raised between calls.

Where `track` is set each strike remembers which claims it rests on, and an exhausted search leaves
in `core[0]` a set of claims that no package satisfies together.

Pruning. With any multipliers >= 0, if the weighted sum of rows cannot reach the weighted sum of
`least`, no package is below (Lagrangian duality; Held and Karp 1971; for products through the
inequality of the arithmetic and geometric means). A ban is a row too: at least one of its issues
must be outside. The best multipliers at each node are prices of a linear program (`simplex_kernel`;
in the Nash mode, which is not linear, a few subgradient steps on the rows alone). They come from
floating point; what they prove is then checked in whole numbers, so a bad multiplier costs time and
never an answer. The same sum, and each row alone, also strikes out single options.

Layout: `num[issue, option, row]`, domains as bit masks, one level of `dom`, `pot`, `mx`, `mu`,
`reason`, `core` per depth. `pot` is the greatest sum of each row that the domains leave, `mx` its
part from each issue.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from goodoffices.solve.cpsat import Chosen, Clock
from goodoffices.solve.jit import load
from goodoffices.solve.space import Ban, Claim
from goodoffices.solve.work import work

FITS = 1 << 42
"""Row sums below this leave the multipliers 17 bits and more."""


WIDEST = 62
"""Options of an issue that fit one mask."""

BREATH = 1_000
"""Nodes between two looks at the clock: a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Row:
    """Sum over the issues of `numbers[issue][option]` must reach `least`; numbers are >= 0.

    `claim` is the place of the claim that asks for it, -1 for a rule or an objective. `base` is
    the origin of gains where the row is a factor of a product.
    """

    numbers: tuple[tuple[int, ...], ...]
    least: int = 0
    claim: int = -1
    base: int = 0

    @property
    def total(self) -> int:
        """The greatest sum."""
        return sum(max(row) for row in self.numbers)


@dataclass(slots=True)
class Problem:
    """Options, rows and bans in arrays; shared by all searches on them.

    `shift` per row: numbers were divided by it, entries rounded up.
    """

    widths: tuple[int, ...]
    rows: tuple[Row, ...]
    bans: tuple[tuple[Ban, int], ...]
    claims: int
    num: Any = field(init=False)
    least: Any = field(init=False)
    shift: tuple[int, ...] = field(init=False)
    arrays: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        import numpy as np

        issues, rows = len(self.widths), len(self.rows)
        shifts = []
        self.num = np.zeros((issues, max(self.widths, default=1), rows), dtype=np.int64)
        for at, row in enumerate(self.rows):
            shift = 1 + max(row.total, abs(row.base)) // FITS
            shifts.append(shift)
            for issue, entries in enumerate(row.numbers):
                self.num[issue, : len(entries), at] = [-(-entry // shift) for entry in entries]
        self.shift = tuple(shifts)
        present = np.zeros(self.num.shape[:2], dtype=bool)
        for issue, width in enumerate(self.widths):
            present[issue, :width] = True
        low = np.where(present[:, :, None], self.num, np.iinfo(np.int64).max).min(axis=1)
        mx0 = self.num.max(axis=1)
        totals = mx0.sum(axis=0).astype(np.float64)
        parts = [part for ban, _ in self.bans for part in ban.parts]
        first = [0]
        for ban, _ in self.bans:
            first.append(first[-1] + len(ban.parts))
        self.arrays = {
            "mx0": mx0,
            "spread": (mx0 - low).max(axis=0, initial=0),
            "sums": totals,
            "bfirst": np.array(first, dtype=np.int64),
            "bissue": np.array([issue for issue, _ in parts], dtype=np.int64),
            "bmask": np.array(
                [sum(1 << k for k in inside if self.narrow) for _, inside in parts], dtype=np.int64
            ),
            "bclaim": np.array([claim for _, claim in self.bans], dtype=np.int64),
            "rclaim": np.array([row.claim for row in self.rows], dtype=np.int64),
            "dom0": np.array(
                [(1 << width) - 1 if self.narrow else 0 for width in self.widths], dtype=np.int64
            ),
        }

        sums = [int(total) for total in totals]
        floors = [self.floor(k, row.least) for k, row in enumerate(self.rows)]
        self.least = np.array(
            [max(0, min(floor, top + 1)) for floor, top in zip(floors, sums, strict=True)],
            dtype=np.int64,
        )

    @property
    def narrow(self) -> bool:
        """Whether every issue has few enough options for the compiled search."""
        return max(self.widths, default=1) <= WIDEST

    def floor(self, row: int, least: int) -> int:
        """A least value of a row in the divided numbers, rounded so that nothing is lost."""
        return -(-least // self.shift[row]) if self.shift[row] == 1 else least // self.shift[row]

    def sum_of(self, row: int, chosen: Chosen) -> int:
        """The sum of a row, in the numbers as written."""
        pairs = zip(self.rows[row].numbers, chosen, strict=True)
        return sum(entries[option] for entries, option in pairs)


def dense(claim_floor: Any, widths: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """The numbers of a floor with a row of zeros for every issue it does not touch."""
    rows = [(0,) * width for width in widths]
    for issue, entries in zip(claim_floor.issues, claim_floor.numbers, strict=True):
        rows[issue] = entries
    return tuple(rows)


def rows_and_bans(
    widths: Sequence[int], rules: Iterable[Claim], claims: Iterable[Claim]
) -> tuple[list[Row], list[tuple[Ban, int]]]:
    """Rows and bans of claims, numbered in order, and of rules, numbered -1."""
    rows, bans = list[Row](), list[tuple[Ban, int]]()
    for at, claim in [*((-1, rule) for rule in rules), *enumerate(claims)]:
        bans += [(ban, at) for ban in claim.bans]
        if claim.floor is not None:
            rows.append(Row(dense(claim.floor, widths), claim.floor.least, at))
    return rows, bans


class Search:
    """One run of the compiled search over a problem, resumed at will.

    `on` are the claims that count (None: all). `least` are least values per row in the numbers as
    written. `nash` is the number of leading rows that are factors of a product. `relaxed`: the
    multipliers come from `simplex_kernel`, with bans, rather than from subgradient steps.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        on: Iterable[int] | None = None,
        nash: int = 0,
        track: bool = False,
        guess: bool = True,
        steps: int = 6,
        root_steps: int = 120,
        relaxed: bool = True,
        multipliers: Any = None,
        domains: Sequence[int] | None = None,
    ) -> None:
        import numpy as np

        self.problem, self._kernel = problem, load("kernel")
        given, num = problem.arrays, problem.num
        issues, options, rows = num.shape
        self.row_on = np.ones(rows, dtype=bool)
        self.ban_on = np.ones(len(problem.bans), dtype=bool)
        self.least = np.zeros(rows, dtype=np.int64)
        self.base = np.array(
            [row.base // problem.shift[k] for k, row in enumerate(problem.rows)], dtype=np.int64
        )
        self.totals = np.maximum(given["sums"], np.abs(self.base).astype(np.float64)) + 1.0
        self.numf = num / self.totals
        self.leastf = np.zeros(rows)
        self.aim = np.zeros(rows, dtype=np.int64)
        self.aimf = np.zeros(rows)
        self.nash, self.want = nash, -math.inf
        self.track, self.guess, self.guessed = track, guess, False
        self.steps, self.root_steps, self.relaxed = steps, root_steps, relaxed
        levels = sum(problem.widths) - issues + 2
        words = max(1, -(-problem.claims // self._kernel.WORD))
        self.dom = np.zeros((levels, issues), dtype=np.int64)
        self.pot = np.zeros((levels, rows), dtype=np.int64)
        self.mx = np.zeros((levels, issues, rows), dtype=np.int64)
        self.mu = np.zeros((levels, rows + len(problem.bans)))
        self.lin = work(self.numf, levels, len(problem.bans))
        self.decided = np.zeros(issues, dtype=bool)
        self.reason = np.zeros((levels, issues, words), dtype=np.int64)
        self.core = np.zeros((levels, words), dtype=np.int64)
        self.blame = np.zeros(words, dtype=np.int64)
        self.todo = np.zeros(levels, dtype=np.int64)
        self.order = np.zeros((levels, options), dtype=np.int64)
        self.branch = np.zeros(levels, dtype=np.int64)
        self.pick = np.zeros(issues, dtype=np.int64)
        self.whole = np.zeros(rows + len(problem.bans), dtype=np.int64)
        self.value = np.zeros((issues, options), dtype=np.int64)
        self.top = np.zeros(issues, dtype=np.int64)
        self.touch = np.zeros(issues, dtype=np.int64)
        self.ctl = np.zeros(4, dtype=np.int64)
        for row, entry in enumerate(problem.rows):
            self.reach(row, entry.least)
        self.start(on=on, multipliers=multipliers, domains=domains)

    def start(
        self,
        *,
        on: Iterable[int] | None = None,
        multipliers: Any = None,
        domains: Sequence[int] | None = None,
        because: Sequence[int] | None = None,
    ) -> None:
        """Begin again, with these claims and options; least values stay as they are.

        `because` are, for each issue, the claims (bit k the k-th) to blame where it counts that
        options are missing from its domain.
        """
        import numpy as np

        given, num = self.problem.arrays, self.problem.num
        if on is not None:
            counted = np.zeros(self.problem.claims + 1, dtype=bool)
            counted[list(on)] = True
            counted[-1] = True  # rules and objectives, numbered -1
            self.row_on = counted[given["rclaim"]]
            self.ban_on = counted[given["bclaim"]]
        self.ctl[:] = 0
        self.decided[:] = False
        self.reason[0] = 0
        width = self._kernel.WORD
        for issue, claims in enumerate(() if because is None else because):
            for word in range(self.reason.shape[2]):
                self.reason[0, issue, word] = claims >> word * width & (1 << width) - 1
        self.lin.burden[:] = 0.0
        self.dom[0] = given["dom0"]
        self.mx[0] = given["mx0"]
        if domains is not None:
            for issue, mask in enumerate(domains):
                if mask != given["dom0"][issue]:
                    self.dom[0, issue] = mask
                    inside = [k for k in range(self.problem.widths[issue]) if mask >> k & 1]
                    self.mx[0, issue] = num[issue, inside].max(axis=0)
        self.pot[0] = self.mx[0].sum(axis=0)
        weights = (
            np.ones(num.shape[2])
            if multipliers is None
            else np.asarray(multipliers)[: num.shape[2]]
        )
        weights = np.where(self.row_on, np.maximum(weights, 1e-6), 0.0)
        self.mu[0] = 0.0
        self.mu[0, : len(weights)] = weights / max(1e-300, float(weights.sum()))
        self.linear = self.relaxed and self.nash == 0 and bool(self.row_on.any())
        if self.linear:
            load("simplex_kernel").begin(0, self.mu, self.row_on, self.dom, self.lin)

    def reach(self, row: int, least: int, aim: int | None = None) -> None:
        """From now on the row must reach `least`, a guess `aim`, in the numbers as written."""
        top = int(self.problem.arrays["sums"][row]) + 1
        self.least[row] = max(0, min(self.problem.floor(row, least), top))
        self.aim[row] = self.least[row]
        if aim is not None:
            self.aim[row] = max(self.least[row], min(-(-aim // self.problem.shift[row]), top))
        self.leastf[row] = self.least[row] / self.totals[row]
        self.aimf[row] = self.aim[row] / self.totals[row]
        if row < self.nash:
            self.leastf[row] = self.base[row] / self.totals[row]

    def product(self, logarithm: float) -> None:
        """From now on the product of gains must reach this, a logarithm in the divided numbers."""
        self.want = logarithm

    @property
    def nodes(self) -> int:
        """Nodes looked at so far."""
        return int(self.ctl[self._kernel.NODES])

    @property
    def each(self) -> float:
        """The work of a node, about seconds."""
        return 2e-6 + float(self.problem.num.size) * 4e-9

    @property
    def over(self) -> bool:
        """Whether nothing is left to look at."""
        return bool(self.ctl[self._kernel.PHASE] == self._kernel.OVER)

    def go(self, budget: int) -> int:
        """Go on for at most `budget` nodes: EXHAUSTED, FOUND, GUESSED or PAUSED."""
        p, a = self.problem, self.problem.arrays
        scaled = self.want - float(self._log_scale()) if self.nash else -math.inf
        return int(
            self._kernel.search(
                p.num, self.numf, self.least, self.leastf, self.aim, self.aimf, self.base,
                self.totals, self.row_on, a["spread"], self.nash, self.want, scaled,
                a["bfirst"], a["bissue"], a["bmask"], a["bclaim"], self.ban_on, a["rclaim"],
                a["dom0"], a["mx0"], self.dom, self.pot,
                self.mx, self.mu, self.lin, self.decided, self.reason, self.core, self.blame,
                self.todo, self.order, self.branch, self.pick, self.whole, self.value, self.top,
                self.touch, self.ctl, self.track, self.steps, self.root_steps, self.guess,
                self.linear, budget,
            )
        )  # fmt: skip

    def room(self) -> int:
        """How far the weighted sum at the first node lies above what is wanted: a guide only."""
        p, a = self.problem, self.problem.arrays
        return int(
            load("bound_kernel").weigh(
                0, p.num, self.least, self.base, self.totals, self.row_on, self.nash, self.want,
                self.dom, self.mu, a["bfirst"], a["bissue"], a["bmask"], self.ban_on, self.whole,
                self.value, self.top,
            )
        )  # fmt: skip

    def _log_scale(self) -> float:
        return sum(math.log(self.totals[row]) for row in range(self.nash))

    def chosen(self) -> Chosen:
        """The package found last."""
        return tuple(int(option) for option in self.pick)

    def blamed(self) -> frozenset[int]:
        """After EXHAUSTED with `track`: claims that no package satisfies together."""
        word = self._kernel.WORD
        masks = [int(mask) for mask in self.core[0]]
        return frozenset(
            at for at in range(self.problem.claims) if masks[at // word] >> (at % word) & 1
        )

    def burdens(self) -> list[float]:
        """After EXHAUSTED with `track`: how much each claim had to do with it, as a guide.

        A ban counts with its own part in the sums that refuted, and with what its options would
        have added to them where they were struck.
        """
        import numpy as np

        a, burden = self.problem.arrays, self.lin.burden
        issues, options, rows = self.problem.num.shape
        lengths = np.diff(a["bfirst"])
        over = burden[rows + len(lengths) :].reshape(issues, options)
        inside = a["bmask"][:, None] >> np.arange(options) & 1
        struck = (over[a["bissue"]] * inside).sum(axis=1) / np.repeat(lengths, lengths)
        claims = np.concatenate([a["rclaim"], a["bclaim"], np.repeat(a["bclaim"], lengths)])
        parts = np.concatenate([burden[: rows + len(lengths)], struck])
        total = np.zeros(self.problem.claims + 1)  # the last for rules, numbered -1
        np.add.at(total, claims, parts)
        return [float(one) for one in total[:-1]]


def packages(search: Search, clock: Clock, *, nodes: int | None = None) -> Iterator[Chosen]:
    """Packages in the order they are found. Raises OutOfTime; ends when none is left.

    With `nodes` it ends when that much was looked at; `search.over` tells the difference.

    The search comes up for air every few milliseconds, so that a time limit or Ctrl-C is heard.
    """
    kernel = search._kernel
    each = search.each
    clock.check()
    while nodes is None or search.nodes < nodes:
        before = search.nodes
        status = search.go(BREATH if nodes is None else min(BREATH, nodes - before))
        clock.spend((search.nodes - before) * each)
        if status in (kernel.FOUND, kernel.GUESSED):
            search.guessed = status == kernel.GUESSED
            yield search.chosen()
        elif status == kernel.EXHAUSTED:
            return
