"""Copies: found on generated agency copy, with precision and recall, and in near-linear work."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

import building
from goodoffices.model.evidence import Report
from goodoffices.read import copies
from goodoffices.read.copies import find_copies, mark_copies

WORDS = [a + b + c for a in ("ka", "lo", "mi", "ne", "ru", "so") for b in ("ra", "ten", "vi", "do")
         for c in ("", "n", "sh", "l", "m", "ky", "ba", "rit", "os", "um")]  # fmt: skip


def story(rng: random.Random, words: int = 300) -> list[str]:
    return [rng.choice(WORDS) for _ in range(words)]


def text(words: list[str]) -> str:
    sentences = [words[i : i + 12] for i in range(0, len(words), 12)]
    return ". ".join(" ".join(sentence).capitalize() for sentence in sentences) + "."


def rewritten(rng: random.Random, words: list[str], share: float) -> list[str]:
    return [rng.choice(WORDS) if rng.random() < share else word for word in words]


def variants(rng: random.Random, words: list[str]) -> list[list[str]]:
    head = story(rng, 15)
    return [
        head + words,
        words[: int(len(words) * 0.6)],
        rewritten(rng, words, 0.06),
        head + rewritten(rng, words[: int(len(words) * 0.8)], 0.03) + story(rng, 25),
        words[: int(len(words) * 0.35)] + story(rng, 30),
    ]


def archive(seed: int, originals: int) -> tuple[list[Report], dict[str, str]]:
    """Reports in order of date, and for each copy its original. Half of the originals share a
    joint statement of 60 words, and all of them a footer: neither makes a copy."""
    rng = random.Random(seed)
    joint, footer = story(rng, 60), story(rng, 12)
    reports: list[Report] = []
    truth: dict[str, str] = {}
    for number in range(originals):
        words = story(rng)
        if number % 2:
            words[100:100] = joint
        first = building.report(text(words + footer), published=f"2025-01-{1 + number % 28:02}")
        reports.append(first)
        if number % 4 == 0:
            for copied in variants(rng, words):
                copy = building.report(text(copied + footer), published="2025-02-01")
                reports.append(copy)
                truth[copy.id] = first.id
    return reports, truth


def test_precision_and_recall_on_generated_agency_copy() -> None:
    right = found = expected = 0
    for seed in range(3):
        reports, truth = archive(seed, 60)
        pairs = {copy.report: copy.of for copy in find_copies(reports)}
        right += sum(truth.get(name) == of for name, of in pairs.items())
        found += len(pairs)
        expected += len(truth)
    assert expected == 225
    assert right / found >= 0.99
    assert right / expected >= 0.97


def test_the_same_words_are_an_exact_copy() -> None:
    words = text(story(random.Random(1)))
    one = building.report(words, published="2025-01-02")
    two = building.report(words.replace(". ", ".\r\n"), published="2025-01-01")
    [copy] = find_copies([one, two])
    assert (copy.report, copy.of, copy.kind, copy.similarity) == (one.id, two.id, "exact", 1.0)


def test_the_same_report_twice_is_no_copy() -> None:
    one = building.report(text(story(random.Random(1))))
    assert find_copies([one, one]) == ()


def test_short_texts_are_copies_only_when_the_same() -> None:
    one, two = building.report("The talks go on today."), building.report("The talks go on now.")
    three = building.report("The  talks go on today.")
    assert [(c.report, c.of) for c in find_copies([one, two, three])] == [(three.id, one.id)]


def test_the_earliest_is_the_original_and_undated_comes_last() -> None:
    rng = random.Random(2)
    words = story(rng)
    late = building.report(text(words), published="2025-03")
    undated = building.report(text(rewritten(rng, words, 0.02)))
    early = building.report(text(rewritten(rng, words, 0.02)), published="2025-02-28")
    marked = mark_copies([undated, late, early])
    assert [report.copy_of for report in marked] == [early.id, early.id, None]
    assert [report.text for report in marked] == [undated.text, late.text, early.text]


def test_a_brief_inside_a_long_report_is_the_copy_whichever_came_first() -> None:
    rng = random.Random(3)
    brief = story(rng, 80)
    early = building.report(text(brief), published="2025-01-01")
    long = building.report(text(brief + story(rng, 600)), published="2025-01-02")
    [copy] = find_copies([early, long])
    assert (copy.report, copy.of) == (early.id, long.id)


def test_marks_that_no_longer_hold_are_taken_away() -> None:
    rng = random.Random(4)
    alone = building.report(text(story(rng)), copy_of="r-gone")
    assert mark_copies([alone])[0].copy_of is None


def test_scripts_without_spaces() -> None:
    rng = random.Random(5)
    letters = "談判代表表示雙方已就停火問題進行了三天的會談但仍未達成一致意見並將繼續"
    body = "".join(rng.choice(letters) for _ in range(400))
    one = building.report(body, published="2025-01-01")
    two = building.report("新聞社電" + body[:300], published="2025-01-02")
    other = building.report("".join(rng.choice(letters) for _ in range(400)))
    assert [(c.report, c.of) for c in find_copies([one, two, other])] == [(two.id, one.id)]


def compared(monkeypatch, reports: list[Report]) -> int:  # type: ignore[no-untyped-def]
    """How many pairs of texts are compared in full."""
    count = 0
    real = copies._common

    def counting(shingles: object, other: object) -> int:
        nonlocal count
        count += 1
        return int(real(shingles, other))

    monkeypatch.setattr(copies, "_common", counting)
    find_copies(reports)
    monkeypatch.setattr(copies, "_common", real)
    return count


def test_pairs_compared_grow_with_texts_and_not_with_their_square(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    sizes = (100, 200, 400)
    counts = [compared(monkeypatch, archive(7, size)[0]) for size in sizes]
    for smaller, larger in pairwise(counts):
        assert larger <= 2.6 * smaller


def test_boilerplate_leads_to_no_comparisons(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    rng = random.Random(9)
    footer = story(rng, 60)
    reports = [building.report(text(story(rng, 200) + footer)) for _ in range(200)]
    assert find_copies(reports) == ()
    assert compared(monkeypatch, reports) <= copies.BOILERPLATE * copies.CANDIDATES


def test_forty_copies_of_one_text_are_each_compared_with_a_few(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    rng = random.Random(8)
    words = story(rng)
    reports = [
        building.report(text(rewritten(rng, words, 0.03)), published="2025-01-01")
        for _ in range(41)
    ]
    assert compared(monkeypatch, reports) <= 40 * (1 + copies.FOLLOWERS)
    assert len({copy.of for copy in find_copies(reports)}) == 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=400), max_size=6), st.randoms(use_true_random=False))
def test_any_text_and_the_same_answer_in_any_order(texts: list[str], rng: random.Random) -> None:
    reports = [
        building.report(t, published=f"2025-01-{i + 1:02}")
        for i, t in enumerate(dict.fromkeys(texts))
    ]
    found = find_copies(reports)
    shuffled = list(reports)
    rng.shuffle(shuffled)
    assert set(find_copies(shuffled)) == set(found)
    roots = {copy.of for copy in found}
    assert not roots & {copy.report for copy in found}
