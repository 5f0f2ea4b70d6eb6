"""What the briefing says of the fictional case, worked out by hand."""

from __future__ import annotations

import dataclasses
import re
from functools import cache
from typing import Any

import pytest

from brief_material import finding, material_of, strait
from goodoffices.brief.briefing import (
    Briefing,
    Figure,
    Heading,
    JudgementCitation,
    Run,
    Section,
    Sentence,
    Table,
)
from goodoffices.brief.compose import compose
from goodoffices.brief.material import Material
from goodoffices.brief.walk import sentences_of
from goodoffices.model.answers import Concession, Concessions, Conflicts, Zone
from goodoffices.model.stakes import Judgement, Position, Preferences, Proviso
from goodoffices.model.tracks import Dispute, Version


@cache
def material() -> Material:
    return material_of(strait(), "2031-01-31", "2030-12-31")


@cache
def rich() -> Briefing:
    return compose(material())


def section(briefing: Briefing, name: str) -> Section:
    return next(section for section in briefing.sections if section.id == name)


def table(briefing: Briefing, name: str) -> Table:
    for part in briefing.sections:
        for block in part.blocks:
            if isinstance(block, Table) and block.id == name:
                return block
    raise AssertionError(f"no table {name}")


def text_of(part: Any) -> str:
    if isinstance(part, Section):
        return "\n".join(text_of(block) for block in part.blocks)
    if isinstance(part, (Heading,)):
        return part.text
    if isinstance(part, Table):
        tags = [t.text for row in part.rows for cell in row.cells for t in cell.tags]
        return "\n".join([part.caption, *(s.text for s in sentences_of(part)), *tags])
    return "\n".join(s.text for s in sentences_of(part))


def cells(found: Table, head: str) -> list[str]:
    """Texts of the cells of the row that begins with `head`."""
    for row in found.rows:
        texts = ["\n".join(line.text for line in cell.lines) for cell in row.cells]
        if texts[0].startswith(head):
            return texts
    raise AssertionError(f"no row {head!r} in {found.id}")


def test_sections_come_in_order() -> None:
    assert [part.id for part in rich().sections] == [
        *("summary", "picture", "drafts", "verdicts", "zone", "process", "trust", "method"),
        "annex",
    ]


# --- the picture ---------------------------------------------------------------------------------


def test_positions_are_in_words_with_firmness_and_origins() -> None:
    row = cells(table(rich(), "table-matrix"), "How wide")
    assert "asks: \u201c12 miles\u201d" in row[1]
    assert "would accept: \u201c24 miles\u201d" in row[1]
    assert "asks: \u201c6 miles\u201d" in row[2]
    assert re.search(r"firmness 0\.\d+ \u00b7 \d origins?", row[1])
    assert "refuses: \u201c24 miles\u201d" in row[2]


def test_marks_of_a_position() -> None:
    found = table(rich(), "table-matrix")
    tags = {tag.text for row in found.rows for cell in row.cells for tag in cell.tags}
    assert {"one anonymous source", "red line (stated)", "red line (judged)"} <= tags
    assert "proviso (judged)" in tags


def test_what_follows_from_the_order_is_not_shown_as_said() -> None:
    case = strait()
    held = material().elicited
    assert held is not None
    implied = [
        dataclasses.replace(
            p, standings={**p.standings, "width-3": "refused", "width-1": "refused"}
        )
        if (p.party, p.issue) == ("nor", "width")
        else p
        for p in held.positions
    ]
    changed = dataclasses.replace(held, positions=tuple(implied))
    shown = compose(dataclasses.replace(material(), case=case, elicited=changed))
    row = cells(table(shown, "table-matrix"), "How wide")
    # Norland's statements name 12 and 24 miles only.
    assert "by the order of the options \u201c6 miles\u201d" in row[1]


def test_no_position_is_said_so() -> None:
    found = table(rich(), "table-matrix")
    assert "no position found" in text_of(found)
    nothing = [cell for row in found.rows for cell in row.cells if cell.tone == "none"]
    assert nothing
    assert not any(line.citations for cell in nothing for line in cell.lines)


def test_people_out_of_office_are_left_out() -> None:
    row = cells(table(compose(material_of(strait(), "2031-03-01")), "table-parties"), "Norland")
    assert "Anna Berg" in row[2]
    assert "Olaf Lund" not in row[2]


def test_shifts_show_before_and_after() -> None:
    row = next(r for r in table(rich(), "table-shifts").rows if len(r.cells) == 5)
    texts = ["\n".join(line.text for line in cell.lines) for cell in row.cells]
    assert texts[1:3] == ["Norland", "How wide is the exclusive zone?"]
    assert "24 miles" in texts[3]
    assert "12 miles" in texts[4]


