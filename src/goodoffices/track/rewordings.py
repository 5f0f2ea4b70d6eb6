"""One utterance as several reports tell it, side by side, with what differs between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from goodoffices.model.case import Case
from goodoffices.model.dates import Date
from goodoffices.model.evidence import Statement
from goodoffices.model.origins import origins
from goodoffices.model.sources import Sources, sources_of
from goodoffices.model.tracks import Difference, DifferenceKind, Rendering, Rewording
from goodoffices.track.counted import (
    counted,
    in_time,
    option_labels,
    place_in,
    stance_words,
    urls_of,
)
from goodoffices.track.quantities import ROUGH
from goodoffices.track.wording import Wording, wording

STRENGTH = {
    "red_line": 3, "rejects": 2, "resists": 1, "asks": 2, "offers": 2, "accepts": 2,
    "conditional": 1, "denies": 2,
}  # fmt: skip
"""How firmly a stance stands; those not named here take no side."""

_SIDE = {
    "red_line": "against", "rejects": "against", "resists": "against", "asks": "for",
    "offers": "for", "accepts": "for", "conditional": "for", "denies": "denies",
}  # fmt: skip
_ALIKE = 0.3  # share of the words that two wordings must have in common for the others to be told


def rewordings(case: Case, *, as_of: Date | None = None) -> tuple[Rewording, ...]:
    """Utterances on record that at least two reports tell, each told report by report.

    An utterance is what one named speaker, or one document, said on one issue in one speech, as
    `goodoffices.model.origins` tells speeches apart. Copies of one text that use the same words are
    one rendering. `differences` flags what the renderings do not share: the side taken (`stance`),
    how firmly (`firmness`: the stance, a hedge, a condition, words such as "final" or "in due
    course"), a `number` with the same unit, and the `scope` (options, limits, names, and other
    words where most are the same). Words are compared only where all are those of reports, not
    paraphrases. In the order of the agenda, then of time.
    """
    sources = sources_of(case)
    spoken: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in counted(case, as_of):
        if statement.issue and sources.voice(statement).on_record:
            spoken[statement.party or "", statement.issue].append(statement)
    rows = []
    for (party, issue), statements in spoken.items():
        known = {statement.id: statement for statement in statements}
        for origin in origins(statements, sources):
            if origin.kind not in ("official", "document"):
                continue
            told = [known[name] for name in origin.statements]
            renderings = _renderings(case, sources, told)
            if len(renderings) < 2:
                continue
            row = Rewording(
                voice=origin.name,
                party=party or None,
                issue=issue,
                on=min((s.date for s in told if s.date), default=None),
                renderings=tuple(rendering for rendering, _ in renderings),
                differences=_differences(case, issue, renderings),
                evidence=in_time(told),
            )
            rows.append(((place_in(case, party or None, issue), row.on or "9999", row.voice), row))
    return tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))


def _renderings(
    case: Case, sources: Sources, told: Sequence[Statement]
) -> list[tuple[Rendering, list[Statement]]]:
    """The statements text by text; a copy with the same words is no text of its own."""
    texts: dict[str, list[Statement]] = defaultdict(list)
    for statement in told:
        report = sources.report_of(statement)
        name = sources.root(report).id if report else statement.url or statement.ref or statement.id
        if not any(_same_words(other, statement) for other in texts[name]):
            texts[name].append(statement)
    found = []
    for items in texts.values():
        items.sort(key=lambda s: (s.span.start if s.span else 0, s.id))
        reports = [report for item in items if (report := sources.report_of(item))]
        outlets = [name for item in items for name in sources.outlets_of(item)]
        rendering = Rendering(
            outlet=outlets[0] if outlets else None,
            report=reports[0].id if reports else None,
            language=items[0].language or (reports[0].language if reports else None),
            words=tuple(item.text for item in items),
            paraphrased=any(item.span is None for item in items),
            evidence=tuple(item.id for item in items),
            urls=urls_of(case, items),
        )
        found.append((rendering, items))
    return sorted(found, key=lambda pair: (pair[1][0].date or "9999", pair[0].evidence))


def _same_words(one: Statement, other: Statement) -> bool:
    return one.text.split() == other.text.split()


# --- differences ---------------------------------------------------------------------------------


def _differences(
    case: Case, issue: str, renderings: Sequence[tuple[Rendering, list[Statement]]]
) -> tuple[Difference, ...]:
    """What the renderings do not share, a line for each kind; `tells` has an entry a rendering."""
    sides = [items for _, items in renderings]
    quoted = all(item.span for items in sides for item in items)
    said = [wording(told.words if quoted else (), told.language) for told, _ in renderings]
    found = [
        _difference("stance", [_stances(items) for items in sides]),
        _difference("firmness", [_strength(items) for items in sides], list(map(_firmness, sides)))
        or _difference("firmness", _tones(said)),
        *(_difference("number", tells) for tells in _numbers(sides, said)),
        _difference("scope", [_scope(case, issue, items) for items in sides])
        or _difference("scope", _own(said, names=True))
        or _difference("scope", _own(said, names=False)),
    ]
    return tuple(difference for difference in found if difference)


def _difference(
    kind: DifferenceKind, tells: Sequence[str], keys: Sequence[object] | None = None
) -> Difference | None:
    """A difference, unless all tell the same, or have the same key."""
    if len(set(tells if keys is None else keys)) < 2:
        return None
    return Difference(kind=kind, tells=tuple(tells))


def _stances(items: Sequence[Statement]) -> str:
    """Which sides are taken, and what is said not to be so."""
    return ", ".join(
        sorted({("not " if s.negated else "") + _SIDE.get(s.stance, "no side") for s in items})
    )


def _firmness(items: Sequence[Statement]) -> tuple[int, bool, bool]:
    """Of the firmest stance; whether all is told at a distance, and whether under a condition."""
    return (
        max(STRENGTH.get(item.stance, 0) for item in items),
        all(item.hedged for item in items),
        any(item.proviso for item in items),
    )


def _strength(items: Sequence[Statement]) -> str:
    """The same in words."""
    _, hedged, proviso = _firmness(items)
    marks = ["told at a distance"] * hedged + ["on a condition"] * proviso
    return ", ".join([stance_words(items), *marks])


def _tones(said: Sequence[Wording]) -> list[str]:
    """Firm and soft words of each, where one is firm and another is not, or soft.

    None where there is no list for a language: that nothing was found there would say nothing.
    """
    tones = [(bool(one.firm), bool(one.soft)) for one in said]
    if len(set(tones)) < 2 or not all(one.heard for one in said):
        return []
    return [", ".join(sorted(one.firm | one.soft)) or "neither firm nor soft words" for one in said]


def _numbers(sides: Sequence[Sequence[Statement]], said: Sequence[Wording]) -> list[list[str]]:
    """For each unit or quantity that two renderings give differently, what each gives.

    Out of the words of the reports, or else what the statements are coded with.
    """
    given: list[dict[str, tuple[str, ...]]] = []
    for items, one in zip(sides, said, strict=True):
        found = {unit: tuple(f"{n:g}" for n in sorted(ns)) for unit, ns in one.numbers.items()}
        if not one.words:
            for item in items:
                for key, number in item.numbers.items():
                    parts = number if isinstance(number, tuple) else (number,)
                    if key != ROUGH:
                        found[key.replace("_", " ")] = tuple(str(part) for part in parts)
        given.append(found)
    tells = []
    for unit in sorted({unit for found in given for unit in found}):
        values = {found[unit] for found in given if unit in found}
        if len(values) > 1:
            tells.append(
                [f"{' / '.join(found[unit])} {unit}" if unit in found else "" for found in given]
            )
    return tells


def _scope(case: Case, issue: str, items: Sequence[Statement]) -> str:
    """Options with their limits, of one rendering."""
    options = {option for item in items for option in item.options}
    limits = sorted({item.bound.replace("_", " ") for item in items if item.bound})
    return "; ".join([*limits, *option_labels(case, issue, options)])


def _own(said: Sequence[Wording], *, names: bool) -> list[str]:
    """Names, or other words, that each has and not all have; none where the texts are too unlike.

    Words differ only where each rendering has its own in place of another's: what one leaves out
    need not be otherwise.
    """
    pools = [one.names if names else one.words - one.names for one in said]
    shared = frozenset.intersection(*(one.words for one in said))
    alike = min(len(shared) / max(1, len(one.words)) for one in said)
    own = [pool - frozenset.intersection(*pools) for pool in pools]
    if not names and (alike < _ALIKE or not all(own)):
        return []
    return [", ".join(sorted(words)) for words in own]
