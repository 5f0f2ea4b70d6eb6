"""Walking through a briefing: its sentences, and the citations they use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from goodoffices.brief.briefing import (
    Block,
    Bullets,
    Citation,
    Figure,
    JudgementCitation,
    Note,
    Paragraph,
    Row,
    Section,
    Sentence,
    Table,
)

Renumber = Callable[[tuple[int, ...]], tuple[int, ...]]


def sentences_of(block: Block) -> Iterator[Sentence]:
    """Every sentence of a block in reading order; those of tables cell by cell."""
    if isinstance(block, (Paragraph, Note)):
        yield from block.sentences
    elif isinstance(block, Bullets):
        for item in block.items:
            yield from item
    elif isinstance(block, Table):
        for row in block.rows:
            for cell in row.cells:
                yield from cell.lines


def citations_used(sections: Iterable[Section]) -> Iterator[int]:
    """Citation numbers in reading order, repeated as they are used."""
    for section in sections:
        for block in section.blocks:
            yield from _used_in(block)


def _used_in(block: Block) -> Iterator[int]:
    if isinstance(block, Table):
        for row in block.rows:
            for cell in row.cells:
                for line in cell.lines:
                    yield from line.citations
                for tag in cell.tags:
                    yield from tag.citations
    elif isinstance(block, Figure):
        for bar in block.bars:
            yield from bar.citations
    else:
        for sentence in sentences_of(block):
            yield from sentence.citations


def with_citations(block: Block, change: Renumber) -> Block:
    """The block with every tuple of citation numbers replaced by `change` of it."""

    def said(sentence: Sentence) -> Sentence:
        return replace(sentence, citations=change(sentence.citations))

    if isinstance(block, (Paragraph, Note)):
        return replace(block, sentences=tuple(said(s) for s in block.sentences))
    if isinstance(block, Bullets):
        return replace(block, items=tuple(tuple(said(s) for s in item) for item in block.items))
    if isinstance(block, Figure):
        bars = tuple(replace(bar, citations=change(bar.citations)) for bar in block.bars)
        return replace(block, bars=bars)
    if isinstance(block, Table):
        return replace(block, rows=tuple(_row_with(row, change) for row in block.rows))
    return block


def _row_with(row: Row, change: Renumber) -> Row:
    cells = tuple(
        replace(
            cell,
            lines=tuple(replace(line, citations=change(line.citations)) for line in cell.lines),
            tags=tuple(replace(tag, citations=change(tag.citations)) for tag in cell.tags),
        )
        for cell in row.cells
    )
    return replace(row, cells=cells)


def numbered(
    sections: tuple[Section, ...], citations: Mapping[int, Citation]
) -> tuple[tuple[Section, ...], tuple[Citation, ...]]:
    """Number citations from 1 by first use, evidence of a judgement right after it; drop others."""
    order: dict[int, int] = {}

    def visit(number: int) -> None:
        if number in order:
            return
        order[number] = len(order) + 1
        citation = citations[number]
        if isinstance(citation, JudgementCitation):
            for item in citation.evidence:
                visit(item)

    for number in citations_used(sections):
        visit(number)

    def change(numbers: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted({order[number] for number in numbers}))

    listed = []
    for old, new in sorted(order.items(), key=lambda pair: pair[1]):
        citation = replace(citations[old], number=new)
        if isinstance(citation, JudgementCitation):
            citation = replace(citation, evidence=change(citation.evidence))
        listed.append(citation)
    rewritten = tuple(
        replace(section, blocks=tuple(with_citations(block, change) for block in section.blocks))
        for section in sections
    )
    return rewritten, tuple(listed)
