"""Compiled code where it is ready, the same code interpreted where it is not.

Compiling takes half a minute, once after installation. Nobody waits for it: until it is done
in another process the functions run interpreted, which gives the same answers more slowly. Without
numba they always do. `python -m goodoffices.solve.warm` compiles beforehand.

Environment: GOODOFFICES_JIT=off never compiles, =on compiles in this process, =wait uses what is
compiled and starts nothing.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

KERNELS = (
    "inverse_kernel",
    "open_kernel",
    "simplex_kernel",
    "bound_kernel",
    "branching_kernel",
    "kernel",
    "exchange_kernel",
    "hitting_kernel",
    "skyline_kernel",
)
_BELOW = {  # what a kernel calls: compiled first
    "kernel": ("simplex_kernel", "bound_kernel", "branching_kernel"),
    "simplex_kernel": ("inverse_kernel", "open_kernel"),
}
_LOOSE = {"reassoc", "contract", "nsz"}
_state: dict[str, Any] = {"asked": 0.0, "ready": False, "started": False}


def _setting() -> str:
    return os.environ.get("GOODOFFICES_JIT", "")


def _places() -> list[Path]:
    """Where the mark of finished compilation may be: beside the code, or in the user's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return [Path(__file__).parent / "__pycache__", cache / "goodoffices"]


def _key() -> str | None:
    """What the compiled code depends on; None without numba."""
    try:
        numba = importlib.metadata.version("numba")
    except importlib.metadata.PackageNotFoundError:
        return None
    parts = [numba, sys.version, platform.machine(), platform.processor()]
    for name in (*KERNELS, "jit"):
        found = Path(__file__).with_name(f"{name}.py").stat()
        parts += [name, str(found.st_size), str(found.st_mtime_ns)]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:24]


def ready() -> bool:
    """Whether the compiled code can be loaded without compiling."""
    if (not _state["ready"] and time.monotonic() - _state["asked"] > 1) or not _state["asked"]:
        _state["asked"] = time.monotonic()
        key = _key()
        _state["ready"] = key is not None and any(
            (place / f"compiled-{key}").exists() for place in _places()
        )
    return bool(_state["ready"])


def mark_ready() -> None:
    """Note that everything is compiled; where nothing can be written it is not noted."""
    key = _key()
    for place in _places():
        try:
            place.mkdir(parents=True, exist_ok=True)
            (place / f"compiled-{key}").touch()
        except OSError:
            continue
        return


def _compiling() -> bool:
    """Whether functions defined now are to be machine code."""
    setting = _setting()
    if setting == "off":
        return False
    if setting == "on":
        return _key() is not None
    if ready():
        return True
    if setting != "wait" and _key() is not None and not _state["started"]:
        _state["started"] = True
        _compile_elsewhere()
    return False


def _compile_elsewhere() -> None:
    """Start a process that compiles; it outlives this one if need be."""
    command = [sys.executable, "-m", "goodoffices.solve.warm"]
    nowhere = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
        )
    except OSError:
        return
    process.returncode = 0  # nobody waits for it


def compiled(function: F) -> F:
    """Machine code of a function, kept on disk; the function itself where that is not ready.

    References to arrays are not counted, which took half of the time, so no array can be made.
    """
    return _jit(function, False, counted=False)


def compiled_with_room(function: F) -> F:
    """As `compiled`, for a function that makes arrays."""
    return _jit(function, False, counted=True)


def compiled_loosely(function: F) -> F:
    """As `compiled`, with sums in whatever order is fastest: for what only guides a search."""
    return _jit(function, _LOOSE, counted=False)


def _jit(function: F, fastmath: Any, *, counted: bool) -> F:
    if not _compiling():
        return function
    from numba import njit

    return cast(F, njit(**_options(fastmath, counted=counted))(function))


def _options(fastmath: Any, *, counted: bool) -> dict[str, Any]:
    """For numba. References are counted where it does not know how to leave that: only slower."""
    options = {"cache": True, "nogil": True, "error_model": "numpy", "fastmath": fastmath}
    try:
        from numba.core.cpu import CPUTargetOptions
    except ImportError:
        return options
    return {**options, "_nrt": counted} if hasattr(CPUTargetOptions, "_nrt") else options


def load(name: str) -> ModuleType:
    """The module of that name with compiled functions; loaded anew once they are ready."""
    module = importlib.import_module(f"goodoffices.solve.{name}")
    interpreted = not hasattr(next(_functions(module), None), "py_func")
    if interpreted and _setting() not in ("off",) and ready():
        for below in _BELOW.get(name, ()):
            load(below)
        return importlib.reload(module)
    return module


def _functions(module: ModuleType) -> Iterator[Any]:
    return (
        item
        for item in list(vars(module).values())
        if callable(item)
        and not isinstance(item, type)
        and getattr(item, "__module__", "") == module.__name__
    )
