"""Firm and soft words of seven languages. The pairs are constructed: there is no marked text."""

from __future__ import annotations

import tomllib
import unicodedata
from importlib.resources import files

import pytest

from goodoffices.read.rules import foreign
from goodoffices.track.tones import CODES, tones

FOLDER = files("goodoffices.track").joinpath("languages")
LISTS = {
    code: tomllib.loads(FOLDER.joinpath(f"{code}.toml").read_text(encoding="utf-8"))
    for code in CODES
}


def test_the_languages_are_those_that_are_read() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{code}.toml" for code in CODES}
    assert set(CODES) == {*foreign.CODES, "en"}


@pytest.mark.parametrize("code", CODES)
def test_no_phrase_is_listed_twice(code: str) -> None:
    phrases = [phrase for kind in ("firm", "soft") for phrase in LISTS[code][kind]]
    assert len(phrases) == len(set(phrases))
    assert all(phrase == unicodedata.normalize("NFC", phrase).lower() for phrase in phrases)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", ["firm", "soft"])
def test_each_phrase_is_found_as_what_it_is_and_nothing_within_it(code: str, kind: str) -> None:
    for phrase in LISTS[code][kind]:
        firm, soft = tones(phrase.replace("*", ""), code)
        assert (len(firm), len(soft)) == ((1, 0) if kind == "firm" else (0, 1)), phrase


FIRM_SOFT = [
    ("en", "The offer is final.", "It will be discussed in due course.", "final"),
    ("fr", "L’armée doit partir.", "L’armée pourrait partir plus tard.", "doit"),
    ("es", "El ejército no puede quedarse.", "El ejército puede quedarse.", "no puede"),
    ("ru", "Решение окончательное.", "Решение обсудим позднее.", "окончательное"),
    ("uk", "Військо не може лишитися.", "Військо, можливо, лишиться.", "не може"),
    ("ar", "لا يمكن قبول الاقتراح", "يمكن قبول الاقتراح", "لا يمكن"),
    ("tr", "KESİN karar budur.", "Karar GEREKİRSE görüşülebilir.", "kesin"),
]


@pytest.mark.parametrize(("code", "hard", "mild", "word"), FIRM_SOFT)
def test_a_firm_sentence_and_a_soft_one(code: str, hard: str, mild: str, word: str) -> None:
    assert tones(hard, code) == (frozenset({word}), frozenset())
    firm, soft = tones(mild, code)
    assert soft
    assert not firm


@pytest.mark.parametrize(
    ("code", "neutral"),
    [
        ("en", "The mayor met the finalists."),
        ("fr", "Les étudiants ont finalement mangé."),
        ("es", "Al final llegaron los estudiantes."),
        ("ru", "Полномочия министра и надежный мост."),
        ("uk", "Нові можливості для міста."),
        ("ar", "وصل الطلاب إلى المدينة"),
        ("tr", "Öğrenciler kente geldi."),
    ],
)
def test_words_that_only_begin_alike_are_neither(code: str, neutral: str) -> None:
    assert tones(neutral, code) == (frozenset(), frozenset())


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        ("ar", "ولن نقبل أبداً", "لن نقبل ابدا"),
        ("ru", "Твёрдо и в своё время", "Твердо и в свое время"),
        ("uk", "це НЕ  БУДЕ", "це не буде"),
        ("fr", unicodedata.normalize("NFD", "L'accord est définitif"), "l’accord est définitif"),
        ("tr", "ISRARLI", "ısrarlı"),
    ],
)
def test_spelling_makes_no_difference(code: str, one: str, other: str) -> None:
    assert tones(one, code) == tones(other, code) != (frozenset(), frozenset())
