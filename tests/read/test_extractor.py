"""The rules of the extractor, each on sentences made up for it."""

from __future__ import annotations

import pickle

import pytest

import building
from goodoffices import codec, plugins
from goodoffices.model.agenda import Issue, Option, Party, Person
from goodoffices.model.case import IssueCues, Vocabulary
from goodoffices.model.evidence import Statement, check_span
from goodoffices.read.attribution import NARRATOR, extract

PARTIES = (
    Party(
        id="arv",
        name="Arvenia",
        aliases=("Port Sorrel",),
        persons=(Person(name="Ines Kalder", office="foreign minister", authority=2),),
    ),
    Party(id="bel", name="Belmark", aliases=("Highfort",)),
)
ISSUES = (
    Issue(id="line", question="Where is the line?", options=(Option(id="m", label="median"),)),
    Issue(id="fleet", question="How large is the fleet?", options=(Option(id="s", label="small"),)),
    Issue(id="term", question="How long?", unit="years", ordered=True, options=(
        Option(id="5", label="five", value=5), Option(id="20", label="twenty", value=20))),
)  # fmt: skip
VOCABULARY = Vocabulary(
    issues={
        "line": IssueCues(cues=("line", "strait")),
        "fleet": IssueCues(cues=("patrol boats", "fleet")),
        "term": IssueCues(cues=("pact",)),
    },
    outlets={"Harbour Post": ("the Post",), "Delta Wire": ()},
)


def read(text: str, **fields: object) -> tuple[Statement, ...]:
    report = building.report(text, **fields)
    statements = extract(report, parties=PARTIES, issues=ISSUES, vocabulary=VOCABULARY)
    for statement in statements:
        assert statement.span is not None
        check_span(statement.span, report)
        assert statement.id == codec.statement_id(statement)
    return statements


def only(text: str, **fields: object) -> Statement:
    statements = read(text, **fields)
    assert len(statements) == 1, [(s.speaker, s.stance, s.text) for s in statements]
    return statements[0]


