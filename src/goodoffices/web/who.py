"""Who asks, as an answer."""

from __future__ import annotations

from goodoffices.version import __version__
from goodoffices.web.access import Asked
from goodoffices.web.shapes import Me


def me(at: Asked) -> Me:
    """Whoever asks."""
    caller = at.caller
    return Me(
        name=caller.name,
        user=caller.user,
        mode=caller.mode,
        administrator=caller.administrator,
        version=__version__,
    )
