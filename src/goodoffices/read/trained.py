"""The extractors with a trained model: the plug-ins "fast" and "accurate".

    fast(report, parties=..., issues=..., vocabulary=...)      for archives
    accurate(report, parties=..., issues=..., vocabulary=...)  for a few reports
    usual(reports)                                             which of them, where none is named

Both find the words of a claim with a model and read them with the rules; figures of both are in
docs/explanation/extraction.md, what they were trained on in docs/reference/models.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial

from goodoffices.model.agenda import Issue, Party
from goodoffices.model.case import Vocabulary
from goodoffices.model.evidence import Report, Statement
from goodoffices.read.attribution import statements_of
from goodoffices.read.tagging.claims import Tagger, tagged_claims

FEW = 200  # reports; reading that many accurately takes about a minute


def usual(reports: int) -> str:
    """The name of the extractor for so many reports when the user names none."""
    return "accurate" if reports <= FEW else "fast"


def poorly_read(reports: Iterable[Report]) -> dict[str, int]:
    """How many reports are in each language other than English; those of unknown language not."""
    languages = (r.language for r in reports if r.language and not r.language.startswith("en"))
    return dict(sorted(Counter(languages).items()))


def fast(
    report: Report,
    *,
    parties: Iterable[Party] = (),
    issues: Iterable[Issue] = (),
    vocabulary: Vocabulary | None = None,
) -> tuple[Statement, ...]:
    """Candidate statements by a small model of words: some fifty texts a second on a core.

    Pure; the same answer every time on the same machine. For English; a text in another language
    gets what the rules find.
    """
    from goodoffices.read.tagging.convolutions import convolutions

    return _read("fast", convolutions(), report, parties, issues, vocabulary)


def accurate(
    report: Report,
    *,
    parties: Iterable[Party] = (),
    issues: Iterable[Issue] = (),
    vocabulary: Vocabulary | None = None,
) -> tuple[Statement, ...]:
    """Candidate statements by a fine-tuned encoder: some four texts a second on a core.

    Pure; the same answer every time on the same machine. For English; a text in another language
    gets what the rules find.
    """
    from goodoffices.read.tagging.encoder import encoder

    return _read("accurate", encoder(), report, parties, issues, vocabulary)


def _read(
    name: str,
    tagger: Tagger,
    report: Report,
    parties: Iterable[Party],
    issues: Iterable[Issue],
    vocabulary: Vocabulary | None,
) -> tuple[Statement, ...]:
    return statements_of(
        report,
        parties=parties,
        issues=issues,
        vocabulary=vocabulary,
        name=name,
        find=partial(tagged_claims, tagger),
    )
