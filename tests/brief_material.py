"""A fictional case for the briefing, and the whole way from a case to a material.

The Strait of Meren: Norland and Suderland negotiate, Ostmark mediates. Nothing in it is real.
"""

from __future__ import annotations

from typing import Any

from builders import statement
from goodoffices.analyse.concessions import concessions
from goodoffices.analyse.conflicts import conflicts
from goodoffices.analyse.verdicts import verdicts
from goodoffices.analyse.zopa import zopa
from goodoffices.brief.material import Material
from goodoffices.codec import digest, identified
from goodoffices.elicit.elicit import elicit
from goodoffices.model.agenda import Clause, Draft, Issue, Option, Party, Person
from goodoffices.model.case import Case
from goodoffices.model.dates import happened_by
from goodoffices.model.elicited import Elicited
from goodoffices.model.evidence import (
    Attribution,
    Link,
    Report,
    Review,
    SourceGrade,
    Statement,
    span_of,
)
from goodoffices.model.finding import Finding
from goodoffices.model.process import Condition, Consultation, Meeting, Sourcing
from goodoffices.model.stakes import (
    Claim,
    Contradiction,
    Judgement,
    Proviso,
    RedLine,
)
from goodoffices.track.consultation import consultation
from goodoffices.track.contradictions import contradictions
from goodoffices.track.corroboration import unnamed_alone
from goodoffices.track.genealogy import genealogy
from goodoffices.track.shifts import shifts


def _issue(name: str, question: str, group: str, *options: str, **more: Any) -> Issue:
    return Issue(
        id=name,
        question=question,
        group=group,
        options=tuple(
            Option(id=f"{name}-{place}", label=label) for place, label in enumerate(options, 1)
        ),
        ordered=more.pop("ordered", True),
        **more,
    )


ISSUES = (
    _issue("width", "How wide is the exclusive zone?", "Sea", "6 miles", "12 miles", "24 miles"),
    _issue("passage", "Who may pass the strait?", "Sea", "all ships", "merchant ships", "nobody"),
    _issue("troops", "How many troops stay on the isle?", "Isle", "none", "5,000", "no limit"),
    _issue("flag", "Whose flag flies on the isle?", "Isle", "both", "neither", ordered=False),
    _issue("aid", "Who pays for the harbour?", "Money", "Ostmark", "a common fund"),
    _issue("survey", "What did the survey find?", "Context", "n/a", negotiable=False),
)
NORLAND = Party(
    id="nor",
    name="Norland",
    persons=(
        Person(name="Anna Berg", office="prime minister", authority=1, since="2030-01-01"),
        Person(name="Olaf Lund", office="envoy", until="2031-02-10"),
    ),
)
SUDERLAND = Party(
    id="sud", name="Suderland", persons=(Person(name="Ivo Klar", office="president", authority=1),)
)
PARTIES = (
    NORLAND,
    SUDERLAND,
    Party(id="ost", name="Ostmark", role="mediator"),
    Party(id="isle", name="Isle assembly", role="ratifier", rule="parliament", note="Votes last."),
    Party(id="gulf", name="Gulf League", role="guarantor"),
    Party(id="hel", name="Helvia", role="host"),
)

REPORT = Report(
    id="r1",
    text="Anna Berg said: \u201cWe will never accept troops without limit on the isle.\u201d",
    sha256="0" * 64,
    title="Berg rules out garrison",
    outlet="Gazette",
    url="https://gazette.example/1",
    published="2031-01-05",
    published_basis="stated",
    language="en",
)
QUOTE = span_of(REPORT, 17, len(REPORT.text) - 1)

QUOTE_TEXT = QUOTE.quote


def _said(party: str, about: str, stance: str, *options: int, **more: Any) -> Statement:
    names = tuple(f"{about}-{place}" for place in options)
    given = {"paraphrase": more.pop("text", f"Takes a stand on {about}.")} | more
    return statement(party, about, stance, *names, **given)


