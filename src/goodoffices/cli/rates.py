"""How often candidates were accepted, as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from goodoffices.cli.terminal import fitted, safe
from goodoffices.model.tracks import AcceptRate

HEADS = {"all": "", "extractor": "By extractor", "outlet": "By outlet", "stance": "By stance"}


def rate_rows(rates: Iterable[AcceptRate]) -> list[str]:
    """A line a rate: share, its interval, what it rests on; a mark where that is too little."""
    lines: list[str] = []
    part = "all"
    for rate in rates:
        if rate.by != part:
            lines += ["", HEADS[rate.by]]
            part = rate.by
        low, high = rate.interval
        name = "All candidates" if rate.by == "all" else f"  {rate.name or 'not known'}"
        few = "  too few to go by" if rate.few else ""
        lines.append(
            safe(f"{fitted(name, 30)} {rate.rate:>5.0%} accepted ({low:.0%} to {high:.0%}) of"
                 f" {rate.decided}; {rate.amended} amended, {rate.rejected} rejected{few}")
        )  # fmt: skip
    if lines:
        lines += ["", "In brackets: where the share lies with 95 % confidence."]
    return lines or ["No decisions yet."]
