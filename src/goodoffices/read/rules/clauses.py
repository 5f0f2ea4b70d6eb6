"""Clauses of what somebody says, and whose doing each of them tells: the speaker's or another's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from goodoffices.read.content import words
from goodoffices.read.rules import lexicon as lex
from goodoffices.read.rules.vocabulary import nouns

Subject = Literal["own", "other", "thing", "nothing", "none"]
"""Speaker or own side; somebody else; a thing; "no one", "no fee"; no subject there."""

MARKS = frozenset(',;:.!?()[]—–-…"“”„«»/')
_SUB = words(
    "because although though whereas while since lest despite which who whose where why how"
)
_COND = words("if unless until once when whenever before after provided providing whether till")
_JOINTS = words("and or but nor yet")
# Behind these "that" begins what is said; behind another noun it tells which.
_COMPLEMENT = words(
    "say says said saying clear sure certain true false convinced confident afraid believe believes"
    " believed think thinks thought insist insists insisted time is was be condition hope hopes"
    " hoped hoping agree agrees agreed agreeing accept accepts accepted know knows demand demands"
    " demanded ask asks asked require requires required want suggest suggests suggested propose"
    " proposes proposed proposing essential important vital crucial necessary indispensable right"
    " imperative principle idea view position mean means understood fact doubt regret regrets glad"
    " happy pleased sorry feel feels felt expect expects expected argue argues argued recommend"
    " guarantee ensure you us everybody everyone"
)
AUXILIARY = lex.BE | lex.HAVE | lex.MODALS | lex.DO | words("ought 's")
NEGATION = words("not never no neither nor nobody nothing none without")
_FIRST = words("i we ours mine")
_THIRD = words("he she they it")
_THINGS = words("it this that these those there what all everything here which such so today")
_NOBODY = words("nobody none nothing neither no")
_OUR = words("my our")
_ELSE = words("other others opposing rival neighbouring neighboring both each either enemy")
_THEIR = words("his her its their")
_PEOPLE = lex.PEOPLE | nouns("others")
_STATE = words(
    "government ministry army country cabinet office administration state presidency authorities"
    " secretariat embassy department nation republic kingdom"
)
_ANY_SIDE = _STATE | words("delegation leadership party side movement")


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words are read.

    `own`: words that name the speaker or the speaker's side, in lower case. `first`: spoken by that
    one, so that "he" and "they" are others; else told of the one by somebody who reports it.
    `body`: the speaker may be "it"; `person`: may be "he" or "she", which people without a name
    are not, who speak of somebody named.
    """

    own: frozenset[str] = frozenset()
    first: bool = False
    body: bool = True
    person: bool = True


