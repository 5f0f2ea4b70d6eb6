"""A language model on 127.0.0.1: a real HTTP server that answers as a test tells it to."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from goodoffices.codec import structure
from goodoffices.model.agenda import Issue, Party
from goodoffices.model.case import Vocabulary
from goodoffices.model.evidence import Report, Statement
from goodoffices.read.attribution import NARRATOR, extract

KEY = "sk-not-to-be-seen-4711"
Reply = Callable[["Handler", dict[str, Any]], None]


class Handler(BaseHTTPRequestHandler):
    server: Model

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        self.server.headers.append(dict(self.headers))
        with contextlib.suppress(OSError):  # the other side may hang up
            self.server.reply(self, body)

    def send(
        self, data: bytes, status: int = 200, kind: str = "application/json", **more: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, text in more.items():
            self.send_header(name.replace("_", "-"), text)
        self.end_headers()
        self.wfile.write(data)

    def say(self, content: str, finish: str = "stop") -> None:
        choice = {"message": {"role": "assistant", "content": content}, "finish_reason": finish}
        self.send(json.dumps({"choices": [choice]}).encode())

    def drip(self, seconds: float) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        for _ in range(int(seconds / 0.02)):
            self.wfile.write(b" ")
            time.sleep(0.02)

    def log_message(self, *_: object) -> None:
        """Nothing on the test's output."""


class Model(ThreadingHTTPServer):
    """`asked` has the bodies of all requests, `reply` answers them."""

    daemon_threads = True

    def __init__(self, reply: Reply) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.reply = reply
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def environment(self, folder: str) -> dict[str, str]:
        return {
            "GOODOFFICES_LLM_URL": self.url,
            "GOODOFFICES_LLM_MODEL": "test-model",
            "GOODOFFICES_LLM_KEY": KEY,
            "XDG_CACHE_HOME": folder,
            "LOCALAPPDATA": folder,
            "XDG_CONFIG_HOME": folder,
            "APPDATA": folder,
        }


@contextlib.contextmanager
def model(reply: Reply) -> Iterator[Model]:
    server = Model(reply)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def says(*statements: dict[str, Any]) -> Reply:
    """A model that always gives these statements."""
    return lambda handler, _: handler.say(json.dumps({"statements": statements}))


def reader(vocabulary: Vocabulary) -> Reply:
    """A model that reads what it is sent as the extractor `rules` does."""

    def reply(handler: Handler, body: dict[str, Any]) -> None:
        data = json.loads(body["messages"][1]["content"])
        given = data["report"]
        report = Report(
            id="r-0", text=given["text"], sha256="0", outlet=given.get("outlet"),
            published=given.get("published"), language=given.get("language"),
        )  # fmt: skip
        parties, faults = structure(
            tuple[Party, ...],
            [
                {"id": p["id"], "name": p["name"], "aliases": p["also"],
                 "persons": [{"name": name} for name in p["persons"]]}
                for p in data["parties"]
            ],
        )  # fmt: skip
        issues, more = structure(
            tuple[Issue, ...],
            [{k: v for k, v in i.items() if v is not None} for i in data["issues"]],
        )
        assert not faults
        assert not more
        found = extract(report, parties=parties or (), issues=issues or (), vocabulary=vocabulary)
        handler.say(json.dumps({"statements": [wire(report, s) for s in found]}))

    return reply


def wire(report: Report, statement: Statement) -> dict[str, Any]:
    """A statement as a model gives it."""
    assert statement.span is not None
    chain = [link for link in statement.attribution.chain if link.name != report.outlet]
    speaker = chain[-1] if chain and statement.speaker != NARRATOR else None
    return {
        "quote": statement.span.quote,
        "speaker": speaker.name if speaker else "",
        "speaker_kind": speaker.kind if speaker else "unknown",
        "direct": bool(speaker and speaker.mode == "direct"),
        "via": [{"name": link.name, "kind": link.kind} for link in chain[:-1]],
        "party": statement.party,
        "issue": statement.issue,
        "options": list(statement.options),
        "stance": statement.stance,
        "bound": statement.bound,
        "proviso": statement.proviso,
        "negated": statement.negated,
        "hedged": statement.hedged,
    }