def test_without_an_earlier_date_it_says_how_to_get_one() -> None:
    alone = compose(material_of(strait(), "2031-01-31"))
    assert "--since" in text_of(section(alone, "picture"))


# --- drafts and verdicts -------------------------------------------------------------------------


def test_terms_stand_side_by_side() -> None:
    row = cells(table(rich(), "table-terms"), "How many troops")
    assert row[1] == "2. No limit on troops\n= \u201cno limit\u201d"
    assert row[2] == "2. Five thousand at most\n= \u201c5,000\u201d"
    assert cells(table(rich(), "table-terms"), "Who pays")[1] == "no term"


def test_clauses_waiting_for_somebody_not_in_the_room() -> None:
    found = table(rich(), "table-absent")
    (row,) = found.rows
    texts = ["\n".join(line.text for line in cell.lines) for cell in row.cells]
    assert texts[2] == "Gulf League (guarantor)"
    assert texts[3].startswith("resists: \u201ca common fund\u201d")


def test_a_draft_of_a_later_date_is_not_shown() -> None:
    early = compose(material_of(strait(), "2031-01-10"))
    assert "Second text" not in text_of(section(early, "drafts"))


def test_what_each_draft_crosses() -> None:
    first = cells(table(rich(), "table-verdicts"), "First Ostmark text")
    second = cells(table(rich(), "table-verdicts"), "Second text")
    assert first[1].startswith("crosses 1 claim")
    assert "Norland rejects \u201cno limit\u201d" in first[1]
    assert "(stated by the party)" in first[1]
    assert second[1] == "crosses no recorded claim"
    assert "(judged by an analyst)" in second[2]


def test_leaning_counts() -> None:
    (figure,) = (b for b in section(rich(), "verdicts").blocks if isinstance(b, Figure))
    bars = {(bar.group, bar.label): bar for bar in figure.bars}
    assert [series.text for series in figure.series] == [
        "met",
        "partly met",
        "not met",
        "not settled",
    ]
    # Norland asks for 12 miles and both flags; Suderland for 6 miles, merchant ships, no limit.
    assert bars["First Ostmark text", "Norland"].counts == (1, 0, 0, 1)
    assert bars["First Ostmark text", "Suderland"].counts == (1, 0, 1, 1)
    assert bars["Second text", "Suderland"].counts == (0, 0, 2, 1)
    assert bars["Second text", "Norland"].note == "1 of 2 (50 %) met"


# --- zone ----------------------------------------------------------------------------------------


def test_no_zone_in_words() -> None:
    words = text_of(section(rich(), "zone"))
    assert "No zone of agreement exists on 31 January 2031" in words
    assert (
        "On \u201cHow many troops stay on the isle?\u201d, no package satisfies both"
        " Norland\u2019s red line against \u201cno limit\u201d and"
        " Suderland\u2019s red line against \u201cnone\u201d or \u201c5,000\u201d;"
        " each alone can be satisfied."
    ) in words or (
        "Suderland\u2019s red line against \u201cnone\u201d or \u201c5,000\u201d and"
        " Norland\u2019s red line against \u201cno limit\u201d; each alone can be satisfied."
    ) in words
    assert "each alone can be satisfied. One of the two as judged by an analyst, the other" in words
    assert "alone opens a zone. As judged by an analyst." in words
    assert "alone opens a zone. As stated by the party." in words


def test_judged_and_stated_claims_are_kept_apart() -> None:
    found = table(rich(), "table-claims")
    assert found.caption == "4 claims: 2 stated, 2 judged by an analyst"
    judged = [row for row in found.rows if row.cells[0].tags]
    assert len(judged) == 2
    for row in judged:
        basis = "\n".join(line.text for line in row.cells[2].lines)
        assert basis.startswith("judged by K. Weber, 20 January 2031\nWhy: ")
        (number,) = row.cells[0].lines[0].citations
        assert isinstance(rich().citations[number - 1], JudgementCitation)


def altered(**findings: Any) -> Briefing:
    held = material().elicited
    assert held is not None
    given: dict[str, Any] = {n: finding(n, value, held) for n, value in findings.items()}
    return compose(dataclasses.replace(material(), **given))


NOTHING = {
    "conflicts": Conflicts(sets=(), complete=True, in_order=0),
    "concessions": Concessions(sets=(), complete=True, in_order=0),
}


def test_a_zone_that_exists() -> None:
    package = {i.id: i.option_ids[0] for i in strait().issues if i.negotiable}
    made = altered(
        zone=Zone(exists=True, packages=(package,), count=12, parties=("nor", "sud")), **NOTHING
    )
    words = text_of(section(made, "zone"))
    assert "A zone of agreement exists" in words
    assert "There are 12 of them." in words
    assert "does not mean that a party would agree" in words
    assert "No recorded claim speaks of these issues" in words
    assert not any(
        isinstance(b, Table) and b.id == "table-concessions" for b in made.sections[4].blocks
    )


