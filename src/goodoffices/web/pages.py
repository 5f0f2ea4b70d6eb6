"""The built page: files that the build made, and nothing else of this machine."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from goodoffices.web.answers import Answer, packed, send
from goodoffices.web.faults import error_response

STATIC = Path(__file__).with_name("static")
HASHED = "assets/"
"""Files below have a digest in their names: what is there once never changes."""

_MISSING = b"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Good Offices</title>
<h1>The page was not built</h1>
<p>The server runs, and answers under <a href="/api/openapi.json">/api</a>. To build the page, run
<code>make serve</code> in a clone of the project, or install it with
<code>python -m pip install .</code> where the network can be reached.</p>
"""


class Pages:
    """Files of the build by their address, read once. What is not in the list is not served."""

    def __init__(self, folder: Path = STATIC) -> None:
        self._files: dict[str, Answer] = {}
        if folder.is_dir():
            self._files = dict(_read(folder))
        self.built = "index.html" in self._files

    def __call__(self, request: Request) -> Response:
        """A file of the build; for every other address of a view, the page itself."""
        path = request.url.path.lstrip("/")
        if path.startswith("api/") or path == "api":
            return error_response(404, "NotFound", "there is nothing under this address")
        if not self.built:
            return send(packed(_MISSING, "text/html; charset=utf-8"), request)
        found = self._files.get(path)
        if found is None and "." in path.rsplit("/", 1)[-1]:
            return error_response(404, "NotFound", "there is no such file")
        if found is not None and path.startswith(HASHED):
            forever = {"Cache-Control": "public, max-age=31536000, immutable"}
            return send(found, request, headers=forever)
        return send(found or self._files["index.html"], request)


def _read(folder: Path) -> Mapping[str, Answer]:
    return {
        path.relative_to(folder).as_posix(): packed(path.read_bytes(), _type(path), level=9)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


_TYPES = {".js": "text/javascript; charset=utf-8", ".html": "text/html; charset=utf-8"}


def _type(path: Path) -> str:
    guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return _TYPES.get(path.suffix, guessed)
