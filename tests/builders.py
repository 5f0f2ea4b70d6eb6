"""Short ways to write values in tests."""

from __future__ import annotations

from typing import Any

from goodoffices.codec import identified
from goodoffices.model.agenda import Issue, Option, Party, Person
from goodoffices.model.case import HAND_ENTERED, Case
from goodoffices.model.evidence import Attribution, Link, Statement
from goodoffices.model.stakes import Judgement


def issue(name: str, *options: str, ordered: bool = True, **more: Any) -> Issue:
    return Issue(
        id=name,
        question=f"What about {name}?",
        options=tuple(Option(id=option, label=option.title()) for option in options),
        ordered=ordered,
        **more,
    )


def chain(*names: str, last: str = "official") -> Attribution:
    """Outlets, and at the end somebody of the kind `last`."""
    links = [Link(name=name, kind="outlet") for name in names[:-1]]
    return Attribution(chain=(*links, Link(name=names[-1], kind=last)))  # type: ignore[arg-type]


def statement(
    party: str,
    about: str,
    stance: str,
    *options: str,
    on: str | None = "2030-01-01",
    speaker: str = "Head",
    outlets: tuple[str, ...] = ("Gazette",),
    kind: str = "official",
    **more: Any,
) -> Statement:
    given: dict[str, Any] = {
        "id": "",
        "speaker": speaker,
        "party": party,
        "issue": about,
        "stance": stance,
        "options": options,
        "attribution": chain(*outlets, speaker, last=kind),
        "extractor": HAND_ENTERED,
        "url": "https://example.org/1",
        "paraphrase": f"{speaker} {stance} {' '.join(options)}",
        "said_on": on,
        "said_on_basis": "stated" if on else "unknown",
    }
    return identified(Statement(**(given | more)))


HEAD = Person(name="Head", authority=1, office="head of state")
ENVOY = Person(name="Envoy", authority=3, office="envoy")


def case(*statements: Statement, **more: Any) -> Case:
    """Two principals and a mediator, one ordered issue of five options, one unordered of two."""
    given: dict[str, Any] = {
        "title": "Strait",
        "parties": (
            Party(id="north", name="North", persons=(HEAD, ENVOY)),
            Party(id="south", name="South", persons=(HEAD,)),
            Party(id="med", name="Mediator", role="mediator"),
        ),
        "issues": (
            issue("width", "w1", "w2", "w3", "w4", "w5"),
            issue("flag", "red", "blue", ordered=False),
        ),
        "statements": statements,
    }
    return Case(**(given | more))


def judged(value: object, **more: object) -> Judgement:
    given = {"value": value, "by": "A", "at": "2030-01-01", "why": "because"}
    return Judgement(**(given | more))  # type: ignore[arg-type]
