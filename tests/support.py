"""Places and helpers that tests share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"

Run = Callable[..., tuple[int, str, str]]
"""Runs the program: arguments -> exit status, standard output, standard error."""


def shared_path(*parts: str) -> Path:
    """A file or folder of the material beside the checkout; skips the test where it is absent."""
    path = ROOT.parent.joinpath("shared", *parts)
    if not path.exists():
        pytest.skip(f"needs {'/'.join(parts)} of the shared material, which is not here")
    return path


def sure(quantity: float | tuple[float, float]) -> float:
    """A number that is no interval."""
    assert not isinstance(quantity, tuple)
    return quantity
