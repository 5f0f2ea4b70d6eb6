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

from goodoffices.web.app import document

FRONTEND = Path(__file__).resolve().parents[1] / "frontend"
TARGET = FRONTEND / "src" / "api" / "schema.ts"


def main() -> None:
    """Write the types."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "openapi.json"
        source.write_text(json.dumps(document()), encoding="utf-8")
        tool = FRONTEND / "node_modules" / ".bin" / "openapi-typescript"
        done = subprocess.run(
            [tool, source, "--output", TARGET], capture_output=True, text=True, check=False
        )
    if done.returncode:
        sys.exit(f"openapi-typescript failed:\n{done.stderr}")


if __name__ == "__main__":
    main()
