"""Walking through a briefing: its sentences, and the citations they use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from goodoffices.brief.briefing import (
    Block,
    Bullets,
    Citation,
    Figure,
    Heading,
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

    def renumbered(said: Sentence) -> Sentence:
        return replace(said, citations=change(said.citations)) if said.citations else said

    changed = with_sentences(block, renumbered)
    if isinstance(changed, Figure):
        bars = tuple(replace(bar, citations=change(bar.citations)) for bar in changed.bars)
        return replace(changed, bars=bars)
    if isinstance(changed, Table):
        return replace(changed, rows=tuple(_retagged(row, change) for row in changed.rows))
    return changed


def _retagged(row: Row, change: Renumber) -> Row:
    if not any(tag.citations for cell in row.cells for tag in cell.tags):
        return row
    cells = tuple(
        replace(
            cell,
            tags=tuple(replace(tag, citations=change(tag.citations)) for tag in cell.tags),
        )
        for cell in row.cells
    )
    return replace(row, cells=cells)


def with_sentences(block: Block, change: Callable[[Sentence], Sentence]) -> Block:
    """The block with every sentence replaced by `change` of it."""
    if isinstance(block, (Paragraph, Note)):
        return replace(block, sentences=tuple(map(change, block.sentences)))
    if isinstance(block, Bullets):
        return replace(block, items=tuple(tuple(map(change, item)) for item in block.items))
    if isinstance(block, Table):
        rows = (
            tuple(replace(cell, lines=tuple(map(change, cell.lines))) for cell in row.cells)
            for row in block.rows
        )
        pairs = zip(block.rows, rows, strict=True)
        return replace(block, rows=tuple(replace(row, cells=cells) for row, cells in pairs))
    return block


def within(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections without references to what is in none of them."""
    there = {section.id for section in sections}
    there |= {b.id for s in sections for b in s.blocks if isinstance(b, (Heading, Table, Figure))}

    def astray(said: Sentence) -> bool:
        return said.see is not None and said.see not in there

    def kept(said: Sentence) -> Sentence:
        return replace(said, see=None) if astray(said) else said

    def mended(block: Block) -> Block:
        return with_sentences(block, kept) if any(map(astray, sentences_of(block))) else block

    return tuple(replace(s, blocks=tuple(map(mended, s.blocks))) for s in sections)


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
