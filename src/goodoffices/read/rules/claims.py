"""A claim found in a text, before it becomes a statement: places only, no case and no ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from goodoffices.model.evidence import LinkKind, Stance

Place = tuple[int, int]  # characters of the report, from and to
ClaimKind = Literal["attributed", "consultation", "measurement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who a claim is from: the words at `place`, and what kind of source they name."""

    place: Place
    kind: LinkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who, by which words, claims what.

    `content` is the claim's words and `clause` all that was looked at for hedges and provisos.
    `via` are sources that stand between the report and `source` ("told Reuters", "reports citing").
    `source` is None where the report speaks for itself. `modal`: told as what would or could be.
    `judging`: the content says what something is held to be. `speech`: what the content says is on
    the word of the source; otherwise it is the report that tells it.
    """

    cue: Place
    content: Place
    clause: Place
    stance: Stance
    lemma: str = ""
    kind: ClaimKind = "attributed"
    source: Source | None = None
    via: tuple[Source, ...] = ()
    direct: bool = False
    negated: bool = False
    hedged: bool = False
    modal: bool = False
    judging: bool = False
    speech: bool = False
