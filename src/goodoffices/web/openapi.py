"""The OpenAPI document: the framework's own, with our types described by our codec.

Every field of an answer is always there, so all of them are required; in a body only those without
a default are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from goodoffices.codec import json_schema
from goodoffices.version import __version__
from goodoffices.web.events import EventView
from goodoffices.web.routing import Route, ref
from goodoffices.web.shapes import ErrorAnswer

Schemas = dict[str, dict[str, Any]]
ABOUT = (
    "The workbench of Good Offices. Dates are written as in ISO 8601-2 level 0 (2025-12-29,"
    " 2025-12, 2025, 2025-11-10/2025-11-15). Offsets in texts are Unicode code points."
)


def describe(app: FastAPI, routes: Iterable[Route]) -> dict[str, Any]:
    """The document for an app with these routes."""
    listed = list(routes)
    document = get_openapi(
        title="Good Offices",
        version=__version__,
        description=ABOUT,
        routes=app.routes,
    )
    schemas: Schemas = {}
    answers = [route.answer for route in listed if route.answer is not None]
    for cls in (ErrorAnswer, EventView, *answers):
        _collect(schemas, cls, answer=True)
    for route in listed:
        if route.body is not None:
            _collect(schemas, route.body, answer=False)
    document["paths"]["/api/events"] = {"get": _stream()}
    document["components"] = {"schemas": dict(sorted(schemas.items()))}
    return document


def _stream() -> dict[str, Any]:
    content = {"text/event-stream": {"schema": {"type": "string"}}}
    words = "One event a line of `data`, each an EventView; `event` is its type."
    return {
        "summary": "Get Events",
        "operationId": "get_events",
        "description": "The stream of events: one for each browser.",
        "responses": {
            "200": {"description": words, "content": content},
            "401": {
                "description": "Nobody is signed in.",
                "content": {"application/json": {"schema": ref(ErrorAnswer)}},
            },
        },
    }


def _collect(schemas: Schemas, cls: type, *, answer: bool) -> None:
    """Add a type and those inside it. One whose name another type has gets a longer one."""
    definitions: Schemas = json_schema(cls)["$defs"]
    if answer:
        for schema in definitions.values():
            schema["required"] = list(schema["properties"])
    same = {name: name for name in definitions}
    other = "" if answer else "Input"
    names = {
        name: name
        if schemas.get(name, found := _moved(schema, same)) == found
        else f"{name}{other or 'In' + cls.__name__}"
        for name, schema in definitions.items()
    }
    for name, schema in definitions.items():
        schemas[names[name]] = _moved(schema, names)


def _moved(schema: Any, names: dict[str, str]) -> Any:
    """The schema with its references pointing to where OpenAPI keeps types."""
    if isinstance(schema, dict):
        return {
            key: f"#/components/schemas/{names[item.removeprefix('#/$defs/')]}"
            if key == "$ref"
            else _moved(item, names)
            for key, item in schema.items()
        }
    if isinstance(schema, list):
        return [_moved(item, names) for item in schema]
    return schema
