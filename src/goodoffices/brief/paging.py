"""Which parts of a section go on a page on its side."""

from __future__ import annotations

from goodoffices.brief.briefing import Heading, Note, Paragraph, Section, Table


def wide_blocks(section: Section) -> tuple[bool, ...]:
    """For each block whether it belongs on a page on its side.

    A wide table does, and so do the heading and remarks that lead up to it, so that no heading is
    left behind. The title of the section goes with its first block.
    """
    shapes: list[bool] = []
    wide = False
    for place in range(len(section.blocks) - 1, -1, -1):
        block = section.blocks[place]
        if isinstance(block, Table):
            wide = block.wide
        elif not isinstance(block, (Heading, Note)):
            # A paragraph leads up to a table only right after a heading.
            after_heading = place > 0 and isinstance(section.blocks[place - 1], Heading)
            wide = wide and isinstance(block, Paragraph) and after_heading
        shapes.append(wide)
        if isinstance(block, Heading):
            wide = wide and place > 0 and isinstance(section.blocks[place - 1], Heading)
    return tuple(reversed(shapes))
