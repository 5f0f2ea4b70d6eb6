"""Judgements: what a thing is held to be by "is", "seems", "considers", and what that shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goodoffices.model.evidence import Stance
from goodoffices.read.content import words
from goodoffices.read.rules import lexicon as lex
from goodoffices.read.rules.clauses import Clause, Subject
from goodoffices.read.rules.verbgroups import Group
from goodoffices.read.rules.vocabulary import POSS, Match
from goodoffices.read.rules.wording import DOUBTING, Words, doubted

_JUDGING_VERBS = words(
    "be seem look sound appear remain prove become amount mean constitute represent strike feel"
)
_HOLDING = words(
    "find finds found consider considers considered call calls called think thinks thought deem"
    " deems deemed view views viewed regard regards regarded see sees saw judge judges judged"
)
_TO_TELL = words(
    "say tell know predict judge see imagine guess foresee overstate exaggerate believe"
)
_FURTHEST = 6  # tokens between the verb and what it judges


def judgements(said: Words, clause: Clause, group: Group, subject: Subject) -> Iterator[Stance]:
    """What a thing is held to be by "is", "seems", "would be"."""
    if subject == "other" or (
        subject == "own" and said.run[group.start - 1 : group.start] != ["it"]
    ):
        return
    at = group.verb if not group.be else group.start
    judging = group.be or (said.run[at : at + 1] and said.run[at] in _JUDGING_VERBS)
    if not judging:
        return
    within = [
        m for m in said.of("judged", clause)
        if group.start <= m.start <= group.verb + _FURTHEST and m.name != "imputed"
    ]  # fmt: skip
    within = [m for m in within if _of_a_matter(said, m)]
    yield from judged(said.run, within, group.start, negated=group.negated or subject == "nothing")


def _of_a_matter(said: Words, m: Match) -> bool:
    """Whether "impossible to" goes on with a deed that is asked for: to cross a river is none."""
    if m.name == "fit" and said.run[m.start] in _BY_LAW:
        return said.run[m.start - 1] not in ("was", "were", "been")  # a fact of the past
    if m.name not in ("inadmissible", "fit") or said.run[m.end : m.end + 1] != ["to"]:
        return True
    k = m.end + 1
    if k in said.named or (said.run[k : k + 1] and said.run[k] in POSS | lex.DETERMINERS):
        return True  # "unacceptable to the families"
    return not said.verbs_at(k).keys().isdisjoint(("consent", "give"))


_BY_LAW = words("lawful legal legitimate permitted allowed possible")
_NO_DOUBT_OF = words("not never")


def judged(
    run: Sequence[str], found: Sequence[Match], start: int, *, negated: bool
) -> Iterator[Stance]:
    """Stances by judgements. Not bad is nothing yet, not good is bad, "not acceptable" is no."""
    longest = [
        m for m in found
        if not any(o is not m and o.start <= m.start and m.end <= o.end
                   and o.end - o.start > m.end - m.start for o in found)
    ]  # fmt: skip
    for m in longest:
        ahead = run[start : m.start]
        doubt = not (DOUBTING - _NO_DOUBT_OF).isdisjoint(ahead) or "anything" in ahead
        denied = negated or not _NO_DOUBT_OF.isdisjoint(ahead)
        tells = (
            run[m.end : m.end + 1] == ["to"]
            and run[m.end + 1 : m.end + 2]
            and (run[m.end + 1] in _TO_TELL)
        )  # "impossible to say"
        if doubt or tells or run[m.end : m.end + 1] in (["whether"], ["if"], ["when"], ["how"]):
            continue
        if m.name in ("inadmissible", "imputed"):
            if not denied:
                yield "rejects"
        elif m.name == "bad":
            if not denied:
                yield "resists"
        elif m.name == "fit":
            if denied:
                yield "rejects"
        elif not denied:
            yield "accepts" if "too" not in ahead else "resists"
        elif m.end - m.start == 1:
            yield "resists"
    if not longest and "too" in run[start : start + _FURTHEST] and not negated:
        yield "resists"


def held_to_be(said: Words, clause: Clause, before: Subject) -> Iterator[Stance]:
    """ "The ministry considers a vote premature": what the speaker holds a thing to be."""
    for k in range(clause.start + 1, clause.end):
        if said.run[k] in _HOLDING and not doubted(said.run, clause, k):
            if said.subject(clause, k, before) == "own":
                within = [m for m in said.of("judged", clause) if m.start > k]
                yield from judged(said.run, within, k, negated=False)
            return