TROOPS = identified(
    Statement(
        id="",
        speaker="Anna Berg",
        party="nor",
        issue="troops",
        stance="red_line",
        options=("troops-3",),
        span=QUOTE,
        attribution=Attribution(
            chain=(
                Link(name="Gazette", kind="outlet"),
                Link(name="Anna Berg", kind="official", mode="direct"),
            )
        ),
        said_on="2031-01-04",
        said_on_basis="stated",
        extractor="rules",
        grade=SourceGrade(reliability="B", credibility=2, by="K. Weber", at="2031-01-07"),
    )
)
WIDTH_N = _said(
    "nor", "width", "asks", 2, on="2031-01-06", speaker="Anna Berg", text="Asks for twelve miles."
)
WIDTH_N_OLD = _said("nor", "width", "asks", 3, on="2030-12-01", speaker="Anna Berg")
WIDTH_S = _said(
    "sud", "width", "red_line", 3, on="2031-01-10", speaker="Ivo Klar", url="https://post.example/2"
)
WIDTH_S2 = _said("sud", "width", "asks", 1, on="2031-01-10", speaker="Ivo Klar")
TROOPS_S = _said("sud", "troops", "asks", 3, on="2031-01-11", speaker="Ivo Klar")
PASSAGE_S = _said(
    "sud",
    "passage",
    "asks",
    2,
    on="2031-01-12",
    speaker="people familiar",
    outlets=("Herald", "Post"),
    kind="anonymous",
    hedged=True,
)
PASSAGE_N = _said("nor", "passage", "accepts", 2, on="2031-01-12", speaker="Olaf Lund")
FLAG = _said("nor", "flag", "asks", 1, on="2031-01-13", speaker="Anna Berg")
FLAG_S = _said("sud", "flag", "rejects", 1, on="2031-01-14", speaker="Ivo Klar")
GULF = _said("gulf", "aid", "resists", 2, on="2031-01-15", speaker="Gulf spokeswoman")
HOST = _said("hel", "aid", "offers", on="2031-01-16", speaker="Helvian minister")
SURVEY = _said(
    "ost", "survey", "reports", on="2031-01-16", speaker="Ostmark envoy", text="The survey is done."
)
UNDATED = _said("sud", "aid", "asks", 1, on=None, speaker="Ivo Klar")
CANDIDATE = identified(
    Statement(
        id="",
        speaker="Somebody",
        stance="reports",
        attribution=Attribution(),
        extractor="rules",
        span=span_of(REPORT, 0, 9),
    )
)
STATEMENTS = (
    TROOPS,
    WIDTH_N_OLD,
    WIDTH_N,
    WIDTH_S,
    WIDTH_S2,
    TROOPS_S,
    PASSAGE_S,
    PASSAGE_N,
    FLAG,
    FLAG_S,
    GULF,
    HOST,
    SURVEY,
    UNDATED,
    CANDIDATE,
)
JUDGEMENTS = (
    Judgement(
        value=RedLine(
            id="rl-sud-troops",
            party="sud",
            rejects={"troops": ("troops-1", "troops-2")},
            firmness=0.8,
            evidence=(TROOPS_S.id,),
        ),
        by="K. Weber",
        at="2031-01-20T09:00:00Z",
        why="It asks for no limit and has offered nothing less.",
    ),
    Judgement(
        value=Proviso(
            id="pv-nor-width",
            party="nor",
            if_={"width": ("width-1",)},
            then={"passage": ("passage-1",)},
            firmness=0.5,
            evidence=(WIDTH_N.id,),
        ),
        by="K. Weber",
        at="2031-01-20",
        why="A narrow zone was offered against free passage.",
    ),
)
DRAFTS = (
    Draft(
        id="d1",
        title="First Ostmark text",
        date="2031-01-08",
        drafters=("ost",),
        drafted_by="Ostmark envoy",
        published_by="Herald 2031-01-09",
        status="superseded",
        completeness="all four points read",
        clauses=(
            Clause(
                id="d1-1",
                issue="width",
                number=1,
                term="A zone of twelve miles",
                options=("width-2",),
                url="https://herald.example/d1",
            ),
            Clause(
                id="d1-2",
                issue="troops",
                number=2,
                term="No limit on troops",
                options=("troops-3",),
                url="https://herald.example/d1",
            ),
        ),
    ),
    Draft(
        id="d2",
        title="Second text",
        date="2031-01-18",
        drafters=("ost", "nor"),
        follows="d1",
        completeness="points 1 and 2 read",
        clauses=(
            Clause(
                id="d2-1",
                issue="width",
                number=1,
                term="Twelve miles",
                options=("width-2",),
                url="https://herald.example/d2",
            ),
            Clause(
                id="d2-2",
                issue="troops",
                number=2,
                term="Five thousand at most",
                options=("troops-2",),
            ),
            Clause(
                id="d2-3",
                issue="aid",
                number=3,
                term="The Gulf League and others pay",
                options=("aid-2",),
                consent=("gulf",),
                url="https://herald.example/d2",
            ),
        ),
    ),
)


