"""Verb groups of a clause: modality, polarity and tense before the verb that has the meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from goodoffices.read.content import words
from goodoffices.read.rules import lexicon as lex
from goodoffices.read.rules.clauses import AUXILIARY, Clause

Mode = Literal["plain", "will", "can", "ready", "must", "refuse"]


@dataclass(frozen=True, slots=True)
class Group:
    """`start` is the first auxiliary, `verb` the word that they lead to, or the end of the clause.

    `negated`: by a word of the group. `be`, `have`, `do`: the auxiliaries in it. `hedged`: by
    "hardly" and the like, which neither affirms nor denies.
    """

    start: int
    verb: int
    mode: Mode = "plain"
    negated: bool = False
    be: bool = False
    have: bool = False
    do: bool = False
    hedged: bool = False


_MODES: dict[str, Mode] = {
    **dict.fromkeys(words("will would shall"), "will"),
    **dict.fromkeys(words("can could may might"), "can"),
    **dict.fromkeys(words("must should ought"), "must"),
}
_NOT = words("not never")
_DOUBT = words("hardly barely scarcely unlikely")
# Words between "be" and "to".
_READY: dict[str, tuple[Mode, bool]] = {
    **dict.fromkeys(
        words("going about due set scheduled bound likely sure certain"), ("will", False)
    ),
    **dict.fromkeys(
        words("ready willing prepared happy glad content pleased delighted open inclined committed"
              " disposed free"),
        ("ready", False),
    ),
    "able": ("can", False),
    "unable": ("can", True),
    **dict.fromkeys(
        words("unwilling unprepared reluctant loath loth disinclined"), ("ready", True)
    ),
    **dict.fromkeys(words("obliged required supposed meant"), ("must", False)),
}  # fmt: skip
_POSITION = (("in", "a", "position", "to"), ("in", "no", "position", "to"))
_TURNING_DOWN = words("refuse refuses refused refusing decline declines declined declining")
_NEEDING = words("need needs needed")
# "Plans to sign" as "will sign". Who promises or wants to is read by class.
_DECIDING = words(
    "decide decides decided choose chooses chose plan plans planned intend intends intended"
)
# What links a judgement to a thing as "be" does; "stand ready" as "be ready".
_LINKING = words(
    "seem seems seemed look looks looked sound sounds sounded appear appears appeared remain"
    " remains remained prove proves proved become becomes became amount amounts amounted constitute"
    " constitutes constituted represent represents represented feel feels felt"
)
_STANDING = words("stand stands stood")
_NOT_LINKED = words("at into for forward after over through back up out before by in on")
_SKIPPED = lex.ADVERBS | words("simply even quite very well perhaps also ever at all any longer")


def groups(run: Sequence[str], clause: Clause) -> Iterator[Group]:
    """The verb groups of a clause: behind an auxiliary, "refuse to", "need to" or "plan to"."""
    k = clause.start
    while k < clause.end:
        if (run[k] in AUXILIARY and (k == 0 or run[k - 1] != "to")) or _opens(run, k):
            group = _group(run, k, clause.end)
            yield group
            k = max(group.verb, k + 1)
        else:
            k += 1


def _opens(run: Sequence[str], k: int) -> bool:
    following = run[k + 1] if k + 1 < len(run) else ""
    if run[k] in _LINKING:
        return following not in _NOT_LINKED and is_verb_place(run, k)
    if run[k] in _STANDING:
        return following in _READY and is_verb_place(run, k)
    if run[k] in _DECIDING:
        return following == "to" and is_verb_place(run, k)
    return (run[k] in _TURNING_DOWN or run[k] in _NEEDING) and following == "to"


def _group(run: Sequence[str], start: int, end: int) -> Group:
    g = Group(start=start, verb=end)
    k = start
    while k < end:
        token = run[k]
        following = run[k + 1] if k + 1 < end else ""
        if token in _MODES:
            g = replace(g, mode=_MODES[token])
            k += 2 if following == "to" else 1
        elif token in _NOT:
            g = replace(g, negated=True)
            k += 1
        elif token in _DOUBT:
            g = replace(g, hedged=True)
            k += 1
        elif token in lex.HAVE:
            g = replace(g, have=True)
            if following == "to":
                g, k = replace(g, mode="must"), k + 1
            k += 1
        elif token in lex.DO and g.mode != "plain":
            break  # "what we cannot do"
        elif token in lex.DO:
            g = replace(g, do=True)
            k += 1
        elif token in lex.BE or (k == start and token in _LINKING | _STANDING):
            k += following == "to" and token not in lex.BE  # "amounts to"
            g, k = _be(run, replace(g, be=True), k + 1, end)
        elif token in _DECIDING and _opens(run, k):
            # "Has not decided to sign" neither promises nor refuses.
            g = replace(g, mode="will", have=False, hedged=g.hedged or g.negated)
            k += 2
        elif _opens(run, k):
            refusing = token in _TURNING_DOWN
            # "Did not refuse to": nothing is refused, and nothing promised.
            g = replace(g, mode="refuse" if refusing else "must", be=False,
                        hedged=g.hedged or (refusing and g.negated))  # fmt: skip
            k += 2
        elif token in _SKIPPED or (token.endswith("ly") and len(token) > 4):
            k += 1
        else:
            break
    return replace(g, verb=k)


def _be(run: Sequence[str], g: Group, k: int, end: int) -> tuple[Group, int]:
    """What stands behind "be": "going to", "not ready to", "in no position to", or nothing."""
    at, negated = k, g.negated
    while at < end and (run[at] in _NOT or run[at] in _SKIPPED or run[at].endswith("ly")):
        negated |= run[at] in _NOT
        at += 1
    if at + 1 < end and run[at + 1] == "to" and run[at] in _READY:
        mode, turned = _READY[run[at]]
        return replace(g, mode=mode, negated=negated != turned, be=False), at + 2
    for phrase in _POSITION:
        if tuple(run[at : at + 4]) == phrase:
            return replace(
                g, mode="ready", negated=negated != (phrase[1] == "no"), be=False
            ), at + 4
    if at < end and run[at] == "to" and at == k:
        return replace(g, mode="must", be=False), at + 1
    return g, k


def is_verb_place(run: Sequence[str], k: int) -> bool:
    """Whether a word without an auxiliary can be a finite verb here: not behind an article, a
    preposition, a possessive or an auxiliary."""
    if k == 0:
        return True
    before = run[k - 1]
    return not (
        (before in lex.DETERMINERS and before not in _PRONOMINAL)
        or before in lex.PREPOSITIONS
        or before in AUXILIARY
        or before.endswith(("'s", "s'"))
    )


_PRONOMINAL = words("that this those these all both many some few")
