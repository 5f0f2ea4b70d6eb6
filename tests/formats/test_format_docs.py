"""The examples of the reference are files that read."""

from __future__ import annotations

import re
from pathlib import Path

from goodoffices.formats.case_folder import read_case, write_case
from goodoffices.formats.negotiation_file import load
from support import ROOT

PAGE = ROOT / "docs" / "reference" / "formats.md"


def test_the_examples_make_a_case_and_a_negotiation(tmp_path: Path) -> None:
    blocks = re.findall(r"```(?:yaml|text)\n# (\S+)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    for name, text in blocks:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    case = read_case(tmp_path)
    assert len(blocks) == 9
    assert [len(part) for part in (case.statements, case.reviews, case.judgements)] == [1, 1, 4]
    assert write_case(case, tmp_path) == ()
    assert load(tmp_path / "negotiation.json").preferences_of["isl"].reservation == 0.5
