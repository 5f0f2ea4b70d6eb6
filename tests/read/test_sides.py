"""Whose a source is that names no party, by the words around it."""

from __future__ import annotations

import pytest

from goodoffices.model.agenda import Party, Person
from goodoffices.model.evidence import LinkKind
from goodoffices.read.linking import PartyNames
from goodoffices.read.sides import Sides, continues

PARTIES = (
    Party(
        id="arv",
        name="Arvenia",
        aliases=("Port Sorrel",),
        persons=(Person(name="Ines Kalder"),),
    ),
    Party(
        id="bel",
        name="Belmark",
        aliases=("US", "U.S."),
        persons=(Person(name="Jon Ruhl"),),
    ),
)


def _owner(text: str, written: str, kind: LinkKind = "official") -> str | None:
    """The party that the last of the words in the text are put to."""
    names = PartyNames(PARTIES)
    owner = Sides(text, names.named).owner(written, kind, text.rindex(written))
    return names.link(owner).party if owner else None


@pytest.mark.parametrize(
    ("text", "written", "party"),
    [
        ("Arvenia refused. Belmark was calm and its delegation agreed.", "its delegation", "bel"),
        ("Belmark's fee was eight. Ruhl waits, his office says.", "his office", "bel"),
        ("For Kalder it is late. A minister in her cabinet said so.", "A minister in her cabinet",
         "arv"),
        ("A Belmarkian official spoke. Arvenia was silent. The official left.", "The official",
         "bel"),
        ("An Arvenian envoy and a U.S. official met. The envoy said no.", "The envoy", "arv"),
        ("Arvenia's foreign ministry disagrees, an official there said.", "an official there",
         "arv"),
        ("It was late.\nOn the Arvenian side, officials were wary.", "officials", "arv"),
        ("It was late.\nOn the way to Arvenia, officials were wary.", "officials", None),
        ("The official said no. Arvenia was silent.", "The official", None),
        ("Its delegation said no. Arvenia was silent.", "Its delegation", None),
        ("Arvenia was silent." + " So it was." * 60 + " Then its delegation left.",
         "its delegation", None),
        ("Arvenian and other officials met. The officials agreed.", "The officials", "arv"),
        ("Belmark met the officials. The officials agreed.", "The officials", None),
    ],
)  # fmt: skip
def test_sources_that_belong_to_somebody(text: str, written: str, party: str | None) -> None:
    assert _owner(text, written) == party


@pytest.mark.parametrize(
    ("text", "written", "party"),
    [
        ("A U.S.-drafted framework ends the war. The plan asks for five.", "The plan", "bel"),
        ("A paper circulated by Arvenia came. The paper asks for five.", "The paper", "arv"),
        ("Arvenia's new peace proposal came. The proposal is short.", "The proposal", "arv"),
        ("Arvenia's proposal and Belmark's plan differ. The draft is short.", "The draft", None),
        ("Arvenia's proposal and Belmark's plan differ. The plan is short.", "The plan", "bel"),
        ("Arvenia described the plan. The plan is short.", "The plan", None),
        ("Arvenia's plan came. The letter is short.", "The letter", None),
        ("Arvenia's plan came. The Courier is short.", "The Courier", None),
    ],
)
def test_documents_are_of_who_put_them_forward(text: str, written: str, party: str | None) -> None:
    kind: LinkKind = "outlet" if written == "The Courier" else "document"
    assert _owner(text, written, kind) == party


def test_who_goes_on_for_the_one_before() -> None:
    assert continues("others")
    assert continues("a spokeswoman")
    assert not continues("a diplomat")
    assert not continues("the spokeswoman")


def test_names_in_a_text_are_at_their_places() -> None:
    text = "The U.S. and Port Sorrel's envoy, Ines Kalder, met. KALDER won."
    named = PartyNames(PARTIES).named(text)
    found = [(text[n.start : n.end], n.party, n.person) for n in named]
    assert found == [
        ("U.S.", "bel", False),
        ("Port Sorrel", "arv", False),
        ("Ines Kalder", "arv", True),
        ("KALDER", "arv", True),
    ]