# sentence, speaker, party, stance, words of the claim
SENTENCES = [
    ("Kalder said the talks go on.", "Ines Kalder", "arv", "reports", "the talks go on"),
    ("Kalder said on Monday that time is short.", "Ines Kalder", "arv", "reports", "time is short"),
    ("The talks, Kalder said, would go on.", "Ines Kalder", "arv", "reports",
     "The talks, Kalder said, would go on"),
    ("The talks go on, Kalder said.", "Ines Kalder", "arv", "reports", "The talks go on"),
    ("“The talks go on,” Kalder said.", "Ines Kalder", "arv", "reports", "“The talks go on,”"),
    ('"The talks go on," said Foreign Minister Ines Kalder.', "Ines Kalder", "arv", "reports",
     '"The talks go on,"'),
    ("«The talks go on», Kalder said.", "Ines Kalder", "arv", "reports", "«The talks go on»"),
    ("“We are here. We stay,” Kalder said.", "Ines Kalder", "arv", "reports",
     "“We are here. We stay,”"),
    ("“We are here. We stay,” Kalder said.", "Ines Kalder", "arv", "reports",
     "“We are here. We stay,”"),
    ("“We heard ‘never’ again,” Kalder said.", "Ines Kalder", "arv", "reports",
     "“We heard ‘never’ again,”"),
    ("“The talks,” Kalder said, “go on.”", "Ines Kalder", "arv", "reports",
     "“The talks,” Kalder said, “go on.”"),
    ("“We will never cede it,” Kalder said.", "Ines Kalder", "arv", "rejects",
     "“We will never cede it,”"),
    ("Highfort demands that the harbour be opened.", "Highfort", "bel", "asks",
     "the harbour be opened"),
    ("Highfort continues to insist on open harbours.", "Highfort", "bel", "asks", "open harbours"),
    ("Highfort has repeatedly called for open harbours.", "Highfort", "bel", "asks",
     "open harbours"),
    ("Belmark wants Arvenia to sign.", "Belmark", "bel", "asks", "Arvenia to sign"),
    ("Belmark's insistence on open harbours has blocked progress.", "Belmark", "bel", "asks",
     "open harbours"),
    ("Belmark maintained its demands.", "Belmark", "bel", "asks", "its demands"),
    ("Arvenia must give way, Belmark said.", "Belmark", "bel", "asks", "Arvenia must give way"),
    ("Highfort has offered to host a second round.", "Highfort", "bel", "offers",
     "to host a second round"),
    ("Arvenia, acting as host, has offered a venue for talks.", "Arvenia", "arv", "offers",
     "a venue for talks"),
    ("Belmark is ready to withdraw its guns.", "Belmark", "bel", "offers", "to withdraw its guns"),
    ("Belmark is not ready to withdraw its guns.", "Belmark", "bel", "rejects",
     "to withdraw its guns"),
    ("Arvenia accepted the proposal.", "Arvenia", "arv", "accepts", "the proposal"),
    ("Arvenia does not accept the proposal.", "Arvenia", "arv", "rejects", "the proposal"),
    ("Arvenia's refusal to sign surprised the mediators.", "Arvenia", "arv", "rejects", "to sign"),
    ("Port Sorrel has ruled out a partition.", "Port Sorrel", "arv", "rejects", "a partition"),
    ("The partition was rejected by Port Sorrel.", "Port Sorrel", "arv", "rejects",
     "The partition"),
    ("A partition is unacceptable to Port Sorrel.", "Port Sorrel", "arv", "rejects",
     "A partition is unacceptable"),
    ("Kalder called the text “a total surrender.”", "Ines Kalder", "arv", "rejects",
     "the text “a total surrender.”"),
    ("A partition would be a red line, Kalder said.", "Ines Kalder", "arv", "red_line",
     "A partition would be a red line"),
    ("Belmark opposes a partition.", "Belmark", "bel", "resists", "a partition"),
    ("Highfort has shown no flexibility on harbours.", "Highfort", "bel", "resists",
     "shown no flexibility on harbours"),
    ("Belmark denied that its ships had sailed.", "Belmark", "bel", "denies",
     "its ships had sailed"),
    ("The Belmark foreign ministry declined to comment.", "The Belmark foreign ministry", "bel",
     "no_comment", "declined to comment"),
    ("Port Sorrel did not respond to a request for comment.", "Port Sorrel", "arv", "no_comment",
     "did not respond to a request for comment"),
    ("Kalder would not say what had been offered.", "Ines Kalder", "arv", "no_comment",
     "would not say what had been offered"),
    ("The minister, Ines Kalder, said the talks go on.", "Ines Kalder", "arv", "reports",
     "the talks go on"),
    ("The Arvenian minister on Monday rejected a partition.", "The Arvenian minister", "arv",
     "rejects", "a partition"),
    ("Kalder refused to say whether she would sign.", "Ines Kalder", "arv", "no_comment",
     "refused to say whether she would sign"),
    ("Kalder, who led the talks, warned that time is short.", "Ines Kalder", "arv", "reports",
     "time is short"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker", "party", "stance", "words"), SENTENCES)
def test_sentence(text: str, speaker: str, party: str, stance: str, words: str) -> None:
    statement = only(text)
    assert statement.text == words
    assert (statement.speaker, statement.party, statement.stance) == (speaker, party, stance)
    assert not statement.negated
    assert not statement.hedged


NOTHING = [
    "The demands of the islanders grew over the years.",
    "The fighting went on in the north.",
    "A report of damage reached the harbour.",
    "The claims court sat on Tuesday.",
    "Its calls for help were heard.",
    "The plan is to be signed in May.",
    "Belmark holds the northern islands.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_nobody_claims_anything_here(text: str) -> None:
    assert read(text) == ()


# --- sources and chains --------------------------------------------------------------------------


def names(statement: Statement) -> list[tuple[str, str, str]]:
    return [(link.name, link.kind, link.mode) for link in statement.attribution.chain]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("One Arvenian official", "anonymous"),
        ("Officials", "anonymous"),
        ("People familiar with the talks", "anonymous"),
        ("Analysts", "anonymous"),
        ("A senior adviser to the minister", "anonymous"),
        ("Foreign Minister Ines Kalder", "official"),
        ("The foreign ministry", "official"),
        ("The president", "official"),
        ("Port Sorrel", "official"),
        ("Spokeswoman Ada Quill", "official"),
        ("The statement", "document"),
        ("A new survey", "document"),
        ("Reuters", "outlet"),
        ("The Harbour Post", "outlet"),
        ("Two people involved in the drafting", "anonymous"),
        ("Shipping insurers", "anonymous"),
    ],
)
def test_kinds_of_source(source: str, kind: str) -> None:
    statement = only(f"{source} said that the ferries had stopped.")
    assert names(statement) == [(source, kind, "indirect")]
    assert statement.attribution.anonymous == (kind == "anonymous")


def test_an_unnamed_officials_judgement_keeps_its_party() -> None:
    statement = only("One Arvenian official described the text as “a total surrender.”")
    assert (statement.party, statement.stance) == ("arv", "rejects")
    assert names(statement) == [("One Arvenian official", "anonymous", "direct")]


def test_a_report_citing_another_gives_its_chain_to_every_claim() -> None:
    first, second = read(
        "The draft was written in secret, the Harbour Post reports citing Delta Wire.\n"
        "Officials said the fleet would sail."
    )
    outlets = [("the Harbour Post", "outlet", "indirect"), ("Delta Wire", "outlet", "indirect")]
    assert names(first) == outlets
    assert first.speaker == "Delta Wire"
    assert first.text == "The draft was written in secret"
    assert names(second) == [*outlets, ("Officials", "anonymous", "indirect")]


def test_the_outlet_that_signs_the_report_comes_first_and_once() -> None:
    statement = only(
        "The draft is ready, Harbour Post reports citing Delta Wire.", outlet="Harbour Post"
    )
    assert [name for name, _, _ in names(statement)] == ["Harbour Post", "Delta Wire"]


def test_told_an_outlet() -> None:
    statement = only("Kalder told Delta Wire that the talks were over.", outlet="Harbour Post")
    assert [name for name, _, _ in names(statement)] == ["Harbour Post", "Delta Wire", "Kalder"]
    assert statement.speaker == "Ines Kalder"


def test_quoted_by_an_agency() -> None:
    statement = only("Bay Courier quoted Kalder as saying that the talks were over.")
    assert names(statement) == [
        ("Bay Courier", "outlet", "indirect"),
        ("Kalder", "official", "indirect"),
    ]
    assert statement.text == "the talks were over"


@pytest.mark.parametrize(
    "text",
    [
        "According to three diplomats, the ferries stopped.",
        "The ferries stopped, according to three diplomats.",
    ],
)
def test_according_to(text: str) -> None:
    statement = only(text)
    assert statement.speaker == "three diplomats"
    assert "erries stopped" in statement.text
    assert statement.attribution.anonymous


def test_a_claim_inside_a_claim_knows_who_passes_it_on() -> None:
    outer, inner = read("Two diplomats said that Highfort demands a new harbour.")
    assert (outer.speaker, outer.stance) == ("Two diplomats", "reports")
    assert [name for name, _, _ in names(inner)] == ["Two diplomats", "Highfort"]
    assert (inner.party, inner.stance) == ("bel", "asks")


def test_who_passes_on_a_demand_has_not_made_it() -> None:
    outer, inner = read("Two diplomats said that Highfort demands that Arvenia must sign.")
    assert (outer.stance, inner.stance) == ("reports", "asks")


def test_what_somebody_says_another_would_do_is_not_the_others_statement() -> None:
    statement = only("Two diplomats said that Highfort would reject a new harbour.")
    assert statement.speaker == "Two diplomats"
    assert statement.party is None


def test_a_view_told_inside_a_demand_is_the_reports_own() -> None:
    statements = read("Highfort insists on terms that Port Sorrel considers unacceptable.")
    assert [(s.party, s.stance) for s in statements] == [("bel", "asks"), ("arv", "rejects")]
    assert [name for name, _, _ in names(statements[1])] == ["Port Sorrel"]


@pytest.mark.parametrize("pronoun", ["She", "He"])
def test_a_pronoun_is_the_one_who_spoke_before(pronoun: str) -> None:
    first, second = read(
        f"Kalder spoke of peace, and said the talks go on. {pronoun} said it rains."
    )
    assert (first.speaker, second.speaker) == ("Ines Kalder", "Ines Kalder")
    assert names(second)[-1][0] != pronoun


def test_a_pronoun_with_nobody_before_it_stays_one() -> None:
    statement = only("She said the talks go on.")
    assert (statement.speaker, statement.party) == ("She", None)


def test_a_pronoun_does_not_reach_over_paragraphs_or_to_several() -> None:
    assert read("Officials said it rains. He said the talks go on.")[1].speaker == "He"
    far = read("Kalder said it rains.\n\nThe sea was calm.\n\n\nHe said the talks go on.")
    assert far[1].speaker == "He"


def test_a_pronoun_passes_by_parties_papers_and_those_inside_a_claim() -> None:
    text = "Kalder said that Minister Tom Ruhl demands a new harbour. {} She said the talks go on."
    for between in (
        "",
        "Belmark demands gas.",
        "The draft calls for peace.",
        "Her office said no more.",
    ):
        assert read(text.format(between))[-1].speaker == "Ines Kalder"


def test_a_pronoun_that_the_words_rule_out() -> None:
    statements = read("Spokesman Tom Ruhl said it rains. She said the talks go on.")
    assert statements[1].speaker == "She"


def test_her_country_is_her_own_voice() -> None:
    outer, inner = read("Kalder said that her country rejects a new harbour.")
    assert (outer.speaker, outer.stance) == ("Ines Kalder", "reports")
    assert (inner.speaker, inner.party, inner.stance) == ("Ines Kalder", "arv", "rejects")


def test_what_is_denied_is_nobodys_claim() -> None:
    statement = only("Kalder denied a report that Arvenia offers a new harbour.")
    assert statement.stance == "denies"


def test_the_second_verb_of_a_sentence_has_the_first_ones_subject() -> None:
    statements = read(
        "Kalder hailed the day as Belmark demands a harbour, and said the talks go on."
    )
    assert [s.party for s in statements] == ["arv", "bel", "arv"]


def test_a_report_that_cites_in_passing() -> None:
    statement = only("Delta Wire reported on Tuesday, citing two officials, that the talks go on.")
    assert [name for name, _, _ in names(statement)] == ["Delta Wire", "two officials"]
    assert statement.text == "the talks go on"
    assert statement.attribution.anonymous


def test_another_partys_clause_is_no_part_of_a_demand() -> None:
    first, second = read("Belmark insists on open harbours and Arvenia wants closed ones.")
    assert (first.party, first.text) == ("bel", "open harbours")
    assert (second.party, second.text) == ("arv", "closed ones")


def test_lines_that_were_wrapped_are_read_as_one() -> None:
    text = (
        "The president answered the prime minister on Friday, and the foreign minister Ines\n"
        "Kalder rejected a harbour of six berths as well as one of twelve, because the land\n"
        "had fed both shores. Belmark demands a new\nline in the strait.\n"
    )
    rejected, asked = read(text)
    assert rejected.text.endswith("because the land\nhad fed both shores")
    assert rejected.speaker == "Ines Kalder"
    assert asked.text == "a new\nline in the strait"


def test_a_heading_is_no_part_of_the_sentence_below() -> None:
    [statement] = read("Talks of the strait\nKalder said the talks go on.")
    assert statement.speaker == "Ines Kalder"


def test_a_surname_is_the_full_name_given_before() -> None:
    statements = read("Minister Ada Quill said it rains. Later Quill said the talks go on.")
    assert statements[1].speaker == "Ada Quill"
    two = read("Minister Ada Quill met Tom Quill. Quill said the talks go on.")
    assert two[-1].speaker == "Quill"


def test_a_quotation_goes_on_after_its_speaker() -> None:
    first, second = read("“We are tired,” Kalder said. “We go on.”")
    assert (first.text, second.text) == ("“We are tired,”", "“We go on.”")
    assert second.speaker == "Ines Kalder"


# --- what is said of a claim ---------------------------------------------------------------------


def test_hedges() -> None:
    statement = only("The pact reportedly calls for open harbours.")
    assert statement.hedged
    assert names(statement) == [("The pact", "document", "indirect")]
    assert not only("Kalder said “it is reportedly so.”").hedged


@pytest.mark.parametrize(
    ("text", "stance", "proviso"),
    [
        ("Arvenia said it would accept the offer only if observers stay.", "conditional",
         "only if observers stay"),
        ("Belmark will not sign unless the guns go, Kalder said.", "conditional",
         "unless the guns go"),
        ("Belmark is ready to withdraw if Arvenia signs.", "conditional", "if Arvenia signs"),
        ("Belmark demands open harbours in exchange for gas.", "asks", "in exchange for gas"),
        ("Kalder asked if the talks go on.", None, None),
    ],
)  # fmt: skip
def test_provisos(text: str, stance: str | None, proviso: str | None) -> None:
    statements = read(text)
    if stance is None:
        assert all(s.proviso is None for s in statements)
        return
    [statement] = statements
    assert (statement.stance, statement.proviso) == (stance, proviso)


@pytest.mark.parametrize(
    ("text", "stance", "negated"),
    [
        ("Belmark has never proposed a fee.", "offers", True),
        ("Belmark did not reject the fee.", "rejects", True),
        ("Belmark did not accept the fee.", "rejects", False),
        ("Belmark did not support the fee.", "resists", False),
    ],
)
def test_what_is_not_done_is_not_its_opposite(text: str, stance: str, negated: bool) -> None:
    statement = only(text)
    assert (statement.stance, statement.negated) == (stance, negated)


def test_negated_claims() -> None:
    statement = only("Belmark did not demand open harbours.")
    assert (statement.stance, statement.negated) == ("asks", True)


def test_no_part_in_a_draft() -> None:
    statement = only("Port Sorrel had no part in drafting the text.", outlet="Harbour Post")
    assert (statement.stance, statement.negated, statement.party) == ("reports", True, None)
    assert statement.speaker == "Harbour Post"
    assert statement.text == "Port Sorrel had no part in drafting the text"
    excluded = only("Arvenian officials were not consulted on the text.")
    assert excluded.speaker == NARRATOR
    assert excluded.attribution.chain == ()


def test_measurements() -> None:
    statement = only("Winter is near, and Belmark holds almost 31.5% of the shelf.")
    assert statement.numbers == {"percent": 31.5, "approximate": "almost"}
    assert statement.text.endswith("almost 31.5% of the shelf")
    claimed = only("Kalder said that 1,200 prisoners were freed.")
    assert claimed.numbers == {"prisoners": 1200}


def test_dates_are_the_reports() -> None:
    statement = only("Kalder said it rains.", published="2025-03-04", published_basis="metadata")
    assert (statement.said_on, statement.said_on_basis) == ("2025-03-04", "published")
    assert (statement.published, statement.published_basis) == ("2025-03-04", "metadata")
    undated = only("Kalder said it rains.", language="en")
    assert (undated.said_on, undated.said_on_basis, undated.language) == (None, "unknown", "en")


# --- issues --------------------------------------------------------------------------------------


def test_one_claim_for_each_issue_of_a_list() -> None:
    first, second = read("Highfort demands a new line in the bay and a cut of the fleet.")
    assert (first.issue, first.text) == ("line", "a new line in the bay")
    assert (second.issue, second.text) == ("fleet", "a cut of the fleet")
    assert first.stance == second.stance == "asks"


def test_a_list_about_one_issue_stays_whole() -> None:
    statement = only("Highfort demands a new line in the bay and in the strait.")
    assert statement.text == "a new line in the bay and in the strait"


def test_a_limit_in_the_issues_unit() -> None:
    statement = only("Arvenia proposed a pact of at most 20 years.")
    assert (statement.issue, statement.options, statement.bound) == ("term", ("20",), "at_most")


# --- the door ------------------------------------------------------------------------------------


def test_it_is_registered_and_keeps_the_contract() -> None:
    function = plugins.load("extractors", "rules")
    report = building.report("Kalder said it rains. Highfort demands a new line.")
    before = codec.digest(report)
    keywords = {"parties": PARTIES, "issues": ISSUES, "vocabulary": VOCABULARY}
    once, twice = function(report, **keywords), function(report, **keywords)
    assert once == twice
    assert codec.digest(report) == before
    assert pickle.loads(pickle.dumps(once)) == once
    assert all(s.extractor == "rules" for s in once)
    assert function.__doc__


def test_the_same_words_twice_are_two_places() -> None:
    statements = read("Kalder said it rains. Kalder said it rains.")
    assert len({s.id for s in statements}) == 2


def test_other_languages_do_no_harm() -> None:
    for text in (
        "„Wir gehen nicht“, sagte der Minister. Laut Regierung ist alles gut.",
        "« Nous restons », a déclaré le ministre. Selon Paris, tout va bien.",
        "«Мы не согласны», — сказал министр. По словам посла, переговоры идут.",
        "قال الوزير: «لن نوقع» وفقا للحكومة.",
        "大臣は「署名しない」と述べた。政府によると、協議は続く。",
    ):
        assert all(s.text for s in read(text))
