"""Writes frontend/src/api/schema.ts: the types of the API, out of its own description.

The file is made anew whenever the types are checked and held by no commit, so it cannot be out of
date. Needs the packages of frontend/package-lock.json (`npm ci` in frontend/).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, cast

from fastapi import FastAPI

from goodoffices.web.access import Desk
from goodoffices.web.app import every_route
from goodoffices.web.openapi import describe
from goodoffices.web.routing import add

FRONTEND = Path(__file__).resolve().parents[1] / "frontend"
TARGET = FRONTEND / "src" / "api" / "schema.ts"


def described() -> dict[str, Any]:
    """The description of every route, made without a case: no route is called."""
    app = FastAPI(openapi_url=None)
    for route in every_route():
        add(app, cast(Desk, None), route)
    return describe(app, every_route())


def main() -> None:
    """Write the types."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "openapi.json"
        source.write_text(json.dumps(described()), encoding="utf-8")
        tool = FRONTEND / "node_modules" / ".bin" / "openapi-typescript"
        done = subprocess.run(
            [tool, source, "--output", TARGET], capture_output=True, text=True, check=False
        )
    if done.returncode:
        sys.exit(f"openapi-typescript failed:\n{done.stderr}")


if __name__ == "__main__":
    main()
