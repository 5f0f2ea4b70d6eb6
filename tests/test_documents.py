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


CONSOLE = re.compile(r"^\$ (.+)$")


def _session(page: Path) -> list[tuple[str, list[str]]]:
    """Commands of a page's console blocks, each with the lines shown after it."""
    steps: list[tuple[str, list[str]]] = []
    for kind, block in _blocks(page):
        for line in block.splitlines() if kind == "console" else ():
            if command := CONSOLE.match(line):
                steps.append((command[1], []))
            elif line.strip():
                steps[-1][1].append(line)
    return steps


@pytest.mark.parametrize(
    "page", [page for page in PAGES if _session(page)], ids=lambda page: page.name
)
def test_a_session_in_a_tutorial_goes_as_it_is_told(page: Path, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / "keys.txt").write_text("a\nr\nq\n", encoding="utf-8")
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    for command, shown in _session(page):
        done = subprocess.run(
            ["/bin/sh", "-c", f"{command} 2>&1"],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={"PATH": path, "HOME": str(tmp_path), "LANG": "C.UTF-8", "USER": "desk"},
            stdin=subprocess.DEVNULL,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        for line in shown:
            assert line in done.stdout, f"{command}\n{done.stdout}"


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
            heading = re.search(rf"^#+ {re.escape(name)}$", pages, re.M)
            assert heading or f"`{name}`" in pages, f"{group}/{name} is not documented"


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


@pytest.mark.parametrize("script", ["cli_reference.py", "api_reference.py"])
def test_a_page_that_the_program_writes_is_what_it_would_write_now(script: str) -> None:
    done = subprocess.run(
        [sys.executable, f"scripts/{script}", "--check"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
