"""The terminal: eight verbs over a workspace. Data on stdout, messages on stderr."""

from goodoffices.cli.main import main

__all__ = ["main"]
