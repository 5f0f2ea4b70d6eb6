"""The program, called in this process."""

from __future__ import annotations

from pathlib import Path

import pytest

from goodoffices.cli.main import _run
from support import Run


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str | Path) -> tuple[int, str, str]:
        status = _run([str(item) for item in arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return call
