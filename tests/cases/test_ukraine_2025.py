"""The case of November and December 2025: complete, reproducible, sourced, neutrally worded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from goodoffices.analyse.conflicts import conflicts
from goodoffices.elicit.elicit import elicit
from goodoffices.formats.case_folder import read_case
from goodoffices.model.allowed import draft_terms
from goodoffices.model.case import HAND_ENTERED, Case, accepted_statements
from goodoffices.model.dates import earliest, latest
from goodoffices.model.stakes import Position, RedLine
from support import EXAMPLES, ROOT

FOLDER = EXAMPLES / "ukraine-2025"


@cache
def the_case() -> Case:
    return read_case(FOLDER)


# --- complete ------------------------------------------------------------------------------------


def test_nothing_is_missing() -> None:
    case = the_case()
    assert len(case.issues) == 49
    assert sum(len(issue.options) for issue in case.issues) == 182
    assert {draft.id for draft in case.drafts} == {
        "US_APR25",
        "UAEU_APR25",
        "US28",
        "E3_27",
        "EU24",
        "GENEVA19",
        "UAUS20",
    }
    clauses = [clause for draft in case.drafts for clause in draft.clauses]
    assert sum("." not in clause.id for clause in clauses) == 101
    assert {s.ref.partition("#")[0] for s in case.statements if s.ref} == {
        f"D{number:03}" for number in range(1, 183)
    }
    entries = [
        *(meeting.id for meeting in case.meetings),
        *(consultation.id for consultation in case.consultations),
        *(condition.id for condition in case.conditions),
    ]
    assert {name[:3] for name in entries if re.match(r"T\d\d[a-z]$", name)} == {
        f"T{number:02}" for number in range(1, 27)
    }
    assert [entry.id for entry in case.contradictions] == [f"C{n:02}" for n in range(1, 8)]


@pytest.mark.parametrize(("draft", "points"), [("US28", 28), ("UAUS20", 20)])
def test_numbered_drafts_have_every_point(draft: str, points: int) -> None:
    numbers = {clause.number for clause in the_case().draft_by_id[draft].clauses}
    assert numbers == set(range(1, points + 1))


def test_a_point_on_several_issues_becomes_several_clauses() -> None:
    clauses = [c for c in the_case().draft_by_id["US28"].clauses if c.number == 21]
    assert {clause.issue: clause.options for clause in clauses} == {
        "territory_recognition": ("de-facto",),
        "donetsk_withdrawal": ("exit-dmz",),
        "kherson_zaporizhzhia": ("freeze-de-facto",),
        "other_occupied_areas": ("leave-agreed",),
    }


def test_what_settles_nothing_says_why() -> None:
    case = the_case()
    for statement in case.statements:
        assert bool(statement.options) != bool(statement.coding.get("no_option")), statement.ref
    for draft in case.drafts:
        for clause in draft.clauses:
            if not clause.options and clause.bracket is None:
                assert clause.note, (draft.id, clause.id)
                assert clause.note.startswith("Settles nothing: "), (draft.id, clause.id)


def test_the_page_on_the_case_gives_its_figures() -> None:
    case = the_case()
    clauses = [clause for draft in case.drafts for clause in draft.clauses]
    negotiable = sum(issue.negotiable for issue in case.issues)
    idle = sum(not clause.options and clause.bracket is None for clause in clauses)
    bare = sum(not statement.options for statement in case.statements)
    page = (ROOT / "docs" / "explanation" / "ukraine-2025.md").read_text(encoding="utf-8")
    for figure in (
        f"{negotiable} issues are up for agreement, {49 - negotiable} are about",
        f"{len(clauses)} clauses, of which {idle} settle nothing",
        f"{len(case.statements)} statements, of which {bare} name no option",
        f"{len(case.meetings)} meetings, {len(case.consultations)} consultations and"
        f" {len(case.conditions)} conditions",
    ):
        assert figure in page


# --- sourced -------------------------------------------------------------------------------------


def test_every_statement_counts_and_is_shown_as_a_paraphrase() -> None:
    case = the_case()
    assert len(accepted_statements(case)) == len(case.statements)
    for statement in case.statements:
        assert statement.extractor == HAND_ENTERED
        assert statement.span is None
        assert statement.paraphrase, statement.ref
        assert statement.url, statement.ref
        assert statement.published, statement.ref
        assert statement.published_basis in ("stated", "inferred")
        assert statement.said_on is None or statement.said_on_basis == "stated"
        assert str(statement.grade) == "F6", "nobody graded the sources"


COLLECTIVE = {
    "Belgian government",
    "US senators",
    "US State Department",
    "Ukrainian MFA",
    "Russia",
    "Institute for the Study of War",
}


def test_every_speaker_is_a_person_a_document_a_body_or_said_to_be_unnamed() -> None:
    case = the_case()
    for statement in case.statements:
        chain = statement.attribution.chain
        assert chain, statement.ref
        last = chain[-1]
        party = case.party_by_id[statement.party or ""]
        if last.kind == "official" and last.name not in COLLECTIVE:
            assert last.name in {person.name for person in party.persons}, statement.ref
        if last.kind == "anonymous":
            assert "unnamed" in last.name, statement.ref


def test_a_chain_runs_from_the_outlet_read_to_the_unnamed_source() -> None:
    statement = next(s for s in the_case().statements if s.ref == "D001")
    assert [(link.name, link.kind) for link in statement.attribution.chain] == [
        ("News.az", "outlet"),
        ("The Washington Post", "outlet"),
        ("unnamed Ukrainian official", "anonymous"),
    ]


def test_every_judgement_rests_on_statements_of_its_own_party() -> None:
    case = the_case()
    assert case.judgements
    for judgement in case.judgements:
        value = judgement.value
        name = getattr(value, "id", f"{value.party}")
        assert judgement.by
        assert judgement.at
        assert len(judgement.why) > 40, name
        if value.party is None:
            assert value.evidence == (), name
            continue
        cited = [case.statement_by_id[item] for item in value.evidence]
        assert cited, name
        assert {statement.party for statement in cited} == {value.party}, name
        first = min(latest(statement.date) for statement in cited if statement.date)
        assert judgement.since is None or earliest(judgement.since) >= first, name


def test_what_was_stated_as_a_red_line_is_judged_by_somebody() -> None:
    """Otherwise it would bind a second time, as stated."""
    case = the_case()
    cited = {item for judgement in case.judgements for item in judgement.value.evidence}
    stated = [
        s.ref for s in case.statements if s.stance == "red_line" and s.options and s.id not in cited
    ]
    assert stated == []


def test_red_lines_name_neighbours_up_to_the_end_of_an_order() -> None:
    """In an ordered issue a red line has no hole between its options."""
    case = the_case()
    for judgement in case.judgements:
        if not isinstance(judgement.value, RedLine) or len(judgement.value.rejects) > 1:
            continue
        for issue_id, options in judgement.value.rejects.items():
            issue = case.issue_by_id[issue_id]
            if issue.ordered:
                places = sorted(issue.option_ids.index(option) for option in options)
                span = list(range(places[0], places[-1] + 1))
                assert places == span, judgement.value.id


def test_the_process_says_what_it_rests_on() -> None:
    case = the_case()
    sourced = [(entry.id, entry.sourcing) for entry in case.meetings]
    sourced += [(entry.id, entry.sourcing) for entry in case.consultations]
    sourced += [(entry.id, entry.sourcing) for entry in case.conditions]
    for name, sourcing in sourced:
        assert sourcing.evidence or sourcing.basis, name
    for condition in case.conditions:
        assert (condition.kind == "measurement") == (condition.quantity is not None)
        assert (condition.unit is not None) == (condition.quantity is not None), condition.id


def test_no_view_of_a_party_is_taken_from_the_other_side() -> None:
    case = the_case()
    officials = {p.name: party.id for party in case.parties for p in party.persons}
    for statement in case.statements:
        if statement.party in ("ru", "ua") and statement.speaker in officials:
            assert officials[statement.speaker] == statement.party, statement.ref


# --- what the evidence carries -------------------------------------------------------------------


def test_the_28_points_cross_red_lines_that_ukraine_stated_by_that_day() -> None:
    case = the_case()
    negotiation = elicit(case, as_of="2025-11-20").negotiation
    terms = draft_terms(case.draft_by_id["US28"])
    crossed = {
        line.id
        for line in negotiation.red_lines_of("ua")
        if all(
            issue in terms and set(terms[issue]) <= set(options)
            for issue, options in line.rejects.items()
        )
    }
    assert crossed == {
        "rl-ua-recognition",
        "rl-ua-recognition-south",
        "rl-ua-forces",
        "rl-ua-alliances",
    }


def test_clauses_wait_for_parties_that_are_not_in_the_room() -> None:
    clauses = {c.id: c for c in the_case().draft_by_id["US28"].clauses}
    assert clauses["7"].consent == ("nato",)
    assert "e3eu" in clauses["14"].consent
    assert "g7" in clauses["13"].consent


def test_a_narrowed_red_line_takes_the_place_of_the_first_one() -> None:
    case = the_case()
    before = {line.id for line in elicit(case, as_of="2025-12-13").negotiation.red_lines}
    after = {line.id for line in elicit(case, as_of="2025-12-29").negotiation.red_lines}
    assert {"rl-ua-alliances", "rl-ua-forces"} <= before
    assert {"rl-ua-alliances-narrowed", "rl-ua-forces-narrowed"} <= after
    assert not {"rl-ua-alliances", "rl-ua-forces"} & after


def test_a_bracket_keeps_both_alternatives_with_their_sponsors() -> None:
    clause = next(c for c in the_case().draft_by_id["UAUS20"].clauses if c.number == 12)
    assert clause.bracket is not None
    assert {a.sponsors: a.options for a in clause.bracket.alternatives} == {
        ("us",): ("three-way",),
        ("ua",): ("ua-us",),
    }


# --- neutrally worded ----------------------------------------------------------------------------

LOADED = re.compile(
    r"\b(aggressors?|aggression|annex\w*|capitulat\w*|surrender\w*|conquer\w*|invad\w*|invasion"
    r"|kidnap\w*|abduct\w*|deport\w*|genocid\w*|illegal\w*|legitimate|illegitimate|junta|regime"
    r"|liberat\w*|nazi\w*|denazif\w*|occup\w+|puppet\w*|rebels?|separatist\w*|terror\w*|so-called"
    r"|special military operation|stolen|steal\w*|thieve\w*|unprovoked aggression|victim\w*"
    r"|maximalist|leaky|stubborn|intransigen\w*|claims? that|admits?|concede[sd]?)\b",
    re.I,
)
SHORTHAND = re.compile(r"\b(US28|E3_27|EU24|UAUS20|GENEVA19|US_APR25|UAEU_APR25|pts? \d+)\b")


def _wordings(case: Case) -> Iterator[tuple[str, str]]:
    """What the editors word themselves; terms of drafts and paraphrases are others' content."""
    for issue in case.issues:
        yield issue.id, issue.question
        for option in issue.options:
            yield f"{issue.id}/{option.id}", option.label
    for party in case.parties:
        yield party.id, f"{party.name} {party.note or ''}"
    for draft in case.drafts:
        yield draft.id, draft.title
        for clause in draft.clauses:
            yield f"{draft.id}/{clause.id}", clause.note or ""
    for judgement in case.judgements:
        yield getattr(judgement.value, "id", "position"), judgement.why
    for meeting in case.meetings:
        yield meeting.id, meeting.title
    for condition in case.conditions:
        yield condition.id, f"{condition.title} {condition.topic or ''}"
    for consultation in case.consultations:
        yield consultation.id, consultation.note or ""
    for entry in case.contradictions:
        yield entry.id, f"{entry.topic} {entry.why}"
    yield "title", case.title


