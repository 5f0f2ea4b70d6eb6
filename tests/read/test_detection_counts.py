"""The counts of detection that `scripts.attribution.calibrate` takes, on a small made-up text.

Two attributions are marked in two sentences; three are found: the first with too long a cue
and its content in two pieces with a cue each, and one in a third sentence with nothing marked.
"""

from __future__ import annotations

import pytest
from scripts.attribution.calibrate import COUNTS, Texts, attributions
from scripts.attribution.corpus import Marked, Place

from goodoffices.read.tagging.labels import Role, tag_of
from goodoffices.read.tagging.passages import Passage


def _found(cue: Place, *content: Place) -> dict[Role, list[Place]]:
    return {"source": [], "cue": [cue], "content": list(content)}


TEXTS: Texts = [
    (
        [
            Marked(source=((0, 4),), cue=((5, 9),), content=((10, 40),)),
            Marked(source=((50, 54),), cue=((55, 59),), content=((60, 80),)),
        ],
        [_found((5, 12), (13, 20)), _found((21, 24), (25, 40)), _found((95, 99), (90, 94))],
        [(0, 41), (50, 81), (85, 110)],
    )
]


@pytest.mark.parametrize(
    ("count", "right", "found", "marked"),
    [
        ("cue shares a character, one to one", 1, 3, 2),
        ("a piece of the cue exact, one to one", 0, 3, 2),
        ("content shares a character, one to one", 1, 3, 2),
        ("any part in any role, one to one", 1, 3, 2),
        ("source and cue, one to one", 0, 3, 2),
        ("sentences with a cue", 1, 2, 2),
        ("sentences with any part", 1, 2, 2),
    ],
)
def test_counts_by_hand(count: str, right: int, found: int, marked: int) -> None:
    assert COUNTS[count](TEXTS) == pytest.approx(200 * right / (found + marked))


def test_each_for_itself_counts_both_pieces_of_one_content() -> None:
    precision, recall = 2 / 3, 1 / 2
    expected = 200 * precision * recall / (precision + recall)
    assert COUNTS["content shares a character, each for itself"](TEXTS) == pytest.approx(expected)


def test_a_content_belongs_to_the_nearest_cue() -> None:
    words = ("Ann", "said", "yes", ",", "no", "wrote", "Ben")
    tags = [0] * len(words)
    tags[1], tags[5] = tag_of("cue", "", begins=True), tag_of("cue", "", begins=True)
    tags[2], tags[4] = (tag_of("content", "left", begins=True),) * 2
    ends = [4 * k + 3 for k in range(len(words))]
    flat = (0,) * len(words)
    passage = Passage(
        words, tuple(e - 3 for e in ends), tuple(ends), (False,) * 7, flat, flat, flat
    )
    assert [pieces["content"] for pieces in attributions(tags, passage)] == [[(8, 11)], [(16, 19)]]
