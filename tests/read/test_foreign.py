"""The rules for languages without a model, each on sentences made up for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import building
from goodoffices.model.agenda import Party
from goodoffices.model.evidence import Statement, check_span
from goodoffices.read.attribution import extract
from goodoffices.read.rules.foreign import CODES, find_foreign, language
from goodoffices.read.trained import poorly_read

PARTIES = (
    Party(id="bel", name="Belmark", aliases=("Бельмарк", "Бельмарку")),
    Party(id="arv", name="Arvenia", aliases=("Arvénie", "Арвения", "Арвенія")),
)


def read(code: str, text: str) -> tuple[Statement, ...]:
    report = building.report(text, language=code)
    statements = extract(report, parties=PARTIES)
    for statement in statements:
        assert statement.span is not None
        check_span(statement.span, report)
        assert statement.language == code
    return statements


# language, sentence, speaker, kind, stance, words of the claim
SENTENCES = [
    ("fr", "« Nous restons », a déclaré le ministre Jean Morel lundi.", "le ministre Jean Morel",
     "official", "reports", "« Nous restons »"),
    ("fr", "« Jamais », a-t-elle dit.", "elle", "unknown", "reports", "« Jamais »"),
    ("fr", "Le président a affirmé que les troupes partiraient.", "Le président", "official",
     "reports", "les troupes partiraient"),
    ("fr", "Belmark exige le retrait des navires.", "Belmark", "official", "asks",
     "le retrait des navires"),
    ("fr", "Selon des responsables, tout va bien.", "des responsables", "anonymous", "reports",
     "tout va bien"),
    ("fr", "Les ferries sont arrêtés, selon le rapport.", "le rapport", "document", "reports",
     "Les ferries sont arrêtés"),
    ("es", "«No firmaremos», dijo el ministro.", "el ministro", "official", "reports",
     "«No firmaremos»"),
    ("es", "Belmark no aceptó el plan de paz.", "Belmark", "official", "rejects", "el plan de paz"),
    ("es", "Belmark no rechazó el plan.", "Belmark", "official", "rejects", "el plan"),
    ("es", "Según fuentes oficiales, el acuerdo está cerca.", "fuentes oficiales", "anonymous",
     "reports", "el acuerdo está cerca"),
    ("ru", "«Мы не согласны», — сказал министр Иван Крылов.", "министр Иван Крылов", "official",
     "reports", "«Мы не согласны»"),
    ("ru", "По словам посла, переговоры идут.", "посла", "official", "reports", "переговоры идут"),
    ("ru", "Министр заявил, что переговоры продолжатся.", "Министр", "official", "reports",
     "переговоры продолжатся"),
    ("ru", "Бельмарк требует вывода войск.", "Бельмарк", "official", "asks", "вывода войск"),
    ("uk", "«Ми не підпишемо», — заявив міністр.", "міністр", "official", "reports",
     "«Ми не підпишемо»"),
    ("uk", "Арвенія відкинула план миру.", "Арвенія", "official", "rejects", "план миру"),
    ("uk", "За даними джерел, переговори тривають.", "джерел", "anonymous", "reports",
     "переговори тривають"),
    ("ar", "قال الوزير: «لن نوقع».", "الوزير", "official", "reports", "«لن نوقع»"),
    ("ar", "وأكد الرئيس أن المحادثات مستمرة.", "الرئيس", "official", "reports",
     "المحادثات مستمرة"),
    ("ar", "بحسب مصادر، الاتفاق قريب.", "مصادر", "anonymous", "reports", "الاتفاق قريب"),
    ("tr", 'Bakan Ali Kaya, "İmzalamayacağız" dedi.', "Bakan Ali Kaya", "official", "reports",
     '"İmzalamayacağız"'),
    ("tr", "Yetkililere göre, anlaşma yakın.", "Yetkililere", "anonymous", "reports",
     "anlaşma yakın"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "speaker", "kind", "stance", "words"), SENTENCES)
def test_sentence(code: str, text: str, speaker: str, kind: str, stance: str, words: str) -> None:
    (statement,) = read(code, text)
    assert (statement.speaker, statement.stance, statement.text) == (speaker, stance, words)
    assert statement.attribution.chain[-1].kind == kind


def test_the_party_is_linked_and_what_is_not_refused_is_marked() -> None:
    (refused,) = read("es", "Belmark no rechazó el plan.")
    assert (refused.party, refused.negated) == ("bel", True)
    (asked,) = read("ru", "Бельмарк требует вывода войск.")
    assert (asked.party, asked.negated) == ("bel", False)


NOTHING = [
    ("fr", "La demande de Belmark reste ouverte."),
    ("fr", "Les navires sont au port."),
    ("es", "La oferta sigue en pie."),
    ("ru", "Войска стоят на севере."),
    ("uk", "Війська стоять на півночі."),
    ("ar", "السفن في الميناء."),
    ("tr", "Gemiler limanda."),
]


@pytest.mark.parametrize(("code", "text"), NOTHING)
def test_nobody_claims_anything_here(code: str, text: str) -> None:
    assert read(code, text) == ()


@pytest.mark.parametrize("code", CODES)
def test_the_words_of_a_language_are_complete_and_in_lower_case(code: str) -> None:
    words = language(code)
    stances = {stance for _, stance in words.verbs}
    assert stances == {"reports", "asks", "offers", "accepts", "resists", "rejects", "denies"}
    forms = [form for form, _ in words.verbs]
    assert len(forms) == len(set(forms)), "one form with two stances"
    assert words.according or words.behind
    for form in forms:
        assert all(word == word.lower() for word in form)


@given(
    st.sampled_from(CODES), st.text(alphabet='« »,.:"“”—a selon que ру по قالdiğö\n-', max_size=80)
)
def test_any_text_gives_claims_within_it(code: str, text: str) -> None:
    found = find_foreign(code, text)
    assert found == find_foreign(code, text)
    for sentence, claims in found:
        for claim in claims:
            assert claim.source is not None
            for start, end in (claim.content, claim.cue, claim.source.place):
                assert sentence.start <= start < end <= sentence.end
            assert text[slice(*claim.content)].strip()


def test_languages_read_poorly_are_counted() -> None:
    reports = [building.report(f"{n}", language=code)
               for n, code in enumerate(["fr", "en", None, "de", "fr", "en-GB"])]  # fmt: skip
    assert poorly_read(reports) == {"de": 1, "fr": 2}
