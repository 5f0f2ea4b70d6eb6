"""Words for the vocabulary of a case, out of what reviewers amended.

Where a reviewer gives a statement another issue or option, the linker did not know the words for
it. From the statement's words runs of up to `LONGEST` are proposed as cues, if they

* do not begin or end with a function word or a number, and name no party or person,
* are no cue already, alone or as a part of the run,
* are not in any statement that counts and is on another issue, and
* are not in more than one statement in `COMMON` of the case.

If they are in a statement that counts on another option of the issue, they are proposed for the
issue without an option. At most `PER_AMENDMENT` are proposed from one amendment: those first that
most amendments to the same issue and option share, then those that would link most candidates that
are linked to nothing, then the longer ones. Copies of a text count once. Nothing here changes the
vocabulary or any statement: a person confirms a term, and later reports are read with it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from goodoffices.model.case import Case, accepted_statements, is_waiting
from goodoffices.model.evidence import Review, Statement
from goodoffices.read.content import words
from goodoffices.read.issues import IssueWords, cue_tokens, surface_words
from goodoffices.read.linking import Tokens

LONGEST = 3
PER_AMENDMENT = 3
COMMON = 20
FEWEST = 60
"""Statements in a case from which on it can be told what is common in it."""

# Function words; those of other languages are kept out by being common alone.
_EMPTY = words(
    """
    a about above after again against all also am an and any are as at be because been before being
    below between both but by can could did do does doing down during each either else ever every
    few for from further had has have having he her here hers him his how i if in into is it its
    just may me might more most much must my neither no nor not now of off on once one only or other
    our out over own per said same say saying she should since so some such than that the their
    them then there these they this those through to too told two under until up upon very was we
    were what when where which while who whom whose why will with within without would yet you your
    ask asked accept accepted agree agreed call called demand demanded insist insisted offer offered
    reject rejected want wanted new today yesterday tomorrow monday tuesday wednesday thursday
    friday saturday sunday mr mrs ms dr minister president spokesman spokeswoman official
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedTerm:
    """Words that may speak of an issue, or of an option of it.

    `evidence` are the reviews whose amendments show it, `quotes` the words that were amended, and
    `would_link` how many candidates that are linked to nothing now hold the words.
    """

    words: str
    issue: str
    option: str | None
    evidence: tuple[str, ...]
    quotes: tuple[str, ...]
    would_link: int


@dataclass(frozen=True, slots=True)
class _Correction:
    review: Review
    text: str
    tokens: Tokens
    issue: str
    options: tuple[str, ...]


Key = tuple[Tokens, str, str | None]


def proposed_terms(case: Case) -> tuple[ProposedTerm, ...]:
    """The words that amendments propose and nobody decided on, by issue in agenda order."""
    corrections = list(_corrections(case))
    runs = [dict.fromkeys(_runs(one, case)) for one in corrections]
    counts = _Counts(case, {run for found in runs for run in found})
    decided = {
        (cue_tokens(term.words), term.issue)
        for term in case.vocabulary.learned
        if term.withdrawn_at is None
    }
    support: dict[Key, list[_Correction]] = defaultdict(list)
    proposed: list[list[Key]] = []
    for one, found in zip(corrections, runs, strict=True):
        meant = [counts.meaning(run, one) for run in found if (run, one.issue) not in decided]
        proposed.append([key for key in meant if key is not None])
        for key in proposed[-1]:
            support[key].append(one)
    chosen: dict[Key, None] = {}
    for mine in proposed:
        mine.sort(key=lambda key: (-len(support[key]), -counts.loose[key[0]], -len(key[0])))
        chosen |= dict.fromkeys(_apart(mine))
    place = {issue.id: at for at, issue in enumerate(case.issues)}
    return tuple(
        _proposed(key, support[key], counts)
        for key in sorted(chosen, key=lambda key: (place[key[1]], key[2] or "", key[0]))
    )