def test_no_loaded_word_is_the_editors_own() -> None:
    text = {
        where: wording.replace("non-aggression", "") for where, wording in _wordings(the_case())
    }
    assert {where: wording for where, wording in text.items() if LOADED.search(wording)} == {}


def test_labels_carry_no_shorthand_of_a_draft() -> None:
    case = the_case()
    labels = [(o.id, o.label) for issue in case.issues for o in issue.options]
    assert [pair for pair in labels if SHORTHAND.search(pair[1])] == []
    assert max(len(label) for _, label in labels) < 90


def test_a_proponent_is_named_in_a_label_only_where_the_label_is_an_account() -> None:
    """Who proposed an option is told by drafts and statements; accounts belong to their tellers."""
    named = {
        issue.id
        for issue in the_case().issues
        for option in issue.options
        if re.search(r"\((.*\b(Rubio|Journal|senators|Insider|Fidan|Putin)\b.*)\)", option.label)
    }
    assert named == {"plan_authorship", "ripeness"}


def test_the_principals_come_in_alphabetical_order() -> None:
    names = [party.name for party in the_case().parties if party.role == "principal"]
    assert names == sorted(names) == ["Russia", "Ukraine"]


def test_a_judged_position_names_every_option_it_changes() -> None:
    case = the_case()
    judged = [j.value for j in case.judgements if isinstance(j.value, Position)]
    assert [(p.party, p.issue) for p in judged] == [("ua", "force_cap")]
    assert judged[0].standings["cap-800k-peacetime"] == "acceptable"


