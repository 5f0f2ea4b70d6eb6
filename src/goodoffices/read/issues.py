"""Content to issue and option, by the cue words that a case declares in its `Vocabulary`.

Where two fit equally well, nothing is linked: a person will see it in review, and a guess would
look like a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from goodoffices.model.agenda import Issue
from goodoffices.model.case import IssueCues, LearnedTerm, Vocabulary
from goodoffices.model.evidence import Bound
from goodoffices.read.linking import POSSESSIVE, TOKEN, Tokens
from goodoffices.read.rules.claims import Place

_LONG = 6  # letters of a word that tells an issue though nobody listed it


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLink:
    """What a text is about. `score` counts the words of the cues found for the issue.

    `hanging`: they stand only in what the rest hangs on ("unless ...", "in return for ...").
    """

    issue: str | None
    options: tuple[str, ...]
    score: float
    reason: str
    hanging: bool = False


@dataclass(frozen=True, slots=True)
class _Cue:
    tokens: Tokens
    issue: str
    option: str | None
    written: str


def link_issue(text: str, issues: Iterable[Issue], vocabulary: Vocabulary) -> IssueLink:
    """The issue that a text speaks of, and the options of it that it names.

    Each cue found counts as many points as it has words; a cue inside a longer one that was found
    counts nothing; the same cue, in two spellings or for an option too, counts once. A cue in what
    the rest hangs on ("unless ...", "in return for ...") counts only where no other is found. The
    issue with most points is linked, the option with most points within it; where two are level
    there is no link. Cues match whole words without case, a plural s more or less; `*` at the end
    of a cue word stands for any ending. An issue without cues in the vocabulary is known by the
    labels of its options. Words learned from amendments are cues too.
    """
    return IssueWords(issues, vocabulary).link(text)


class IssueWords:
    """The cue words of issues and options, ready for the texts of one report: it keeps each."""

    def __init__(self, issues: Iterable[Issue], vocabulary: Vocabulary) -> None:
        listed = tuple(issues)
        self._index = _index(listed, vocabulary)
        self._shared = _shared_words(listed, vocabulary)
        self._known: dict[str, IssueLink] = {}  # of one report

    def link(self, text: str) -> IssueLink:
        """As `link_issue`."""
        if text not in self._known:
            self._known[text] = self._without_provisos(text)
        return self._known[text]

    def _without_provisos(self, text: str) -> IssueLink:
        main = _HANGS_ON.sub(" ", text)
        own = self._link(main)
        if own.score or main == text:
            return own
        whole = self._link(text)
        return replace(whole, hanging=bool(whole.score))

    def by_label(self, text: str) -> str | None:
        """The one issue whose options share a word with the text, where no cue is found in it."""
        found = {self._shared[word] for word in cue_tokens(text) if word in self._shared}
        return found.pop() if len(found) == 1 else None

    def _link(self, text: str) -> IssueLink:
        matched = _matches(cue_tokens(text), self._index)
        found: dict[str, set[Tokens]] = {}
        of_option: dict[str, dict[str, set[Tokens]]] = {}
        shown: dict[str, list[str]] = {}
        for cue in dict.fromkeys(matched):
            found.setdefault(cue.issue, set()).add(cue.tokens)
            shown.setdefault(cue.issue, []).append(cue.written)
            if cue.option is not None:
                named = of_option.setdefault(cue.issue, {})
                named.setdefault(cue.option, set()).add(cue.tokens)
        points = {issue: _points(cues) for issue, cues in found.items()}
        if not points:
            return IssueLink(issue=None, options=(), score=0, reason="no cue word was found")
        ranked = sorted(points, key=lambda name: -points[name])
        best = ranked[0]
        if len(ranked) > 1 and points[ranked[1]] == points[best]:
            level = sorted(name for name in ranked if points[name] == points[best])
            reason = f"several issues fit equally well: {', '.join(level)}"
            return IssueLink(issue=None, options=(), score=points[best], reason=reason)
        options = _best_options({o: _points(c) for o, c in of_option.get(best, {}).items()})
        reason = "by " + ", ".join(f'"{word}"' for word in dict.fromkeys(shown[best]))
        return IssueLink(issue=best, options=options, score=points[best], reason=reason)


# What the rest of a statement hangs on, to the next comma.
_HANGS_ON = re.compile(
    r"\b(?:in (?:exchange|return) for|unless|until|(?:but )?only (?:if|when|once|with)|if|provided|"
    r"(?<!at )once|on condition|as long as)\b[^,;:]*",
    re.IGNORECASE,
)


@lru_cache(maxsize=16)
def _shared_words(issues: tuple[Issue, ...], vocabulary: Vocabulary) -> dict[str, str]:
    """Words that say what an issue is about though no cue does: word -> issue.

    Two options of the issue and at least half of them have the word in their labels, and no other
    issue has it anywhere. Names and short words are left out.
    """
    used: dict[str, set[str]] = {}
    for issue in issues:
        entry = vocabulary.issues.get(issue.id, IssueCues())
        cues = (*entry.cues, *(cue for cues in entry.options.values() for cue in cues))
        for written in (issue.question, *(o.label for o in issue.options), *cues):
            for word in cue_tokens(written):
                used.setdefault(word, set()).add(issue.id)
    found: dict[str, str] = {}
    for issue in issues:
        labels = [_plain_words(option.label) for option in issue.options]
        for word in frozenset().union(*labels):
            shared = sum(word in label for label in labels)
            if shared >= max(2, len(labels) / 2) and used[word] == {issue.id}:
                found[word] = issue.id
    return found


def _plain_words(label: str) -> frozenset[str]:
    """The longer words of a label that are no names."""
    written = zip(surface_words(label), cue_tokens(label), strict=True)
    return frozenset(word for said, word in written if said[0].islower() and len(word) >= _LONG)


def _points(cues: set[Tokens]) -> float:
    """Words of cues; one that is listed in two spellings, or for an option too, counts once."""
    return sum(map(len, cues))


def _best_options(points: dict[str, float]) -> tuple[str, ...]:
    ranked = sorted(points, key=lambda option: -points[option])
    if not ranked or (len(ranked) > 1 and points[ranked[0]] == points[ranked[1]]):
        return ()
    return (ranked[0],)


def learned(vocabulary: Vocabulary) -> tuple[LearnedTerm, ...]:
    """The words learned from amendments that hold."""
    return tuple(
        term
        for term in vocabulary.learned
        if term.verdict == "accepted" and term.withdrawn_at is None
    )


@lru_cache(maxsize=16)
def _index(issues: tuple[Issue, ...], vocabulary: Vocabulary) -> dict[str, tuple[_Cue, ...]]:
    """Cues by their first word; those with a star under its first three letters and a star."""
    index: dict[str, list[_Cue]] = {}
    for issue in issues:
        entry = vocabulary.issues.get(issue.id)
        if entry is None:
            entry = IssueCues(options={o.id: (o.label,) for o in issue.options})
        listed = [(cue, None) for cue in entry.cues]
        listed += [(cue, option) for option, cues in entry.options.items() for cue in cues]  # type: ignore[misc]
        listed += [(t.words, t.option) for t in learned(vocabulary) if t.issue == issue.id]  # type: ignore[misc]
        for written, option in listed:
            if tokens := cue_tokens(written, stars=True):
                first = tokens[0]
                key = first[:3] + "*" if first.endswith("*") else first
                index.setdefault(key, []).append(_Cue(tokens, issue.id, option, written))
    return {
        key: tuple(sorted(cues, key=lambda cue: -len(cue.tokens))) for key, cues in index.items()
    }


def cue_tokens(text: str, *, stars: bool = False) -> Tokens:
    """The words of a text as cues are compared with them."""
    return tuple(_cue_token(word, stars) for word in surface_words(text))


@lru_cache(maxsize=1 << 14)
def _cue_token(written: str, stars: bool) -> str:
    word = written.casefold().replace(".", "") if written[0].isalpha() else written
    if not stars:
        word = word.rstrip("*")
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def surface_words(text: str) -> tuple[str, ...]:
    """The words of a text as written, one for each of `cue_tokens`."""
    return tuple(TOKEN.findall(POSSESSIVE.sub("", text)))


def _matches(tokens: Tokens, index: dict[str, tuple[_Cue, ...]]) -> list[_Cue]:
    """Cues found in the text, without those inside a longer one."""
    found: list[tuple[int, int, _Cue]] = []
    for i, token in enumerate(tokens):
        for key in (token, token[:3] + "*"):
            for cue in index.get(key, ()):
                end = i + len(cue.tokens)
                if end <= len(tokens) and all(map(_fits, tokens[i:end], cue.tokens)):
                    found.append((i, end, cue))
    widest: dict[int, int] = {}
    for start, end, _ in found:
        for i in range(start, end):
            widest[i] = max(widest.get(i, 0), end - start)
    return [
        cue for start, end, cue in found if all(widest[i] <= end - start for i in range(start, end))
    ]


def _fits(token: str, cue: str) -> bool:
    return token.startswith(cue[:-1]) if cue.endswith("*") else token == cue


# --- quantities ----------------------------------------------------------------------------------

_AT_MOST = re.compile(
    r"\b(?:at most|no more than|not more than|up to|not exceed\w*|a maximum of|below|under|"
    r"(?<!no )(?<!not )less than)\b",
    re.I,
)
_AT_LEAST = re.compile(
    r"\b(?:at least|no less than|not less than|no fewer than|a minimum of|over|"
    r"(?<!no )(?<!not )more than)\b",
    re.I,
)


def option_by_value(issue: Issue, numbers: dict[str, object]) -> tuple[str, ...]:
    """The option whose value is the one number given in the issue's unit."""
    number = numbers.get(issue.unit or "")
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        return ()
    found = tuple(option.id for option in issue.options if option.value == number)
    return found if len(found) == 1 else ()


def bound_of(text: str, issue: Issue) -> Bound | None:
    """ "At most", "at least" as a limit in the declared order of an issue with numbers.

    None where the issue is not ordered by its numbers: then a limit on the number is no limit in
    the order.
    """
    values = [option.value for option in issue.options if option.value is not None]
    if not issue.ordered or len(values) < 2 or len(values) != len(issue.options):
        return None
    rising = all(a < b for a, b in pairwise(values))
    falling = all(a > b for a, b in pairwise(values))
    most, least = bool(_AT_MOST.search(text)), bool(_AT_LEAST.search(text))
    if most == least or not (rising or falling):
        return None
    return "at_most" if most == rising else "at_least"


_JOINT = re.compile(r"\s*(?:,? and |,? as well as |, including |;|,)\s*")


def listed(text: str) -> Iterator[Place]:
    """Parts of a list or of joined verb phrases, by position: each may be on another issue."""
    start = 0
    for joint in _JOINT.finditer(text):
        if joint.start() > start:
            yield start, joint.start()
        start = joint.end()
    if start < len(text):
        yield start, len(text)
