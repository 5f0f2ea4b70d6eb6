"""Colour pairs of the page reach the contrast of WCAG 2.2, level AA, in light and dark.

4.5 : 1 for text (1.4.3); 3 : 1 for what tells one thing from another without words (1.4.11).
"""

from __future__ import annotations

import re

import pytest

from support import ROOT

TOKENS = ROOT / "frontend" / "src" / "style" / "tokens.css"

TEXT = (
    *(("--ink", ground) for ground in ("--paper", "--band", "--band-2", "--picked", "--mark")),
    *(("--ink", ground) for ground in ("--mark-now", "--none-ground")),
    *(("--soft", ground) for ground in ("--paper", "--band", "--picked", "--none-ground")),
    *(("--link", ground) for ground in ("--paper", "--band", "--picked")),
    ("--bar", "--paper"),
    ("--paper", "--bar"),
    ("--paper", "--link"),
    ("--warn", "--paper"),
    *(("--chip-ink", f"--{word}") for word in ("asked", "acceptable", "resisted", "refused")),
    ("--chip-ink", "--unknown"),
)
MARKS = (
    ("--bar", "--band"),
    ("--picked-edge", "--paper"),
    ("--picked-edge", "--picked"),
    ("--edge", "--paper"),
    ("--none-edge", "--none-ground"),
)


def schemes() -> dict[str, dict[str, str]]:
    """The colours by name, light and dark; what dark does not set is as in the light."""
    text = TOKENS.read_text(encoding="utf-8")
    parts = re.split(r"@media screen and \(prefers-color-scheme: dark\)|@media print", text)
    light, dark = (dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", part)) for part in parts[:2])
    return {"light": light, "dark": light | dark}


def luminance(colour: str) -> float:
    """Relative luminance of a colour, WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(ink: str, ground: str, scheme: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_can_be_seen(mark: str, ground: str, scheme: str) -> None:
    colours = schemes()[scheme]
    assert contrast(colours[mark], colours[ground]) >= 3


def test_standings_have_the_colours_of_the_briefing() -> None:
    style = ROOT / "src" / "goodoffices" / "brief" / "templates" / "briefing.css"
    text = style.read_text(encoding="utf-8")
    light = schemes()["light"]
    for word in ("asked", "acceptable", "resisted", "refused"):
        (colour,) = re.findall(rf"\.chip\.t-{word}[^{{]*{{background:(#[0-9a-f]{{6}})}}", text)
        assert light[f"--{word}"] == colour
