"""Write docs/reference/api.md from the OpenAPI document, so that the two cannot differ."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from goodoffices.web.app import document, every_route
from goodoffices.web.routing import Route

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "api.md"
HEAD = """\
# The server's API

`python scripts/api_reference.py` writes this page from the OpenAPI document, which a running
server gives under `/api/openapi.json` with the shape of every body and answer.

Everything is JSON in UTF-8. Every view of a case under `/cases/CASE/VIEW` in the browser has its
twin under `/api/cases/CASE/VIEW`. Dates are written as in ISO 8601-2 level 0 (`2025-12-29`,
`2025-12`, `2025`); offsets in texts are Unicode code points. Lists come in pages: ask `after`
what `next` named.

Every refusal has one shape:

```json
{"error": {"kind": "UnknownName", "message": "unknown party 'xx'", "problems": [], "known": ["a"]}}
```

`kind` is for programs, `message` for people, `problems` lists every fault with file and line
where it has one, `known` the names that would have been understood. 401: nobody is signed in.
403: the role is not enough, or another site caused the request. 404: no such case, or nothing of
that name in it. 409: somebody else changed it first. 413, 415: too large, of a type that is not
read. 422: what was sent does not hold together. 429: too much at once.

A verdict carries a `key` of the client's own. Sent again under the same key, it is recorded once
and answered again, also after the server began anew. `standing` names the review that was seen on
the statement; where somebody else has decided since, the answer is 409. The agenda and judgements
carry the `revision` that was read.

"Who" is the least role that is needed: *anybody*, *signed in*, or a role in the case.
"""
WHO = {"nothing": "anybody", "session": "signed in"}


def page() -> str:
    """The whole page."""
    described = document()
    groups: dict[str, list[Route]] = {}
    for route in every_route():
        groups.setdefault(_group(route), []).append(route)
    parts = [HEAD]
    for title, routes in groups.items():
        parts.append(f"\n## {title}\n")
        parts += [_section(route, described) for route in routes]
    parts.append(_events())
    return "\n".join(parts)


def _group(route: Route) -> str:
    titles = {
        "reading": "Views",
        "briefing": "Briefing and analyses",
        "writing": "Review, agenda, judgements",
        "intake": "Reports, extraction, jobs",
        "administration": "People",
        "signing": "People",
    }
    return titles[route.handler.__module__.rpartition(".")[2]]


def _section(route: Route, described: dict[str, Any]) -> str:
    operation = described["paths"][route.path][route.method.lower()]
    who = WHO.get(route.needs, route.needs)
    lines = [f"### `{route.method} {route.path}`\n", operation["description"], ""]
    lines.append(f"Who: {who}. Answer: {_answer(route)}.")
    if route.body is not None:
        form = ", or a form with files in `files`" if route.form else ""
        lines.append(f"Body: `{route.body.__name__}`{form}.")
    asked = [p for p in operation.get("parameters", []) if p["in"] == "query"]
    if asked:
        lines += ["", *(_parameter(parameter) for parameter in asked)]
    return "\n".join(lines) + "\n"


def _answer(route: Route) -> str:
    if route.answer is not None:
        return f"`{route.answer.__name__}`"
    return ", ".join(f"`{media.partition(';')[0]}`" for media in route.media)


def _parameter(parameter: dict[str, Any]) -> str:
    words = parameter.get("description", "")
    needed = " (needed)" if parameter.get("required") else ""
    return f"* `{parameter['name']}`{needed}{': ' + words if words else ''}"


def _events() -> str:
    return """
## Events

### `GET /api/events`

One stream of server-sent events for each browser. Each `data` line is an `EventView`; `event` is
its type: `hello` first, `job` with a job as it stands, `case` with the id of a case and its new
revision.

Who: signed in.
"""


if __name__ == "__main__":
    if "--check" in sys.argv:
        if PAGE.read_text(encoding="utf-8") != page():
            sys.exit("docs/reference/api.md is out of date; run scripts/api_reference.py")
    else:
        PAGE.write_text(page(), encoding="utf-8")
