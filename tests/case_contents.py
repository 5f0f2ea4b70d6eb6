"""A case, and what its folder holds, for tests that compare it."""

from __future__ import annotations

from pathlib import Path

from goodoffices.codec import identified
from goodoffices.model.agenda import Draft, Issue, Option, Party
from goodoffices.model.case import Case
from goodoffices.model.evidence import Attribution, Report, Review, Statement
from goodoffices.model.stakes import Judgement, RedLine


def statement(text: str) -> Statement:
    return identified(
        Statement(
            id="",
            speaker="Head",
            stance="asks",
            attribution=Attribution(),
            extractor="dossier",
            url="https://example.org",
            paraphrase=text,
        )
    )


def review(name: str, subject: Statement) -> Review:
    return Review(id=name, subject=subject.id, verdict="accepted", by="desk", at="2025-05-03")


CASE = Case(
    title="Fishing accord",
    parties=(Party(id="isl", name="Islanders"), Party(id="main", name="Mainland")),
    issues=(Issue(id="limit", question="How wide?", options=(Option(id="6nm", label="six"),)),),
    drafts=(Draft(id="v1", title="First", date="2025-05-01"),),
    reports=(Report(id="r1", text="Text.\n", sha256="0" * 64, outlet="Gazette"),),
    statements=(statement("one"), statement("two")),
    judgements=(
        Judgement(
            value=RedLine(id="rl1", party="isl", rejects={"limit": ("6nm",)}),
            by="desk",
            at="2025-05-03",
            why="said so",
        ),
    ),
)


def contents(root: Path) -> dict[str, bytes]:
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in root.rglob("*")
        if file.is_file()
    }


def names(changed: tuple[Path, ...], root: Path) -> set[str]:
    return {file.relative_to(root).as_posix() for file in changed}