NOBODY = Voice()


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens from `start` to `end`. `subject` is that of a clause without one of its own."""

    start: int
    end: int
    kind: Literal["main", "sub", "cond"]
    joined: bool = False


def clauses(run: Sequence[str]) -> list[Clause]:
    """The clauses of a run of tokens, in order."""
    made: list[Clause] = []
    start, kind, joined, around = 0, "main", False, "main"
    seen_verb = False
    for k in range(len(run) + 1):
        opens = _opens(run, k) if k < len(run) else "end"
        if opens is None and kind == "sub" and around == "main" and k < len(run):
            # "rules that we did not write | would not apply": the main clause goes on.
            fresh = run[k] in AUXILIARY and run[k - 1] not in AUXILIARY | NEGATION
            if fresh and seen_verb and run[k - 1] not in _THIRD | _FIRST | {"to"}:
                opens = "back"
            seen_verb |= run[k] in AUXILIARY or (k > start + 1 and run[k].endswith("ed"))
        if opens is None:
            continue
        if k > start:
            made.append(Clause(start, k, kind, joined))  # type: ignore[arg-type]
        if k == len(run):
            break
        joined = opens in ("joint", "back")
        if opens == "mark":
            around = kind = "cond" if kind == "cond" and _goes_on(run, k) else "main"
            joined = True
        elif opens == "back":
            kind = around
        elif opens in ("sub", "cond"):
            around = kind if opens == "sub" and kind == "main" else opens
            kind = opens
        elif opens == "main":
            kind = around = "main"
        seen_verb = False
        start = k if opens == "back" else k + 1
    return made


def _goes_on(run: Sequence[str], k: int) -> bool:
    """Whether a condition goes on behind a comma: in a list or behind "or"."""
    return run[k] == "," and run[k + 1 : k + 2] == ["or"]


def _opens(run: Sequence[str], k: int) -> str | None:
    """What the token at `k` begins, if anything."""
    token = run[k]
    if token in MARKS:
        return "mark"
    if token in _JOINTS:
        return "joint"
    if token in _SUB:
        return "sub"
    if token in _COND:
        return "cond" if token != "once" or k == 0 or run[k - 1] in MARKS | {"only"} else None
    if token == "that" and k and k + 1 < len(run) and run[k - 1] not in MARKS | _JOINTS:
        before = run[k - 1]
        if before in _COMPLEMENT:
            return "main"
        if before in lex.PREPOSITIONS or before in AUXILIARY | lex.ADVERBS | {"like", "do", "not"}:
            return None
        return "sub" if run[k + 1] in AUXILIARY | _THIRD | _FIRST or before[-1:] != "y" else None
    return None


# --- subjects ------------------------------------------------------------------------------------


def subject_of(
    run: Sequence[str], clause: Clause, verb: int, voice: Voice, named: frozenset[int]
) -> Subject:
    """Whose doing the verb group that begins at `verb` tells.

    `named` are the tokens that are written with a capital.
    """
    phrase = list(_phrase(run, clause, verb))
    if not phrase:
        return "none"
    first, last = run[phrase[0]], run[phrase[-1]]
    if first in _NOBODY or last in _NOBODY:
        return "nothing"
    if last in _FIRST or (last in _THIRD and not voice.first):
        if last == "it" and not voice.body:
            return "thing"
        return "own" if last not in ("he", "she") or voice.person else "other"
    if last in _THINGS or last == "you":
        return "thing"
    if last in _THIRD:
        return "other"
    head = next(
        (i - 1 for i, k in enumerate(phrase) if i and run[k] in lex.PREPOSITIONS), len(phrase) - 1
    )
    return _noun(run, phrase[: head + 1], voice, named)


def _noun(
    run: Sequence[str], phrase: Sequence[int], voice: Voice, named: frozenset[int]
) -> Subject:
    head, first = run[phrase[-1]], run[phrase[0]]
    owned = [k for k in phrase[:-1] if run[k].endswith(("'s", "s'"))]
    is_side = head in nouns("sides")
    if not _ELSE.isdisjoint(run[k] for k in phrase):
        return "other"
    if owned:
        if not is_side:
            return "thing" if head not in _PEOPLE else "other"
        return "own" if run[owned[-1]].rstrip("s").rstrip("'") in voice.own else "other"
    if first in _OUR:
        return "own" if is_side or head in _PEOPLE else "thing"
    if first in _THEIR and (is_side or head in _PEOPLE):
        return "other" if voice.first else "own"
    if head in voice.own or any(run[k] in voice.own and k in named for k in phrase):
        return "own"
    if head in _PEOPLE:
        return "thing" if first in ("a", "an") else "other"
    if is_side and first in ("a", "an"):
        return "thing"  # "a state has one police": any
    if is_side:
        mine = voice.own & nouns("sides")
        # A ministry speaks of "the government" as its own; a movement does not.
        alike = head in _STATE and not mine.isdisjoint(_STATE)
        unknown = head in _ANY_SIDE and not mine
        return "own" if (alike or unknown) and first in ("the", "this") else "other"
    if phrase[-1] in named and phrase[-1] > 0 and not _plural(head):
        return "other"  # the first word has a capital anyhow
    return "thing"


def _plural(head: str) -> bool:
    return head.endswith("s") and not head.endswith(("ss", "us", "is"))


def _phrase(run: Sequence[str], clause: Clause, verb: int) -> Iterator[int]:
    """Tokens of the clause before its verb, without what opens it."""
    start = clause.start
    while start < verb and (
        run[start] in _JOINTS | lex.ADVERBS | words("that then so therefore however yes well")
        and not (run[start] in ("that", "both", "so") and start + 1 == verb)
    ):
        start += 1
    end = verb
    while end > start and (run[end - 1] in lex.ADVERBS or run[end - 1].endswith("ly")):
        end -= 1
    if start < end and run[start] in lex.PREPOSITIONS:
        # "On the fees we will not move": what stands before the pronoun is no subject.
        pronoun = next((k for k in range(start, end) if run[k] in _FIRST | _THIRD), None)
        if pronoun is not None and pronoun == end - 1:
            start = pronoun
    for k in range(end - 1, start, -1):
        # "Something her party could accept": the phrase right before the verb.
        behind_to = run[k - 2 : k - 1] == ["to"]  # "proposals to replace the commission"
        opens = run[k] in lex.DETERMINERS | _FIRST | _THIRD and not behind_to
        if opens and run[k - 1] not in _BINDING:
            start = k
            break
    yield from range(start, end)


_BINDING = lex.PREPOSITIONS | lex.DETERMINERS | words("all both half such what that and")
