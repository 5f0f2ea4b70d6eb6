"""A new case can be read, teaches, and needs an empty folder."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from case_contents import CASE, contents, names
from goodoffices.errors import InvalidCase
from goodoffices.formats.case_folder import (
    new_case,
    read_case,
    write_case,
)
from goodoffices.model.case import Case


def test_a_new_case_can_be_read_and_filled(tmp_path: Path) -> None:
    root = tmp_path / "case"
    made = new_case(root, "Peace: a 'title' # with marks")
    assert names(made, root) == set(contents(root))
    case = read_case(root)
    assert case == Case(title="Peace: a 'title' # with marks")
    assert write_case(case, root) == ()
    before = (root / "case.yaml").read_text()
    write_case(dataclasses.replace(CASE, title=case.title), root)
    after = (root / "case.yaml").read_text()
    assert [line for line in before.splitlines() if line.startswith("#")] == [
        line for line in after.splitlines() if line.startswith("#")
    ]


def test_the_examples_in_a_new_case_are_right(tmp_path: Path) -> None:
    """Take the comment marks off the examples: the case they tell reads without a fault."""
    root = tmp_path / "case"
    new_case(root, "Example")
    for name in ("case.yaml", "process.yaml", "judgements.yaml"):
        blocks = (root / name).read_text().split("\n\n")
        lines: list[str] = []
        for block in blocks:
            rows = block.splitlines()
            start = next(
                (i for i, row in enumerate(rows) if row.startswith("# ") and row.endswith(":")),
                None,
            )
            found = rows[start:] if start is not None else []
            example = [row[2:] for row in found if row.startswith("# ")]
            plain = [row for row in rows if not row.startswith("#")]
            lines += plain[:-1] + example if example else plain
        (root / name).write_text("\n".join(lines) + "\n")
    case_text = (root / "case.yaml").read_text()
    assert "Islanders" in case_text
    case_text = case_text.replace(
        "issues:\n  - id: limit",
        "issues:\n  - id: term\n    question: How long?\n    options:\n"
        "      - {id: 5y, label: 5}\n      - {id: 20y, label: 20}\n  - id: limit",
    ).replace("parties:\n", "parties:\n  - {id: main, name: Mainland}\n")
    (root / "case.yaml").write_text(case_text)
    draft = (root / "drafts/README.md").read_text().split("```yaml\n")[1].split("```")[0]
    (root / "drafts/v1.yaml").write_text(draft)
    record = (root / "reports/README.md").read_text().split("```yaml\n")[1].split("```")[0]
    (root / "reports/r1.yaml").write_text(record)
    (root / "reports/r1.txt").write_text("Text")
    case = read_case(root)
    assert len(case.judgements) == 4
    assert case.contradictions
    assert case.meetings
    assert case.consultations
    assert case.conditions
    assert case.vocabulary.issues


def test_a_new_case_needs_an_empty_folder_and_a_title(tmp_path: Path) -> None:
    root = tmp_path / "case"
    write_case(CASE, root)
    before = contents(root)
    with pytest.raises(InvalidCase, match="not empty"):
        new_case(root, "x")
    assert contents(root) == before
    (tmp_path / "file").write_text("x")
    with pytest.raises(InvalidCase, match="this is a file"):
        new_case(tmp_path / "file", "x")
    with pytest.raises(InvalidCase, match="needs a title"):
        new_case(tmp_path / "other", " ")
    assert not (tmp_path / "other").exists()
