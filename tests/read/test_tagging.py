"""The parts of the taggers against slow and obvious ways to the same thing."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodoffices.read.rules.find import find_claims
from goodoffices.read.tagging import convolutions as fast
from goodoffices.read.tagging import encoder as accurate
from goodoffices.read.tagging.decoding import best_tags, normalised
from goodoffices.read.tagging.hashing import SIZE, TEMPLATES, Hasher
from goodoffices.read.tagging.labels import TAGS, Span, linked, may_follow, spans_of, tag_of
from goodoffices.read.tagging.passages import RULE_ROLES, passage_of
from goodoffices.read.tagging.pieces import FEATURES, Pieces, features_of, windows
from goodoffices.read.tagging.weights import PieceTable, packed

VOCABULARY = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "talk", "##s", "##ing", "go", "on", ",", "“", "’",
              "s", "a", "##b", "##c", "e")  # fmt: skip
TEXTS = st.text(alphabet="abTe .,“”'’\n\"sd-é1Ж", max_size=120)


# --- passages ------------------------------------------------------------------------------------


@given(TEXTS)
def test_words_are_in_the_text_in_order_and_leave_out_white_space_only(text: str) -> None:
    passage = passage_of(text)
    last = 0
    for word, start, end in zip(passage.words, passage.starts, passage.ends, strict=True):
        assert text[start:end] == word
        assert not text[last:start].strip()
        last = end
    assert not text[last:].strip()
    for numbers in (passage.sentence, passage.paragraph):
        assert list(numbers) == sorted(numbers)
    assert all(0 <= role < len(RULE_ROLES) for role in passage.ruled)


def test_possessives_and_contractions_are_cut_off() -> None:
    words = passage_of("Kalder's envoys don’t sign; it’s O'Hara’s turn.").words
    assert words == (
        "Kalder", "'s", "envoys", "do", "n’t", "sign", ";", "it", "’s", "O'Hara", "’s", "turn", ".",
    )  # fmt: skip


def test_the_rules_reading_is_painted_outermost() -> None:
    text = "Two diplomats said that Highfort demands a new harbour."
    passage = passage_of(text)
    roles = [RULE_ROLES[role] for role in passage.ruled]
    assert len([c for _, held in find_claims(text) for c in held]) == 2
    assert roles == [
        "B-source", "I-source", "B-cue", "", "B-content", "I-content", "I-content", "I-content",
        "I-content", "",
    ]  # fmt: skip


# --- labels --------------------------------------------------------------------------------------


def test_what_may_follow() -> None:
    for before, after in itertools.product(range(len(TAGS)), repeat=2):
        goes_on = TAGS[after].startswith("I-")
        same = TAGS[before][2:] == TAGS[after][2:] and before != 0
        assert may_follow(before, after) == (not goes_on or same)


@given(st.lists(st.integers(0, len(TAGS) - 1), max_size=30))
def test_spans_hold_the_words_with_labels_each_once(tags: list[int]) -> None:
    spans = spans_of(tags)
    held = [k for span in spans for k in range(span.first, span.end)]
    assert held == [k for k, tag in enumerate(tags) if tag]
    for span in spans:
        assert {TAGS[tags[k]][2:] for k in range(span.first, span.end)} == {
            span.role + (f"-{span.side}" if span.side else "")
        }
        assert not any(TAGS[tags[k]].startswith("B") for k in range(span.first + 1, span.end))


def test_labels_and_spans_are_inverse() -> None:
    spans = [Span("source", "right", 0, 2), Span("cue", "", 2, 3), Span("content", "left", 3, 6),
             Span("content", "left", 6, 7)]  # fmt: skip
    tags = [
        tag_of(span.role, span.side, begins=k == span.first)
        for span in spans
        for k in range(span.first, span.end)
    ]
    assert spans_of(tags) == spans


def test_linking_takes_the_side_then_the_sentence_then_the_nearest() -> None:
    cues = [Span("cue", "", 2, 3), Span("cue", "", 7, 8)]
    between = Span("content", "right", 4, 6)
    first, second = linked([cues[0], between, cues[1]], [0] * 10, [0] * 10)
    assert (first.contents, second.contents) == ([], [between])
    first, second = linked([cues[0], between, cues[1]], [0] * 7 + [1] * 3, [0] * 10)
    assert (first.contents, second.contents) == ([between], [])
    apart = [0] * 3 + [5] * 4 + [9] * 3
    assert [a.contents for a in linked([cues[0], between, cues[1]], apart, apart)] == [[], []]


@given(st.lists(st.sampled_from(["source", "cue", "content"]), max_size=12), st.data())
def test_nothing_is_linked_twice(roles: list[str], data: st.DataObject) -> None:
    spans = [
        Span(role, "" if role == "cue" else data.draw(st.sampled_from(["left", "right"])), k, k + 1)  # type: ignore[arg-type]
        for k, role in enumerate(roles)
    ]
    numbers = sorted(data.draw(st.lists(st.integers(0, 4), min_size=12, max_size=12)))
    found = linked(spans, numbers, numbers)
    assert [a.cue for a in found] == [s for s in spans if s.role == "cue"]
    held = [s for a in found for s in (*a.sources, *a.contents)]
    assert len(held) == len(set(held))
    for attribution in found:
        for span in (*attribution.sources, *attribution.contents):
            assert abs(numbers[span.first] - numbers[attribution.cue.first]) <= 1


# --- decoding ------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=5), st.integers(0, 2**32 - 1))
def test_best_labels_are_those_of_all_sequences_tried(lengths: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(sum(lengths), 3)).astype(np.float32)
    follow = rng.normal(size=(3, 3)).astype(np.float32)
    opening = rng.normal(size=3).astype(np.float32)
    ends = list(itertools.accumulate(lengths))
    rows = [(end - length, end) for end, length in zip(ends, lengths, strict=True)]

    def total(part: np.ndarray, path: tuple[int, ...]) -> float:
        return float(
            opening[path[0]]
            + sum(part[k][tag] for k, tag in enumerate(path))
            + sum(follow[a][b] for a, b in itertools.pairwise(path))
        )

    found = best_tags(scores, rows, follow, opening)
    for first, end in rows:
        part = scores[first:end]
        best = max(total(part, p) for p in itertools.product(range(3), repeat=end - first))
        assert total(part, tuple(found[first:end])) == pytest.approx(best, abs=1e-4)


def test_normalisation_of_a_row() -> None:
    row = np.array([[1.0, 2.0, 6.0]], np.float32)
    weight, bias = np.array([2.0, 1.0, 1.0], np.float32), np.array([0.0, 0.5, 0.0], np.float32)
    spread = math.sqrt(14 / 3)
    wanted = [[2 * -2 / spread, -1 / spread + 0.5, 3 / spread]]
    assert normalised(row, weight, bias, 1e-12) == pytest.approx(np.array(wanted), abs=1e-6)


# --- what the models read ------------------------------------------------------------------------


def test_word_pieces_are_the_longest_from_the_left() -> None:
    pieces = Pieces(VOCABULARY)
    assert pieces.of("Talks") == (4, 5)
    assert pieces.of("talking") == (4, 6)
    assert pieces.of("go’s") == (7, 11, 12)
    assert pieces.of("é") == (16,)  # without its accent
    assert pieces.of("abz") == (1,)
    assert pieces.of("x" * 1_000) == (1,)
    assert pieces.of("ab,a") == (13, 14, 9, 13)


@given(st.lists(st.integers(1, 12), max_size=60), st.integers(12, 40), st.integers(0, 40))
def test_windows_are_all_words_in_order_and_fit(sizes: list[int], room: int, opening: int) -> None:
    passage = passage_of(". ".join(["One two three four"] * (len(sizes) // 5)))
    sizes = (sizes * 3)[: len(passage)]
    found = windows(passage, sizes, room, opening)
    covered = [k for window in found for k in range(window.first, window.end)]
    assert covered == list(range(len(passage)))
    assert all(sum(sizes[w.first : w.end]) <= room for w in found)
    ends = {k for k in range(1, len(passage)) if passage.sentence[k] != passage.sentence[k - 1]}
    for window in found:
        inside = [k for k in ends if window.first < k < window.end]
        cut = window.end not in ends and window.end != len(passage)
        assert not (cut and inside)  # a sentence is cut only when it alone is too long


@given(TEXTS)
def test_features_are_in_their_tables(text: str) -> None:
    passage = passage_of(text)
    for row in features_of(passage):
        assert all(0 <= value < size for value, size in zip(row, FEATURES, strict=True))
    places = Hasher().places(passage)
    assert places.shape == (len(passage), TEMPLATES)
    assert places.size == 0 or (places.min() >= 0 and places.max() < SIZE)


def test_features_of_a_word_depend_on_its_neighbours_only_so_far() -> None:
    one = Hasher().places(passage_of("Kalder said the talks go on.\nThe sea was calm today."))
    two = Hasher().places(passage_of("Kalder said the talks go on.\nThe sea was rough today."))
    assert (one[:9] == two[:9]).all()
    assert (one[10] != two[10]).any()


def test_weights_in_eight_bits_are_near_those_packed() -> None:
    rng = np.random.default_rng(3)
    values = rng.normal(size=(40, 50)).astype(np.float32)
    held = packed({"m": values, "b": values[0]})
    assert held["m"].dtype == np.int8
    again = held["m"] * held["m.scale"][:, None]
    assert np.abs(again - values).max() <= held["m.scale"].max() / 2 + 1e-6
    assert (held["b"] == values[0]).all()


# --- the models ----------------------------------------------------------------------------------


def _table(rng: np.random.Generator, width: int) -> PieceTable:
    rows = rng.integers(-127, 128, size=(len(VOCABULARY), width)).astype(np.int8)
    return PieceTable(Pieces(VOCABULARY), rows, np.full(len(VOCABULARY), 0.02, np.float32))


def test_convolutions_reach_as_far_as_they_say() -> None:
    rng = np.random.default_rng(5)
    x = rng.normal(size=(9, 4)).astype(np.float32)
    parts = {
        f"0.{p}": rng.normal(size=(4, 4)).astype(np.float32) for p in ("before", "here", "after")
    }
    blank = {"project": (4, 4), "follow": (4, 4), "opening": (4,)}
    weights = parts | {name: np.zeros(shape, np.float32) for name, shape in blank.items()}
    weights["0.bias"] = rng.normal(size=4).astype(np.float32)
    model = fast.Convolutions(_table(rng, 4), weights, (2,))
    for dilation in (1, 2, 9, 20):
        wanted = np.array([
            x[k] @ parts["0.here"] + weights["0.bias"]
            + (x[k - dilation] @ parts["0.before"] if k >= dilation else 0)
            + (x[k + dilation] @ parts["0.after"] if k + dilation < len(x) else 0)
            for k in range(len(x))
        ])  # fmt: skip
        assert model._convolved(x, 0, dilation) == pytest.approx(wanted, abs=1e-5)


def test_what_is_read_of_a_word_is_its_pieces_on_average_and_its_features() -> None:
    rng = np.random.default_rng(6)
    table = _table(rng, 6)
    project = rng.normal(size=(4, 6)).astype(np.float32)
    hashed = rng.normal(size=(SIZE, 4)).astype(np.float32)
    blank = {"follow": np.zeros((4, 4), np.float32), "opening": np.zeros(4, np.float32)}
    model = fast.Convolutions(table, blank | {"project": project, "hashed": hashed}, ())
    passage = passage_of("talks go on, talking on.\nAbc “talks” go")
    places = Hasher().places(passage)
    wanted = [
        table.vectors(np.array(table.pieces.of(word))).mean(0) @ project.T + hashed[own].sum(0)
        for word, own in zip(passage.words, places, strict=True)
    ]
    assert model._read(passage) == pytest.approx(np.array(wanted), abs=1e-4)


def _attended(q: np.ndarray, k: np.ndarray, v: np.ndarray) -> np.ndarray:
    """One head over one window, word by word."""
    found = []
    for here in q:
        products = [float(here @ to) / math.sqrt(len(here)) for to in k]
        weight = [math.exp(product - max(products)) for product in products]
        found.append(sum(w * value for w, value in zip(weight, v, strict=True)) / sum(weight))
    return np.array(found)


def _heads(qkv: np.ndarray, heads: int) -> np.ndarray:
    """All heads over one window: queries, keys and values side by side."""
    each = qkv.shape[1] // 3 // heads
    cut = qkv.reshape(len(qkv), 3, heads, each)
    return np.concatenate(
        [_attended(*(cut[:, n, head] for n in range(3))) for head in range(heads)], 1
    )


@pytest.mark.parametrize("stretch", [1, 40])
def test_attention_word_by_word(stretch: int) -> None:
    rng = np.random.default_rng(7)
    width, heads = 24, accurate._HEADS
    qkv = rng.normal(size=(7, 3 * width)) * stretch
    wanted = np.concatenate([_heads(qkv[:3], heads), _heads(qkv[3:], heads)])
    scaled = qkv.astype(np.float32)
    scaled[:, :width] /= math.sqrt(width // heads)
    mixed, memory = np.empty((7, width), np.float32), np.empty(heads * 16, np.float32)
    found = accurate._attention(scaled, [(0, 3), (3, 7)], mixed, memory)
    assert found == pytest.approx(wanted, abs=1e-4 * stretch)


def test_gelu() -> None:
    x = np.linspace(-4, 4, 17, dtype=np.float32)
    wanted = [0.5 * v * (1 + math.erf(v / math.sqrt(2))) for v in x.tolist()]
    found = accurate._gelu(x * accurate._UNIT, np.empty_like(x)) * (0.5 / accurate._UNIT)
    assert found == pytest.approx(wanted, abs=1e-3)


def _normalised(x: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    x = x - x.mean(1, keepdims=True)
    found: np.ndarray = x / x.std(1, keepdims=True) * weight + bias
    return found


def test_a_layer_is_what_it_is_by_definition() -> None:
    """Attention, feed-forward, each added to what went in and normalised, with all their biases."""
    rng = np.random.default_rng(8)
    width, inner, size = 24, 40, accurate._BLOCK + 5
    shapes = {
        "0.qkv": (3 * width, width), "0.qkv.bias": (3 * width,), "0.out": (width, width),
        "0.out.bias": (width,), "0.norm1.weight": (width,), "0.norm1.bias": (width,),
        "0.up": (inner, width), "0.up.bias": (inner,), "0.down": (width, inner),
        "0.down.bias": (width,), "0.norm2.weight": (width,), "0.norm2.bias": (width,),
    }  # fmt: skip
    w = {name: (rng.normal(size=shape) / 3).astype(np.float32) for name, shape in shapes.items()}
    x = rng.normal(size=(size, width)).astype(np.float32)
    bounds = [(0, 6), (6, size)]

    qkv = x @ w["0.qkv"].T + w["0.qkv.bias"]
    mixed = np.concatenate([_heads(qkv[a:b], accurate._HEADS) for a, b in bounds])
    first = _normalised(
        mixed @ w["0.out"].T + w["0.out.bias"] + x, w["0.norm1.weight"], w["0.norm1.bias"]
    )
    up = first @ w["0.up"].T + w["0.up.bias"]
    up = 0.5 * up * (1 + np.tanh(math.sqrt(2 / math.pi) * (up + 0.044715 * up**3)))
    second = up @ w["0.down"].T + w["0.down.bias"] + first
    wanted = _normalised(second, w["0.norm2.weight"], w["0.norm2.bias"])

    room = accurate._Room(size, width, inner)
    found = accurate._Layer.of(w, 0)(x.copy(), bounds, room)
    assert found == pytest.approx(wanted, abs=1e-4)
