"""The sentences written to train a reader of stances: whole marks, none kept for measuring."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from scripts.attribution.stance_texts import CODES, Marked, marked_texts, without_brackets

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture(scope="module")
def texts() -> list[Marked]:
    return list(marked_texts())


def test_every_content_has_its_stance(texts: list[Marked]) -> None:
    counted = Counter(stance for m in texts for stance in m.stances)
    assert set(counted) == set(CODES.values())
    assert min(counted.values()) > 50
    for m in texts:
        assert len(m.places) == len(m.stances) > 0
        assert len(m.parties) == 2
        for start, end in m.places:
            assert m.text[start:end].strip() == m.text[start:end] != ""
            assert not {"[", "]", "\n"} & set(m.text[start:end])


def test_answers_stand_behind_their_question(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text(
        "## toll | Lerna: Minister Teodor Falk; Osteria: Bianca Rolle\n"
        "an Falk wanted [a date] and not [a toll].\n\n"
        "@interview Minister Teodor Falk\n"
        "r How long? >> A year.\n"
        "n A toll? >> No.\n"
        "@statement Ministry of Roads\n"
        "a It is time.\n",
        encoding="utf-8",
    )
    first, interview, statement = marked_texts(tmp_path)
    assert [first.text[a:b] for a, b in first.places] == ["a date", "a toll"]
    assert first.stances == ("asks", "rejects")
    assert [p.persons[0].name for p in first.parties] == ["Teodor Falk", "Bianca Rolle"]
    assert "QUESTION: A toll?\n\nFALK: No.\n" in interview.text
    assert [interview.text[a:b] for a, b in interview.places] == ["A year.", "No."]
    assert statement.text.startswith("Ministry of Roads\n")
    assert [statement.text[a:b] for a, b in statement.places] == ["It is time."]


def test_none_is_in_the_texts_kept_for_measuring(texts: list[Marked]) -> None:
    lines = (DATA / "stances" / "held.jsonl").read_text(encoding="utf-8").splitlines()
    kept = [without_brackets(line)[0] for line in lines]
    kept += [p.read_text(encoding="utf-8") for p in sorted((DATA / "unseen").glob("*.txt"))]
    plain = " ".join(re.sub(r"\W+", " ", text) for text in kept)
    said = [re.sub(r"\W+", " ", m.text[a:b]).strip() for m in texts for a, b in m.places]
    assert not [words for words in said if len(words.split()) > 5 and words in plain]
