"""A stance that is denied, doubted or somebody else's is not read into what a speaker says."""

from __future__ import annotations

import pytest

from goodoffices.read.rules.stance import refined


@pytest.mark.parametrize(
    ("content", "stance"),
    [
        ("agreement is within reach", "accepts"),
        ("the proposal is not within reach", "reports"),
        ("the plan is hardly acceptable", "reports"),
        ("it was unclear whether the plan was acceptable", "reports"),
        ("no acceptable basis for talks exists", "reports"),
        ("we have accepted the plan", "accepts"),
        ("the other side has accepted the plan", "reports"),
        ("they oppose the plan", "resists"),
        ("parliament opposes the plan", "reports"),
        ("nobody opposes the plan", "reports"),
        ("she was open to talks", "offers"),
        ("the army is ready to fight", "reports"),
    ],
)
def test_what_content_shows_of_its_speaker(content: str, stance: str) -> None:
    assert refined("reports", content, judging=False) == stance


@pytest.mark.parametrize(
    ("held", "stance"),
    [
        ("an insult", "rejects"),
        ("not an insult", "reports"),
        ("a helpful step", "accepts"),
        ("hardly helpful", "reports"),
        ("anything but fair", "reports"),
        ("not too late", "reports"),
    ],
)
def test_what_something_is_held_to_be(held: str, stance: str) -> None:
    assert refined("reports", held, judging=True) == stance
