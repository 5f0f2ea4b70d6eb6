"""The script of the case of 2025 makes it again, and drops nothing silently."""

from __future__ import annotations

import copy
import importlib
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from goodoffices.errors import InvalidCase
from goodoffices.formats.case_folder import read_case
from goodoffices.model.case import Case
from support import EXAMPLES, ROOT, shared_path

FOLDER = EXAMPLES / "ukraine-2025"


@cache
def the_case() -> Case:
    return read_case(FOLDER)


# --- reproducible --------------------------------------------------------------------------------


def test_the_script_makes_exactly_this_case(tmp_path: Path) -> None:
    dossier = shared_path("cases", "ukraine-2025")
    target = tmp_path / "case"
    command = [sys.executable, "-m", "scripts.ukraine_2025.build", str(dossier), str(target)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "rows: 182 in, 182 out" in done.stdout
    assert _bytes(target) == _bytes(FOLDER)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


Edit = Callable[[Any, dict[str, Any]], None]


def _new_row(dossier: Any, coding: dict[str, Any]) -> None:
    dossier.statements.append({**dossier.statements[0], "id": "D183"})


def _uncoded_option(dossier: Any, coding: dict[str, Any]) -> None:
    dossier.issues[0]["options"].append("another text")


def _reworded_term(dossier: Any, coding: dict[str, Any]) -> None:
    dossier.drafts[2]["points"][5]["term"] = "Armed forces capped at 700,000"


def _reworded_event(dossier: Any, coding: dict[str, Any]) -> None:
    dossier.timeline[3]["event"] = "Another meeting"


def _new_number(dossier: Any, coding: dict[str, Any]) -> None:
    dossier.statements[6]["numbers"]["troops"] = 5


def _new_speaker(dossier: Any, coding: dict[str, Any]) -> None:
    dossier.statements[8]["speaker"] = "Somebody Else"


def _new_outlet_cited(dossier: Any, coding: dict[str, Any]) -> None:
    dossier.statements[8]["via"] = "Another Outlet"


def _third_claim(dossier: Any, coding: dict[str, Any]) -> None:
    claim = {"claim": "a third role", "url": "https://example.org"}
    dossier.contradictions[3]["claims"].append(claim)


def _unused_coding(dossier: Any, coding: dict[str, Any]) -> None:
    coding["statements"]["D999"] = {"stance": "reports", "none": "no row"}


def _unused_outlet(dossier: Any, coding: dict[str, Any]) -> None:
    coding["sources"]["via"]["The Nowhere Post"] = {"links": ["The Nowhere Post"]}


def _unknown_option(dossier: Any, coding: dict[str, Any]) -> None:
    coding["statements"]["D001"]["options"] = ["us28-as-it-is"]


def _options_without_reason(dossier: Any, coding: dict[str, Any]) -> None:
    del coding["statements"]["D002"]["none"]


def _misspelt_field(dossier: Any, coding: dict[str, Any]) -> None:
    coding["statements"]["D001"]["option"] = []


def _evidence_of_the_other_side(dossier: Any, coding: dict[str, Any]) -> None:
    coding["judgements"]["red_lines"][0]["evidence"] = ["D066"]


def _older_than_its_evidence(dossier: Any, coding: dict[str, Any]) -> None:
    coding["judgements"]["red_lines"][0]["since"] = "2025-11-01"


def _judgement_outside_packages(dossier: Any, coding: dict[str, Any]) -> None:
    coding["judgements"]["red_lines"][0]["rejects"] = {"leverage": ["aid"]}


def _claim_at_another_address(dossier: Any, coding: dict[str, Any]) -> None:
    coding["judgements"]["contradictions"]["C03"]["claims"][0] = ["D102"]


FAULTS: dict[Edit, str] = {
    _new_row: "'D183' is not coded",
    _uncoded_option: "'another text' is not coded",
    _reworded_term: "the compilers' term is 'Armed forces capped at 700,000'",
    _reworded_event: "'Another meeting'",
    _new_number: "'troops' is not coded",
    _new_speaker: "'Somebody Else'",
    _new_outlet_cited: "'Another Outlet' is not coded",
    _third_claim: "the compilers have 3 claims",
    _unused_coding: "'D999' belongs to no row",
    _unused_outlet: "'The Nowhere Post' is used by no row",
    _unknown_option: "did you mean 'us28-as-is'?",
    _options_without_reason: "a statement has options, or a reason why it has none",
    _misspelt_field: "unknown field 'option'; did you mean 'options'?",
    _evidence_of_the_other_side: "D066 is a statement of 'ru'",
    _older_than_its_evidence: "before its first evidence of 2025-11-20",
    _judgement_outside_packages: "'leverage' is not negotiable",
    _claim_at_another_address: "D102 is not at the address of 'Thursday is final'",
}


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("scripts.ukraine_2025.build")


@pytest.mark.parametrize("edit", FAULTS, ids=lambda edit: edit.__name__.strip("_"))
def test_the_script_drops_nothing_silently(script: ModuleType, edit: Edit) -> None:
    dossier = copy.deepcopy(script.read_dossier(shared_path("cases", "ukraine-2025")))
    coding = script.read_coding()
    edit(dossier, coding)
    with pytest.raises(InvalidCase) as caught:
        script.build(dossier, coding)
    assert FAULTS[edit] in str(caught.value)


def test_the_script_refuses_a_field_that_it_does_not_read(
    script: ModuleType, tmp_path: Path
) -> None:
    for path in shared_path("cases", "ukraine-2025").glob("*.json"):
        text = path.read_text(encoding="utf-8")
        if path.name == "timeline.json":
            text = text.replace('"event":', '"weight": 1, "event":', 1)
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    with pytest.raises(InvalidCase, match="a field 'weight' that nothing reads"):
        script.read_dossier(tmp_path)


def test_the_script_leaves_a_folder_with_other_files_alone(
    script: ModuleType, tmp_path: Path
) -> None:
    (tmp_path / "reviews.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(InvalidCase, match=r"reviews\.jsonl: not made by this script"):
        script.replace_folder(the_case(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["reviews.jsonl"]
