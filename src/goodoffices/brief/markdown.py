"""The briefing as Markdown: CommonMark with the tables of GitHub Flavored Markdown.

Every text is escaped, so that nothing a report says is taken for markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from goodoffices.brief.briefing import (
    Block,
    Briefing,
    Bullets,
    Cell,
    Citation,
    Drawing,
    Figure,
    Heading,
    Note,
    Paragraph,
    Run,
    Section,
    Sentence,
    Table,
)
from goodoffices.brief.describe import describe
from goodoffices.brief.text import kept_spaces, printable
from goodoffices.brief.words import day

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&$^:@])")
_AT_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")


def render(briefing: Briefing) -> bytes:
    """Markdown in UTF-8."""
    lines = [f"# {escaped(briefing.title)}", ""]
    when = f"Briefing, as of {day(briefing.as_of)}" if briefing.as_of else "Briefing"
    if briefing.since:
        when += f", compared with {day(briefing.since)}"
    lines += [f"{when}.", ""]
    for notice in briefing.notices:
        lines += [f"> {_opening(escaped(notice))}", ">"]
    if lines[-1] == ">":
        lines[-1] = ""
    for section in briefing.sections:
        lines += _section(section)
    lines += ["## Sources", ""]
    for citation in briefing.citations:
        lines += [_source(citation), ""]
    if not briefing.citations:
        lines += ["This briefing cites no source: the record holds none that counts.", ""]
    return "\n".join(lines).encode("utf-8")


def escaped(text: str) -> str:
    """The text with every character escaped that could be markup."""
    return _MARKUP.sub(r"\\\1", kept_spaces(text))


def _opening(text: str) -> str:
    """Escape what would be markup only at the start of a line: a list, a rule, an underline."""
    found = _AT_START.match(text)
    if not found:
        return text
    before, mark = found.groups()
    rest = text[found.end() :]
    return f"{before}{mark}\\{rest}" if mark.isdigit() else f"{before}\\{mark}{rest}"


def _words(runs: Iterable[Run]) -> str:
    parts = []
    for run in runs:
        text = escaped(run.text)
        inner = text.strip()
        if run.style == "strong" and inner:
            text = text.replace(inner, f"**{inner}**", 1)
        parts.append(text)
    return "".join(parts)


def _numbers(numbers: Iterable[int]) -> str:
    listed = ", ".join(str(number) for number in numbers)
    return rf" \[{listed}\]" if listed else ""


def _said(sentence: Sentence) -> str:
    words = _words(sentence.runs) + _numbers(sentence.citations)
    if sentence.lead:
        return f"**{escaped(printable(sentence.lead))}:** {words.lstrip()}".rstrip()
    return words


def _joined(sentences: Iterable[Sentence]) -> str:
    return " ".join(_said(sentence) for sentence in sentences)


def _section(section: Section) -> list[str]:
    lines = [f"## {escaped(section.title)}", ""]
    for block in section.blocks:
        lines += [*_block(block), ""]
    return lines


def _block(block: Block) -> list[str]:
    if isinstance(block, Heading):
        return [f"### {escaped(block.text)}"]
    if isinstance(block, Paragraph):
        return [_opening(_joined(block.sentences))]
    if isinstance(block, Note):
        return [f"> {_opening(_joined(block.sentences))}"]
    if isinstance(block, Bullets):
        marks = (f"{n}." if block.numbered else "-" for n in range(1, len(block.items) + 1))
        pairs = zip(marks, block.items, strict=False)
        return [f"{mark} {_opening(_joined(item))}" for mark, item in pairs]
    if isinstance(block, Figure):
        return _figure(block)
    if isinstance(block, Drawing):
        return [_opening(escaped(f"{block.caption}. {block.instead}"))]
    return _table(block)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _table(table: Table) -> list[str]:
    lines = [f"**{escaped(printable(table.caption))}**", ""]
    lines.append(_row(escaped(printable(column.text)) for column in table.columns))
    lines.append(_row("---" for _ in table.columns))
    for row in table.rows:
        cells = [_cell(cell) for cell in row.cells]
        if row.heading:
            cells = [f"**{cells[0]}**", *("" for _ in table.columns[1:])]
        lines.append(_row(cells))
    return lines


def _cell(cell: Cell) -> str:
    lines = [_said(line) for line in cell.lines]
    lines += [rf"\[{escaped(printable(t.text))}\]{_numbers(t.citations)}" for t in cell.tags]
    return "<br>".join(lines)


def _figure(figure: Figure) -> list[str]:
    lines = [f"**{escaped(printable(figure.caption))}**", ""]
    names = [escaped(printable(series.text)) for series in figure.series]
    lines.append(_row(["", "", *names, ""]))
    lines.append(_row(["---", "---", *("---:" for _ in names), "---"]))
    for bar in figure.bars:
        counts = [str(count) for count in bar.counts]
        note = escaped(printable(bar.note)) + _numbers(bar.citations)
        group, label = escaped(printable(bar.group)), escaped(printable(bar.label))
        lines.append(_row([group, label, *counts, note]))
    return lines


def _source(citation: Citation) -> str:
    told = describe(citation)
    parts = [_words(part) for part in told.parts]
    if told.evidence:
        parts.append("evidence" + _numbers(told.evidence))
    if told.link:
        parts.append(f"<{told.link}>")
    separator = " \N{MIDDLE DOT} "
    return rf"**\[{citation.number}\]** {_words(told.head)} {separator.join(parts)}"
