"""Write docs/reference/cli.md from the program's own help, so that the two cannot differ."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from goodoffices.cli.main import program

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "cli.md"
HEAD = """\
# Command line

This page is the program's own help; `python scripts/cli_reference.py` writes it.

Data goes to standard output, messages and progress to standard error. The exit status is 0 when
the work was done (also when the answer is "no agreement is possible"), 2 for a fault in what was
given, 1 for a fault of the program. `--json` prints one JSON object and nothing else.
"""


def page() -> str:
    """The whole page."""
    sections = [HEAD, _section(program, "goodoffices")]
    verbs = sorted(program.commands)
    for verb in verbs:
        command = program.commands[verb]
        sections.append(_section(command, f"goodoffices {verb}"))
        parts = command.commands if isinstance(command, click.Group) else {}
        sections += [_section(parts[name], f"goodoffices {verb} {name}") for name in sorted(parts)]
    return "\n".join(sections)


def _section(command: click.Command, name: str) -> str:
    settings = {"terminal_width": 80, "max_content_width": 80}
    context = click.Context(command, info_name=name, **settings)  # type: ignore[arg-type]
    return f"## {name}\n\n```text\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(PAGE.read_text(encoding="utf-8") != page() and f"{PAGE.name} is out of date")
    PAGE.write_text(page(), encoding="utf-8")
