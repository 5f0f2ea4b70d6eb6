"""Ctrl-C as a request: what is running ends with what it has proven so far.

An exception can strike anywhere, also between two halves of an answer. So the first Ctrl-C is only
noted, and every `Clock` counts as run down from then on; the second strikes as usual.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_asked = threading.Event()


def asked() -> bool:
    """Whether somebody wants the answer now, as far as it goes."""
    return _asked.is_set()


@contextmanager
def heeding_ctrl_c() -> Iterator[None]:
    """Inside, the first Ctrl-C asks for the answer so far; in the main thread only."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def note(number: int, frame: FrameType | None) -> None:
        _asked.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        _asked.clear()
