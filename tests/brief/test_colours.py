"""Colours of the page pass WCAG AA."""

from __future__ import annotations

import re

from goodoffices.brief.chart import FILL
from support import ROOT


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_colours_pass_wcag_aa() -> None:
    css = (ROOT / "src/goodoffices/brief/templates/briefing.css").read_text()
    names = dict(re.findall(r"--(\w+):(#[0-9a-f]{3,6})", css))
    full = {k: v if len(v) == 7 else "#" + "".join(c * 2 for c in v[1:]) for k, v in names.items()}
    for ground in ("#ffffff", "#f4f5f7", "#e9ebee", "#fff3c4", "#fcfcfd"):
        for ink in (full["ink"], full["soft"], full["link"], full["bar"], "#7f3b08"):
            assert contrast(ink, ground) >= 4.5, (ink, ground)
    chips = set(re.findall(r"\.chip[^{}]*\{[^}]*background:(#[0-9a-f]{6})", css))
    assert set(FILL.values()) - {"#f7f7f7"} <= chips
    for fill in chips | set(FILL.values()):
        assert contrast("#1a1a1a", fill) >= 4.5, fill
