"""Extractors by name, also two that vote: "accurate+llm".

    extractor(name)            the plug-in of that name, or both of a pair behind one door
    told_anew(found, earlier)  what another extractor has not said before

A pair gives the union. Two statements agree where they are about the same words (the shared part is
at least half of both spans together, by Dice), in the same party's voice (or the same speaker's,
where neither has a party), on the same issue, with the same stance. Of two that agree the first
extractor's is kept, signed by both with a plus between them; the others are signed by the one that
found them, so that `+` in the signature tells what two have found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from goodoffices import plugins
from goodoffices.errors import InputError
from goodoffices.model.agenda import Issue, Party
from goodoffices.model.case import Vocabulary
from goodoffices.model.evidence import Report, Statement
from goodoffices.read.outside import Outside, Refused, Sending, outside_of
from goodoffices.read.rules.outlets import plain_name

BOTH = "+"
SHARED = 0.5  # of two spans, by Dice
NEARLY = 0.8  # the same words but for a few


def extractor(name: str) -> Any:
    """The extractor of a name, or of two names joined by a plus.

    Raises UnknownName, PluginError where it does not load, InputError for more than two.
    """
    names = [part.strip() for part in name.split(BOTH)]
    if len(names) == 1:
        return plugins.load("extractors", name)
    if len(names) != 2 or names[0] == names[1]:
        raise InputError(f"{name!r}: two different extractors can vote, as in accurate+llm")
    first, second = (plugins.load("extractors", part) for part in names)
    sides = outside_of(first), outside_of(second)
    if all(side is None for side in sides):
        return Pair(first, second)
    if all(side is not None for side in sides):
        raise InputError(f"{name!r}: only one of two extractors may send texts elsewhere")
    return SendingPair(first, second, (names[0], names[1]))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two extractors that vote."""

    first: Any
    second: Any

    def __call__(
        self,
        report: Report,
        *,
        parties: Iterable[Party] = (),
        issues: Iterable[Issue] = (),
        vocabulary: Vocabulary | None = None,
    ) -> tuple[Statement, ...]:
        """What either finds, in the order of the text; what both find once, signed by both."""
        case = {"parties": tuple(parties), "issues": tuple(issues), "vocabulary": vocabulary}
        return union(self.first(report, **case), self.second(report, **case))


@dataclass(frozen=True, slots=True)
class SendingPair(Pair):
    """A pair of which one sends texts to another machine; its side outside is that one's."""

    names: tuple[str, str]

    @property
    def _side(self) -> Outside:
        side = outside_of(self.first) or outside_of(self.second)
        assert side is not None
        return side

    def signature(self) -> str:
        """Both names, and what the answers of the one that sends depend on."""
        return f"{BOTH.join(self.names)} {self._side.signature()}"

    def sending(self, reports: Iterable[Report], **case: Any) -> Sending:
        """What the one that sends would send."""
        return self._side.sending(reports, **case)

    def refused(self, report: Report, **case: Any) -> Refused:
        """What was not taken of its answer."""
        return self._side.refused(report, **case)


def union(first: Iterable[Statement], second: Iterable[Statement]) -> tuple[Statement, ...]:
    """Both lists by place in the report; of two that agree the first, signed by both."""
    kept = list(first)
    alone: list[Statement] = []
    joined: set[int] = set()
    for other in second:
        near = [at for at, own in enumerate(kept) if at not in joined and agree(own, other)]
        if not near:
            alone.append(other)
            continue
        best = max(near, key=lambda at: (_shared(kept[at], other), -at))
        joined.add(best)
        kept[best] = replace(kept[best], extractor=f"{kept[best].extractor}{BOTH}{other.extractor}")
    by_id: dict[str, Statement] = {}
    for statement in sorted((*kept, *alone), key=_place):
        by_id.setdefault(statement.id, statement)
    return tuple(by_id.values())


def agree(one: Statement, other: Statement) -> bool:
    """Whether two statements of a report are the same claim read in the same way."""
    if (one.issue, one.stance, one.party) != (other.issue, other.stance, other.party):
        return False
    if one.party is None and plain_name(one.speaker) != plain_name(other.speaker):
        return False
    return _shared(one, other) >= SHARED


def told_anew(
    found: Iterable[Statement], earlier: Iterable[Statement]
) -> tuple[tuple[Statement, ...], int]:
    """What of the found is neither among the earlier nor said again; and how much is said again.

    A statement is said again where an earlier one agrees with it, on the same options, with the
    same limit and negation, in nearly the same words: the shared part is at least 0.8 of both spans
    together, or one lies within the other. Earlier ones that are signed as any that was found in
    the same report do not count: what one extractor tells apart are two statements, and reading
    that was interrupted comes to the same when it is gone on with.
    """
    before: dict[str, list[Statement]] = defaultdict(list)
    signed: dict[str, set[str]] = defaultdict(set)
    for one in earlier:
        before[one.span.report if one.span else ""].append(one)
    by_id = {statement.id: statement for statement in found}
    for one in by_id.values():
        signed[one.span.report if one.span else ""].add(one.extractor)
    anew: list[Statement] = []
    again = 0
    for one in by_id.values():
        report = one.span.report if one.span else ""
        if any(other.id == one.id for other in before[report]):
            continue
        others = (other for other in before[report] if other.extractor not in signed[report])
        if any(_says_again(one, other) for other in others):
            again += 1
        else:
            anew.append(one)
    return tuple(anew), again


def _says_again(one: Statement, other: Statement) -> bool:
    if one.span is None or other.span is None or not agree(one, other):
        return False
    if (one.options, one.bound, one.negated) != (other.options, other.bound, other.negated):
        return False
    starts, ends = (one.span.start, other.span.start), (one.span.end, other.span.end)
    inner = max(starts), min(ends)  # the shared part: all of one where that lies within the other
    within = inner in ((one.span.start, one.span.end), (other.span.start, other.span.end))
    return within or _shared(one, other) >= NEARLY


def _shared(one: Statement, other: Statement) -> float:
    if one.span is None or other.span is None or one.span.report != other.span.report:
        return 0.0
    common = min(one.span.end, other.span.end) - max(one.span.start, other.span.start)
    return 2 * max(0, common) / (len(one.span.quote) + len(other.span.quote))


def _place(statement: Statement) -> tuple[int, int]:
    return (statement.span.start, statement.span.end) if statement.span else (0, 0)
