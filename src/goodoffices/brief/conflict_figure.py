"""Pictures of a conflict (graph model) as SVG: the graph of states, and the classic tableau.

States stand in a grid: decision makers take turns as columns and rows, so that with two of them one
moves along a line and the other across. Arrows are improvements, one pattern of dashes for each
decision maker; thin lines are other moves. Nothing in the picture is a script or leaves the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from goodoffices.errors import TooLarge
from goodoffices.model.graph import ConflictGraph

if TYPE_CHECKING:
    from goodoffices.solve.graph.explicit import Explicit

MOST = 512
"""States that a picture can hold."""
_ALL_MOVES = 24  # states up to which moves that are no improvements are drawn as well
_TABLEAU = 40  # states up to which the tableau is drawn
_ROOMY = 96  # states up to which a state is a box with its letters
_DASHES = ("", "7 3", "2 3", "9 3 2 3", "1 2", "12 4", "5 2 1 2 1 2", "3 6")
_SHADES = ("#1b1b1b", "#6b4c9a", "#b35806", "#35618f", "#5b5b5b", "#8c6d31", "#843c39", "#3f6f5f")
_FILLS = {"nash": "#542788", "seq": "#8073ac", "gmr": "#d8daeb", "": "#ffffff"}
_INKS = {"nash": "#ffffff", "seq": "#ffffff", "gmr": "#1b1b1b", "": "#1b1b1b"}
_MEANT = {
    "nash": "equilibrium under Nash and all others",
    "seq": "equilibrium under SEQ, not Nash",
    "gmr": "equilibrium under GMR or SMR only",
    "": "no equilibrium",
}


@dataclass(frozen=True, slots=True)
class _Place:
    x: float
    y: float


def state_graph(conflict: ConflictGraph, *, coalesce: bool = False) -> str:
    """The picture as one SVG document. Raises TooLarge beyond 512 states."""
    from goodoffices.solve.graph.explicit import explicit, stable

    graph = explicit(conflict, coalesce=coalesce)
    count = len(graph.labels)
    if count > MOST:
        raise TooLarge("states in a picture", count, MOST, "ask for the lists instead")
    found = stable(graph)
    kinds = [_kind(found, s) for s in range(count)]
    places, width, height = _grid(conflict, graph)
    parts = [*_edges(graph, places), *_nodes(conflict, graph, places, kinds)]
    legend, bottom = _legend(conflict, height)
    parts += legend
    if count <= _TABLEAU:
        rows, right, bottom = _tableau(conflict, graph, found, bottom + 16)
        parts += rows
        width = max(width, right)
    width = max(width, 560)
    title = escape(conflict.title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {bottom:.0f}"'
        f' width="{width:.0f}" height="{bottom:.0f}" role="img" aria-label="{title}"'
        ' font-family="Inter, Helvetica, Arial, sans-serif" font-size="11">'
        f"<title>{title}</title>{_markers(len(graph.makers))}"
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(parts)}</svg>\n'
    )


def _kind(found: dict[str, dict[str, int]], s: int) -> str:
    for concepts in (("nash",), ("seq",), ("gmr", "smr")):
        if any(all(own[c] >> s & 1 for own in found.values()) for c in concepts):
            return concepts[0]
    return ""


def _grid(conflict: ConflictGraph, graph: Explicit) -> tuple[list[_Place], float, float]:
    """Where each state stands: the moves of every other decision maker run across."""
    where = {move.id: k for k, move in enumerate(conflict.moves)}
    axes: list[list[int]] = [[], []]
    for turn, maker in enumerate(conflict.decision_makers):
        axes[turn % 2] += [where[name] for name in maker.moves]
    used: list[list[str]] = []
    for axis in axes:
        keys = {"".join(label[k] for k in reversed(axis)) for label in graph.labels}
        used.append(sorted(keys))
    roomy = len(graph.labels) <= _ROOMY
    wide = 34.0 + 8 * len(conflict.moves) if roomy else 34.0
    step_x, step_y = (wide + 46, 74.0) if roomy else (34.0, 34.0)
    places = [
        _Place(
            40 + wide / 2 + step_x * used[0].index("".join(label[k] for k in reversed(axes[0]))),
            52 + step_y * used[1].index("".join(label[k] for k in reversed(axes[1]))),
        )
        for label in graph.labels
    ]
    right = max(place.x for place in places) + wide / 2 + 60
    return places, right, max(place.y for place in places) + 60


def _edges(graph: Explicit, places: Sequence[_Place]) -> list[str]:
    from goodoffices.solve.graph.explicit import members

    lines = []
    plain = len(graph.labels) <= _ALL_MOVES
    for m in range(len(graph.makers)):
        for s in range(len(graph.labels)):
            for t in members(graph.reach[m][s]):
                better = graph.better[m][s] >> t & 1
                back = graph.reach[m][t] >> s & 1
                if better:
                    lines.append(_arc(places[s], places[t], m, arrow=True))
                elif plain and not (graph.better[m][t] >> s & 1) and (s < t or not back):
                    lines.append(_arc(places[s], places[t], m, arrow=False))
    return lines


def _arc(a: _Place, b: _Place, m: int, *, arrow: bool) -> str:
    """A curve that leaves the straight line the more, the longer it is, and each its own way."""
    dx, dy = b.x - a.x, b.y - a.y
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    bend = min(26.0, 4 + 0.1 * length) + 3 * m
    if abs(dy) > abs(dx) and length > 90:
        bend = min(110.0, 0.5 * length) + 3 * m  # round the boxes in between
    px, py = -dy / length, dx / length
    gap_a, gap_b = _gap(dx, dy), _gap(dx, dy) + (5 if arrow else 0)
    ax, ay = a.x + dx / length * gap_a + px * 3, a.y + dy / length * gap_a + py * 3
    bx, by = b.x - dx / length * gap_b + px * 3, b.y - dy / length * gap_b + py * 3
    cx, cy = (ax + bx) / 2 + px * bend, (ay + by) / 2 + py * bend
    dash = f' stroke-dasharray="{_DASHES[m % 8]}"' if _DASHES[m % 8] else ""
    shade = _SHADES[m % 8]
    tail = f' marker-end="url(#arrow{m % 8})"' if arrow else ' opacity="0.35"'
    return (
        f'<path d="M{ax:.1f} {ay:.1f}Q{cx:.1f} {cy:.1f} {bx:.1f} {by:.1f}" fill="none"'
        f' stroke="{shade}" stroke-width="{1.3 if arrow else 0.7}"{dash}{tail}/>'
    )


def _gap(dx: float, dy: float) -> float:
    return 13.0 if abs(dy) > abs(dx) else 30.0 if abs(dx) > 60 else 10.0


def _markers(makers: int) -> str:
    marks = "".join(
        f'<marker id="arrow{m}" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="6"'
        f' markerHeight="6" orient="auto"><path d="M0 0L8 4L0 8z" fill="{_SHADES[m]}"/></marker>'
        for m in range(min(8, makers))
    )
    return f"<defs>{marks}</defs>"


def _nodes(
    conflict: ConflictGraph, graph: Explicit, places: Sequence[_Place], kinds: Sequence[str]
) -> list[str]:
    roomy = len(graph.labels) <= _ROOMY
    wide = 26 + 8 * len(conflict.moves)
    drawn = []
    for s, label in enumerate(graph.labels):
        place, kind = places[s], kinds[s]
        edge = "2.6" if conflict.status_quo in graph.members[s] else "0.8"
        taken = "; ".join(
            move.name for move, letter in zip(conflict.moves, label, strict=True) if letter == "Y"
        )
        tip = escape(f"State {s + 1}, {label}: {taken or 'none of the moves is taken'}")
        shape = (
            f'<rect x="{place.x - wide / 2:.1f}" y="{place.y - 11:.1f}" width="{wide}" height="22"'
            f' rx="4" fill="{_FILLS[kind]}" stroke="#1b1b1b" stroke-width="{edge}"/>'
            if roomy
            else f'<circle cx="{place.x:.1f}" cy="{place.y:.1f}" r="9" fill="{_FILLS[kind]}"'
            f' stroke="#1b1b1b" stroke-width="{edge}"/>'
        )
        text = f"{s + 1} {label}" if roomy else str(s + 1)
        size = 10 if roomy else 7
        drawn.append(
            f"<g><title>{tip}</title>{shape}"
            f'<text x="{place.x:.1f}" y="{place.y + size * 0.36:.1f}" text-anchor="middle"'
            f' font-size="{size}" fill="{_INKS[kind]}">{escape(text)}</text></g>'
        )
    return drawn


def _legend(conflict: ConflictGraph, top: float) -> tuple[list[str], float]:
    lines, y = [], top
    for m, maker in enumerate(conflict.decision_makers):
        dash = f' stroke-dasharray="{_DASHES[m % 8]}"' if _DASHES[m % 8] else ""
        lines.append(
            f'<path d="M24 {y - 4:.0f}H64" stroke="{_SHADES[m % 8]}" stroke-width="1.5"{dash}'
            f' marker-end="url(#arrow{m % 8})"/>'
            f'<text x="74" y="{y:.0f}">{escape(_short(maker.name, 70))}: improvement</text>'
        )
        y += 16
    for kind, meant in _MEANT.items():
        lines.append(
            f'<rect x="38" y="{y - 10:.0f}" width="20" height="12" fill="{_FILLS[kind]}"'
            f' stroke="#1b1b1b" stroke-width="0.8"/><text x="74" y="{y:.0f}">{escape(meant)}</text>'
        )
        y += 16
    if conflict.status_quo:
        lines.append(f'<text x="74" y="{y:.0f}">heavy border: where it stands now</text>')
        y += 16
    lines.append(f'<text x="24" y="{y:.0f}">Letters, in order; Y taken, N not:</text>')
    y += 16
    for k, move in enumerate(conflict.moves, 1):
        lines.append(f'<text x="38" y="{y:.0f}">{k}. {escape(_short(move.name, 84))}</text>')
        y += 14
    return lines, y + 10


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def _tableau(
    conflict: ConflictGraph, graph: Explicit, found: dict[str, dict[str, int]], top: float
) -> tuple[list[str], float, float]:
    """Per decision maker its states best first, their stability, and the improvements below."""
    lines = [
        f'<text x="24" y="{top:.0f}" font-weight="bold">Tableau</text><text x="84" y="{top:.0f}">'
        "states best first; below each, its improvements</text>"
        f'<text x="84" y="{top + 14:.0f}">r: nothing better to move to; s: deterred under SEQ;'
        " g: deterred under GMR only; u: unstable</text>"
    ]
    y, right = top + 36, 24.0
    everyone = [
        all(own["seq"] >> s & 1 for own in found.values()) for s in range(len(graph.labels))
    ]
    marks = "".join(
        f'<text x="{190 + 30 * k}" y="{y:.0f}" text-anchor="middle">{"E" if yes else "x"}</text>'
        for k, yes in enumerate(everyone)
    )
    numbers = "".join(
        f'<text x="{190 + 30 * k}" y="{y - 0 + 14:.0f}" text-anchor="middle">{k + 1}</text>'
        for k in range(len(graph.labels))
    )
    lines += [f'<text x="24" y="{y:.0f}">Equilibrium under SEQ</text>{marks}{numbers}']
    y += 36
    from goodoffices.solve.graph.explicit import members

    for m, maker in enumerate(conflict.decision_makers):
        order = sorted(range(len(graph.labels)), key=lambda s: (-graph.rank[m][s], s))
        deepest = 0
        lines.append(f'<text x="24" y="{y + 14:.0f}">{escape(_short(maker.name, 27))}</text>')
        for k, s in enumerate(order):
            own, x = found[maker.id], 190 + 30 * k
            letter = next(
                (
                    mark
                    for c, mark in (("nash", "r"), ("seq", "s"), ("gmr", "g"))
                    if own[c] >> s & 1
                ),
                "u",
            )
            tie = k and graph.rank[m][order[k - 1]] == graph.rank[m][s]
            lines.append(
                f'<text x="{x}" y="{y:.0f}" text-anchor="middle">{letter}</text>'
                f'<text x="{x}" y="{y + 14:.0f}" text-anchor="middle" font-weight="bold">{s + 1}'
                f"</text>"
                + (
                    f'<text x="{x - 15}" y="{y + 14:.0f}" text-anchor="middle">=</text>'
                    if tie
                    else ""
                )
            )
            steps = sorted(members(graph.better[m][s]), key=lambda t: (-graph.rank[m][t], t))
            deepest = max(deepest, len(steps))
            lines += [
                f'<text x="{x}" y="{y + 28 + 13 * row:.0f}" text-anchor="middle" fill="#5b5b5b">'
                f"{t + 1}</text>"
                for row, t in enumerate(steps)
            ]
        right = max(right, 190 + 30 * len(order))
        y += 36 + 13 * deepest
    return lines, right + 10, y + 8
