"""What an extractor finds of each kind of attribution in the corpus.

    python -m scripts.attribution.kinds CORPUS [--part dev] [--only accurate]

The kinds overlap but for the three of quotation and the four of cue. `detected`: a cue that shares
a character with the marked one is found; `content` and `source`: all pieces of the role are found
to the character, of the attributions that have one.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator

from scripts.attribution.corpus import Document, Marked
from scripts.attribution.evaluate import asked, tagger_of
from scripts.attribution.measures import ruled_tags

from goodoffices.read.rules.lexicon import verbs
from goodoffices.read.tagging.labels import spans_of
from goodoffices.read.tagging.passages import Passage

ORDER = (
    "all",
    "content a direct quotation",
    "content quoted in part",
    "content without quotation marks",
    'cue: "according to"',
    "cue: a verb that the rules know",
    "cue: a mark",
    "cue: another",
    "without a source",
    "in the headline",
)
_QUOTED = re.compile(r"[“”\"]")


def kinds_of(document: Document, marked: Marked) -> Iterator[str]:
    """The kinds of one attribution."""
    yield "all"
    content = document.text[marked.content[0][0] : marked.content[-1][1]] if marked.content else ""
    if not _QUOTED.search(content):
        yield "content without quotation marks"
    elif _QUOTED.match(content) and _QUOTED.match(content[-1]):
        yield "content a direct quotation"
    else:
        yield "content quoted in part"
    yield f"cue: {_kind_of_cue(document.text, marked)}"
    if not marked.source:
        yield "without a source"
    head = document.text.find("\n")
    if marked.cue and marked.cue[0][0] < head:
        yield "in the headline"


def _kind_of_cue(text: str, marked: Marked) -> str:
    words = " ".join(text[a:b] for a, b in marked.cue).casefold()
    if words.startswith("according to"):
        return '"according to"'
    if not re.search(r"\w", words):
        return "a mark"
    known = any(word in verbs() for word in re.findall(r"[^\W\d_]+", words))
    return "a verb that the rules know" if known else "another"


def counted(
    found: list[Document], read: list[Passage], tags: list[list[int]]
) -> Counter[tuple[str, str]]:
    """Numbers of attributions by kind and by what was found of them."""
    count: Counter[tuple[str, str]] = Counter()
    for document, passage, labels in zip(found, read, tags, strict=True):
        spans = {
            (s.role, passage.starts[s.first], passage.ends[s.end - 1]) for s in spans_of(labels)
        }
        cues = [(a, b) for role, a, b in spans if role == "cue"]
        for marked in document.marked:
            told = {"marked"}
            if any(a < y and x < b for a, b in cues for x, y in marked.cue):
                told.add("detected")
            if marked.content:
                told.add("with content")
                if {("content", *place) for place in marked.content} <= spans:
                    told.add("content")
            if marked.source:
                told.add("with source")
                if {("source", *place) for place in marked.source} <= spans:
                    told.add("source")
            count.update((kind, what) for kind in kinds_of(document, marked) for what in told)
    return count


def main() -> None:
    found, read, names = asked(__doc__)
    for name in names:
        tagger = tagger_of(name)
        count = counted(found, read, [tagger.tags(p) if tagger else ruled_tags(p) for p in read])
        print(f"\n| `{name}` | marked | detected | content exact | source exact |")
        print("|---|---|---|---|---|")
        for kind in ORDER:
            shares = [
                f"{100 * count[kind, what] / whole:.0f} %" if (whole := count[kind, of]) else ""
                for what, of in (
                    ("detected", "marked"), ("content", "with content"), ("source", "with source")
                )
            ]  # fmt: skip
            print(f"| {kind} | {count[kind, 'marked']:,} | {' | '.join(shares)} |")


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one core; see `evaluate`
    main()
