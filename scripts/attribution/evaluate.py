"""Measures the extractors on the development part of the corpus, and their speed.

    python -m scripts.attribution.evaluate CORPUS [--part dev] [--only fast]

For each extractor: F1 of exact spans of source, cue and content and of detection, strict and loose
(`measures.score_tags`, `measures.score_detection`); precision and recall of whole claims
(`measures.score_claims`); documents a CPU second from the text to claims, on one core.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from scripts.attribution.corpus import Document, documents, passages
from scripts.attribution.measures import ruled_tags, score_claims, score_detection, score_tags

from goodoffices.read.rules.claims import Claim
from goodoffices.read.rules.find import find_claims
from goodoffices.read.tagging.claims import Tagger, tagged_claims
from goodoffices.read.tagging.convolutions import convolutions
from goodoffices.read.tagging.encoder import encoder
from goodoffices.read.tagging.passages import Passage

# What others reach on the test part (CofeNet, Wang et al. 2022, table 6): source, cue, content.
PUBLISHED = {
    "CRF": (50.6, 53.4, 28.6),
    "BiLSTM and CRF": (69.6, 66.7, 59.0),
    "BERT with span structure": (83.2, 75.3, 72.9),
}
NAMES = ("rules", "fast", "accurate")


def tagger_of(name: str) -> Tagger | None:
    """The tagger of an extractor; None for the rules."""
    if name == "fast":
        return convolutions()
    return encoder() if name == "accurate" else None


def measured(name: str, found: list[Document], read: list[Passage]) -> dict[str, float]:
    """All figures of one extractor by name."""
    tagger = tagger_of(name)
    tags = [tagger.tags(p) if tagger else ruled_tags(p) for p in read]
    figures = score_tags(found, read, tags) | score_detection(found, read, tags)
    began = time.process_time()
    claims = [_claims(tagger, d.text) for d in found]
    figures["documents a second"] = len(found) / (time.process_time() - began)
    precision, recall, both = score_claims(found, claims)
    return figures | {"claim precision": precision, "claim recall": recall, "claim F1": both}


def _claims(tagger: Tagger | None, text: str) -> list[Claim]:
    found = tagged_claims(tagger, text) if tagger else find_claims(text)
    return [claim for _, held in found for claim in held if claim.kind == "attributed"]


def asked(description: str | None) -> tuple[list[Document], list[Passage], tuple[str, ...]]:
    """The documents asked for, their passages, and the names of the extractors."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--only", choices=NAMES, action="append")
    given = parser.parse_args()
    found = list(documents(given.corpus, given.part))
    return found, passages(found), tuple(given.only or NAMES)


def main() -> None:
    found, read, names = asked(__doc__)
    for name in names:
        figures = measured(name, found, read)
        print(name, ", ".join(f"{key} {value:.1f}" for key, value in figures.items()))
    for name, (source, cue, content) in PUBLISHED.items():
        print(f"published {name}: source {source}, cue {cue}, content {content}")


if __name__ == "__main__":
    # One core: set before NumPy is loaded, which the imports above leave to the functions.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main()