def _corrections(case: Case) -> Iterator[_Correction]:
    """Amendments that stand and that gave a statement another issue or option."""
    for name, review in case.standing_review.items():
        if review.verdict != "amended" or review.follows is not None:
            continue
        before = case.statement_by_id.get(name)
        after = case.statement_by_id.get(review.replacement or "")
        if before is None or after is None or after.issue not in case.issue_by_id:
            continue
        if (before.issue, before.options) != (after.issue, after.options):
            text = before.text
            yield _Correction(review, text, cue_tokens(text), after.issue or "", after.options)


def _runs(one: _Correction, case: Case) -> Iterator[Tokens]:
    """Runs of words of the statement that could be a cue."""
    names = _names(case)
    known = IssueWords(case.issues, case.vocabulary)
    tokens = one.tokens
    for size in range(LONGEST, 0, -1):
        for at in range(len(tokens) - size + 1):
            run = tokens[at : at + size]
            ends = (run[0], run[-1])
            if any(end in _EMPTY or end[0].isdigit() or len(end) < 3 for end in ends):
                continue
            if names & set(run) or known.link(" ".join(run)).score:
                continue
            yield run


def _names(case: Case) -> set[str]:
    """Words of the names of parties and persons."""
    found: set[str] = set()
    for party in case.parties:
        people = [name for p in party.persons for name in (p.name, *p.aliases)]
        for name in (party.name, *party.aliases, *people):
            found |= set(cue_tokens(name))
    return found - _EMPTY


class _Counts:
    """In which statements of the case runs of words are."""

    def __init__(self, case: Case, runs: Iterable[Tokens]) -> None:
        self.runs = frozenset(runs)
        self.everywhere: Counter[Tokens] = Counter()
        self.loose: Counter[Tokens] = Counter()
        self.about: dict[Tokens, set[tuple[str, tuple[str, ...]]]] = defaultdict(set)
        self.statements = len(case.statements)
        held = {s.id for s in accepted_statements(case)} if self.runs else set()
        for statement in case.statements if self.runs else ():
            inside = self._inside(statement)
            self.everywhere.update(inside)
            if statement.issue is None and is_waiting(case, statement):
                self.loose.update(inside)
            if statement.id in held and statement.issue is not None:
                for run in inside:
                    self.about[run].add((statement.issue, statement.options))

    def _inside(self, statement: Statement) -> set[Tokens]:
        tokens = cue_tokens(statement.text)
        sizes = range(1, LONGEST + 1)
        found = {tokens[at : at + n] for n in sizes for at in range(len(tokens) - n + 1)}
        return found & self.runs

    def meaning(self, run: Tokens, one: _Correction) -> Key | None:
        """What the run would be a cue of; None where it is none."""
        common = self.everywhere[run] * COMMON > self.statements
        if common and self.statements >= FEWEST:
            return None
        about = self.about[run]
        if any(issue != one.issue for issue, _ in about):
            return None
        single = one.options[0] if len(one.options) == 1 else None
        if single and any(options != one.options for _, options in about):
            single = None
        return run, one.issue, single


def _apart(keys: Iterable[Key]) -> list[Key]:
    """The first ones of which none is a part of another."""
    chosen: list[Key] = []
    for key in keys:
        if len(chosen) == PER_AMENDMENT:
            break
        if not any(_part(key[0], other[0]) or _part(other[0], key[0]) for other in chosen):
            chosen.append(key)
    return chosen


def _part(short: Tokens, long: Tokens) -> bool:
    size = len(short)
    return size <= len(long) and any(
        long[at : at + size] == short for at in range(len(long) - size + 1)
    )


def _proposed(key: Key, found: Sequence[_Correction], counts: _Counts) -> ProposedTerm:
    run, issue, option = key
    shown = {one.review.id: one.text for one in found}
    first = found[0]
    at = next(n for n in range(len(first.tokens)) if first.tokens[n : n + len(run)] == run)
    return ProposedTerm(
        words=" ".join(surface_words(first.text)[at : at + len(run)]).casefold(),
        issue=issue,
        option=option,
        evidence=tuple(sorted(shown)),
        quotes=tuple(shown[name] for name in sorted(shown)),
        would_link=counts.loose[run],
    )
