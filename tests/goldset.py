"""The gold set: statements marked by hand as places, and how found ones are compared with them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goodoffices.model.evidence import Report, Statement
from marking import overlap

FOLDER = Path(__file__).resolve().parent / "data" / "gold"
UNSEEN = FOLDER.with_name("unseen")  # the same, for another case; no extractor is improved on it
REAL = FOLDER.with_name("real")  # marks of third-party texts that are not here, as places only
FIELDS = ("stance", "chain", "speaker", "party", "issue")
_IDLE = frozenset(
    (
        "the", "a", "an", "mr", "ms", "mrs", "its", "her", "his", "their", "our",
        "president", "premier", "prime", "foreign", "interior", "minister", "commander",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """One statement. `chain` is kinds and names from the outside in; the last is the speaker."""

    content: tuple[int, int]
    speaker: str
    party: str | None
    chain: tuple[tuple[str, str], ...]
    stance: str
    issue: str | None


def load(
    name: str = "marks.json", folder: Path = FOLDER, texts: Mapping[str, str] | None = None
) -> dict[str, tuple[Mark, ...]]:
    """Text -> its marks, in the order of the text; names kept as places are read out of `texts`."""
    return {
        text: tuple(_mark(entry, (texts or {}).get(text, "")) for entry in entries)
        for text, entries in json.loads((folder / name).read_text(encoding="utf-8")).items()
    }


def _mark(entry: dict[str, Any], text: str) -> Mark:
    chain = tuple(
        (kind, name if isinstance(name, str) else text[slice(*name)])
        for kind, name in entry["chain"]
    )
    return Mark(
        content=(entry["content"][0], entry["content"][1]),
        speaker=entry.get("speaker", chain[-1][1]),
        party=entry["party"],
        chain=chain,
        stance=entry["stance"],
        issue=entry["issue"],
    )


def as_mark(statement: Statement, report: Report) -> Mark:
    """A found statement in the terms of the marks: without the outlet that publishes the text."""
    assert statement.span is not None
    links = statement.attribution.chain
    chain = [(link.kind, link.name) for link in links[:-1]]
    if links:
        chain.append((links[-1].kind, statement.speaker))
    if len(chain) > 1 and report.outlet and same_name(chain[0][1], report.outlet):
        chain = chain[1:]
    return Mark(
        content=(statement.span.start, statement.span.end),
        speaker=statement.speaker,
        party=statement.party,
        chain=tuple(chain),
        stance=statement.stance,
        issue=statement.issue,
    )


def same_name(a: str, b: str) -> bool:
    """Whether one name has all the words of the other, articles and titles aside."""
    one, other = _words(a), _words(b)
    return bool(one and other) and (one <= other or other <= one)


def _words(name: str) -> set[str]:
    plain = name.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold()
    words = re.findall(r"\w+", re.sub(r"'s?\b", " ", plain))
    return {word for word in words if word not in _IDLE} or set(words)


def agrees(field: str, a: Mark, b: Mark) -> bool:
    """Whether two marks of the same content say the same in that field."""
    if field == "speaker":
        return same_name(a.speaker, b.speaker)
    if field == "chain":
        return len(a.chain) == len(b.chain) and all(
            x[0] == y[0] and same_name(x[1], y[1]) for x, y in zip(a.chain, b.chain, strict=True)
        )
    return bool(getattr(a, field) == getattr(b, field))


def paired(a: Sequence[Mark], b: Sequence[Mark]) -> list[tuple[Mark, Mark]]:
    """One to one, contents sharing at least half: the same speaker first, then the nearest."""
    options = [
        (agrees("speaker", x, y), shared, -i, -j)
        for i, x in enumerate(a)
        for j, y in enumerate(b)
        if (shared := overlap(x.content, y.content)) >= 0.5
    ]
    left, right, pairs = set(range(len(a))), set(range(len(b))), []
    for _, _, i, j in sorted(options, reverse=True):
        if -i in left and -j in right:
            left.discard(-i)
            right.discard(-j)
            pairs.append((-i, -j))
    return [(a[i], b[j]) for i, j in sorted(pairs)]


def kappa(pairs: Sequence[tuple[object, object]]) -> float:
    """Cohen's kappa (1960): agreement beyond what chance would give."""
    total = len(pairs)
    observed = sum(x == y for x, y in pairs) / total
    first, second = Counter(x for x, _ in pairs), Counter(y for _, y in pairs)
    chance = sum(first[key] * second[key] for key in first) / total**2
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


def agreement(a: dict[str, tuple[Mark, ...]], b: dict[str, tuple[Mark, ...]]) -> dict[str, float]:
    """Of two passes: F1 of the statements, exact and by half of the content; kappa per field."""
    pairs = [(x, y) for text in a for x, y in paired(a[text], b[text])]
    marks = sum(map(len, a.values())) + sum(map(len, b.values()))
    figures = {
        "statements": 2 * len(pairs) / marks,
        "exact spans": 2 * sum(x.content == y.content for x, y in pairs) / marks,
    }
    for field in ("stance", "party", "issue"):
        figures[field] = kappa([(getattr(x, field), getattr(y, field)) for x, y in pairs])
    # Names are compared as names are: with no categories of their own, so by plain agreement.
    figures["speaker"] = sum(agrees("speaker", x, y) for x, y in pairs) / len(pairs)
    figures["chain kinds"] = kappa(
        [(tuple(k for k, _ in x.chain), tuple(k for k, _ in y.chain)) for x, y in pairs]
    )
    figures["chain"] = sum(agrees("chain", x, y) for x, y in pairs) / len(pairs)
    return figures
