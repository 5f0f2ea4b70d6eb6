"""Which count of "detection" a figure belongs to: many counts for taggers of known span figures.

    pip install python-crfsuite            # for this script alone, outside the project
    python -m scripts.attribution.calibrate CORPUS [--only NAME]

A figure for detection without its definition, stated beside exact-span F1 of a tagger, is placed by
training a tagger with the same spans: a plain lexical CRF (words, their ends and outline, the words
beside them, whether they stand in quotation marks; labels of the three roles without sides) on
evenly spaced articles of the training part, in several variants. Every count in `COUNTS` is then
taken for each of them, and for the extractors as they ship, on the development part.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scripts.attribution.corpus import Document, Marked, Place, documents, labels, passages
from scripts.attribution.evaluate import tagger_of
from scripts.attribution.measures import ROLES, f1, score_detection, score_tags

from goodoffices.read.tagging.hashing import lists_of, readings_of
from goodoffices.read.tagging.labels import TAGS, Role, Span, spans_of
from goodoffices.read.tagging.passages import Passage

Pieces = dict[Role, list[Place]]
Texts = list[tuple[list[Marked], list[Pieces], list[Place]]]
"""Of each text: attributions marked, attributions found, places of its sentences."""


@dataclass(frozen=True)
class Variant:
    """One CRF: the most articles it learns from, what it labels at once, which features it has."""

    articles: int
    by: str  # "sentence" or "paragraph"
    lexicon: bool  # the lists of the rules' lexicon that a word is on; pairs of neighbours
    quotation: bool  # whether a word stands in quotation marks
    l1: float = 0.5
    l2: float = 0.1


VARIANTS = {
    "crf-1": Variant(300, "paragraph", lexicon=True, quotation=False),
    "crf-2": Variant(300, "sentence", lexicon=True, quotation=False),
    "crf-3": Variant(300, "sentence", lexicon=True, quotation=True),
    "crf-4": Variant(1_000, "paragraph", lexicon=False, quotation=True, l1=0.1, l2=0.05),
    "crf-5": Variant(1_000, "paragraph", lexicon=True, quotation=False),
    "crf-6": Variant(80, "sentence", lexicon=True, quotation=True),
}
_BESIDE = 2  # words on either side whose features count too
_ROUNDS = 80  # of L-BFGS

# --- the CRF --------------------------------------------------------------------------------------


def plain(tag: int) -> str:
    """A label without the side of its cue."""
    return TAGS[tag].rpartition("-")[0] if TAGS[tag].count("-") == 2 else TAGS[tag]


_NUMBER = {plain(number): number for number in range(len(TAGS) - 1, -1, -1)}


def _own(word: str) -> list[str]:
    outline = "".join("X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c
                      for c in word[:4])  # fmt: skip
    low = word.lower()
    return [f"w={low}", f"e3={low[-3:]}", f"e2={low[-2:]}", f"o={outline}"]


def features(passage: Passage, variant: Variant) -> list[list[str]]:
    """What the CRF knows of every word."""
    own = [_own(word) for word in passage.words]
    found = []
    for at, (word, mine) in enumerate(zip(passage.words, own, strict=True)):
        held = [*mine]
        for by in (by for by in range(-_BESIDE, _BESIDE + 1) if by):
            there = at + by
            if not (0 <= there < len(own)) or passage.sentence[there] != passage.sentence[at]:
                held.append(f"{by}-")
                continue
            held += [f"{by}{name}" for name in own[there]]
            if variant.lexicon and abs(by) == 1:
                held.append(f"p{by}{own[there][0]}{mine[0]}")
        if variant.lexicon:
            held += [f"l={lists_of(word.lower())}", f"v={readings_of(word.lower())}"]
        if variant.quotation:
            held.append(f"q={passage.quoted[at]}")
        found.append(held)
    return found


def _runs(passage: Passage, by: str) -> Iterator[slice]:
    numbers = getattr(passage, by)
    first = 0
    for at in range(1, len(passage) + 1):
        if at == len(passage) or numbers[at] != numbers[first]:
            yield slice(first, at)
            first = at


def crf_tags(
    variant: Variant, train: list[Document], read: list[Passage], seen: list[Passage]
) -> list[list[int]]:
    """The labels that a CRF, trained on some of `train` (`seen`), gives to the words of `read`."""
    import pycrfsuite  # see the top of this file

    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({
        "c1": variant.l1, "c2": variant.l2, "max_iterations": _ROUNDS,
        "feature.possible_transitions": True,
    })  # fmt: skip
    step = max(1, len(train) // variant.articles)
    chosen = list(zip(train, seen, strict=True))[::step][: variant.articles]
    for document, passage in chosen:
        tags, held = labels(document, passage), features(passage, variant)
        for part in _runs(passage, variant.by):
            trainer.append(held[part], [plain(tag) for tag in tags[part]])
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "crf")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        found = []
        for passage in read:
            held = features(passage, variant)
            parts = [tagger.tag(held[part]) for part in _runs(passage, variant.by)]
            found.append([_NUMBER[tag] for part in parts for tag in part])
        tagger.close()
    return found


# --- the counts -----------------------------------------------------------------------------------


@dataclass
class _Group:
    cue: Span
    parts: dict[Role, list[Span]] = field(default_factory=dict)


def attributions(tags: list[int], passage: Passage) -> list[Pieces]:
    """A cue with the sources and contents that have no nearer one; labels tell no sides here."""
    spans = spans_of(tags)
    groups = [
        _Group(s, {"source": [], "cue": [s], "content": []}) for s in spans if s.role == "cue"
    ]
    for span in spans:
        if span.role != "cue" and groups:
            near = min(
                groups,
                key=lambda g: (max(g.cue.first - span.end, span.first - g.cue.end), g.cue.first),
            )
            near.parts[span.role].append(span)
    return [
        {role: [_place(s, passage) for s in held] for role, held in group.parts.items()}
        for group in groups
    ]


def _place(span: Span, passage: Passage) -> Place:
    return passage.starts[span.first], passage.ends[span.end - 1]


def _pieces(marked: Marked) -> Pieces:
    return {role: list(getattr(marked, role)) for role in ROLES}


def _meet(a: list[Place], b: list[Place]) -> bool:
    return any(x < d and c < y for x, y in a for c, d in b)


def _all(pieces: Pieces) -> list[Place]:
    return [place for role in ROLES for place in pieces[role]]


Same = Callable[[Pieces, Pieces], bool]


def one_to_one(texts: Texts, same: Same) -> float:
    """F1 where each attribution found is at most one of those marked (the first that fits)."""
    right = found = marked = 0
    for meant, read, _ in texts:
        left = list(read)
        found, marked = found + len(read), marked + len(meant)
        for m in meant:
            hit = next((r for r in left if same(r, _pieces(m))), None)
            if hit is not None:
                right += 1
                left.remove(hit)
    return f1(right, found, marked)


def each(texts: Texts, same: Same) -> float:
    """F1 of the share of those found that fit any marked one, and of those marked any found one."""
    good = found = had = marked = 0
    for meant, read, _ in texts:
        told = [_pieces(m) for m in meant]
        good += sum(any(same(r, m) for m in told) for r in read)
        had += sum(any(same(r, m) for r in read) for m in told)
        found, marked = found + len(read), marked + len(meant)
    precision, recall = good / max(1, found), had / max(1, marked)
    return 200 * precision * recall / (precision + recall) if precision + recall else 0.0


def by_sentence(texts: Texts, role: Role | None) -> float:
    """F1 of sentences that hold a piece of the role, of any where None."""
    right = found = marked = 0
    for meant, read, sentences in texts:
        told = [p for m in meant for p in (_all(_pieces(m)) if role is None else getattr(m, role))]
        seen = [p for r in read for p in (_all(r) if role is None else r[role])]
        ours, theirs = ({s for s in sentences if _meet([s], held)} for held in (seen, told))
        right, found, marked = right + len(ours & theirs), found + len(ours), marked + len(theirs)
    return f1(right, found, marked)


def _roles(*roles: Role, every: bool = False) -> Same:
    def same(a: Pieces, b: Pieces) -> bool:
        met = (_meet(a[role], b[role]) for role in roles)
        return all(met) if every else any(met)

    return same


def _anywhere(a: Pieces, b: Pieces) -> bool:
    return _meet(_all(a), _all(b))


def _cue_exact(a: Pieces, b: Pieces) -> bool:
    return not set(a["cue"]).isdisjoint(b["cue"])


COUNTS: dict[str, Callable[[Texts], float]] = {
    "cue shares a character, one to one": lambda t: one_to_one(t, _roles("cue")),
    "cue shares a character, each for itself": lambda t: each(t, _roles("cue")),
    "a piece of the cue exact, one to one": lambda t: one_to_one(t, _cue_exact),
    "content shares a character, one to one": lambda t: one_to_one(t, _roles("content")),
    "content shares a character, each for itself": lambda t: each(t, _roles("content")),
    "cue or content, one to one": lambda t: one_to_one(t, _roles("cue", "content")),
    "cue or content, each for itself": lambda t: each(t, _roles("cue", "content")),
    "cue and content, one to one": lambda t: one_to_one(t, _roles("cue", "content", every=True)),
    "source and cue, one to one": lambda t: one_to_one(t, _roles("source", "cue", every=True)),
    "any part in its own role, one to one": lambda t: one_to_one(t, _roles(*ROLES)),
    "any part in any role, one to one": lambda t: one_to_one(t, _anywhere),
    "any part in any role, each for itself": lambda t: each(t, _anywhere),
    "sentences with a cue": lambda t: by_sentence(t, "cue"),
    "sentences with a content": lambda t: by_sentence(t, "content"),
    "sentences with any part": lambda t: by_sentence(t, None),
}


def texts_of(found: list[Document], read: list[Passage], tags: list[list[int]]) -> Texts:
    """What `COUNTS` count."""
    return [
        (list(d.marked), attributions(labelled, passage), _sentences(passage))
        for d, passage, labelled in zip(found, read, tags, strict=True)
    ]


def _sentences(passage: Passage) -> list[Place]:
    ends: dict[int, Place] = {}
    for number, start, end in zip(passage.sentence, passage.starts, passage.ends, strict=True):
        ends[number] = (ends.get(number, (start, end))[0], end)
    return list(ends.values())


def by_word(found: list[Document], read: list[Passage], tags: list[list[int]]) -> dict[str, float]:
    """F1 of words in any role, and of words in their role."""
    right = held = meant = exact = 0
    for document, passage, labelled in zip(found, read, tags, strict=True):
        for ours, theirs in zip(labelled, labels(document, passage), strict=True):
            held, meant = held + (ours > 0), meant + (theirs > 0)
            right += ours > 0 and theirs > 0
            exact += ours > 0 and theirs > 0 and plain(ours)[2:] == plain(theirs)[2:]
    return {"words in any role": f1(right, held, meant),
            "words in their role": f1(exact, held, meant)}  # fmt: skip


def counted(found: list[Document], read: list[Passage], tags: list[list[int]]) -> dict[str, float]:
    """Exact-span F1, the three counts of the tables, and all others."""
    texts = texts_of(found, read, tags)
    figures = score_tags(found, read, tags) | score_detection(found, read, tags)
    return figures | {n: count(texts) for n, count in COUNTS.items()} | by_word(found, read, tags)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--only", choices=(*VARIANTS, "fast", "accurate"), action="append")
    asked = parser.parse_args()
    train = list(documents(asked.corpus, "train"))
    dev = list(documents(asked.corpus, "dev"))
    read, seen = passages(dev), passages(train)
    for name in asked.only or (*VARIANTS, "fast", "accurate"):
        tagger = tagger_of(name)
        tags = [tagger.tags(p) for p in read] if tagger else crf_tags(
            VARIANTS[name], train, read, seen)  # fmt: skip
        print(name)
        for what, figure in counted(dev, read, tags).items():
            print(f"    {what:45} {figure:.1f}")


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one core; see `evaluate`
    main()
