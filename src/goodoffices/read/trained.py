"""The extractors with a trained model: the plug-ins "fast" and "accurate".

    fast(report, parties=..., issues=..., vocabulary=...)      for archives
    accurate(report, parties=..., issues=..., vocabulary=...)  for a few reports

Both find the words of a claim with a model and read them with the rules; figures of both are in
docs/explanation/extraction.md, what they were trained on in docs/reference/models.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from goodoffices.model.agenda import Issue, Party
from goodoffices.model.case import Vocabulary
from goodoffices.model.evidence import Report, Statement
from goodoffices.read.attribution import statements_of
from goodoffices.read.tagging.claims import Tagger, tagged_claims


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