def test_a_zone_too_large_to_count_and_one_that_was_not_settled() -> None:
    package = {i.id: i.option_ids[0] for i in strait().issues if i.negotiable}
    given: dict[str, Any] = {"packages": (package,), "count": None, "parties": ("nor", "sud")}
    words = text_of(
        section(
            altered(zone=Zone(exists=True, count_at_least=565_999_184, **given), **NOTHING), "zone"
        )
    )
    assert "There are at least 5.6 × 10⁸ of them." in words
    given["packages"] = ()
    unsettled = Zone(exists="depends", proven=False, **given)
    words = text_of(section(altered(zone=unsettled, **NOTHING), "zone"))
    assert "Whether a zone of agreement exists was not settled" in words
    assert "depends" not in words.split("not settled")[1][:80]


def test_a_zone_that_depends_on_a_party_of_whom_nothing_is_known() -> None:
    made = altered(
        zone=Zone(
            exists="depends", packages=(), count=None, parties=("nor", "gulf"), unknown=("gulf",)
        ),
        **NOTHING,
    )
    words = text_of(section(made, "zone"))
    assert "Whether a zone of agreement exists depends" in words
    assert "of Gulf League no red line, proviso or reservation value is recorded" in words


def test_a_zone_that_depends_on_an_interval() -> None:
    agenda = [issue for issue in strait().issues if issue.negotiable]
    wide = Preferences(
        party="sud",
        weights={issue.id: 1 for issue in agenda},
        scores={issue.id: dict.fromkeys(issue.option_ids, 1) for issue in agenda},
        reservation=(1, 9),
    )
    case = strait(
        judgements=(Judgement(value=wide, by="K. Weber", at="2031-01-20", why="A guess."),),
        statements=(),
        reviews=(),
        consultations=(),
        meetings=(),
        contradictions=(),
    )
    made = compose(material_of(case))
    words = text_of(section(made, "zone"))
    assert "depends" in words
    assert "the preferences of Suderland are known only within intervals" in words


def test_rules_of_the_world_that_exclude_everything() -> None:
    rule = Proviso(id="rule", party=None, if_={"flag": ("flag-1",)}, then={"aid": ("aid-1",)})
    case = strait(
        judgements=(
            *strait().judgements,
            Judgement(
                value=rule, by="K. Weber", at="2031-01-20", why="By law.", since="2031-01-01"
            ),
        )
    )
    base = material_of(case, "2031-01-31")
    held = base.elicited
    assert held is not None
    none = Zone(exists=False, packages=(), count=0, parties=("nor", "sud"), rules=("rule",))
    made = compose(dataclasses.replace(base, zone=finding("zopa", none, held)))
    words = text_of(section(made, "zone"))
    assert "No package is possible at all" in words
    assert "No party\u2019s claim is to blame" in words


def test_long_lists_go_on_in_the_annex() -> None:
    names = tuple(c.id for c in (*_held().red_lines, *_held().provisos))
    sets = tuple((names[n % len(names)],) for n in range(14))
    package = {i.id: i.option_ids[0] for i in strait().issues if i.negotiable}
    concessions = tuple(Concession(claims=s, cost=1, opens=package) for s in sets)
    made = altered(
        conflicts=Conflicts(sets=sets, complete=False, in_order=len(sets)),
        concessions=Concessions(sets=concessions, complete=False, in_order=len(concessions)),
    )
    zone = section(made, "zone")
    for kind in ("conflicts", "concessions"):
        shown, further = table(made, f"table-{kind}"), table(made, f"table-more-{kind}")
        assert len(shown.rows) + len(further.rows) == 14
        assert further.rows
    assert "The search was stopped" in text_of(zone)
    assert "No package at all satisfies" in text_of(zone)


@pytest.mark.parametrize(
    ("in_order", "said"),
    [
        (3, "others may exist."),
        (2, "others may exist, and be {} than the last of these."),
        (1, "others may exist, and be {} than the last two of these."),
        (0, "others may exist, {} ones among them."),
    ],
)
def test_of_sets_found_in_time_it_is_said_for_which_the_order_is_proven(
    in_order: int, said: str
) -> None:
    names = tuple(c.id for c in (*_held().red_lines, *_held().provisos))
    sets = tuple((name,) for name in names[:3])
    package = {i.id: i.option_ids[0] for i in strait().issues if i.negotiable}
    concessions = tuple(Concession(claims=s, cost=1, opens=package) for s in sets)
    made = altered(
        conflicts=Conflicts(sets=sets, complete=False, in_order=in_order),
        concessions=Concessions(sets=concessions, complete=False, in_order=in_order),
    )
    words = text_of(section(made, "zone"))
    assert said.format("smaller") in words
    assert said.format("cheaper") in words
    cheapest = "Cheapest concession" in text_of(section(made, "summary"))
    assert cheapest == (in_order > 0)


