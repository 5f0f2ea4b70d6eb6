"""What is safe and readable on a terminal."""

from __future__ import annotations

import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable

import click


def safe(text: str) -> str:
    """Text of a report with nothing in it that a terminal would obey.

    Control characters, escape sequences and bidirectional overrides become visible marks; line
    breaks and tabs become spaces.
    """
    return "".join(_shown(character) for character in text)


def fitted(text: str, width: int) -> str:
    """Text in exactly so many characters; what is cut off shows as "…"."""
    cut = text if len(text) <= width else text[: width - 1].rstrip() + "…"
    return f"{cut:<{width}}"


def _shown(character: str) -> str:
    if character in "\n\t\r":
        return " "
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co"):
        return "" if character == "\N{SOFT HYPHEN}" else "\N{REPLACEMENT CHARACTER}"
    return character


def width() -> int:
    """Columns to write in: those of the terminal, from 40 to 100."""
    return max(40, min(100, shutil.get_terminal_size((80, 24)).columns))


def wrapped(text: str, *, indent: str = "", first: str | None = None) -> str:
    """Text wrapped to the terminal, the first line behind `first`."""
    return textwrap.fill(
        safe(text),
        width=width(),
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )


def say(message: str) -> None:
    """A message to the user, on stderr."""
    click.echo(message, err=True)


def listed(items: Iterable[str], *, last: str = "and") -> str:
    """Items in a sentence: "a, b and c"."""
    names = list(items)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


class Bar:
    """Progress on stderr: one line that is written over, or nothing where nobody looks."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()
        self.wrote = False

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show that `done` of `total` are done, and what is being done."""
        if not self.shown or not total:
            return
        filled = round(20 * done / total)
        line = f"[{'#' * filled}{'.' * (20 - filled)}] {done}/{total}  {safe(what)}"
        click.echo("\r" + line[: width() - 1].ljust(width() - 1), err=True, nl=False)
        self.wrote = True

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self.wrote:
            click.echo("\r" + " " * (width() - 1) + "\r", err=True, nl=False)
