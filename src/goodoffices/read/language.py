"""Language of a text, or None where it cannot be told with confidence."""

from __future__ import annotations

import math

MIN_LETTERS = 60
MIN_DIFFERENT = 10
MIN_CONFIDENCE = 0.95
_SAMPLE = 4_000
_NOT_A_LANGUAGE = frozenset({"zxx", "und", "mul", "mis"})


def language_of(text: str) -> str | None:
    """ISO 639 code by py3langid (Lui and Baldwin 2012), or None.

    None for fewer than `MIN_LETTERS` letters, for fewer than `MIN_DIFFERENT` different ones, and
    where the posterior of the best language over all others is below `MIN_CONFIDENCE`.
    """
    sample = " ".join(text[:_SAMPLE].split())
    letters = [character for character in sample if character.isalpha()]
    if len(letters) < MIN_LETTERS or len(set(letters)) < MIN_DIFFERENT:
        return None
    from py3langid import langid

    ranked = langid.rank(sample)
    best, top = ranked[0]
    posterior = 1 / sum(math.exp(min(0.0, score - top)) for _, score in ranked)
    return str(best) if posterior >= MIN_CONFIDENCE and best not in _NOT_A_LANGUAGE else None