def _held() -> Any:
    held = material().elicited
    assert held is not None
    return held.negotiation


# --- process and trust ---------------------------------------------------------------------------


def test_the_process() -> None:
    words = text_of(section(rich(), "process"))
    row = cells(table(rich(), "table-meetings"), "7 to 9 January 2031")
    assert row[1:] == [
        "First round",
        "Norland, Suderland and Ostmark\nOlaf Lund",
        "Bellin\nhost: Helvia\nchannel: talks",
        "First Ostmark text",
    ]
    assert "was handed the text" in words
    assert "1,234 ships" in words
    assert "Isle assembly (vote of parliament)." in words
    assert "Helvia hosted on 7 to 9 January 2031." in words
    assert "Anna Berg, prime minister (Norland): since 1 January 2030." in words
    assert "Ostmark envoy reports: The survey is done. (paraphrase)" in words


def test_how_far_to_trust_it() -> None:
    words = text_of(section(rich(), "trust"))
    assert "The position of Suderland on \u201cWho may pass the strait?\u201d" in words
    assert "\u2013 1,234 ships" in words
    assert "\u2013 900 ships" in words
    assert (
        "No position of any principal was found on 1 of 5 issues:"
        " \u201cWho pays for the harbour?\u201d"
    ) in words
    assert "points 1 and 2 read" in words
    assert "Gazette \u2190 Anna Berg \u00b7 B2" in words


@pytest.mark.parametrize("kind", ["recorded", "standing", "number", "authorship", "denial"])
def test_every_kind_of_dispute_has_words(kind: Any) -> None:
    dispute = Dispute(
        topic="Width", kind=kind, versions=(Version(claim="one"), Version(claim="two"))
    )
    made = compose(dataclasses.replace(material(), disputes=(dispute,)))
    assert "Width" in text_of(table(made, "table-disputes"))


def test_a_position_that_an_analyst_set_says_so() -> None:
    set_by = Position(
        party="nor", issue="aid", standings={"aid-1": "asked", "aid-2": "refused"}, firmness=0.5
    )
    case = strait(
        judgements=(
            *strait().judgements,
            Judgement(value=set_by, by="K. Weber", at="2031-01-20", why="From the budget."),
        )
    )
    made = compose(material_of(case))
    found = table(made, "table-matrix")
    row = next(r for r in found.rows if r.cells[0].lines[0].text.startswith("Who pays"))
    assert any("analyst's judgement (K. Weber" in tag.text for tag in row.cells[1].tags)
    (number,) = row.cells[1].lines[0].citations
    judged = made.citations[number - 1]
    assert isinstance(judged, JudgementCitation)
    assert judged.why == "From the budget."


def test_method_names_every_assumption_and_analysis() -> None:
    words = text_of(section(rich(), "method"))
    held = material().elicited
    assert held is not None
    for name in held.assumptions:
        assert name in words
    assert [run.analysis for run in rich().method.analyses] == [
        *("verdicts", "verdicts", "zopa", "conflicts", "concessions")
    ]
    assert rich().method.negotiation in words


# --- words ---------------------------------------------------------------------------------------

FORBIDDEN = re.compile(
    r"\b(regime|aggress\w*|terroris\w*|enem(y|ies)|puppet|propaganda|capitulat\w*|surrender\w*|"
    r"invader\w*|so-called|actors?|demands?|demanded|levels?|good guys|bad guys|blame \w+land)\b",
    re.IGNORECASE,
)


def own_words(briefing: Briefing) -> list[str]:
    """Everything that we say ourselves: not the words of the case or of reports."""
    said: list[str] = [*briefing.notices]
    for part in briefing.sections:
        said.append(part.title)
        for block in part.blocks:
            said += [getattr(block, "caption", ""), getattr(block, "text", "")]
            for sentence in sentences_of(block):
                said += [run.text for run in sentence.runs if run.style == "plain"]
                said.append(sentence.lead or "")
            if isinstance(block, Table):
                said += [c.text for c in block.columns]
                said += [t.text for row in block.rows for cell in row.cells for t in cell.tags]
    return said


def test_our_own_words_are_neutral() -> None:
    for text in own_words(rich()):
        assert not FORBIDDEN.search(text), text


def test_our_own_sentences_end_and_have_no_gaps() -> None:
    for part in rich().sections:
        for block in part.blocks:
            for said in sentences_of(block):
                words = "".join(run.text for run in said.runs)
                assert "  " not in words, words
                assert not re.search(r"\s[,.;]", words), words
                assert ".." not in words, words


def test_a_sentence_says_its_lead_first() -> None:
    said = Sentence(runs=(Run(text="more"),), lead="asks")
    assert said.text == "asks: more"
    assert Sentence(runs=(), lead="asks").text == "asks"
