"""Answers that say something only together with their question: "We would.", "Five years.".

A question whether somebody would do a thing makes "we would" a consent and "we would not" a
refusal; a question whether something was so makes "they did not" a denial; a question what is
wanted makes a bare number or noun a wish.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from goodoffices.model.evidence import Stance
from goodoffices.read.content import words
from goodoffices.read.rules import lexicon as lex
from goodoffices.read.rules.attitude import attitude
from goodoffices.read.rules.clauses import AUXILIARY, MARKS, Voice
from goodoffices.read.rules.vocabulary import matches, tokens

_YES_NO = words("yes no well of course certainly indeed absolutely never oh but and")
_SUBJECTS = words("i we he she they it that there this you")
_NOT = words("not never")
_END = MARKS | words("and but though indeed too either")
_WOULD = words("would will could can may might shall")
_WAS = words("did has have had is are was were does do")
_WANTING = words(
    "want need demand ask require expect insist seek should must missing lacking take wish prefer"
    " hope like long much many"
)
_COUNTED = words("many much long")
_TURNING = frozenset({"refuse", "oppose"})
_IF = words("if when once provided unless only")
_TRUE = words("correct true right so")
_WHO = words("who what when where why which")
_ECHO = 5  # tokens of a question that only names a thing
_SHORTEST = 6  # tokens before a condition
_LONGEST = 14  # tokens of an answer without a verb


def answered(question: str, answer: str) -> Stance | None:
    """What an answer shows with its question, or None where it speaks for itself or for nothing."""
    said = tokens(answer)
    asked = tokens(_last(question))
    while len(said) > 2 and (said[0] in _YES_NO or said[0] in MARKS):
        said = said[1:]
    if not said or not asked:
        return None
    if (denied := _repeats(said)) is not None:
        return _of_deed(asked, denied)
    if said[0] in ("not", "only", "never") and _bare([*said[1:], ""]) and _would(asked):
        if not _HANGING.isdisjoint(said[:3]):
            return "conditional"  # "Only if they leave", "Not without the prisoners"
        return None if said[0] == "only" or "yet" in said[:2] else "rejects"
    was_not = said[0] in _SUBJECTS and said[1:2] and said[1] in _WAS and "not" in said[2:3]
    held = set(asked) - lex.DETERMINERS - lex.PREPOSITIONS - MARKS
    if was_not and not held.isdisjoint(said[3:]):
        return "denies"  # "The talks are stuck." "They are not stuck."
    if said[:2] in (["that", "is"], ["it", "is"]) and said[2:3] and said[2] in _TRUE:
        return _affirmed(question)
    condition = next((k for k, token in enumerate(said) if token in _IF), None)
    if (
        condition is not None
        and 0 < condition <= _SHORTEST
        and AUXILIARY.isdisjoint(said[:condition])
        and not any(m.kind == "verbs" for m in matches(said[:condition]))
    ):
        return "conditional"  # "half of it, if it stays here"
    echo = len(asked) <= _ECHO and AUXILIARY.isdisjoint(asked) and asked[0] not in _WHO
    if echo and _bare(said) and said[0] in NUMBERS:
        return "asks"  # "And six?" "Eight."
    if _bare(said) and not _WANTING.isdisjoint(asked):
        counted = not _COUNTED.isdisjoint(asked)
        if not counted or not (_WANTING - _COUNTED).isdisjoint(asked) or "you" in asked:
            return "asks"
    return None


def _affirmed(question: str) -> Stance | None:
    """What "that is correct" confirms of the one who says it: "you agreed" is "we agreed"."""
    turned = _YOU.sub(lambda match: _WE[match[0].lower()], _last(question))
    shown = attitude(turned, Voice(first=True))
    return shown if shown in ("accepts", "offers", "rejects", "asks", "resists") else None


_WE = {"you": "we", "your": "our"}
_YOU = re.compile(r"\b(?:you|your)\b", re.IGNORECASE)


def _last(question: str) -> str:
    """The last sentence of a turn that asks."""
    parts = [part for part in question.replace("?", "?\n").splitlines() if part.strip()]
    return parts[-1].rsplit(". ", 1)[-1] if parts else ""


def _repeats(said: Sequence[str]) -> bool | None:
    """Whether "they did not" denies; None where it is no such answer."""
    if said[0] not in _SUBJECTS or len(said) < 2 or said[1] not in AUXILIARY:
        return None
    end = 3 if said[2:3] and said[2] in _NOT else 2
    return end == 3 if end >= len(said) or said[end] in _END else None


def _of_deed(asked: Sequence[str], denied: bool) -> Stance | None:
    if _WOULD.isdisjoint(asked) and _WAS.isdisjoint(asked):
        return None
    classes = {m.name for m in matches(asked) if m.kind == "verbs"}
    if _would(asked):
        if not classes.isdisjoint(_TURNING):
            return None
        return "rejects" if denied else "accepts"
    return "denies" if denied else None


def _would(asked: Sequence[str]) -> bool:
    """Whether a question asks for a deed: "Would you sign?", "Are you ready to sign?"."""
    first = next((token for token in asked if token in _WOULD | _WAS), None)
    return first in _WOULD or not {"ready", "willing", "prepared", "open"}.isdisjoint(asked)


_HANGING = words("without before until unless if when after once")


def _bare(said: Sequence[str]) -> bool:
    """Whether there is no verb: "Five years.", "A pause in the payments."."""
    if len(said) > _LONGEST or not AUXILIARY.isdisjoint(said):
        return False
    opens = said[0] in lex.DETERMINERS | lex.POSSESSIVES or said[0].isdigit()
    number = said[0] in NUMBERS or said[0].endswith(("ty", "teen"))
    return opens or number or len(said) <= 3 or "percent" in said[:2]


NUMBERS = words(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty"
    " seventy eighty ninety hundred half a third quarter none all nothing everything"
)