# --- vocabulary ----------------------------------------------------------------------------------


def test_every_issue_and_outlet_can_be_recognised() -> None:
    case = the_case()
    assert set(case.vocabulary.issues) == set(case.issue_by_id)
    assert all(cues.cues for cues in case.vocabulary.issues.values())
    outlets = {
        link.name
        for statement in case.statements
        for link in statement.attribution.chain
        if link.kind == "outlet"
    }
    assert outlets == set(case.vocabulary.outlets)
    for cues in case.vocabulary.issues.values():
        for word in (*cues.cues, *(w for words in cues.options.values() for w in words)):
            assert word == word.lower().strip()
            assert word


# --- why there is no zone of agreement -----------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "sets"),
    [
        ("2025-11-20", {("rl-ru-nato", "rl-ua-alliances")}),
        (
            "2025-12-29",
            {
                ("rl-ru-donbas", "rl-ru-guard", "rl-ua-no-handover"),
                (
                    "pv-ua-referendum-truce",
                    "pv-ua-zone-referendum",
                    "rl-ru-donbas",
                    "rl-ru-sequence",
                ),
                (
                    "pv-ua-referendum-truce",
                    "rl-ru-donbas",
                    "rl-ru-sequence",
                    "rl-ua-no-handover",
                    "rl-ua-one-sided",
                ),
            },
        ),
    ],
)
def test_the_conflict_moves_from_the_alliance_to_the_land(
    day: str, sets: set[tuple[str, ...]]
) -> None:
    """As docs/explanation/ukraine-2025.md tells it: the offer of 14 December ends the first one."""
    found = conflicts(elicit(the_case(), as_of=day).negotiation)
    assert found.complete
    assert {tuple(claims) for claims in found.sets} == sets