def strait(**more: Any) -> Case:
    """The fictional case; fields can be replaced."""
    given: dict[str, Any] = {
        "title": "Strait of Meren",
        "parties": PARTIES,
        "issues": ISSUES,
        "statements": STATEMENTS,
        "reports": (REPORT,),
        "reviews": (
            Review(id="v1", subject=TROOPS.id, verdict="accepted", by="K. Weber", at="2031-01-07"),
        ),
        "drafts": DRAFTS,
        "judgements": JUDGEMENTS,
        "meetings": (
            Meeting(
                id="m1",
                date="2031-01-07/2031-01-09",
                title="First round",
                parties=("nor", "sud", "ost"),
                persons=("Olaf Lund",),
                place="Bellin",
                host="hel",
                channel="talks",
                drafts=("d1",),
                sourcing=Sourcing(urls=("https://post.example/round",)),
            ),
            Meeting(
                id="m2", date="2031-01-17", title="Call", sourcing=Sourcing(evidence=(WIDTH_N.id,))
            ),
        ),
        "consultations": (
            Consultation(
                id="c1",
                draft="d1",
                party="sud",
                sight="handed",
                date="2031-01-08",
                sourcing=Sourcing(evidence=(WIDTH_S.id,)),
            ),
            Consultation(
                id="c2",
                draft="d1",
                party="nor",
                sight="excluded",
                note="Had no part in it.",
                sourcing=Sourcing(basis="list of the compiler"),
            ),
        ),
        "conditions": (
            Condition(
                id="k1",
                date="2031-01",
                title="Ships waiting",
                kind="measurement",
                topic="traffic",
                quantity=1234,
                unit="ships",
                sourcing=Sourcing(urls=("https://port.example/a",)),
            ),
            Condition(id="k2", date="2031-01-15", title="The envoy resigned"),
        ),
        "contradictions": (
            Contradiction(
                id="x1",
                topic="Ships waiting",
                claims=(
                    Claim(claim="1,234 ships", url="https://port.example/a"),
                    Claim(claim="900 ships", evidence=(SURVEY.id,)),
                ),
                by="K. Weber",
                at="2031-01-20",
                why="The two counts use different days.",
            ),
        ),
    }
    return Case(**(given | more))


def finding(analysis: str, value: Any, held: Elicited, **parameters: Any) -> Finding[Any]:
    return Finding(
        analysis=analysis,
        version="1",
        negotiation=digest(held.negotiation),
        value=value,
        parameters=parameters,
    )


def material_of(case: Case, as_of: str | None = None, since: str | None = None) -> Material:
    """Run everything that a briefing shows, as the workspace does."""
    held = elicit(case, as_of=as_of)
    before = elicit(case, as_of=since) if since else None
    table = held.negotiation
    answers = {
        draft.id: finding(
            "verdicts", verdicts(table, draft=draft, positions=held.positions), held, draft=draft.id
        )
        for draft in case.drafts
        if happened_by(draft.date, as_of)
    }
    return Material(
        case=case,
        as_of=as_of,
        since=since,
        elicited=held,
        before=before,
        shifts=shifts(before.positions, held.positions, case.statements) if before else (),
        verdicts=answers,
        zone=finding("zopa", zopa(table), held),
        conflicts=finding("conflicts", conflicts(table), held),
        concessions=finding("concessions", concessions(table), held),
        genealogy=genealogy(case, as_of=as_of),
        sightings=consultation(case, as_of=as_of),
        unnamed_alone=unnamed_alone(case, as_of=as_of),
        disputes=contradictions(case, as_of=as_of),
    )


__all__ = ["finding", "material_of", "strait"]
