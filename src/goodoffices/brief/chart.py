"""Stacked bars laid out in plain numbers, for whoever draws them."""

from __future__ import annotations

from dataclasses import dataclass

from goodoffices.brief.briefing import Figure, Tone

FILL: dict[Tone, str] = {
    "met": "#998ec3",
    "partly": "#d8daeb",
    "unmet": "#f1a340",
    "silent": "#f7f7f7",
    "asked": "#998ec3",
    "acceptable": "#d8daeb",
    "resisted": "#fee0b6",
    "refused": "#f1a340",
    "accepts": "#d8daeb",
    "depends": "#fee0b6",
    "rejects": "#f1a340",
    "unknown": "#f7f7f7",
}
"""ColorBrewer PuOr (Brewer 2002), seven classes; dark text on each of them passes WCAG AA."""

LINE = "#6b6b6b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of a bar, in units of the chart."""

    x: float
    width: float
    text: str
    fill: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One bar with its labels; `heading` is the group where a new one begins."""

    y: float
    heading: str
    label: str
    note: str
    segments: tuple[Segment, ...]
    end: float
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart of `width` by `height` units; bars run from `left`."""

    width: float
    height: float
    left: float
    bar: float
    strips: tuple[Strip, ...]


def longest_bar(figure: Figure) -> int:
    """The largest sum of counts, which the scale is for."""
    return max((sum(item.counts) for item in figure.bars), default=0) or 1


def drawn(
    figure: Figure,
    *,
    width: float = 900,
    left: float = 150,
    right: float = 170,
    bar: float = 16,
    longest: int | None = None,
) -> Chart:
    """Lay out a figure: bars on one scale, groups set apart by a line for their heading.

    `longest` sets the scale where a figure is drawn in parts.
    """
    longest = longest or longest_bar(figure)
    scale = (width - left - right) / longest
    y, group = 0.0, None
    strips: list[Strip] = []
    for item in figure.bars:
        heading = item.group if item.group != group else ""
        if heading:
            y += bar + (6 if strips else 0)
        group, x, segments = item.group, left, []
        for series, count in zip(figure.series, item.counts, strict=True):
            if count:
                size = round(count * scale, 2)
                fill = FILL.get(series.tone, "#f7f7f7")
                segments.append(
                    Segment(x=x, width=size, text=str(count), fill=fill, name=series.text)
                )
                x = round(x + size, 2)
        strips.append(
            Strip(
                y=y,
                heading=heading,
                label=item.label,
                note=item.note,
                segments=tuple(segments),
                end=x,
                citations=item.citations,
            )
        )
        y += bar + 4
    return Chart(width=width, height=y + 4, left=left, bar=bar, strips=tuple(strips))
