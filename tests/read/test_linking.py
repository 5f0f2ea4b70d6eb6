"""Speakers to parties, contents to issues and options; nothing where two fit equally."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goodoffices.model.agenda import Issue, Option, Party, Person
from goodoffices.model.case import IssueCues, Vocabulary
from goodoffices.model.evidence import Report
from goodoffices.read.attribution import extract
from goodoffices.read.issues import IssueWords, bound_of, link_issue, option_by_value
from goodoffices.read.linking import link_party

PARTIES = (
    Party(
        id="arv",
        name="Arvenia",
        aliases=("Port Sorrel", "the Lagoon Palace", "ARV"),
        persons=(Person(name="Ines Kalder", aliases=("I. Kalder",)), Person(name="Tom Ruhl")),
    ),
    Party(id="bel", name="Belmark", aliases=("Belmarker", "Highfort"), persons=(
        Person(name="Jon Ruhl"),)),
    Party(id="nor", name="North Belmark"),
    Party(id="us", name="United Shores", aliases=("US", "U.S.")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("speaker", "party", "person"),
    [
        ("Arvenia", "arv", None),
        ("Arvenian officials", "arv", None),
        ("Arvenia's foreign ministry", "arv", None),
        ("Port Sorrel", "arv", None),
        ("Lagoon Palace", "arv", None),
        ("Foreign Minister Ines Kalder", "arv", "Ines Kalder"),
        ("Ms. Kalder", "arv", "Ines Kalder"),
        ("Ines Kalder of Arvenia", "arv", "Ines Kalder"),
        ("Secretary of State Ines Kalder", "arv", "Ines Kalder"),
        ("chief of staff Ines Kalder", "arv", "Ines Kalder"),
        ("secretary of President Ines Kalder", "arv", None),
        ("head of Kalder", "arv", None),
        ("Kalder's adviser", "arv", None),  # somebody else, who binds less
        ("Kalder aide Ada Quill", "arv", None),
        ("advisers to Foreign Minister Ines Kalder", "arv", None),
        ("a spokesman for Kalder", "arv", None),
        ("Ruhl", None, None),  # two persons of that name
        ("Tom Ruhl", "arv", "Tom Ruhl"),
        ("the Arvenian ambassador to Belmark", "arv", None),
        ("the ambassador to Belmark", "bel", None),
        ("Arvenian and Belmarker officials", None, None),
        ("North Belmark", "nor", None),
        ("US officials", "us", None),
        ("the U.S. envoy", "us", None),
        ("one of us", None, None),
        ("people familiar with the talks", None, None),
        ("Arveniana Holding", None, None),
        ("", None, None),
    ],
)
def test_link_party(speaker: str, party: str | None, person: str | None) -> None:
    link = link_party(speaker, PARTIES)
    assert (link.party, link.person) == (party, person)
    assert link.reason


ISSUES = (
    Issue(
        id="zone",
        question="How wide is the zone?",
        ordered=True,
        unit="miles",
        options=(
            Option(id="6nm", label="six miles", value=6),
            Option(id="12nm", label="twelve miles", value=12),
            Option(id="24nm", label="twenty-four miles", value=24),
        ),
    ),
    Issue(id="patrol", question="Who patrols?", options=(
        Option(id="joint", label="joint patrol"), Option(id="sole", label="sole patrol"))),
    Issue(id="quota", question="Who fishes?", options=(
        Option(id="half", label="half each"), Option(id="none", label="no quota at all"))),
)  # fmt: skip
VOCABULARY = Vocabulary(
    issues={
        "zone": IssueCues(
            cues=("exclusive zone", "zone", "strait"), options={"12nm": ("12-mile",)}
        ),
        "patrol": IssueCues(
            cues=("patrol*", "coast guard"), options={"joint": ("joint patrol",), "sole": ("sole",)}
        ),
    }
)


@pytest.mark.parametrize(
    ("text", "issue", "options"),
    [
        ("a wide exclusive zone", "zone", ()),
        ("two Exclusive Zones", "zone", ()),
        ("a 12-mile zone", "zone", ("12nm",)),
        ("a joint patrol of the strait", "patrol", ("joint",)),
        ("patrolling by the coast guard", "patrol", ()),
        ("joint patrol or sole patrol", "patrol", ("joint",)),
        ("patrols in the strait", None, ()),  # one word each: level
        ("half each", "quota", ("half",)),  # no cues declared: known by its labels
        ("zones' limits", "zone", ()),
        ("the ozone layer", None, ()),
        ("", None, ()),
    ],
)
def test_link_issue(text: str, issue: str | None, options: tuple[str, ...]) -> None:
    link = link_issue(text, ISSUES, VOCABULARY)
    assert (link.issue, link.options) == (issue, options)
    assert link.reason


def test_the_reason_names_the_words() -> None:
    link = link_issue("the coast guard patrols the strait", ISSUES, VOCABULARY)
    assert link.issue == "patrol"
    assert link.score == 3
    assert '"coast guard"' in link.reason
    level = link_issue("patrols in the strait", ISSUES, VOCABULARY)
    assert "patrol" in level.reason
    assert "zone" in level.reason


def test_a_cue_inside_a_longer_one_does_not_count() -> None:
    issues = (
        Issue(id="assets", question="?", options=(Option(id="a", label="x"),)),
        Issue(id="fund", question="?", options=(Option(id="a", label="x"),)),
    )
    vocabulary = Vocabulary(
        issues={
            "assets": IssueCues(cues=("assets", "frozen")),
            "fund": IssueCues(cues=("assets fund",)),
        }
    )
    assert link_issue("an assets fund that is frozen", issues, vocabulary).issue == "fund"


def test_a_cue_said_twice_counts_once() -> None:
    text = "the strait and again the strait, patrolled by the coast guard"
    assert link_issue(text, ISSUES, VOCABULARY).issue == "patrol"


def test_a_cue_in_two_spellings_or_for_an_option_too_counts_once() -> None:
    vocabulary = Vocabulary(
        issues={
            "zone": IssueCues(cues=("zone", "zones"), options={"12nm": ("zone",)}),
            "patrol": IssueCues(cues=("coast guard",)),
        }
    )
    link = link_issue("the zone and the coast guard", ISSUES, vocabulary)
    assert (link.issue, link.score) == ("patrol", 2)


@pytest.mark.parametrize(
    ("text", "issue", "hanging"),
    [
        ("a zone in return for patrols by the coast guard", "zone", False),
        ("a zone, unless the coast guard patrols", "zone", False),
        ("only if the coast guard patrols would a zone do", "patrol", True),
        ("to sign once there are patrols", "patrol", True),
        ("patrols at once in the zone, they say", None, False),  # level: "at once" is no condition
        ("to sign if all is well", None, False),
    ],
)
def test_what_a_text_hangs_on_counts_where_nothing_else_does(
    text: str, issue: str | None, hanging: bool
) -> None:
    link = link_issue(text, ISSUES, VOCABULARY)
    assert (link.issue, link.hanging) == (issue, hanging)


def test_words_that_the_options_share_tell_the_issue() -> None:
    rock = Issue(
        id="rock",
        question="Whose is the rock?",
        options=(
            Option(id="arv", label="sovereignty of Arvenia"),
            Option(id="bel", label="sovereignty of Belmark, with visits"),
            Option(id="joint", label="joint administration"),
        ),
    )
    vocabulary = replace(
        VOCABULARY, issues={**VOCABULARY.issues, "rock": IssueCues(cues=("rock",))}
    )
    words = IssueWords((*ISSUES, rock), vocabulary)
    assert words.by_label("Sovereignty is not for sale") == "rock"
    assert words.by_label("Arvenia is not for sale") is None  # a name
    assert words.by_label("administration and visits") is None  # of one option each
    other = replace(rock, id="reef", options=rock.options[:1])
    words = IssueWords((*ISSUES, rock, other), vocabulary)
    assert words.by_label("Sovereignty is not for sale") is None  # of two issues


@pytest.mark.parametrize(
    ("content", "issue"),
    [
        ("that it is unacceptable", "zone"),
        ("that it has put forward no terms", None),
        ("that the talks go on", None),
        ("that the patrols go on", "patrol"),
    ],
)
def test_what_is_said_of_the_terms_as_a_whole_is_about_no_issue(
    content: str, issue: str | None
) -> None:
    text = f"The zone is wide. Arvenia said {content}."
    (statement,) = extract(
        Report(id="r-1", text=text, sha256="0" * 64),
        parties=PARTIES,
        issues=ISSUES,
        vocabulary=VOCABULARY,
    )
    assert statement.issue == issue


def test_numbers_in_the_issues_unit() -> None:
    zone = ISSUES[0]
    assert option_by_value(zone, {"miles": 12}) == ("12nm",)
    assert option_by_value(zone, {"miles": 13}) == ()
    assert option_by_value(zone, {"miles": (6, 12)}) == ()
    assert option_by_value(zone, {"percent": 12}) == ()


def test_limits_follow_the_declared_order() -> None:
    zone = ISSUES[0]
    falling = Issue(
        id="z", question="?", ordered=True, unit="miles", options=tuple(reversed(zone.options))
    )
    unordered = Issue(id="z", question="?", unit="miles", options=zone.options)
    assert bound_of("at most 12 miles", zone) == "at_most"
    assert bound_of("no more than 12 miles", falling) == "at_least"
    assert bound_of("at least 12 miles", zone) == "at_least"
    assert bound_of("12 miles", zone) is None
    assert bound_of("at most 12 miles", unordered) is None
    assert bound_of("at most 12 miles", ISSUES[1]) is None
