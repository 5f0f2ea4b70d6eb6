"""What the linear program of a search keeps, and the room that it works in, as arrays."""

from __future__ import annotations

from typing import Any, NamedTuple

from goodoffices.solve.jit import load


class Work(NamedTuple):
    """What is kept between nodes (`flat`, `basis`, `key`, `inverse`, `age`), and room to work in.

    `flat[issue * options + option, row]` are the numbers of the rows. After `relax` the part of
    each option is in `share`.

    How an issue is parted at each depth: `side` is the first part, `way` which of the two is looked
    at (-1: neither yet), `best` the option that stands for each and `foreseen` what it should take
    of the `slack`. `factor[issue, option]` is how much more of the slack was lost to the option
    than was foreseen, on the average of the times it was `seen`. `burden` is for `burden_sum`.
    """

    flat: Any
    basis: Any
    key: Any
    share: Any
    inverse: Any
    age: Any
    square: Any
    y: Any
    z: Any
    now: Any
    alpha: Any
    raw: Any
    extra: Any
    spot: Any
    when: Any
    flips: Any
    place_of: Any
    held: Any
    col: Any
    column: Any
    sub: Any
    part: Any
    worth: Any
    pull: Any
    base: Any
    keyed: Any
    scale: Any
    slacks: Any
    rate: Any
    guesses: Any
    foreseen: Any
    slack: Any
    burden: Any
    side: Any
    best: Any
    way: Any
    factor: Any
    seen: Any
    needed: Any
    watch: Any


def work(numf: Any, levels: int, bans: int) -> Work:
    """Room for a problem, its numbers as `numf[issue, option, row]`."""
    import numpy as np

    most = int(load("simplex_kernel").MOST)
    issues, options, rows = numf.shape
    width = issues * options

    def whole(*shape: int) -> Any:
        return np.zeros(shape, dtype=np.int64)

    return Work(
        flat=np.ascontiguousarray(numf.reshape(width, rows)),
        basis=whole(levels, 1 + 2 * most),
        key=whole(levels, issues),
        share=np.zeros(width),
        inverse=np.zeros((levels, most, most)),
        age=whole(levels),
        square=np.zeros((most, most)),
        y=np.zeros(most),
        z=np.zeros(most),
        now=np.zeros(most),
        alpha=np.zeros(most),
        raw=np.zeros(most),
        extra=whole(most),
        spot=whole(5, issues + 1),
        when=np.zeros(issues),
        flips=whole(2, width),
        place_of=whole(issues),
        held=whole(issues),
        col=whole(3, width),
        column=whole(width),
        sub=np.zeros((rows, width)),
        part=np.zeros(width),
        worth=np.zeros(width),
        pull=np.zeros(width),
        base=np.zeros(rows + bans),
        keyed=np.zeros(rows + bans),
        scale=np.zeros(rows + bans),
        slacks=np.zeros(rows),
        rate=np.zeros(rows),
        guesses=np.zeros(options),
        foreseen=np.zeros((levels, 2)),
        slack=np.zeros(levels),
        burden=np.zeros(rows + bans + width),
        side=whole(levels),
        best=whole(levels, 2),
        way=whole(levels),
        factor=np.ones((issues, options)),
        seen=np.zeros((issues, options)),
        needed=whole(bans),
        watch=whole(bans),
    )
