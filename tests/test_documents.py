"""What the documents say is run, and is true."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from pathlib import Path

import pytest

from goodoffices.errors import __doc__ as tree
from goodoffices.plugins import names
from support import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def _blocks(page: Path) -> list[tuple[str, str]]:
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def _pairs() -> list[tuple[str, str, str]]:
    """Every Python block that is followed by the text it prints."""
    found = []
    for page in PAGES:
        blocks = _blocks(page)
        for (kind, code), (after, printed) in itertools.pairwise(blocks):
            if kind == "python" and after == "text":
                found.append((str(page.relative_to(ROOT)), code, printed))
    return found


@pytest.mark.parametrize("page, code, printed", _pairs(), ids=lambda item: str(item)[:40])
def test_a_python_example_prints_what_it_says(page: str, code: str, printed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.stderr == ""
    assert done.stdout == printed


def test_the_readme_has_an_example_that_runs() -> None:
    assert any(page == "README.md" for page, _, _ in _pairs())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), target


def test_every_plug_in_of_ours_is_documented() -> None:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    for group in ("extractors", "analyses", "renderers"):
        for name in names(group):
            assert f"`{name}`" in pages, f"{group}/{name} is not documented"


def test_the_tree_of_errors_is_drawn_as_it_is() -> None:
    import goodoffices.errors as module

    classes = [
        name
        for name, item in vars(module).items()
        if isinstance(item, type) and issubclass(item, Exception)
    ]
    for name in classes:
        assert re.search(rf"\b{name}\b", tree or ""), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_the_documents_exist(page: Path) -> None:
    from goodoffices.cli.main import program

    for verb in re.findall(r"^(?:    |\$ )goodoffices ([a-z]+)", page.read_text("utf-8"), re.M):
        assert verb in program.commands, verb


def test_the_page_on_the_command_line_is_the_programs_own_help() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/cli_reference.py", "--check"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
