"""What the sources of the page must not hold, and what must hold of its packages."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support import ROOT

FRONTEND = ROOT / "frontend"
SOURCES = sorted((FRONTEND / "src").rglob("*.ts*"))
FREE = {
    "MIT",
    "ISC",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "Apache-2.0",
    "OFL-1.1",
    "0BSD",
    "MIT-0",
    "Unlicense",
}
LARGEST = 500
"""Lines of a file; one that a tool writes anew at every check is no file of ours."""


def of_ours() -> list[Path]:
    """Every source that somebody wrote."""
    styles = sorted((FRONTEND / "src").rglob("*.css"))
    return [path for path in (*SOURCES, *styles) if path.name != "schema.ts"]


def test_no_text_becomes_markup() -> None:
    banned = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|"
        r"createContextualFragment|DOMParser"
    )
    for path in of_ours():
        found = banned.findall(path.read_text(encoding="utf-8"))
        # The name of React's escape hatch holds the first of the banned words.
        assert found == [], path


def test_nothing_is_loaded_from_elsewhere() -> None:
    for path in (*of_ours(), FRONTEND / "index.html"):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://(?!127\.0\.0\.1)[\w.]", text), path


def test_styles_know_no_left_and_right() -> None:
    sided = re.compile(
        r"(?:margin|padding|border)-(?:left|right)|\b(?:left|right):|text-align: (?:left|right)"
    )
    for path in sorted((FRONTEND / "src").rglob("*.css")):
        assert sided.findall(path.read_text(encoding="utf-8")) == [], path


def test_files_are_short() -> None:
    for path in of_ours():
        assert len(path.read_text(encoding="utf-8").splitlines()) <= LARGEST, path


def test_packages_are_pinned_free_and_name_no_registry() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))
    for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
    for name, entry in lock["packages"].items():
        if not name:
            continue
        assert "resolved" not in entry, name
        assert entry["integrity"].startswith("sha512-"), name
        if not entry.get("dev"):
            licences = re.split(r" (?:AND|OR) ", entry["license"].strip("()"))
            # lightningcss is under the MPL 2.0; it is used to build and is no part of the page.
            assert set(licences) <= FREE or "lightningcss" in name, (name, entry["license"])


def test_types_hold(tmp_path: Path) -> None:
    """TypeScript, strict, against the description that the server gives of itself."""
    tools = FRONTEND / "node_modules" / ".bin"
    if not (tools / "tsc").exists() or not (tools / "openapi-typescript").exists():
        pytest.skip("the tools of the page are not installed (npm ci in frontend/)")
    if shutil.which("node") is None:
        pytest.skip("Node is not installed")
    written = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "page_types.py")], capture_output=True, text=True
    )
    assert written.returncode == 0, written.stderr
    checked = subprocess.run(
        [tools / "tsc", "--noEmit"], cwd=FRONTEND, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
