"""The hook that builds the page: when it does something, with what, and what a failure stops."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from support import ROOT


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    """The hook as hatchling loads it."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A tree with sources of a page and nothing built."""
    frontend = tmp_path / "frontend"
    (frontend / "src").mkdir(parents=True)
    for name in ("package.json", "package-lock.json", "index.html"):
        (frontend / name).write_text("{}", encoding="utf-8")
    (frontend / "src" / "main.tsx").write_text("1", encoding="utf-8")
    (tmp_path / "src" / "goodoffices" / "web").mkdir(parents=True)
    return tmp_path


class App:
    """What hatchling gives a hook to speak with."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def display_warning(self, message: str) -> None:
        self.said.append(message)


def made(hook: ModuleType, root: Path) -> Any:
    return hook.PageBuildHook(str(root), {}, None, None, str(root), "wheel", App())


def pretend(root: Path, hook: ModuleType) -> None:
    """A build that is there and current."""
    static = hook.target(root)
    static.mkdir(parents=True)
    (static / "index.html").write_text("", encoding="utf-8")
    stamp = {"sources": hook.digest(root)}
    (static / hook.STAMP).write_text(json.dumps(stamp), encoding="utf-8")


def test_a_build_is_current_until_a_source_changes(hook: ModuleType, clone: Path) -> None:
    assert not hook.current(clone)
    pretend(clone, hook)
    assert hook.current(clone)
    (clone / "frontend" / "src" / "main.tsx").write_text("2", encoding="utf-8")
    assert not hook.current(clone)


def test_a_renamed_source_is_a_change(hook: ModuleType, clone: Path) -> None:
    pretend(clone, hook)
    source = clone / "frontend" / "src" / "main.tsx"
    source.rename(source.with_name("other.tsx"))
    assert not hook.current(clone)


def test_nothing_is_built_or_asked_for_where_nobody_wants_it(
    hook: ModuleType, clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hook, "build", lambda root: pytest.fail("it was built"))
    monkeypatch.setattr(hook, "system_npm", lambda: None)
    monkeypatch.setenv("GOODOFFICES_NO_PAGE", "1")
    assert made(hook, clone).dependencies() == []
    made(hook, clone).initialize("editable", {})
    monkeypatch.delenv("GOODOFFICES_NO_PAGE")
    pretend(clone, hook)
    assert made(hook, clone).dependencies() == []
    made(hook, clone).initialize("editable", {})


def test_node_comes_from_pypi_only_where_npm_is_missing(
    hook: ModuleType, clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GOODOFFICES_NO_PAGE", raising=False)
    monkeypatch.setattr(hook, "system_npm", lambda: ["npm"])
    assert made(hook, clone).dependencies() == []
    monkeypatch.setattr(hook, "system_npm", lambda: None)
    assert made(hook, clone).dependencies() == [hook.NODE_FROM_PYPI]


def test_node_from_pypi_trusts_whom_the_system_trusts(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NODE_USE_SYSTEM_CA", raising=False)
    monkeypatch.setattr(hook, "system_npm", lambda: None)
    monkeypatch.setattr(hook, "pypi_npm", lambda: (["node", "npm-cli.js"], "/there"))
    command, environment = hook.npm_command()
    assert command == ["node", "npm-cli.js"]
    assert environment["NODE_USE_SYSTEM_CA"] == "1"
    monkeypatch.setenv("NODE_USE_SYSTEM_CA", "0")  # whoever says otherwise is heard
    assert hook.npm_command()[1]["NODE_USE_SYSTEM_CA"] == "0"


def test_a_node_that_is_too_old_is_no_node(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, says in (("npm", "10"), ("node", "v18.19.1")):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho {says}\n", encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert hook.system_npm() is None
    (tmp_path / "node").write_text("#!/bin/sh\necho v20.19.0\n", encoding="utf-8")
    assert hook.system_npm() == [str(tmp_path / "npm")]


def test_a_failure_is_told_and_stops_nothing(
    hook: ModuleType, clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GOODOFFICES_NO_PAGE", raising=False)

    def fails(root: Path) -> None:
        raise OSError("no network")

    monkeypatch.setattr(hook, "build", fails)
    building = made(hook, clone)
    building.initialize("standard", {})
    assert "no network" in building.app.said[0]
    assert not hook.target(clone).exists()


def test_a_build_that_breaks_leaves_the_old_one(
    hook: ModuleType, clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(clone, hook)
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho broken >&2\nexit 3\n", encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setattr(hook, "system_npm", lambda: [str(npm)])
    with pytest.raises(OSError, match="broken"):
        hook.build(clone)
    assert (hook.target(clone) / "index.html").is_file()


def test_the_real_page_is_built_from_its_sources(hook: ModuleType, tmp_path: Path) -> None:
    """With the packages that are installed here, in a copy of the sources."""
    installed = ROOT / "frontend" / "node_modules"
    if not installed.is_dir() or shutil.which("npm") is None:
        pytest.skip("npm and the packages of the page are not installed")
    frontend = tmp_path / "frontend"
    shutil.copytree(ROOT / "frontend", frontend, ignore=shutil.ignore_patterns("node_modules"))
    (frontend / "node_modules").symlink_to(installed)
    (tmp_path / "src" / "goodoffices" / "web").mkdir(parents=True)
    hook.build(tmp_path)
    assert hook.current(tmp_path)
    page = (hook.target(tmp_path) / "index.html").read_text(encoding="utf-8")
    assert "<style" not in page
    assert page.count("<script") == page.count('<script type="module" crossorigin src="/assets/')


def test_the_hook_says_that_a_current_build_needs_nothing(hook: ModuleType) -> None:
    if not hook.current(ROOT):
        pytest.skip("the page is not built")
    done = subprocess.run(
        [sys.executable, str(ROOT / "hatch_build.py")], capture_output=True, text=True, check=True
    )
    assert "up to date" in done.stdout


# --- make serve ----------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_serve_builds_the_page_again_when_a_source_is_newer(tmp_path: Path) -> None:
    """After a pull, say: a source changed, came or went."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / ".venv").mkdir()
    source = tmp_path / "frontend" / "src" / "views" / "one.tsx"
    source.parent.mkdir(parents=True)
    ignored = tmp_path / "frontend" / "node_modules" / "package" / "index.js"
    ignored.parent.mkdir(parents=True)
    for name in ("pyproject.toml", "constraints.txt", "hatch_build.py"):
        (tmp_path / name).touch()
    for path in (source, ignored):
        path.touch()
    stamps = [tmp_path / ".venv" / f"{name}.stamp" for name in ("run", "web", "page")]

    def builds() -> bool:
        done = subprocess.run(
            ["make", "-n", "serve"], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert "goodoffices serve" in done.stdout
        return "--no-deps --editable" in done.stdout

    def installed() -> None:
        times = iter(range(100, 100 + len(stamps)))
        for path in tmp_path.rglob("*"):
            os.utime(path, (50, 50))
        for stamp in stamps:
            stamp.touch()
            at = next(times)
            os.utime(stamp, (at, at))

    installed()
    assert not builds()
    os.utime(source, (200, 200))
    assert builds()
    installed()
    (source.parent / "two.tsx").touch()
    assert builds()
    installed()
    (source.parent / "two.tsx").unlink()
    assert builds()
    installed()
    os.utime(ignored, (200, 200))
    assert not builds()
