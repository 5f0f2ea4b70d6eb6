"""The public surface, what importing costs, and that the tree keeps its own rules."""

from __future__ import annotations

import subprocess
import sys

import pytest

import goodoffices
from support import ROOT


def test_the_public_names_are_a_list_that_somebody_decided_on() -> None:
    assert goodoffices.__all__ == sorted(goodoffices._HOME)
    for name in goodoffices.__all__:
        assert getattr(goodoffices, name) is not None
    assert set(dir(goodoffices)) >= set(goodoffices.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        goodoffices.Nothing  # noqa: B018


def test_no_public_name_is_hidden_by_a_module_of_that_name() -> None:
    folder = ROOT / "src" / "goodoffices"
    modules = {path.stem for path in folder.iterdir()}
    assert modules.isdisjoint(set(goodoffices.__all__) - {"__version__"})


HEAVY = (
    "sqlalchemy",
    "numpy",
    "ortools",
    "trafilatura",
    "docx",
    "pypdf",
    "reportlab",
    "jinja2",
    "lxml",
    "click",
)


def _loaded(code: str) -> set[str]:
    show = f"{code}; import sys; print(*sorted(set(m.split('.')[0] for m in sys.modules)))"
    done = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert not _loaded("import goodoffices") & set(HEAVY)


def test_opening_a_case_loads_no_solver_and_no_reader_of_documents() -> None:
    code = "from goodoffices import Workspace, Case, Negotiation"
    assert not _loaded(code) & (set(HEAVY) - {"jinja2"})


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for folder in ("src", "tests", "scripts")
        for path in (ROOT / folder).rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 500
    ]
    assert long == []
