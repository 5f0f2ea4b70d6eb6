"""Routes that answer with a briefing, or with the answer of any analysis."""

from __future__ import annotations

import base64
import json
import re
from hashlib import sha256
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from goodoffices import plugins
from goodoffices.codec import plain
from goodoffices.errors import InputError, InvalidCase, UnknownName
from goodoffices.model.finding import Finding
from goodoffices.model.printing import printed
from goodoffices.web.access import Opened
from goodoffices.web.answers import Answer, packed, send
from goodoffices.web.reading import Parties, split
from goodoffices.web.routing import AsOf, Routes
from goodoffices.web.shapes import FindingAnswer
from goodoffices.workspace.cases import Workspace
from goodoffices.workspace.homes import ReadHome
from goodoffices.workspace.questions import QUESTIONS
from goodoffices.workspace.running import analyse_conflict, conflict_analyses
from goodoffices.workspace.views.briefing import BriefingChoices, briefing, choices, render

routes = Routes()

MEDIA = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
SHOWN = ("html", "json")
"""Formats that a browser shows; the others are downloads."""


@routes.get("/cases/{case}/briefing/sections", "reader", BriefingChoices)
def get_briefing_sections(at: Opened) -> BriefingChoices:
    """What a briefing can be made of, for whom, and in which formats."""
    return choices()


@routes.get("/cases/{case}/briefing", "reader", None, media=tuple(MEDIA.values()))
def get_briefing(
    at: Opened,
    format: Annotated[str, Query(description="html, docx, pdf, md or json.")] = "html",  # noqa: A002
    as_of: AsOf = None,
    since: AsOf = None,
    sections: Annotated[str | None, Query(description="Ids of sections with commas.")] = None,
    audience: Annotated[str, Query(description="desk, principal or outside.")] = "desk",
) -> Response:
    """The briefing as a document. HTML is to be shown in a frame, and can run nothing."""
    known = plugins.names("renderers")
    if format not in known:
        raise UnknownName("format", format, known)
    dates = at.snapshot.date(as_of), at.snapshot.date(since, "since")
    content = briefing(
        at.snapshot, as_of=dates[0], since=dates[1], sections=split(sections), audience=audience
    )

    def make() -> Answer:
        if format == "json":  # is written faster than the briefing is handed to another process
            raw = render(format, content)
        else:
            raw = at.desk.renderer.compute(render, format, content)
        return packed(raw, MEDIA.get(format, "application/octet-stream"))

    key = ("rendered", format, dates, split(sections), audience)
    ready = at.snapshot.memory.once(key, make)
    return send(ready, at.request, headers=_headers(at, format, ready))


def _headers(at: Opened, name: str, ready: Answer) -> dict[str, str]:
    if name == "html":
        policy = at.snapshot.memory.once(("policy", ready.tag), lambda: frame_policy(ready.body))
        return {"Content-Security-Policy": policy, "X-Frame-Options": "SAMEORIGIN"}
    if name in SHOWN:
        return {}
    return {"Content-Disposition": f'attachment; filename="{at.id}.{name}"'}


def frame_policy(page: bytes) -> str:
    """The policy under which a briefing is shown: its own styles, by their hashes, nothing else.

    Its pictures are in the page; it can run no script and reach no address.
    """
    text = page.decode("utf-8")
    found: list[str] = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    found += sorted(set(re.findall(r'style="([^"]*)"', text)))
    hashes = " ".join(f"'sha256-{_hash(style)}'" for style in dict.fromkeys(found))
    return (
        f"default-src 'none'; style-src 'unsafe-hashes' {hashes}; img-src data:; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'self'; sandbox allow-popups"
    )


def _hash(text: str) -> str:
    return base64.b64encode(sha256(text.encode()).digest()).decode()


# --- analyses ------------------------------------------------------------------------------------


@routes.get("/cases/{case}/analyses/{analysis}", "reader", FindingAnswer)
def get_analysis(
    at: Opened,
    analysis: str,
    draft: Annotated[str | None, Query(description="A draft of the case.")] = None,
    as_of: AsOf = None,
    parties: Parties = None,
    set: Annotated[  # noqa: A002
        list[str] | None,
        Query(description="Parameters as on the terminal: KEY=VALUE, repeatable.", max_length=50),
    ] = None,
) -> FindingAnswer:
    """The answer of any registered analysis, as `goodoffices analyse --json` prints it."""
    given = settings(set or [])
    if split(parties) is not None:
        given["parties"] = split(parties)
    key = ("analysis", analysis, draft, as_of, repr(sorted(given.items(), key=str)))
    finding = at.snapshot.memory.once(key, lambda: _asked(at, analysis, draft, as_of, given))
    return FindingAnswer(
        analysis=finding.analysis,
        version=finding.version,
        negotiation=finding.negotiation,
        parameters=plain(finding.parameters),
        value=plain(printed(finding.value)),
    )


def _asked(
    at: Opened, analysis: str, draft: str | None, as_of: str | None, given: dict[str, Any]
) -> Finding[Any]:
    snapshot = at.snapshot
    date = snapshot.date(as_of)
    given = dict(given)
    if analysis in QUESTIONS:
        workspace = Workspace.holding(ReadHome(snapshot.case, snapshot.plans), snapshot.case)
        return workspace.ask(analysis, draft=draft, as_of=date, **given)
    if analysis in conflict_analyses():
        if draft or date:
            raise InputError("a conflict of the case names its draft itself: set=conflict=NAME")
        name = given.pop("conflict", None)
        if not isinstance(name, str):
            raise InputError("say which conflict: set=conflict=NAME")
        return analyse_conflict(analysis, snapshot.conflict(name), **given)
    return snapshot.finding(analysis, date, draft=draft or None, **given)


def settings(written: list[str]) -> dict[str, Any]:
    """Parameters written as KEY=VALUE; the value as in JSON where it is that, else as text."""
    found: dict[str, Any] = {}
    faults = []
    for text in written:
        name, equals, value = text.partition("=")
        if not equals or not name.isidentifier():
            faults.append(f"set: {text[:80]!r}: write it as KEY=VALUE")
            continue
        try:
            found[name] = json.loads(value)
        except (ValueError, RecursionError):
            found[name] = value
    if faults:
        raise InvalidCase(faults)
    return found
